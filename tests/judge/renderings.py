"""Renderings of the test documents, made with pydicom's own functions and Pillow."""

import io
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydicom import Dataset, dcmread
from pydicom.pixels.processing import (
    apply_color_lut,
    apply_modality_lut,
    apply_windowing,
)

from tests.judge.builder import Said, World, jpeg, rendered
from tests.judge.documents import DOCUMENTS
from wadows_contract.judge.finding import Finding
from wadows_contract.judge.sweep import sweep

Levels = NDArray[np.float64]
Parameters = Mapping[str, str]
#: A window over each kind of document, and the frame of those that have several.
WINDOWS: Mapping[str, tuple[int, int]] = {
    "signed": (40, 1000),
    "unsigned": (2048, 4096),
    "inverse": (128, 256),
    "eight-bit": (128, 128),
}


def dataset(world: World, role: str) -> Dataset:
    return dcmread(io.BytesIO(world.catalogue.read(role)))


def values(source: Dataset) -> Levels:
    """Values of the modality."""
    return np.asarray(apply_modality_lut(source.pixel_array, source), dtype=np.float64)


def through(modality: Levels, center: float, width: float) -> Levels:
    """Values through a linear window, 0 to 255, by pydicom."""
    window = Dataset()
    window.WindowCenter, window.WindowWidth = center, width
    window.PhotometricInterpretation = "MONOCHROME2"
    window.BitsStored, window.PixelRepresentation = 16, 0
    window.RescaleSlope, window.RescaleIntercept = 1, 0
    return np.asarray(apply_windowing(modality, window), dtype=np.float64) * (255 / 65535)


def shown(source: Dataset, center: float, width: float) -> Levels:
    """A grey document through a window, low values white where it is MONOCHROME1."""
    levels = through(values(source), center, width)
    return 255 - levels if source.PhotometricInterpretation == "MONOCHROME1" else levels


def in_colour(source: Dataset) -> Levels:
    """A colour document of 8 bits as red, green and blue."""
    pixels: NDArray[Any] = source.pixel_array
    if source.PhotometricInterpretation == "PALETTE COLOR":
        pixels = apply_color_lut(pixels, source)
        return np.asarray(pixels / (257 if pixels.dtype.itemsize == 2 else 1), dtype=np.float64)
    return np.asarray(pixels, dtype=np.float64)


def asked_window(role: str) -> dict[str, str]:
    center, width = WINDOWS[role]
    return {"WindowCenter": str(center), "WindowWidth": str(width)}


def answered(world: World, role: str, content: bytes, parameters: Parameters) -> Said:
    """An answer with an image of a test document, as if it were one of the judge's own."""
    instance = world.catalogue.documents[role].sop_instance_uid
    said = rendered("ct", content, parameters)
    own = DOCUMENTS["ct"].instance.encode()
    assert said.reply is not None
    other = Said(said.request.replace(own, instance.encode()), b"", said.request_type, said.headers)
    return other.saying(said.reply.replace(own, instance.encode()))


def judged(world: World, said: Said, requirement: str) -> list[Finding]:
    """What the judge finds about a requirement that could break the image."""
    return [finding for finding in sweep(said.case(world)) if finding.requirement == requirement]


def resized(levels: Levels, size: tuple[int, int], how: Image.Resampling) -> Levels:
    """Scale to rows and columns."""
    mode = Image.fromarray(np.rint(np.clip(levels, 0, 255)).astype(np.uint8))
    return np.asarray(mode.resize((size[1], size[0]), how), dtype=np.float64)


def coded(levels: Levels, **options: object) -> bytes:
    """JPEG by Pillow, of quality 90 unless told otherwise."""
    return jpeg(levels, **({"quality": 90} | options))
