"""Asking the application in process, and reading its answers without any code of the project."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from lxml import etree
from werkzeug.test import Client

from wadows_spec.catalogue import CatalogueDocument

URL = "/dcm4chee-arc/xdsi/ImagingDocumentSource"
NS = {
    "s": "http://www.w3.org/2003/05/soap-envelope",
    "a": "http://www.w3.org/2005/08/addressing",
    "rs": "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0",
    "i": "urn:ihe:iti:xds-b:2007",
    "w": "urn:dicom:wado:ws:2011",
    "x": "http://www.w3.org/2004/08/xop/include",
}
RETRIEVE = "urn:ihe:rad:2009:RetrieveImagingDocumentSet"
RENDERED = "urn:dicom:wado:ws:2011:RetrieveRenderedImagingDocumentSet"
MESSAGE_ID = "urn:uuid:4bd95a23-6f3e-4c3b-9b4a-1a4e0b3e7b11"
EXPLICIT = "1.2.840.10008.1.2.1"
IMPLICIT = "1.2.840.10008.1.2"
REPOSITORY = "1.3.6.1.4.1.21367.13.80.110"


@dataclass
class Answer:
    """A response as it came."""

    status: int
    headers: dict[str, str]
    body: bytes
    root: Any = None
    parts: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def all(self, path: str) -> list[Any]:
        """Return what an XPath with the prefixes of `NS` finds in the envelope."""
        found: list[Any] = self.root.xpath(path, namespaces=NS)
        return found

    def one(self, path: str) -> Any:
        """Return the only thing that an XPath finds."""
        (found,) = self.all(path)
        return found

    @property
    def registry_status(self) -> str:
        return str(self.one("//rs:RegistryResponse/@status | //w:RegistryResponse/@status"))

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Code and location of each registry error."""
        return [(e.get("errorCode"), e.get("location")) for e in self.all("//rs:RegistryError")]

    @property
    def documents(self) -> list[bytes]:
        """Content of each document, in the order of the responses."""
        hrefs = self.all("//i:Document/x:Include/@href")
        return [self.parts[unquote(href.removeprefix("cid:"))][1] for href in hrefs]

    @property
    def fault(self) -> tuple[str, ...]:
        """Code and subcodes of a fault, without their prefixes."""
        return tuple(value.rpartition(":")[2] for value in self.all("//s:Fault//s:Value/text()"))


def read(status: int, headers: dict[str, str], body: bytes) -> Answer:
    answer = Answer(status, headers, body)
    kind = headers.get("Content-Type", "")
    if kind.startswith("multipart/related"):
        boundary = re.search(r'boundary="([^"]+)"', kind)
        start = re.search(r'start="<([^>]+)>"', kind)
        assert boundary
        assert start
        first, *pieces, last = (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode())
        assert (b"", b"--\r\n") == (first, last)
        for piece in pieces:
            head, _, content = piece.partition(b"\r\n\r\n")
            fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
            assert fields["Content-Transfer-Encoding"] == "binary"
            answer.parts[fields["Content-ID"][1:-1]] = (fields["Content-Type"], content)
        answer.root = etree.fromstring(answer.parts[start[1]][1])
    elif "xml" in kind:
        answer.root = etree.fromstring(body)
    return answer


def post(client: Client, content_type: str, body: bytes, **headers: str) -> Answer:
    response = client.post(URL, data=body, content_type=content_type, headers=headers)
    try:
        answer = read(response.status_code, dict(response.headers), response.get_data())
    finally:
        response.close()
    assert str(len(answer.body)) == answer.headers["Content-Length"]
    return answer


def ask(client: Client, action: str, content: str, **kwargs: Any) -> Answer:
    """Send a request of an operation as MTOM."""
    return post(client, *mtom(envelope(action, content, **kwargs)))


def mtom(text: str | bytes, boundary: str = "edge", parameters: str = "") -> tuple[str, bytes]:
    """Return Content-Type and body of an MTOM message."""
    content = text.encode() if isinstance(text, str) else text
    kind = (
        f'multipart/related; type="application/xop+xml"; boundary="{boundary}"; '
        f'start="<root@test>"; start-info="application/soap+xml"{parameters}'
    )
    head = (
        f"--{boundary}\r\n"
        'Content-Type: application/xop+xml; charset=UTF-8; type="application/soap+xml"\r\n'
        "Content-Transfer-Encoding: binary\r\nContent-ID: <root@test>\r\n\r\n"
    )
    return kind, head.encode() + content + f"\r\n--{boundary}--\r\n".encode()


def header(name: str, text: str) -> str:
    return f"<a:{name} s:mustUnderstand='true'>{text}</a:{name}>"


def envelope(
    action: str, content: str, headers: str | None = None, more: str = "", soap: str = NS["s"]
) -> str:
    """Return an envelope; `headers` replaces Action, MessageID and To, `more` goes beside them."""
    if headers is None:
        headers = (
            header("Action", action) + header("MessageID", MESSAGE_ID) + header("To", "http://x/")
        )
    return (
        f'<s:Envelope xmlns:s="{soap}" xmlns:a="{NS["a"]}">'
        f"<s:Header>{headers}{more}</s:Header><s:Body>{content}</s:Body></s:Envelope>"
    )


Asked = tuple[str, str, str]


def identity(document: CatalogueDocument) -> Asked:
    return (document.study_instance_uid, document.series_instance_uid, document.sop_instance_uid)


def retrieve(*documents: Asked, syntaxes: tuple[str, ...] = (EXPLICIT,), home: str = "") -> str:
    """Return the body element of a RAD-69 request."""
    community = f"<i:HomeCommunityId>{home}</i:HomeCommunityId>" if home else ""
    studies = "".join(
        f'<r:StudyRequest studyInstanceUID="{study}"><r:SeriesRequest seriesInstanceUID="{series}">'
        f"<i:DocumentRequest>{community}<i:RepositoryUniqueId>{REPOSITORY}</i:RepositoryUniqueId>"
        f"<i:DocumentUniqueId>{sop}</i:DocumentUniqueId></i:DocumentRequest>"
        "</r:SeriesRequest></r:StudyRequest>"
        for study, series, sop in documents
    )
    listed = "".join(f"<r:TransferSyntaxUID>{uid}</r:TransferSyntaxUID>" for uid in syntaxes)
    return (
        '<r:RetrieveImagingDocumentSetRequest xmlns:r="urn:ihe:rad:xdsi-b:2009" '
        f'xmlns:i="{NS["i"]}">{studies}<r:TransferSyntaxUIDList>{listed}'
        "</r:TransferSyntaxUIDList></r:RetrieveImagingDocumentSetRequest>"
    )


ORDER = (
    "Annotation",
    "Rows",
    "Columns",
    "Region",
    "WindowWidth",
    "WindowCenter",
    "ImageQuality",
    "PresentationUID",
    "PresentationSeriesUID",
    "Anonymize",
    "FrameNumber",
)


def rendered(
    *documents: Asked,
    types: Any = ("image/jpeg",),
    home: Any = "",
    tail: Any = "",
    **parameters: str,
) -> str:
    """Return the body element of a rendered request; each document with the same parameters."""
    community = f"<i:HomeCommunityId>{home}</i:HomeCommunityId>" if home else ""
    given = "".join(
        f"<w:{name}>{parameters[name]}</w:{name}>" for name in ORDER if name in parameters
    )
    listed = "".join(f"<w:ContentType>{name}</w:ContentType>" for name in types)
    studies = "".join(
        f'<w:StudyRequest studyInstanceUID="{study}"><w:SeriesRequest seriesInstanceUID="{series}">'
        f"<w:RenderedDocumentRequest>{community}"
        f"<i:RepositoryUniqueId>{REPOSITORY}</i:RepositoryUniqueId>"
        f"<i:DocumentUniqueId>{sop}</i:DocumentUniqueId>{given}"
        f"<w:ContentTypeList>{listed}</w:ContentTypeList>{tail}</w:RenderedDocumentRequest>"
        "</w:SeriesRequest></w:StudyRequest>"
        for study, series, sop in documents
    )
    return (
        f'<w:RetrieveRenderedImagingDocumentSetRequest xmlns:w="{NS["w"]}" xmlns:i="{NS["i"]}">'
        f"{studies}</w:RetrieveRenderedImagingDocumentSetRequest>"
    )
