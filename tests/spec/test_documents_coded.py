"""The coded test documents: each decodes to the pattern that it was made from."""

import shutil
import subprocess
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pydicom import Dataset, dcmread, dcmwrite
from pydicom.encaps import generate_frames

from wadows_spec.catalogue import Catalogue
from wadows_spec.data import data_path
from wadows_spec.documents import compressed, patterns, pitfalls, write_documents
from wadows_spec.documents.part10 import colour_plane, grey_plane

POINTS = {
    # (row, column) -> stored value, worked out from the formulas in patterns.py
    "CODED": {
        (0, 0): 0,
        (0, 63): 3780,
        (8, 8): 4095,
        (15, 31): 4095,
        (16, 31): 1862,
        (24, 40): 0,
        (32, 40): 2404,
        (47, 10): 605,
        (48, 63): 3500,
        (63, 16): 1000,
    },
    "DEEP": {
        (0, 0): 2000,
        (0, 63): 58700,
        (8, 8): 60000,
        (24, 40): 1000,
        (47, 10): 11005,
        (48, 63): 58000,
        (63, 16): 18000,
    },
}
PATCHES = {
    # (row, column) -> red, green, blue
    (0, 0): (255, 0, 0),
    (10, 33): (0, 255, 0),
    (20, 70): (0, 0, 255),
    (31, 127): (255, 255, 255),
    (32, 0): (0, 255, 255),
    (40, 40): (255, 0, 255),
    (60, 95): (255, 255, 0),
    (63, 96): (64, 64, 64),
}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return write_documents(tmp_path_factory.mktemp("documents"))


def by_pydicom(path: Path) -> Any:
    """Return the pixels as pydicom decodes them, with the codecs that the project needs anyway."""
    return dcmread(path).pixel_array


def by_dcmtk(path: Path) -> Any:
    """Return the pixels as dcmdjpeg of dcmtk decodes them: JPEG that pydicom has no codec for."""
    tool = shutil.which("dcmdjpeg")
    if tool is None:
        pytest.fail("dcmdjpeg is missing: install it with `apt-get install dcmtk`")
    decoded = path.with_suffix(".decoded")
    subprocess.run([tool, path, decoded], check=True, capture_output=True)
    return dcmread(decoded).pixel_array


def by_pillow(path: Path) -> Any:
    """Return the pixels as libjpeg-turbo in Pillow decodes them."""
    (stream,) = generate_frames(dcmread(path).PixelData, number_of_frames=1)
    return np.asarray(Image.open(BytesIO(stream)))


def grey(pattern: patterns.Grey, rows: int, columns: int) -> Any:
    return np.array(grey_plane(pattern, rows, columns)).reshape(rows, columns)


def chart() -> Any:
    plane = colour_plane(patterns.patches, 64, 128)
    return np.frombuffer(plane, np.uint8).reshape(64, 128, 3)


CODED = grey(patterns.CODED, 64, 64)
DEEP = grey(patterns.DEEP, 64, 64)
SCREEN = grey(patterns.EIGHT_BIT, 64, 96)
SIGNED = grey(patterns.SIGNED, 96, 128)
CHART = chart()

DECODED: dict[str, tuple[Callable[[Path], Any], Any, int]] = {
    # role: decoder, pattern, by how many levels a pixel may miss it
    "implicit": (by_pydicom, CODED, 0),
    "big-endian": (by_pydicom, CODED, 0),
    "deflated": (by_pydicom, SCREEN, 0),
    "jpeg-extended": (by_dcmtk, CODED, 1),
    "jpeg-spectral": (by_pillow, SCREEN, 3),
    "jpeg-lossless": (by_dcmtk, CODED, 0),
    "jpeg-lossless-sv1": (by_dcmtk, CODED, 0),
    "jpeg-ls": (by_pydicom, CODED, 0),
    "jpeg-ls-near": (by_pydicom, CODED, 2),
    "jpeg-2000-lossless": (by_pydicom, SIGNED, 0),
    "jpeg-2000": (by_pydicom, CHART, 8),
    "htj2k-lossless": (by_pydicom, DEEP, 0),
    "htj2k-rpcl": (by_pydicom, DEEP, 0),
    "htj2k": (by_pydicom, DEEP, 160),
    "rle": (by_pydicom, CHART, 0),
}


def test_every_coded_document_is_decoded_here() -> None:
    assert set(DECODED) == {document.role for document in compressed.DOCUMENTS}


@pytest.mark.parametrize(("name", "points"), POINTS.items())
def test_patterns_are_as_worked_out_by_hand(name: str, points: dict[tuple[int, int], int]) -> None:
    pattern = {"CODED": CODED, "DEEP": DEEP}[name]

    assert points == {place: int(pattern[place]) for place in points}


@pytest.mark.parametrize("role", DECODED)
def test_decodes_to_its_pattern(catalogue: Catalogue, role: str) -> None:
    decode, pattern, bound = DECODED[role]

    pixels = decode(catalogue.path_of(role)).astype(int)

    assert pattern.shape == pixels.shape
    assert bound >= np.abs(pixels - pattern).max()


@pytest.mark.parametrize("coded", compressed.CODED, ids=lambda coded: coded.role)
def test_says_that_it_is_lossy_if_it_is(catalogue: Catalogue, coded: compressed.Coded) -> None:
    dataset = dcmread(catalogue.path_of(coded.role))

    assert (DECODED[coded.role][2] > 0) == ("LossyImageCompression" in dataset)
    assert ("DERIVED" == dataset.ImageType[0]) or "LossyImageCompression" not in dataset


def marker_segments(stream: bytes) -> dict[str, bytes]:
    """Return the segments of a JPEG or JPEG 2000 header by their marker, up to the first scan."""
    found = {}
    place = 2
    while (marker := stream[place : place + 2].hex()) not in ("ffda", "ff90"):
        length = int.from_bytes(stream[place + 2 : place + 4])
        found[marker] = stream[place + 4 : place + 2 + length]
        place += 2 + length
    return {**found, marker: stream[place + 4 : place + 14]}


@pytest.mark.parametrize(
    ("role", "marker", "start"),
    [
        # ISO/IEC 10918-1 table B.1 and B.2.2: the frame's process, then its precision in bits.
        ("jpeg-extended", "ffc1", "0c"),
        ("jpeg-spectral", "ffca", "08"),
        ("jpeg-lossless", "ffc3", "10"),
        ("jpeg-lossless-sv1", "ffc3", "10"),
        # B.2.3: one component, its tables, then the predictor.
        ("jpeg-lossless", "ffda", "01010006"),
        ("jpeg-lossless-sv1", "ffda", "01010001"),
        # The first scan has the DC coefficient alone: spectral selection, from 0 to 0.
        ("jpeg-spectral", "ffda", "0101000000"),
        # ISO/IEC 15444-1 A.6.1: style, progression (LRCP is 0, RPCL 2), one layer, transform used.
        ("jpeg-2000-lossless", "ff52", "0000000100"),
        ("jpeg-2000", "ff52", "0000000101"),
        ("htj2k-rpcl", "ff52", "0002000100"),
        # ISO/IEC 15444-15: capabilities name part 15 in bit 15 from above.
        ("htj2k-lossless", "ff50", "00020000"),
        ("htj2k", "ff50", "00020000"),
    ],
)
def test_stream_is_of_the_process_that_its_transfer_syntax_says(
    catalogue: Catalogue, role: str, marker: str, start: str
) -> None:
    (stream,) = generate_frames(dcmread(catalogue.path_of(role)).PixelData, number_of_frames=1)

    assert marker_segments(stream)[marker].hex().startswith(start)


def test_htj2k_of_rpcl_has_the_lengths_of_its_tile_parts(catalogue: Catalogue) -> None:
    """PS3.5 10.18 asks for TLM, marker FF55."""
    (stream,) = generate_frames(
        dcmread(catalogue.path_of("htj2k-rpcl")).PixelData, number_of_frames=1
    )

    assert "ff55" in marker_segments(stream)


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("deflated.deflate", compressed.explicit_deflated_source),
        ("structured-report.deflate", pitfalls.deflated_report_source),
    ],
)
def test_deflated_streams_inflate_to_the_data_sets(
    file: str, source: Callable[[], Dataset]
) -> None:
    plain = BytesIO()
    dcmwrite(plain, source(), implicit_vr=False, little_endian=True)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)

    assert plain.getvalue() == inflater.decompress(data_path(f"spec/documents/{file}").read_bytes())
    assert inflater.eof
    assert inflater.unused_data in (b"", b"\0")


@pytest.mark.parametrize("role", ["palette", "ybr-full", "ybr-full-422"])
def test_colours_are_the_patches(catalogue: Catalogue, role: str) -> None:
    with Image.open(render(catalogue.path_of(role))) as image:
        pixels = np.asarray(image.convert("RGB"))

    # Luma and chroma are rounded twice: once when they are made, and once when they are read.
    for place, value in PATCHES.items():
        assert value == pytest.approx(tuple(int(sample) for sample in pixels[place]), abs=3)


def render(path: Path) -> Path:
    """Return a picture as dcm2pnm of dcmtk makes it: another reader than pydicom."""
    tool = shutil.which("dcm2pnm")
    if tool is None:
        pytest.fail("dcm2pnm is missing: install it with `apt-get install dcmtk`")
    picture = path.with_suffix(".ppm")
    subprocess.run([tool, path, picture], check=True, capture_output=True)
    return picture


@pytest.mark.parametrize(
    ("place", "value"),
    [
        # By hand from PS3.3 C.7.6.3.1.2, with 255.5 cut to 255.
        ((0, 0), (76, 85, 255)),
        ((0, 32), (150, 44, 21)),
        ((0, 64), (29, 255, 107)),
        ((0, 96), (255, 128, 128)),
        ((32, 96), (64, 128, 128)),
    ],
)
def test_luma_and_chroma(
    catalogue: Catalogue, place: tuple[int, int], value: tuple[int, ...]
) -> None:
    row, column = place
    full = dcmread(catalogue.path_of("ybr-full")).PixelData
    halved = dcmread(catalogue.path_of("ybr-full-422")).PixelData
    pair = halved[(row * 128 + column) * 2 :][:4]

    assert bytes(value) == full[(row * 128 + column) * 3 :][:3]
    assert bytes((value[0], *value)) == pair
    assert 64 * 128 * 2 == len(halved)
