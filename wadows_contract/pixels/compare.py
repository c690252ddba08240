"""How far a returned image is from the expected one, and what size it should have."""

import io
import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Levels = NDArray[np.float64]

#: Formats that are told apart; Pillow would hand some others to programs outside.
_FORMATS = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP", "JPEG2000")
#: Images of more pixels are not decoded: one such in colour takes 800 MB.
MAX_PIXELS = 1 << 25
#: Bytes of an image file that are read.
MAX_IMAGE = 1 << 26


@dataclass(frozen=True)
class Picture:
    """A decoded image: `levels` 0 to 255, shape (rows, columns) or (rows, columns, 3)."""

    format: str
    mode: str
    baseline: bool
    levels: Levels
    #: The quantisation tables of a JPEG, 64 steps each, that of the mean first; else none.
    tables: tuple[tuple[float, ...], ...] = ()

    @property
    def coarseness(self) -> float:
        """Sum of the quantisation steps of the first table: the smaller, the finer; else 0."""
        return sum(self.tables[0]) if self.tables else 0

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = self.levels.shape[:2]
        return rows, columns


def decode(content: bytes, most: int = MAX_PIXELS) -> Picture:
    """Decode an image file; raises `ValueError` if Pillow cannot, or if it is of too many pixels.

    Those are more than `most`, and in any case more than `MAX_PIXELS`.
    """
    most = min(most, MAX_PIXELS)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is odd about an image is not for our log
            image = Image.open(io.BytesIO(content), formats=_FORMATS)
            if image.width * image.height > most:
                raise ValueError(f"{image.height} rows of {image.width}: more than {most} pixels")
            image.load()
            levels = np.asarray(image, dtype=np.float64)
            baseline = not image.info.get("progressive") and not image.info.get("progression")
            tables = getattr(image, "quantization", None) or {}
            steps = tuple(tuple(map(float, tables[number])) for number in sorted(tables))
            return Picture(image.format or "", image.mode, baseline, levels, steps)
    except Exception as error:  # Pillow raises whatever a broken file provokes
        raise ValueError(str(error) or type(error).__name__) from error


def box_fit(source: tuple[int, int], rows: int | None, columns: int | None) -> tuple[int, int]:
    """Return the size, as rows and columns, of an image fitted into a box, its aspect kept.

    Each of `rows` and `columns` is a maximum; None leaves that side free (PS3.18 8.2.2, 8.2.3).
    """
    factors = [limit / side for limit, side in zip((rows, columns), source, strict=True) if limit]
    factor = min(factors, default=1.0)
    return max(1, round(source[0] * factor)), max(1, round(source[1] * factor))


def grey(levels: Levels) -> Levels:
    """Return one grey plane; of three equal components any will do."""
    return levels if levels.ndim == 2 else levels[..., :3].mean(axis=2)


def resized(levels: Levels, size: tuple[int, int]) -> Levels:
    """Return levels scaled to `size` (rows, columns); plane by plane, by area where smaller."""
    if levels.shape[:2] == size:
        return levels
    planes = levels[..., np.newaxis] if levels.ndim == 2 else levels
    scaled = [
        np.asarray(
            Image.fromarray(planes[..., plane].astype(np.float32)).resize(
                (size[1], size[0]), Image.Resampling.BILINEAR
            ),
            dtype=np.float64,
        )
        for plane in range(planes.shape[2])
    ]
    return scaled[0] if levels.ndim == 2 else np.stack(scaled, axis=2)


def mean_difference(expected: Levels, returned: Levels) -> float:
    """Return the mean absolute difference in grey levels, expected scaled to the returned size."""
    return float(np.abs(resized(expected, returned.shape[:2]) - returned).mean())


def likeness(expected: Levels, returned: Levels) -> float:
    """Return the correlation of two images, 1 for any rising linear mapping between them."""
    a = resized(expected, returned.shape[:2]).ravel()
    b = returned.ravel()
    a, b = a - a.mean(), b - b.mean()
    scale = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / scale if scale else 0.0
