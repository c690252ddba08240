"""The video test documents: their streams are of the profile and level that their syntax says."""

import pytest
from pydicom import Dataset, dcmread
from pydicom.encaps import generate_fragments

from wadows_spec.catalogue import Catalogue
from wadows_spec.data import data_path
from wadows_spec.documents import write_documents
from wadows_spec.documents.video import VIDEOS, Video

WHOLE = {
    # role: transfer syntax, alone and of its fragmentable form
    "mpeg2-main": ("1.2.840.10008.1.2.4.100", "1.2.840.10008.1.2.4.100.1"),
    "mpeg2-high": ("1.2.840.10008.1.2.4.101", "1.2.840.10008.1.2.4.101.1"),
    "h264": ("1.2.840.10008.1.2.4.102", "1.2.840.10008.1.2.4.102.1"),
    "h264-bd": ("1.2.840.10008.1.2.4.103", "1.2.840.10008.1.2.4.103.1"),
    "h264-2d": ("1.2.840.10008.1.2.4.104", "1.2.840.10008.1.2.4.104.1"),
    "h264-3d": ("1.2.840.10008.1.2.4.105", "1.2.840.10008.1.2.4.105.1"),
    # HEVC may be in fragments anyway (PS3.5 8.2.10 and 8.2.11).
    "hevc": ("1.2.840.10008.1.2.4.107", "1.2.840.10008.1.2.4.107"),
    "hevc-10": ("1.2.840.10008.1.2.4.108", "1.2.840.10008.1.2.4.108"),
}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return write_documents(tmp_path_factory.mktemp("documents"))


def reread(catalogue: Catalogue, role: str) -> Dataset:
    return dcmread(catalogue.path_of(role))


def stream_of(video: Video) -> bytes:
    return data_path(f"spec/documents/{video.file}").read_bytes()


def by_role(role: str) -> Video:
    return next(video for video in VIDEOS if video.role == role)


@pytest.mark.parametrize("role", WHOLE)
@pytest.mark.parametrize(("form", "count"), [("", 1), ("-fragments", 3)])
def test_fragments_put_together_are_the_stream(
    catalogue: Catalogue, role: str, form: str, count: int
) -> None:
    dataset = reread(catalogue, role + form)
    offsets, *fragments = generate_fragments(dataset.PixelData)
    stream = stream_of(by_role(role))

    assert WHOLE[role][bool(form)] == dataset.file_meta.TransferSyntaxUID
    assert count == len(fragments)
    assert [] == [fragment for fragment in fragments if not fragment or len(fragment) % 2]
    assert stream + bytes(len(stream) % 2) == b"".join(fragments)
    assert b"" == offsets


@pytest.mark.parametrize(
    ("role", "rows", "columns", "aspect_and_rate", "profile_and_level"),
    [
        # ISO/IEC 13818-2: aspect 2 is 4:3 and 3 is 16:9, rate 3 is 25 Hz and 6 is 50 Hz;
        # the extension 1, then profile 4 (Main), then level 8 (Main) or 4 (High).
        ("mpeg2-main", 48, 64, 0x23, "148"),
        ("mpeg2-high", 720, 1280, 0x36, "144"),
    ],
)
def test_mpeg2_says_its_profile_and_level(
    catalogue: Catalogue,
    role: str,
    rows: int,
    columns: int,
    aspect_and_rate: int,
    profile_and_level: str,
) -> None:
    stream = stream_of(by_role(role))
    size = int.from_bytes(stream[4:7])
    dataset = reread(catalogue, role)

    assert bytes.fromhex("000001b3") == stream[:4]
    assert (columns, rows) == (size >> 12, size & 0xFFF)
    assert (columns, rows) == (dataset.Columns, dataset.Rows)
    assert aspect_and_rate == stream[7]
    assert stream[12:18].hex().startswith("000001b5" + profile_and_level)


@pytest.mark.parametrize(
    ("role", "level"), [("h264", 41), ("h264-bd", 41), ("h264-2d", 42), ("h264-3d", 42)]
)
def test_h264_says_its_profile_and_level(role: str, level: int) -> None:
    """The decoder configuration of ISO/IEC 14496-15: version 1, High is profile 100."""
    stream = stream_of(by_role(role))
    record = stream[stream.index(b"avcC") + 4 :]

    assert b"ftyp" == stream[4:8]
    assert (1, 100, level) == (record[0], record[1], record[3])


@pytest.mark.parametrize(("role", "profile"), [("hevc", 1), ("hevc-10", 2)])
def test_hevc_says_its_profile_and_level(catalogue: Catalogue, role: str, profile: int) -> None:
    """ISO/IEC 14496-15: version 1, main tier and the profile, ..., level 5.1 as 30 times that."""
    stream = stream_of(by_role(role))
    record = stream[stream.index(b"hvcC") + 4 :]
    dataset = reread(catalogue, role)

    assert (1, profile, 153) == (record[0], record[1], record[12])
    assert ((8, 8) if profile == 1 else (16, 10)) == (dataset.BitsAllocated, dataset.BitsStored)


def test_only_3d_video_says_how_its_views_are_packed(catalogue: Catalogue) -> None:
    """PS3.5 8.2.8: Stereo Pairs Present, and a frame packing message (SEI of type 45)."""
    packing = b"\x06\x2d"

    assert {"h264-3d"} == {
        video.role
        for video in VIDEOS
        if video.file.startswith("h264") and packing in stream_of(video)
    }
    assert {"h264-3d", "h264-3d-fragments"} == {
        role
        for role in catalogue.documents
        if reread(catalogue, role).get("StereoPairsPresent") == "YES"
    }


@pytest.mark.parametrize("role", WHOLE)
def test_all_say_three_frames_of_halved_chroma(catalogue: Catalogue, role: str) -> None:
    dataset = reread(catalogue, role)

    assert 3 == dataset.NumberOfFrames
    assert "YBR_PARTIAL_420" == dataset.PhotometricInterpretation
    assert "01" == dataset.LossyImageCompression
