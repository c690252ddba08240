"""Decoding pixel data by other libraries than the reference has: none vouches for itself.

The exception is 12-bit JPEG Extended, which only one permissive library decodes.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Final

import imagecodecs
import numpy as np
from numpy.typing import NDArray
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

from wadows_contract.inflating import read_document
from wadows_contract.pixels.bounds import check_frame

#: The name by which pydicom knows `decode_frame`.
_OURS: Final = "wadows-contract"
#: What decodes each transfer syntax: imagecodecs, or a plugin of pydicom.
DECODERS: Final = {
    JPEGBaseline8Bit: "gdcm",
    JPEGExtended12Bit: "imagecodecs",
    JPEGLossless: "gdcm",
    JPEGLosslessSV1: "gdcm",
    JPEGLSLossless: "gdcm",
    JPEGLSNearLossless: "gdcm",
    JPEG2000Lossless: "gdcm",
    JPEG2000: "gdcm",
    HTJ2KLossless: "imagecodecs",
    HTJ2KLosslessRPCL: "imagecodecs",
    HTJ2K: "imagecodecs",
    RLELossless: "pydicom",
}

_LIBRARIES: Final = {str(uid): library for uid, library in DECODERS.items()}

# What pydicom asks of a plugin's module.
DECODER_DEPENDENCIES: Final = {uid: (library,) for uid, library in DECODERS.items()}
#: pydicom's own modules of plugins, by the names of these.
_MODULES: Final = {"gdcm": "gdcm", "pydicom": "rle"}


def is_available(uid: str) -> bool:
    """Tell pydicom whether this module decodes a transfer syntax."""
    return uid in DECODER_DEPENDENCIES


def decode_frame(source: bytes, runner: DecodeRunner) -> bytes | bytearray:
    """Decode one frame for pydicom, by the library of the table, if it is no larger than it says.

    Raises `ValueError` if it is, and whatever the library raises.
    """
    check_frame(source, runner)
    syntax = runner.transfer_syntax
    if module := _MODULES.get(DECODERS[syntax]):
        # The function by which pydicom's own plugins enter themselves.
        own = import_module(f"pydicom.pixels.decoders.{module}")
        decoded: bytes | bytearray = own._decode_frame(source, runner)
        return decoded
    if syntax == JPEGExtended12Bit:
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
        return np.asarray(pixel_array(read_document(source), index=index))
    library = _LIBRARIES.get(transfer_syntax_uid)
    with _quiet() if library == "gdcm" else nullcontext():
        plugin = _OURS if library else ""
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
