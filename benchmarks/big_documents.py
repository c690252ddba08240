"""Documents as large as wanted, the same bytes each time, written piece by piece."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryFile
from typing import Final

from pydicom import Dataset, dcmread, dcmwrite
from pydicom.dataset import FileMetaDataset

from wadows_spec.catalogue import CATALOGUE_FILE, Catalogue, CatalogueDocument
from wadows_spec.constants import EXPLICIT_VR_LE
from wadows_spec.documents.identity import IMPLEMENTATION_CLASS_UID, REPOSITORY_UNIQUE_ID, uid_of

_SECONDARY_CAPTURE: Final = "1.2.840.10008.5.1.4.1.1.7.3"  # Multi-frame Grayscale Word
_PIECE: Final = 1 << 20


@dataclass(frozen=True)
class Shape:
    """A series of `documents` images with 16 bits a pixel, each of `frames` square frames."""

    documents: int
    frames: int
    side: int

    @property
    def pixel_bytes(self) -> int:
        """Size of one document's pixel data in bytes."""
        return self.frames * self.side * self.side * 2


def write_series(shape: Shape, folder: Path) -> Catalogue:
    """Write a series of documents and their catalogue into a new folder."""
    folder.mkdir(parents=True)
    roles = [f"document-{number:03}" for number in range(1, shape.documents + 1)]
    roles[0] = "signed"  # a role that the features speak of
    documents = {role: _write(role, number, shape, folder) for number, role in enumerate(roles, 1)}
    catalogue = Catalogue(REPOSITORY_UNIQUE_ID, f"urn:oid:{uid_of('benchmark')}", documents, folder)
    catalogue.dump(folder / CATALOGUE_FILE)
    return catalogue


def _write(role: str, number: int, shape: Shape, folder: Path) -> CatalogueDocument:
    path = folder / f"{role}.dcm"
    with TemporaryFile(dir=folder) as pixels:
        for piece in _pieces(shape.pixel_bytes, number):
            pixels.write(piece)
        pixels.seek(0)
        dataset = _dataset(number, shape)
        dataset.add_new("PixelData", "OW", pixels)  # pydicom copies it in pieces
        dcmwrite(path, dataset, enforce_file_format=True)
    return _described(role, path)


def _pieces(size: int, seed: int) -> Iterator[bytes]:
    """Yield `size` bytes that no compression makes smaller; the seed decides which."""
    random = Random(seed)  # noqa: S311
    for start in range(0, size, _PIECE):
        yield random.randbytes(min(_PIECE, size - start))


def _dataset(number: int, shape: Shape) -> Dataset:
    dataset = Dataset()
    dataset.SOPClassUID = _SECONDARY_CAPTURE
    dataset.SOPInstanceUID = uid_of(f"benchmark/{shape.documents}/{number}")
    dataset.StudyInstanceUID = uid_of("benchmark/study")
    dataset.SeriesInstanceUID = uid_of(f"benchmark/series/{shape.documents}")
    dataset.PatientName, dataset.PatientID = "Testperson^Large Invented", "WADOWS-BENCH"
    dataset.Modality, dataset.ConversionType = "OT", "SYN"
    dataset.InstanceNumber, dataset.NumberOfFrames = number, shape.frames
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
    dataset.Rows = dataset.Columns = shape.side
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = 16, 16, 15
    dataset.PixelRepresentation = 0
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = EXPLICIT_VR_LE
    dataset.file_meta.ImplementationClassUID = IMPLEMENTATION_CLASS_UID
    return dataset


def _described(role: str, path: Path) -> CatalogueDocument:
    dataset = dcmread(path, stop_before_pixels=True)
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256")
    return CatalogueDocument(
        role=role,
        file=path.name,
        study_instance_uid=str(dataset.StudyInstanceUID),
        series_instance_uid=str(dataset.SeriesInstanceUID),
        sop_instance_uid=str(dataset.SOPInstanceUID),
        sop_class_uid=str(dataset.SOPClassUID),
        transfer_syntax_uid=str(dataset.file_meta.TransferSyntaxUID),
        sha256=digest.hexdigest(),
        size=path.stat().st_size,
        frames=int(dataset.NumberOfFrames),
        rows=int(dataset.Rows),
        columns=int(dataset.Columns),
        note="Large, and otherwise of no interest",
    )
