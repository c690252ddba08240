"""The bytes of one document, wherever they are: a part, an encoded part, or the envelope."""

import hashlib
import io
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO, Final, cast

from wadows_contract.exchange import Body, Range
from wadows_contract.wire.transfer_encoding import decoded

#: What is decoded is kept in memory up to this many bytes, and in a file beyond.
MAX_IN_MEMORY: Final = 1 << 24


@dataclass(frozen=True, eq=False)
class Content(ABC):
    """A document; `length` in bytes, `media_type` empty where nothing gives one.

    Two are equal if their bytes are: what was read of one holds for the other.
    """

    media_type: str
    length: int

    @abstractmethod
    def chunks(self) -> Iterator[bytes]:
        """Yield the document's bytes in pieces."""

    @abstractmethod
    def open(self) -> BinaryIO:
        """Open the document for reading and seeking, without loading it."""

    def read(self, most: int | None = None) -> bytes:
        """Return the whole document, or what it begins with: `most` bytes."""
        if most is None:
            return b"".join(self.chunks())
        with self.open() as file:
            return file.read(most)

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the document, in hexadecimal digits."""
        digest = hashlib.sha256()
        for chunk in self.chunks():
            digest.update(chunk)
        return digest.hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Content) and self.sha256 == other.sha256

    def __hash__(self) -> int:
        return hash(self.sha256)


@dataclass(frozen=True, eq=False)
class StoredContent(Content):
    """A document that is a range of the message body as it came."""

    body: Body
    offset: int

    def chunks(self) -> Iterator[bytes]:
        """Yield the document's bytes in pieces."""
        return self.body.chunks(self.offset, self.length)

    def open(self) -> BinaryIO:
        """Open the range of the body's file."""
        return io.BufferedReader(Range(self.body.path, self.offset, self.length))


@dataclass(frozen=True, eq=False)
class EncodedContent(Content):
    """A document that stands in the body in a Content-Transfer-Encoding, which fits it."""

    stored: StoredContent
    encoding: str

    def chunks(self) -> Iterator[bytes]:
        """Yield the document's bytes in pieces, decoded."""
        return decoded(self.stored.chunks(), self.encoding)

    def open(self) -> BinaryIO:
        """Decode into memory, or into a file that goes away when it is closed."""
        # mypy's stubs do not know that it is an io.IOBase since Python 3.11.
        file = cast("BinaryIO", tempfile.SpooledTemporaryFile(MAX_IN_MEMORY))  # noqa: SIM115
        for chunk in self.chunks():
            file.write(chunk)
        file.seek(0)
        return file


@dataclass(frozen=True, eq=False)
class InlineContent(Content):
    """A document that the envelope holds as base64."""

    data: bytes

    def chunks(self) -> Iterator[bytes]:
        """Yield the document at once."""
        return iter((self.data,))

    def open(self) -> BinaryIO:
        """Open the bytes in memory."""
        return io.BytesIO(self.data)
