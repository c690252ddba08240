"""Mutants that misread a request: it is changed before the operation reads it.

What a rendered answer echoes stays as it was asked with, so that nothing but what was done shows.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from wadows_reference.message import Message
from wadows_reference.mutants import asked
from wadows_reference.mutants.registry import Change, Mutant, Way, enter
from wadows_reference.requests import PARAMETERS, rendered_documents
from wadows_reference.xml import elements, qname, sub
from wadows_spec.constants import IHERAD, SOAP12, WADO, WSA, XDSB

_BEST: Final = 100
_WHOLE: Final = re.compile(r"[0-9]{1,9}")
_NUMBER: Final = re.compile(r"-?[0-9]{1,9}")


def misread(name: str, requirement: str, sentence: str) -> Callable[[Change], Change]:
    """Enter the decorated function, which changes a request, as a mutant."""

    def decorate(change: Change) -> Change:
        enter(Mutant(name, requirement, sentence, _echo_as_asked, Way.IN, change))
        return change

    return decorate


def _echo_as_asked(message: Message) -> None:
    """Give each rendered document the parameters that the request came with."""
    request = asked.rendered_request(message)
    wanted = [] if request is None else list(rendered_documents(request))
    for document in message.documents() if message.is_rendered else ():
        source = document.find(qname(WADO, "SourceDocumentUniqueId"))
        uid = "" if source is None else source.text
        found = next((entry for entry in wanted if entry.document_unique_id == uid), None)
        if source is None or found is None:
            continue
        wanted.remove(found)
        for name in PARAMETERS:
            for node in document.findall(qname(WADO, name)):
                document.remove(node)
        for name, value in reversed(found.parameters):
            echoed = sub(document, WADO, name, value)
            source.addnext(echoed)


def _all(request: Message, namespace: str, name: str) -> list[etree._Element]:
    return [] if request.root is None else list(request.root.iter(qname(namespace, name)))


def _renderings(request: Message) -> Iterator[etree._Element]:
    yield from _all(request, WADO, "RenderedDocumentRequest")


def _whole(document: etree._Element, name: str) -> int:
    """Return a parameter that is a whole number and plainly written; 0 if it is not."""
    text = document.findtext(qname(WADO, name)) or ""
    return int(text) if _WHOLE.fullmatch(text) else 0


def _remove(node: etree._Element | None) -> None:
    parent = None if node is None else node.getparent()
    if node is not None and parent is not None:
        parent.remove(node)


def _overlook(name: str, most: int) -> Change:
    def change(request: Message) -> None:
        for document in _renderings(request):
            # A value that is not allowed is still seen.
            if 0 < _whole(document, name) <= most:
                _remove(document.find(qname(WADO, name)))

    return change


for named, parameter, requirement, most in (
    ("rows", "Rows", "REN-04", 4096),
    ("columns", "Columns", "REN-04", 4096),
    ("quality", "ImageQuality", "REN-06", _BEST),
):
    misread(
        f"{named}-overlooked",
        requirement,
        f"{parameter} changes nothing where its value is allowed, though it is echoed.",
    )(_overlook(parameter, most))


def _window(document: etree._Element) -> tuple[etree._Element, etree._Element] | None:
    """Return WindowCenter and WindowWidth, if they are a window of whole numbers."""
    center, width = (document.find(qname(WADO, f"Window{name}")) for name in ("Center", "Width"))
    if center is None or width is None or not _NUMBER.fullmatch(center.text or ""):
        return None
    return (center, width) if _whole(document, "WindowWidth") else None


@misread(
    "window-overlooked",
    "REN-05",
    "A window asked for changes nothing, though it is echoed; "
    "one document through two windows is then one image, and the other is missing (REG-06).",
)
def _window_overlooked(request: Message) -> None:
    for document in _renderings(request):
        for node in _window(document) or ():
            _remove(node)


@misread(
    "window-turned-round",
    "REN-05",
    "WindowCenter is taken for WindowWidth, and the reverse: "
    "of some frames nothing is left to be told apart by (REN-07).",
)
def _window_turned_round(request: Message) -> None:
    for document in _renderings(request):
        # A centre of 0 or less would be refused as a width, and not be shown wrong.
        if (window := _window(document)) and _whole(document, "WindowCenter"):
            center, width = window
            center.text, width.text = width.text, center.text


@misread(
    "frame-before-the-one-asked-for",
    "REN-07",
    "Of several frames the one before is shown; the first is the first. "
    "Thus the frame after the last is shown too, and not refused (REN-14), "
    "and two frames asked for at once can be one (REG-06).",
)
def _frame_before(request: Message) -> None:
    for document in _renderings(request):
        if (number := _whole(document, "FrameNumber")) > 1:
            document.find(qname(WADO, "FrameNumber")).text = str(number - 1)  # type: ignore[union-attr]


def _types(request: Message) -> Iterator[list[etree._Element]]:
    for listed in _all(request, WADO, "ContentTypeList"):
        yield elements(listed)


@misread("content-types-overlooked", "REN-10", "Whatever content types are asked for, JPEG comes.")
def _content_types_overlooked(request: Message) -> None:
    for types in _types(request):
        for node in types:
            node.text = "image/jpeg"


@misread("first-content-type-alone", "REN-01", "Only the first content type of a list is read.")
def _first_content_type(request: Message) -> None:
    for types in _types(request):
        for node in types[1:]:
            _remove(node)


@misread("last-content-type-alone", "REN-01", "Only the last content type of a list is read.")
def _last_content_type(request: Message) -> None:
    for types in _types(request):
        for node in types[:-1]:
            _remove(node)


def _syntaxes(request: Message) -> list[etree._Element]:
    """Return the transfer syntaxes that one document may come in; of several documents none."""
    alone = len(_all(request, XDSB, "DocumentRequest")) == 1
    return _all(request, IHERAD, "TransferSyntaxUID") if alone else []


@misread(
    "first-transfer-syntax-alone",
    "RET-07",
    "Of a request for one document only the first transfer syntax is read, "
    "also where an unknown one stands first (RET-04) or the one it is stored in second (RET-03).",
)
def _first_transfer_syntax(request: Message) -> None:
    for node in _syntaxes(request)[1:]:
        _remove(node)


@misread(
    "last-transfer-syntax-alone",
    "RET-07",
    "Of a request for one document only the last transfer syntax is read.",
)
def _last_transfer_syntax(request: Message) -> None:
    for node in _syntaxes(request)[:-1]:
        _remove(node)


@misread(
    "first-study-alone",
    "REG-06",
    "Only the documents of the first study are answered. "
    "Whatever else is due of documents of other studies cannot but be missing as well.",
)
def _first_study(request: Message) -> None:
    for node in [*_all(request, IHERAD, "StudyRequest"), *_all(request, WADO, "StudyRequest")][1:]:
        _remove(node)


@misread(
    "first-document-of-a-series-alone",
    "REG-06",
    "Only the first document of each series is answered. "
    "Whatever else is due of the others cannot but be missing as well.",
)
def _first_document(request: Message) -> None:
    for namespace, within, name in (
        (IHERAD, XDSB, "DocumentRequest"),
        (WADO, WADO, "RenderedDocumentRequest"),
    ):
        for series in _all(request, namespace, "SeriesRequest"):
            for node in series.findall(qname(within, name))[1:]:
                _remove(node)


@misread(
    "must-understand-overlooked",
    "SOAP-03",
    "Headers that nobody knows are overlooked, whether they must be understood or not.",
)
def _must_understand_overlooked(request: Message) -> None:
    header = request.soap_header
    for block in elements(header) if header is not None else ():
        if etree.QName(block).namespace != WSA:
            _remove(block)


@misread(
    "unknown-version-taken",
    "SOAP-04",
    "An envelope of whatever namespace is taken for one of SOAP 1.2.",
)
def _unknown_version_taken(request: Message) -> None:
    if request.root is None or etree.QName(request.root).localname != "Envelope":
        return
    for node in (request.root, *elements(request.root)):
        node.tag = qname(SOAP12, etree.QName(node).localname)


@misread(
    "document-type-read",
    "SOAP-02",
    "A document type in a request is read, and its entities are put in their places.",
)
def _document_type_read(request: Message) -> None:
    content = b"" if request.root_part is None else request.root_part.body
    if b"<!DOCTYPE" in content:
        try:
            root = etree.fromstring(content, etree.XMLParser(resolve_entities="internal"))
        except etree.XMLSyntaxError:
            return
        # Written alone an element leaves its document type behind.
        request.root = etree.fromstring(etree.tostring(root))
