"""The test documents as they are shown, before JPEG: greys and colours worked out by hand."""

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from wadows_reference.frame_source import read_source
from wadows_reference.render import Wanted, render_jpeg, render_levels

#: Role to the greys of its steps, left to right, in its lowest row of them.
STEPS = {
    # 255 / (1 + exp(-k)) for k from -4 to 3.
    "sigmoid": [4.59, 12.09, 30.40, 68.58, 127.50, 186.42, 224.60, 242.91],
    # 255 * x / 8 for x from 0 to 7.
    "linear-exact": [0, 31.875, 63.75, 95.625, 127.5, 159.375, 191.25, 223.125],
    # (36 * k) ** 2 // 255
    "voi-lut": [0, 5, 20, 45, 81, 127, 182, 249],
    # 255 * (65025 - (36 * k) ** 2) / 65535
    "modality-lut": [253.02, 247.97, 232.84, 207.63, 172.33, 126.95, 71.47, 5.92],
    # ((HU - 39.5) / 399 + 0.5) * 255 for HU from -840 by 150
    "two-windows": [0, 0, 0, 0, 0, 44.74, 140.60, 236.47],
    "tall-pixels": [0, 36, 72, 108, 144, 180, 216, 252],
    # 255 * (x + 1000) / 2000, the rows above the padding
    "padded": [0, 31.875, 63.75, 95.625, 127.5, 159.375, 191.25, 223.125],
    # 255 - 255 * x / 4095 for x from 0 by 585
    "presentation-inverse": [255, 218.57, 182.14, 145.71, 109.29, 72.86, 36.43, 0],
    # ((x - 1023.5) / 1023 + 0.5) * 255 for x from 0 by 585
    "unsigned": [0, 18.20, 164.02, 255, 255, 255, 255, 255],
    # 255 * (2.5 * k / 24 + 200 / 2400) of -1200 to 1200 for stored values from -1000 by 250
    "signed": [21.25, 47.81, 74.375, 100.94, 127.5, 154.06, 180.625, 207.19],
    # Inverted: 255 - 255 * x / 4095 for x from 0 by 585
    "inverse": [255, 218.57, 182.14, 145.71, 109.29, 72.86, 36.43, 0],
}
PATCHES = [
    [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)],
    [(0, 255, 255), (255, 0, 255), (255, 255, 0), (64, 64, 64)],
]
#: Levels by which a rounding of luma and chroma may miss; and by which JPEG of quality 95 may.
ROUNDED, LOSSY = 2, 4


def levels(folder: Path, role: str, **wanted: Any) -> np.ndarray[Any, Any]:
    return render_levels(read_source(folder / f"{role}.dcm"), Wanted(**wanted)).astype(int)


def steps(image: np.ndarray[Any, Any], row: int) -> list[int]:
    width = image.shape[1] // 8
    return list(image[row, width // 2 :: width].tolist())


@pytest.mark.parametrize(("role", "expected"), STEPS.items())
def test_steps(folder: Path, role: str, expected: list[float]) -> None:
    image = levels(folder, role)

    assert pytest.approx(expected, abs=0.51) == steps(image, -6)


def test_the_second_window_when_it_is_asked_for(folder: Path) -> None:
    image = levels(folder, "two-windows", window_center=-600, window_width=1500)

    # ((HU + 600.5) / 1499 + 0.5) * 255 for HU from -840 by 150
    expected = [86.64, 112.16, 137.68, 163.19, 188.71, 214.23, 239.75, 255]
    assert pytest.approx(expected, abs=0.51) == steps(image, -6)


def test_a_window_asked_for_keeps_the_function_of_the_document(folder: Path) -> None:
    image = levels(folder, "sigmoid", window_center=1792, window_width=512)

    # The steps are c + k * w / 2 for k from -3 to 4: 255 / (1 + exp(-2 * k)).
    expected = [0.63, 4.59, 30.40, 127.5, 224.60, 250.41, 254.37, 254.91]
    assert pytest.approx(expected, abs=0.51) == steps(image, -6)


def test_padding_is_black_whatever_the_window(folder: Path) -> None:
    image = levels(folder, "padded", window_center=-1000, window_width=4000)

    assert {0} == set(image[:4].ravel().tolist()) | set(image[60:].ravel().tolist())
    # ((-1000 + 1000.5) / 3999 + 0.5) * 255
    assert 128 == image[50, 2]


def test_tall_pixels_are_squared(folder: Path) -> None:
    content = folder / "tall-pixels.dcm"
    sizes = [
        (image.shape[0], image.shape[1])
        for wanted in (Wanted(), Wanted(rows=32), Wanted(columns=48), Wanted(rows=64, columns=24))
        for image in [opened(render_jpeg(read_source(content), wanted))]
    ]

    assert [(64, 96), (32, 48), (32, 48), (16, 24)] == sizes


@pytest.mark.parametrize(
    ("role", "bound"),
    [
        ("colour", 0),
        ("palette", 0),
        ("ybr-full", ROUNDED),
        ("ybr-full-422", ROUNDED),
        ("jpeg", LOSSY),
    ],
)
def test_patches(folder: Path, role: str, bound: int) -> None:
    image = levels(folder, role, window_center=0, window_width=1)

    assert np.abs(np.array(PATCHES) - image[16::32, 16::32]).max() <= bound


@pytest.mark.parametrize("size", [(32, 64), (16, 32), (8, 16), (20, 40)])
def test_a_jpeg_made_smaller_while_it_is_decoded(folder: Path, size: tuple[int, int]) -> None:
    wanted = Wanted(rows=size[0], columns=size[1], quality=100)

    image = opened(render_jpeg(read_source(folder / "jpeg.dcm"), wanted)).astype(int)

    rows, columns = size
    centres = image[rows // 4 :: rows // 2, columns // 8 :: columns // 4]
    assert (rows, columns, 3) == image.shape
    assert np.abs(np.array(PATCHES) - centres).max() <= 2 * LOSSY


def test_one_bit(folder: Path) -> None:
    """The segment is rows 8 to 15, columns 6 to 11, of 32 by 32."""
    expected = np.zeros((32, 32), int)
    expected[8:16, 6:12] = 255

    assert np.array_equal(expected, levels(folder, "segmentation"))


def test_what_is_deflated(folder: Path) -> None:
    assert (255, 0) == (levels(folder, "deflated").max(), levels(folder, "deflated").min())


@pytest.mark.parametrize(("frame", "left"), [(1, 4), (2, 24), (3, 44)])
def test_frames(folder: Path, frame: int, left: int) -> None:
    image = levels(folder, "multi-frame", frame=frame)

    assert [left, left + 15] == [*np.flatnonzero(image[10] == 255)[[0, -1]]]


def opened(content: bytes) -> np.ndarray[Any, Any]:
    with Image.open(BytesIO(content)) as image:
        return np.asarray(image)
