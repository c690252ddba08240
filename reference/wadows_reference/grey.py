"""Grey levels of a frame: from stored values to 0 (black) to 255 (white), by a rule.

The order is that of PS3.4 N.2: modality transformation, window or VOI LUT, polarity.
Of stored values of up to 16 bits all are worked out once for a rule, in a table, whatever the size
of the image; a pixel then costs one look into it. Tables are kept for the next image of the rule.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from wadows_reference.windows import WHITE, Grey, Shades

Levels = NDArray[np.uint8]
Flags = NDArray[np.bool_]

#: Tables kept, of up to 64 KiB each; the images of a request seldom have more than a few.
_KEPT: Final = 32


@dataclass(frozen=True)
class Rescale:
    """Rescale Slope and Intercept (PS3.3 C.11.1)."""

    slope: float
    intercept: float

    def __call__(self, stored: Grey) -> Grey:
        """Return the value of each stored value."""
        return stored * self.slope + self.intercept


@dataclass(frozen=True)
class Spread:
    """Smallest to largest value over all greys; without any between them all is black."""

    least: float
    most: float

    def __call__(self, values: Grey) -> Grey:
        """Return the grey of each value."""
        slope = WHITE / (self.most - self.least) if self.most > self.least else 0.0
        spread = np.clip((np.nan_to_num(values) - self.least) * slope, 0.0, WHITE)
        return np.asarray(spread, dtype=np.float64)


@dataclass(frozen=True)
class Cells:
    """Which bits of a word are the stored value (PS3.5 8.1.1): `bits` of them from `lowest` on."""

    lowest: int
    bits: int
    signed: bool

    def values(self, count: int) -> Grey:
        """Return the stored value that each word from 0 to `count` - 1 means.

        Other bits of the word, as old overlays are, do not count.
        """
        values = (np.arange(count) >> self.lowest) & ((1 << self.bits) - 1)
        if self.signed:
            half = 1 << (self.bits - 1)
            values = np.where(values >= half, values - 2 * half, values)
        return values.astype(np.float64)


@dataclass(frozen=True)
class GreyRule:
    """All that makes greys of stored values: frames of equal rules look alike."""

    cells: Cells
    modality: Shades
    #: None spreads the smallest to largest value of each frame.
    shown: Shades | None
    #: The least and the largest stored value that is padding (C.7.5.1.1.2), which is black.
    padding: tuple[float, float] | None
    #: Whether small values are bright.
    inverse: bool

    def levels(self, stored: Grey, shown: Shades) -> Levels:
        """Return the level of each stored value."""
        greys = shown(self.modality(stored))
        if self.inverse:
            greys = WHITE - greys
        return np.rint(np.where(self.is_padding(stored), 0.0, greys)).astype(np.uint8)

    def is_padding(self, stored: Grey) -> Flags:
        """Return which stored values are padding."""
        if self.padding is None:
            return np.zeros(stored.shape, dtype=np.bool_)
        return (stored >= self.padding[0]) & (stored <= self.padding[1])

    def spread(self, stored: Grey, occurring: Flags) -> Spread:
        """Return what spreads those values that occur and are no padding.

        Of one bit, 0 and 1 are spread whatever occurs.
        """
        values = self.modality(stored)
        counted = occurring & ~self.is_padding(stored) & np.isfinite(values)
        if not counted.any():
            return Spread(0.0, 0.0)
        if self.cells.bits > 1:
            values = values[counted]
        return Spread(float(values.min()), float(values.max()))


def grey_levels(pixels: NDArray[Any], rule: GreyRule) -> Levels:
    """Return the grey levels of a decoded frame."""
    pixels = pixels.astype(pixels.dtype.newbyteorder("="), copy=False)
    if pixels.dtype.kind not in "iu" or pixels.itemsize > 2:
        stored = pixels.astype(np.float64)
        everything = np.ones(pixels.shape, dtype=np.bool_)
        return rule.levels(stored, rule.shown or rule.spread(stored, everything))
    words = pixels.view(np.dtype(f"u{pixels.itemsize}"))
    count = 1 << (8 * pixels.itemsize)
    if rule.shown is None:
        there = np.zeros(count, dtype=np.bool_)
        there[words] = True
        rule = replace(rule, shown=rule.spread(rule.cells.values(count), there))
    return _table(rule, count).take(words)


@lru_cache(_KEPT)
def _table(rule: GreyRule, count: int) -> Levels:
    assert rule.shown is not None
    return rule.levels(rule.cells.values(count), rule.shown)
