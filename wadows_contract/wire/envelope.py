"""SOAP 1.2 envelopes (SOAP 1.2 Part 1 section 5), their addressing headers and faults."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn
from xml.parsers import expat

from lxml import etree

from wadows_spec.constants import SOAP11, SOAP12, WSA

_TRUE = {"true", "1"}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: Relationship types that make RelatesTo name the request; one that is absent means reply.
_REPLY = (None, f"{WSA}/reply")


@dataclass(frozen=True)
class Addressing:
    """WS-Addressing headers, white space around their values removed; empty where absent.

    `actions` counts the Action headers, `relates_to` holds relationships of the type reply.
    """

    action: str = ""
    actions: int = 0
    message_id: str = ""
    relates_to: tuple[str, ...] = ()
    to: str = ""
    action_must_understand: bool = False


@dataclass(frozen=True)
class Fault:
    """A fault: code and subcodes as `{namespace}name`, reasons by language.

    SOAP 1.1's is read too: nodes that know only that version say VersionMismatch in it.
    """

    code: str
    subcodes: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """The fault code's local name, such as `Sender`; empty if it is not SOAP's own."""
        namespace, _, name = self.code.rpartition("}")
        return name if namespace in ("{" + SOAP12, "{" + SOAP11) else ""


@dataclass(frozen=True)
class Envelope:
    """An envelope read: `body` is the first child of the first Body, if there is one.

    `in_order` says whether its children are at most one Header, then one Body, and nothing else.
    """

    root: etree._Element
    bodies: int
    body_children: int
    in_order: bool
    body: etree._Element | None
    addressing: Addressing
    fault: Fault | None

    @property
    def is_soap12(self) -> bool:
        """Whether the root element is SOAP 1.2's Envelope."""
        return bool(self.root.tag == f"{{{SOAP12}}}Envelope")


class _PrologRead(Exception):
    """The root element began."""


def _stop(*_: Any) -> NoReturn:
    raise _PrologRead


def _refuse(*_: Any) -> NoReturn:
    raise ValueError("it has a document type declaration, which SOAP 1.2 Part 1 section 5 forbids")


def _check_prolog(content: bytes) -> None:
    """Raise `ValueError` for a document type: libxml2 may open the files that one names."""
    prolog = expat.ParserCreate()
    prolog.StartDoctypeDeclHandler, prolog.StartElementHandler = _refuse, _stop
    try:
        prolog.Parse(content, True)
    except _PrologRead:
        return
    except (expat.ExpatError, LookupError) as error:  # of encodings, the latter
        raise ValueError(str(error)) from error


def parse_xml(content: bytes) -> etree._Element:
    """Parse XML with every door to the outside shut: no document type, no entity, no network.

    Raises `ValueError` with the parser's own words if it is not well-formed,
    or if it has a document type declaration.
    """
    _check_prolog(content)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ValueError(str(error) or "not XML") from error


def read_envelope(content: bytes) -> Envelope:
    """Read an envelope of any namespace; raises `ValueError` if it is none, or no XML."""
    root = parse_xml(content)
    if etree.QName(root).localname != "Envelope":
        raise ValueError(f"its root element is {root.tag!s}, which is no Envelope")
    namespace = etree.QName(root).namespace or ""
    header = root.find(f"{{{namespace}}}Header")
    bodies = root.findall(f"{{{namespace}}}Body")
    order = [str(child.tag) for child in elements(root)]
    children = list(elements(bodies[0])) if bodies else []
    body = children[0] if children else None
    return Envelope(
        root=root,
        bodies=len(bodies),
        body_children=len(children),
        in_order=order in _orders(namespace),
        body=body,
        addressing=Addressing() if header is None else _addressing(header, namespace),
        fault=None if body is None else _fault(body),
    )


def _orders(namespace: str) -> tuple[list[str], list[str]]:
    header, body = (etree.QName(namespace or None, name).text for name in ("Header", "Body"))
    return [body], [header, body]


def elements(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the child elements, without comments and processing instructions."""
    return (child for child in parent if isinstance(child.tag, str))


def text_of(element: etree._Element | None) -> str:
    """Return an element's text with the white space around it removed; empty for None."""
    return "" if element is None else "".join(map(str, element.xpath("text()"))).strip()


def _addressing(header: etree._Element, envelope_namespace: str) -> Addressing:
    def text(name: str) -> str:
        return text_of(header.find(f"{{{WSA}}}{name}"))

    action = header.find(f"{{{WSA}}}Action")
    return Addressing(
        action=text("Action"),
        actions=len(header.findall(f"{{{WSA}}}Action")),
        message_id=text("MessageID"),
        relates_to=tuple(
            text_of(entry)
            for entry in header.findall(f"{{{WSA}}}RelatesTo")
            if entry.get("RelationshipType") in _REPLY
        ),
        to=text("To"),
        action_must_understand=action is not None
        and action.get(f"{{{envelope_namespace}}}mustUnderstand", "").strip() in _TRUE,
    )


def _fault(element: etree._Element) -> Fault | None:
    if element.tag == f"{{{SOAP11}}}Fault":
        code, reason = _resolve(element.find("faultcode")), text_of(element.find("faultstring"))
        return Fault(code, (), (("", reason),))
    if element.tag != f"{{{SOAP12}}}Fault":
        return None
    code = _resolve(element.find(f"{{{SOAP12}}}Code/{{{SOAP12}}}Value"))
    subcodes = element.iterfind(f"{{{SOAP12}}}Code/{{{SOAP12}}}Subcode//{{{SOAP12}}}Value")
    reasons = tuple(
        (text.get(_XML_LANG, ""), text_of(text))
        for text in element.iterfind(f"{{{SOAP12}}}Reason/{{{SOAP12}}}Text")
    )
    return Fault(code, tuple(map(_resolve, subcodes)), reasons)


def _resolve(value: etree._Element | None) -> str:
    """Resolve a QName by the declarations in scope; an unknown prefix leaves it as it is."""
    if value is None:
        return ""
    prefix, colon, name = text_of(value).rpartition(":")
    namespace = value.nsmap.get(prefix if colon else None)
    return f"{{{namespace}}}{name}" if namespace else f"{prefix}{colon}{name}"
