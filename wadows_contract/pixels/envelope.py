"""How far a returned image may be from the expected one, block by block.

A baseline JPEG codes blocks of 8 by 8 pixels, and of each the mean as one number:
rounding that to a step of its quantisation table moves the mean by 1/16 of the step at most.
So the means of blocks say what an image shows, whatever encoder, quality and filter made it.
docs/rendered-bounds.md derives the bounds.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wadows_contract.pixels.compare import Levels, Picture, resized

#: Rows and columns of a block of grey, and of one of colours, which may be coded in half the size.
BLOCK, COLOUR_BLOCK = 8, 16
#: Pixels that colours coded in half the size are spread over when they are decoded.
COLOUR_REACH: Final = 2
#: Grey levels that rounding in encoder, decoder and colour transform may make.
ROUNDING: Final = 1.5
#: The share of what a block loses by quantisation that clipping to 0..255 may move its mean by.
CLIPPED: Final = 0.5
#: The share of an edge that filters overshoot by, Lanczos' by 9 %, and how far that reaches
#: in pixels of the original. As much is lost of colours where brightness has an edge beside them.
OVERSHOT: Final = 0.1
RINGING: Final = 3
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Envelope:
    """The darkest and the lightest that an honest image may be, as large as the one returned.

    Shape (rows, columns), or (rows, columns, 3). Where `ignored`, anything will do.
    `contrast` is that of the edges whose ringing reaches a pixel, shape (rows, columns).
    """

    low: Levels
    high: Levels
    contrast: Levels
    ignored: Mask | None = None


@dataclass(frozen=True)
class Deviation:
    """How far the blocks of an image are out of their envelope, in grey levels.

    `worst` is the farthest block beyond what is allowed to it, at `row` and `column` in pixels,
    0 if none is; `mean` is the mean distance of all blocks from their envelope.
    """

    worst: float
    row: int
    column: int
    mean: float

    @property
    def met(self) -> bool:
        """Whether no block is farther out than it may be."""
        return self.worst == 0


def envelope(
    expected: Iterable[Levels], size: tuple[int, int], ignored: Mask | None = None
) -> Envelope:
    """Return the envelope of several expected images, in `size` (rows, columns).

    Any of them is honest. Where they are scaled, and where they are in colour, an edge may lie
    elsewhere by as many pixels as `_reach` says.
    """
    low: Levels = np.full(1, np.inf)
    high, ringing = -low, 0
    for levels in expected:  # one at a time: of a large image each takes much memory
        reach = _reach(levels, size)
        scaled = resized(levels, size)
        low = np.minimum(low, _spread(scaled, reach, np.minimum))
        high = np.maximum(high, _spread(scaled, reach, np.maximum))
        ringing = max(ringing, RINGING * reach)
    contrast = np.zeros(size)
    if ringing:
        edges = _spread(high, ringing, np.maximum) - _spread(low, ringing, np.minimum)
        contrast = edges if edges.ndim == 2 else edges.max(axis=2)
    mask = None
    if ignored is not None:
        mask = resized(ignored.astype(np.float64), size) > 0
    return Envelope(low, high, contrast, mask)


def _reach(levels: Levels, size: tuple[int, int]) -> int:
    """Return by how many pixels an edge may be moved: a pixel of the original, when scaled.

    Colours coded in half the size are spread over two pixels to either side.
    """
    scale = max(side / source for side, source in zip(size, levels.shape[:2], strict=True))
    scaled = 0 if levels.shape[:2] == size else max(1, math.ceil(scale))
    return max(scaled, COLOUR_REACH if levels.ndim == 3 else 0)


def deviation(bounds: Envelope, picture: Picture) -> Deviation:
    """Compare the blocks of a picture with their envelope; both are of the same shape."""
    levels = picture.levels
    side = BLOCK if levels.ndim == 2 else COLOUR_BLOCK
    judged = np.ones(levels.shape[:2])
    if bounds.ignored is not None:
        judged[bounds.ignored] = 0
    pixels = _sums(judged[..., np.newaxis], side)
    middle = (bounds.low + bounds.high) / 2
    got, low, high, squares, contrast = (
        _means(values, judged, pixels, side)
        for values in (levels, bounds.low, bounds.high, middle**2, bounds.contrast)
    )
    texture = np.sqrt(np.maximum(squares - ((low + high) / 2) ** 2, 0))
    steps, lost = _quantisation(picture)
    # A part of a block, at an edge or beside what is ignored, has no mean of its own in the code.
    whole = pixels == side**2
    allowed = ROUNDING + steps + np.where(whole, CLIPPED * np.minimum(lost, texture), lost)
    allowed += OVERSHOT * contrast
    beyond = np.nan_to_num(np.maximum(np.maximum(low - got, got - high), 0))
    excess = np.max(np.maximum(beyond - allowed, 0), axis=2)
    row, column = np.unravel_index(int(np.argmax(excess)), excess.shape)
    mean = float(np.average(beyond.mean(axis=2), weights=pixels[..., 0]))
    return Deviation(float(excess[row, column]), int(row) * side, int(column) * side, mean)


def _quantisation(picture: Picture) -> tuple[float, float]:
    """Return how far quantisation may move the mean of a block, and each of its pixels.

    Rounding to a step of q is off by q / 2, and the mean of a block is 1/8 of its first number;
    the rest of the numbers are off by at most the root of their squares (Parseval).
    A level of red, green or blue takes its share from brightness and two differences.
    """
    tables = [np.asarray(table, dtype=np.float64) for table in picture.tables or [[1.0] * 64]]
    parts = tables[:1] if picture.levels.ndim == 2 else [tables[0], tables[-1], tables[-1]]
    steps = sum(float(table[0]) / 2 / BLOCK for table in parts)
    lost = sum(float(np.sqrt(np.sum((table[1:] / 2) ** 2))) / BLOCK for table in parts)
    return steps, lost


def _spread(levels: Levels, reach: int, choose: np.ufunc) -> Levels:
    """Return of each pixel the least or greatest in a square that reaches so far around it.

    Of twice as many pixels it is found from two halves, so that time hardly grows with the reach.
    """
    for axis in (0, 1):
        length = levels.shape[axis]
        side = min(reach, length - 1)
        padding = [(side, side) if each == axis else (0, 0) for each in range(levels.ndim)]
        found, width = np.pad(levels, padding, mode="edge"), 1
        while 2 * width <= 2 * side + 1:
            halves = found.shape[axis] - width
            found = choose(_cut(found, axis, 0, halves), _cut(found, axis, width, halves))
            width *= 2
        rest = 2 * side + 1 - width
        levels = choose(_cut(found, axis, 0, length), _cut(found, axis, rest, length))
    return levels


def _cut(levels: Levels, axis: int, start: int, length: int) -> Levels:
    return levels[(slice(None),) * axis + (slice(start, start + length),)]


def _means(values: Levels, judged: Levels, pixels: Levels, side: int) -> Levels:
    """Return the mean of each block, shape (down, across, planes); nan where none is judged."""
    planes = values if values.ndim == 3 else values[..., np.newaxis]
    with np.errstate(invalid="ignore"):
        return np.asarray(_sums(planes * judged[..., np.newaxis], side) / pixels)


def _sums(planes: Levels, side: int) -> Levels:
    rows, columns = planes.shape[:2]
    down, across = np.arange(0, rows, side), np.arange(0, columns, side)
    return np.asarray(np.add.reduceat(np.add.reduceat(planes, down, axis=0), across, axis=1))
