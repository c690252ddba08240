"""WS-Addressing 1.0: the headers of a request read, those of an answer written."""

import uuid
from dataclasses import dataclass

from lxml import etree

from wadows_reference.xml import elements, qname, sub, text_of
from wadows_spec.constants import SOAP12, WSA, WSA_ANONYMOUS

#: Header blocks of which a message has at most one (WS-Addressing Core section 3.2).
SINGLE = ("To", "From", "ReplyTo", "FaultTo", "Action", "MessageID")
#: Header blocks that a request to this endpoint needs: each of its operations has a reply.
REQUIRED = ("Action", "MessageID")


@dataclass(frozen=True)
class Addressing:
    """What the headers of a request say."""

    action: str
    message_id: str


def add_headers(header: etree._Element, action: str, relates_to: str | None) -> None:
    """Append the headers of an answer (ITI TF-2x V.9.2.2): Action first, to be understood."""
    sub(header, WSA, "Action", action).set(qname(SOAP12, "mustUnderstand"), "true")
    sub(header, WSA, "MessageID", f"urn:uuid:{uuid.uuid4()}")
    sub(header, WSA, "To", WSA_ANONYMOUS)
    if relates_to:
        sub(header, WSA, "RelatesTo", relates_to)


def find_message_id(envelope: etree._Element) -> str | None:
    """Return the MessageID of a request, whatever else is wrong with it; None without one."""
    for block in elements(envelope):
        if etree.QName(block).localname == "Header":
            return text_of(block.find(qname(WSA, "MessageID"))) or None
    return None
