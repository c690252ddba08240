"""Colours of a frame as red, green and blue of 8 bits."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydicom import Dataset
from pydicom.pixels.processing import apply_color_lut
from pydicom.uid import UID

Levels = NDArray[np.uint8]

_SHOWN: Final = ("RGB", "YBR_FULL", "YBR_FULL_422")
#: What a JPEG 2000 decoder has turned into RGB; not to be found without one.
_OF_JPEG_2000: Final = ("YBR_ICT", "YBR_RCT")


def is_colour(dataset: Dataset) -> bool:
    """Tell whether a data set's frames are of colours, and so no window is for them."""
    return (
        int(dataset.get("SamplesPerPixel", 1)) > 1
        or dataset.get("PhotometricInterpretation") == "PALETTE COLOR"
    )


def colour_levels(pixels: NDArray[Any], dataset: Dataset) -> Levels:
    """Return red, green and blue of a decoded frame; its YBR has become RGB already.

    Of more than 8 bits the highest 8 are kept.
    Raises `ValueError` for other colours (C.7.6.3.1.2), all of them retired or of video.
    """
    if int(dataset.get("SamplesPerPixel", 1)) == 1:
        return _of_palette(pixels, dataset)
    coded = UID(dataset.file_meta.TransferSyntaxUID).is_compressed
    name = str(dataset.PhotometricInterpretation)
    if name not in _SHOWN and not (coded and name in _OF_JPEG_2000):
        raise ValueError(f"colours given as {name} are not shown here")
    return _highest(pixels, int(dataset.BitsStored))


def _of_palette(pixels: NDArray[Any], dataset: Dataset) -> Levels:
    """Look the colours up (C.7.9): the palette once, then each pixel."""
    unsigned = np.dtype(f"u{pixels.itemsize}")
    words = pixels.astype(pixels.dtype.newbyteorder("="), copy=False).view(unsigned)
    used = np.arange(int(words.max()) + 1, dtype=unsigned)
    palette = apply_color_lut(used.reshape(1, -1), dataset)[0]
    return _highest(palette, 8 * palette.itemsize).take(words, axis=0)


def _highest(samples: NDArray[Any], bits: int) -> Levels:
    return (samples >> (bits - 8) if bits > 8 else samples).astype(np.uint8, copy=False)
