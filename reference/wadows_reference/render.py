"""One frame of an image as a baseline JPEG.

Grey levels go through the modality transformation, a linear window (DICOM PS3.3 C.11.2.1.2)
and the inversion of MONOCHROME1; colours are brought to RGB.
"""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydicom import Dataset, dcmread
from pydicom.pixels.processing import apply_color_lut, apply_modality_lut, apply_voi
from pydicom.pixels.utils import pixel_array

Grey = NDArray[np.float64]
Levels = NDArray[np.uint8]


@dataclass(frozen=True)
class Wanted:
    """What to render: a frame counted from 1, and what is None is left to the document.

    `rows` and `columns` are the box that the image has to fit into, in pixels;
    `quality` is that of the JPEG, from 1 to 100;
    an image of more than `max_pixels` is not made.
    """

    frame: int = 1
    rows: int | None = None
    columns: int | None = None
    window_center: float | None = None
    window_width: float | None = None
    quality: int = 90
    max_pixels: int = 64_000_000


def render_jpeg(path: Path, wanted: Wanted) -> bytes:
    """Return one frame of a document as JPEG.

    Only that frame is decoded.
    Raises `ValueError` if it cannot be shown, and whatever a decoder raises on damaged data.
    """
    dataset = dcmread(path, stop_before_pixels=True)
    pixels = pixel_array(path, index=wanted.frame - 1)
    levels = _colours(pixels, dataset) if _is_colour(dataset) else _greys(pixels, dataset, wanted)
    rows, columns = levels.shape[:2]
    size = fit(rows, columns, wanted.rows, wanted.columns)
    if size[0] * size[1] > wanted.max_pixels:
        raise ValueError(
            f"an image of {size[0]} rows and {size[1]} columns is larger than this server makes"
        )
    image = _resized(Image.fromarray(levels), size)
    content = io.BytesIO()
    # Full colour resolution: a quarter of it would blur what Image Quality is asked to keep.
    image.save(content, "JPEG", quality=wanted.quality, subsampling=0)
    return content.getvalue()


def fit(rows: int, columns: int, box_rows: int | None, box_columns: int | None) -> tuple[int, int]:
    """Return rows and columns of an image that keeps its shape and fits into a box.

    One side of the box alone gives the other; neither leaves the image as it is.
    A smaller image is enlarged. No side becomes less than 1 pixel.
    """
    factors = [
        box / side for box, side in ((box_rows, rows), (box_columns, columns)) if box is not None
    ]
    factor = min(factors, default=1.0)
    return max(1, round(rows * factor)), max(1, round(columns * factor))


def linear_window(values: Grey, center: float, width: float) -> Grey:
    """Map values to 0..255 as the LINEAR function of PS3.3 C.11.2.1.2 does; `width` is 1 or more.

    At width 1 it is a step: up to center - 0.5 all is 0, above it 255.
    """
    if width < 1:
        raise ValueError(f"a window width of {width} is less than 1")
    middle, half = center - 0.5, (width - 1) / 2
    slope = 255 / (width - 1) if width > 1 else 0.0
    inside = (values - middle) * slope + 127.5
    mapped = np.where(values <= middle - half, 0.0, np.where(values > middle + half, 255.0, inside))
    return np.asarray(mapped, dtype=np.float64)


def _is_colour(dataset: Dataset) -> bool:
    return (
        int(dataset.get("SamplesPerPixel", 1)) > 1
        or dataset.get("PhotometricInterpretation") == "PALETTE COLOR"
    )


def _colours(pixels: NDArray[Any], dataset: Dataset) -> Levels:
    """Return RGB of 8 bits; the decoder has turned YBR into RGB already."""
    if int(dataset.get("SamplesPerPixel", 1)) == 1:
        pixels = apply_color_lut(pixels, dataset)
        bits = 8 * pixels.itemsize
    else:
        bits = int(dataset.BitsStored)
    return (pixels >> (bits - 8) if bits > 8 else pixels).astype(np.uint8)


def _greys(pixels: NDArray[Any], dataset: Dataset, wanted: Wanted) -> Levels:
    values = _modality(pixels, dataset, wanted.frame)
    if wanted.window_center is not None and wanted.window_width is not None:
        shown = linear_window(values, wanted.window_center, wanted.window_width)
    else:
        shown = _own_window(values, dataset, wanted.frame)
    if dataset.get("PhotometricInterpretation") == "MONOCHROME1":
        shown = 255 - shown
    return np.rint(shown).astype(np.uint8)


def _modality(pixels: NDArray[Any], dataset: Dataset, frame: int) -> Grey:
    """Apply the Modality LUT or Rescale Slope and Intercept (PS3.3 C.11.1)."""
    if dataset.get("ModalityLUTSequence"):
        return np.asarray(apply_modality_lut(pixels, dataset), dtype=np.float64)
    source = _of_frame(dataset, frame, "PixelValueTransformationSequence", "RescaleSlope")
    slope, intercept = source.get("RescaleSlope"), source.get("RescaleIntercept")
    values: Grey = pixels.astype(np.float64)
    scaled = values * float(1 if slope is None else slope) + float(intercept or 0)
    return np.asarray(scaled, dtype=np.float64)


def _own_window(values: Grey, dataset: Dataset, frame: int) -> Grey:
    """Apply the document's first window, else its first VOI LUT, else smallest to largest value."""
    source = _of_frame(dataset, frame, "FrameVOILUTSequence", "WindowCenter")
    center, width = _first(source.get("WindowCenter")), _first(source.get("WindowWidth"))
    if center is not None and width is not None:
        return linear_window(values, center, width)
    if dataset.get("VOILUTSequence"):
        bits = int(dataset.VOILUTSequence[0].LUTDescriptor[2])
        looked_up = apply_voi(np.rint(values).astype(np.int64), dataset, index=0)
        return np.asarray(looked_up * (255 / (2**bits - 1)), dtype=np.float64)
    least, most = float(values.min()), float(values.max())
    slope = 255 / (most - least) if most > least else 0.0
    return np.asarray((values - least) * slope, dtype=np.float64)


def _of_frame(dataset: Dataset, frame: int, macro: str, keyword: str) -> Dataset:
    """Return where an attribute of a frame is: in a functional group, or in the data set itself."""
    per_frame = _items(dataset, "PerFrameFunctionalGroupsSequence")[frame - 1 : frame]
    shared = _items(dataset, "SharedFunctionalGroupsSequence")[:1]
    for group in [*per_frame, *shared]:
        for item in _items(group, macro)[:1]:
            if keyword in item:
                return item
    return dataset


def _items(dataset: Dataset, keyword: str) -> list[Dataset]:
    return list(dataset.get(keyword) or ())


def _first(value: Any) -> float | None:
    """Return the first of one or more decimal strings; None if there is none."""
    if value is None or value == "":
        return None
    if isinstance(value, str | float | int):
        return float(value)
    return float(value[0]) if len(value) else None


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    rows, columns = size
    if image.size == (columns, rows):
        return image
    smaller = rows < image.height
    # Both filters leave flat areas flat, without the rings that sharper ones draw at edges.
    how = Image.Resampling.HAMMING if smaller else Image.Resampling.BILINEAR
    return image.resize((columns, rows), how)
