"""The images that rendered retrieval returns: JPEG, echoed as asked, of the right size."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from wadows_contract.judge.finding import Case, Finding, check, compare, rule
from wadows_contract.level import Level
from wadows_contract.pixels.compare import MAX_IMAGE, MAX_PIXELS, Picture, box_fit, decode
from wadows_contract.pixels.oracle import Frame, Window, colours, defaults, frame, pixel_height
from wadows_contract.wire.media_type import parse_media_type
from wadows_contract.wire.registry import DocumentResponse
from wadows_contract.wire.request import AskedDocument
from wadows_spec.catalogue import CatalogueDocument

JPEG_TYPE = "image/jpeg"
#: An image of so many times the pixels that were asked for, or stored, is not looked at, unless it
#: has no more than `_FEW`: neither time nor memory is an endpoint's to choose.
_TOO_LARGE: Final = 4
_FEW: Final = 1 << 20


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

    def whole(self, element: str) -> int | None:
        """Return a parameter that was asked with as a whole number above 0, or None."""
        number = self.number(element)
        return None if number is None or number < 1 else int(number)

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

    def frame(self, frame_number: int | None) -> Frame | None:
        """Return a frame of the original; None if there is nothing to expect."""
        if self.original is None or frame_number is None:
            return None
        return read(self.original, frame_number)


def renderings(case: Case) -> Iterator[Rendering]:
    """Yield the rendered documents of an answer, each with the request that it answers.

    Of one document they are as many as were asked for, and one more: how long an answer is judged
    is not for an endpoint to choose.
    """
    answer = case.answer
    if answer is None or answer.registry is None or case.asked.operation != "rendered":
        return
    seen: Counter[str] = Counter()
    for response in answer.registry.documents:
        content = answer.content(response)
        asked = case.asked.by_document.get(response.document)
        if content is None or asked is None or seen[response.document] > len(asked):
            continue
        seen[response.document] += 1
        known = case.known(response.document)
        original = case.original(known) if known else None
        wanted = Rendering(_answered(asked, response), response, None, "", known, original)
        try:
            picture = decode(content.read(MAX_IMAGE), _most_pixels(wanted))
        except ValueError as error:
            yield replace(wanted, problem=str(error))
        else:
            yield replace(wanted, picture=picture)


def _most_pixels(wanted: Rendering) -> int:
    """Return how many pixels an image may have to be looked at, right or wrong as it may be."""
    known = wanted.known
    if known is None or not known.rows or not known.columns:
        return MAX_PIXELS
    stored = known.rows, known.columns
    boxed = box_fit(stored, wanted.whole("Rows"), wanted.whole("Columns"))
    return max(_FEW, *(_TOO_LARGE * rows * columns for rows, columns in (stored, boxed)))


def _answered(asked: Sequence[AskedDocument], response: DocumentResponse) -> AskedDocument:
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
        shown = rendering.frame(rendering.frame_number)
        if got == "JPEG RGB" and shown is not None and shown.is_grey:
            noted = rule(False, "one component of grey", "three components", rendering.where)
            yield replace(noted, at_most=Level.INFORMATION)


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


@check("REN-03")
def each_answered(case: Case) -> Iterator[Finding]:
    """Of several requests for one document, each has a response that echoes its parameters.

    Where the values used are echoed, nothing tells which response is for which request.
    """
    if case.statement.reading("echo") == "used":
        return
    came = list(renderings(case))
    for instance in dict.fromkeys(entry.asked.document for entry in came):
        own = [entry.response for entry in came if entry.asked.document == instance]
        asked = case.asked.by_document[instance]
        if len(asked) < 2 or len(own) < len(asked):
            continue  # what is refused has an error instead
        for entry in asked:
            wanted = {
                name: value
                for name, value in entry.parameters.items()
                if case.statement.parameters.get(name) == "supported" and name != "ContentTypeList"
            }
            met = any(wanted.items() <= response.echoed.items() for response in own)
            told = ", ".join(f"{name} {value}" for name, value in wanted.items())
            yield rule(met, f"a response with {told}", "none that has them", instance)


@check("REN-04")
def size(case: Case) -> Iterator[Finding]:
    """The box rule: never beyond the box, but for one pixel of rounding below it.

    An endpoint may decline to enlarge, unless the statement reads it otherwise.
    Where pixels are not square, it may show them as they are stored or true to their shape.
    """
    enlargement = case.statement.reading("enlargement")
    for rendering in renderings(case):
        picture, known = rendering.picture, rendering.known
        if picture is None or known is None or not known.rows or not known.columns:
            continue
        limits = [rendering.whole(name) for name in ("Rows", "Columns")]
        allowed = {
            size
            for source in _sources(rendering, known.rows, known.columns)
            for size in _fitting(source, limits[0], limits[1], enlargement)
        }
        met = any(
            all(abs(side - right) <= 1 for side, right in zip(picture.size, each, strict=True))
            for each in allowed
        ) and all(
            limit is None or side <= limit for side, limit in zip(picture.size, limits, strict=True)
        )
        expected = " or ".join(f"{high} rows of {wide}" for high, wide in sorted(allowed))
        got = f"{picture.size[0]} rows of {picture.size[1]}"
        if not met and not any(_alike(picture.size, each) for each in allowed):
            got += ": stretched"
        yield rule(met, expected, got, rendering.where)


def _sources(rendering: Rendering, rows: int, columns: int) -> set[tuple[int, int]]:
    """Return the size of a document, and where pixels are not square, that of its true shape."""
    shown = rendering.frame(rendering.frame_number)
    height = 1.0 if shown is None else pixel_height(shown.attributes)
    return {(rows, columns), (round(rows * height), columns), (rows, round(columns / height))}


def _fitting(
    source: tuple[int, int], rows: int | None, columns: int | None, enlargement: str
) -> set[tuple[int, int]]:
    wanted = box_fit(source, rows, columns)
    if wanted <= source or enlargement == "enlarged":
        return {wanted}
    return {source} if enlargement == "not-enlarged" else {wanted, source}


def _alike(size: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether two sizes have the same shape, give or take a pixel of the first."""
    return abs(size[0] - size[1] * other[0] / other[1]) <= 1 + other[0] / other[1]


@lru_cache(maxsize=8)
def read(original: Path, number: int) -> Frame | None:
    """Read a frame of a document, counted from 1; None if the oracle cannot follow it."""
    try:
        shown = frame(original, number)
        pixel_height(shown.attributes)
        (defaults if shown.is_grey else colours)(shown)
    except Exception:  # noqa: BLE001  a broken document provokes whatever it can
        return None
    return shown
