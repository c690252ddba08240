"""Documents of an endpoint that claim to be huge: none is decoded, whatever its coding."""

import io
import struct
from pathlib import Path

import pytest
from pydicom import Dataset, dcmread
from pydicom.encaps import encapsulate, generate_frames

from wadows_contract.pixels.decoders import stored_values
from wadows_spec.documents import write_documents

HUGE = 60_000
#: What stands before the height of an image: a frame header up to its precision, each of its own.
HEIGHTS = {
    "jpeg": b"\xff\xc0\x00\x11\x08",
    "jpeg-extended": b"\xff\xc1\x00\x0b\x0c",
    "jpeg-lossless": b"\xff\xc3\x00\x0b\x10",
    "jpeg-ls": b"\xff\xf7\x00\x0b\x0c",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    write_documents(folder)
    return folder


def document(folder: Path, role: str) -> tuple[Dataset, bytes]:
    found = dcmread(folder / f"{role}.dcm")
    return found, next(generate_frames(found.PixelData, number_of_frames=1))


def decoded(found: Dataset, stream: bytes) -> None:
    found.PixelData = encapsulate([stream])
    found["PixelData"].is_undefined_length = True
    content = io.BytesIO()
    found.save_as(content)
    content.seek(0)
    stored_values(content, found.file_meta.TransferSyntaxUID, 0)


@pytest.mark.parametrize("role", HEIGHTS)
def test_a_jpeg(folder: Path, role: str) -> None:
    found, stream = document(folder, role)
    at = stream.index(HEIGHTS[role]) + len(HEIGHTS[role])

    with pytest.raises(RuntimeError, match="samples are coded where the data set has"):
        decoded(found, stream[:at] + struct.pack(">H", HUGE) + stream[at + 2 :])


@pytest.mark.parametrize("role", ["jpeg-2000", "htj2k"])
def test_a_jpeg_2000(folder: Path, role: str) -> None:
    found, stream = document(folder, role)

    # Behind SOC, SIZ, its length and its capabilities (ITU-T T.800 A.5.1): width and height.
    with pytest.raises(RuntimeError, match="samples are coded where the data set has"):
        decoded(found, stream[:8] + struct.pack(">II", HUGE, HUGE) + stream[16:])


def test_a_jpeg_2000_of_too_many_tiles(folder: Path) -> None:
    found, stream = document(folder, "jpeg-2000")
    corner = (HUGE, HUGE, HUGE - found.Columns, HUGE - found.Rows)

    with pytest.raises(RuntimeError, match="439922 tiles are coded"):
        decoded(found, stream[:8] + struct.pack(">IIII", *corner) + stream[24:])


def test_a_data_set(folder: Path) -> None:
    found, stream = document(folder, "jpeg-2000")
    found.Rows = found.Columns = HUGE

    with pytest.raises(RuntimeError, match="60000 rows of 60000 are more"):
        decoded(found, stream)


def test_runs(folder: Path) -> None:
    found, stream = document(folder, "rle")

    with pytest.raises(RuntimeError, match="is coded in"):
        decoded(found, stream + 2 * b"\x81\0" * found.Rows * found.Columns * 3)


@pytest.mark.parametrize("hidden", [b"", b"\xff", b"\xff\0", b"no marker", b"\xff\xd8"])
def test_a_size_is_found_behind_anything(folder: Path, hidden: bytes) -> None:
    found, _ = document(folder, "jpeg")
    header = b"\xff\xc0\x00\x0b\x08\xea\x60\xea\x60\x01\x01\x11\x00"

    with pytest.raises(RuntimeError, match="3600000000 samples are coded"):
        decoded(found, b"\xff\xd8" + hidden + header)


@pytest.mark.parametrize(("role", "stream"), [("jpeg", b"\xff\xd8"), ("jpeg-2000", b"\xff\x4f")])
def test_no_size_at_all(folder: Path, role: str, stream: bytes) -> None:
    found, _ = document(folder, role)

    with pytest.raises(RuntimeError, match=r"size is coded|frame header is coded"):
        decoded(found, stream)
