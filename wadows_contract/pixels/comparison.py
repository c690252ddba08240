"""An image as it came, as it should have come, and where they differ: small, side by side."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wadows_contract.pixels.compare import Levels, grey, resized

Pixels = NDArray[np.uint8]

#: Neither rows nor columns of an image that is shown are more than this.
LARGEST: Final = 256
#: A difference of so many levels is shown white; half as many are shown half as light.
FULL_DIFFERENCE: Final = 64


@dataclass(frozen=True)
class Comparison:
    """Three images of one size, shape (rows, columns) or (rows, columns, 3), and a line in words.

    `difference` has one plane, black where the images are equal.
    """

    returned: Pixels
    expected: Pixels
    difference: Pixels
    words: str


def compared(returned: Levels, expected: Levels, words: str, largest: int = LARGEST) -> Comparison:
    """Return an image beside what was expected, levels 0 to 255 both, made small for a report.

    The expected one takes the size of the one returned: what size it has, other words say.
    """
    rows, columns = returned.shape[:2]
    factor = min(1.0, largest / max(rows, columns))
    size = max(1, round(rows * factor)), max(1, round(columns * factor))
    came, wanted = resized(returned, size), resized(expected, size)
    same_planes = came.ndim == wanted.ndim
    apart = np.abs(came - wanted if same_planes else grey(came) - grey(wanted))
    farthest = apart if apart.ndim == 2 else apart.max(axis=2)
    return Comparison(
        _eight_bits(came),
        _eight_bits(wanted),
        _eight_bits(farthest * (255 / FULL_DIFFERENCE)),
        words,
    )


def _eight_bits(levels: Levels) -> Pixels:
    return np.clip(np.rint(levels), 0, 255).astype(np.uint8)
