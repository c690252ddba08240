"""Documents to be rendered: CT images of 512 x 512 values of 16 bits, each another one."""

from pathlib import Path
from typing import Final

import numpy as np
from pydicom import Dataset, dcmwrite
from pydicom.dataset import FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian

from wadows_spec.documents.identity import uid_of

_SIDE: Final = 512


def plane(number: int) -> bytes:
    """Return the pixels of an image: something soft with noise upon it, as HU + 1024."""
    row, column = np.mgrid[:_SIDE, :_SIDE]
    soft = 200 * np.sin((column + 7 * number) / 40) + 200 * np.cos(row / 30) + 1064
    noise = np.random.default_rng(number).normal(0, 12, (_SIDE, _SIDE))
    return np.clip(soft + noise, 0, 4095).astype("<u2").tobytes()


def write(
    path: Path, name: str, pixels: bytes, frames: int = 1, side: int = _SIDE
) -> tuple[str, str, str]:
    """Write a CT of square frames and return its study, series and instance."""
    dataset = Dataset()
    dataset.SOPClassUID = CTImageStorage
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = uid_of("rendering"), uid_of("rendering/1")
    dataset.SOPInstanceUID = uid_of(f"rendering/{name}")
    dataset.PatientName, dataset.PatientID = "Testperson^Many Invented", "WADOWS-BENCH"
    dataset.Modality, dataset.NumberOfFrames = "CT", frames
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
    dataset.Rows = dataset.Columns = side
    dataset.BitsAllocated = dataset.BitsStored = 16
    dataset.HighBit, dataset.PixelRepresentation = 15, 0
    dataset.RescaleIntercept, dataset.RescaleSlope = "-1024", "1"
    dataset.add_new("PixelData", "OW", pixels)
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dcmwrite(path, dataset, enforce_file_format=True)
    return dataset.StudyInstanceUID, dataset.SeriesInstanceUID, dataset.SOPInstanceUID
