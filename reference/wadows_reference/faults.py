"""SOAP 1.2 faults: what is wrong with a message as a message.

Codes and HTTP status are those of SOAP 1.2 Part 1 section 5.4.6 and Part 2 section 7.5.2.2,
subcodes those of WS-Addressing 1.0 SOAP Binding section 6.4.
"""

from collections.abc import Callable, Sequence
from typing import Final

from lxml import etree

from wadows_reference.addressing import add_headers
from wadows_reference.xml import element, legal, qname, sub
from wadows_spec.constants import SOAP12, SOAP_FAULT_ACTION, WSA, WSA_FAULT_ACTION

SENDER: Final = "Sender"
RECEIVER: Final = "Receiver"
MUST_UNDERSTAND: Final = "MustUnderstand"
VERSION_MISMATCH: Final = "VersionMismatch"

#: HTTP status by fault code.
STATUS: Final = {SENDER: 400, RECEIVER: 500, MUST_UNDERSTAND: 500, VERSION_MISMATCH: 500}

#: A reason is to be read by people; in characters.
_LONGEST: Final = 1000
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

Build = Callable[[etree._Element], None]


class SoapFault(Exception):
    """A fault to be sent.

    `code` is a local name of `STATUS`, `subcodes` local names, outermost first, of a `vocabulary`:
    that of WS-Addressing, or of another namespace;
    `detail` and `header` add children to the Detail and Header elements.
    """

    def __init__(
        self,
        code: str,
        reason: str,
        subcodes: Sequence[str] = (),
        detail: Build | None = None,
        header: Build | None = None,
        vocabulary: str = WSA,
    ) -> None:
        super().__init__(reason)
        self.code = code
        # It may quote what was sent, and HTTP headers hold what XML cannot.
        self.reason = _shortened(legal(reason))
        self.subcodes = tuple(subcodes)
        self.detail = detail
        self.header = header
        self.vocabulary = vocabulary

    @property
    def status(self) -> int:
        """The HTTP status that goes with the code."""
        return STATUS[self.code]


def _shortened(text: str) -> str:
    """Leave out the middle of a long text: what was sent may be quoted in it."""
    half = _LONGEST // 2
    return text if len(text) <= _LONGEST else f"{text[:half]} ... {text[-half:]}"


def sender(reason: str) -> SoapFault:
    """Return the fault for a message that its sender has to change."""
    return SoapFault(SENDER, reason)


def version_mismatch(reason: str) -> SoapFault:
    """Return the fault for something that is no SOAP 1.2 envelope, with the Upgrade header."""

    def upgrade(header: etree._Element) -> None:
        supported = sub(sub(header, SOAP12, "Upgrade"), SOAP12, "SupportedEnvelope")
        supported.set("qname", "soap:Envelope")

    return SoapFault(VERSION_MISMATCH, reason, header=upgrade)


def must_understand(names: Sequence[str]) -> SoapFault:
    """Return the fault for header blocks that had to be understood; `names` as lxml writes them."""

    def not_understood(header: etree._Element) -> None:
        for name in names:
            found = etree.QName(name)
            block = (
                etree.SubElement(
                    header, qname(SOAP12, "NotUnderstood"), nsmap={"unknown": found.namespace or ""}
                )
                if found.namespace
                else sub(header, SOAP12, "NotUnderstood")
            )
            prefix = "unknown:" if found.namespace else ""
            block.set("qname", f"{prefix}{found.localname}")

    listed = ", ".join(names)
    return SoapFault(
        MUST_UNDERSTAND,
        f"These headers must be understood and are not known here: {listed}. "
        "Leave them out, or leave out their mustUnderstand.",
        header=not_understood,
    )


def addressing_header(subcodes: Sequence[str], header_name: str, reason: str) -> SoapFault:
    """Return the fault for a WS-Addressing header that is missing or wrong."""

    def problem(detail: etree._Element) -> None:
        sub(detail, WSA, "ProblemHeaderQName", f"wsa:{header_name}")

    return SoapFault(SENDER, reason, subcodes, detail=problem)


def action_not_supported(action: str, known: Sequence[str]) -> SoapFault:
    """Return the fault for an Action that names no operation of this endpoint."""

    def problem(detail: etree._Element) -> None:
        sub(sub(detail, WSA, "ProblemAction"), WSA, "Action", action)

    return SoapFault(
        SENDER,
        f"The Action {action!r} names no operation of this endpoint; known: {', '.join(known)}.",
        ["ActionNotSupported"],
        detail=problem,
    )


def _qualified(namespace: str, name: str) -> etree._Element:
    prefix = "wsa" if namespace == WSA else "code"
    value = etree.Element(qname(SOAP12, "Value"), nsmap={"soap": SOAP12, prefix: namespace})
    value.text = f"{prefix}:{name}"
    return value


def fault_envelope(fault: SoapFault, relates_to: str | None) -> etree._Element:
    """Return the envelope of a fault; `relates_to` is the MessageID of the request, if readable."""
    envelope = element(SOAP12, "Envelope", "soap", "wsa")
    header = sub(envelope, SOAP12, "Header")
    own = fault.subcodes and fault.vocabulary == WSA
    add_headers(header, WSA_FAULT_ACTION if own else SOAP_FAULT_ACTION, relates_to)
    if fault.header:
        fault.header(header)
    block = sub(sub(envelope, SOAP12, "Body"), SOAP12, "Fault")
    code = sub(block, SOAP12, "Code")
    sub(code, SOAP12, "Value", f"soap:{fault.code}")
    for subcode in fault.subcodes:
        code = sub(code, SOAP12, "Subcode")
        code.append(_qualified(fault.vocabulary, subcode))
    reason = sub(sub(block, SOAP12, "Reason"), SOAP12, "Text", fault.reason)
    reason.set(_XML_LANG, "en")
    if fault.detail:
        fault.detail(sub(block, SOAP12, "Detail"))
    return envelope
