"""What differs between a document as it was loaded and as it came back."""

import hashlib
import io
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

#: A last element of undefined length ends so, in either byte order (PS3.5 section 7.5).
_DELIMITERS = (bytes.fromhex("feffdde0 00000000"), bytes.fromhex("fffee0dd 00000000"))
_UNDEFINED = 0xFFFFFFFF
_PADDING = 0xFFFCFFFC
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
        if not large and (end := _odd_end(after, new)) and end != _odd_end(before, old):
            yield end
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


def _odd_end(dataset: Dataset, file: BinaryIO) -> str:
    """Say how the file goes on or breaks off at its last element; empty if it ends with that.

    pydicom passes over a few bytes too many or too few. Of what was deflated nothing is said.
    """
    last: Any = next((dataset.get_item(tag) for tag in reversed(list(dataset.keys()))), None)
    if last is None or UID(_syntax(dataset)).is_deflated:
        return ""
    size = file.seek(0, io.SEEK_END)
    if isinstance(last, RawDataElement) and last.length != _UNDEFINED:
        behind = size - last.value_tell - last.length
        return f"bytes behind the last element ({behind})" if behind > 0 else ""
    if not isinstance(last, RawDataElement) and not last.is_undefined_length:
        return ""
    file.seek(max(0, size - len(_DELIMITERS[0])))
    return "" if file.read() in _DELIMITERS else "the end of the last element"


def _attributes(
    before: Dataset, after: Dataset, coerced: frozenset[str], recoded: bool
) -> Iterator[str]:
    same_text = before.get("SpecificCharacterSet") == after.get("SpecificCharacterSet")
    for tag in sorted(set(before.keys()) | set(after.keys())):
        keyword = keyword_for_tag(tag)
        # No data set has a group 0; padding at its end means nothing (PS3.10 section 7.2).
        if keyword in coerced or tag == _PADDING or (tag.element == 0 and tag.group):
            continue
        if recoded and (tag.group == 0x7FE0 or _coded_otherwise(before, keyword)):
            continue
        if (tag in before) != (tag in after) or not _same(before, after, tag, same_text):
            yield keyword or str(tag)


def _coded_otherwise(before: Dataset, keyword: str) -> bool:
    """Tell whether an attribute describes the coding; of colours, not of what grey means."""
    if keyword == "PhotometricInterpretation":
        return int(before.get("SamplesPerPixel") or 1) > 1
    return keyword in _CODING


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
