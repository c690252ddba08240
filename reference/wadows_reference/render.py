"""One frame of an image as a baseline JPEG, in the size asked for."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from numpy.typing import NDArray
from PIL import Image
from pydicom import Dataset, dcmread
from pydicom.encaps import get_frame
from pydicom.pixels.utils import pixel_array
from pydicom.uid import UID, JPEGBaseline8Bit

from wadows_reference.codecs import DECODERS
from wadows_reference.colours import colour_levels, is_colour
from wadows_reference.geometry import shown_size
from wadows_reference.grey import Window, grey_levels

#: Bytes of the header of an encapsulated Pixel Data element, in Explicit VR (PS3.5 7.1.2).
_ELEMENT_HEADER: Final = 12
_FULL_LUMA_CHROMA: Final = ("YBR_FULL", "YBR_FULL_422")


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

    @property
    def window(self) -> Window | None:
        """The window asked for, if both numbers are given."""
        if self.window_center is None or self.window_width is None:
            return None
        return Window(self.window_center, self.window_width)


def render_jpeg(path: Path, wanted: Wanted) -> bytes:
    """Return one frame of a document as JPEG.

    Only that frame is decoded, and nothing is if the image would be too large.
    Raises `ValueError` if it cannot be shown, and whatever a decoder raises on damaged data.
    """
    dataset = dcmread(path, stop_before_pixels=True)
    size = shown_size(dataset, wanted.frame, wanted.rows, wanted.columns)
    if size[0] * size[1] > wanted.max_pixels:
        raise ValueError(
            f"an image of {size[0]} rows and {size[1]} columns is larger than this server makes"
        )
    image = _resized(_source(path, dataset, wanted, size), size)
    content = io.BytesIO()
    # Full colour resolution: a quarter of it would blur what Image Quality is asked to keep.
    image.save(content, "JPEG", quality=wanted.quality, subsampling=0)
    return content.getvalue()


def render_levels(path: Path, wanted: Wanted) -> NDArray[Any]:
    """Return greys or colours of one frame in 8 bits, before it is resized and encoded.

    Raises as `render_jpeg` does.
    """
    return _levels(path, dcmread(path, stop_before_pixels=True), wanted)


def _levels(path: Path, dataset: Dataset, wanted: Wanted) -> NDArray[Any]:
    syntax = UID(dataset.file_meta.TransferSyntaxUID)
    # What is deflated has to be inflated as a whole; else only the frame is read.
    source = dcmread(path) if syntax.is_deflated else path
    colour = is_colour(dataset)
    pixels = pixel_array(
        source,
        index=wanted.frame - 1,
        decoding_plugin=DECODERS.get(syntax, ""),
        # Greys have them left out by their table, wherever in the word the stored bits are.
        correct_unused_bits=colour,
    )
    if colour:
        return colour_levels(pixels, dataset)
    return grey_levels(pixels, dataset, wanted.frame, wanted.window)


def _source(path: Path, dataset: Dataset, wanted: Wanted, size: tuple[int, int]) -> Image.Image:
    """Return the frame before it is resized; a JPEG of colours may come smaller already."""
    smaller = _smaller_jpeg(path, dataset, wanted.frame, size)
    return Image.fromarray(_levels(path, dataset, wanted)) if smaller is None else smaller


def _smaller_jpeg(
    path: Path, dataset: Dataset, frame: int, size: tuple[int, int]
) -> Image.Image | None:
    """Return a JPEG decoded at a half, a quarter or an eighth, as far as that is enough.

    None where that does not apply: greys go through a table first, and other colours
    than luma and chroma are not for a JPEG decoder to guess.
    """
    if (
        dataset.file_meta.TransferSyntaxUID != JPEGBaseline8Bit
        or dataset.PhotometricInterpretation not in _FULL_LUMA_CHROMA
        or 2 * max(size[0] / dataset.Rows, size[1] / dataset.Columns) > 1
    ):
        return None
    with path.open("rb") as file:
        dcmread(file, stop_before_pixels=True)
        file.seek(_ELEMENT_HEADER, io.SEEK_CUR)
        count = int(dataset.get("NumberOfFrames") or 1)
        stream = get_frame(file, frame - 1, number_of_frames=count)
    image = Image.open(io.BytesIO(stream))
    if image.size != (dataset.Columns, dataset.Rows) or image.mode != "RGB":
        return None
    image.draft("RGB", (size[1], size[0]))
    image.load()
    return image


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    rows, columns = size
    if image.size == (columns, rows):
        return image
    smaller = rows * columns < image.height * image.width
    # Both filters leave flat areas flat, without the rings that sharper ones draw at edges.
    how = Image.Resampling.HAMMING if smaller else Image.Resampling.BILINEAR
    return image.resize((columns, rows), how)
