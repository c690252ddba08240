"""Encapsulated pixel data as coded frames.

How frames are parted into fragments, and whether tables say where they begin, is left to
whoever encapsulates them (PS3.5 section A.4); it is no part of what they show.
"""

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO, Final

from pydicom.encaps import generate_frames
from pydicom.uid import (
    JPEG2000TransferSyntaxes,
    JPEGLSTransferSyntaxes,
    JPEGTransferSyntaxes,
)

from wadows_contract.inflating import read_document
from wadows_contract.wire.content import Content

#: What may differ where the coded frames are the same, by keyword.
ENCAPSULATION: Final = ("PixelData", "ExtendedOffsetTable", "ExtendedOffsetTableLengths")
#: Transfer syntaxes in which a frame may be several fragments. Of RLE it is one (A.4.2);
#: of video all frames are one stream, and most have to be one fragment.
_SYNTAXES: Final = frozenset(
    (*JPEGTransferSyntaxes, *JPEGLSTransferSyntaxes, *JPEG2000TransferSyntaxes)
)
#: Tag, VR, two bytes and the undefined length stand before the first item.
_HEADER: Final = 12
_DELIMITER: Final = bytes.fromhex("feffdde0 00000000")


def same_frames(original: Path, content: Content, alone: bool) -> bool:
    """Tell whether two documents of one transfer syntax have the same coded frames.

    No where that cannot be told: it is another coding, or either cannot be taken apart;
    or, if they are to be `alone`, if anything stands behind them in either.
    One frame of each is held in memory at a time.
    """
    with original.open("rb") as old, content.open() as new:
        try:
            pairs = zip_longest(_frames(old), _frames(new))
            same = all(before == after for before, after in pairs)
            return same and not (alone and (_goes_on(old) or _goes_on(new)))
        except Exception:  # noqa: BLE001  pydicom raises whatever it meets
            return False


def _goes_on(file: BinaryIO) -> bool:
    file.seek(-len(_DELIMITER), 2)
    return file.read() != _DELIMITER


def _frames(file: BinaryIO) -> Iterator[bytes]:
    dataset = read_document(file, stop_before_pixels=True)
    if dataset.file_meta.TransferSyntaxUID not in _SYNTAXES:
        raise ValueError("of another coding")
    offsets = dataset.get("ExtendedOffsetTable"), dataset.get("ExtendedOffsetTableLengths")
    file.seek(_HEADER, 1)
    yield from generate_frames(
        file,
        number_of_frames=int(dataset.get("NumberOfFrames") or 1),
        extended_offsets=offsets if all(offsets) else None,
    )
