"""SOAP 1.2 envelopes (SOAP 1.2 Part 1 section 5), their addressing headers and faults."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from wadows_contract.wire.xml import all_text, elements, parse_xml, resolve, text_of
from wadows_spec.constants import SOAP11, SOAP12, WSA

_TRUE = {"true", "1"}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: Relationship types that make RelatesTo name the request; one that is absent means reply.
_REPLY = (None, f"{WSA}/reply")
#: Elements of SOAP 1.2 that hold elements alone, and white space (section 5).
_NO_TEXT = ("Envelope", "Header", "Body", "Fault", "Code", "Subcode", "Reason", "Upgrade")
#: Of text that stands there nevertheless, so many characters and places are kept.
_MAX_TEXT, _MAX_PLACES = 40, 5
#: Addressing headers that hold an IRI, and those that hold one in their Address.
_IRIS = ("Action", "MessageID", "To", "RelatesTo")
_ENDPOINTS = ("From", "ReplyTo", "FaultTo")


@dataclass(frozen=True)
class Addressing:
    """WS-Addressing headers, white space around their values removed; empty where absent.

    `counts` says how often each header is there, by its local name; `relates_to` holds
    relationships of the type reply; `iris` holds every IRI with the place where it stands.
    """

    action: str = ""
    message_id: str = ""
    relates_to: tuple[str, ...] = ()
    to: str = ""
    action_must_understand: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)
    iris: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Fault:
    """A fault: code and subcodes as `{namespace}name`, reasons by language.

    `children` are the names of its child elements, `detail` is all text in Detail, one a line.
    SOAP 1.1's is read too: nodes that know only that version say VersionMismatch in it.
    """

    code: str
    subcodes: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...]
    children: tuple[str, ...] = ()
    detail: str = ""

    @property
    def name(self) -> str:
        """The fault code's local name, such as `Sender`; empty if it is not SOAP's own."""
        namespace, _, name = self.code.rpartition("}")
        return name if namespace in ("{" + SOAP12, "{" + SOAP11) else ""


@dataclass(frozen=True)
class HeaderBlock:
    """A child of Header: its name as `{namespace}name`, and mustUnderstand as it is written."""

    name: str
    must_understand: str | None = None


@dataclass(frozen=True)
class Envelope:
    """An envelope read: `body` is the first child of the first Body, if there is one.

    `in_order` says whether its children are at most one Header, then one Body, and nothing else.
    `texts` says how text begins that stands among SOAP 1.2's own elements, and in which.
    `instructions` are the targets of processing instructions. `not_understood` are the header
    blocks that NotUnderstood names, `supported` the envelopes that Upgrade names, both as
    `{namespace}name`, or as they are written if that is no name of a namespace.
    """

    root: etree._Element
    bodies: int
    body_children: int
    in_order: bool
    texts: tuple[str, ...]
    body: etree._Element | None
    addressing: Addressing
    fault: Fault | None
    document_type: bool
    instructions: tuple[str, ...]
    headers: tuple[HeaderBlock, ...]
    not_understood: tuple[str, ...]
    supported: tuple[str, ...]

    @property
    def is_soap12(self) -> bool:
        """Whether the root element is SOAP 1.2's Envelope."""
        return bool(self.root.tag == f"{{{SOAP12}}}Envelope")

    @property
    def is_soap11(self) -> bool:
        """Whether the root element is SOAP 1.1's Envelope."""
        return bool(self.root.tag == f"{{{SOAP11}}}Envelope")


def read_envelope(content: bytes, charset: str = "") -> Envelope:
    """Read an envelope of any namespace; raises `ValueError` if it is none, or no XML.

    `charset` is the parameter of the Content-Type; it tells the encoding where the XML does not.
    """
    document = parse_xml(content, charset)
    root = document.root
    if etree.QName(root).localname != "Envelope":
        raise ValueError(f"its root element is {root.tag!s}, which is no Envelope")
    namespace = etree.QName(root).namespace or ""
    header = root.find(f"{{{namespace}}}Header")
    blocks = [] if header is None else list(elements(header))
    bodies = root.findall(f"{{{namespace}}}Body")
    order = [str(child.tag) for child in elements(root)]
    children = list(elements(bodies[0])) if bodies else []
    body = children[0] if children else None
    return Envelope(
        root=root,
        bodies=len(bodies),
        body_children=len(children),
        in_order=order in _orders(namespace),
        texts=tuple(islice(_texts(root), _MAX_PLACES)),
        body=body,
        addressing=_addressing(blocks, namespace),
        fault=None if body is None else _fault(body),
        document_type=document.document_type,
        instructions=document.instructions,
        headers=tuple(
            HeaderBlock(str(block.tag), block.get(f"{{{namespace}}}mustUnderstand"))
            for block in blocks
        ),
        not_understood=tuple(_qnames(blocks, f"{{{SOAP12}}}NotUnderstood")),
        supported=tuple(_supported(blocks, namespace)),
    )


def _texts(root: etree._Element) -> Iterator[str]:
    for element in root.iter(*(f"{{{SOAP12}}}{name}" for name in _NO_TEXT)):
        if text := text_of(element):
            yield f"{text[:_MAX_TEXT]!r} in {etree.QName(element).localname}"


def _orders(namespace: str) -> tuple[list[str], list[str]]:
    header, body = (etree.QName(namespace or None, name).text for name in ("Header", "Body"))
    return [body], [header, body]


def _qnames(candidates: list[etree._Element], tag: str) -> Iterator[str]:
    """Yield what the qname attributes of the elements with this tag name."""
    for element in candidates:
        if element.tag == tag:
            yield resolve(element, element.get("qname", ""))


def _supported(blocks: list[etree._Element], envelope_namespace: str) -> Iterator[str]:
    """Yield what Upgrade names; in an envelope of SOAP 1.1 some say it in that namespace."""
    for namespace in dict.fromkeys((SOAP12, envelope_namespace)):
        for block in blocks:
            if block.tag == f"{{{namespace}}}Upgrade":
                yield from _qnames(list(elements(block)), f"{{{namespace}}}SupportedEnvelope")


def _addressing(blocks: list[etree._Element], envelope_namespace: str) -> Addressing:
    ours = [block for block in blocks if etree.QName(block).namespace == WSA]
    named: dict[str, etree._Element] = {}
    for block in ours:
        named.setdefault(etree.QName(block).localname, block)
    action = named.get("Action")
    return Addressing(
        action=text_of(action),
        message_id=text_of(named.get("MessageID")),
        relates_to=tuple(
            text_of(block)
            for block in ours
            if etree.QName(block).localname == "RelatesTo"
            and block.get("RelationshipType") in _REPLY
        ),
        to=text_of(named.get("To")),
        action_must_understand=action is not None
        and action.get(f"{{{envelope_namespace}}}mustUnderstand", "").strip() in _TRUE,
        counts=dict(Counter(etree.QName(block).localname for block in ours)),
        iris=tuple(entry for block in ours for entry in _iris(block)),
    )


def _iris(block: etree._Element) -> Iterator[tuple[str, str]]:
    name = etree.QName(block).localname
    if name in _IRIS:
        yield f"wsa:{name}", text_of(block)
    if name == "RelatesTo" and (type_ := block.get("RelationshipType")) is not None:
        yield "wsa:RelatesTo/@RelationshipType", type_.strip()
    if name in _ENDPOINTS:
        for address in block.iterchildren(f"{{{WSA}}}Address"):
            yield f"wsa:{name}/wsa:Address", text_of(address)


def _fault(element: etree._Element) -> Fault | None:
    children = tuple(str(child.tag) for child in elements(element))
    if element.tag == f"{{{SOAP11}}}Fault":
        code, reason = _value(element.find("faultcode")), text_of(element.find("faultstring"))
        return Fault(code, (), (("", reason),), children, all_text(element.find("detail")))
    if element.tag != f"{{{SOAP12}}}Fault":
        return None
    code = _value(element.find(f"{{{SOAP12}}}Code/{{{SOAP12}}}Value"))
    subcodes = element.iterfind(f"{{{SOAP12}}}Code/{{{SOAP12}}}Subcode//{{{SOAP12}}}Value")
    reasons = tuple(
        (text.get(_XML_LANG, ""), text_of(text))
        for text in element.iterfind(f"{{{SOAP12}}}Reason/{{{SOAP12}}}Text")
    )
    detail = all_text(element.find(f"{{{SOAP12}}}Detail"))
    return Fault(code, tuple(map(_value, subcodes)), reasons, children, detail)


def _value(element: etree._Element | None) -> str:
    """Return the QName that an element holds."""
    return resolve(element, text_of(element))
