"""What went wrong with an image, in words: the mistake that explains it best."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

import numpy as np

from wadows_contract.pixels.compare import Levels, Picture
from wadows_contract.pixels.envelope import deviation, envelope
from wadows_contract.pixels.oracle import (
    Frame,
    Window,
    is_inverse,
    modality_values,
    polarised,
    window_level,
)

#: A mistake explains an image if it leaves less than this share of its mean difference.
_EXPLAINS: Final = 0.5
#: One that leaves less than this share ends the search: others are not much better.
_SETTLES: Final = 0.02
#: How far off a window is looked for, in its widths.
_OFF: Final = (-1.0, -0.5, -0.25, -0.2, -0.15, -0.1, -0.05, 0.05, 0.1, 0.15, 0.2, 0.25, 0.5, 1.0)
_WIDTHS: Final = (0.25, 0.5, 0.75, 1.5, 2.0, 4.0)

#: How an image may lie, by what it is then called.
LAID: Final[Mapping[str, Callable[[Levels], Levels]]] = {
    "mirrored left to right": lambda levels: levels[:, ::-1],
    "upside down": lambda levels: levels[::-1],
    "turned by 180 degrees": lambda levels: levels[::-1, ::-1],
    "turned by 90 degrees to the left": np.rot90,
    "turned by 90 degrees to the right": lambda levels: np.rot90(levels, -1),
    "rows and columns exchanged": lambda levels: np.swapaxes(levels, 0, 1),
}

Suspects = Iterable[tuple[str, Levels]]


def explained(picture: Picture, expected: Levels, suspects: Suspects) -> str:
    """Name the mistake under which a picture is what was to be expected; empty if none is."""
    found = _distance(picture, expected)
    least, words = _EXPLAINS * found, ""
    for name, levels in suspects:
        distance = _distance(picture, levels)
        if distance < least:
            least, words = distance, name
        if distance < _SETTLES * found:
            break
    return words


def of_grey(shown: Frame, window: Window) -> Iterator[tuple[str, Levels]]:
    """Yield what mistakes with values and windows make of a grey frame."""
    values = modality_values(shown)
    yield "inverted", 255 - polarised(shown, window_level(values, window))
    stored = shown.values.astype(np.float64)
    yield "no rescale", polarised(shown, window_level(stored, window))
    if np.issubdtype(shown.values.dtype, np.signedinteger):
        unsigned = shown.values.view(shown.values.dtype.str.replace("i", "u"))
        seen = Frame(shown.attributes, unsigned, shown.number)
        level = window_level(modality_values(seen), window)
        yield "signed values taken as unsigned", polarised(shown, level)
    for share in _OFF:
        off = share * window.width
        moved = Window(window.center + off, window.width, window.function)
        # A center that is too high makes an image too dark, unless low values are white.
        words = "too dark" if (off > 0) != is_inverse(shown) else "too bright"
        name = f"{words}: center off by about {abs(off):g}"
        yield name, polarised(shown, window_level(values, moved))
    for factor in _WIDTHS:
        if (width := window.width * factor) >= 1:
            wider = Window(window.center, width, window.function)
            words = "too flat" if factor > 1 else "too harsh"
            yield f"{words}: width about {width:g}", polarised(shown, window_level(values, wider))


def of_colour(expected: Levels, indices: Levels | None) -> Iterator[tuple[str, Levels]]:
    """Yield what mistakes make of a colour image; `indices` are those into a palette, if any."""
    yield "red and blue exchanged", expected[..., ::-1]
    yield "not converted from YBR", _as_ybr(expected)
    yield "inverted", 255 - expected
    yield "without its colours", np.repeat(expected.mean(axis=2, keepdims=True), 3, axis=2)
    if indices is not None:
        highest = max(float(indices.max()), 1.0)
        for name, scale in (("", 1.0), (", stretched", 255 / highest)):
            levels = np.clip(indices * scale, 0, 255)
            yield f"palette not applied{name}", np.repeat(levels[..., np.newaxis], 3, axis=2)


def _as_ybr(colours: Levels) -> Levels:
    """Return YBR_FULL of RGB (PS3.3 C.7.6.3.1.2), to be looked at as if it were RGB."""
    weights = np.array([
        [0.2990, 0.5870, 0.1140], [-0.1687, -0.3313, 0.5000], [0.5000, -0.4187, -0.0813],
    ])  # fmt: skip
    return np.asarray(np.clip(colours @ weights.T + [0, 128, 128], 0, 255))


def _distance(picture: Picture, expected: Levels) -> float:
    return deviation(envelope([expected], picture.size), picture).mean
