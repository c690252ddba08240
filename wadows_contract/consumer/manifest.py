"""An imaging manifest, as a consumer reads it before it asks for documents."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from pydicom import dcmread


@dataclass(frozen=True)
class Reference:
    """A document that a manifest names; `repository`, `sop_class` are empty if it has none."""

    study: str
    series: str
    instance: str
    repository: str
    sop_class: str = ""


def references(manifest: bytes) -> Iterator[Reference]:
    """Yield what the evidence of a Key Object Selection, a Part 10 file, refers to.

    Retrieve Location UID is what IHE calls RepositoryUniqueId.
    Raises what pydicom raises if it cannot be read.
    """
    dataset = dcmread(BytesIO(manifest), stop_before_pixels=True)
    for study in dataset.get("CurrentRequestedProcedureEvidenceSequence", ()):
        for series in study.get("ReferencedSeriesSequence", ()):
            for instance in series.get("ReferencedSOPSequence", ()):
                yield Reference(
                    str(study.StudyInstanceUID),
                    str(series.SeriesInstanceUID),
                    str(instance.ReferencedSOPInstanceUID),
                    str(series.get("RetrieveLocationUID", "")),
                    str(instance.get("ReferencedSOPClassUID", "")),
                )
