"""What the reference converts is what it was, seen by libraries that the reference does not use."""

import subprocess
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom import dcmread
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    HTJ2KLossless,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGLSLossless,
    RLELossless,
)

from wadows_contract.pixels.decoders import DECODERS, stored_values
from wadows_reference import codecs
from wadows_reference.transcode import NotEncodable, convert

#: pydicom warns of what is odd in its files, on purpose.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")
#: The files that the package of pydicom has with it; its own function would download more.
SHIPPED = Path(pydicom.__file__).parent / "data" / "test_files"
TARGETS = (
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    DeflatedExplicitVRLittleEndian,
    JPEGLSLossless,
    JPEG2000Lossless,
    HTJ2KLossless,
    RLELossless,
)
#: Files of pydicom's that are broken, or that one of the libraries cannot read: why.
UNREADABLE = {
    "MR_truncated.dcm": "its pixel data is cut short",
    "badVR.dcm": "a number of bits is no number",
    "image_dfl.dcm": "it has no pixel data",
    "JPEG2000-embedded-sequence-delimiter.dcm": "OpenJPEG refuses what stands behind its end",
    "SC_rgb_jpeg.dcm": "its data set is in another transfer syntax than it says",
}
#: Pixels that only some codings can hold.
LIMITED = ("pixels of 1 bits", "pixels of 32 bits")


def images() -> list[Path]:
    found = []
    for path in sorted(SHIPPED.glob("*.dcm")):
        try:
            dataset = dcmread(path)
        except Exception:  # noqa: BLE001, S112  no DICOM file, on purpose
            continue
        readable = path.name not in UNREADABLE
        if readable and "PixelData" in dataset and "SOPInstanceUID" in dataset:
            found.append(path)
    return found


@pytest.mark.parametrize("path", images(), ids=lambda path: path.name)
def test_pixels_are_what_they_were(path: Path, tmp_path: Path) -> None:
    before = dcmread(path)
    stored = before.file_meta.TransferSyntaxUID
    expected = stored_values(path, stored, None)

    for target in TARGETS:
        made = tmp_path / target
        try:
            convert(path, target, made)
        except NotEncodable as error:
            assert str(error).startswith(LIMITED)  # noqa: PT017
            continue
        except RuntimeError:
            # The encoders of JPEG-LS and JPEG 2000 take no image of very few pixels,
            # and that of JPEG 2000 none whose Bits Stored is wrong.
            assert target in (JPEGLSLossless, JPEG2000Lossless)
            continue
        after = dcmread(made)
        assert target == after.file_meta.TransferSyntaxUID
        assert before.SOPInstanceUID == after.SOPInstanceUID
        assert np.array_equal(expected, stored_values(made, target, None)), UID(target).name


def test_every_decoder_of_the_suite_is_another_than_that_of_the_reference() -> None:
    same = {uid for uid, plugin in DECODERS.items() if codecs.DECODERS[uid] == plugin}

    assert set() == same
    assert codecs.DECODERS.keys() == DECODERS.keys()


@pytest.mark.parametrize("target", TARGETS, ids=lambda uid: UID(uid).keyword)
def test_dcmtk_reads_what_is_made(target: UID, tmp_path: Path) -> None:
    """Dcmdump (Debian's dcmtk) goes through the whole file."""
    source = SHIPPED / "CT_small.dcm"
    made = tmp_path / "made.dcm"
    convert(source, target, made)

    done = subprocess.run(["dcmdump", "-q", str(made)], capture_output=True, text=True)

    assert (0, "") == (done.returncode, done.stderr)
