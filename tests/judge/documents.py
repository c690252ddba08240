"""The documents of the judge's tests: small, made with pydicom, nobody's."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydicom import Dataset, dcmread
from pydicom.dataset import FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import UID, ExplicitVRLittleEndian, JPEGBaseline8Bit, RLELossless

from wadows_spec.catalogue import Catalogue, CatalogueDocument

CT, SC, SC_FRAMES, SC_COLOUR, SR = (
    f"1.2.840.10008.5.1.4.1.1.{last}" for last in ("2", "7", "7.2", "7.4", "88.11")
)
REPOSITORY, HOME = "1.9.1", "urn:oid:1.9.2"
STUDY, SERIES = "2.25.100", "2.25.101"
#: Stored values of the CT: a ramp from left to right, of 32 rows and 64 columns.
RAMP = np.tile(np.arange(64, dtype=np.int16) * 16, (32, 1))
#: Three frames, each with a bright bar in its own place.
FRAMES = np.zeros((3, 16, 24), np.uint8)
for _number in range(3):
    FRAMES[_number, :, 8 * _number : 8 * _number + 8] = 200
#: Red, green and blue from left to right.
COLOURS = np.repeat(np.eye(3, dtype=np.uint8) * 200, 8, axis=0)[np.newaxis].repeat(24, axis=0)
#: A photograph's stand-in: smooth, so that JPEG hardly changes it.
SMOOTH = np.add.outer(np.arange(32), np.arange(48)).astype(np.uint8) * 3


@dataclass(frozen=True)
class Document:
    """A document with its identity, as requests name it."""

    role: str
    instance: str
    sop_class: str
    syntax: str
    content: bytes
    frames: int
    rows: int
    columns: int

    def entry(self) -> CatalogueDocument:
        return CatalogueDocument(
            role=self.role,
            file=f"{self.role}.dcm",
            study_instance_uid=STUDY,
            series_instance_uid=SERIES,
            sop_instance_uid=self.instance,
            sop_class_uid=self.sop_class,
            transfer_syntax_uid=self.syntax,
            sha256=hashlib.sha256(self.content).hexdigest(),
            size=len(self.content),
            frames=self.frames,
            rows=self.rows,
            columns=self.columns,
            note="For tests.",
        )


def to_bytes(dataset: Dataset) -> bytes:
    file = io.BytesIO()
    dataset.save_as(file, enforce_file_format=True)
    return file.getvalue()


def edited(content: bytes, edit: Callable[[Dataset], object]) -> bytes:
    """Return a document after an edit by hand, in the transfer syntax that its meta now says."""
    dataset = dcmread(io.BytesIO(content))
    edit(dataset)
    syntax = dataset.file_meta.TransferSyntaxUID
    file = io.BytesIO()
    dataset.save_as(
        file, implicit_vr=syntax.is_implicit_VR, little_endian=True, enforce_file_format=True
    )
    return file.getvalue()


def _dataset(number: int, sop_class: str) -> Dataset:
    dataset = Dataset()
    dataset.SOPClassUID = UID(sop_class)
    dataset.SOPInstanceUID = f"2.25.20{number}"
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = STUDY, SERIES
    dataset.PatientName = "Testperson^Invented"
    dataset.Modality = "OT"
    dataset.SeriesDescription = "For tests"
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.file_meta.MediaStorageSOPClassUID = UID(sop_class)
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    return dataset


def _image(number: int, sop_class: str, stored: NDArray[np.integer], frames: int = 1) -> Dataset:
    dataset = _dataset(number, sop_class)
    colour = stored.shape[-1] == 3
    bits = stored.dtype.itemsize * 8
    dataset.SamplesPerPixel = 3 if colour else 1
    dataset.PhotometricInterpretation = "RGB" if colour else "MONOCHROME2"
    if colour:
        dataset.PlanarConfiguration = 0
    dataset.Rows, dataset.Columns = stored.shape[int(frames > 1) :][:2]
    if frames > 1:
        dataset.NumberOfFrames = frames
    dataset.BitsAllocated = dataset.BitsStored = bits
    dataset.HighBit = bits - 1
    dataset.PixelRepresentation = int(stored.dtype.kind == "i")
    dataset.PixelData = stored.tobytes()
    dataset["PixelData"].VR = "OW" if bits == 16 else "OB"
    return dataset


def _ct(number: int, **values: object) -> Dataset:
    dataset = _image(number, CT, RAMP)
    dataset.RescaleSlope, dataset.RescaleIntercept = "1", "-504"
    for keyword, value in values.items():
        setattr(dataset, keyword, value)
    return dataset


def _private(number: int) -> Dataset:
    dataset = _ct(number)
    block = dataset.private_block(0x0011, "WADOWS TESTS", create=True)
    block.add_new(1, "LO", "private text")
    block.add_new(2, "DS", "1.50")
    return dataset


def _nested(number: int) -> Dataset:
    """A private attribute in an item, which loses its VR in Implicit VR."""
    dataset, item = _ct(number), Dataset()
    item.private_block(0x0011, "WADOWS TESTS", create=True).add_new(1, "LO", "private text")
    dataset.ReferencedStudySequence = [item]
    return dataset


def _rle(number: int) -> Dataset:
    dataset = _ct(number)
    dataset.compress(RLELossless, generate_instance_uid=False)
    return dataset


def _jpeg(number: int) -> Dataset:
    dataset = _image(number, SC, SMOOTH)
    file = io.BytesIO()
    Image.fromarray(SMOOTH).save(file, "JPEG", quality=90)
    dataset.PixelData = encapsulate([file.getvalue()])
    dataset["PixelData"].VR = "OB"
    dataset.LossyImageCompression = "01"
    dataset.file_meta.TransferSyntaxUID = JPEGBaseline8Bit
    return dataset


def _report(number: int) -> Dataset:
    dataset = _dataset(number, SR)
    dataset.ValueType, dataset.ContinuityOfContent = "CONTAINER", "SEPARATE"
    return dataset


MADE = {
    "ct": _ct(1),
    "second": _ct(2),
    "inverse": _ct(3, PhotometricInterpretation="MONOCHROME1"),
    "frames": _image(4, SC_FRAMES, FRAMES, frames=3),
    "colour": _image(5, SC_COLOUR, COLOURS),
    "report": _report(6),
    "private": _private(7),
    "rle": _rle(8),
    "jpeg": _jpeg(9),
    "nested": _nested(10),
}


def _document(role: str, dataset: Dataset) -> Document:
    return Document(
        role,
        str(dataset.SOPInstanceUID),
        str(dataset.SOPClassUID),
        str(dataset.file_meta.TransferSyntaxUID),
        to_bytes(dataset),
        int(dataset.get("NumberOfFrames") or ("Rows" in dataset)),
        dataset.get("Rows", 0),
        dataset.get("Columns", 0),
    )


DOCUMENTS = {role: _document(role, dataset) for role, dataset in MADE.items()}


def write_catalogue(folder: Path) -> Catalogue:
    for document in DOCUMENTS.values():
        (folder / f"{document.role}.dcm").write_bytes(document.content)
    entries = {role: document.entry() for role, document in DOCUMENTS.items()}
    return Catalogue(REPOSITORY, HOME, entries, folder)
