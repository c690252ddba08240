"""The catalogue's entry for a document, read from its bytes."""

from hashlib import sha256
from io import BytesIO

from pydicom import dcmread

from wadows_spec.catalogue import CatalogueDocument


def describe(role: str, file: str, content: bytes, note: str = "") -> CatalogueDocument:
    """Return the catalogue entry of a Part 10 file.

    Frames, rows and columns are 0 for a document that has no pixels.
    Raises `pydicom.errors.InvalidDicomError` if the content is no Part 10 file,
    and `AttributeError` if it lacks one of the UIDs.
    """
    dataset = dcmread(BytesIO(content), stop_before_pixels=True)
    image = "Rows" in dataset
    return CatalogueDocument(
        role=role,
        file=file,
        study_instance_uid=str(dataset.StudyInstanceUID),
        series_instance_uid=str(dataset.SeriesInstanceUID),
        sop_instance_uid=str(dataset.SOPInstanceUID),
        sop_class_uid=str(dataset.SOPClassUID),
        transfer_syntax_uid=str(dataset.file_meta.TransferSyntaxUID),
        sha256=sha256(content).hexdigest(),
        size=len(content),
        frames=int(dataset.get("NumberOfFrames", 1)) if image else 0,
        rows=int(dataset.Rows) if image else 0,
        columns=int(dataset.Columns) if image else 0,
        note=note,
    )
