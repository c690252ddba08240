"""Variants of rendered images: how they are made where the standards leave it open.

Progressive JPEG is none: PS3.18 of 2013 (sections 7.1 and 7.2) asks for baseline.
"""

import io
import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from PIL import Image, ImageCms

from wadows_reference.message import Message
from wadows_reference.multipart import Part
from wadows_reference.settings import Drawing, Settings
from wadows_reference.variants.registry import setting, variant
from wadows_reference.windows import DocumentWindow

_JPEG: Final = "image/jpeg"
_START: Final = b"\xff\xd8"
_Filter: Final = Image.Resampling


# Variant, sentence, and what is drawn otherwise.
_TABLE: Final[tuple[tuple[str, str, dict[str, Any]], ...]] = (
    ("jpeg-of-4-2-2", "Colour differences have half the columns.", {"jpeg": {"subsampling": 1}}),
    ("jpeg-of-4-2-0", "Colour differences have half the size.", {"jpeg": {"subsampling": 2}}),
    (
        "jpeg-with-own-huffman-tables",
        "The Huffman tables of a JPEG are made for it.",
        {"jpeg": {"subsampling": 0, "optimize": True}},
    ),
    (
        "jpeg-with-restarts",
        "A JPEG has restart markers in every row of blocks.",
        {"jpeg": {"subsampling": 0, "restart_marker_rows": 1}},
    ),
    (
        "jpeg-of-red-green-blue",
        "A JPEG has red, green and blue as they are, as its Adobe marker says.",
        {"jpeg": {"subsampling": 0, "keep_rgb": True}},
    ),
    (
        "another-scale-of-quality",
        "Image Quality 1 to 100 is the encoder's 25 to 100.",
        {"quality": lambda quality: 25 + round(0.75 * quality)},
    ),
    ("greys-as-colours", "Grey images have three components.", {"grey_as_colour": True}),
    ("jpeg-as-stored", "What is stored as JPEG is sent as it is stored.", {"jpeg_as_stored": True}),
    (
        "nearest-filter",
        "Images are scaled by taking the nearest pixel.",
        {"smaller": _Filter.NEAREST, "larger": _Filter.NEAREST},
    ),
    (
        "box-filter",
        "Images are scaled by the mean of what a pixel covers.",
        {"smaller": _Filter.BOX, "larger": _Filter.BOX},
    ),
    (
        "bicubic-filter",
        "Images are scaled by cubic curves.",
        {"smaller": _Filter.BICUBIC, "larger": _Filter.BICUBIC},
    ),
    (
        "lanczos-filter",
        "Images are scaled by Lanczos' filter.",
        {"smaller": _Filter.LANCZOS, "larger": _Filter.LANCZOS},
    ),
    (
        "one-pixel-below-the-box",
        "The sides of a scaled image are a pixel less than the box allows.",
        {"rounding": lambda side: math.ceil(side) - 1},
    ),
    ("sides-rounded-down", "The sides of a scaled image are rounded down.", {"rounding": int}),
    (
        "last-window-of-the-document",
        "Of several windows of a document the last counts where none is asked for.",
        {"window": DocumentWindow.LAST},
    ),
    (
        "no-window-of-the-document",
        "Where no window is asked for, smallest to largest value are shown.",
        {"window": DocumentWindow.NONE},
    ),
)


def _enter(name: str, sentence: str, drawn: dict[str, Any]) -> None:
    @setting(name, sentence)
    def set_(settings: Settings) -> Settings:
        drawing: Drawing = replace(settings.drawing, **drawn)
        return replace(settings, drawing=drawing)


for row in _TABLE:
    _enter(*row)


@setting("lower-quality", "Without Image Quality a JPEG has the encoder's quality 50.")
def _lower_quality(settings: Settings) -> Settings:
    return replace(settings, jpeg_quality=50)


def _images(message: Message) -> Iterator[Part]:
    for part in message.parts:
        if part.get("Content-Type") == _JPEG and part.body.startswith(_START):
            yield part


def _with_segments(content: bytes, *segments: tuple[int, bytes]) -> bytes:
    """Put segments, each a marker and what it holds, behind the first one of a JPEG."""
    first = 4 + int.from_bytes(content[4:6], "big")
    written = [
        bytes([0xFF, marker]) + (len(held) + 2).to_bytes(2, "big") + held
        for marker, held in segments
    ]
    return b"".join([content[:first], *written, content[first:]])


@variant("jpeg-with-further-segments", "A JPEG has a comment, Exif and a colour profile.")
def _jpeg_with_further_segments(message: Message) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = Image.Exif()
    exif[0x0131] = "archive 1"  # Software
    for part in _images(message):
        part.body = _with_segments(
            part.body,
            (0xE1, exif.tobytes()),
            (0xFE, "made by an archive: „Archiv“".encode()),
            *(() if _is_grey(part) else ((0xE2, b"ICC_PROFILE\0\x01\x01" + profile),)),
        )


def _is_grey(part: Part) -> bool:
    with Image.open(io.BytesIO(part.body)) as image:
        return image.mode == "L"
