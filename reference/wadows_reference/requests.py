"""The two requests as data, read from elements that their schema has passed."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from lxml import etree

from wadows_reference.xml import qname
from wadows_spec.constants import IHERAD, WADO, XDSB


class Identity(NamedTuple):
    """What names a document: its Study, Series and SOP Instance UID, freed of white space."""

    study: str
    series: str
    sop: str


class DocumentRequest(NamedTuple):
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
_PARAMETER_TAGS: Final = [(name, qname(WADO, name)) for name in PARAMETERS]
_HOME: Final = qname(XDSB, "HomeCommunityId")
_REPOSITORY: Final = qname(XDSB, "RepositoryUniqueId")
_DOCUMENT: Final = qname(XDSB, "DocumentUniqueId")


def retrieve_documents(request: etree._Element) -> Iterator[DocumentRequest]:
    """Yield the documents of a RAD-69 request: each study, series and instance once."""
    seen: set[Identity] = set()
    for study, series, node in _documents(request, IHERAD, qname(XDSB, "DocumentRequest")):
        # By their order, which its schema has seen to: names cost as much as all the rest.
        *home, repository, document = [child.text or "" for child in node]
        identity = Identity(study, series, document.strip())
        if identity not in seen:
            seen.add(identity)
            yield DocumentRequest(identity, home[0] if home else None, repository, document)


def transfer_syntaxes(request: etree._Element) -> tuple[str, ...]:
    """Return the transfer syntax UIDs that a RAD-69 request allows."""
    listed = request.iterfind(f"{qname(IHERAD, 'TransferSyntaxUIDList')}/*")
    return tuple((node.text or "").strip() for node in listed)


def rendered_documents(request: etree._Element) -> tuple[DocumentRequest, ...]:
    """Return the renderings asked for: what differs in a parameter is asked for twice."""
    found: dict[DocumentRequest, None] = {}
    for study, series, node in _documents(request, WADO, qname(WADO, "RenderedDocumentRequest")):
        texts = _texts(node)
        types = node.iterfind(f"{qname(WADO, 'ContentTypeList')}/*")
        document = _document(study, series, texts)._replace(
            parameters=tuple((name, texts[tag]) for name, tag in _PARAMETER_TAGS if tag in texts),
            content_types=tuple(child.text or "" for child in types),
        )
        found.setdefault(document)
    return tuple(found)


def _documents(
    request: etree._Element, namespace: str, tag: str
) -> Iterator[tuple[str, str, etree._Element]]:
    """Yield the UIDs of study and series, and the element of each document."""
    for study in request.iterfind(qname(namespace, "StudyRequest")):
        study_uid = study.get("studyInstanceUID", "").strip()
        for series in study.iterfind(qname(namespace, "SeriesRequest")):
            series_uid = series.get("seriesInstanceUID", "").strip()
            for node in series.iterchildren(tag):
                yield study_uid, series_uid, node


def _texts(node: etree._Element) -> dict[str, str]:
    return {str(child.tag): child.text or "" for child in node}


def _document(study: str, series: str, texts: Mapping[str, str]) -> DocumentRequest:
    name = texts.get(_DOCUMENT, "")
    return DocumentRequest(
        Identity(study, series, name.strip()), texts.get(_HOME), texts.get(_REPOSITORY, ""), name
    )
