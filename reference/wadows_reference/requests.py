"""The two requests as data, read from elements that their schema has passed."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from wadows_reference.xml import elements, qname
from wadows_spec.constants import IHERAD, WADO, XDSB


@dataclass(frozen=True)
class Identity:
    """What names a document: its Study, Series and SOP Instance UID, freed of white space."""

    study: str
    series: str
    sop: str


@dataclass(frozen=True)
class DocumentRequest:
    """One document asked for; the texts are as sent, to be echoed.

    `parameters` are the elements of a rendered request in the order of its schema
    (without the identifiers and lists), `content_types` its ContentTypeList.
    """

    identity: Identity
    home_community_id: str | None
    repository_unique_id: str
    document_unique_id: str
    parameters: tuple[tuple[str, str], ...] = ()
    content_types: tuple[str, ...] = ()

    def parameter(self, name: str) -> str | None:
        """Return the text of a parameter, None if the request has it not."""
        return dict(self.parameters).get(name)


#: Parameters of a rendered request in the order in which the response echoes them.
PARAMETERS = (
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


def retrieve_documents(request: etree._Element) -> tuple[DocumentRequest, ...]:
    """Return the documents of a RAD-69 request: each study, series and instance once."""
    distinct: dict[Identity, DocumentRequest] = {}
    for identity, node in _documents(request, IHERAD, qname(XDSB, "DocumentRequest")):
        distinct.setdefault(identity, _document(identity, node))
    return tuple(distinct.values())


def transfer_syntaxes(request: etree._Element) -> tuple[str, ...]:
    """Return the transfer syntax UIDs that a RAD-69 request allows."""
    listed = request.iterfind(f"{qname(IHERAD, 'TransferSyntaxUIDList')}/*")
    return tuple((node.text or "").strip() for node in listed)


def rendered_documents(request: etree._Element) -> tuple[DocumentRequest, ...]:
    """Return the renderings asked for: what differs in a parameter is asked for twice."""
    found = [
        _document(identity, node)
        for identity, node in _documents(request, WADO, qname(WADO, "RenderedDocumentRequest"))
    ]
    return tuple(dict.fromkeys(found))


def _documents(
    request: etree._Element, namespace: str, tag: str
) -> Iterator[tuple[Identity, etree._Element]]:
    for study in request.iterfind(qname(namespace, "StudyRequest")):
        for series in study.iterfind(qname(namespace, "SeriesRequest")):
            for node in series.iterfind(tag):
                sop = node.findtext(qname(XDSB, "DocumentUniqueId")) or ""
                yield (
                    Identity(
                        study.get("studyInstanceUID", "").strip(),
                        series.get("seriesInstanceUID", "").strip(),
                        sop.strip(),
                    ),
                    node,
                )


def _document(identity: Identity, node: etree._Element) -> DocumentRequest:
    texts = {
        etree.QName(child).localname: child.text or ""
        for child in elements(node)
        if etree.QName(child).namespace in (WADO, XDSB)
    }
    types = node.iterfind(f"{qname(WADO, 'ContentTypeList')}/*")
    return DocumentRequest(
        identity=identity,
        home_community_id=texts.get("HomeCommunityId"),
        repository_unique_id=texts.get("RepositoryUniqueId", ""),
        document_unique_id=texts.get("DocumentUniqueId", ""),
        parameters=tuple((name, texts[name]) for name in PARAMETERS if name in texts),
        content_types=tuple(child.text or "" for child in types),
    )
