"""What differs between a document as it was loaded and as it came back."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from pydicom import Dataset
from pydicom.tag import BaseTag

from wadows_contract.exchange import CHUNK
from wadows_contract.inflating import read_document
from wadows_contract.judge.attributes import differing, name
from wadows_contract.judge.ending import Ending, ending, transfer_syntax
from wadows_contract.judge.fragments import ENCAPSULATION, same_frames
from wadows_contract.pixels.decoders import stored_values
from wadows_contract.wire.content import Content

#: Documents up to 64 MiB are read whole; of larger ones the pixel data are hashed in pieces.
_WHOLE = 1 << 26
#: What describes how pixels are coded, which another coding may change.
_CODING = {
    "PlanarConfiguration",
    "LossyImageCompression",
    "LossyImageCompressionRatio",
    "LossyImageCompressionMethod",
}
_LOSSY = {f"1.2.840.10008.1.2.4.{last}" for last in ("50", "51", "81", "91", "93", "203")}
#: Mean difference that is no change, as a share of the range of the values that were stored:
#: of what decoders make of a lossy coding, or of colours turned into those of another space,
#: and of what a lossy encoder leaves.
_DECODERS_DIFFER, _ENCODERS_LOSE = 1 / 64, 1 / 24
#: Three digits that mean something, however small a difference is.
_DIGITS = ".3g"


class Undecodable(Exception):
    """The pixels of the original cannot be decoded here, so that none can be expected."""


@dataclass(frozen=True)
class Changes:
    """What differs, by keyword: what may not, and attributes that may be coerced."""

    found: tuple[str, ...]
    coerced: tuple[str, ...]


def changes(original: Path, content: Content, coerced: frozenset[str]) -> Changes:
    """Compare a document with its original, but for group lengths and what follows its data set.

    Of the same transfer syntax, coded frames are compared and not how they are encapsulated.

    Of another transfer syntax, pixels are compared as decoded values, each frame of them:
    exactly, but for what a lossy coding or another colour space makes of them.
    Raises `Undecodable` if nothing else differs and the original cannot be decoded,
    and what pydicom raises if either cannot be read.
    """
    with original.open("rb") as old, content.open() as new:
        large = max(content.length, original.stat().st_size) > _WHOLE
        ended = ending(new)
        before = _read(old, large, None)
        after = _read(new, large, ended)
        converted = _syntax(before) != _syntax(after)
        recoded = converted and "BitsAllocated" in before
        tags = [*_attributes(before, after, recoded)]
        found = [name(tag) for tag in tags if name(tag) not in coerced]
        if ended and ended.breaks_off and not _breaks_off(old) and "PixelData" not in found:
            found.append("the end of the last element")
        if large and not recoded and _rest(old, None) != _rest(new, ended):
            found.append("PixelData")
    if not converted and {*found} & {*ENCAPSULATION} and same_frames(original, content, large):
        found = [keyword for keyword in found if keyword not in ENCAPSULATION]
    if recoded:
        try:
            found += _pixels(original, content, before, after)
        except Undecodable:
            if not found:
                raise
    return Changes(tuple(found), tuple(name(tag) for tag in tags if name(tag) in coerced))


def _read(file: BinaryIO, large: bool, ended: Ending | None) -> Dataset:
    """Read a data set, without what follows it; of a large one, up to its pixel data."""
    file.seek(0)
    if large or ended is None or not ended.following:
        return read_document(file, stop_before_pixels=large)
    return read_document(io.BytesIO(file.read(ended.end)))


def _breaks_off(original: BinaryIO) -> bool:
    position = original.tell()
    ended = ending(original)
    original.seek(position)
    return ended is not None and ended.breaks_off


def _attributes(before: Dataset, after: Dataset, recoded: bool) -> Iterator[BaseTag]:
    colour = int(before.get("SamplesPerPixel") or 1) > 1

    def passed_over(tag: BaseTag) -> bool:
        """Tell whether a tag is the pixels or how they are coded: of grey, what it means stays."""
        keyword = name(tag)
        of_colour = colour and keyword == "PhotometricInterpretation"
        return recoded and (tag.group == 0x7FE0 or keyword in _CODING or of_colour)

    turned = _is_little_endian(before) != _is_little_endian(after)
    yield from differing(before, after, passed_over, turned)


def _pixels(original: Path, content: Content, before: Dataset, after: Dataset) -> Iterator[str]:
    """Compare the frames of a converted document, by a bound that holds for each of them."""
    if (wrong := _wrong_form(after)) and not _wrong_form(before):
        yield wrong
        return
    for index in range(int(before.get("NumberOfFrames") or 1)):
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
        if difference > _bound(before, after, expected):
            yield f"PixelData, frame {index + 1} by {difference:{_DIGITS}} in the mean"
            return


def _wrong_form(dataset: Dataset) -> str:
    """Say which form pixel data have that their transfer syntax does not (PS3.5 section A.4)."""
    if "PixelData" not in dataset:
        return ""
    encapsulated = bool(dataset["PixelData"].is_undefined_length)
    syntax = transfer_syntax(_syntax(dataset))
    if syntax is None or encapsulated == syntax.is_encapsulated:
        return ""
    return f"PixelData, {'encapsulated' if encapsulated else 'native'}"


def _bound(before: Dataset, after: Dataset, stored: NDArray[np.generic]) -> float:
    """Return how far values may be apart in the mean: 0 unless something is bound to be lost."""
    values = stored.astype(np.float64)
    extent = float(values.max() - values.min())
    if _syntax(after) in _LOSSY:
        return max(1.0, extent * _ENCODERS_LOSE)
    if _syntax(before) in _LOSSY or _colour_space(before) != _colour_space(after):
        return max(1.0, extent * _DECODERS_DIFFER)
    return 0.0


def _colour_space(dataset: Dataset) -> str:
    """Return RGB, YBR_FULL and so on: a reversible transform of RGB is as good as RGB."""
    named = str(dataset.get("PhotometricInterpretation", ""))
    return "RGB" if named == "YBR_RCT" else named


def _syntax(dataset: Dataset) -> str:
    return str(dataset.file_meta.TransferSyntaxUID)


def _is_little_endian(dataset: Dataset) -> bool:
    """Tell the byte order; a transfer syntax that DICOM does not have is read as little endian."""
    syntax = transfer_syntax(_syntax(dataset))
    return syntax is None or syntax.is_little_endian


def _rest(file: BinaryIO, ended: Ending | None) -> bytes:
    """Digest what follows the attributes, to the end: the pixel data and all after them."""
    digest = hashlib.sha256()
    left = ended.end - file.tell() if ended and ended.following else -1
    while left and (chunk := file.read(min(CHUNK, left) if left > 0 else CHUNK)):
        digest.update(chunk)
        left -= len(chunk) if left > 0 else 0
    return digest.digest()
