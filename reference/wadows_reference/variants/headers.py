"""Variants of the SOAP headers, those of WS-Addressing among them."""

import uuid
from typing import Final

from lxml import etree

from wadows_reference.message import Message
from wadows_reference.variants.registry import variant
from wadows_reference.xml import qname, sub
from wadows_spec.constants import SOAP12, WSA, WSA_ANONYMOUS

_WSU: Final = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
_WSSE: Final = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
_OURS: Final = "urn:example:archive"
_MUST_UNDERSTAND: Final = qname(SOAP12, "mustUnderstand")


def _endpoint(header: etree._Element, name: str, address: str) -> None:
    sub(sub(header, WSA, name), WSA, "Address", address)


def _remove(message: Message, *names: str) -> None:
    for name in names:
        for block in list(message.addressing(name)):
            block.getparent().remove(block)  # type: ignore[union-attr]


@variant("further-headers", "There are headers that nobody needs to understand.")
def _further_headers(message: Message) -> None:
    header = message.soap_header
    if header is None:
        return
    security = etree.Element(qname(_WSSE, "Security"), nsmap={"wsse": _WSSE, "wsu": _WSU})
    security.set(_MUST_UNDERSTAND, "false")
    stamp = sub(security, _WSU, "Timestamp")
    sub(stamp, _WSU, "Created", "2026-01-02T03:04:05Z")
    header.insert(0, security)
    trace = sub(header, _OURS, "Trace", "4711", colour="green")
    trace.set(qname(SOAP12, "relay"), "true")
    trace.set(qname(SOAP12, "role"), f"{SOAP12}/role/next")
    # Whoever must understand this is not the one who asked.
    other = sub(header, _OURS, "Action", "of another namespace than that of addressing")
    other.set(_MUST_UNDERSTAND, "1")
    other.set(qname(SOAP12, "role"), f"{SOAP12}/role/none")


@variant("all-addressing-headers", "An answer has From, ReplyTo and FaultTo besides.")
def _all_addressing_headers(message: Message) -> None:
    header = message.soap_header
    if header is not None:
        _endpoint(header, "From", "http://archive.example/xdsi")
        _endpoint(header, "ReplyTo", f"{WSA}/none")
        _endpoint(header, "FaultTo", WSA_ANONYMOUS)


@variant("needed-headers-alone", "An answer has Action and RelatesTo, and no other header.")
def _needed_headers_alone(message: Message) -> None:
    _remove(message, "MessageID", "To")


@variant("headers-reversed", "The headers of an answer come in reverse order.")
def _headers_reversed(message: Message) -> None:
    header = message.soap_header
    if header is not None:
        header[:] = list(reversed(list(header)))


def _message_id(message: Message, text: str) -> None:
    for block in message.addressing("MessageID"):
        block.text = text


@variant("message-id-of-http", "The MessageID of an answer is a URL.")
def _message_id_of_http(message: Message) -> None:
    _message_id(message, f"http://archive.example/messages?number={uuid.uuid4().int}#answer")


@variant("message-id-of-mail", "The MessageID of an answer is one of mail: mid:….")
def _message_id_of_mail(message: Message) -> None:
    _message_id(message, f"mid:{uuid.uuid4().hex}@archive.example")


@variant("message-id-of-an-oid", "The MessageID of an answer is an OID.")
def _message_id_of_an_oid(message: Message) -> None:
    _message_id(message, f"urn:oid:2.25.{uuid.uuid4().int}")


@variant("message-id-of-umlauts", "The MessageID of an answer is an IRI beyond ASCII.")
def _message_id_of_umlauts(message: Message) -> None:
    _message_id(message, f"tag:archiv.example,2026:Auskünfte/{uuid.uuid4().hex}")


@variant("reply-said-to-be-one", "RelatesTo says that it is a reply, which goes without saying.")
def _reply_said_to_be_one(message: Message) -> None:
    for block in message.addressing("RelatesTo"):
        block.set("RelationshipType", f"{WSA}/reply")


@variant("two-relations", "A second RelatesTo names another message, as another relation.")
def _two_relations(message: Message) -> None:
    replied = next(message.addressing("RelatesTo"), None) is not None
    if message.soap_header is not None and replied:
        other = etree.Element(qname(WSA, "RelatesTo"), RelationshipType="urn:example:follows")
        other.text = "urn:uuid:3f0c6e0a-5d0b-4d8e-9a53-5a8f0f4f7f11"
        message.soap_header.insert(0, other)


@variant("must-understand-1", "mustUnderstand is 1 in place of true.")
def _must_understand_1(message: Message) -> None:
    for node in message.root.iter(etree.Element) if message.root is not None else ():
        if node.get(_MUST_UNDERSTAND) == "true":
            node.set(_MUST_UNDERSTAND, "1")


@variant("every-header-understood", "To, MessageID and RelatesTo have mustUnderstand as well.")
def _every_header_understood(message: Message) -> None:
    for name in ("To", "MessageID", "RelatesTo"):
        for block in message.addressing(name):
            block.set(_MUST_UNDERSTAND, "1")


@variant("further-attributes", "Envelope, Header, Body and headers have attributes of their own.")
def _further_attributes(message: Message) -> None:
    if message.root is not None and message.soap_header is not None:
        blocks = [message.root, *message.root, *message.soap_header]
        for number, node in enumerate(blocks):
            node.set(qname(_WSU, "Id"), f"id-{number}")


@variant("destination-named", "To is the address of a consumer and not the anonymous one.")
def _destination_named(message: Message) -> None:
    for block in message.addressing("To"):
        block.text = "http://consumer.example/answers"
