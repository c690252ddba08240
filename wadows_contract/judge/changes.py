"""What differs between a document as it was loaded and as it came back."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from pydicom import Dataset, dcmread
from pydicom.datadict import keyword_for_tag
from pydicom.dataelem import RawDataElement
from pydicom.tag import BaseTag
from pydicom.uid import UID

from wadows_contract.exchange import CHUNK
from wadows_contract.pixels.decoders import stored_values
from wadows_contract.wire.content import Content

#: Documents up to 64 MiB are read whole; of larger ones the pixel data are hashed in pieces.
_WHOLE = 1 << 26
#: What describes how pixels are coded, which another coding may change.
_CODING = {
    "PhotometricInterpretation",
    "PlanarConfiguration",
    "LossyImageCompression",
    "LossyImageCompressionRatio",
    "LossyImageCompressionMethod",
}
_LOSSY = {
    f"1.2.840.10008.1.2.4.{last}" for last in ("50", "51", "81", "91", "93", "203")
}  # fmt: skip
#: Mean difference, in 256ths of the range of values, that decoders of a lossy coding may make.
_DECODERS_DIFFER = 4.0


class Undecodable(Exception):
    """The pixels of the original cannot be decoded here, so that none can be expected."""


def changes(original: Path, content: Content, coerced: Iterable[str]) -> Iterator[str]:
    """Yield what differs, by keyword, but for attributes that may be coerced and group lengths.

    Pixels that are coded otherwise are compared as decoded values.
    Raises `Undecodable` if nothing else differs and the original cannot be decoded,
    and what pydicom raises if either cannot be read.
    """
    large = max(content.length, original.stat().st_size) > _WHOLE
    with original.open("rb") as old, content.open() as new:
        before = dcmread(old, stop_before_pixels=large)
        after = dcmread(new, stop_before_pixels=large)
        recoded = _coding(before) != _coding(after)
        found = list(_attributes(before, after, frozenset(coerced), recoded))
        yield from found
        if recoded and "BitsAllocated" in before:
            try:
                yield from _pixels(original, content, before, after)
            except Undecodable:
                if not found:
                    raise
        elif large and _syntax(before) == _syntax(after) and _rest(old) != _rest(new):
            yield "PixelData"


def _attributes(
    before: Dataset, after: Dataset, coerced: frozenset[str], recoded: bool
) -> Iterator[str]:
    same_text = before.get("SpecificCharacterSet") == after.get("SpecificCharacterSet")
    for tag in sorted(set(before.keys()) | set(after.keys())):
        keyword = keyword_for_tag(tag)
        if keyword in coerced or tag.element == 0:
            continue
        if recoded and (keyword in _CODING or tag.group == 0x7FE0):
            continue
        if (tag in before) != (tag in after) or not _same(before, after, tag, same_text):
            yield keyword or str(tag)


def _same(before: Dataset, after: Dataset, tag: BaseTag, same_text: bool) -> bool:
    old: Any = before.get_item(tag)
    new: Any = after.get_item(tag)
    if (
        isinstance(old, RawDataElement)
        and isinstance(new, RawDataElement)
        and old.is_little_endian == new.is_little_endian
        and old.value == new.value
        # A private element loses its VR in Implicit VR: then only its bytes tell.
        and (same_text or "UN" in (before[tag].VR, after[tag].VR))
    ):
        return True
    return bool(before[tag].value == after[tag].value)


def _pixels(original: Path, content: Content, before: Dataset, after: Dataset) -> Iterator[str]:
    frames = int(before.get("NumberOfFrames") or 1)
    lossy = bool({_syntax(before), _syntax(after)} & _LOSSY)
    bound = _DECODERS_DIFFER * 2 ** (int(before.get("BitsStored", 8)) - 8) if lossy else 0.0
    for index in range(frames):
        with original.open("rb") as old, content.open() as new:
            try:
                expected = stored_values(old, _syntax(before), index)
            except Exception as error:
                raise Undecodable(str(error)) from error
            try:
                got = stored_values(new, _syntax(after), index)
            except Exception as error:  # noqa: BLE001  pydicom raises whatever it meets
                yield f"PixelData, which cannot be decoded ({error})"
                return
        if expected.shape != got.shape:
            yield f"PixelData, of shape {got.shape} where {expected.shape} was stored"
            return
        difference = float(np.abs(expected.astype(np.float64) - got).mean())
        if difference > bound:
            yield f"PixelData, frame {index + 1} by {difference:.1f} in the mean"
            return


def _coding(dataset: Dataset) -> tuple[str, bool]:
    """Return what decides how pixels are coded: the syntax if compressed, and the byte order."""
    syntax = UID(_syntax(dataset))
    return (syntax if syntax.is_compressed else "", syntax.is_little_endian)


def _syntax(dataset: Dataset) -> str:
    return str(dataset.file_meta.TransferSyntaxUID)


def _rest(file: BinaryIO) -> bytes:
    """Digest what follows the attributes: the element of the pixel data and all after it."""
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.digest()
