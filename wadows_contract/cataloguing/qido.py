"""The documents of a study, as a DICOMweb origin server lists them (PS3.18 section 10.6)."""

from typing import Any, Final

import requests
from pydicom import Dataset

from wadows_contract.cataloguing.facts import Facts
from wadows_contract.consumer.credentials import Credentials
from wadows_contract.dicomweb import JSON, Misunderstood, advice, data_sets, refusal, speak, visit
from wadows_spec.errors import ConfigurationError

_NOTHING: Final = Credentials()
#: Asked for beside what a server returns by itself; one that does not know them leaves them out.
_WANTED: Final = (
    "NumberOfFrames", "Rows", "Columns", "BitsAllocated", "PhotometricInterpretation",
    "SamplesPerPixel", "AvailableTransferSyntaxUID",
)  # fmt: skip
_AT_ONCE: Final = 500
#: So many studies are listed for a person to choose from.
_LISTED: Final = 10


def documents_of(service: str, study: str, given: Credentials = _NOTHING) -> list[Facts]:
    """Return the documents of a study, by identity alone; without its UID, of the only study.

    Raises `UnreachableError` if the server does not answer, and `ConfigurationError` if what it
    answers is not to be used, or if there are several studies to choose from.
    """
    try:
        with visit(given) as session:
            session.headers["Accept"] = JSON
            found = _all(session, service, study or _only_study(session, service))
    except ConfigurationError as error:
        raise ConfigurationError(given.withheld_text(str(error)), error.hint) from error
    return found


def _all(session: requests.Session, service: str, study: str) -> list[Facts]:
    found: dict[str, Facts] = {}
    while True:
        page = _search(
            session,
            f"{service}/studies/{study}/instances",
            limit=_AT_ONCE,
            offset=len(found),
            includefield=",".join(_WANTED),
        )
        before = len(found)
        new = [facts for each in page if (facts := _facts(each, study)) is not None]
        found |= {facts.instance: facts for facts in new}
        # A server that knows no offset gives the same again.
        if len(page) < _AT_ONCE or len(found) == before:
            break
    if not found:
        raise ConfigurationError(
            f"{service} has no documents in the study {study}",
            "Check the UID, or leave --study out to see which studies there are.",
        )
    return list(found.values())


def _only_study(session: requests.Session, service: str) -> str:
    studies = [
        str(each.get("StudyInstanceUID", ""))
        for each in _search(session, f"{service}/studies", limit=_LISTED + 1)
    ]
    if not studies:
        raise ConfigurationError(f"{service} has no studies", "Give another DICOMweb service.")
    if len(studies) > 1:
        more = " and more" if len(studies) > _LISTED else ""
        raise ConfigurationError(
            f"{service} has several studies: {', '.join(studies[:_LISTED])}{more}",
            "Choose one with --study UID.",
        )
    return studies[0]


def _search(session: requests.Session, url: str, **parameters: Any) -> list[Dataset]:
    answer = speak(session, "GET", url, params=parameters)
    if answer.status == requests.codes.no_content:
        return []
    if answer.status != requests.codes.ok:
        raise ConfigurationError(f"{url} cannot be searched: {refusal(answer)}", advice(answer))
    try:
        return data_sets(answer)
    except Misunderstood as reason:
        raise ConfigurationError(
            f"{url} answered with {reason} where {JSON} belongs",
            "Give the address of its DICOMweb service, such as http://archive.example/dicom-web.",
        ) from reason


def _facts(told: Dataset, study: str) -> Facts | None:
    """Return what is known of a document; None if what names it is not among it."""
    series, instance, sop_class = (
        str(told.get(keyword) or "")
        for keyword in ("SeriesInstanceUID", "SOPInstanceUID", "SOPClassUID")
    )
    if not (series and instance and sop_class):
        return None
    syntaxes: Any = told.get("AvailableTransferSyntaxUID") or ""
    # Of several nobody can tell which one it is stored in.
    syntax = syntaxes if isinstance(syntaxes, str) else ""
    found = Facts(study, series, instance, sop_class, str(syntax), attributes=told)
    return None if found.wrong_uid else found
