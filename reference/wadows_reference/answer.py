"""What an operation gives back, before it has any wire form."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from lxml import etree

from wadows_reference.requests import DocumentRequest
from wadows_reference.settings import Settings
from wadows_reference.spool import Payload, Spool
from wadows_reference.store import Store
from wadows_reference.xml import sub
from wadows_spec.constants import (
    RS,
    SEVERITY_ERROR,
    STATUS_FAILURE,
    STATUS_PARTIAL,
    STATUS_SUCCESS,
    XDSB,
    XOP,
)
from wadows_spec.statement import Statement


@dataclass(frozen=True)
class Context:
    """What an operation works with; the spool lives as long as the answer is being sent."""

    store: Store
    statement: Statement
    settings: Settings
    spool: Spool


class Refusal(Exception):
    """A document that is not delivered: a situation of the statement and a sentence on it."""

    def __init__(self, situation: str, context: str) -> None:
        super().__init__(context)
        self.situation = situation
        self.context = context


@dataclass(frozen=True)
class Delivered:
    """A document that is."""

    request: DocumentRequest
    media_type: str
    payload: Payload


@dataclass(frozen=True)
class Refused:
    """A document that is not, as one registry error tells."""

    request: DocumentRequest
    refusal: Refusal


@dataclass(frozen=True)
class Attachment:
    """A part beside the root part."""

    content_id: str
    media_type: str
    payload: Payload


@dataclass(frozen=True)
class Answer:
    """A response element and the parts that its xop:Includes name."""

    element: etree._Element
    attachments: Sequence[Attachment] = field(default_factory=tuple)


def status_of(delivered: int, refused: int) -> str:
    """Return the status for so many documents and errors (ITI TF-3 Table 4.2.4.2-4)."""
    if not refused:
        return STATUS_SUCCESS
    return STATUS_PARTIAL if delivered else STATUS_FAILURE


def add_registry_response(
    response: etree._Element,
    namespace: str,
    statement: Statement,
    delivered: Sequence[Delivered],
    refused: Sequence[Refused],
) -> None:
    """Append the RegistryResponse, whose namespace differs between the two operations.

    Each refused document gets one RegistryError with its SOP Instance UID as location
    (ITI TF-2 3.43.5).
    """
    status = status_of(len(delivered), len(refused))
    registry = sub(response, namespace, "RegistryResponse", status=status)
    if not refused:
        return
    errors = sub(registry, RS, "RegistryErrorList", highestSeverity=SEVERITY_ERROR)
    for entry in refused:
        sub(
            errors,
            RS,
            "RegistryError",
            errorCode=statement.emits[entry.refusal.situation],
            codeContext=entry.refusal.context,
            severity=SEVERITY_ERROR,
            location=entry.request.document_unique_id,
        )


def add_identifiers(node: etree._Element, request: DocumentRequest) -> None:
    """Append HomeCommunityId, if the request had one, and RepositoryUniqueId, both as sent."""
    if request.home_community_id is not None:
        sub(node, XDSB, "HomeCommunityId", request.home_community_id)
    sub(node, XDSB, "RepositoryUniqueId", request.repository_unique_id)


def add_document(node: etree._Element, delivered: Delivered, content_id: str) -> Attachment:
    """Append mimeType and Document, and return the part that the Document stands for."""
    sub(node, XDSB, "mimeType", delivered.media_type)
    include = sub(sub(node, XDSB, "Document"), XOP, "Include")
    include.set("href", f"cid:{quote(content_id, safe='@')}")
    return Attachment(content_id, delivered.media_type, delivered.payload)
