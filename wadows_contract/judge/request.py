"""Whether a request keeps the standards itself, so that they bind its answer.

Malformed requests are sent on purpose. An honest endpoint may have read no more of one than what
is wrong with it, or may make of it what it can: what an answer must repeat, and where an answer
may be missing, is judged of proper requests alone.
"""

from collections import Counter
from functools import cache
from typing import Final

from lxml import etree

from wadows_contract.exchange import Request
from wadows_contract.wire.envelope import Envelope
from wadows_contract.wire.media_type import parse_media_type
from wadows_contract.wire.message import Message
from wadows_contract.wire.request import Asked
from wadows_spec.constants import RETRIEVE_ACTION, WSA_ANONYMOUS
from wadows_spec.data import data_path

_SCHEMAS: Final = {"retrieve": "wsdl/xdsi-b.xsd", "rendered": "wsdl/wado-ws.xsd"}


def sent_properly(request: Request, message: Message) -> bool:
    """Tell whether a request is an MTOM message, as its receiver recognises one.

    MTOM section 4.3.2, RFC 2046 section 5.1.1, RFC 2387 section 3; POST is SOAP's own.
    """
    outer, multipart, root = message.media_type, message.multipart, message.root
    if multipart is None or root is None:
        return False
    start_info = parse_media_type(outer.parameters.get("start-info", "")).name
    inner = parse_media_type(root.headers.get("Content-Type"))
    return (
        request.method == "POST"
        and not request.headers.get("Content-Encoding")
        and (outer.name, start_info) == ("multipart/related", "application/soap+xml")
        and outer.parameters.get("boundary") == message.boundary
        and multipart.closed
        and ("start" not in outer.parameters or message.started is not None)
        and inner.name == "application/xop+xml"
        and inner.parameters.get("charset", "utf-8").lower() == "utf-8"
        and all(message.part_for(include.href) for include in message.includes)
    )


def addressed_properly(message: Message) -> bool:
    """Tell whether a request is a SOAP 1.2 envelope whose addressing headers can be gone by.

    SOAP 1.2 Part 1 section 5, WS-Addressing SOAP Binding sections 2.4 and 3.2.2.
    """
    envelope = message.envelope
    if envelope is None or not envelope.is_soap12 or not envelope.in_order:
        return False
    addressing = envelope.addressing
    parameter = message.media_type.parameters.get("action", addressing.action)
    return (
        not envelope.document_type
        and not envelope.instructions
        and (addressing.counts.get("Action"), addressing.counts.get("MessageID")) == (1, 1)
        and all(count == 1 for name, count in addressing.counts.items() if name != "RelatesTo")
        and parameter == addressing.action
        and (message.asked.operation != "retrieve" or addressing.action == RETRIEVE_ACTION)
        and answered_here(envelope)
    )


def answered_here(envelope: Envelope | None) -> bool:
    """Tell whether the answer to a request belongs on the connection of the request."""
    iris = envelope.addressing.iris if envelope else ()
    return all(iri == WSA_ANONYMOUS for where, iri in iris if where == "wsa:ReplyTo/wsa:Address")


def asked_properly(message: Message) -> bool:
    """Tell whether a request of an operation says without doubt what is asked for.

    It keeps its schema, no UID is empty, and nothing is asked for twice.
    """
    asked, envelope = message.asked, message.envelope
    if not asked.operation or envelope is None or envelope.body is None:
        return False
    uids = [
        uid
        for entry in asked.documents
        for uid in (entry.study, entry.series, entry.document, entry.repository)
    ]
    return (
        all((*uids, *asked.transfer_syntaxes))
        and not _repeated(asked)
        and not schema_faults(asked.operation, envelope.body)
    )


def _repeated(asked: Asked) -> bool:
    documents = Counter(
        (entry.study, entry.series, entry.document, *sorted(entry.parameters.items()))
        for entry in asked.documents
    )
    syntaxes = Counter(asked.transfer_syntaxes)
    return any(count > 1 for count in (*documents.values(), *syntaxes.values()))


@cache
def _schema(operation: str) -> etree.XMLSchema:
    return etree.XMLSchema(file=str(data_path(_SCHEMAS[operation])))


def schema_faults(operation: str, body: etree._Element) -> list[str]:
    """Return in what a request does not keep the schema of its operation, in words."""
    schema = _schema(operation)
    if schema.validate(etree.fromstring(etree.tostring(body, with_tail=False))):
        return []
    return [entry.message for entry in schema.error_log]
