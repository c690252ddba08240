"""Splitting a multipart body (RFC 2046 section 5.1.1) into parts, as ranges of the body.

Bytes are pushed in pieces of any size and never kept: memory holds one piece, the part headers up
to a limit, and as much as a delimiter could straddle. Each byte is looked at a bounded number of
times, whatever the body holds, so that time grows with the size of the body and no faster.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from wadows_contract.exchange import Headers

#: Part headers beyond this many bytes are passed over: no sane part has so many.
MAX_PART_HEADERS: Final = 1 << 16
#: Parts beyond this many are passed over, and those whose headers would fill more memory than
#: this in all, in bytes and roughly.
MAX_PARTS: Final = 1 << 15
MAX_MEMORY: Final = 1 << 25
#: White space that may follow a boundary on its line is ignored up to this many bytes.
MAX_PADDING: Final = 1 << 10
#: Of text outside the boundaries this many bytes are kept.
MAX_OUTSIDE: Final = 60
_PART_COSTS, _FIELD_COSTS = 500, 200


class Oddity(StrEnum):
    """What is wrong with a delimiter line, in words that follow «a delimiter with»."""

    LF_BEFORE = "a line feed alone before it"
    LF_AFTER = "a line feed alone behind it"
    PADDED = "white space behind it"
    CONTINUED = "more behind it on its line"


@dataclass(frozen=True)
class Odd:
    """An oddity: at which offset of the body it is first met (bytes), and how often."""

    oddity: Oddity
    offset: int
    count: int


@dataclass(frozen=True)
class Part:
    """A body part: its headers, and where its content lies in the message body (bytes)."""

    headers: Headers
    offset: int
    length: int

    @property
    def content_id(self) -> str:
        """The first Content-ID without its angle brackets; empty if there is none."""
        return next(iter(self.content_ids), "")

    @property
    def content_ids(self) -> tuple[str, ...]:
        """Every Content-ID without its angle brackets; there should be one at most."""
        return tuple(map(bare_id, self.headers.all("Content-ID")))


def bare_id(value: str) -> str:
    """Return a Content-ID without angle brackets, if it has both."""
    return value[1:-1] if value.startswith("<") and value.endswith(">") else value


@dataclass(frozen=True)
class Multipart:
    """The parts of a message, and what is odd about how they are put together.

    `closed` says whether the closing delimiter came. `preamble` and `epilogue` are how text
    before the first and after the last delimiter begins, white space aside; empty if there is none.
    A delimiter that goes on within a part (`CONTINUED`) is content, and odd all the same: RFC 2046
    section 5.1 lets no line of a part begin so.
    `cut` says that there was more than the limits allow: parts or part headers that are not here.
    """

    parts: tuple[Part, ...]
    closed: bool
    preamble: bytes = b""
    epilogue: bytes = b""
    oddities: tuple[Odd, ...] = ()
    cut: bool = False


def split(chunks: Iterable[bytes], boundary: str) -> Multipart:
    """Split a body at a boundary, whatever state it is in; never raises."""
    splitter = _Splitter(_to_bytes(boundary))
    for chunk in chunks:
        splitter.feed(chunk)
    return splitter.close()


def _to_bytes(boundary: str) -> bytes:
    """Undo how HTTP headers are decoded; what cannot have come that way is taken as UTF-8."""
    try:
        return boundary.encode("latin-1")
    except UnicodeEncodeError:
        return boundary.encode("utf-8", "surrogatepass")


class _State(StrEnum):
    PREAMBLE = "before the first delimiter"
    HEADERS = "in the headers of a part"
    CONTENT = "in the content of a part"
    PASSED_OVER = "in more parts than are read"
    EPILOGUE = "behind the closing delimiter"


_EMPTY_LINE_OR_DASHES: Final = re.compile(rb"\n(?:(\r?\n)|--)")


class _Splitter:
    """Reads on from `_at`, which stays one byte behind: a CR there is the delimiter's, too."""

    def __init__(self, boundary: bytes) -> None:
        self._delimiter = b"\n--" + boundary
        # A line feed put before the body lets the first delimiter look like all others.
        self._buffer = bytearray(b"\n")
        self._start = -1  # offset in the body of the first byte in the buffer
        self._at = 0  # index in the buffer of the first byte that is not done with
        self._state = _State.PREAMBLE
        self._outside = {_State.PREAMBLE: b"", _State.EPILOGUE: b""}
        self._parts: list[Part] = []
        self._head = _Head()
        self._content = 0  # offset of the content of the part being read
        self._odd: dict[Oddity, tuple[int, int]] = {}
        self._memory = 0
        self._cut = False

    def feed(self, data: bytes) -> None:
        self._buffer += data
        self._advance(last=False)

    def close(self) -> Multipart:
        self._advance(last=True)
        end = self._start + len(self._buffer)
        if self._state is _State.HEADERS:
            self._content = end
        if self._state in (_State.HEADERS, _State.CONTENT):
            self._end_part(end)
        return Multipart(
            parts=tuple(self._parts),
            closed=self._state is _State.EPILOGUE,
            preamble=self._outside[_State.PREAMBLE],
            epilogue=self._outside[_State.EPILOGUE],
            oddities=tuple(Odd(kind, *self._odd[kind]) for kind in Oddity if kind in self._odd),
            cut=self._cut,
        )

    def _advance(self, last: bool) -> None:
        while self._step(last):
            pass
        del self._buffer[: self._at]
        self._start += self._at
        self._at = 0

    def _step(self, last: bool) -> bool:
        """Read on to the next empty line or delimiter; tell whether it came."""
        if self._state is _State.EPILOGUE:
            self._consume(len(self._buffer))
            return False
        if self._state is _State.PASSED_OVER:
            return self._pass_over(last)
        if self._state is _State.HEADERS:
            at, end = self._end_of_headers()
            if end:
                self._start_content(end)
                return True
        else:
            at = self._buffer.find(self._delimiter, self._at)
        if at >= 0:
            return self._read_delimiter(at, last)
        # Keep what the next piece could complete: a delimiter and the CR before it.
        kept = 0 if last else len(self._delimiter) + 1
        self._consume(max(self._at, len(self._buffer) - kept))
        return False

    def _pass_over(self, last: bool) -> bool:
        """Look for the closing delimiter alone; tell whether it came."""
        closing = self._delimiter + b"--"
        at = self._buffer.find(closing, self._at)
        if at < 0:
            self._consume(max(self._at, len(self._buffer) - (0 if last else len(closing))))
            return False
        self._consume(at + len(closing))
        self._state = _State.EPILOGUE
        return True

    def _end_of_headers(self) -> tuple[int, int]:
        """Return where the next empty line or delimiter begins, if any, and where the line ends."""
        for found in _EMPTY_LINE_OR_DASHES.finditer(self._buffer, self._at):
            if found[1] or self._buffer.startswith(self._delimiter, found.start()):
                return found.start(), found.end() if found[1] else 0
        return -1, 0

    def _read_delimiter(self, at: int, last: bool) -> bool:
        after = at + len(self._delimiter)
        line_end = self._buffer.find(b"\n", after, after + MAX_PADDING)
        if line_end < 0 and not last and len(self._buffer) - after < MAX_PADDING:
            return False
        end = line_end if line_end >= 0 else min(after + MAX_PADDING, len(self._buffer))
        rest = bytes(self._buffer[after:end])
        closing = rest.startswith(b"--")
        starts_line = self._start + at < 0 or self._buffer[at - 1 : at] == b"\r"
        if not closing and (rest.strip() or line_end < 0):
            # A longer line that only begins like the delimiter belongs to the content.
            if rest.strip() and starts_line and self._state is not _State.PREAMBLE:
                self._note(Oddity.CONTINUED, at + 1)
            self._consume(at + 1)
            return True
        self._consume(at if self._state is _State.HEADERS else at - starts_line)
        if self._state is _State.HEADERS:
            self._content = self._start + at + 1  # the headers end where the part ends
        if self._state is not _State.PREAMBLE:
            self._end_part(self._start + at - starts_line)
        if not starts_line:
            self._note(Oddity.LF_BEFORE, at + 1)
        self._note_rest(rest[2:] if closing else rest, line_end, at + 1)
        self._at = max(at, end - (not closing))
        self._state = _State.EPILOGUE if closing else _State.HEADERS
        if not closing and (len(self._parts) == MAX_PARTS or self._memory > MAX_MEMORY):
            self._state, self._cut = _State.PASSED_OVER, True
        self._head = _Head()
        return True

    def _note_rest(self, rest: bytes, line_end: int, at: int) -> None:
        padding = rest.removesuffix(b"\r")
        if padding.strip():
            self._note(Oddity.CONTINUED, at)
        elif padding:
            self._note(Oddity.PADDED, at)
        if line_end >= 0 and padding == rest:
            self._note(Oddity.LF_AFTER, at)

    def _note(self, oddity: Oddity, at: int) -> None:
        offset, count = self._odd.get(oddity, (self._start + at, 0))
        self._odd[oddity] = offset, count + 1

    def _start_content(self, end: int) -> None:
        self._consume(end)
        self._content = self._start + end
        self._state = _State.CONTENT
        # The line end that ends the headers may begin the delimiter of an empty part.
        self._at = end - 2

    def _consume(self, end: int) -> None:
        """Be done with the buffer up to `end`, all of which is of the present state."""
        if end > self._at:
            if self._state is _State.HEADERS:
                self._head.add(self._buffer[self._at : end])
            elif self._state in self._outside:
                self._keep_outside(end)
            self._at = end

    def _keep_outside(self, end: int) -> None:
        kept = self._outside[self._state]
        if len(kept) < MAX_OUTSIDE:
            text = self._buffer[self._at : end] if kept else self._buffer[self._at : end].lstrip()
            self._outside[self._state] = kept + bytes(text[: MAX_OUTSIDE - len(kept)])

    def _end_part(self, end: int) -> None:
        self._cut = self._cut or self._head.cut
        headers = self._head.headers()
        self._memory += _PART_COSTS + self._head.size + _FIELD_COSTS * len(headers.fields)
        self._parts.append(Part(headers, self._content, max(0, end - self._content)))


class _Head:
    """The headers of a part as they come, up to the limit."""

    def __init__(self) -> None:
        self._text = bytearray()
        self.cut = False

    @property
    def size(self) -> int:
        return len(self._text)

    def add(self, data: bytes | bytearray) -> None:
        room = MAX_PART_HEADERS - len(self._text)
        self._text += data[:room]
        self.cut = self.cut or len(data) > room

    def headers(self) -> Headers:
        """Read header lines, folded ones joined; a line without a colon is dropped."""
        fields: list[tuple[str, list[str]]] = []
        # Undecodable bytes must not become surrogates: those cannot be written into evidence.
        lines = re.split(r"\r?\n", self._text.decode("utf-8", "backslashreplace"))
        # The first is the end of the delimiter's line; one that was cut short misleads.
        for line in lines[1 : -1 if self.cut else None]:
            if line[:1] in (" ", "\t") and fields:
                fields[-1][1].append(line.strip())
            elif ":" in line:
                name, _, value = line.partition(":")
                fields.append((name.strip(), [value.strip()]))
        return Headers(tuple((name, " ".join(values)) for name, values in fields))
