"""Small files that claim to be huge: nothing is decoded or inflated beyond what is reasonable."""

import io
import struct
import tracemalloc
import zlib
from pathlib import Path

import pytest
from pydicom import Dataset, dcmread
from pydicom.encaps import encapsulate, generate_frames
from pydicom.uid import ExplicitVRLittleEndian

from wadows_reference import frame_bounds, inflating
from wadows_reference.frame_source import read_source
from wadows_reference.render import Wanted, render_jpeg
from wadows_reference.scan import Unusable, read_header
from wadows_reference.transcode import convert

MB = 1_000_000
HUGE = 60_000
#: How each coding says the height of an image: what stands before it, and its bytes.
HEIGHTS = {
    "jpeg": (b"\xff\xc0\x00\x11\x08", ">H"),
    "jpeg-extended": (b"\xff\xc1\x00\x0b\x0c", ">H"),
    "jpeg-lossless": (b"\xff\xc3\x00\x0b\x10", ">H"),
    "jpeg-ls": (b"\xff\xf7\x00\x0b\x0c", ">H"),
}


def coded(document: Dataset, stream: bytes) -> Dataset:
    document.PixelData = encapsulate([stream])
    document["PixelData"].is_undefined_length = True
    return document


def first_frame(path: Path) -> tuple[Dataset, bytes]:
    document = dcmread(path)
    return document, next(generate_frames(document.PixelData, number_of_frames=1))


def refused(path: Path, told: str) -> None:
    """Neither way decodes the document, and both say why."""
    with pytest.raises((ValueError, RuntimeError), match=told):
        render_jpeg(read_source(path), Wanted(rows=1))
    with pytest.raises((ValueError, RuntimeError), match=told):
        convert(path, ExplicitVRLittleEndian, io.BytesIO())


@pytest.mark.parametrize("role", HEIGHTS)
def test_a_jpeg_that_claims_to_be_huge(role: str, folder: Path, tmp_path: Path) -> None:
    document, stream = first_frame(folder / f"{role}.dcm")
    before, form = HEIGHTS[role]
    assert 1 == stream.count(before)
    at = stream.index(before) + len(before)
    larger = stream[:at] + struct.pack(form, HUGE) + stream[at + 2 :]
    coded(document, larger).save_as(tmp_path / "huge.dcm")

    refused(tmp_path / "huge.dcm", "a coded frame holds")


@pytest.mark.parametrize("role", ["jpeg-2000", "htj2k"])
def test_a_jpeg_2000_that_claims_to_be_huge(role: str, folder: Path, tmp_path: Path) -> None:
    document, stream = first_frame(folder / f"{role}.dcm")
    # Behind SOC, SIZ, its length and its capabilities (ITU-T T.800 A.5.1): width and height.
    larger = stream[:8] + struct.pack(">II", HUGE, HUGE) + stream[16:]
    coded(document, larger).save_as(tmp_path / "huge.dcm")

    refused(tmp_path / "huge.dcm", "a coded frame holds")


def test_a_jpeg_2000_of_too_many_tiles(folder: Path, tmp_path: Path) -> None:
    document, stream = first_frame(folder / "jpeg-2000.dcm")
    # As large as it was, but at the far corner of a grid that is huge.
    corner = (HUGE, HUGE, HUGE - document.Columns, HUGE - document.Rows)
    tiles = stream[:8] + struct.pack(">IIII", *corner) + stream[24:]
    coded(document, tiles).save_as(tmp_path / "tiles.dcm")

    refused(tmp_path / "tiles.dcm", "frame of 439922 tiles")


def test_a_data_set_that_claims_to_be_huge(folder: Path, tmp_path: Path) -> None:
    document, stream = first_frame(folder / "jpeg-2000.dcm")
    document.Rows = document.Columns = HUGE
    coded(document, stream).save_as(tmp_path / "huge.dcm")

    refused(tmp_path / "huge.dcm", "more than this server decodes")


def test_runs_that_are_longer_than_the_image(folder: Path, tmp_path: Path) -> None:
    document, stream = first_frame(folder / "rle.dcm")
    # As many runs of 128 as the image has bytes.
    runs = stream + 2 * b"\x81\0" * document.Rows * document.Columns * 3
    coded(document, runs).save_as(tmp_path / "runs.dcm")

    refused(tmp_path / "runs.dcm", "is coded in")


@pytest.mark.parametrize("hidden", [b"\xff\xff", b"\xff\0", b"no marker", b"\xff\xd8"])
def test_a_size_is_found_behind_anything(hidden: bytes) -> None:
    stream = b"\xff\xd8" + hidden + b"\xff\xc0\x00\x0b\x08\xea\x60\xea\x60\x01\x01\x11\x00"

    with pytest.raises(ValueError, match="a coded frame holds 3600000000 samples, 16 by"):
        frame_bounds.check_frame(stream, 4, 4, 1)


@pytest.mark.parametrize("stream", [b"", b"\xff\xd8", b"\xff\xd8\xff", b"\xff\x4f\xff\x51"])
def test_a_frame_without_a_size_is_none(stream: bytes) -> None:
    with pytest.raises(ValueError, match="without a size"):
        frame_bounds.check_frame(stream, 4, 4, 1)


@pytest.fixture
def burst(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A deflated document that inflates to 20 MB, where 1 MB is allowed."""
    monkeypatch.setattr(inflating, "MOST_INFLATED", MB)
    content = (folder / "deflated.dcm").read_bytes()
    start = 144 + struct.unpack("<L", content[140:144])[0]
    inflated = zlib.decompress(content[start:], -zlib.MAX_WBITS)
    # A private element of zeros at the end.
    more = struct.pack("<HH2sHL", 0x7FE1, 0x1010, b"OB", 0, 20 * MB)
    deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = deflater.compress(inflated + more + bytes(20 * MB)) + deflater.flush()
    path = tmp_path / "burst.dcm"
    path.write_bytes(content[:start] + packed)
    return path


def test_a_document_that_inflates_without_measure_is_no_document(burst: Path) -> None:
    tracemalloc.start()
    with pytest.raises(Unusable, match="inflates to more than 1000000 bytes"):
        read_header(burst)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 3 * MB


def test_nor_is_it_converted_or_rendered(burst: Path) -> None:
    for read in (lambda: read_source(burst), lambda: convert(burst, "1.2", io.BytesIO())):
        with pytest.raises(ValueError, match="inflates to more"):
            read()


def test_what_inflates_within_measure_is_read(folder: Path) -> None:
    assert read_header(folder / "deflated.dcm").sop
