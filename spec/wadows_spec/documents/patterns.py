"""The patterns of the test images: stored value by row, column and frame, each from 0.

Every pattern is a formula that can be worked out by hand.
Each has a ramp (shows a wrong window or rescale), a band of steps (flat areas, which survive
lossy compression and scaling) and marks that no mirroring, turning or transposing maps onto
themselves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

#: Stored value of a grey pixel by row, column and frame.
Grey = Callable[[int, int, int], int]
#: Red, green and blue (0 to 255 each) of a pixel by row, column and frame.
Colour = Callable[[int, int, int], tuple[int, int, int]]


@dataclass(frozen=True)
class Mark:
    """A rectangle of one value: rows `top` to `bottom` - 1, columns `left` to `right` - 1."""

    top: int
    bottom: int
    left: int
    right: int
    value: int

    def covers(self, row: int, column: int) -> bool:
        """Tell whether a pixel lies in the rectangle."""
        return self.top <= row < self.bottom and self.left <= column < self.right


@dataclass(frozen=True)
class Chart:
    """A grey pattern: marks over a ramp, with a band of steps below it.

    The ramp is `start + slope * column + row // 8`, in rows before `band`;
    the band is `first + rise * (column // width)`, in rows from `band` on.
    """

    start: int
    slope: int
    band: int
    first: int
    rise: int
    width: int
    marks: tuple[Mark, ...]

    def __call__(self, row: int, column: int, frame: int = 0) -> int:
        """Return the stored value of a pixel; all frames are alike."""
        for mark in self.marks:
            if mark.covers(row, column):
                return mark.value
        if row < self.band:
            return self.start + self.slope * column + row // 8
        return self.first + self.rise * (column // self.width)


#: 96 x 128, -1200 to 1200.
SIGNED: Final = Chart(
    start=-800, slope=12, band=64, first=-1000, rise=250, width=16,
    marks=(Mark(8, 24, 8, 16, 1200), Mark(40, 48, 96, 120, -1200)),
)  # fmt: skip
#: 128 x 128, 0 to 4095.
UNSIGNED: Final = Chart(
    start=0, slope=32, band=80, first=0, rise=585, width=16,
    marks=(Mark(8, 24, 8, 40, 4095), Mark(48, 72, 100, 108, 0)),
)  # fmt: skip
#: 64 x 96, 0 to 255.
EIGHT_BIT: Final = Chart(
    start=0, slope=2, band=48, first=0, rise=36, width=12,
    marks=(Mark(4, 12, 4, 28, 255), Mark(24, 40, 84, 90, 0)),
)  # fmt: skip
#: 96 x 64, 0 to 4095; the display shows 0 as white.
INVERSE: Final = Chart(
    start=0, slope=64, band=64, first=0, rise=585, width=8,
    marks=(Mark(8, 16, 4, 24, 4095), Mark(32, 56, 48, 56, 0)),
)  # fmt: skip
#: 64 x 64, 0 to 4095.
SAMPLE_RETRIEVE: Final = Chart(
    start=0, slope=64, band=48, first=0, rise=585, width=8,
    marks=(Mark(4, 12, 4, 20, 4095), Mark(24, 36, 50, 54, 0)),
)  # fmt: skip
#: 128 x 128, 0 to 2000: what the window of the sample request (1000, 2000) spreads over all greys.
SAMPLE_RENDERED: Final = Chart(
    start=0, slope=15, band=96, first=0, rise=250, width=16,
    marks=(Mark(16, 32, 16, 48, 2000), Mark(64, 80, 104, 112, 0)),
)  # fmt: skip
#: 64 x 64, 0 to 4095: what coded images of 12 bits show.
CODED: Final = Chart(
    start=0, slope=60, band=48, first=0, rise=500, width=8,
    marks=(Mark(8, 16, 8, 32, 4095), Mark(24, 32, 40, 56, 0)),
)  # fmt: skip
#: 64 x 64, 1000 to 60000: more than 15 bits, and room for what a lossy coder overshoots.
DEEP: Final = Chart(
    start=2000, slope=900, band=48, first=2000, rise=8000, width=8,
    marks=(Mark(8, 16, 8, 32, 60000), Mark(24, 32, 40, 56, 1000)),
)  # fmt: skip


def unsigned_sibling(row: int, column: int, frame: int = 0) -> int:
    """The negative of the unsigned pattern: `4095 - UNSIGNED`."""
    return 4095 - UNSIGNED(row, column, frame)


def multi_frame(row: int, column: int, frame: int) -> int:
    """64 x 64, frames 0 to 2: each its own grey (30, 90, 150), and a white mark that moves on.

    The mark is in rows 8 to 23, from column 4 + 20 * frame, 16 columns wide.
    Rows 48 to 63 are four steps (0, 85, 170, 255), alike in all frames.
    """
    if row >= 48:
        return 85 * (column // 16)
    left = 4 + 20 * frame
    return 255 if Mark(8, 24, left, left + 16, 255).covers(row, column) else 30 + 60 * frame


_PATCHES: Final = (
    ((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)),
    ((0, 255, 255), (255, 0, 255), (255, 255, 0), (64, 64, 64)),
)


def patches(row: int, column: int, frame: int = 0) -> tuple[int, int, int]:
    """64 x 128: eight patches, each 32 rows by 32 columns.

    Red, green, blue and white above; cyan, magenta, yellow and dark grey below.
    Edges lie on multiples of 16, where JPEG's blocks of halved chroma end.
    """
    return _PATCHES[row // 32][column // 32]


_LAMPS: Final = ((255, 0, 0), (0, 255, 0), (0, 0, 255))


def video(row: int, column: int, frame: int) -> tuple[int, int, int]:
    """48 x 64, frames 0 to 2: a lamp on grey that moves and changes its colour.

    Grey is 40 + 60 * frame.
    The lamp is in rows 8 to 23, from column 16 * frame, 16 columns wide: red, green, blue.
    """
    left = 16 * frame
    grey = 40 + 60 * frame
    covered = Mark(8, 24, left, left + 16, 0).covers(row, column)
    return _LAMPS[frame] if covered else (grey, grey, grey)


def volume(row: int, column: int, frame: int) -> int:
    """32 x 32, frames 0 to 2: a body of water (1024) in air (24), with a stone that moves on.

    The body is rows and columns 4 to 27.
    The stone (3000) is in rows 8 to 15, from column 6 + 6 * frame, 6 columns wide.
    """
    left = 6 + 6 * frame
    if Mark(8, 16, left, left + 6, 0).covers(row, column):
        return 3000
    return 1024 if Mark(4, 28, 4, 28, 0).covers(row, column) else 24
