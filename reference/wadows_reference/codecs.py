"""Decoding and encoding of pixel data, each transfer syntax by one library, named in a table.

The suite decodes by others, so that no defect of a decoder hides itself.
"""

from importlib import import_module
from typing import Final

import imagecodecs
from pydicom import Dataset
from pydicom.encaps import encapsulate
from pydicom.pixels.decoders.base import DecodeRunner, get_decoder
from pydicom.pixels.utils import pixel_array
from pydicom.uid import (
    HTJ2K,
    JPEG2000,
    UID,
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

from wadows_reference.frame_bounds import check_frame, check_runs

#: What decodes each transfer syntax: imagecodecs, or a plugin of pydicom.
DECODERS: Final = {
    JPEGBaseline8Bit: "pillow",
    JPEGExtended12Bit: "imagecodecs",
    JPEGLossless: "imagecodecs",
    JPEGLosslessSV1: "imagecodecs",
    JPEGLSLossless: "pyjpegls",
    JPEGLSNearLossless: "pyjpegls",
    JPEG2000Lossless: "pylibjpeg",
    JPEG2000: "pylibjpeg",
    HTJ2KLossless: "pylibjpeg",
    HTJ2KLosslessRPCL: "pylibjpeg",
    HTJ2K: "pylibjpeg",
    RLELossless: "pylibjpeg",
}
#: The plugin of pydicom that encodes without loss.
_ENCODERS: Final = {
    JPEGLSLossless: "pyjpegls",
    JPEG2000Lossless: "pylibjpeg",
    RLELossless: "pylibjpeg",
}
#: Transfer syntaxes with compressed pixel data that `encode` can make.
ENCODABLE: Final = frozenset({*_ENCODERS, HTJ2KLossless})

#: The name by which pydicom knows `decode_frame`.
_PLUGIN: Final = "wadows-reference"
# What pydicom asks of a plugin's module.
DECODER_DEPENDENCIES: Final = {uid: (library,) for uid, library in DECODERS.items()}


def is_available(uid: str) -> bool:
    """Tell pydicom whether this module decodes a transfer syntax."""
    return uid in DECODER_DEPENDENCIES


def plugin(uid: str) -> str:
    """Return the plugin of pydicom that decodes a transfer syntax; empty if that needs none."""
    return _PLUGIN if uid in DECODER_DEPENDENCIES else ""


def decode_frame(source: bytes, runner: DecodeRunner) -> bytes | bytearray:
    """Decode one frame for pydicom, by the library of the table.

    Raises `ValueError` for a frame that is larger than its data set says, and whatever a decoder
    raises.
    """
    syntax = runner.transfer_syntax
    if syntax == RLELossless:
        check_runs(source, int(runner.frame_length(unit="bytes")))
    else:
        check_frame(source, runner.rows, runner.columns, runner.samples_per_pixel)
    library = DECODERS[syntax]
    if library != "imagecodecs":
        # The function by which pydicom's own plugins enter themselves.
        module = import_module(f"pydicom.pixels.decoders.{library}")
        decoded: bytes | bytearray = module._decode_frame(source, runner)
        return decoded
    if syntax == JPEGExtended12Bit:
        pixels = imagecodecs.jpeg8_decode(source)
    else:
        pixels = imagecodecs.ljpeg_decode(source)
    runner.set_option("bits_allocated", pixels.dtype.itemsize * 8)
    return bytearray(pixels.astype(pixels.dtype.newbyteorder("<"), copy=False).tobytes())


for _uid in DECODER_DEPENDENCIES:
    get_decoder(_uid).add_plugin(_PLUGIN, (__name__, "decode_frame"))


def decode(dataset: Dataset) -> None:
    """Decode the pixel data of a data set in place; it becomes Explicit VR Little Endian.

    Raises whatever the decoder raises.
    """
    uid = UID(dataset.file_meta.TransferSyntaxUID)
    dataset.decompress(decoding_plugin=plugin(uid), generate_instance_uid=False)


class NotEncodable(Exception):
    """Pixel data that no encoder here takes."""


def encode(dataset: Dataset, target: str) -> None:
    """Encode the native pixel data of a data set in place, to one of `ENCODABLE`.

    Nothing is lost, and the SOP Instance UID stays.
    Raises `NotEncodable` for pixels of other than 8 or 16 bits, and whatever the encoder raises.
    """
    if dataset.BitsAllocated not in (8, 16):
        raise NotEncodable(f"pixels of {dataset.BitsAllocated} bits can only be had uncompressed")
    uid = UID(target)
    pixels = pixel_array(dataset, raw=True)
    if dataset.SamplesPerPixel > 1:
        # Colour by plane is what pydicom's RLE encoder misreads.
        dataset.PlanarConfiguration = 0
        dataset.PixelData = pixels.tobytes()
        if dataset.PhotometricInterpretation == "YBR_FULL_422":
            dataset.PhotometricInterpretation = "YBR_FULL"  # pixel_array has filled them up
    if uid in _ENCODERS:
        dataset.compress(uid, encoding_plugin=_ENCODERS[uid], generate_instance_uid=False)
        return
    frames = pixels if int(dataset.get("NumberOfFrames") or 1) > 1 else [pixels]
    # Without a colour transform, so that the photometric interpretation stays true.
    streams = [
        bytes(imagecodecs.htj2k_encode(frame, reversible=True, rgb=False)) for frame in frames
    ]
    dataset.PixelData = encapsulate(streams)
    dataset["PixelData"].VR = "OB"
    dataset["PixelData"].is_undefined_length = True
    dataset.file_meta.TransferSyntaxUID = uid
