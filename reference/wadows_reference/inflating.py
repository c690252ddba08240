"""Reading documents whose data set is deflated (PS3.5 section A.5), but none that bursts.

A kilobyte may inflate to a megabyte, and pydicom inflates all at once.
"""

import os
import zlib
from pathlib import Path
from typing import Any, BinaryIO, Final

from pydicom import Dataset, dcmread
from pydicom.filereader import read_dataset, read_preamble
from pydicom.uid import DeflatedExplicitVRLittleEndian

#: Bytes that a deflated data set may inflate to; it is held in memory.
MOST_INFLATED: Final = 256 * 1024 * 1024
#: What is deflated holds no more than this many times its bytes (RFC 1951).
_DENSEST: Final = 1032
_PIECE: Final = 256 * 1024


def read_document(source: Path | BinaryIO, **options: Any) -> Dataset:
    """Return what pydicom's `dcmread` does, which takes the options.

    Raises `ValueError` for a data set that inflates to more than `MOST_INFLATED` bytes, and what
    pydicom raises.
    """
    if isinstance(source, Path):
        with source.open("rb") as file:
            return read_document(file, **options)
    if source.seek(0, os.SEEK_END) * _DENSEST > MOST_INFLATED:
        source.seek(0)
        _check(source)
    source.seek(0)
    return dcmread(source, **options)


def _check(file: BinaryIO) -> None:
    read_preamble(file, force=False)
    meta = read_dataset(file, False, True, stop_when=lambda tag, vr, length: tag.group != 2)
    if meta.get("TransferSyntaxUID") != DeflatedExplicitVRLittleEndian:
        return
    inflater, inflated = zlib.decompressobj(-zlib.MAX_WBITS), 0
    while piece := inflater.unconsumed_tail or file.read(_PIECE):
        inflated += len(inflater.decompress(piece, _PIECE))
        if inflated > MOST_INFLATED:
            raise ValueError(f"the data set inflates to more than {MOST_INFLATED} bytes")
        if inflater.eof:
            return
