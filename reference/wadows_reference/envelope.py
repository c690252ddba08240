"""SOAP 1.2 envelopes of requests: from bytes to a header and one body element."""

from collections.abc import Collection, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Thread
from typing import Final

from lxml import etree

from wadows_reference.faults import must_understand, sender, version_mismatch
from wadows_reference.xml import elements, qname
from wadows_spec.constants import SOAP12, WSA

#: Roles that this endpoint plays (SOAP 1.2 Part 1 section 2.2); no role means the last one.
ROLES: Final = ("", f"{SOAP12}/role/next", f"{SOAP12}/role/ultimateReceiver")
#: WS-Addressing headers, all of which are understood here.
UNDERSTOOD: Final = frozenset(
    qname(WSA, name)
    for name in ("To", "From", "ReplyTo", "FaultTo", "Action", "MessageID", "RelatesTo")
)
_TRUTH: Final = {"1": True, "true": True, "0": False, "false": False}


@dataclass(frozen=True)
class Envelope:
    """The two things a request is made of; `header` is None where there is none."""

    header: etree._Element | None
    content: etree._Element


def parse(content: bytes, encoding: str | None, depth: int) -> etree._Element:
    """Return the root element of a message.

    `encoding` is the charset that the media type gave, None if it gave none.
    Raises `SoapFault` if there is no such charset, if the message is not well-formed, if it has a
    document type or processing instructions (SOAP 1.2 Part 1 section 5), or elements inside each
    other deeper than `depth`.
    """
    # libxml2 keeps every name that a thread has met for as long as that thread lives.
    root: Future[etree._Element] = Future()
    Thread(target=_settle, args=(root, content, encoding, depth)).start()
    return root.result()


def _settle(root: Future[etree._Element], content: bytes, encoding: str | None, depth: int) -> None:
    try:
        root.set_result(_parse(content, encoding, depth))
    except BaseException as error:  # noqa: BLE001  it is raised again where the root is wanted
        root.set_exception(error)


def _parse(content: bytes, encoding: str | None, depth: int) -> etree._Element:
    try:
        parser = _parser(encoding)
    except (LookupError, ValueError) as error:  # the latter for a name that is no text
        raise sender(f"The charset {encoding!r} is not known here; use UTF-8.") from error
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = error.msg if isinstance(error, etree.XMLSyntaxError) else str(error)
        raise sender(f"The message is not well-formed XML: {reason}.") from error
    document = root.getroottree()
    if document.docinfo.internalDTD is not None or document.docinfo.doctype:
        raise sender("A SOAP message must not have a document type declaration: leave it out.")
    if next(_instructions(root), None) is not None:
        raise sender("A SOAP message must not have processing instructions: leave them out.")
    if root.xpath(f"boolean({'/*' * (depth + 1)})"):
        raise sender(f"Elements of a request may stand {depth} deep inside each other.")
    return root


def _parser(encoding: str | None) -> etree.XMLParser:
    return etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        # A comment inside an identifier would otherwise cut it in two.
        remove_comments=True,
    )


def _instructions(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the processing instructions of a document; XPath would take quadratic time."""
    kind = etree.ProcessingInstruction
    yield from root.iter(kind)
    yield from root.itersiblings(kind, preceding=True)
    yield from root.itersiblings(kind)


def read_envelope(root: etree._Element, understood: Collection[str] = ()) -> Envelope:
    """Return header and body content of a message; `understood` are further header blocks.

    Raises `SoapFault` if it is no SOAP 1.2 envelope with one Body of one element,
    or if a header for this endpoint must be understood and is not.
    """
    if root.tag != qname(SOAP12, "Envelope"):
        raise version_mismatch(
            f"The root element is {root.tag!s}; this endpoint reads SOAP 1.2, {{{SOAP12}}}Envelope."
        )
    names = [etree.QName(child).localname for child in elements(root)]
    blocks = [child.tag for child in elements(root)]
    header_first = [qname(SOAP12, "Header"), qname(SOAP12, "Body")]
    if blocks not in (header_first, header_first[1:]):
        raise sender(
            "An Envelope holds an optional Header and then one Body; "
            f"this one holds {', '.join(names) or 'nothing'}."
        )
    header = root.find(qname(SOAP12, "Header"))
    unknown = [
        str(block.tag)
        for block in (elements(header) if header is not None else ())
        if _must_understand(block) and block.tag not in {*UNDERSTOOD, *understood}
    ]
    if unknown:
        raise must_understand(unknown)
    content = elements(root[-1])
    if len(content) != 1:
        raise sender(f"The Body must hold one element, the request; it holds {len(content)}.")
    return Envelope(header, content[0])


def _must_understand(block: etree._Element) -> bool:
    if block.get(qname(SOAP12, "role"), "").strip() not in ROLES:
        return False
    value = block.get(qname(SOAP12, "mustUnderstand"), "false").strip()
    if value not in _TRUTH:
        raise sender(f"mustUnderstand is {value!r}; it may be true, 1, false or 0.")
    return _TRUTH[value]
