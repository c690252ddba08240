"""Malformed requests by the names that the features give them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import uuid4
from xml.sax.saxutils import escape

from wadows_contract.consumer.mtom import pack
from wadows_spec.catalogue import Catalogue
from wadows_spec.constants import (
    EXPLICIT_VR_LE,
    IHERAD,
    RETRIEVE_ACTION,
    SOAP12,
    WSA,
    WSA_ANONYMOUS,
    XDSB,
)


class Target(Protocol):
    """What a request is made for."""

    @property
    def url(self) -> str:
        """The endpoint's URL."""

    @property
    def catalogue(self) -> Catalogue:
        """The documents that it holds."""


@dataclass(frozen=True)
class RawRequest:
    """Headers and body, sent as they are."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    method: str = "POST"


def _envelope(
    target: Target, namespace: str = SOAP12, extra: str = "", body: str | None = None
) -> bytes:
    """Return a right RAD-69 envelope but for what the arguments change."""
    document = next(iter(target.catalogue.documents.values()))
    repository = target.catalogue.repository_unique_id
    request = f"""<r:RetrieveImagingDocumentSetRequest xmlns:r="{IHERAD}" xmlns:x="{XDSB}">
  <r:StudyRequest studyInstanceUID="{document.study_instance_uid}">
    <r:SeriesRequest seriesInstanceUID="{document.series_instance_uid}">
      <x:DocumentRequest>
        <x:RepositoryUniqueId>{escape(repository)}</x:RepositoryUniqueId>
        <x:DocumentUniqueId>{document.sop_instance_uid}</x:DocumentUniqueId>
      </x:DocumentRequest>
    </r:SeriesRequest>
  </r:StudyRequest>
  <r:TransferSyntaxUIDList>
    <r:TransferSyntaxUID>{EXPLICIT_VR_LE}</r:TransferSyntaxUID>
  </r:TransferSyntaxUIDList>
</r:RetrieveImagingDocumentSetRequest>"""
    content = f"<s:Body>{request}</s:Body>" if body is None else body
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<s:Envelope xmlns:s="{namespace}" xmlns:a="{WSA}">
  <s:Header>
    <a:Action s:mustUnderstand="true">{RETRIEVE_ACTION}</a:Action>
    <a:MessageID>urn:uuid:{uuid4()}</a:MessageID>
    <a:To>{escape(target.url)}</a:To>
    <a:ReplyTo><a:Address>{WSA_ANONYMOUS}</a:Address></a:ReplyTo>{extra}
  </s:Header>
  {content}
</s:Envelope>""".encode()


def _mtom(envelope: bytes) -> RawRequest:
    return RawRequest(*pack(envelope, RETRIEVE_ACTION))


_UNKNOWN_HEADER: Final = (
    '<u:Toll xmlns:u="urn:example:wadows-contract:unknown" s:mustUnderstand="true">1</u:Toll>'
)

HOSTILE_REQUESTS: Final[Mapping[str, Callable[[Target], RawRequest]]] = {
    "an envelope that is not well-formed": lambda target: _mtom(_envelope(target)[:-12]),
    "an envelope without a Body": lambda target: _mtom(_envelope(target, body="")),
    "an envelope of an unknown namespace": lambda target: _mtom(
        _envelope(target, namespace="urn:example:wadows-contract:envelope")
    ),
    "a header that nobody knows and that must be understood": lambda target: _mtom(
        _envelope(target, extra=_UNKNOWN_HEADER)
    ),
    "a Body that names no known operation": lambda target: _mtom(
        _envelope(target, body='<s:Body><u:Pay xmlns:u="urn:example:wadows-contract:op"/></s:Body>')
    ),
}
