"""Decoding what came, the box that it has to fit into, and how far it is from what it should be."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from wadows_contract.pixels.compare import (
    MAX_PIXELS,
    Levels,
    box_fit,
    decode,
    grey,
    likeness,
    mean_difference,
    resized,
)


def encoded(image: Image.Image, format_: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, format_, **options)
    return file.getvalue()


def levels(*rows: list[float]) -> Levels:
    return np.array(rows, np.float64)


def png_of(width: int, height: int) -> bytes:
    """A PNG that says how large it is and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def test_grey_jpeg() -> None:
    content = encoded(Image.new("L", (5, 3), 200), "JPEG", quality=95)

    picture = decode(content)

    assert ("JPEG", "L", True, (3, 5)) == (
        picture.format,
        picture.mode,
        picture.baseline,
        picture.size,
    )
    assert np.abs(picture.levels - 200).max() <= 1


def test_colour_jpeg() -> None:
    picture = decode(encoded(Image.new("RGB", (8, 8), (200, 100, 50)), "JPEG", quality=95))

    assert ("RGB", (8, 8, 3)) == (picture.mode, picture.levels.shape)
    assert np.abs(picture.levels - np.array([200, 100, 50])).max() <= 3


def test_progressive_jpeg() -> None:
    content = encoded(Image.new("L", (8, 8)), "JPEG", progressive=True)

    assert not decode(content).baseline


def test_png_is_decoded_and_called_so() -> None:
    picture = decode(encoded(Image.new("L", (4, 2), 7), "PNG"))

    assert ("PNG", "L", 0) == (picture.format, picture.mode, picture.coarseness)
    assert [[7.0] * 4] * 2 == picture.levels.tolist()


@pytest.mark.parametrize("mode", ["CMYK", "RGBA", "LA", "P", "1"])
def test_other_modes_are_decoded_and_called_so(mode: str) -> None:
    content = encoded(Image.new(mode, (4, 2)), "JPEG" if mode == "CMYK" else "PNG")

    assert (mode, (2, 4)) == (decode(content).mode, decode(content).size)


@pytest.mark.parametrize(("step", "coarseness"), [(1, 64), (3, 192)])
def test_coarseness_is_the_sum_of_the_first_table(step: int, coarseness: int) -> None:
    tables = [[step] * 64, [99] * 64]
    content = encoded(Image.new("RGB", (8, 8)), "JPEG", qtables=tables)

    assert coarseness == decode(content).coarseness


JPEG = encoded(Image.effect_noise((64, 64), 50), "JPEG")
BROKEN = [
    ("nothing", b""),
    ("text", b"no image"),
    ("HTML", b"<html><body>Not found</body></html>"),
    ("the beginning of a JPEG", b"\xff\xd8"),
    ("a JPEG without scan", JPEG[: JPEG.index(b"\xff\xda")]),
    ("a JPEG cut in half", JPEG[: len(JPEG) // 2]),
    ("a TIFF without directory", b"II*\0\xff\xff\xff\x7f"),
    ("a GIF cut off", b"GIF89a\1\0\1\0"),
    ("too little data", png_of(2000, 2000)),
    ("a decompression bomb", png_of(60_000, 60_000)),
    ("a smaller one", png_of(10_000, 10_000)),
    ("one row too many", png_of(1, MAX_PIXELS + 1)),
    # Pillow would start Ghostscript for this.
    ("PostScript", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n%%EndComments\nshowpage\n"),
]


@pytest.mark.parametrize("content", [row[1] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_what_cannot_be_decoded_is_told_in_words(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        decode(content)


@pytest.mark.parametrize(
    ("source", "rows", "columns", "expected"),
    [
        ((50, 100), None, None, (50, 100)),
        ((50, 100), 25, None, (25, 50)),
        ((50, 100), None, 20, (10, 20)),
        ((50, 100), 64, 64, (32, 64)),
        ((50, 100), 90, 40, (20, 40)),
        ((50, 100), 30, 90, (30, 60)),
        ((50, 100), 50, 100, (50, 100)),
        ((50, 100), 200, None, (200, 400)),
        ((50, 100), 200, 200, (100, 200)),
        ((100, 50), 64, 64, (64, 32)),
        ((3, 7), 2, None, (2, 5)),  # 4.67
        ((1000, 1), 10, None, (10, 1)),  # never less than a pixel
    ],
)
def test_box(
    source: tuple[int, int], rows: int | None, columns: int | None, expected: tuple[int, int]
) -> None:
    assert expected == box_fit(source, rows, columns)


def test_grey_of_colour_is_the_mean_of_the_three() -> None:
    assert [[2.0]] == grey(np.array([[[1.0, 2.0, 3.0]]])).tolist()
    assert [[1.0, 2.0]] == grey(levels([1, 2])).tolist()


def test_resized() -> None:
    assert (4, 6) == resized(levels([0, 1, 2], [3, 4, 5]), (4, 6)).shape
    assert (1, 1, 3) == resized(np.zeros((2, 2, 3)), (1, 1)).shape
    # Halving is the mean of each four pixels of a smooth ramp.
    ramp = np.tile(np.arange(8.0), (8, 1))
    assert resized(ramp, (4, 4))[1, 1:3].tolist() == pytest.approx([2.5, 4.5])


@pytest.mark.parametrize(
    ("expected", "returned", "difference"),
    [
        (levels([0, 10]), levels([0, 10]), 0),
        (levels([0, 10]), levels([5, 10]), 2.5),
        (levels([0, 10]), levels([10, 0]), 10),
        (levels([7, 7], [7, 7]), levels([9]), 2),
    ],
)
def test_mean_difference(expected: Levels, returned: Levels, difference: float) -> None:
    assert difference == pytest.approx(mean_difference(expected, returned))


@pytest.mark.parametrize(
    ("returned", "correlation"),
    [
        (levels([0, 1], [2, 3]), 1),
        (levels([10, 12], [14, 16]), 1),
        (levels([3, 2], [1, 0]), -1),
        (levels([1, 0], [3, 2]), 0.6),  # 3 of 5
        (levels([0, 2], [1, 3]), 0.8),  # 4 of 5
        (levels([5, 5], [5, 5]), 0),
    ],
)
def test_likeness(returned: Levels, correlation: float) -> None:
    assert correlation == pytest.approx(likeness(levels([0, 1], [2, 3]), returned))
