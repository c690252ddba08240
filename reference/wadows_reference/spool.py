"""Contents of parts: documents as they lie on disk, and what was made for an answer."""

import errno
import io
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, Protocol

#: Bytes of an answer that wait in memory: one image does, and a file for it would cost more.
_IN_MEMORY: Final = 128 * 1024
#: The mode of a file that nobody needs leave to read.
_ANYBODY: Final = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH
#: Files are read as they are, on systems that make a difference.
_BINARY: Final = getattr(os, "O_BINARY", 0)


class Payload(Protocol):
    """The content of a part."""

    @property
    def size(self) -> int:
        """Its length in bytes."""

    def read(self, piece: int) -> Iterator[bytes]:
        """Yield it in pieces of at most `piece` bytes.

        Raises `OSError`, at the end at the latest, if it is not what it was when its length was
        promised.
        """

    def content(self) -> bytes:
        """Return all of it, which should be little; raises what `read` raises."""


class Stored(NamedTuple):
    """A document that is sent as it is: a file, with what it was like when the answer was made.

    The size is in bytes, the time of its last change in nanoseconds; the inode tells a file from
    another that has been put in its place.
    """

    path: str
    size: int
    modified: int
    inode: int

    @classmethod
    def of(cls, path: str) -> "Stored":
        """Return the payload of a file as it is now; raises `OSError` if it cannot be had."""
        found = os.stat(path)  # noqa: PTH116 - a Path for each would cost more than all else
        if found.st_mode & _ANYBODY != _ANYBODY and not os.access(path, os.R_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return cls(path, found.st_size, found.st_mtime_ns, found.st_ino)

    def check(self, file: int | None = None) -> None:
        """Raise `OSError` if the file is not what it was; `file` is a descriptor of it."""
        found = os.stat(self.path) if file is None else os.fstat(file)  # noqa: PTH116 - as above
        now = (found.st_size, found.st_mtime_ns, found.st_ino)
        if now != (self.size, self.modified, self.inode):
            raise OSError(f"{self.path} has changed")

    def open(self) -> int:
        """Return a descriptor of the file; raises `OSError` if it is not what it was any more."""
        file = self._opened()
        try:
            self.check(file)
        except OSError:
            os.close(file)
            raise
        return file

    def read(self, piece: int) -> Iterator[bytes]:
        """Yield the content, as `Payload` says."""
        file = self.open()
        try:
            left = self.size
            while left:
                data = os.read(file, min(piece, left))
                if not data:
                    raise self.lost(left)
                left -= len(data)
                yield data
            self.check(file)
        finally:
            os.close(file)

    def content(self) -> bytes:
        """Return all of it, which should be little; raises what `read` raises."""
        file = self._opened()
        try:
            data = os.read(file, self.size)
            # Once: what was not as promised before it was read is not afterwards.
            self.check(file)
        finally:
            os.close(file)
        if len(data) < self.size:
            raise self.lost(self.size - len(data))
        return data

    def _opened(self) -> int:
        return os.open(self.path, os.O_RDONLY | _BINARY)

    def lost(self, left: int) -> OSError:
        """Return what to raise if so many bytes are missing."""
        return OSError(f"{self.path} lost {left} bytes while it was sent")


@dataclass(frozen=True, slots=True)
class Held:
    """Something small that was made."""

    made: bytes

    @property
    def size(self) -> int:
        """Its length in bytes."""
        return len(self.made)

    def read(self, piece: int) -> Iterator[bytes]:
        """Yield the content, as `Payload` says."""
        for start in range(0, self.size, piece):
            yield self.made[start : start + piece]

    def content(self) -> bytes:
        """Return all of it."""
        return self.made


@dataclass(frozen=True, slots=True)
class Made:
    """A stretch of a spool, which has to be open still when it is read."""

    file: BinaryIO
    start: int
    size: int

    def read(self, piece: int) -> Iterator[bytes]:
        """Yield the content, as `Payload` says."""
        self.file.seek(self.start)
        yield from _pieces(self.file, self.size, piece)

    def content(self) -> bytes:
        """Return all of it, as `Payload` says."""
        return b"".join(self.read(self.size))


def _unnamed(folder: Path | None) -> BinaryIO:
    return tempfile.TemporaryFile(buffering=0, dir=folder)


class Spool:
    """All that is made for one answer: a little in memory, the rest one after the other in a file.

    The file has no name: nothing is left of it, however the server ends.
    Whatever adds to it raises `OSError` for want of room.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._held = 0
        self._file: BinaryIO | None = None

    def add(self, content: bytes) -> Payload:
        """Return what was made as the content of a part."""
        if self._held + len(content) <= _IN_MEMORY:
            self._held += len(content)
            return Held(content)
        return self.add_written(lambda file: file.write(content))

    def keep(self, content: bytes) -> Payload:
        """Return what the answer cannot do without, in memory if there is no room for it."""
        try:
            return self.add(content)
        except OSError:
            return Held(content)

    def add_written(self, write: Callable[[BinaryIO], object]) -> Payload:
        """Return what `write` writes to the file; raises whatever that raises.

        Nothing is left then of what it has written: others need the room.
        """
        if self._file is None:
            self._file = _unnamed(self._folder)
        start = self._file.seek(0, io.SEEK_END)
        raw = io.FileIO(self._file.fileno(), "w", closefd=False)
        try:
            # A buffer of its own: what waits in it after a failure must not be written later.
            buffer = io.BufferedWriter(raw)
            write(buffer)
            # Now, since no failure can be told once the answer has begun.
            buffer.flush()
        except BaseException:
            self._file.truncate(start)
            raise
        finally:
            raw.close()
        return Made(self._file, start, self._file.seek(0, io.SEEK_END) - start)

    def close(self) -> None:
        """Remove what was made; may be called again."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _pieces(content: BinaryIO, size: int, piece: int) -> Iterator[bytes]:
    left = size
    while left:
        data = content.read(min(piece, left))
        if not data:
            raise OSError(f"{content.name} lost {left} bytes while it was sent")
        left -= len(data)
        yield data
