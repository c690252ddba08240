"""What differs between a document and its original, whatever their size and coding."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom import Dataset, dcmread
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence
from pydicom.uid import UID

from tests.judge.builder import jpeg
from tests.judge.documents import DOCUMENTS, RAMP, SMOOTH, edited, to_bytes
from tests.judge.good import recoded
from wadows_contract.exchange import BodyStore
from wadows_contract.judge import changes as module
from wadows_contract.judge.changes import Undecodable, changes
from wadows_contract.wire.content import StoredContent
from wadows_spec.catalogue import Catalogue
from wadows_spec.constants import EXPLICIT_VR_LE, IMPLICIT_VR_LE

DEFLATED = "1.2.840.10008.1.2.1.99"
COERCED = frozenset({"PatientName", "SpecificCharacterSet"})


@pytest.fixture
def differences(tmp_path: Path) -> Callable[[bytes, bytes], list[str]]:
    def compare(before: bytes, after: bytes) -> list[str]:
        original = tmp_path / "original.dcm"
        original.write_bytes(before)
        body = BodyStore(tmp_path / "bodies").save((after,), "after")
        return list(changes(original, StoredContent("", body.size, body, 0), COERCED).found)

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


def test_coerced_attributes_are_named(tmp_path: Path) -> None:
    original = tmp_path / "original.dcm"
    original.write_bytes(CT)
    changed = with_values(CT, PatientName="Another^Invented", Modality="CT")
    body = BodyStore(tmp_path / "bodies").save((changed,), "after")

    found = changes(original, StoredContent("", body.size, body, 0), COERCED)

    assert (("Modality",), ("PatientName",)) == (found.found, found.coerced)


def big_endian() -> bytes:
    """The CT in Explicit VR Big Endian, with a palette and a private number, words turned."""
    dataset = dcmread(io.BytesIO(with_words()))
    dataset.PixelData = np.frombuffer(dataset.PixelData, "<i2").astype(">i2").tobytes()
    words = dataset.RedPaletteColorLookupTableData
    dataset.RedPaletteColorLookupTableData = np.frombuffer(words, "<u2").astype(">u2").tobytes()
    dataset.file_meta.TransferSyntaxUID = UID("1.2.840.10008.1.2.2")
    turned = Dataset()
    for element in dataset:
        turned.add(element)
    turned.file_meta, turned.preamble = dataset.file_meta, b"\0" * 128
    file = io.BytesIO()
    turned.save_as(file, implicit_vr=False, little_endian=False, enforce_file_format=True)
    return file.getvalue()


def with_words(entry: bytes = b"\4\3") -> bytes:
    def edit(dataset: Dataset) -> None:
        dataset.add_new(0x00281201, "OW", b"\2\1" + entry)
        dataset.private_block(0x0011, "WADOWS TESTS", create=True).add_new(1, "US", 258)

    return edited(CT, edit)


def test_from_big_endian(differences: Callable[[bytes, bytes], list[str]]) -> None:
    before = big_endian()

    assert [] == differences(before, with_words())
    assert ["RedPaletteColorLookupTableData"] == differences(before, with_words(b"\3\4"))
    turned = edited(
        with_words(), lambda data: setattr(data, "PixelData", RAMP.byteswap().tobytes())
    )
    (difference,) = differences(before, turned)
    assert difference.startswith("PixelData, frame 1 by ")


def test_a_private_number_out_of_big_endian_loses_its_vr(
    differences: Callable[[bytes, bytes], list[str]],
) -> None:
    def implicit(number: int) -> bytes:
        def edit(dataset: Dataset) -> None:
            dataset[0x0011, 0x1001].value = number
            dataset.file_meta.TransferSyntaxUID = UID(IMPLICIT_VR_LE)

        return edited(with_words(), edit)

    assert [] == differences(big_endian(), implicit(258))
    assert ["(0011,1001)"] == differences(big_endian(), implicit(513))


def lossy(quality: int) -> bytes:
    """The smooth image as JPEG."""

    def edit(dataset: Dataset) -> None:
        dataset.PixelData = encapsulate([jpeg(SMOOTH, quality=quality)])
        dataset["PixelData"].is_undefined_length = True

    return edited(DOCUMENTS["jpeg"].content, edit)


def plain(values: NDArray[np.integer]) -> bytes:
    def edit(dataset: Dataset) -> None:
        dataset.PixelData = values.astype(np.uint8).tobytes()
        dataset["PixelData"].is_undefined_length = False
        dataset.file_meta.TransferSyntaxUID = UID(EXPLICIT_VR_LE)

    return edited(DOCUMENTS["jpeg"].content, edit)


def test_bounds(differences: Callable[[bytes, bytes], list[str]]) -> None:
    """Levels go from 0 to 234: 1/64 of them is 3.6, 1/24 is 9.75."""
    level = SMOOTH.astype(np.int64)

    assert [] == differences(lossy(90), plain(level))
    assert [] == differences(lossy(90), plain((level + 2).clip(0, 255)))
    assert [] != differences(lossy(90), plain((level + 6).clip(0, 255)))
    assert [] == differences(plain(level), lossy(50))
    assert [] == differences(plain(level), lossy(90))
    assert [] != differences(plain((level + 14).clip(0, 255)), lossy(90))
    one = level.copy()
    one[-1, -1] += 1
    assert [] != differences(recoded("ct", IMPLICIT_VR_LE), with_values(CT, PixelData=bytes(4096)))
    assert [] == differences(plain(one), plain(one))


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("target", [EXPLICIT_VR_LE, IMPLICIT_VR_LE, DEFLATED])
def test_uncompressed_test_documents_rewritten_by_pydicom(
    target: str, differences: Callable[[bytes, bytes], list[str]], test_documents: Catalogue
) -> None:
    """Of 1, 8, 16 and 32 bits, in each colour space, with sequences and without pixels."""
    for role, entry in test_documents.documents.items():
        if entry.transfer_syntax_uid not in (EXPLICIT_VR_LE, IMPLICIT_VR_LE, DEFLATED):
            continue
        before = test_documents.read(role)
        after = edited(
            before, lambda data: setattr(data.file_meta, "TransferSyntaxUID", UID(target))
        )
        assert [] == differences(before, after), role
        renamed = edited(
            after, lambda data: setattr(data, "Manufacturer", f"{data.Manufacturer} of old")
        )
        assert ["Manufacturer"] == differences(before, renamed), role


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


def test_a_transfer_syntax_of_somebodys_own(
    differences: Callable[[bytes, bytes], list[str]],
) -> None:
    """It is read as Explicit VR Little Endian, which most of them are."""

    def relabelled(content: bytes) -> bytes:
        return content.replace(b"1.2.840.10008.1.2.1\0", b"1.2.840.99999.1.2.1\0", 1)

    changed = with_values(CT, Modality="CT")

    assert [] == differences(relabelled(CT), relabelled(CT))
    assert ["Modality"] == differences(relabelled(CT), relabelled(changed))


def encapsulated(fragments: int, frames: list[bytes], table: bool = True) -> bytes:
    """A document of three frames of JPEG, each in so many fragments."""
    dataset = dcmread(io.BytesIO(CT))
    dataset.file_meta.TransferSyntaxUID = UID("1.2.840.10008.1.2.4.50")
    dataset.NumberOfFrames = 3
    dataset.PixelData = encapsulate(frames, fragments, has_bot=table)
    dataset["PixelData"].VR = "OB"
    dataset["PixelData"].is_undefined_length = True
    return to_bytes(dataset)


FRAMES = [bytes([0xFF, 0xD8, *range(number, number + 20), 0xFF, 0xD9]) for number in (1, 2, 3)]


@pytest.mark.parametrize("large", [False, True], ids=["whole", "in pieces"])
@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (encapsulated(1, FRAMES), []),
        (encapsulated(3, FRAMES), []),
        (encapsulated(1, FRAMES, table=False), []),
        (encapsulated(3, FRAMES[::-1]), ["PixelData"]),
        (encapsulated(3, [FRAMES[0], FRAMES[1], FRAMES[1]]), ["PixelData"]),
        (encapsulated(3, FRAMES[:2]), ["PixelData"]),
    ],
    ids=[
        "as it was",
        "in fragments",
        "without a table",
        "in another order",
        "one twice",
        "one lost",
    ],
)
def test_fragments_are_no_change_but_frames_are(
    after: bytes,
    expected: list[str],
    large: bool,
    differences: Callable[[bytes, bytes], list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if large:
        monkeypatch.setattr(module, "_WHOLE", 1)

    assert expected == differences(encapsulated(1, FRAMES), after)


@pytest.mark.parametrize("large", [False, True], ids=["whole", "in pieces"])
def test_what_stands_behind_fragments_is_compared(
    large: bool, differences: Callable[[bytes, bytes], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    if large:
        monkeypatch.setattr(module, "_WHOLE", 1)
    signed = bytes.fromhex("fafffaff") + b"SQ" + bytes(6)  # an empty Digital Signatures Sequence

    assert [] != differences(encapsulated(1, FRAMES) + signed, encapsulated(3, FRAMES))
