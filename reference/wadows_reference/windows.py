"""The functions that windows apply (PS3.3 C.11.2.1.2 and C.11.2.1.3), to greys of 0 to 255."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np
from numpy.typing import NDArray

#: Values after the modality transformation, or greys not yet rounded.
Grey = NDArray[np.float64]
#: Makes greys of values. All here can be compared and hashed: equal ones make equal greys.
Shades = Callable[[Grey], Grey]

WHITE: Final = 255.0
#: Beyond this e to the power is 0 or without bounds, as far as greys can tell.
_FAR: Final = 50.0


@dataclass(frozen=True)
class Window:
    """A window asked for, in values after the modality transformation."""

    center: float
    width: float


class DocumentWindow(Enum):
    """Which window of a document counts where it has several, and none was asked for."""

    FIRST = "first"
    LAST = "last"
    #: Not even its VOI LUT: smallest to largest value instead.
    NONE = "none"


@dataclass(frozen=True)
class Ramp:
    """Maps `middle` to half of white, and half the length on either side to black and white.

    Without length it is a step: up to the middle all is black.
    """

    middle: float
    length: float

    def __call__(self, values: Grey) -> Grey:
        """Return the grey of each value."""
        if self.length == 0:
            return np.where(values > self.middle, WHITE, 0.0)
        inside = ((values - self.middle) / self.length + 0.5) * WHITE
        return np.asarray(np.clip(inside, 0.0, WHITE), dtype=np.float64)


@dataclass(frozen=True)
class Sigmoid:
    """Nears black and white on either side of the center, and reaches neither."""

    center: float
    width: float

    def __call__(self, values: Grey) -> Grey:
        """Return the grey of each value."""
        exponent = np.clip(-4 * (values - self.center) / self.width, -_FAR, _FAR)
        return np.asarray(WHITE / (1 + np.exp(exponent)), dtype=np.float64)


def linear(center: float, width: float) -> Ramp:
    """Return LINEAR (C.11.2.1.2.1); `width` is 1 or more.

    At width 1 it is a step: up to center - 0.5 all is 0, above it 255.
    Raises `ValueError` for any smaller width.
    """
    if width < 1:
        raise ValueError(f"a window width of {width} is less than 1")
    return Ramp(center - 0.5, width - 1)


def linear_exact(center: float, width: float) -> Ramp:
    """Return LINEAR_EXACT (C.11.2.1.3.2); `width` is more than 0, else `ValueError`."""
    return Ramp(center, _positive(width))


def sigmoid(center: float, width: float) -> Sigmoid:
    """Return SIGMOID (C.11.2.1.3.1); `width` is more than 0, else `ValueError`."""
    return Sigmoid(center, _positive(width))


#: By what VOI LUT Function says.
FUNCTIONS: Final[dict[str, Callable[[float, float], Shades]]] = {
    "LINEAR": linear,
    "LINEAR_EXACT": linear_exact,
    "SIGMOID": sigmoid,
}


def _positive(width: float) -> float:
    if width <= 0:
        raise ValueError(f"a window width of {width} is not more than 0")
    return width
