"""What the request that a message answers asked for, and the fault to answer it with instead."""

from lxml import etree
from werkzeug.http import parse_options_header

from wadows_reference.addressing import find_message_id
from wadows_reference.envelope import parse, read_envelope
from wadows_reference.faults import SoapFault, fault_envelope
from wadows_reference.limits import Limits
from wadows_reference.message import Message
from wadows_reference.multipart import header
from wadows_reference.receive import SOAP, receive
from wadows_reference.xml import qname
from wadows_spec.constants import IHERAD, SOAP12, WADO, WSA


def media_type(message: Message) -> tuple[str, dict[str, str]]:
    """Return the media type of the request, in lower case, and its parameters."""
    kind, parameters = parse_options_header(header(message.request.headers, "Content-Type"))
    return kind.strip().lower(), parameters


def envelope(message: Message) -> etree._Element | None:
    """Return the envelope of the request, None if it cannot be read."""
    content_type = header(message.request.headers, "Content-Type")
    try:
        limits = Limits()
        received = receive(content_type, message.request.body, limits)
        return parse(received.envelope, received.charset, limits.depth)
    except SoapFault:
        return None


def action(message: Message) -> str:
    """Return the Action of the request with any white space around it; empty without one."""
    root = envelope(message)
    path = f"{qname(SOAP12, 'Header')}/{qname(WSA, 'Action')}"
    return "" if root is None else root.findtext(path) or ""


def retrieve_request(message: Message) -> etree._Element | None:
    """Return the RAD-69 request in the Body, None if this is another or cannot be read."""
    return _request(message, qname(IHERAD, "RetrieveImagingDocumentSetRequest"))


def rendered_request(message: Message) -> etree._Element | None:
    """Return the rendered request in the Body, None if this is another or cannot be read."""
    return _request(message, qname(WADO, "RetrieveRenderedImagingDocumentSetRequest"))


def _request(message: Message, name: str) -> etree._Element | None:
    root = envelope(message)
    try:
        content = None if root is None else read_envelope(root).content
    except SoapFault:
        return None
    if content is None or content.tag != name:
        return None
    return content


def fault_instead(message: Message, fault: SoapFault) -> None:
    """Turn an answer into a fault; what is a fault already, or no SOAP message, stays."""
    if message.response is not None:
        root = envelope(message)
        relates_to = None if root is None else find_message_id(root)
        content_type = f"{SOAP}; charset=utf-8"
        message.replace(fault.status, content_type, fault_envelope(fault, relates_to))
