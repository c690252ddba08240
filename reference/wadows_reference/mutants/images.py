"""Mutants of rendered images: the JPEG is decoded, changed and encoded again."""

import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final
from urllib.parse import unquote

from lxml import etree
from PIL import Image, ImageOps

from wadows_reference.message import Message
from wadows_reference.multipart import Part
from wadows_reference.mutants.registry import mutant
from wadows_reference.xml import qname
from wadows_spec.constants import WADO, XOP

_JPEG: Final = "image/jpeg"
Picture = Callable[[Image.Image], Image.Image]


def _images(message: Message) -> Iterator[tuple[etree._Element, Part]]:
    """Yield each rendered document with its JPEG part."""
    parts = {part.content_id: part for part in message.parts}
    for document in message.documents():
        for include in document.iter(qname(XOP, "Include")):
            part = parts.get(unquote(include.get("href", "").removeprefix("cid:")))
            if part is not None and part.get("Content-Type") == _JPEG:
                yield document, part


def _echoes(document: etree._Element, name: str) -> bool:
    return document.find(qname(WADO, name)) is not None


def _redraw(part: Part, change: Picture) -> None:
    """Change a picture and encode it in the quality that it had."""
    with Image.open(io.BytesIO(part.body)) as image:
        content = io.BytesIO()
        tables = image.quantization  # type: ignore[attr-defined]
        change(image).save(content, "JPEG", qtables=tables, subsampling=0)
        part.body = content.getvalue()


@mutant("image-is-png", "REN-01", "The image is a PNG that is called a JPEG.")
def _image_is_png(message: Message) -> None:
    for _, part in _images(message):
        with Image.open(io.BytesIO(part.body)) as image:
            content = io.BytesIO()
            image.save(content, "PNG")
        part.body = content.getvalue()


@mutant(
    "first-of-two-images-twice",
    "REN-03",
    "Of two images asked for of one document the first comes twice, with its parameters.",
)
def _first_of_two_images_twice(message: Message) -> None:
    first: dict[str, tuple[etree._Element, Part]] = {}
    for document, part in _images(message):
        instance = document.findtext(qname(WADO, "SourceDocumentUniqueId"), "")
        before, image = first.setdefault(instance, (document, part))
        if before is not document:
            part.body = image.body
            for echoed in before.iterfind(qname(WADO, "*")):
                own = document.find(str(echoed.tag))
                if own is not None:
                    own.text = echoed.text


@mutant("size-ignored", "REN-04", "Where a size was asked for, the image has twice that.")
def _size_ignored(message: Message) -> None:
    for document, part in _images(message):
        if _echoes(document, "Rows") or _echoes(document, "Columns"):
            _redraw(part, lambda image: image.resize((2 * image.width, 2 * image.height)))


@mutant("window-inverted", "REN-05", "Where a window was asked for, black is white.")
def _window_inverted(message: Message) -> None:
    for document, part in _images(message):
        if _echoes(document, "WindowCenter"):
            _redraw(part, lambda image: image.point(lambda level: 255 - level))


@mutant("one-quality-for-all", "REN-06", "Every image has the quality 50.")
def _one_quality_for_all(message: Message) -> None:
    for _, part in _images(message):
        with Image.open(io.BytesIO(part.body)) as image:
            content = io.BytesIO()
            image.save(content, "JPEG", quality=50, subsampling=0)
        part.body = content.getvalue()


@mutant("wrong-frame", "REN-07", "Where a frame was asked for, the grey levels are another's.")
def _wrong_frame(message: Message) -> None:
    for document, part in _images(message):
        if _echoes(document, "FrameNumber") and not _echoes(document, "WindowCenter"):
            _redraw(part, lambda image: image.point(lambda level: (level + 96) % 256))


@mutant("red-and-blue-swapped", "REN-16", "Red is blue and blue is red.")
def _red_and_blue_swapped(message: Message) -> None:
    for _, part in _images(message):
        with Image.open(io.BytesIO(part.body)) as image:
            colour = image.mode == "RGB"
        if colour:
            _redraw(part, lambda image: Image.merge("RGB", image.split()[::-1]))


def _without_window(message: Message) -> Iterator[Part]:
    for document, part in _images(message):
        if not _echoes(document, "WindowCenter"):
            with Image.open(io.BytesIO(part.body)) as image:
                grey = image.mode == "L"
            if grey:
                yield part


@mutant("mirrored", "REN-17", "Grey images for which no window was asked have left at the right.")
def _mirrored(message: Message) -> None:
    for part in _without_window(message):
        _redraw(part, ImageOps.mirror)


@mutant("upside-down", "REN-17", "Grey images for which no window was asked stand on their heads.")
def _upside_down(message: Message) -> None:
    for part in _without_window(message):
        _redraw(part, ImageOps.flip)


@mutant("rows-as-columns", "REN-17", "In square images without a window rows are columns.")
def _rows_as_columns(message: Message) -> None:
    for part in _without_window(message):
        _redraw(
            part,
            lambda image: (
                image.transpose(Image.Transpose.TRANSPOSE) if image.width == image.height else image
            ),
        )


@mutant("stretched", "REN-04", "Where one side was asked for, the other stays as it was.")
def _stretched(message: Message) -> None:
    for document, part in _images(message):
        if _echoes(document, "Rows") != _echoes(document, "Columns"):
            _redraw(part, lambda image: image.resize((image.width, image.height * 2)))


@mutant("shown-as-ybr", "REN-16", "Brightness and two differences are shown as red, green, blue.")
def _shown_as_ybr(message: Message) -> None:
    for _, part in _images(message):
        with Image.open(io.BytesIO(part.body)) as image:
            colour = image.mode == "RGB"
        if colour:
            _redraw(
                part,
                lambda image: Image.frombytes("RGB", image.size, image.convert("YCbCr").tobytes()),
            )


def _number(document: etree._Element, name: str) -> int | None:
    text = document.findtext(qname(WADO, name))
    return int(text) if text and text.isdecimal() else None


@mutant("rows-taken-for-columns", "REN-04", "Rows are taken for Columns, and Columns for Rows.")
def _rows_taken_for_columns(message: Message) -> None:
    for document, part in _images(message):
        width, height = _number(document, "Rows"), _number(document, "Columns")
        if width or height:
            _redraw(part, partial(_fitted, width=width, height=height))


def _fitted(image: Image.Image, width: int | None, height: int | None) -> Image.Image:
    """Scale an image into a box, of which a side may be open."""
    scale = min(
        side / length
        for side, length in ((width, image.width), (height, image.height))
        if side is not None
    )
    return image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))


@mutant("quality-turned-round", "REN-06", "The best Image Quality is 1, and the worst is 100.")
def _quality_turned_round(message: Message) -> None:
    for document, part in _images(message):
        quality = _number(document, "ImageQuality") or 0
        if 1 <= quality <= 100:
            with Image.open(io.BytesIO(part.body)) as image:
                content = io.BytesIO()
                image.save(content, "JPEG", quality=101 - quality, subsampling=0)
            part.body = content.getvalue()
