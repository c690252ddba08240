"""What a request asked for, read from its own bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter

from lxml import etree

from wadows_contract.wire.grouping import grouped
from wadows_contract.wire.xml import elements, text_of
from wadows_spec.constants import IHERAD, WADO, XDSB

RETRIEVE_REQUEST = f"{{{IHERAD}}}RetrieveImagingDocumentSetRequest"
RENDERED_REQUEST = f"{{{WADO}}}RetrieveRenderedImagingDocumentSetRequest"
_OPERATIONS = {RETRIEVE_REQUEST: "retrieve", RENDERED_REQUEST: "rendered"}
_IDENTITY = {"HomeCommunityId", "RepositoryUniqueId", "DocumentUniqueId"}


@dataclass(frozen=True)
class AskedDocument:
    """A DocumentRequest or RenderedDocumentRequest with the study and series it stands in."""

    study: str
    series: str
    document: str
    repository: str
    home: str | None
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """What was asked for; `operation` is `retrieve`, `rendered` or empty for neither."""

    operation: str = ""
    action: str = ""
    message_id: str = ""
    documents: tuple[AskedDocument, ...] = ()
    transfer_syntaxes: tuple[str, ...] = ()

    @cached_property
    def by_document(self) -> Mapping[str, Sequence[AskedDocument]]:
        """The documents by DocumentUniqueId, in the order in which they were asked for."""
        return grouped(self.documents, attrgetter("document"))


def read_asked(body: etree._Element, action: str, message_id: str) -> Asked:
    """Read the body element of a request of either operation."""
    return Asked(
        operation=_OPERATIONS.get(str(body.tag), ""),
        action=action,
        message_id=message_id,
        documents=tuple(
            _document(study, series, document)
            for study in elements(body)
            if etree.QName(study).localname == "StudyRequest"
            for series in elements(study)
            for document in elements(series)
        ),
        transfer_syntaxes=tuple(
            text_of(syntax) for syntax in body.iter(f"{{{IHERAD}}}TransferSyntaxUID")
        ),
    )


def _document(
    study: etree._Element, series: etree._Element, document: etree._Element
) -> AskedDocument:
    home = document.find(f"{{{XDSB}}}HomeCommunityId")
    return AskedDocument(
        study=study.get("studyInstanceUID", ""),
        series=series.get("seriesInstanceUID", ""),
        document=text_of(document.find(f"{{{XDSB}}}DocumentUniqueId")),
        repository=text_of(document.find(f"{{{XDSB}}}RepositoryUniqueId")),
        home=None if home is None else text_of(home),
        parameters={
            name: " ".join(map(text_of, elements(child))) or text_of(child)
            for child in elements(document)
            if (name := etree.QName(child).localname) not in _IDENTITY
        },
    )
