"""Decoding pixel data by other libraries than the reference has: none vouches for itself.

The exception is 12-bit JPEG Extended, which only one permissive library decodes.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO, Final

import imagecodecs
import numpy as np
from numpy.typing import NDArray
from pydicom import dcmread
from pydicom.pixels.decoders.base import DecodeRunner, get_decoder
from pydicom.pixels.utils import pixel_array
from pydicom.uid import (
    HTJ2K,
    JPEG2000,
    DeflatedExplicitVRLittleEndian,
    HTJ2KLossless,
    HTJ2KLosslessRPCL,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    JPEGLSNearLossless,
    RLELossless,
)

_OURS: Final = "wadows-contract"
#: The plugin of pydicom that decodes each transfer syntax.
DECODERS: Final = {
    JPEGBaseline8Bit: "gdcm",
    JPEGExtended12Bit: _OURS,
    JPEGLossless: "gdcm",
    JPEGLosslessSV1: "gdcm",
    JPEGLSLossless: "gdcm",
    JPEGLSNearLossless: "gdcm",
    JPEG2000Lossless: "gdcm",
    JPEG2000: "gdcm",
    HTJ2KLossless: _OURS,
    HTJ2KLosslessRPCL: _OURS,
    HTJ2K: _OURS,
    RLELossless: "pydicom",
}

_PLUGINS: Final = {str(uid): plugin for uid, plugin in DECODERS.items()}

# What pydicom asks of a plugin's module.
DECODER_DEPENDENCIES: Final = {
    uid: ("imagecodecs",) for uid, plugin in DECODERS.items() if plugin == _OURS
}


def is_available(uid: str) -> bool:
    """Tell pydicom whether this module decodes a transfer syntax."""
    return uid in DECODER_DEPENDENCIES


def decode_frame(source: bytes, runner: DecodeRunner) -> bytearray:
    """Decode one frame of JPEG Extended or HTJ2K for pydicom."""
    if runner.transfer_syntax == JPEGExtended12Bit:
        pixels = imagecodecs.jpeg8_decode(source)
    else:
        pixels = imagecodecs.htj2k_decode(source, planar=False)
    runner.set_option("bits_allocated", pixels.dtype.itemsize * 8)
    return bytearray(pixels.astype(pixels.dtype.newbyteorder("<"), copy=False).tobytes())


for _uid in DECODER_DEPENDENCIES:
    get_decoder(_uid).add_plugin(_OURS, (__name__, "decode_frame"))


def stored_values(
    source: Path | BinaryIO, transfer_syntax_uid: str, index: int | None
) -> NDArray[Any]:
    """Return the stored values of one frame, counted from 0, or of the only one with None.

    Shape (rows, columns), or (rows, columns, 3) for colour, which comes as RGB.
    Raises what pydicom raises if the pixel data cannot be decoded.
    """
    if transfer_syntax_uid == DeflatedExplicitVRLittleEndian:
        # pydicom looks for frames in a file without inflating it.
        return np.asarray(pixel_array(dcmread(source), index=index))
    plugin = _PLUGINS.get(transfer_syntax_uid, "")
    with _quiet() if plugin == "gdcm" else nullcontext():
        return np.asarray(pixel_array(source, index=index, decoding_plugin=plugin))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep to itself what GDCM's libraries write to the standard error about broken streams."""
    kept = os.dup(2)
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
