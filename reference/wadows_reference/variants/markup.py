"""Variants of XML: the same envelope, written otherwise."""

import re
from collections.abc import Callable, Collection, Iterator
from typing import Final

from lxml import etree

from wadows_reference.message import Message
from wadows_reference.receive import SOAP
from wadows_reference.variants.registry import variant
from wadows_reference.variants.rewriting import Prefixes, rewritten
from wadows_reference.xml import PREFIXES, elements, qname
from wadows_spec.constants import RS, SOAP12, WADO, WSA, XDSB, XOP

_INCLUDE: Final = qname(XOP, "Include")
_OTHERS: Final = {
    SOAP12: "S",
    WSA: "_a",
    RS: "ns5",
    XDSB: "xdsi-b.2007",
    WADO: "q1",
    XOP: "include",
}
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"


def _rewrite(message: Message, prefixes: Prefixes) -> None:
    if message.root is not None:
        message.root = rewritten(message.root, prefixes)


def _leaves(message: Message) -> Iterator[etree._Element]:
    """Yield the elements that hold text alone."""
    if message.root is not None:
        for node in message.root.iter(etree.Element):
            if len(node) == 0 and (node.text or "").strip():
                yield node


@variant("other-prefixes", "The namespaces have prefixes of other names.")
def _other_prefixes(message: Message) -> None:
    _rewrite(message, lambda node, uses: {_OTHERS[name]: name for name in _known(uses)})


def _known(namespaces: Collection[str]) -> list[str]:
    return [name for name in namespaces if name in _OTHERS]


@variant("one-prefix-for-all", "Each element declares the same prefix, for its own namespace.")
def _one_prefix_for_all(message: Message) -> None:
    _rewrite(
        message,
        lambda node, uses: {
            "n" if name == etree.QName(node).namespace else f"n{number}": name
            for number, name in enumerate(uses)
        },
    )


@variant("default-namespaces", "Elements have no prefix: each declares its namespace as default.")
def _default_namespaces(message: Message) -> None:
    # A name inside a value, such as that of a fault code, has none either where it can.
    def prefixes(node: etree._Element, uses: Collection[str]) -> dict[str | None, str]:
        own = etree.QName(node).namespace
        others: dict[str | None, str] = {
            f"p{number}": name for number, name in enumerate(uses) if name != own
        }
        attributes = {etree.QName(name).namespace for name in node.attrib} - {None}
        if own in attributes:
            others["own"] = own or ""
        return {None: own or "", **others}

    _rewrite(message, prefixes)


@variant("namespaces-at-the-root", "The Envelope declares every namespace, used or not.")
def _namespaces_at_the_root(message: Message) -> None:
    _rewrite(
        message,
        lambda node, uses: (
            {**PREFIXES, "xsd": "http://www.w3.org/2001/XMLSchema", "xsi": _XSI}
            if node.getparent() is None
            else {}
        ),
    )


@variant("namespaces-where-they-are-used", "Each namespace is declared where it is first used.")
def _namespaces_where_they_are_used(message: Message) -> None:
    known = {name: prefix for prefix, name in PREFIXES.items()}
    _rewrite(message, lambda node, uses: {known[name]: name for name in uses if name in known})


@variant("attributes-reversed", "The attributes of each element come in reverse order.")
def _attributes_reversed(message: Message) -> None:
    for node in message.root.iter(etree.Element) if message.root is not None else ():
        pairs = list(node.attrib.items())
        node.attrib.clear()
        for name, value in reversed(pairs):
            node.set(name, value)


def _containers(message: Message) -> Iterator[etree._Element]:
    """Yield the elements that hold elements; a Document may hold its xop:Include alone."""
    if message.root is not None:
        for node in list(message.root.iter(etree.Element)):
            if elements(node) and node.find(_INCLUDE) is None:
                yield node


@variant("white-space-between-elements", "Lines and tabs stand between the elements.")
def _white_space_between_elements(message: Message) -> None:
    for node in _containers(message):
        node.text = "\n\t\t"
        for child in node:
            child.tail = "\r\n \t"


@variant("white-space-around-values", "Blanks stand around URIs, names and truth values.")
def _white_space_around_values(message: Message) -> None:
    # Of the types xs:anyURI, xs:QName and xs:boolean, which do not keep them; strings would.
    for node in _leaves(message):
        if etree.QName(node).namespace == WSA or node.tag == qname(SOAP12, "Value"):
            node.text = f"\n   {node.text}\t\n"
    for node in message.root.iter(etree.Element) if message.root is not None else ():
        for name in (qname(SOAP12, "mustUnderstand"), "status", "highestSeverity", "severity"):
            if node.get(name):
                node.set(name, f" {node.get(name)} ")


@variant(
    "comments-between-elements", "Comments stand between the elements, in Header and Body too."
)
def _comments_between_elements(message: Message) -> None:
    for node in _containers(message):
        for number, child in enumerate(list(node)):
            node.insert(2 * number, etree.Comment(f" before {etree.QName(child).localname} "))
        node.append(etree.Comment(" <the end> "))


@variant("comments-inside-values", "A comment stands in the middle of each text.")
def _comments_inside_values(message: Message) -> None:
    for node in list(_leaves(message)):
        text = node.text or ""
        comment = etree.Comment(" in the middle ")
        node.text, comment.tail = text[: len(text) // 2], text[len(text) // 2 :]
        node.append(comment)


@variant("text-in-cdata", "Every text is a CDATA section.")
def _text_in_cdata(message: Message) -> None:
    for node in _leaves(message):
        node.text = etree.CDATA(node.text or "")


@variant("character-references", "The first letter of each text and value is written as a number.")
def _character_references(message: Message) -> None:
    message.edit_envelope(_with_references)


def _with_references(content: bytes) -> bytes:
    text = re.sub(
        r"(?<=[\w\"'/]>)(\w)", lambda found: f"&#{ord(found[1])};", content.decode("utf-8")
    )
    return re.sub(
        r"(?<= )(\w+=\")(\w)", lambda found: f"{found[1]}&#x{ord(found[2]):04X};", _headless(text)
    ).encode()


def _headless(text: str) -> str:
    """Leave out the XML declaration, which UTF-8 can do without."""
    return re.sub(r"\A<\?xml[^>]*\?>\s*", "", text)


@variant("single-quotes", "Attributes stand in single quotes, and empty elements have an end tag.")
def _single_quotes(message: Message) -> None:
    def edit(content: bytes) -> bytes:
        text = re.sub(r"<([\w:.-]+)([^<>]*)/>", r"<\1\2 ></\1\n>", content.decode())
        return re.sub(
            r"<[^<>]+>",
            lambda tag: re.sub(r"\s*=\s*\"([^\"']*)\"", r" = '\1'", tag[0]),
            text,
        ).encode()

    message.edit_envelope(edit)


@variant("xml-declaration-left-out", "There is no XML declaration.")
def _xml_declaration_left_out(message: Message) -> None:
    message.edit_envelope(lambda content: _headless(content.decode()).encode())


@variant("byte-order-mark", "The envelope begins with the byte order mark of UTF-8.")
def _byte_order_mark(message: Message) -> None:
    message.edit_envelope(lambda content: b"\xef\xbb\xbf" + content)


@variant("charset-left-out", "Content-Types have no charset: the XML declaration says it.")
def _charset_left_out(message: Message) -> None:
    _change_type(message, lambda text: re.sub(r";\s*charset=\S+?(?=;|$)", "", text, flags=re.I))


@variant("utf-16", "The envelope is in UTF-16, as its charset says.")
def _utf_16(message: Message) -> None:
    def edit(content: bytes) -> bytes:
        return f'<?xml version="1.0" encoding="UTF-16"?>{_headless(content.decode())}'.encode(
            "utf-16"
        )

    if message.root is not None:
        _change_type(message, lambda text: re.sub("utf-8", "utf-16", text, flags=re.I))
        message.edit_envelope(edit)


def _change_type(message: Message, edit: Callable[[str], str]) -> None:
    """Change the Content-Type of the envelope: of its part, or of the whole message."""
    if message.root_part is not None:
        message.root_part.set("Content-Type", edit(message.root_part.get("Content-Type")))
    elif message.root is not None and message.content_type.startswith(SOAP):
        message.set_header("Content-Type", edit(message.content_type))


@variant("types-named", "The registry response names its type and a schema, as xsi allows.")
def _types_named(message: Message) -> None:
    # As text, since lxml would leave out a second prefix for one namespace.
    if message.registry_response() is not None:
        declared = f'xmlns:xsi="{_XSI}" xmlns:type="{RS}" xsi:schemaLocation="{RS} rs.xsd"'
        message.edit_envelope(
            lambda content: re.sub(
                rb"(?<=:RegistryResponse )",
                f'{declared} xsi:type="type:RegistryResponseType" '.encode(),
                content,
                count=1,
            )
        )
