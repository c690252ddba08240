"""Conversions, against pydicom's own test files and reading."""

import shutil
from pathlib import Path

import pydicom.data
import pytest
from pydicom import dcmread

from tests.reference.client import EXPLICIT, IMPLICIT
from wadows_reference.transcode import convert, convertible

FILES = Path(pydicom.data.__file__).parent / "test_files"
# Uncompressed in either byte order, deflated, and each codec that comes with permissive packages.
NAMES = [
    "CT_small.dcm",
    "MR_small_implicit.dcm",
    "MR_small_bigendian.dcm",
    "rtdose_expb_1frame.dcm",
    "image_dfl.dcm",
    "MR_small_RLE.dcm",
    "MR_small_jpeg_ls_lossless.dcm",
    "MR_small_jp2klossless.dcm",
    "SC_rgb_dcmtk_+eb+cr.dcm",
    "693_J2KI.dcm",
]


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("target", [EXPLICIT, IMPLICIT])
@pytest.mark.parametrize("name", NAMES)
def test_pixels_and_uids_stay(name: str, target: str, tmp_path: Path) -> None:
    source = dcmread(FILES / name)

    convert(FILES / name, target, tmp_path / "new.dcm")

    result = dcmread(tmp_path / "new.dcm")
    assert target == result.file_meta.TransferSyntaxUID
    assert source.SOPInstanceUID == result.SOPInstanceUID
    assert source.SOPClassUID == result.SOPClassUID
    if "PixelData" in source:
        assert (source.pixel_array == result.pixel_array).all()
    for group in (0x0008, 0x0010, 0x0020):
        kept = [(e.tag, e.value) for e in source.group_dataset(group) if e.tag.element]
        assert kept == [(e.tag, e.value) for e in result.group_dataset(group)]


def test_a_word_of_a_big_endian_sequence_is_turned_round(tmp_path: Path) -> None:
    source = dcmread(FILES / "MR_small_bigendian.dcm")
    words = source.PixelData

    convert(FILES / "MR_small_bigendian.dcm", EXPLICIT, tmp_path / "new.dcm")

    result = dcmread(tmp_path / "new.dcm").PixelData
    assert (words[::2], words[1::2]) == (result[1::2], result[::2])


def test_a_damaged_file_raises(tmp_path: Path) -> None:
    shutil.copy(FILES / "JPEG2000-embedded-sequence-delimiter.dcm", tmp_path / "bad.dcm")

    with pytest.raises(RuntimeError):
        convert(tmp_path / "bad.dcm", EXPLICIT, tmp_path / "new.dcm")


@pytest.mark.parametrize(
    ("uid", "expected"),
    [
        (EXPLICIT, True),
        ("1.2.840.10008.1.2.4.50", True),
        ("1.2.840.10008.1.2.4.100", False),
        ("1.2.840.10008.1.2.4.108", False),
    ],
)
def test_video_is_never_converted(uid: str, expected: bool) -> None:
    assert expected == convertible(uid)
