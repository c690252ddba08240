"""The imaging manifest: a Key Object Selection that refers to every other test document."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Final

from pydicom import Dataset, uid

from wadows_spec.catalogue import CatalogueDocument
from wadows_spec.documents import identity, modules
from wadows_spec.documents.describe import describe
from wadows_spec.documents.part10 import dataset_of, encode
from wadows_spec.documents.role import TestDocument, built

ROLE: Final = "manifest"


def _instance(entry: CatalogueDocument) -> Dataset:
    return dataset_of(
        {
            "ReferencedSOPClassUID": entry.sop_class_uid,
            "ReferencedSOPInstanceUID": entry.sop_instance_uid,
        }
    )


def _series(series_uid: str, entries: Iterable[CatalogueDocument]) -> Dataset:
    """Return where a series is and what it has: IHE calls Retrieve Location UID the repository."""
    return dataset_of(
        {
            "SeriesInstanceUID": series_uid,
            "RetrieveLocationUID": identity.REPOSITORY_UNIQUE_ID,
            "ReferencedSOPSequence": [_instance(entry) for entry in entries],
        }
    )


def _evidence(entries: Iterable[CatalogueDocument]) -> list[Dataset]:
    """Return all documents by study and series, each in order of its UID."""

    def study(entry: CatalogueDocument) -> str:
        return entry.study_instance_uid

    def series(entry: CatalogueDocument) -> str:
        return entry.series_instance_uid

    ordered = sorted(entries, key=lambda entry: (study(entry), series(entry)))
    return [
        dataset_of(
            {
                "StudyInstanceUID": study_uid,
                "ReferencedSeriesSequence": [
                    _series(series_uid, of_series)
                    for series_uid, of_series in groupby(of_study, key=series)
                ],
            }
        )
        for study_uid, of_study in groupby(ordered, key=study)
    ]


def _value_type(entry: CatalogueDocument, group: str) -> str:
    if entry.sop_class_uid == uid.TwelveLeadECGWaveformStorage:
        return "WAVEFORM"
    return "IMAGE" if group in ("image", "video") else "COMPOSITE"


def build(documents: Iterable[TestDocument]) -> bytes:
    """Return the Part 10 file of the manifest (TID 2010, document title Manifest).

    Real manifests are about one study; this one is about all of them.
    """
    entries = [
        (document.group, describe(document.role, document.file, built(document)))
        for document in documents
    ]
    content = [
        dataset_of(
            {
                "RelationshipType": "CONTAINS",
                "ValueType": _value_type(entry, group),
                "ReferencedSOPSequence": [_instance(entry)],
            }
        )
        for group, entry in entries
    ]
    dataset = dataset_of(
        modules.common(ROLE, uid.KeyObjectSelectionDocumentStorage, identity.MANIFEST),
        modules.dated(identity.MANIFEST),
        {
            "ReferencedPerformedProcedureStepSequence": [],
            "CurrentRequestedProcedureEvidenceSequence": _evidence(entry for _, entry in entries),
            "ValueType": "CONTAINER",
            "ContinuityOfContent": "SEPARATE",
            "ConceptNameCodeSequence": modules.coded("113030", "DCM", "Manifest"),
            "ContentTemplateSequence": [
                dataset_of({"MappingResource": "DCMR", "TemplateIdentifier": "2010"})
            ],
            "ContentSequence": content,
        },
    )
    return encode(dataset, uid.ExplicitVRLittleEndian)


def document(others: Callable[[], Iterable[TestDocument]]) -> TestDocument:
    """Return the manifest as a test document; `others` returns all that it refers to."""
    return TestDocument(
        ROLE,
        "structured-report",
        lambda: build(others()),
        "Key Object Selection that refers to every other document: what a consumer starts from.",
    )
