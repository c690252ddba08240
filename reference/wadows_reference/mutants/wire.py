"""Mutants of HTTP, MIME, XOP and the SOAP envelope."""

import re

from lxml import etree
from werkzeug.http import parse_options_header

from wadows_reference.faults import (
    MUST_UNDERSTAND,
    RECEIVER,
    SENDER,
    VERSION_MISMATCH,
    SoapFault,
    fault_envelope,
)
from wadows_reference.message import Message
from wadows_reference.multipart import header
from wadows_reference.mutants.registry import mutant
from wadows_reference.receive import SOAP
from wadows_reference.xml import qname, to_bytes
from wadows_spec.constants import SOAP11, SOAP12, XDSB, XOP


@mutant("body-shorter-than-declared", "HTTP-01", "Content-Length promises 64 bytes more than come.")
def _body_shorter_than_declared(message: Message) -> None:
    message.declared_length = message.length + 64


@mutant("answer-with-status-500", "HTTP-02", "An answer that is no fault has HTTP status 500.")
def _answer_with_status_500(message: Message) -> None:
    if message.response is not None:
        message.status = 500


@mutant("fault-with-status-200", "HTTP-03", "A fault has HTTP status 200.")
def _fault_with_status_200(message: Message) -> None:
    if message.fault is not None:
        message.status = 200


@mutant("answer-called-text-xml", "MIME-01", "The multipart answer is called text/xml.")
def _answer_called_text_xml(message: Message) -> None:
    if message.response is not None and message.root_part is not None:
        parameters = message.content_type.partition(";")[2]
        message.set_header("Content-Type", f"text/xml;{parameters}")


@mutant("no-closing-boundary", "MIME-02", "The closing boundary is missing.")
def _no_closing_boundary(message: Message) -> None:
    boundary = parse_options_header(message.content_type)[1].get("boundary")
    if message.root_part is not None and boundary:
        end = re.compile(rb"\r?\n--" + re.escape(boundary.encode("latin-1")) + rb"--\s*\Z")
        message.edits.append(lambda body: end.sub(b"", body))


@mutant("start-names-nothing", "MIME-03", "The start parameter names a part that is not there.")
def _start_names_nothing(message: Message) -> None:
    nobody = re.sub(r'start="[^"]*"', 'start="<nobody@wadows>"', message.content_type)
    if message.root_part is not None:
        message.set_header("Content-Type", nobody)


@mutant("parts-called-text-plain", "MIME-04", "The parts of documents are called text/plain.")
def _parts_called_text_plain(message: Message) -> None:
    for part in message.parts:
        part.set("Content-Type", "text/plain")


@mutant("include-names-no-part", "XOP-01", "Each xop:Include names a part that is not there.")
def _include_names_no_part(message: Message) -> None:
    if message.root is not None:
        for include in message.root.iter(qname(XOP, "Include")):
            include.set("href", f"{include.get('href')}.lost")


@mutant("root-called-text-xml", "XOP-02", "The root part is called text/xml.")
def _root_called_text_xml(message: Message) -> None:
    if message.root_part is not None:
        message.root_part.set("Content-Type", "text/xml; charset=UTF-8")


@mutant("envelope-in-soap-1.1", "SOAP-01", "The envelope of an answer is one of SOAP 1.1.")
def _envelope_in_soap_11(message: Message) -> None:
    if message.response is not None and message.root is not None:
        text = to_bytes(message.root).replace(SOAP12.encode(), SOAP11.encode())
        message.root = etree.fromstring(text)


def _recode(message: Message, old: str, new: str) -> None:
    value = (
        None
        if message.fault is None
        else message.fault.find(f"{qname(SOAP12, 'Code')}/{qname(SOAP12, 'Value')}")
    )
    if value is not None and value.text and value.text.strip().rpartition(":")[2] == old:
        value.text = value.text.replace(old, new)


@mutant("fault-blames-receiver", "SOAP-02", "A Sender fault has the code Receiver.")
def _fault_blames_receiver(message: Message) -> None:
    _recode(message, SENDER, RECEIVER)


@mutant(
    "unknown-header-called-sender-fault", "SOAP-03", "A MustUnderstand fault has the code Sender."
)
def _unknown_header_called_sender_fault(message: Message) -> None:
    _recode(message, MUST_UNDERSTAND, SENDER)


@mutant(
    "version-mismatch-called-sender-fault",
    "SOAP-04",
    "A VersionMismatch fault has the code Sender.",
)
def _version_mismatch_called_sender_fault(message: Message) -> None:
    _recode(message, VERSION_MISMATCH, SENDER)


@mutant("fault-without-reason", "SOAP-05", "A fault has no Reason.")
def _fault_without_reason(message: Message) -> None:
    if message.fault is not None:
        for reason in message.fault.findall(qname(SOAP12, "Reason")):
            message.fault.remove(reason)


@mutant("action-of-a-port-type", "WSA-01", "An answer's Action is one made from the port type.")
def _action_of_a_port_type(message: Message) -> None:
    if message.response is not None:
        for action in message.addressing("Action"):
            action.text = "urn:ihe:rad:xdsi-b:2009:ImagingDocumentSource_PortType:RetrieveResponse"


@mutant("relates-to-another-message", "WSA-02", "RelatesTo names a message that nobody sent.")
def _relates_to_another_message(message: Message) -> None:
    for relates_to in message.addressing("RelatesTo"):
        relates_to.text = "urn:uuid:00000000-0000-4000-8000-000000000000"


@mutant("action-need-not-be-understood", "WSA-03", "An answer's Action has no mustUnderstand.")
def _action_need_not_be_understood(message: Message) -> None:
    if message.response is not None:
        for action in message.addressing("Action"):
            action.attrib.pop(qname(SOAP12, "mustUnderstand"), None)


@mutant("element-of-no-schema", "REG-01", "The response has an element that no schema knows.")
def _element_of_no_schema(message: Message) -> None:
    if message.response is not None:
        etree.SubElement(message.response, qname(XDSB, "Remark")).text = "of no schema"


@mutant(
    "axis2-boundary-refused",
    "SAM-01",
    "A request whose boundary is one of Axis2 (MIMEBoundary…) gets a Receiver fault.",
)
def _axis2_boundary_refused(message: Message) -> None:
    content_type = header(message.request.headers, "Content-Type")
    if parse_options_header(content_type)[1].get("boundary", "").startswith("MIMEBoundary"):
        relates_to = next(message.addressing("RelatesTo"), None)
        fault = SoapFault(RECEIVER, "The boundary of the request could not be read.")
        root = fault_envelope(fault, None if relates_to is None else relates_to.text)
        message.replace(fault.status, f"{SOAP}; charset=utf-8", root)
