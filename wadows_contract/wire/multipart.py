"""Splitting a multipart body (RFC 2046 section 5.1.1) into parts, as ranges of the body.

Bytes are pushed in pieces of any size and never kept:
memory holds one piece, the part headers, and as much as a delimiter could straddle.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from wadows_contract.exchange import Headers

#: Part headers beyond this many bytes are cut: no sane part has so many.
MAX_PART_HEADERS = 1 << 16
MAX_PARTS = 1 << 16
#: White space that may follow a boundary on its line is ignored up to this many bytes.
_MAX_PADDING = 1 << 10
_EMPTY_LINE = re.compile(rb"\n\r?\n")


@dataclass(frozen=True)
class Part:
    """A body part: its headers, and where its content lies in the message body (bytes)."""

    headers: Headers
    offset: int
    length: int

    @property
    def content_id(self) -> str:
        """The Content-ID without its angle brackets."""
        value = self.headers.get("Content-ID")
        return value[1:-1] if value.startswith("<") and value.endswith(">") else value


@dataclass(frozen=True)
class Multipart:
    """The parts of a message; `closed` says whether the closing delimiter came."""

    parts: tuple[Part, ...]
    closed: bool


def split(chunks: Iterable[bytes], boundary: str) -> Multipart:
    """Split a body; text before the first delimiter is skipped, as RFC 2046 has it."""
    splitter = _Splitter(boundary.encode("utf-8", "surrogateescape"))
    for chunk in chunks:
        splitter.feed(chunk)
    return splitter.close()


class _Splitter:
    def __init__(self, boundary: bytes) -> None:
        self._delimiter = b"\n--" + boundary
        # A line feed put before the body lets the first delimiter look like all others.
        self._buffer = bytearray(b"\n")
        self._start = -1  # offset in the body of the first byte in the buffer
        self._parts: list[Part] = []
        self._headers: Headers | None = None  # of the part whose content is being read
        self._content = 0
        self._in_headers = False
        self._closed = False

    def feed(self, data: bytes) -> None:
        self._buffer += data
        self._advance(last=False)

    def close(self) -> Multipart:
        self._advance(last=True)
        if self._headers is not None:
            self._end_part(self._start + len(self._buffer))
        return Multipart(tuple(self._parts), self._closed)

    def _advance(self, last: bool) -> None:
        while not self._closed and len(self._parts) < MAX_PARTS:
            progress = self._read_headers(last) if self._in_headers else self._find_delimiter(last)
            if not progress:
                return
        self._drop(len(self._buffer))

    def _find_delimiter(self, last: bool) -> bool:
        at = self._buffer.find(self._delimiter)
        if at < 0:
            # Keep what the next piece could complete: a delimiter and the CR before it.
            self._drop(max(0, len(self._buffer) - len(self._delimiter) - 1))
            return False
        after = at + len(self._delimiter)
        line_end = self._buffer.find(b"\n", after, after + _MAX_PADDING)
        if line_end < 0 and not last and len(self._buffer) - after < _MAX_PADDING:
            self._drop(max(0, at - 1))
            return False
        rest = bytes(self._buffer[after : line_end if line_end >= 0 else after + _MAX_PADDING])
        closing = rest.startswith(b"--")
        if not closing and (rest.strip() or line_end < 0):
            # A longer line that only begins like the delimiter belongs to the content.
            self._drop(at + 1)
            return True
        if self._headers is not None:
            carriage_return = at > 0 and self._buffer[at - 1] == 0x0D
            self._end_part(self._start + at - carriage_return)
        if closing:
            self._closed = True
            return True
        self._drop(line_end + 1)
        self._in_headers = True
        return True

    def _read_headers(self, last: bool) -> bool:
        # An empty line ends the headers; it comes at once when there are none.
        text = b"\n" + self._buffer[:MAX_PART_HEADERS]
        empty_line = _EMPTY_LINE.search(text)
        if not empty_line and len(text) <= MAX_PART_HEADERS and not last:
            return False
        end = (empty_line.end() if empty_line else len(text)) - 1
        text = text[1 : end + 1]
        self._headers = _parse_headers(text)
        self._in_headers = False
        self._drop(end)
        self._content = self._start
        # The line feed that ends the headers may begin the delimiter of an empty part.
        self._buffer[:0] = b"\n"
        self._start -= 1
        return True

    def _end_part(self, end: int) -> None:
        assert self._headers is not None
        length = max(0, end - self._content)
        self._parts.append(Part(self._headers, self._content, length))
        self._headers = None

    def _drop(self, count: int) -> None:
        del self._buffer[:count]
        self._start += count


def _parse_headers(text: bytes) -> Headers:
    """Read header lines, folded ones joined; a line without a colon is dropped."""
    fields: list[tuple[str, str]] = []
    # Undecodable bytes must not become surrogates: those cannot be written into evidence.
    for line in re.split(r"\r?\n", text.decode("utf-8", "backslashreplace")):
        if line[:1] in (" ", "\t") and fields:
            name, value = fields[-1]
            fields[-1] = (name, f"{value} {line.strip()}")
        elif ":" in line:
            name, _, value = line.partition(":")
            fields.append((name.strip(), value.strip()))
    return Headers(tuple(fields))
