"""XML, read with every door to the outside shut."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NoReturn
from xml.parsers import expat

from lxml import etree

from wadows_contract.wire.charset import in_utf8

#: Tags and attributes beyond this many are not read: each takes more than a hundred bytes.
#: The answer for a document has seventeen.
_MOST_NODES: Final = 1 << 19


@dataclass(frozen=True)
class Document:
    """XML that was read, and what SOAP would not have in it.

    `document_type` says whether there was one, `instructions` names the targets of processing
    instructions, wherever they stand.
    """

    root: etree._Element
    document_type: bool
    instructions: tuple[str, ...]


def parse_xml(content: bytes, charset: str = "") -> Document:
    """Parse XML; a document type is left out, so that no entity is known and nothing fetched.

    `charset` is the parameter of the Content-Type; it tells the encoding where the XML does not.

    Raises `ValueError` with the parser's own words if it is not well-formed, be it because it
    uses an entity that its document type would have defined, or if it has too much in it.
    """
    tags, values = content.count(b"<"), content.count(b"=")
    if tags + values > _MOST_NODES:
        raise ValueError(f"{tags} tags and {values} attributes are more than are read")
    kept, document_type = _without_document_type(in_utf8(content, charset))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    try:
        root = etree.fromstring(kept, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        left_out = " (its document type was left out)" if document_type else ""
        raise ValueError(f"{error or 'not XML'}{left_out}") from error
    return Document(root, document_type, tuple(_instructions(root)))


def _instructions(root: etree._Element) -> Iterator[str]:
    """Yield the target of each processing instruction; XPath would take quadratic time."""
    before = reversed(list(root.itersiblings(etree.ProcessingInstruction, preceding=True)))
    inside = root.iter(etree.ProcessingInstruction)
    for entry in (*before, *inside, *root.itersiblings(etree.ProcessingInstruction)):
        yield str(entry.target)  # type: ignore[attr-defined]


class _PrologRead(Exception):
    """The root element began."""


def _stop(*_: Any) -> NoReturn:
    raise _PrologRead


def _without_document_type(content: bytes) -> tuple[bytes, bool]:
    """Cut the document type out, for libxml2 may open the files that one names.

    Returns what is left and whether there was one; raises `ValueError` if what stands before
    the root element is not well-formed. Expat reads no further than that, and opens nothing.
    """
    prolog = expat.ParserCreate()
    begins: list[int] = []
    ends: list[int] = []

    def note(token: str) -> None:
        if token.startswith("<!DOCTYPE"):
            begins.append(prolog.CurrentByteIndex)

    prolog.DefaultHandler = note
    prolog.EndDoctypeDeclHandler = lambda: ends.append(prolog.CurrentByteIndex)
    prolog.StartElementHandler = _stop
    try:
        prolog.Parse(content, True)
    except _PrologRead:
        pass
    except (expat.ExpatError, LookupError) as error:  # of encodings, the latter
        raise ValueError(str(error)) from error
    if not ends:
        return content, False
    last = ends[0]  # of its closing bracket, which has two bytes in UTF-16
    behind = last + (2 if b"\0" in content[last : last + 2] else 1)
    return content[: begins[0]] + content[behind:], True


def elements(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the child elements, without comments and processing instructions."""
    return (child for child in parent if isinstance(child.tag, str))


def text_of(element: etree._Element | None) -> str:
    """Return an element's text with the white space around it removed; empty for None.

    XPath would take quadratic time for a text that comments cut to pieces.
    """
    if element is None:
        return ""
    return "".join((element.text or "", *(child.tail or "" for child in element))).strip()


def all_text(element: etree._Element | None) -> str:
    """Return the texts, comments and attribute values in an element and below, one a line."""
    lines: list[str] = []
    for node in () if element is None else element.iter():
        lines += [*map(str, node.attrib.values()), node.text or ""]
        lines += [node.tail or ""] if node is not element else []
    return "\n".join(line for line in map(str.strip, lines) if line)


def resolve(element: etree._Element | None, name: str) -> str:
    """Resolve a QName by the declarations in scope; an unknown prefix leaves it as it is."""
    prefix, colon, local = name.strip().rpartition(":")
    namespace = None if element is None else element.nsmap.get(prefix if colon else None)
    return f"{{{namespace}}}{local}" if namespace and local else f"{prefix}{colon}{local}"
