"""The bodies of requests, in the shape that zeep takes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

_UNKNOWN: Final = etree.Element("{urn:example:wadows-contract}Remark")
UNKNOWN_TEXT: Final = "of no schema"
_UNKNOWN.text = UNKNOWN_TEXT
#: A parameter that is none: an element of another namespace, where zeep takes such.
UNKNOWN_ELEMENT: Final[Mapping[str, Any]] = {"_value_1": [_UNKNOWN]}


@dataclass(frozen=True)
class Wanted:
    """A document to ask for: its identity, and HomeCommunityId where it is to be sent.

    `parameters` are those of its own in a rendered request, by element.
    """

    role: str
    study: str
    series: str
    instance: str
    repository: str
    home: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)

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
        "StudyRequest": _grouped(wanted, "DocumentRequest", lambda _: {}),
        "TransferSyntaxUIDList": {"TransferSyntaxUID": list(syntaxes)},
    }


def rendered_request(wanted: Sequence[Wanted], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body of a rendered request; ContentTypeList is image/jpeg unless given.

    Each document has the parameters, by element, and in their place those of its own. A list of
    content types or character sets is a text with blanks between them, or a list.
    """

    def values(document: Wanted) -> Mapping[str, Any]:
        given = {"ContentTypeList": "image/jpeg", **parameters, **document.parameters}
        for element, entry in (("ContentTypeList", "ContentType"), ("CharsetList", "Charset")):
            listed = given.get(element)
            if listed is not None:
                given[element] = {entry: listed.split() if isinstance(listed, str) else listed}
        return given

    return {"StudyRequest": _grouped(wanted, "RenderedDocumentRequest", values)}


def _grouped(
    wanted: Sequence[Wanted], element: str, values: Callable[[Wanted], Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Put documents under their series and series under their study, in the order given."""
    studies: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for document in wanted:
        series = studies.setdefault(document.study, {})
        series.setdefault(document.series, []).append(document.identity | dict(values(document)))
    return [
        {
            "studyInstanceUID": study,
            "SeriesRequest": [
                {"seriesInstanceUID": uid, element: documents} for uid, documents in series.items()
            ],
        }
        for study, series in studies.items()
    ]
