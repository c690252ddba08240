"""Colours of made-up documents, before JPEG."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.reference.test_render import document, flat
from wadows_reference.frame_source import read_source
from wadows_reference.render import Wanted, render_levels


def colours(path: Path) -> list[Any]:
    return [tuple(pixel) for pixel in render_levels(read_source(path), Wanted())[4, 4::8].tolist()]


def palette(first: int, bits: int, *entries: tuple[int, int, int]) -> dict[str, Any]:
    attributes: dict[str, Any] = {"PhotometricInterpretation": "PALETTE COLOR"}
    for name, samples in zip(("Red", "Green", "Blue"), zip(*entries, strict=True), strict=True):
        attributes[f"{name}PaletteColorLookupTableDescriptor"] = [len(entries), first, bits]
        attributes[f"{name}PaletteColorLookupTableData"] = np.array(samples, "<u2").tobytes()
    return attributes


def test_a_palette_of_sixteen_bits_for_pixels_of_sixteen(tmp_path: Path) -> None:
    """The first entry is for 40000 and all below it, the last for all above."""
    more = palette(40000, 16, (0xFFFF, 0, 0x8000), (0, 0xFFFF, 0x4000))
    path = document(flat(0, 40000, 40001, 65535, kind=np.uint16), tmp_path, **more)

    one, other = (255, 0, 128), (0, 255, 64)
    assert [one, one, other, other] == colours(path)


def test_colours_plane_by_plane(tmp_path: Path) -> None:
    planes = np.zeros((3, 8, 16), np.uint8)
    planes[0, :, :8], planes[1, :, 8:], planes[2] = 200, 100, 50
    by_pixel = np.zeros((8, 16, 3), np.uint8)
    path = document(by_pixel, tmp_path, PlanarConfiguration=1)
    path.write_bytes(path.read_bytes()[: -planes.nbytes] + planes.tobytes())

    assert [(200, 0, 50), (0, 100, 50)] == colours(path)


# PS3.3 C.7.6.3.1.2, solved for red, green and blue: y + 1.402 (cr - 128),
# y - 0.344 (cb - 128) - 0.714 (cr - 128), y + 1.772 (cb - 128).
@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        ((100, 128, 128), (100, 100, 100)),
        ((100, 128, 178), (170, 64, 100)),
        ((100, 178, 128), (100, 83, 189)),
        ((76, 85, 255), (254, 0, 0)),
    ],
)
def test_luma_and_chroma(
    tmp_path: Path, sample: tuple[int, int, int], expected: tuple[int, int, int]
) -> None:
    pixels = np.full((8, 8, 3), sample, np.uint8)

    (got,) = colours(document(pixels, tmp_path, PhotometricInterpretation="YBR_FULL"))

    assert pytest.approx(expected, abs=1) == got


def test_colours_of_twelve_bits(tmp_path: Path) -> None:
    pixels = np.full((8, 8, 3), (0xFFF, 0x800, 0x00F), np.uint16)

    path = document(pixels, tmp_path, BitsStored=12, HighBit=11)

    assert [(255, 128, 0)] == colours(path)


@pytest.mark.parametrize("name", ["YBR_PARTIAL_422", "YBR_RCT", "HSV"])
def test_other_colours_are_not_taken_for_rgb(tmp_path: Path, name: str) -> None:
    path = document(np.zeros((8, 8, 3), np.uint8), tmp_path, PhotometricInterpretation=name)

    with pytest.raises(ValueError, match=name):
        render_levels(read_source(path), Wanted())
