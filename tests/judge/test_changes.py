"""What differs between a document and its original, whatever their size and coding."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from pydicom import Dataset, dcmread
from pydicom.sequence import Sequence

from tests.judge.documents import DOCUMENTS, edited, to_bytes
from tests.judge.good import recoded
from wadows_contract.exchange import BodyStore
from wadows_contract.judge import changes as module
from wadows_contract.judge.changes import Undecodable, changes
from wadows_contract.wire.content import StoredContent
from wadows_spec.constants import EXPLICIT_VR_LE, IMPLICIT_VR_LE

DEFLATED = "1.2.840.10008.1.2.1.99"
COERCED = ("PatientName", "SpecificCharacterSet")


@pytest.fixture
def differences(tmp_path: Path) -> Callable[[bytes, bytes], list[str]]:
    def compare(before: bytes, after: bytes) -> list[str]:
        original = tmp_path / "original.dcm"
        original.write_bytes(before)
        body = BodyStore(tmp_path / "bodies").save((after,), "after")
        return list(changes(original, StoredContent("", body.size, body, 0), COERCED))

    return compare


def with_values(content: bytes, **values: object) -> bytes:
    dataset = dcmread(io.BytesIO(content))
    for keyword, value in values.items():
        setattr(dataset, keyword, value)
    return to_bytes(dataset)


CT = DOCUMENTS["ct"].content


@pytest.mark.parametrize("large", [False, True], ids=["whole", "in pieces"])
@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (CT, []),
        (with_values(CT, PatientName="Another^Invented"), []),
        (with_values(CT, SpecificCharacterSet="ISO_IR 192"), []),
        (with_values(CT, SeriesDescription="Another", Modality="CT"),
         ["Modality", "SeriesDescription"]),
        (with_values(CT, PixelData=bytes(4096)), ["PixelData"]),
        (CT[:-2] + b"\1\1", ["PixelData"]),
        (recoded("ct", IMPLICIT_VR_LE), []),
        (recoded("ct", DEFLATED), []),
    ],
)  # fmt: skip
def test_changes(
    after: bytes,
    expected: list[str],
    large: bool,
    differences: Callable[[bytes, bytes], list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if large:
        monkeypatch.setattr(module, "_WHOLE", 1000)

    assert expected == differences(CT, after)


@pytest.mark.parametrize("role", ["rle", "jpeg"])
def test_large_documents_are_compared_decoded_too(
    role: str,
    differences: Callable[[bytes, bytes], list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_WHOLE", 1000)
    stored, decoded = DOCUMENTS[role].content, recoded(role, EXPLICIT_VR_LE)
    black = edited(decoded, lambda data: setattr(data, "PixelData", bytes(len(data.PixelData))))

    assert [] == differences(stored, decoded)
    (difference,) = differences(stored, black)
    assert difference.startswith("PixelData, frame 1 by ")


def test_padding_of_text_is_no_change(differences: Callable[[bytes, bytes], list[str]]) -> None:
    padded = with_values(CT, SeriesDescription="For tests   ")

    assert [] == differences(CT, padded)


def test_sequences(differences: Callable[[bytes, bytes], list[str]]) -> None:
    def nested(text: str) -> bytes:
        item = Dataset()
        item.CodeMeaning = text
        return with_values(CT, ConceptNameCodeSequence=Sequence([item]))

    assert [] == differences(nested("one"), nested("one"))
    assert ["ConceptNameCodeSequence"] == differences(nested("one"), nested("two"))


def test_what_is_not_a_number_is_no_change(
    differences: Callable[[bytes, bytes], list[str]],
) -> None:
    odd = with_values(CT, RealWorldValueIntercept=float("nan"))

    assert [] == differences(odd, with_values(odd, PatientName="Another^Invented"))


def test_private_attributes_in_implicit_vr(
    differences: Callable[[bytes, bytes], list[str]],
) -> None:
    """They lose their VR there: their bytes tell whether they changed."""
    stored = DOCUMENTS["private"].content
    converted = recoded("private", IMPLICIT_VR_LE)

    assert [] == differences(stored, converted)
    assert ["(0011,1001)"] == differences(
        stored, converted.replace(b"private text", b"PRIVATE TEXT")
    )
    assert ["(0011,1002)"] == differences(stored, converted.replace(b"1.50", b"1.51"))


def test_padding_behind_the_data_set_means_nothing(
    differences: Callable[[bytes, bytes], list[str]],
) -> None:
    # Data Set Trailing Padding: tag, OB, length 4, and four bytes (PS3.10 section 7.2).
    padded = CT + bytes.fromhex("fcfffcff 4f420000 04000000 00000000")

    assert [] == differences(CT, padded)
    assert [] == differences(padded, CT)


def test_what_nobody_can_decode_is_not_compared(
    differences: Callable[[bytes, bytes], list[str]],
) -> None:
    jpeg = DOCUMENTS["jpeg"].content
    scan = jpeg.index(b"\xff\xda")
    damaged = jpeg[:scan] + bytes(len(jpeg) - scan - 8) + jpeg[-8:]  # which end the sequence

    with pytest.raises(Undecodable):
        differences(damaged, recoded("jpeg", EXPLICIT_VR_LE))
    renamed = with_values(recoded("jpeg", EXPLICIT_VR_LE), Modality="CT")
    assert ["Modality"] == differences(damaged, renamed)
