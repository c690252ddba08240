"""Tables that a data set holds: Modality LUT (PS3.3 C.11.1) and VOI LUT (PS3.3 C.11.2)."""

from dataclasses import dataclass

import numpy as np
from pydicom import Dataset

from wadows_reference.windows import WHITE, Grey


@dataclass(frozen=True)
class Table:
    """Entries of `bits` bits; the first is for `first` and all below it, the last for all above.

    `entries` are unsigned words of 16 bits, little endian.
    """

    first: int
    bits: int
    entries: bytes

    def __call__(self, values: Grey) -> Grey:
        """Return the entry of each value, rounded to a whole one before.

        Only where some value is below 0 is a first value that has the highest of 16 bits set a
        negative one, since without explicit VR nothing says which it is.
        """
        entries = np.frombuffer(self.entries, "<u2")
        first = self.first - 0x10000 if self.first > 0x7FFF and values.min() < 0 else self.first
        places = np.clip(np.rint(values) - first, 0, len(entries) - 1)
        return np.asarray(entries[places.astype(np.int64)], dtype=np.float64)


@dataclass(frozen=True)
class VoiTable:
    """A table whose largest possible entry is white."""

    table: Table

    def __call__(self, values: Grey) -> Grey:
        """Return the grey of each value."""
        return self.table(values) * (WHITE / ((1 << self.table.bits) - 1))


def read_table(item: Dataset, big_endian: bool = False) -> Table:
    """Return the table of a sequence item.

    Raises `ValueError` if there are fewer entries than the descriptor says.
    """
    count, first, bits = (int(number) for number in item.LUTDescriptor)
    count = count % 0x10000 or 0x10000
    data = item.LUTData
    if isinstance(data, bytes):
        # Entries of 8 bits may stand two in a word.
        packed = bits <= 8 and len(data) < 2 * count
        kind = "u1" if packed else (">u2" if big_endian else "<u2")
        entries = np.frombuffer(data[: len(data) // 2 * 2], kind)
    else:
        entries = np.atleast_1d(np.asarray(data))
    if len(entries) < count:
        raise ValueError(f"a table says that it has {count} entries and has {len(entries)}")
    return Table(first, bits, entries[:count].astype("<u2").tobytes())
