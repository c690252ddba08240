"""Mutants that give documents the wrong names, or the right names to the wrong documents."""

from collections.abc import Callable
from typing import Final

from lxml import etree

from wadows_reference.message import Message
from wadows_reference.mutants import data_sets
from wadows_reference.mutants.documents import DICOM
from wadows_reference.mutants.registry import mutant
from wadows_reference.requests import PARAMETERS
from wadows_reference.xml import qname, sub
from wadows_spec.constants import WADO, XDSB, XOP

_NOBODY: Final = "1.2.3.4.5.6.7.8.9"
_HOME: Final = "urn:oid:1.2.3.4.5"
_STUDY, _SERIES, _CLASS = 0x0020000D, 0x0020000E, 0x00080016


def _name(document: etree._Element) -> etree._Element | None:
    """Return the element that says which document this is, or of which this is an image."""
    found = document.find(qname(XDSB, "DocumentUniqueId"))
    return document.find(qname(WADO, "SourceDocumentUniqueId")) if found is None else found


def _rename(message: Message, rendered: bool) -> None:
    for document in message.documents()[1:2]:
        name = _name(document)
        if message.is_rendered == rendered and name is not None and not _told_apart(message):
            name.text = _NOBODY


@mutant(
    "another-document-unique-id",
    "REG-07",
    "The second document has a DocumentUniqueId that nobody asked for, "
    "and so the one asked for is missing (REG-06, RET-06, DOC-02).",
)
def _another_document_unique_id(message: Message) -> None:
    _rename(message, rendered=False)


@mutant(
    "another-source-document",
    "REG-07",
    "The second image, if asked for without parameters, has a SourceDocumentUniqueId that nobody "
    "asked for, and so the one asked for is missing (REG-06, REN-17).",
)
def _another_source_document(message: Message) -> None:
    _rename(message, rendered=True)


def _exchange(message: Message, rendered: bool, name: str, attribute: str = "") -> None:
    """Exchange what an element, or an attribute of it, says of the first two documents."""
    found = [node for document in message.documents() for node in document.iter(name)]
    if message.is_rendered == rendered and len(found) > 1 and not _told_apart(message):
        first, second = found[:2]
        if attribute:
            one, two = first.get(attribute, ""), second.get(attribute, "")
            first.set(attribute, two)
            second.set(attribute, one)
        else:
            first.text, second.text = second.text, first.text


def _told_apart(message: Message) -> bool:
    """Tell whether anything else of documents goes with their names: a home, or a parameter."""
    names = {qname(XDSB, "HomeCommunityId"), *(qname(WADO, name) for name in PARAMETERS)}
    return any(node.tag in names for document in message.documents() for node in document)


@mutant(
    "document-unique-ids-swapped",
    "DOC-02",
    "The first two documents have each other's DocumentUniqueId, "
    "so that what comes under either is not what is stored under it (RET-02, RET-10).",
)
def _document_unique_ids_swapped(message: Message) -> None:
    _exchange(message, False, qname(XDSB, "DocumentUniqueId"))


@mutant(
    "documents-swapped",
    "DOC-02",
    "The first two documents have each other's content, "
    "so that what comes under either is not what is stored under it (RET-02, RET-10).",
)
def _documents_swapped(message: Message) -> None:
    _exchange(message, False, qname(XOP, "Include"), "href")


@mutant(
    "images-swapped",
    "REN-17",
    "The first two images have each other's content, if they were asked for without parameters.",
)
def _images_swapped(message: Message) -> None:
    _exchange(message, True, qname(XOP, "Include"), "href")


def _in_data_sets(tag: int) -> Callable[[Message], None]:
    def change(message: Message) -> None:
        for part in message.parts:
            if part.get("Content-Type") == DICOM:
                part.body = data_sets.with_other_uid(part.body, tag)

    return change


for named, tag in (
    ("study-instance-uid", _STUDY),
    ("series-instance-uid", _SERIES),
    ("sop-class-uid", _CLASS),
):
    mutant(
        f"another-{named}",
        "DOC-02",
        f"The {named.replace('-', ' ')} in each document is another, "
        "which then is not what was stored (RET-02, RET-10).",
    )(_in_data_sets(tag))


def _repositories(message: Message) -> list[etree._Element]:
    return [
        node
        for document in message.documents()
        for node in document.findall(qname(XDSB, "RepositoryUniqueId"))
    ]


@mutant(
    "repository-left-out", "REG-08", "RepositoryUniqueId is left out, which no schema has (REG-01)."
)
def _repository_left_out(message: Message) -> None:
    for node in _repositories(message):
        parent = node.getparent()
        if parent is not None:
            parent.remove(node)


@mutant("repository-empty", "REG-08", "RepositoryUniqueId says nothing.")
def _repository_empty(message: Message) -> None:
    for node in _repositories(message):
        node.text = ""


def _home(document: etree._Element) -> etree._Element | None:
    return document.find(qname(XDSB, "HomeCommunityId"))


def set_home_community(document: etree._Element, text: str) -> None:
    """Put a HomeCommunityId where the schema has it, in place of any that is there."""
    node = _home(document)
    if node is None:
        node = sub(document, XDSB, "HomeCommunityId")
        document.insert(0, node)
    node.text = text


@mutant("home-community-unasked", "REG-09", "A HomeCommunityId stands where none was asked with.")
def _home_community_unasked(message: Message) -> None:
    for document in message.documents():
        if _home(document) is None:
            set_home_community(document, _HOME)


@mutant("another-home-community", "REG-09", "The HomeCommunityId is another than was asked with.")
def _another_home_community(message: Message) -> None:
    for document in message.documents():
        if _home(document) is not None:
            set_home_community(document, _HOME)


@mutant("home-community-bare", "REG-09", "The HomeCommunityId has lost its urn:oid:.")
def _home_community_bare(message: Message) -> None:
    for document in message.documents():
        if (node := _home(document)) is not None:
            node.text = (node.text or "").removeprefix("urn:oid:")


@mutant(
    "home-community-of-all",
    "REG-09",
    "A HomeCommunityId that one document was asked with stands beside all of them.",
)
def _home_community_of_all(message: Message) -> None:
    known = [node.text or "" for each in message.documents() if (node := _home(each)) is not None]
    for document in message.documents() if known else ():
        set_home_community(document, known[0])


@mutant(
    "home-community-swapped",
    "REG-09",
    "A HomeCommunityId stands beside the other of two documents.",
)
def _home_community_swapped(message: Message) -> None:
    documents = message.documents()
    if len(documents) == 2:
        homes = [_home(document) for document in documents]
        for document, node in zip(reversed(documents), homes, strict=True):
            if node is not None:
                document.insert(0, node)
