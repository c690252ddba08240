"""DICOM documents, overwritten in place: every length stays, and with it every offset."""

import io
import struct
import zlib
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pydicom import uid as uids
from pydicom.valuerep import EXPLICIT_VR_LENGTH_32, VR

from wadows_contract.inflating import TooLarge, inflated
from wadows_contract.judge.ending import transfer_syntax
from wadows_contract.redaction.attributes import PIXELS, known_vr, redacted_value
from wadows_contract.redaction.deflating import deflated
from wadows_contract.redaction.pseudonyms import Pseudonyms
from wadows_spec.constants import EXPLICIT_VR_LE

_PREAMBLE: Final = 128
_META: Final = _PREAMBLE + 4
_UNDEFINED: Final = 0xFFFFFFFF
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
_TRANSFER_SYNTAX: Final = 0x00020010
_VRS: Final = frozenset(str(vr) for vr in VR if len(str(vr)) == 2)
#: Sequences in sequences beyond this are overwritten as one.
_DEEPEST: Final = 64


class _Unreadable(Exception):
    """What stands here is no element."""


@dataclass(frozen=True)
class Redacted:
    """Content of the length that it had; `removed` says what of it was overwritten unread."""

    content: bytes
    removed: str = ""


def is_document(content: bytes) -> bool:
    """Tell whether content is a DICOM file (PS3.10 section 7.1)."""
    return content[_PREAMBLE:_META] == b"DICM"


def redacted_document(content: bytes, pseudonyms: Pseudonyms, keep_pixels: bool) -> Redacted:
    """Overwrite a DICOM file but for what is kept; what cannot be followed is overwritten whole.

    The same bytes become the same bytes, so that what was equal stays equal.
    """
    data = bytearray(content)
    data[:_PREAMBLE] = bytes(_PREAMBLE)
    meta = _Walk(data, pseudonyms, keep_pixels, implicit=False, order="<")
    start, uid = meta.file_meta()
    syntax = transfer_syntax(uid)
    if syntax is None or meta.removed:
        data[start:] = bytes(len(data) - start)
        return Redacted(bytes(data), meta.removed or "a data set of an unknown transfer syntax")
    if syntax.is_deflated:
        return _deflated_document(data, start, pseudonyms, keep_pixels)
    walk = _Walk(data, pseudonyms, keep_pixels, *_coding(syntax))
    walk.data_set(start)
    return Redacted(bytes(data), walk.removed)


def _coding(syntax: uids.UID) -> tuple[bool, str]:
    return syntax.is_implicit_VR, "<" if syntax.is_little_endian else ">"


def _deflated_document(
    data: bytearray, start: int, pseudonyms: Pseudonyms, keep_pixels: bool
) -> Redacted:
    """Redact what was deflated (PS3.5 section A.5), and deflate it to the length that it had."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = bytearray(b"".join(inflated(io.BytesIO(data[start:]), inflater)))
    except (zlib.error, TooLarge):
        content, inflater = bytearray(), zlib.decompressobj()
    behind, packed = len(inflater.unused_data), None
    removed = "a data set that cannot be inflated"
    if inflater.eof:
        walk = _Walk(content, pseudonyms, keep_pixels, implicit=False, order="<")
        walk.data_set(0)
        packed = deflated(bytes(content), len(data) - start - behind)
        removed = walk.removed or ("" if packed else "a data set that cannot be deflated as short")
    data[start:] = (packed or b"").ljust(len(data) - start, b"\0")
    if behind > 1 and not removed:
        removed = f"{behind} bytes behind the data set"
    return Redacted(bytes(data), removed)


@dataclass
class _Walk:
    """Goes over the elements of a document, all in one coding, and overwrites their values."""

    data: bytearray
    pseudonyms: Pseudonyms
    keep_pixels: bool
    implicit: bool
    order: str
    removed: str = ""

    def file_meta(self) -> tuple[int, str]:
        """Overwrite the file meta information; return where it ends, and the Transfer Syntax."""
        at, syntax = _META, b""
        try:
            while self.data[at : at + 2] == b"\2\0":
                tag, vr, length, value = self._header(at, implicit=False)
                if length == _UNDEFINED or value + length > len(self.data):
                    raise _Unreadable
                if tag == _TRANSFER_SYNTAX:
                    syntax = bytes(self.data[value : value + length])
                self._overwrite(tag, vr, value, value + length, private=False)
                at = value + length
        except _Unreadable:
            self._remove(at, "file meta information")
        return at, syntax.decode("latin-1").strip("\0 ") or EXPLICIT_VR_LE

    def data_set(self, start: int) -> None:
        """Overwrite a data set from its first element to the end of the data."""
        at = start
        try:
            while at < len(self.data):
                at = self._element(at, len(self.data), self.implicit, False, 0)
        except _Unreadable:
            self._remove(at, "what is no element")

    def _remove(self, at: int, what: str) -> None:
        count = len(self.data) - at
        self.data[at:] = bytes(count)
        self.removed = f"{what}: {count} bytes from byte {at} on"

    def _element(self, at: int, end: int, implicit: bool, private: bool, depth: int) -> int:
        """Overwrite one element and return where it ends; one that breaks off ends at `end`."""
        tag, vr, length, value = self._header(at, implicit)
        if tag in (_ITEM, _ITEM_END, _SEQUENCE_END):
            raise _Unreadable
        private = private or bool(tag >> 16 & 1)
        if tag in PIXELS and length == _UNDEFINED:
            return self._items(value, end, tag, implicit, private, depth, pixels=True)
        if length == _UNDEFINED:
            inside = implicit or vr == "UN"  # PS3.5 section 6.2.2
            return self._items(value, end, tag, inside, private, depth)
        until = min(value + length, end)
        if vr == "SQ" or (not vr and known_vr(tag) == "SQ"):
            self._sequence(value, until, tag, implicit, private, depth)
        else:
            # Of a value that breaks off nothing says that it is what it should be.
            self._overwrite(tag, vr, value, until, private or until < value + length)
        return until

    def _sequence(
        self, at: int, end: int, tag: int, implicit: bool, private: bool, depth: int
    ) -> None:
        """Overwrite a sequence of defined length; one that cannot be followed, as one."""
        before = bytes(self.data[at:end])
        try:
            if self._items(at, end, tag, implicit, private, depth) != end:
                raise _Unreadable
        except _Unreadable:
            self.data[at:end] = bytes(len(before))
            self.removed = self.removed or f"a sequence at byte {at}"

    def _items(
        self,
        at: int,
        end: int,
        tag: int,
        implicit: bool,
        private: bool,
        depth: int,
        pixels: bool = False,
    ) -> int:
        """Overwrite the items of a sequence, or of encapsulated pixel data; return their end."""
        if depth > _DEEPEST:
            raise _Unreadable
        table = pixels  # the first item of pixel data tells where frames begin (PS3.5 section A.4)
        while at < end:
            item, _, length, value = self._header(at, implicit)
            if item == _SEQUENCE_END:
                return value
            if item != _ITEM:
                raise _Unreadable
            at = value
            until = end if length == _UNDEFINED else min(value + length, end)
            if pixels:
                if not table:
                    self._overwrite(tag, "", value, until, private)
                elif not self._is_offset_table(value, until):
                    self.data[value:until] = bytes(until - value)
                at, table = until, False
                continue
            while at < until and not (length == _UNDEFINED and self._tag(at) == _ITEM_END):
                at = self._element(at, until, implicit, private, depth + 1)
            at += 8 if length == _UNDEFINED and at < until else 0
        return end

    def _is_offset_table(self, start: int, end: int) -> bool:
        """Tell offsets of frames, which rise from 0, from anything else in their place."""
        if (end - start) % 4:
            return False
        offsets = [self._number("L", at) for at in range(start, end, 4)]
        rising = all(before < after for before, after in pairwise(offsets))
        return rising and (not offsets or (offsets[0] == 0 and offsets[-1] < len(self.data)))

    def _overwrite(self, tag: int, vr: str, start: int, end: int, private: bool) -> None:
        value = bytes(self.data[start:end])
        if private:
            self.data[start:end] = bytes(len(value))
            return
        self.data[start:end] = redacted_value(tag, vr, value, self.pseudonyms, self.keep_pixels)

    def _tag(self, at: int) -> int:
        if at + 4 > len(self.data):
            return 0
        group, number = struct.unpack_from(f"{self.order}HH", self.data, at)
        return int(group) << 16 | int(number)

    def _header(self, at: int, implicit: bool) -> tuple[int, str, int, int]:
        """Read tag, VR, length, and where the value begins."""
        if at + 8 > len(self.data):
            raise _Unreadable
        tag = self._tag(at)
        if implicit or tag >> 16 == 0xFFFE:
            return tag, "", self._number("L", at + 4), at + 8
        vr = bytes(self.data[at + 4 : at + 6]).decode("latin-1")
        if vr not in _VRS:
            raise _Unreadable
        if vr not in EXPLICIT_VR_LENGTH_32:
            return tag, vr, self._number("H", at + 6), at + 8
        if at + 12 > len(self.data):
            raise _Unreadable
        self.data[at + 6 : at + 8] = b"\0\0"  # reserved: nothing may travel there
        return tag, vr, self._number("L", at + 8), at + 12

    def _number(self, form: str, at: int) -> int:
        return int(struct.unpack_from(f"{self.order}{form}", self.data, at)[0])
