"""An honest answer that was never sent: a document as stored, or an image of it as it should be.

What the suite itself would find wrong with such an answer is no mistake of any endpoint.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from wadows_contract.consumer.requests import Wanted, rendered_request, retrieve_request
from wadows_contract.consumer.typed import message
from wadows_contract.exchange import BodyStore, Exchange, Headers, Request, Response
from wadows_contract.judge.finding import Case, Finding
from wadows_contract.judge.sweep import sweep
from wadows_spec.catalogue import Catalogue, CatalogueDocument
from wadows_spec.constants import STATUS_SUCCESS
from wadows_spec.documents.identity import HOME_COMMUNITY_ID, REPOSITORY_UNIQUE_ID
from wadows_spec.statement import Statement, load_statement

_URL = "http://localhost/"
_EDGE = "wadows_honest"
_TYPE = (
    f'multipart/related; boundary="{_EDGE}"; type="application/xop+xml"; '
    'start="<root@honest>"; start-info="application/soap+xml"'
)
_RETRIEVED = """
<x:RetrieveDocumentSetResponse
    xmlns:r="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"><r:RegistryResponse status="{status}"/>
<x:DocumentResponse><x:RepositoryUniqueId>{repository}</x:RepositoryUniqueId>
<x:DocumentUniqueId>{instance}</x:DocumentUniqueId><x:mimeType>application/dicom</x:mimeType>
{document}</x:DocumentResponse></x:RetrieveDocumentSetResponse>"""
_RENDERED = """
<w:RetrieveRenderedImagingDocumentSetResponse><w:RegistryResponse status="{status}"/>
<w:RenderedDocumentResponse><x:RepositoryUniqueId>{repository}</x:RepositoryUniqueId>
<w:SourceDocumentUniqueId>{instance}</w:SourceDocumentUniqueId>{echoed}
<x:mimeType>image/jpeg</x:mimeType>
{document}</w:RenderedDocumentResponse></w:RetrieveRenderedImagingDocumentSetResponse>"""
_ENVELOPE = (
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"'
    ' xmlns:x="urn:ihe:iti:xds-b:2007" xmlns:w="urn:dicom:wado:ws:2011"><s:Body>{body}'
    "</s:Body></s:Envelope>"
)
_DOCUMENT = (
    '<x:Document><i:Include xmlns:i="http://www.w3.org/2004/08/xop/include"'
    ' href="cid:document@honest"/></x:Document>'
)


@dataclass(frozen=True)
class Honest:
    """What an honest endpoint would answer about one document of a folder."""

    document: CatalogueDocument
    folder: Path
    store: BodyStore

    def as_stored(self) -> list[Finding]:
        """Return what the suite finds of the document, byte for byte as it is stored."""
        request = retrieve_request([self._wanted({})], [self.document.transfer_syntax_uid])
        path = self.folder / self.document.file
        return self._judged("retrieve", request, _RETRIEVED, path, {})

    def rendered(self, image: bytes, parameters: Mapping[str, str]) -> list[Finding]:
        """Return what the suite finds of an image, for a request with some parameters."""
        request = rendered_request([self._wanted(parameters)], {})
        path = self.store.save((image,), "image").path
        return self._judged("rendered", request, _RENDERED, path, parameters)

    def _wanted(self, parameters: Mapping[str, str]) -> Wanted:
        known = self.document
        return Wanted(
            known.role,
            known.study_instance_uid,
            known.series_instance_uid,
            known.sop_instance_uid,
            REPOSITORY_UNIQUE_ID,
            parameters=parameters,
        )

    def _judged(
        self,
        operation: str,
        request: dict[str, object],
        body: str,
        path: Path,
        echoed: Mapping[str, str],
    ) -> list[Finding]:
        headers, content = message(_URL, operation, "", request)
        told = "".join(f"<w:{name}>{value}</w:{name}>" for name, value in echoed.items())
        envelope = _ENVELOPE.format(
            body=body.format(
                status=STATUS_SUCCESS,
                repository=REPOSITORY_UNIQUE_ID,
                instance=self.document.sop_instance_uid,
                document=_DOCUMENT,
                echoed=told,
            )
        )
        asked = self.store.save((content,), "request")
        answer = self.store.save(_parts(envelope, path), "answer")
        exchange = Exchange(
            "honest",
            "honest",
            Request(_URL, Headers(headers), asked),
            Response(200, "OK", Headers((("Content-Type", _TYPE),)), answer),
        )
        catalogue = Catalogue(
            REPOSITORY_UNIQUE_ID,
            HOME_COMMUNITY_ID,
            {self.document.role: self.document},
            self.folder,
        )
        return sweep(Case(exchange, self._statement, catalogue))

    @cached_property
    def _statement(self) -> Statement:
        return load_statement("dcm4chee-arc")


def _parts(envelope: str, document: Path) -> Iterator[bytes]:
    yield (
        f'--{_EDGE}\r\nContent-Type: application/xop+xml; type="application/soap+xml"\r\n'
        "Content-Transfer-Encoding: binary\r\nContent-ID: <root@honest>\r\n\r\n"
        f"{envelope}\r\n--{_EDGE}\r\nContent-Type: application/octet-stream\r\n"
        "Content-Transfer-Encoding: binary\r\nContent-ID: <document@honest>\r\n\r\n"
    ).encode()
    yield document.read_bytes()
    yield f"\r\n--{_EDGE}--\r\n".encode()
