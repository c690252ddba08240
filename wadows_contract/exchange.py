"""The recorded exchange: what was sent and what came back, with bodies kept in files.

Everything that judges takes these and nothing else.
"""

import hashlib
import io
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHUNK = 1 << 18  # 256 KiB: large enough for speed, small enough to keep memory flat


@dataclass(frozen=True)
class Headers:
    """Header fields in the order they came; names compare without regard to case."""

    fields: tuple[tuple[str, str], ...] = ()

    def get(self, name: str, default: str = "") -> str:
        """Return the first value of a field, white space around it removed."""
        return next(iter(self.all(name)), default)

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a field."""
        wanted = name.lower()
        return tuple(value.strip() for key, value in self.fields if key.lower() == wanted)


@dataclass(frozen=True)
class Body:
    """A message body in a file; `size` in bytes, `sha256` in hexadecimal."""

    path: Path
    size: int
    sha256: str

    def chunks(self, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Yield the bytes from `offset` on, at most `length` of them, in pieces of `CHUNK`."""
        left = self.size - offset if length is None else length
        with self.path.open("rb") as file:
            file.seek(offset)
            while left > 0 and (chunk := file.read(min(CHUNK, left))):
                left -= len(chunk)
                yield chunk

    def read(self, offset: int = 0, length: int | None = None) -> bytes:
        """Return the bytes from `offset` on, at most `length` of them."""
        return b"".join(self.chunks(offset, length))


class Range(io.RawIOBase):
    """A range of a file, as a file of its own."""

    def __init__(self, path: Path, offset: int, length: int) -> None:
        self.name = str(path)  # pydicom asks every buffered file for its name
        self._file = path.open("rb")
        self._offset, self._length, self._at = offset, length, 0

    def readable(self) -> bool:
        """Reading is all that it can do."""
        return True

    def seekable(self) -> bool:
        """It can be read from anywhere."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read from the present position into a buffer; returns how many bytes."""
        count = max(0, min(len(buffer), self._length - self._at))
        self._file.seek(self._offset + self._at)
        count = self._file.readinto(memoryview(buffer)[:count])
        self._at += count
        return count

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to a position relative to the range."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._length}[whence]
        self._at = max(0, base + offset)
        return self._at

    def close(self) -> None:
        """Close the file behind the range."""
        self._file.close()
        super().close()


class BodyStore:
    """A folder that keeps each body once, in a file named by its SHA-256."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def save(self, chunks: Iterable[bytes], scratch: str) -> Body:
        """Store what `chunks` yields; `scratch` tells the file while it grows.

        If `chunks` raises, what came before is stored and the exception goes on with
        the body as its `body` attribute: a broken answer is evidence too.
        Raises `OSError` if it cannot be written.
        """
        # The id of a row may hold what no file name can, such as the slash of a media type.
        growing = self.folder / f".{hashlib.sha256(scratch.encode()).hexdigest()}.part"
        try:
            body, failure = self._write(growing, iter(chunks))
        except OSError:
            growing.unlink(missing_ok=True)  # on a full disk nothing half is left
            raise
        growing.replace(body.path)
        if failure is not None:
            raise BrokenBody(body) from failure
        return body

    def _write(self, path: Path, chunks: Iterator[bytes]) -> tuple[Body, Exception | None]:
        """Write chunks; returns the body, and what ended them if they broke off.

        That they cannot be written is raised: it is no fault of who sent them.
        """
        digest = hashlib.sha256()
        size = 0
        failure: Exception | None = None
        with path.open("wb") as file:
            while True:
                try:
                    chunk = next(chunks, None)
                except Exception as error:  # noqa: BLE001
                    failure = error
                    break
                if chunk is None:
                    break
                file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        return Body(self.folder / digest.hexdigest(), size, digest.hexdigest()), failure

    def adopt(self, body: Body) -> Body:
        """Store a body of another folder, without a copy where the file system has links."""
        path = self.folder / body.sha256
        if not path.exists():
            try:
                os.link(body.path, path)
            except OSError:
                shutil.copyfile(body.path, path)
        return Body(path, body.size, body.sha256)

    def get(self, sha256: str) -> Body:
        """Return a stored body; raises `FileNotFoundError` if there is none."""
        path = self.folder / sha256
        return Body(path, path.stat().st_size, sha256)


class BrokenBody(Exception):
    """A body that ended in an error; `body` holds what came before it."""

    def __init__(self, body: Body) -> None:
        super().__init__("the body ended before its end")
        self.body = body


@dataclass(frozen=True)
class Request:
    """An HTTP request as it was sent."""

    url: str
    headers: Headers
    body: Body
    method: str = "POST"


@dataclass(frozen=True)
class Response:
    """An HTTP response as it came, transfer coding removed and nothing else."""

    status: int
    reason: str
    headers: Headers
    body: Body


@dataclass(frozen=True)
class Exchange:
    """A request and what came back.

    `response` is None if none came; `failure` says how the transport failed, if it did.
    """

    id: str
    scenario: str
    request: Request
    response: Response | None
    failure: str = ""
    seconds: float = 0.0
