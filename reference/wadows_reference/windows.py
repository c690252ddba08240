"""The functions that windows apply (PS3.3 C.11.2.1.2 and C.11.2.1.3), to greys of 0 to 255."""

from collections.abc import Callable
from enum import Enum
from typing import Final

import numpy as np
from numpy.typing import NDArray

#: Values after the modality transformation, or greys not yet rounded.
Grey = NDArray[np.float64]
WindowFunction = Callable[[Grey, float, float], Grey]

WHITE: Final = 255.0
#: Beyond this e to the power is 0 or without bounds, as far as greys can tell.
_FAR: Final = 50.0


class DocumentWindow(Enum):
    """Which window of a document counts where it has several, and none was asked for."""

    FIRST = "first"
    LAST = "last"
    #: Not even its VOI LUT: smallest to largest value instead.
    NONE = "none"


def linear(values: Grey, center: float, width: float) -> Grey:
    """Apply LINEAR (C.11.2.1.2.1); `width` is 1 or more.

    At width 1 it is a step: up to center - 0.5 all is 0, above it 255.
    Raises `ValueError` for any smaller width.
    """
    if width < 1:
        raise ValueError(f"a window width of {width} is less than 1")
    middle = center - 0.5
    return _ramp(values, middle, width - 1)


def linear_exact(values: Grey, center: float, width: float) -> Grey:
    """Apply LINEAR_EXACT (C.11.2.1.3.2); `width` is more than 0, else `ValueError`."""
    _positive(width)
    return _ramp(values, center, width)


def sigmoid(values: Grey, center: float, width: float) -> Grey:
    """Apply SIGMOID (C.11.2.1.3.1); `width` is more than 0, else `ValueError`."""
    _positive(width)
    exponent = np.clip(-4 * (values - center) / width, -_FAR, _FAR)
    return np.asarray(WHITE / (1 + np.exp(exponent)), dtype=np.float64)


FUNCTIONS: Final[dict[str, WindowFunction]] = {
    "LINEAR": linear,
    "LINEAR_EXACT": linear_exact,
    "SIGMOID": sigmoid,
}


def _ramp(values: Grey, middle: float, length: float) -> Grey:
    """Map `middle` to half of white, and half the length on either side to black and white."""
    if length == 0:
        return np.where(values > middle, WHITE, 0.0)
    inside = ((values - middle) / length + 0.5) * WHITE
    return np.asarray(np.clip(inside, 0.0, WHITE), dtype=np.float64)


def _positive(width: float) -> None:
    if width <= 0:
        raise ValueError(f"a window width of {width} is not more than 0")
