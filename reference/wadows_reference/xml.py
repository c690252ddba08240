"""Small words for building and reading elements."""

import re
from typing import Final
from xml.sax.saxutils import escape

from lxml import etree

from wadows_spec import constants

#: Readers would take it for the end of a line.
_RETURN: Final = {"\r": "&#13;"}
#: Few texts have any of what is escaped.
_SPECIAL: Final = re.compile("[&<>\r]").search

#: Prefixes of what we write; readers go by the namespace.
PREFIXES = {
    "soap": constants.SOAP12,
    "wsa": constants.WSA,
    "rs": constants.RS,
    "ihe": constants.XDSB,
    "wado": constants.WADO,
    "xop": constants.XOP,
}


def qname(namespace: str, name: str) -> str:
    """Return a name as lxml writes it."""
    return f"{{{namespace}}}{name}"


def element(namespace: str, name: str, *prefixes: str) -> etree._Element:
    """Return a new root element that declares the given prefixes of `PREFIXES`."""
    declared: dict[str | None, str] = {prefix: PREFIXES[prefix] for prefix in prefixes}
    return etree.Element(qname(namespace, name), nsmap=declared)


def sub(
    parent: etree._Element, namespace: str, name: str, text: str | None = None, **attributes: str
) -> etree._Element:
    """Append a child element to `parent` and return it."""
    child = etree.Element(qname(namespace, name), attributes)
    child.text = text
    parent.append(child)
    return child


def in_xml(tag: str, text: str) -> str:
    """Return an element with a text in XML; the tag has its prefix, if any."""
    if _SPECIAL(text):
        text = escape(text, _RETURN)
    return f"<{tag}>{text}</{tag}>"


def elements(parent: etree._Element) -> list[etree._Element]:
    """Return the child elements, without comments and processing instructions."""
    return [child for child in parent if isinstance(child.tag, str)]


def text_of(node: etree._Element | None) -> str:
    """Return the text of an element with white space collapsed; empty if there is none."""
    return " ".join((node.text or "").split()) if node is not None else ""


def legal(text: str) -> str:
    """Return a sentence of one line without characters that XML has no place for."""
    return "".join(letter if letter.isprintable() else "?" for letter in " ".join(text.split()))


def to_bytes(root: etree._Element) -> bytes:
    """Return a document in UTF-8 with an XML declaration."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
