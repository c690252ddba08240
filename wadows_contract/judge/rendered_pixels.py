"""What rendered images show: the right frame, in the right grey levels or colours."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain

import numpy as np

from wadows_contract.judge.finding import Case, Finding, check, rule
from wadows_contract.judge.rendered import Rendering, read, renderings
from wadows_contract.pixels.compare import Levels, Picture, grey, likeness, resized
from wadows_contract.pixels.diagnosis import LAID, Suspects, explained, of_colour, of_grey
from wadows_contract.pixels.envelope import Deviation, deviation, envelope
from wadows_contract.pixels.monotone import best_rising
from wadows_contract.pixels.oracle import (
    LINEAR,
    LINEAR_EXACT,
    WHOLE_EXTENT,
    Frame,
    Window,
    colours,
    defaults,
    displayed_values,
    is_inverse,
    modality_values,
    own_windows,
    polarised,
    window_level,
    windowed,
)

#: Correlation that the frame asked for has at least.
FRAME_LIKENESS = 0.9
#: By so much another frame may be more alike: encoding decides between frames that hardly differ.
FRAME_TIE = 0.01
#: Grey levels between the darkest and the lightest of an image in which anything is to be seen.
VISIBLE = 16
#: Among so many frames and documents a mistaken one is looked for.
_LOOKED_FOR = 100

#: How the mistake of another frame is named.
_FRAME = "frame "

#: Makes of a frame the image that is to be expected.
View = Callable[[Frame], Levels]


@check("REN-05")
def window(case: Case) -> Iterator[Finding]:
    """Grey levels as PS3.3 C.11.2.1.2 gives them for the window asked for."""
    for rendering in renderings(case):
        shown, asked = rendering.frame(rendering.frame_number), rendering.window
        if rendering.picture is None or asked is None or shown is None or not _is_judged(shown):
            continue
        picture = as_grey(rendering.picture)
        honest = seen_through(shown, asked, picture.size)
        found = deviation(envelope(honest, picture.size, shown.padding), picture)

        def view(frame: Frame, asked: Window = asked) -> Levels:
            return windowed(frame, asked)

        own = ((f"the window was ignored for {name}", levels) for name, levels in _own(shown))
        suspects = chain(of_grey(shown, asked), own, _others(case, rendering, shown, view))
        yield from _judged(found, picture, view(shown), suspects, rendering.where)


def _is_judged(shown: Frame) -> bool:
    """Tell whether a frame is grey, and does not say two things of what is black."""
    return shown.is_grey and not shown.is_contradictory


def seen_through(shown: Frame, asked: Window, size: tuple[int, int]) -> Iterator[Levels]:
    """Yield what a frame may honestly look like through a window.

    Its centre may be approximated by half a step of the stored values or of the modality's,
    and the ramp be as wide as the window itself; a data set that names another function
    may have it applied. What is scaled may be scaled before or after.
    """
    step = abs(float(shown.attributes.get("RescaleSlope") or 1))
    half = 0.5 * max(step, 1.0)
    windows = [
        Window(asked.center + off, asked.width, function)
        for off in (-half, 0.0, half)
        for function in (LINEAR, LINEAR_EXACT)
    ]
    windows += [replace(asked, function=each.function) for each in own_windows(shown)]
    sizes = displayed_values(shown)
    if shown.values.shape != size:
        sizes += [resized(values, size) for values in sizes]
    for seen in dict.fromkeys(windows):
        for each in sizes:
            yield polarised(shown, window_level(each, seen))


@check("REN-17")
def default(case: Case) -> Iterator[Finding]:
    """Without a window, any rising mapping of the document's values, or a table of its own.

    Nothing says which window an endpoint takes; those of PS3.3 C.11.2 all rise.
    """
    for rendering in renderings(case):
        shown = rendering.frame(rendering.frame_number)
        asked = {"WindowCenter", "WindowWidth"} & rendering.asked.parameters.keys()
        if rendering.picture is None or asked or shown is None or not _is_judged(shown):
            continue
        picture = as_grey(rendering.picture)
        ways = defaults(shown)
        visible = np.ptp(resized(ways[WHOLE_EXTENT], picture.size))
        if (extent := np.ptp(picture.levels)) < VISIBLE < visible / 4:
            expected = f"an image with {VISIBLE} grey levels between dark and light"
            yield rule(False, expected, f"{extent:g}", rendering.where)
            continue

        def view(frame: Frame, picture: Picture = picture) -> Levels:
            return _rising(frame, modality_values(frame), picture)

        rising = [_rising(shown, values, picture) for values in displayed_values(shown)]
        found = [
            deviation(envelope([each], picture.size, shown.padding), picture)
            for each in (*rising, *ways.values())
        ]
        best = min(found, key=lambda each: (each.worst, each.mean))
        suspects = chain(_turned(shown, picture), _others(case, rendering, shown, view))
        yield from _judged(best, picture, rising[0], suspects, rendering.where)


def _own(shown: Frame) -> Suspects:
    yield from defaults(shown).items()


def _turned(shown: Frame, picture: Picture) -> Suspects:
    yield "inverted", _rising(shown, modality_values(shown), picture, turned=True)


def _rising(shown: Frame, values: Levels, picture: Picture, turned: bool = False) -> Levels:
    """Return what the best rising mapping of its values makes of a frame, as large as a picture."""
    values = resized(values, picture.size)
    if is_inverse(shown) != turned:
        values = -values
    judged = np.ones(picture.size, dtype=np.bool_)
    if shown.padding is not None:
        judged = resized(shown.padding.astype(np.float64), picture.size) == 0
    levels = picture.levels.copy()
    levels[judged] = best_rising(values[judged], picture.levels[judged])
    return levels


@check("REN-16")
def colour(case: Case) -> Iterator[Finding]:
    """A colour document keeps its colours (C.7.6.3.1.2), whatever they are stored as."""
    for rendering in renderings(case):
        shown, picture = rendering.frame(rendering.frame_number), rendering.picture
        if picture is None or shown is None or shown.is_grey:
            continue
        if picture.levels.shape[2:] != (3,):
            yield rule(False, "three colour components", picture.mode, rendering.where)
            continue
        expected = colours(shown)
        found = deviation(envelope([expected], picture.size), picture)
        indices = shown.values.astype(np.float64) if shown.values.ndim == 2 else None
        suspects = chain(of_colour(expected, indices), _others(case, rendering, shown, colours))
        yield from _judged(found, picture, expected, suspects, rendering.where)


@check("REN-07")
def frame_number(case: Case) -> Iterator[Finding]:
    """Of all frames of the document, the one asked for is most like the image."""
    for rendering in renderings(case):
        known, picture, asked = rendering.known, rendering.picture, rendering.frame_number
        if known is None or known.frames < 2 or picture is None or asked is None:
            continue
        frames = [_levels(rendering, number) for number in range(1, known.frames + 1)]
        wanted = frames[asked - 1]
        if wanted is None or not wanted.std():
            continue  # of an even grey nobody can tell which frame it is
        shown = grey(picture.levels)
        alike = [-1.0 if levels is None else likeness(levels, shown) for levels in frames]
        best = int(np.argmax(alike))
        met = alike[asked - 1] >= max(FRAME_LIKENESS, alike[best] - FRAME_TIE)
        got = f"most like frame {best + 1}, likeness {alike[best]:.2f}"
        yield rule(met, f"frame {asked}, likeness at least {FRAME_LIKENESS}", got, rendering.where)


def expected_image(rendering: Rendering) -> tuple[Levels, str] | None:
    """Return what an image should have shown, and after what; None if nothing can be expected.

    Without a window it is the likeliest of those that an endpoint may take of its own.
    """
    shown, picture = rendering.frame(rendering.frame_number), rendering.picture
    if picture is None or shown is None:
        return None
    if not shown.is_grey:
        return colours(shown), "its colours"
    if rendering.window is not None:
        return windowed(shown, rendering.window), "the window asked for"
    came = as_grey(picture)
    likely = {
        name: (deviation(envelope([levels], came.size, shown.padding), came).mean, levels)
        for name, levels in defaults(shown).items()
    }
    name = min(likely, key=lambda each: likely[each][0])
    return likely[name][1], name


def _levels(rendering: Rendering, frame_number: int) -> Levels | None:
    """Return a frame as it is shown, through the window asked for or from its least value on."""
    shown = rendering.frame(frame_number)
    if shown is None:
        return None
    if not shown.is_grey:
        return grey(colours(shown))
    if rendering.window is not None:
        return windowed(shown, rendering.window)
    values = modality_values(shown)
    return -values if is_inverse(shown) else values


def as_grey(picture: Picture) -> Picture:
    """Return an image of grey as one component, if it has three."""
    return replace(picture, levels=grey(picture.levels), tables=picture.tables[:1])


def _judged(
    found: Deviation, picture: Picture, expected: Levels, suspects: Suspects, where: str
) -> Iterator[Finding]:
    """Say how far an image is off, and what explains it best; another frame is for REN-07."""
    wanted = "each block of pixels as PS3.3 has it, but for what JPEG and scaling may change"
    if found.met:
        yield rule(True, wanted, "the same", where)
        return
    words = explained(picture, expected, suspects)
    if not words.startswith(_FRAME):
        got = (
            f"a block at row {found.row}, column {found.column} that is off by {found.worst:.0f}"
            f" grey levels more than it may, {found.mean:.0f} in the mean of all"
        )
        yield rule(False, wanted, f"{got}: {words}" if words else got, where)


def _others(case: Case, rendering: Rendering, shown: Frame, view: View) -> Suspects:
    """Yield the frame as it would lie otherwise, other frames, and frames of other documents."""
    for name, way in LAID.items():
        values = np.asarray(way(shown.values))  # type: ignore[arg-type]
        yield name, view(replace(shown, values=values))
    frames = rendering.known.frames if rendering.known else 1
    for number in range(1, min(frames, _LOOKED_FOR) + 1):
        other = None if number == shown.number else rendering.frame(number)
        if other is not None:
            yield f"{_FRAME}{number}", view(other)
    for known in [*case.catalogue.documents.values()][:_LOOKED_FOR]:
        original = case.original(known)
        if original is None or known is rendering.known or not known.rows:
            continue
        other = read(original, 1)
        if other is not None and other.is_grey == shown.is_grey:
            yield f"the document in the role {known.role}", view(other)
