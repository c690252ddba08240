"""Converting a stored document to an uncompressed transfer syntax (DICOM PS3.5, PS3.10)."""

import array
from pathlib import Path
from typing import Final

from pydicom import Dataset, dcmread
from pydicom.dataelem import DataElement
from pydicom.uid import UID, ExplicitVRBigEndian

from wadows_spec.constants import IMPLICIT_VR_LE
from wadows_spec.tables import transfer_syntaxes

#: Size in bytes of the words of value representations that pydicom leaves as raw bytes.
_WORDS: Final = {"OW": "H", "OF": "I", "OL": "I", "OD": "Q", "OV": "Q"}


def convertible(transfer_syntax_uid: str) -> bool:
    """Tell whether documents in this transfer syntax may be converted: video never is."""
    return transfer_syntax_uid not in _video_only()


def _video_only() -> set[str]:
    """Return what only the video table lists: JPEG Baseline stands in both and is decoded."""
    by_group: dict[str, set[str]] = {}
    for row in transfer_syntaxes():
        by_group.setdefault(row.group, set()).add(row.uid)
    return by_group["video"] - by_group["image"]


def convert(source: Path, target: str, path: Path) -> None:
    """Write the document `source` to `path` in Explicit or Implicit VR Little Endian.

    Pixel data is decoded; all else, the SOP Instance UID included, stays as it is.
    The data set is held in memory meanwhile.
    Raises whatever pydicom and its decoders raise if the document cannot be decoded.
    """
    dataset: Dataset = dcmread(source)
    stored = UID(dataset.file_meta.TransferSyntaxUID)
    if stored.is_encapsulated and "PixelData" in dataset:
        dataset.decompress(generate_instance_uid=False)
    meta = dataset.file_meta
    meta.TransferSyntaxUID = UID(target)
    if stored == ExplicitVRBigEndian:
        plain = _little_endian(dataset)
        plain.file_meta, plain.preamble = meta, dataset.preamble
        dataset = plain
    dataset.save_as(
        path,
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
