"""What an operation gives back, before it has any wire form."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from wadows_reference.parts import BUNDLE, Parts
from wadows_reference.requests import DocumentRequest
from wadows_reference.settings import Settings
from wadows_reference.spool import Payload, Spool
from wadows_reference.store import Store
from wadows_reference.xml import in_xml, sub
from wadows_spec.constants import (
    RS,
    SEVERITY_ERROR,
    STATUS_FAILURE,
    STATUS_PARTIAL,
    STATUS_SUCCESS,
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
class Refused:
    """A document that is not delivered, as one registry error tells."""

    request: DocumentRequest
    refusal: Refusal


@dataclass(frozen=True)
class Answer:
    """The response element in XML, piece by piece, and the parts that its xop:Includes name."""

    response: Sequence[Payload]
    media_type: str
    #: What the Content-ID of each part is made of, by `content_id`.
    name: str
    parts: Parts

    @property
    def size(self) -> int:
        """The length of the response in bytes."""
        return sum(piece.size for piece in self.response)


def content_id(name: str, number: int) -> str:
    """Return the Content-ID of a part, which are counted from 1."""
    return f"{number}.{name}"


def status_of(delivered: int, refused: int) -> str:
    """Return the status for so many documents and errors (ITI TF-3 Table 4.2.4.2-4)."""
    if not refused:
        return STATUS_SUCCESS
    return STATUS_PARTIAL if delivered else STATUS_FAILURE


class Response:
    """A response that grows document by document; those that are ready wait in the spool.

    `element` is the empty element of the response, which declares all prefixes of ours,
    `document` the name of what holds one document, with its prefix.
    """

    def __init__(self, element: etree._Element, document: str, media_type: str, spool: Spool):
        self._element = element
        self._document = document
        self._media_type = media_type
        self._spool = spool
        self._name = f"{uuid.uuid4()}@wadows"
        self._parts = Parts(spool)
        self._texts: list[str] = []
        self._ready: list[Payload] = []
        self._refused: list[Refused] = []

    def deliver(self, request: DocumentRequest, own: str, payload: Payload) -> None:
        """Add a document; `own` is what this operation says of it, in XML."""
        self._parts.append(payload)
        href = content_id(self._name, self._parts.count)
        community = _identifiers(request.home_community_id, request.repository_unique_id)
        self._texts.append(
            f"<{self._document}>{community}{own}"
            f"<ihe:mimeType>{self._media_type}</ihe:mimeType>"
            f'<ihe:Document><xop:Include href="cid:{href}"/></ihe:Document></{self._document}>'
        )
        if len(self._texts) == BUNDLE:
            self._put_aside()

    def refuse(self, request: DocumentRequest, refusal: Refusal) -> None:
        """Add a registry error."""
        self._refused.append(Refused(request, refusal))

    def answer(self, namespace: str, statement: Statement) -> Answer:
        """Return all of it; the namespace is that of RegistryResponse."""
        self._put_aside()
        _add_registry_response(
            self._element, namespace, statement, self._parts.count, self._refused
        )
        begin, closing, name = etree.tostring(self._element).rpartition(b"</")
        response = [self._spool.keep(begin), *self._ready, self._spool.keep(closing + name)]
        return Answer(response, self._media_type, self._name, self._parts)

    def _put_aside(self) -> None:
        self._ready.append(self._spool.keep("".join(self._texts).encode()))
        self._texts.clear()


def _add_registry_response(
    response: etree._Element,
    namespace: str,
    statement: Statement,
    delivered: int,
    refused: Sequence[Refused],
) -> None:
    """Append the RegistryResponse, whose namespace differs between the two operations.

    Each refused document gets one RegistryError with its SOP Instance UID as location
    (ITI TF-2 3.43.5).
    """
    status = status_of(delivered, len(refused))
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


@lru_cache(4)
def _identifiers(home_community_id: str | None, repository_unique_id: str) -> str:
    """Return HomeCommunityId, if the request had one, and RepositoryUniqueId, both as sent.

    These are the same for most documents of a request.
    """
    repository = in_xml("ihe:RepositoryUniqueId", repository_unique_id)
    if home_community_id is None:
        return repository
    return in_xml("ihe:HomeCommunityId", home_community_id) + repository
