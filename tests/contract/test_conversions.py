"""What the reference converts is what it was, seen by libraries that the reference does not use."""

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
    JPEGExtended12Bit,
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
#: Files whose pixels only uncompressed transfer syntaxes can hold: what the refusal says.
UNCOMPRESSED_ONLY = {
    "SC_rgb_rle_32bit.dcm": "pixels of 32 bits",
    "SC_rgb_rle_32bit_2frame.dcm": "pixels of 32 bits",
    "liver_1frame.dcm": "pixels of 1 bits",
    "liver_expb_1frame.dcm": "pixels of 1 bits",
    "rtdose.dcm": "pixels of 32 bits",
    "rtdose_1frame.dcm": "pixels of 32 bits",
    "rtdose_expb.dcm": "pixels of 32 bits",
    "rtdose_expb_1frame.dcm": "pixels of 32 bits",
    "rtdose_rle.dcm": "pixels of 32 bits",
    "rtdose_rle_1frame.dcm": "pixels of 32 bits",
}
#: Images of few columns, 3 or 10, which these encoders do not take: a processing failure.
TOO_SMALL = {
    "JPEGLSNearLossless_08.dcm": {JPEG2000Lossless},
    "JPEGLSNearLossless_16.dcm": {JPEG2000Lossless},
    "SC_rgb_small_odd.dcm": {JPEGLSLossless, JPEG2000Lossless},
    "SC_rgb_small_odd_big_endian.dcm": {JPEGLSLossless, JPEG2000Lossless},
    "SC_rgb_small_odd_jpeg.dcm": {JPEGLSLossless, JPEG2000Lossless},
}


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
        if path.name in UNCOMPRESSED_ONLY and target in codecs.ENCODABLE:
            with pytest.raises(NotEncodable, match=UNCOMPRESSED_ONLY[path.name]):
                convert(path, target, made)
            continue
        if target in TOO_SMALL.get(path.name, ()):
            with pytest.raises(RuntimeError, match="Unable to encode"):
                convert(path, target, made)
            continue
        convert(path, target, made)
        after = dcmread(made)
        assert target == after.file_meta.TransferSyntaxUID
        assert before.SOPInstanceUID == after.SOPInstanceUID
        assert np.array_equal(expected, stored_values(made, target, None)), UID(target).name


def test_every_decoder_of_the_suite_is_another_than_that_of_the_reference() -> None:
    same = {uid for uid, plugin in DECODERS.items() if codecs.DECODERS[uid] == plugin}

    # 12-bit JPEG Extended is what only one permissive library decodes.
    assert {JPEGExtended12Bit} == same
    assert codecs.DECODERS.keys() == DECODERS.keys()
