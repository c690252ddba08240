"""The size in which an image is shown: the shape of its pixels, and the box it has to fit into."""

import math
from collections.abc import Callable
from typing import Any, Final

from pydicom import Dataset

from wadows_reference.frame_attributes import of_frame

#: Where the shape of a pixel is told, in the order asked (PS3.3 C.7.6.3.1.7): the ratio itself,
#: or vertical and horizontal spacing in the patient, at the detector, or of what was scanned.
_SHAPES: Final = (
    "PixelAspectRatio",
    "PixelSpacing",
    "ImagerPixelSpacing",
    "NominalScannedPixelSpacing",
)


def shown_size(
    dataset: Dataset,
    frame: int,
    box_rows: int | None,
    box_columns: int | None,
    rounding: Callable[[float], int] = round,
) -> tuple[int, int]:
    """Return rows and columns, in square pixels, of a frame (counted from 1) within a box."""
    return fit(
        int(dataset.Rows),
        int(dataset.Columns),
        box_rows,
        box_columns,
        pixel_height(dataset, frame),
        rounding,
    )


def pixel_height(dataset: Dataset, frame: int = 1) -> float:
    """Return how many times as high as wide a pixel is; 1 if nothing sound is said of it."""
    for keyword in _SHAPES:
        source = of_frame(dataset, frame, "PixelMeasuresSequence", keyword)
        value = source.get(keyword)
        if value is not None and value != "":
            return _ratio(value)
    return 1.0


def fit(
    rows: int,
    columns: int,
    box_rows: int | None,
    box_columns: int | None,
    pixel_height: float = 1.0,
    rounding: Callable[[float], int] = round,
) -> tuple[int, int]:
    """Return rows and columns of an image that keeps its shape and fits into a box.

    One side of the box alone gives the other; neither leaves the columns as they are.
    A smaller image is enlarged. No side becomes less than 1 pixel.
    Pixels that are not square are squared, by more rows or fewer.
    """
    height = rows * pixel_height
    factors = [
        box / side for box, side in ((box_rows, height), (box_columns, columns)) if box is not None
    ]
    if not factors:
        return max(1, round(height)), columns
    factor = min(factors)
    return max(1, rounding(height * factor)), max(1, rounding(columns * factor))


def _ratio(value: Any) -> float:
    try:
        vertical, horizontal = (float(number) for number in value)
        ratio = vertical / horizontal
    except (TypeError, ValueError, ZeroDivisionError):
        return 1.0
    return ratio if ratio > 0 and math.isfinite(ratio) else 1.0
