"""The images that rendered retrieval returns: JPEG, of the right size, with the right pixels."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from wadows_contract.judge.finding import Case, Finding, check, compare, rule
from wadows_contract.pixels.compare import (
    Picture,
    box_fit,
    decode,
    grey,
    likeness,
    mean_difference,
)
from wadows_contract.pixels.oracle import Window, frame, windowed
from wadows_contract.wire.registry import DocumentResponse
from wadows_contract.wire.request import AskedDocument
from wadows_spec.catalogue import CatalogueDocument

#: Mean difference in grey levels that encoding and scaling may make.
#: JPEG of the test documents stays below 3 at quality 50, and below 10 at any quality;
#: a window whose centre is off by a tenth of its width makes 25 wherever the ramp is.
MEAN_BOUND = 8.0
MEAN_BOUND_LOW_QUALITY = 24.0
#: Correlation that the frame asked for has at least, and no other frame exceeds.
FRAME_LIKENESS = 0.9


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
            return float(self.asked.parameters[element])
        except (KeyError, ValueError):
            return None

    @property
    def bound(self) -> float:
        """The mean difference that the quality asked for allows."""
        quality = self.number("ImageQuality")
        return MEAN_BOUND if quality is None or quality >= 50 else MEAN_BOUND_LOW_QUALITY

    @property
    def frame_number(self) -> int:
        """The frame asked for, counted from 1."""
        return int(self.number("FrameNumber") or 1)


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
    """Content type image/jpeg, and a baseline JPEG image of grey or colour in it."""
    for rendering in renderings(case):
        yield compare("image/jpeg", rendering.response.mime_type, f"mimeType, {rendering.where}")
        picture = rendering.picture
        got = rendering.problem or "nothing"
        if picture:
            got = f"{picture.format} {picture.mode}{'' if picture.baseline else ', progressive'}"
        met = got in ("JPEG L", "JPEG RGB")
        yield rule(met, "a baseline JPEG image, grey or colour", got, rendering.where)


@check("REN-03")
def echo(case: Case) -> Iterator[Finding]:
    """Each parameter asked with stands in the response, with the value that was sent."""
    for rendering in renderings(case):
        for name, value in rendering.asked.parameters.items():
            if case.statement.parameters.get(name) == "supported" and name != "ContentTypeList":
                got = rendering.response.echoed.get(name, "")
                yield compare(value, got, f"{name}, {rendering.where}")


@check("REN-04")
def size(case: Case) -> Iterator[Finding]:
    """The box rule, with one pixel for rounding; an endpoint may decline to enlarge."""
    for rendering in renderings(case):
        picture, known = rendering.picture, rendering.known
        if picture is None or known is None or not known.rows or not known.columns:
            continue
        source = (known.rows, known.columns)
        rows, columns = rendering.number("Rows"), rendering.number("Columns")
        wanted = box_fit(
            source, None if rows is None else int(rows), None if columns is None else int(columns)
        )
        allowed = {wanted, source} if wanted > source else {wanted}
        met = any(
            abs(picture.size[0] - high) <= 1 and abs(picture.size[1] - wide) <= 1
            for high, wide in allowed
        )
        expected = " or ".join(f"{high} rows of {wide}" for high, wide in sorted(allowed))
        got = f"{picture.size[0]} rows of {picture.size[1]}"
        yield rule(met, expected, got, rendering.where)


@check("REN-05")
def window(case: Case) -> Iterator[Finding]:
    """Grey levels as PS3.3 C.11.2.1.2 gives them for the window asked for."""
    for rendering in renderings(case):
        center, width = rendering.number("WindowCenter"), rendering.number("WindowWidth")
        picture, original = rendering.picture, rendering.original
        if picture is None or original is None or center is None or width is None:
            continue
        attributes, stored = _frame(original, rendering.frame_number)
        if not attributes.PhotometricInterpretation.startswith("MONOCHROME"):
            continue
        expected = windowed(attributes, stored, Window(center, width))
        shown = grey(picture.levels)
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
        known, original, picture = rendering.known, rendering.original, rendering.picture
        if known is None or original is None or picture is None or known.frames < 2:
            continue
        shown = grey(picture.levels)
        alike = [
            likeness(grey(_frame(original, number)[1].astype(np.float64)), shown)
            for number in range(1, known.frames + 1)
        ]
        asked, best = rendering.frame_number, int(np.argmax(alike)) + 1
        met = best == asked and alike[asked - 1] >= FRAME_LIKENESS
        got = f"most like frame {best}, likeness {alike[best - 1]:.2f}"
        yield rule(met, f"frame {asked}, likeness at least {FRAME_LIKENESS}", got, rendering.where)


@check("REN-16")
def colour(case: Case) -> Iterator[Finding]:
    """A colour document keeps its colours."""
    for rendering in renderings(case):
        original, picture = rendering.original, rendering.picture
        if original is None or picture is None or rendering.known is None:
            continue
        if rendering.known.frames > 1:
            continue
        try:
            attributes, stored = _frame(original, 1)
        except Exception:  # noqa: BLE001, S112 what cannot be decoded cannot be expected
            continue
        if attributes.get("SamplesPerPixel") != 3 or attributes.BitsAllocated != 8:
            continue
        expected = stored.astype(np.float64)
        if picture.levels.ndim != 3:
            yield rule(False, "three colour components", "grey", rendering.where)
            continue
        difference = mean_difference(expected, picture.levels)
        got = f"a mean difference of {difference:.1f}"
        limit = f"a mean difference of at most {rendering.bound:g} levels"
        yield rule(difference <= rendering.bound, limit, got, rendering.where)


_frame = lru_cache(maxsize=8)(frame)
