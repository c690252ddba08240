"""Where the data set of a document ends, and what stands behind it (PS3.5 section 7, PS3.10).

The elements are walked over by their lengths; no value is loaded.
"""

import io
import struct
import tempfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO, cast

from pydicom import config
from pydicom.datadict import dictionary_has_tag, repeater_has_tag
from pydicom.tag import BaseTag, Tag
from pydicom.uid import UID
from pydicom.valuerep import EXPLICIT_VR_LENGTH_32, VR

from wadows_contract.exchange import CHUNK
from wadows_contract.inflating import TooLarge, inflated
from wadows_contract.wire.content import MAX_IN_MEMORY
from wadows_spec.constants import EXPLICIT_VR_LE

_META = 132
_UNDEFINED = 0xFFFFFFFF
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
_TRANSFER_SYNTAX = 0x00020010
_VRS = {str(vr) for vr in VR if len(str(vr)) == 2}
#: Of a deflated stream of odd length, one zero byte follows (PS3.5 section A.5).
_PADDED = (b"", b"\0")


@dataclass(frozen=True)
class Ending:
    """How a document ends: `end` is where its data set does, in bytes from its beginning.

    `following` says what stands behind it, empty if nothing does. If `breaks_off`,
    the last element is longer than the document; then nothing can follow it.
    """

    end: int
    following: str = ""
    breaks_off: bool = False


def transfer_syntax(uid: str) -> UID | None:
    """Return what DICOM says of a transfer syntax; None of one that it does not have."""
    known = UID(uid, config.IGNORE)
    return known if known.is_transfer_syntax else None


class _Unreadable(Exception):
    """What stands here is no element, and was none of those that may follow a data set."""


class _BreaksOff(Exception):
    """The file ends inside an element."""


@dataclass(frozen=True)
class _Element:
    tag: BaseTag
    length: int
    #: Of explicit VR; empty in implicit VR.
    vr: str


def ending(file: BinaryIO) -> Ending | None:
    """Say how a document ends; None if its elements cannot be followed to an end.

    A data set whose elements go on in the order of their tags after some that do not
    has not ended there: only what stands behind the last of its tags follows it.
    """
    try:
        start, uid = _meta(file)
    except (_Unreadable, _BreaksOff):
        return None
    if (syntax := transfer_syntax(uid)) is None:
        return None
    if not syntax.is_deflated:
        return _Walk(file, syntax.is_implicit_VR, syntax.is_little_endian).to_the_end(start)
    size = file.seek(0, io.SEEK_END)
    file.seek(start)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    # mypy's stubs do not know that it is an io.IOBase since Python 3.11.
    with cast("BinaryIO", tempfile.SpooledTemporaryFile(MAX_IN_MEMORY)) as content:
        try:
            content.writelines(inflated(file, inflater))
        except (zlib.error, TooLarge):
            return None
        if not inflater.eof:
            return Ending(size, breaks_off=True)
        behind = inflater.unused_data + file.read(CHUNK)
        found = _Walk(content, False, True).to_the_end(0)
    if found is None or found.following or behind in _PADDED:
        return found and Ending(size, found.following, found.breaks_off)
    return Ending(size, f"{_bytes(behind)} behind what was deflated")


def _meta(file: BinaryIO) -> tuple[int, str]:
    """Return where the file meta information ends, and its Transfer Syntax UID."""
    walk, position, syntax = _Walk(file, False, True), _META, b""
    while file.seek(position) == position and file.read(2) == b"\2\0":
        file.seek(position)
        element = walk.element()
        value = file.tell()
        if element.tag == _TRANSFER_SYNTAX:
            syntax = file.read(element.length)
        position = value + element.length
    return position, syntax.decode("latin-1").strip("\0 ") or EXPLICIT_VR_LE


class _Walk:
    """Goes over the elements of a file, all in one coding."""

    def __init__(self, file: BinaryIO, implicit: bool, little_endian: bool) -> None:
        self._file = file
        self._implicit = implicit
        self._order = "<" if little_endian else ">"
        self._size = file.seek(0, io.SEEK_END)
        self._inside = [
            struct.pack(f"{self._order}HH", tag >> 16, tag & 0xFFFF)
            for tag in (_ITEM, _SEQUENCE_END)
        ]

    def to_the_end(self, start: int) -> Ending | None:
        """Go over the elements of a data set from its first on."""
        file, greatest, end, behind = self._file, Tag(0), start, False
        file.seek(start)
        while (here := file.tell()) < self._size:
            stray = False
            try:
                element = self.element()
                stray = here > start and element.tag <= greatest
                if not stray:
                    self._check(element, greatest)
            except _Unreadable:
                break
            except _BreaksOff:
                return None if behind or here == start else Ending(self._size, breaks_off=True)
            try:
                self._skip(element, self._implicit)
            except _Unreadable:
                if not stray:
                    return None
                break
            except _BreaksOff:
                if stray or behind:
                    break
                return None if here == start else Ending(self._size, breaks_off=True)
            if stray:
                behind = True
            else:
                greatest, end, behind = element.tag, file.tell(), False
        if end == start:
            return None if self._size > start else Ending(end)
        if end == self._size:
            return Ending(end)
        file.seek(end)
        return Ending(end, _bytes(file.read(CHUNK), self._size - end))

    def _check(self, element: _Element, greatest: BaseTag) -> None:
        """Tell an element that breaks off from bytes that happen to look like one."""
        value = self._file.tell()
        if element.length == _UNDEFINED:
            inside = self._file.read(4)
            self._file.seek(value)
            if len(inside) == 4 and inside not in self._inside:
                raise _Unreadable
            return
        if element.length <= self._size - value:
            return
        tag = element.tag
        known = dictionary_has_tag(tag) or repeater_has_tag(tag)
        if known or tag.group == greatest.group or (element.vr and tag.is_private):
            raise _BreaksOff
        raise _Unreadable

    def element(self, implicit: bool | None = None) -> _Element:
        """Read tag, VR and length; the file then stands at the value."""
        group, number = struct.unpack(f"{self._order}HH", self._take(4, _Unreadable))
        tag = Tag(group, number)
        if (self._implicit if implicit is None else implicit) or group == 0xFFFE:
            (length,) = struct.unpack(f"{self._order}L", self._take(4, _Unreadable))
            return _Element(tag, length, "")
        vr = self._take(2, _Unreadable).decode("latin-1")
        if vr not in _VRS:
            raise _Unreadable
        if vr in EXPLICIT_VR_LENGTH_32:
            self._take(2, _BreaksOff)
            (length,) = struct.unpack(f"{self._order}L", self._take(4, _BreaksOff))
        else:
            (length,) = struct.unpack(f"{self._order}H", self._take(2, _BreaksOff))
        return _Element(tag, length, vr)

    def _take(self, count: int, problem: type[Exception]) -> bytes:
        taken = self._file.read(count)
        if len(taken) < count:
            raise problem
        return taken

    def _skip(self, element: _Element, implicit: bool) -> None:
        """Go to the end of an element's value."""
        if element.length != _UNDEFINED:
            self._forward(element.length)
            return
        # Of unknown VR and undefined length it is a sequence in implicit VR (PS3.5 6.2.2).
        inside = implicit or element.vr == "UN"
        while (item := self._inner(inside)).tag != _SEQUENCE_END:
            if item.tag != _ITEM:
                raise _Unreadable
            if item.length != _UNDEFINED:
                self._forward(item.length)
                continue
            while (nested := self._inner(inside)).tag != _ITEM_END:
                self._skip(nested, inside)

    def _inner(self, implicit: bool) -> _Element:
        if self._size - self._file.tell() < 8:
            raise _BreaksOff
        return self.element(implicit)

    def _forward(self, count: int) -> None:
        if self._file.seek(count, io.SEEK_CUR) > self._size:
            raise _BreaksOff


def _bytes(beginning: bytes, count: int = 0) -> str:
    """Name bytes by their number and the first of them."""
    number = count or len(beginning)
    return f"{number} byte{'s' if number > 1 else ''}, {beginning[:8]!r}"
