"""Converting a stored document to another transfer syntax (DICOM PS3.5, PS3.10)."""

import array
from functools import cache
from pathlib import Path
from typing import BinaryIO, Final

from pydicom import Dataset
from pydicom.dataelem import DataElement
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

from wadows_reference import codecs
from wadows_reference.codecs import NotEncodable as NotEncodable
from wadows_reference.inflating import read_document
from wadows_spec.constants import IMPLICIT_VR_LE
from wadows_spec.tables import transfer_syntaxes

#: Transfer syntaxes whose pixel data is not compressed.
_NATIVE: Final = frozenset(
    {ExplicitVRLittleEndian, ImplicitVRLittleEndian, DeflatedExplicitVRLittleEndian}
)
#: Size in bytes of the words of value representations that pydicom leaves as raw bytes.
_WORDS: Final = {"OW": "H", "OF": "I", "OL": "I", "OD": "Q", "OV": "Q"}


def convertible(transfer_syntax_uid: str) -> bool:
    """Tell whether documents in this transfer syntax may be converted: video never is."""
    return transfer_syntax_uid not in _video_only()


@cache
def _video_only() -> frozenset[str]:
    """Return what only the video table lists: JPEG Baseline stands in both and is decoded."""
    by_group: dict[str, set[str]] = {}
    for row in transfer_syntaxes():
        by_group.setdefault(row.group, set()).add(row.uid)
    return frozenset(by_group["video"] - by_group["image"])


def can_make(transfer_syntax_uid: str) -> bool:
    """Tell whether `convert` can make documents in this transfer syntax."""
    return transfer_syntax_uid in _NATIVE or transfer_syntax_uid in codecs.ENCODABLE


def convert(source: Path, target: str, made: Path | BinaryIO) -> None:
    """Write the document `source` to `made` in a transfer syntax for which `can_make` is true.

    Pixel data is decoded, and encoded without loss if the target is compressed;
    all else, the SOP Instance UID included, stays as it is.
    The data set is held in memory meanwhile.
    Raises whatever pydicom and its codecs raise if that cannot be done.
    """
    dataset: Dataset = read_document(source)
    meta = dataset.file_meta
    stored = UID(meta.TransferSyntaxUID)
    if stored.is_encapsulated and "PixelData" in dataset:
        codecs.decode(dataset)
    if stored == ExplicitVRBigEndian:
        plain = _little_endian(dataset)
        plain.file_meta, plain.preamble = meta, dataset.preamble
        dataset = plain
    if target in codecs.ENCODABLE and "PixelData" in dataset:
        meta.TransferSyntaxUID = ExplicitVRLittleEndian
        codecs.encode(dataset, target)
    meta.TransferSyntaxUID = UID(target)
    dataset.save_as(
        made,
        implicit_vr=target == IMPLICIT_VR_LE,
        little_endian=True,
        enforce_file_format=True,
    )


def _little_endian(dataset: Dataset) -> Dataset:
    """Return a copy of a big endian data set whose raw words are turned round.

    pydicom refuses to write a big endian data set in little endian:
    numbers it has as numbers, but words of OW and the like as the bytes they were read as.
    """
    result = Dataset()
    for item in dataset:
        if item.VR == "SQ":
            result.add_new(item.tag, "SQ", [_little_endian(nested) for nested in item.value])
        else:
            result.add(_swapped(item, int(dataset.get("BitsAllocated") or 0)))
    return result


def _swapped(item: DataElement, bits_allocated: int) -> DataElement:
    word = _WORDS.get(item.VR)
    if word is None or not item.value:
        return item
    if item.keyword == "PixelData":
        # Cells of 32 bits are turned as one, as those who write them do.
        word = {32: "I", 64: "Q"}.get(bits_allocated, word)
    words = array.array(word, item.value)
    words.byteswap()
    return DataElement(item.tag, item.VR, words.tobytes())
