"""Variants of SOAP faults."""

import uuid
from typing import Final

from lxml import etree

from wadows_reference.message import Message
from wadows_reference.multipart import Part
from wadows_reference.variants.registry import variant
from wadows_reference.xml import element, qname, sub, to_bytes
from wadows_spec.constants import SOAP11, SOAP12

_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_ARCHIVE: Final = "urn:example:archive"
_ROOT: Final = "fault@wadows"


@variant("every-fault-with-status-500", "Every fault has HTTP status 500, a Sender's too.")
def _every_fault_with_status_500(message: Message) -> None:
    # SOAP 1.2 Part 2 Table 20 has 400 for a Sender's; HTTP-03 and its reading fault-status
    # take either, since many stacks send 500 whatever the code.
    if message.fault is not None:
        message.status = 500


@variant("faults-in-mtom", "A fault is an MTOM message of one part.")
def _faults_in_mtom(message: Message) -> None:
    if message.fault is None or message.root is None or message.root_part is not None:
        return
    message.root_part = Part(
        [
            ("Content-Type", 'application/xop+xml; charset=UTF-8; type="application/soap+xml"'),
            ("Content-Transfer-Encoding", "binary"),
            ("Content-ID", f"<{_ROOT}>"),
        ],
        to_bytes(message.root),
    )
    message.set_header(
        "Content-Type",
        f'multipart/related; type="application/xop+xml"; start="<{_ROOT}>"; '
        'start-info="application/soap+xml"',
    )
    message.boundary = f"uuid:{uuid.uuid4()}"


@variant("faults-with-an-action-parameter", "The Content-Type of a fault has its Action.")
def _faults_with_an_action_parameter(message: Message) -> None:
    action = next(message.addressing("Action"), None)
    if message.fault is not None and action is not None and message.root_part is None:
        message.set_parameter("action", (action.text or "").strip())


@variant("reasons-in-two-languages", "A fault says its reason in another language first.")
def _reasons_in_two_languages(message: Message) -> None:
    reason = None if message.fault is None else message.fault.find(qname(SOAP12, "Reason"))
    if reason is not None:
        text = element(SOAP12, "Text")
        text.text = "Die Anfrage konnte nicht beantwortet werden."
        text.set(_LANGUAGE, "de-CH")
        reason.insert(0, text)


@variant("faults-in-full", "A fault has Node, Role and Detail, and a subcode of its own.")
def _faults_in_full(message: Message) -> None:
    fault = message.fault
    if fault is None:
        return
    code = fault.find(qname(SOAP12, "Code"))
    if code is not None and code.find(qname(SOAP12, "Subcode")) is None:
        # Inside a code of SOAP's, one of any other namespace.
        inner = etree.SubElement(
            sub(code, SOAP12, "Subcode"), qname(SOAP12, "Value"), nsmap={"archive": _ARCHIVE}
        )
        inner.text = "archive:Refused"
    detail = fault.find(qname(SOAP12, "Detail"))
    if detail is not None:
        fault.remove(detail)
    sub(fault, SOAP12, "Node", "http://archive.example/xdsi")
    sub(fault, SOAP12, "Role", f"{SOAP12}/role/ultimateReceiver")
    detail = sub(fault, SOAP12, "Detail") if detail is None else detail
    sub(detail, _ARCHIVE, "Number", "4711")
    if detail.getparent() is None:
        fault.append(detail)


@variant(
    "bare-faults-for-the-unreadable",
    "A fault has no headers of addressing where those of the request were not read.",
)
def _bare_faults_for_the_unreadable(message: Message) -> None:
    header = message.soap_header
    unread = next(message.addressing("RelatesTo"), None) is None
    if message.fault is not None and header is not None and unread:
        for name in ("Action", "MessageID", "To"):
            for block in list(message.addressing(name)):
                header.remove(block)


@variant("soap-1.1-for-soap-1.1", "What was asked in SOAP 1.1 gets a VersionMismatch of SOAP 1.1.")
def _soap_11_for_soap_11(message: Message) -> None:
    # SOAP 1.2 Part 1 Appendix A.
    if message.fault is None or SOAP11.encode() not in message.request.body:
        return
    envelope = etree.Element(qname(SOAP11, "Envelope"), nsmap={"soap": SOAP11, "new": SOAP12})
    upgrade = sub(sub(envelope, SOAP11, "Header"), SOAP12, "Upgrade")
    sub(upgrade, SOAP12, "SupportedEnvelope", qname="new:Envelope")
    fault = sub(sub(envelope, SOAP11, "Body"), SOAP11, "Fault")
    etree.SubElement(fault, "faultcode").text = "soap:VersionMismatch"
    etree.SubElement(fault, "faultstring").text = "This endpoint reads SOAP 1.2."
    message.replace(500, "text/xml; charset=utf-8", envelope)
