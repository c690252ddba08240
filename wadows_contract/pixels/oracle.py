"""The expected image, in plain steps that follow PS3.3.

Written apart from the reference, so that a bug of one does not hide in the other.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydicom import Dataset, dcmread

from wadows_contract.pixels.decoders import stored_values

Grey = NDArray[np.float64]


@dataclass(frozen=True)
class Window:
    """A window in units of the modality (PS3.3 C.11.2.1.2); `width` is at least 1."""

    center: float
    width: float


def frame(path: Path, number: int) -> tuple[Dataset, NDArray[np.generic]]:
    """Return a document's attributes and the stored values of one frame, counted from 1.

    Shape (rows, columns), or (rows, columns, 3) for colour, which comes as RGB.
    Raises what pydicom raises if the pixel data cannot be decoded.
    """
    attributes = dcmread(path, stop_before_pixels=True)
    multiple = int(attributes.get("NumberOfFrames") or 1) > 1
    syntax = attributes.file_meta.TransferSyntaxUID
    return attributes, stored_values(path, syntax, number - 1 if multiple else None)


def windowed(attributes: Dataset, stored: NDArray[np.generic], window: Window) -> Grey:
    """Return grey levels 0 to 255 of stored values seen through a window.

    PS3.3 C.11.1.1.2: the modality values are stored values times slope plus intercept.
    PS3.3 C.11.2.1.2.1: a linear ramp from centre - 0.5 - (width - 1) / 2 on, width - 1 wide.
    MONOCHROME1 shows its lowest values white (PS3.3 C.7.6.3.1.2).
    """
    slope = float(attributes.get("RescaleSlope") or 1)
    intercept = float(attributes.get("RescaleIntercept") or 0)
    modality = stored.astype(np.float64) * slope + intercept
    if window.width == 1:
        level = np.where(modality <= window.center - 0.5, 0.0, 1.0)
    else:
        level = (modality - (window.center - 0.5)) / (window.width - 1) + 0.5
    grey = np.clip(level, 0, 1) * 255
    return 255 - grey if attributes.PhotometricInterpretation == "MONOCHROME1" else grey
