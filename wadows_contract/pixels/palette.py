"""PALETTE COLOR: the tables of red, green and blue (PS3.3 C.7.6.3.1.5, C.7.6.3.1.6)."""

import numpy as np
from numpy.typing import NDArray
from pydicom import Dataset


def palette_colours(attributes: Dataset, stored: NDArray[np.generic]) -> NDArray[np.float64]:
    """Return red, green and blue, 0 to 255, of indices; shape (rows, columns, 3).

    Raises `ValueError` where the tables are segmented, which is not followed here.
    """
    planes = [_plane(attributes, colour, stored) for colour in ("Red", "Green", "Blue")]
    return np.stack(planes, axis=-1)


def _plane(attributes: Dataset, colour: str, stored: NDArray[np.generic]) -> NDArray[np.float64]:
    length, first, bits = attributes[f"{colour}PaletteColorLookupTableDescriptor"].value
    data = attributes.get(f"{colour}PaletteColorLookupTableData")
    if data is None:
        raise ValueError("segmented tables of colours are not followed here")
    count = int(length) or 1 << 16
    # Entries of 8 bits may stand two in a word, or each in a word of its own.
    packed = int(bits) == 8 and len(data) < 2 * count
    entries = np.frombuffer(data, "u1" if packed else "<u2")[:count].astype(np.float64)
    highest = 255 if int(bits) == 8 else 65535
    index = np.clip(stored.astype(np.int64) - int(first), 0, len(entries) - 1)
    return entries[index] * (255 / highest)
