"""Reading DICOM files that may burst: what is deflated grows a thousandfold (PS3.5 section A.5)."""

import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from pydicom import Dataset, dcmread
from pydicom.filereader import read_dataset, read_preamble
from pydicom.uid import DeflatedExplicitVRLittleEndian

from wadows_contract.exchange import CHUNK

#: Bytes that a data set is inflated to; pydicom holds them in memory.
MAX_INFLATED: Final = 1 << 28
#: A deflated stream holds no more than this for each of its bytes.
_DENSEST: Final = 1032


class TooLarge(ValueError):
    """A data set that inflates to more than is read here."""

    def __init__(self) -> None:
        super().__init__(f"it inflates to more than {MAX_INFLATED} bytes")


def read_document(source: Path | BinaryIO, **options: Any) -> Dataset:
    """Read a document as `pydicom.dcmread` does, which takes the options.

    Raises `TooLarge`, and what pydicom raises.
    """
    if isinstance(source, Path):
        with source.open("rb") as file:
            return read_document(file, **options)
    begin = source.tell()
    if (source.seek(0, io.SEEK_END) - begin) * _DENSEST > MAX_INFLATED:
        source.seek(begin)
        read_preamble(source, force=False)
        meta = read_dataset(source, False, True, stop_when=lambda tag, vr, length: tag.group != 2)
        if meta.get("TransferSyntaxUID") == DeflatedExplicitVRLittleEndian:
            for _ in inflated(source, zlib.decompressobj(-zlib.MAX_WBITS)):
                pass
    source.seek(begin)
    return dcmread(source, **options)


def inflated(file: BinaryIO, inflater: "zlib._Decompress") -> Iterator[bytes]:
    """Yield what a file inflates to from its position on, in pieces, up to the end of the stream.

    Raises `TooLarge`, and `zlib.error` for what is not deflated.
    """
    size = 0
    while not inflater.eof and (chunk := inflater.unconsumed_tail or file.read(CHUNK)):
        piece = inflater.decompress(chunk, CHUNK)
        size += len(piece)
        if size > MAX_INFLATED:
            raise TooLarge
        yield piece
    yield inflater.flush()
