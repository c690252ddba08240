"""One frame of an image as a baseline JPEG, in the size asked for."""

import io
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray
from PIL import Image

from wadows_reference.colours import colour_levels, is_colour
from wadows_reference.frame_source import FrameSource
from wadows_reference.geometry import shown_size
from wadows_reference.grey import grey_levels
from wadows_reference.grey_rule import read_rule
from wadows_reference.settings import Drawing
from wadows_reference.windows import Window


@dataclass(frozen=True)
class Wanted:
    """What to render: a frame counted from 1, and what is None is left to the document.

    `rows` and `columns` are the box that the image has to fit into, in pixels;
    `quality` is that of the JPEG, from 1 to 100;
    an image of more than `max_pixels` is not made. `drawing` says how.
    """

    frame: int = 1
    rows: int | None = None
    columns: int | None = None
    window_center: float | None = None
    window_width: float | None = None
    quality: int = 90
    max_pixels: int = 64_000_000
    drawing: Drawing = field(default_factory=Drawing)

    @property
    def window(self) -> Window | None:
        """The window asked for, if both numbers are given."""
        if self.window_center is None or self.window_width is None:
            return None
        return Window(self.window_center, self.window_width)


def render_jpeg(source: FrameSource, wanted: Wanted) -> bytes:
    """Return one frame of a document as JPEG.

    Only that frame is decoded, and nothing is if the image would be too large.
    Raises `ValueError` if it cannot be shown, and whatever a decoder raises on damaged data.
    """
    drawing = wanted.drawing
    rows, columns = shown_size(
        source.dataset, wanted.frame, wanted.rows, wanted.columns, drawing.rounding
    )
    if rows * columns > wanted.max_pixels:
        raise ValueError(
            f"an image of {rows} rows and {columns} columns is larger than this server makes"
        )
    if drawing.jpeg_as_stored and wanted.window is None and (rows, columns) == source.size:
        stored = source.jpeg(wanted.frame)
        if stored is not None:
            return stored
    image = source.smaller(wanted.frame, rows, columns)
    if image is None:
        image = Image.fromarray(render_levels(source, wanted))
    content = io.BytesIO()
    image = _resized(image, (rows, columns), drawing)
    if drawing.grey_as_colour:
        image = image.convert("RGB")
    image.save(content, "JPEG", **{"quality": drawing.quality(wanted.quality), **drawing.jpeg})
    return content.getvalue()


def render_levels(source: FrameSource, wanted: Wanted) -> NDArray[Any]:
    """Return greys or colours of one frame in 8 bits, before it is resized and encoded.

    Raises as `render_jpeg` does.
    """
    pixels = source.decoded(wanted.frame)
    if is_colour(source.dataset):
        return colour_levels(pixels, source.dataset)
    rule = read_rule(source.dataset, wanted.frame, wanted.window, wanted.drawing.window)
    return grey_levels(pixels, rule)


def _resized(image: Image.Image, size: tuple[int, int], drawing: Drawing) -> Image.Image:
    rows, columns = size
    if image.size == (columns, rows):
        return image
    smaller = rows * columns < image.height * image.width
    return image.resize((columns, rows), drawing.smaller if smaller else drawing.larger)
