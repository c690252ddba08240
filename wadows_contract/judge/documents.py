"""The documents that RAD-69 returns: DICOM files, the right ones, unchanged."""

import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from pydicom import Dataset
from pydicom.errors import InvalidDicomError

from wadows_contract.inflating import read_document
from wadows_contract.judge.changes import Undecodable, changes
from wadows_contract.judge.finding import Case, Finding, check, rule
from wadows_contract.level import Level
from wadows_contract.wire.content import Content
from wadows_contract.wire.media_type import parse_media_type
from wadows_contract.wire.message import Message
from wadows_contract.wire.registry import DocumentResponse
from wadows_spec.tables import transfer_syntax_name

DICOM_TYPE = "application/dicom"
_IDENTITY = ("SOPInstanceUID", "SeriesInstanceUID", "StudyInstanceUID", "SOPClassUID")
#: What file meta information holds in any case (PS3.10 Table 7.1-1, Type 1).
FILE_META = (
    "FileMetaInformationGroupLength",
    "FileMetaInformationVersion",
    "MediaStorageSOPClassUID",
    "MediaStorageSOPInstanceUID",
    "TransferSyntaxUID",
    "ImplementationClassUID",
)


@dataclass(frozen=True)
class Attributes:
    """What is judged of a document, by keyword: of its data set and of its file meta information.

    What is absent is left out. It is little, so that it can be kept of thousands of documents.
    """

    dataset: Mapping[str, str]
    meta: Mapping[str, str]


@dataclass(frozen=True)
class Returned:
    """A document of a RAD-69 answer; `attributes` is None if `problem` says why."""

    response: DocumentResponse
    content: Content
    attributes: Attributes | None
    problem: str

    @property
    def transfer_syntax(self) -> str:
        """The Transfer Syntax UID of its file meta information; empty if there is none."""
        return self.meta("TransferSyntaxUID")

    @property
    def instance(self) -> str:
        """The SOP Instance UID of its data set; empty if there is none."""
        return self.attributes.dataset.get("SOPInstanceUID", "") if self.attributes else ""

    def meta(self, keyword: str) -> str:
        """Return an attribute of the file meta information; empty if it is absent."""
        return self.attributes.meta.get(keyword, "") if self.attributes else ""


def returned(case: Case) -> Iterator[Returned]:
    """Yield the documents of a RAD-69 answer whose bytes can be found."""
    if case.answer and case.asked.operation == "retrieve":
        yield from read_documents(case.answer)


def read_documents(answer: Message) -> Iterator[Returned]:
    """Yield the documents of an answer whose bytes can be found."""
    for response in answer.registry.documents if answer.registry else ():
        if content := answer.content(response):
            yield _read(response, content)


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep what pydicom finds odd about a document out of our log."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _read(response: DocumentResponse, content: Content) -> Returned:
    attributes, problem = _attributes(content)
    return Returned(response, content, attributes, problem)


# Several checks look at each document of an answer, and the same document comes in many answers.
@lru_cache(maxsize=1 << 14)
def _attributes(content: Content) -> tuple[Attributes | None, str]:
    """Read a document up to its pixels; if it cannot be read, return None and why."""
    with _quietly(), content.open() as file:
        try:
            attributes = read_document(file, stop_before_pixels=True)
            for dataset in (attributes.file_meta, attributes):
                dataset.walk(lambda dataset, element: None)  # raw elements are read here
            dataset, meta = attributes, attributes.file_meta
            return Attributes(_texts(dataset, _IDENTITY), _texts(meta, FILE_META)), ""
        except InvalidDicomError:
            beginning = next(content.chunks(), b"")[:132]
            return None, f"no DICM after a preamble of 128 bytes: {beginning[-4:]!r}"
        except Exception as error:  # noqa: BLE001  pydicom raises whatever a broken file provokes
            return None, f"{type(error).__name__}: {error}"


def _texts(dataset: Dataset, keywords: Iterable[str]) -> Mapping[str, str]:
    return {key: str(dataset[key].value) for key in keywords if key in dataset}


@check("RET-01")
def media_type(case: Case) -> Iterator[Finding]:
    """A DICOM document is application/dicom."""
    answer = case.answer
    if answer and answer.registry and case.asked.operation == "retrieve":
        for document in answer.registry.documents:
            met = parse_media_type(document.mime_type).name == DICOM_TYPE
            where = f"mimeType of {document.document}"
            yield rule(met, DICOM_TYPE, document.mime_type or "nothing", where)


@check("DOC-02")
def identity(case: Case) -> Iterator[Finding]:
    """The instance, its series, study and SOP class are those asked for.

    Asked for where it is not, a document keeps the series and study that it has.
    File meta information names the same instance and class (PS3.3 section C.12.1.1.1).
    """
    for document in returned(case):
        if document.attributes is None:
            continue
        uid = document.response.document
        asked = case.asked.by_document.get(uid, ())
        known = case.known(uid)
        own = (known.series_instance_uid, known.study_instance_uid) if known else ()
        for keyword, allowed in (
            ("SOPInstanceUID", [uid]),
            ("SeriesInstanceUID", [*(entry.series for entry in asked), *own[:1]]),
            ("StudyInstanceUID", [*(entry.study for entry in asked), *own[1:]]),
            ("SOPClassUID", [known.sop_class_uid] if known else []),
        ):
            if all(allowed) and allowed:
                got = document.attributes.dataset.get(keyword, "")
                expected = " or ".join(dict.fromkeys(allowed))
                yield rule(got in allowed, expected, got or "nothing", f"{keyword} of {uid}")
        for keyword in ("SOPInstanceUID", "SOPClassUID"):
            inside = document.attributes.dataset.get(keyword, "")
            if inside and (got := document.meta(f"MediaStorage{keyword}")):
                yield rule(got == inside, inside, got, f"MediaStorage{keyword} of {uid}")


@check("RET-03")
def transfer_syntax(case: Case) -> Iterator[Finding]:
    """RAD69-005: one of the transfer syntaxes asked for, or an error."""
    for document in returned(case) if case.asked_properly else ():
        if got := document.transfer_syntax:
            expected = " or ".join(map(_named, case.asked.transfer_syntaxes))
            met = got in case.asked.transfer_syntaxes
            where = f"(0002,0010) of {document.response.document}"
            yield rule(met, expected, _named(got), where)


@check("RET-02")
def as_stored(case: Case) -> Iterator[Finding]:
    """A document returned in its stored transfer syntax holds what was stored."""
    for document in returned(case):
        known = case.known(document.response.document)
        if known and document.transfer_syntax == known.transfer_syntax_uid and known.sha256:
            if document.content.sha256 == known.sha256:
                yield rule(True, "what was stored", "the same bytes")
            elif (original := case.original(known)) is not None:
                yield from _unchanged(case, document, original)


@check("RET-10")
def as_converted(case: Case) -> Iterator[Finding]:
    """A document converted to another transfer syntax keeps its attributes and its pixels."""
    for document in returned(case):
        known = case.known(document.response.document)
        if (
            known
            and document.transfer_syntax in case.asked.transfer_syntaxes
            and document.transfer_syntax != known.transfer_syntax_uid
            and (original := case.original(known)) is not None
        ):
            yield from _unchanged(case, document, original)


def _unchanged(case: Case, document: Returned, original: Path) -> Iterator[Finding]:
    """Compare with the original, attribute by attribute; what is declared as coerced is noted.

    Where the original cannot be decoded here, attributes that are the same show nothing.
    """
    where = f"document {document.response.document}"
    try:
        with _quietly():
            found = changes(original, document.content, frozenset(case.statement.coerced))
    except Undecodable:
        return
    except Exception as error:  # noqa: BLE001  pydicom raises whatever a broken file provokes
        yield rule(False, "a readable data set", f"{type(error).__name__}: {error}", where)
        return
    got = f"changed: {', '.join(found.found[:8])}" if found.found else "the same attributes"
    yield rule(not found.found, "what was stored, but for declared coercions", got, where)
    if found.coerced:
        noted = rule(False, "what was stored", f"coerced: {', '.join(found.coerced)}", where)
        yield replace(noted, at_most=Level.INFORMATION)


def _named(uid: str) -> str:
    name = transfer_syntax_name(uid)
    return uid if name == uid else f"{name} ({uid})"
