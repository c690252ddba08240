"""Grey levels of a frame: from stored values to 0 (black) to 255 (white).

The order is that of PS3.4 N.2: modality transformation, window or VOI LUT, polarity.
Of stored values of up to 16 bits all are worked out once, in a table, whatever the size of the
image; a pixel then costs one look into it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydicom import Dataset
from pydicom.multival import MultiValue

from wadows_reference.frame_attributes import first_number, of_frame
from wadows_reference.tables import read_table
from wadows_reference.windows import FUNCTIONS, WHITE, DocumentWindow, Grey

Levels = NDArray[np.uint8]
Flags = NDArray[np.bool_]

#: Angiography (on one plane or two, the latter retired) and fluoroscopy: for these a modality
#: transformation leads back to the intensity of the rays, and is not for display (C.8.7.1.1.2).
_X_RAY_RUNS: Final = (
    "1.2.840.10008.5.1.4.1.1.12.1",
    "1.2.840.10008.5.1.4.1.1.12.2",
    "1.2.840.10008.5.1.4.1.1.12.3",
)
_NOT_INTENSITY: Final = ("LOG", "DISP")


@dataclass(frozen=True)
class Window:
    """A window asked for, in values after the modality transformation."""

    center: float
    width: float


def grey_levels(
    pixels: NDArray[Any],
    dataset: Dataset,
    frame: int,
    window: Window | None,
    own: DocumentWindow = DocumentWindow.FIRST,
) -> Levels:
    """Return the grey levels of a decoded frame, which is counted from 1.

    `window` wins over all that the data set says, save the function of its windows.
    Else the first window of the data set counts, or the one that `own` says, else its first
    VOI LUT, else smallest to largest value of the frame, padding left out; those are black and
    white then.
    Padding (C.7.5.1.1.2) is background, which is black here.
    Raises `ValueError` for a window that its function cannot have.
    """
    pixels = pixels.astype(pixels.dtype.newbyteorder("="), copy=False)
    if pixels.dtype.kind not in "iu" or pixels.itemsize > 2:
        everything = np.ones(pixels.shape, dtype=np.bool_)
        return _levels(pixels.astype(np.float64), dataset, frame, window, own, lambda: everything)
    words = pixels.view(np.dtype(f"u{pixels.itemsize}"))
    count = 1 << (8 * pixels.itemsize)

    def occurring() -> Flags:
        there = np.zeros(count, dtype=np.bool_)
        there[words] = True
        return there

    stored = stored_values(dataset, count)
    return _levels(stored, dataset, frame, window, own, occurring).take(words)


def stored_values(dataset: Dataset, count: int) -> Grey:
    """Return the stored value (PS3.5 8.1.1) that each word from 0 to `count` - 1 means.

    Other bits of the word, as old overlays are, do not count.
    """
    bits = int(dataset.BitsStored)
    lowest = max(0, int(dataset.get("HighBit", bits - 1)) + 1 - bits)
    values = (np.arange(count) >> lowest) & ((1 << bits) - 1)
    if int(dataset.get("PixelRepresentation") or 0) == 1:
        values = np.where(values >= 1 << (bits - 1), values - (1 << bits), values)
    return values.astype(np.float64)


def _levels(
    stored: Grey,
    dataset: Dataset,
    frame: int,
    window: Window | None,
    own: DocumentWindow,
    occurring: Callable[[], Flags],
) -> Levels:
    """Return the level of each stored value; `occurring` tells which of them the frame has."""
    values = _modality(stored, dataset, frame)
    padding = _padding(stored, dataset)
    shown = _window_or_table(values, dataset, frame, window, own)
    if shown is None:
        there = occurring()
        shown = _smallest_to_largest(
            values, dataset, there if padding is None else there & ~padding
        )
    if _inverse(dataset):
        shown = WHITE - shown
    if padding is not None:
        shown = np.where(padding, 0.0, shown)
    return np.rint(shown).astype(np.uint8)


def _modality(stored: Grey, dataset: Dataset, frame: int) -> Grey:
    """Apply the Modality LUT or Rescale Slope and Intercept (C.11.1), if it is for display."""
    if (
        dataset.get("SOPClassUID") in _X_RAY_RUNS
        and dataset.get("PixelIntensityRelationship") in _NOT_INTENSITY
    ):
        return stored
    for item in (dataset.get("ModalityLUTSequence") or ())[:1]:
        table = read_table(item, bool(stored.min() < 0), _big_endian(dataset))
        return table(stored)
    source = of_frame(dataset, frame, "PixelValueTransformationSequence", "RescaleSlope")
    slope = first_number(source.get("RescaleSlope"))
    intercept = first_number(source.get("RescaleIntercept"))
    return stored * (1.0 if slope is None else slope) + (intercept or 0.0)


def _window_or_table(
    values: Grey, dataset: Dataset, frame: int, asked: Window | None, own: DocumentWindow
) -> Grey | None:
    """Return the greys of the window asked for, else of the data set; None if neither is there."""
    source = of_frame(dataset, frame, "FrameVOILUTSequence", "WindowCenter")
    function = FUNCTIONS.get(str(source.get("VOILUTFunction") or ""), FUNCTIONS["LINEAR"])
    if asked is not None:
        return function(values, asked.center, asked.width)
    if own is DocumentWindow.NONE:
        return None
    center, width = (_one_of(source.get(f"Window{name}"), own) for name in ("Center", "Width"))
    if center is not None and width is not None:
        try:
            return function(values, center, width)
        except ValueError:
            # A window that is none is passed over, as one that is not there.
            pass
    for item in (dataset.get("VOILUTSequence") or ())[:1]:
        table = read_table(item, bool(values.min() < 0), _big_endian(dataset))
        return table(values) * (WHITE / table.largest)
    return None


def _one_of(numbers: Any, which: DocumentWindow) -> float | None:
    last = which is DocumentWindow.LAST and isinstance(numbers, MultiValue) and len(numbers)
    return first_number(numbers[-1] if last else numbers)


def _smallest_to_largest(values: Grey, dataset: Dataset, counted: Flags) -> Grey:
    """Spread the values that count over all greys; of one bit, 0 and 1 whatever occurs."""
    counted = counted & np.isfinite(values)
    if not counted.any():
        return np.zeros_like(values)
    least, most = float(values[counted].min()), float(values[counted].max())
    if int(dataset.get("BitsStored", 0)) == 1:
        least, most = float(values.min()), float(values.max())
    slope = WHITE / (most - least) if most > least else 0.0
    spread = np.clip((np.nan_to_num(values) - least) * slope, 0.0, WHITE)
    return np.asarray(spread, dtype=np.float64)


def _padding(stored: Grey, dataset: Dataset) -> Flags | None:
    """Return which stored values are padding: one, or all up to a limit on either side of it."""
    value = first_number(dataset.get("PixelPaddingValue"))
    if value is None:
        return None
    limit = first_number(dataset.get("PixelPaddingRangeLimit"))
    ends = sorted((value, value if limit is None else limit))
    return (stored >= ends[0]) & (stored <= ends[1])


def _inverse(dataset: Dataset) -> bool:
    """Return whether small values are shown bright.

    Presentation LUT Shape decides where there is one; it goes with the photometric
    interpretation (C.8.11.3), so that it is no second inversion.
    """
    shape = str(dataset.get("PresentationLUTShape") or "")
    if shape in ("IDENTITY", "INVERSE"):
        return shape == "INVERSE"
    return str(dataset.get("PhotometricInterpretation")) == "MONOCHROME1"


def _big_endian(dataset: Dataset) -> bool:
    return str(dataset.file_meta.get("TransferSyntaxUID", "")) == "1.2.840.10008.1.2.2"
