"""The images that rendered retrieval returns: JPEG, of the right size, with the right pixels."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydicom import Dataset

from wadows_contract.judge.finding import Case, Finding, check, compare, rule
from wadows_contract.pixels.compare import (
    Levels,
    Picture,
    box_fit,
    decode,
    grey,
    likeness,
    mean_difference,
)
from wadows_contract.pixels.oracle import Window, frame, windowed
from wadows_contract.wire.media_type import parse_media_type
from wadows_contract.wire.registry import DocumentResponse
from wadows_contract.wire.request import AskedDocument
from wadows_spec.catalogue import CatalogueDocument

JPEG_TYPE = "image/jpeg"
#: Mean difference in grey levels that encoding and scaling may make.
#: JPEG of the test documents stays below 3 at quality 50, and below 10 at any quality;
#: a window whose centre is off by a tenth of its width makes 25 wherever the ramp is.
MEAN_BOUND = 8.0
MEAN_BOUND_LOW_QUALITY = 24.0
#: Correlation that the frame asked for has at least.
FRAME_LIKENESS = 0.9
#: By so much another frame may be more alike: encoding decides between frames that hardly differ.
FRAME_TIE = 0.01
#: Attributes that map stored values in ways that the oracle does not follow.
_BEYOND_THE_ORACLE = ("ModalityLUTSequence", "SharedFunctionalGroupsSequence")


@dataclass(frozen=True)
class Rendering:
    """A rendered document of an answer, with what was asked and what is known of its source."""

    asked: AskedDocument
    response: DocumentResponse
    picture: Picture | None
    problem: str
    known: CatalogueDocument | None
    original: Path | None

    @property
    def where(self) -> str:
        """A name for findings."""
        return f"image of {self.response.document}"

    def number(self, element: str) -> float | None:
        """Return a parameter that was asked with as a number, or None."""
        try:
            number = float(self.asked.parameters[element])
        except (KeyError, ValueError):
            return None
        return number if math.isfinite(number) else None

    @property
    def bound(self) -> float:
        """The mean difference that the quality asked for allows."""
        quality = self.number("ImageQuality")
        return MEAN_BOUND if quality is None or quality >= 50 else MEAN_BOUND_LOW_QUALITY

    @property
    def window(self) -> Window | None:
        """The window asked for, if it is one."""
        center, width = self.number("WindowCenter"), self.number("WindowWidth")
        return None if center is None or width is None or width < 1 else Window(center, width)

    @property
    def frame_number(self) -> int | None:
        """The frame asked for, counted from 1, or the only one; None if there is no such frame."""
        frames = self.known.frames if self.known else 0
        number = self.number("FrameNumber")
        if number is None:
            return 1 if frames == 1 else None
        return int(number) if number in range(1, frames + 1) else None

    def stored(self, frame_number: int) -> tuple[Dataset, NDArray[np.generic]] | None:
        """Return attributes and stored values of a frame; None if there is nothing to expect."""
        if self.original is None:
            return None
        try:
            return _frame(self.original, frame_number)
        except Exception:  # noqa: BLE001  what cannot be decoded cannot be expected
            return None


def renderings(case: Case) -> Iterator[Rendering]:
    """Yield the rendered documents of an answer, each with the request that it answers."""
    answer = case.answer
    if answer is None or answer.registry is None or case.asked.operation != "rendered":
        return
    for response in answer.registry.documents:
        content = answer.content(response)
        asked = [entry for entry in case.asked.documents if entry.document == response.document]
        if content is None or not asked:
            continue
        known = case.known(response.document)
        picture, problem = None, ""
        try:
            picture = decode(content.read())
        except ValueError as error:
            problem = str(error)
        original = case.original(known) if known else None
        yield Rendering(_answered(asked, response), response, picture, problem, known, original)


def _answered(asked: list[AskedDocument], response: DocumentResponse) -> AskedDocument:
    """Of several requests for one document, the one whose parameters the response echoes."""
    for entry in asked:
        if all(entry.parameters.get(name) == value for name, value in response.echoed.items()):
            return entry
    return asked[0]


@check("REN-01")
def jpeg(case: Case) -> Iterator[Finding]:
    """Content type image/jpeg, and a baseline JPEG image of grey or colour in it.

    An image for which another content type was asked is another rule's.
    """
    for rendering in renderings(case):
        if JPEG_TYPE not in rendering.asked.parameters.get("ContentTypeList", JPEG_TYPE).lower():
            continue
        mime_type = rendering.response.mime_type
        met = parse_media_type(mime_type).name == JPEG_TYPE
        yield rule(met, JPEG_TYPE, mime_type or "nothing", f"mimeType, {rendering.where}")
        picture = rendering.picture
        got = rendering.problem or "nothing"
        if picture:
            got = f"{picture.format} {picture.mode}{'' if picture.baseline else ', progressive'}"
        met = got in ("JPEG L", "JPEG RGB")
        yield rule(met, "a baseline JPEG image, grey or colour", got, rendering.where)


@check("REN-03")
def echo(case: Case) -> Iterator[Finding]:
    """Each parameter asked with stands in the response, with the value that was sent.

    Or with the one that was used, where the statement reads it so; of that only a size is known.
    """
    used = case.statement.reading("echo") == "used"
    for rendering in renderings(case):
        picture = rendering.picture
        sides = dict(zip(("Rows", "Columns"), picture.size, strict=True)) if picture else {}
        for name, value in rendering.asked.parameters.items():
            if case.statement.parameters.get(name) == "supported" and name != "ContentTypeList":
                got = rendering.response.echoed.get(name, "")
                where = f"{name}, {rendering.where}"
                if not used:
                    yield compare(value, got, where)
                elif name in sides:
                    yield compare(str(sides[name]), got, where)
                else:
                    yield rule(bool(got), "the value used", got or "nothing", where)


@check("REN-04")
def size(case: Case) -> Iterator[Finding]:
    """The box rule: never beyond the box, but for one pixel of rounding below it.

    An endpoint may decline to enlarge, unless the statement reads it otherwise.
    """
    enlargement = case.statement.reading("enlargement")
    for rendering in renderings(case):
        picture, known = rendering.picture, rendering.known
        if picture is None or known is None or not known.rows or not known.columns:
            continue
        source = (known.rows, known.columns)
        rows, columns = (
            None if (number := rendering.number(name)) is None or number < 1 else int(number)
            for name in ("Rows", "Columns")
        )
        wanted = box_fit(source, rows, columns)
        allowed = {wanted}
        if wanted > source and enlargement != "enlarged":
            allowed = {source} if enlargement == "not-enlarged" else {wanted, source}
        met = any(
            abs(picture.size[0] - high) <= 1 and abs(picture.size[1] - wide) <= 1
            for high, wide in allowed
        ) and all(
            limit is None or side <= limit
            for side, limit in zip(picture.size, (rows, columns), strict=True)
        )
        expected = " or ".join(f"{high} rows of {wide}" for high, wide in sorted(allowed))
        got = f"{picture.size[0]} rows of {picture.size[1]}"
        yield rule(met, expected, got, rendering.where)


@check("REN-05")
def window(case: Case) -> Iterator[Finding]:
    """Grey levels as PS3.3 C.11.2.1.2 gives them for the window asked for."""
    for rendering in renderings(case):
        picture, number, asked = rendering.picture, rendering.frame_number, rendering.window
        if picture is None or number is None or asked is None:
            continue
        stored = rendering.stored(number)
        if stored is None or not _is_grey(stored[0]) or _is_beyond(stored[0]):
            continue
        expected, shown = windowed(*stored, asked), grey(picture.levels)
        difference = mean_difference(expected, shown)
        brightness = shown.mean() - expected.mean()
        got = f"a mean difference of {difference:.1f}, brightness off by {brightness:+.0f}"
        if likeness(expected, shown) < -0.5:
            got += ": inverted"
        limit = f"a mean difference of at most {rendering.bound:g} grey levels"
        yield rule(difference <= rendering.bound, limit, got, rendering.where)


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


def _levels(rendering: Rendering, frame_number: int) -> Levels | None:
    """Return a frame as it is shown, through the window asked for or from its least value on."""
    stored = rendering.stored(frame_number)
    if stored is None:
        return None
    attributes, values = stored
    if not _is_grey(attributes):
        return grey(values.astype(np.float64))
    asked = rendering.window
    if asked is not None and not _is_beyond(attributes):
        return windowed(attributes, values, asked)
    levels = values.astype(np.float64)
    return -levels if attributes.PhotometricInterpretation == "MONOCHROME1" else levels


def _is_grey(attributes: Dataset) -> bool:
    return str(attributes.get("PhotometricInterpretation", "")).startswith("MONOCHROME")


def _is_beyond(attributes: Dataset) -> bool:
    return any(keyword in attributes for keyword in _BEYOND_THE_ORACLE)


@check("REN-16")
def colour(case: Case) -> Iterator[Finding]:
    """A colour document keeps its colours."""
    for rendering in renderings(case):
        picture, number = rendering.picture, rendering.frame_number
        stored = rendering.stored(number) if number else None
        if picture is None or stored is None:
            continue
        attributes, values = stored
        if attributes.get("SamplesPerPixel") != 3 or attributes.get("BitsAllocated") != 8:
            continue
        if picture.levels.shape[2:] != (3,):
            yield rule(False, "three colour components", picture.mode, rendering.where)
            continue
        difference = mean_difference(values.astype(np.float64), picture.levels)
        got = f"a mean difference of {difference:.1f}"
        limit = f"a mean difference of at most {rendering.bound:g} levels"
        yield rule(difference <= rendering.bound, limit, got, rendering.where)


_frame = lru_cache(maxsize=8)(frame)
