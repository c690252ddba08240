"""The bodies of requests, in the shape that zeep takes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Wanted:
    """A document to ask for: its identity, and HomeCommunityId where it is to be sent."""

    role: str
    study: str
    series: str
    instance: str
    repository: str
    home: str | None = None

    @property
    def identity(self) -> dict[str, str]:
        """The elements that every kind of document request begins with."""
        home = {"HomeCommunityId": self.home} if self.home is not None else {}
        return home | {
            "RepositoryUniqueId": self.repository,
            "DocumentUniqueId": self.instance,
        }


def retrieve_request(wanted: Sequence[Wanted], syntaxes: Iterable[str]) -> dict[str, Any]:
    """Return the body of a RAD-69 request."""
    return {
        "StudyRequest": _grouped(wanted, "DocumentRequest", {}),
        "TransferSyntaxUIDList": {"TransferSyntaxUID": list(syntaxes)},
    }


def rendered_request(wanted: Sequence[Wanted], parameters: Mapping[str, str]) -> dict[str, Any]:
    """Return the body of a rendered request; ContentTypeList is image/jpeg unless given."""
    values: dict[str, Any] = {"ContentTypeList": "image/jpeg", **parameters}
    values["ContentTypeList"] = {"ContentType": values["ContentTypeList"].split()}
    return {"StudyRequest": _grouped(wanted, "RenderedDocumentRequest", values)}


def _grouped(
    wanted: Sequence[Wanted], element: str, values: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Put documents under their series and series under their study, in the order given."""
    studies: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for document in wanted:
        series = studies.setdefault(document.study, {})
        series.setdefault(document.series, []).append(document.identity | dict(values))
    return [
        {
            "studyInstanceUID": study,
            "SeriesRequest": [
                {"seriesInstanceUID": uid, element: documents} for uid, documents in series.items()
            ],
        }
        for study, series in studies.items()
    ]
