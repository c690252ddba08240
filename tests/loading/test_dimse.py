"""Documents sent by C-STORE to SCPs that take them, refuse them, or go away."""

import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pydicom import Dataset, dcmread, uid
from pynetdicom import AE, evt

from wadows_contract.errors import UnreachableError
from wadows_contract.loading.dimse import Target, check_title, in_associations, read_target, send
from wadows_contract.loading.part10 import Part10File, Unusable, read_file
from wadows_contract.loading.progress import Became, Loaded
from wadows_spec.documents import TEST_DOCUMENTS
from wadows_spec.documents.role import built
from wadows_spec.errors import ConfigurationError

logging.getLogger("pynetdicom").setLevel(logging.CRITICAL)
ROLES = ("signed", "colour", "jpeg", "structured-report-deflated", "encapsulated-pdf")
ALL = (uid.ExplicitVRLittleEndian, uid.JPEGBaseline8Bit, uid.DeflatedExplicitVRLittleEndian)
CLASSES = (
    uid.CTImageStorage, uid.SecondaryCaptureImageStorage, uid.VLPhotographicImageStorage,
    uid.BasicTextSRStorage, uid.EncapsulatedPDFStorage,
)  # fmt: skip
Answer = Callable[[Any], int | Dataset]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[Part10File]:
    folder = tmp_path_factory.mktemp("documents")
    found = []
    for document in TEST_DOCUMENTS:
        if document.role in ROLES:
            (folder / document.file).write_bytes(built(document))
            found.append(read_file(folder / document.file))
    return [each for each in found if not isinstance(each, Unusable)]


@contextmanager
def scp(answer: Answer, classes: tuple[str, ...] = CLASSES, **settings: Any) -> Iterator[Target]:
    """Run a storage SCP; `answer` makes the status of each document."""
    entity = AE(ae_title="ARCHIVE")
    for name, value in settings.items():
        setattr(entity, name, value)
    for each in classes:
        entity.add_supported_context(each, settings.get("syntaxes", [*ALL]))
    server = entity.start_server(
        ("127.0.0.1", 0), block=False, evt_handlers=[(evt.EVT_C_STORE, answer)]
    )
    try:
        yield Target("ARCHIVE", "127.0.0.1", server.server_address[1])
    finally:
        server.shutdown()


def became(loaded: list[Loaded]) -> dict[str, tuple[Became, str]]:
    return {each.document.path.stem: (each.became, each.reason) for each in loaded}


def status(code: int, comment: str = "") -> Dataset:
    answer = Dataset()
    answer.Status = code
    if comment:
        answer.ErrorComment = comment
    return answer


def test_each_document_comes_as_its_file_has_it(documents: list[Part10File]) -> None:
    came: dict[str, tuple[str, bytes]] = {}

    def keep(event: Any) -> int:
        came[event.request.AffectedSOPInstanceUID] = (
            event.context.transfer_syntax,
            event.request.DataSet.getvalue(),
        )
        return 0

    with scp(keep) as target:
        loaded = list(send(documents, target, "WADOWS"))

    assert [Became.STORED] * len(documents) == [each.became for each in loaded]
    for document in documents:
        content = document.path.read_bytes()
        meta = dcmread(BytesIO(content), stop_before_pixels=True).file_meta
        # The group length counts from behind its own element, of 12 bytes (PS3.10 section 7.1).
        data_set = content[128 + 4 + 12 + meta.FileMetaInformationGroupLength :]
        assert (document.transfer_syntax, data_set) == came[document.instance]


def test_what_is_refused_and_why(documents: list[Part10File]) -> None:
    codes = {
        uid.CTImageStorage: status(0xA700, "disk is full"),
        uid.SecondaryCaptureImageStorage: status(0xB000),
        uid.EncapsulatedPDFStorage: status(0x0124),
        uid.VLPhotographicImageStorage: status(0xC123),
    }

    with scp(lambda event: codes.get(event.request.AffectedSOPClassUID, 0)) as target:
        loaded = became(list(send(documents, target, "WADOWS")))

    assert {
        "signed": (Became.REFUSED, "out of resources (status A700): disk is full"),
        "colour": (Became.CHANGED, "coercion of data elements (status B000)"),
        "jpeg": (Became.REFUSED, "cannot understand the data set (status C123)"),
        "encapsulated-pdf": (Became.REFUSED, "not authorized (status 0124)"),
        "structured-report-deflated": (Became.STORED, ""),
    } == loaded


def test_classes_and_transfer_syntaxes_that_are_not_accepted(documents: list[Part10File]) -> None:
    entity_syntaxes = {"syntaxes": [uid.ExplicitVRLittleEndian]}
    no_pdf = tuple(each for each in CLASSES if each != uid.EncapsulatedPDFStorage)

    with scp(lambda event: 0, no_pdf, **entity_syntaxes) as target:
        loaded = became(list(send(documents, target, "WADOWS")))

    no_class = "abstract syntax not accepted: it does not store this SOP class"
    assert {
        "signed": (Became.STORED, ""),
        "colour": (Became.STORED, ""),
        "jpeg": (Became.REFUSED, "transfer syntax not accepted"),
        "encapsulated-pdf": (Became.REFUSED, no_class),
        "structured-report-deflated": (Became.REFUSED, "transfer syntax not accepted"),
    } == loaded


def test_nothing_at_all_is_accepted(documents: list[Part10File]) -> None:
    with scp(lambda event: 0, ("1.2.840.10008.1.1",)) as target:
        loaded = list(send(documents, target, "WADOWS"))

    assert [Became.REFUSED] * len(documents) == [each.became for each in loaded]


def test_an_abort_costs_one_document(documents: list[Part10File]) -> None:
    def abort_once(event: Any) -> int:
        if event.request.AffectedSOPClassUID == uid.SecondaryCaptureImageStorage:
            event.assoc.abort()
        return 0

    with scp(abort_once) as target:
        loaded = became(list(send(documents, target, "WADOWS")))

    kind, reason = loaded.pop("colour")
    assert (Became.REFUSED, True) == (kind, "the association was aborted" in reason)
    assert {Became.STORED} == {each for each, _ in loaded.values()}


def test_aborts_without_end_are_given_up(documents: list[Part10File]) -> None:
    def abort(event: Any) -> int:
        event.assoc.abort()
        return 0

    with scp(abort) as target:
        loaded = list(send(documents, target, "WADOWS"))

    assert [Became.REFUSED] * len(documents) == [each.became for each in loaded]
    assert "not sent: the association was aborted" == loaded[-1].reason


@pytest.mark.parametrize(
    ("settings", "title", "reason", "hint"),
    [
        (
            {"require_called_aet": True}, "OTHER",
            "Called AE title not recognised (source 1, reason 7, PS3.8 Table 9-21)",
            "Check the AE title before the @.",
        ),
        (
            {"require_calling_aet": ["FRIEND"]}, "ARCHIVE",
            "Calling AE title not recognised (source 1, reason 3, PS3.8 Table 9-21)",
            "Tell it the calling AE title, or give one that it knows with --calling-aet.",
        ),
    ],
    ids=["called", "calling"],
)  # fmt: skip
def test_a_rejected_association_says_why(
    documents: list[Part10File], settings: dict[str, Any], title: str, reason: str, hint: str
) -> None:
    with (
        scp(lambda event: 0, **settings) as target,
        pytest.raises(UnreachableError) as caught,
    ):
        list(send(documents, Target(title, target.host, target.port), "WADOWS"))

    assert str(caught.value).endswith(f"with WADOWS for good: {reason}")
    assert hint == caught.value.hint


# pynetdicom leaves the socket to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_nobody_listens(documents: list[Part10File]) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]

        with pytest.raises(UnreachableError, match=f"A at 127.0.0.1:{port} cannot be reached"):
            list(send(documents, Target("A", "127.0.0.1", port), "WADOWS"))


def test_an_association_has_128_presentation_contexts_at_most() -> None:
    # PS3.8 section 9.3.2.2: ids are odd, from 1 to 255.
    many = [Part10File(Path(f"{n}"), "1", "1", f"{n}", f"1.{n // 2}", "1") for n in range(300)]

    batches = list(in_associations(many))

    assert [256, 44] == [len(batch) for batch in batches]
    assert many == [document for batch in batches for document in batch]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("ARCHIVE@archive.example:104", Target("ARCHIVE", "archive.example", 104)),
        ("MY PACS@[::1]:11112", Target("MY PACS", "::1", 11112)),
    ],
)
def test_targets(text: str, target: Target) -> None:
    assert target == read_target(text)


@pytest.mark.parametrize(
    "text", ["archive.example:104", "A@archive.example", "A@host:0", "A@host:65536", "@host:104",
             "SEVENTEEN LETTERS@host:104", "A\\B@host:104", "   @host:104"],
)  # fmt: skip
def test_no_targets(text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"is no (AET@HOST:PORT|AE title)"):
        read_target(text)


def test_titles() -> None:
    assert "A B" == check_title("A B")
