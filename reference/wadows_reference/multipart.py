"""MIME multipart bodies that fit in memory, read leniently and written exactly (RFC 2046, 2387).

Stored documents never pass through here on their way out: `mtom` frames them as they stream.
"""

import base64
import binascii
import quopri
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest

CRLF = b"\r\n"
Headers = list[tuple[str, str]]
#: The empty line behind headers.
_BLANK = re.compile(rb"(?:\A|\r?\n)\r?\n")
#: A parameter of a media type; what is quoted is taken as a whole.
_PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*("(?:\\.|[^"\\])*"|[^\s;]*)')


@dataclass
class Part:
    """One part: its headers in order and its content as it stood on the wire."""

    headers: Headers = field(default_factory=list)
    body: bytes = b""

    def get(self, name: str) -> str:
        """Return the first header of that name, in any case of letters; empty if none."""
        return header(self.headers, name)

    def set(self, name: str, value: str) -> None:
        """Replace the header of that name, or add it."""
        set_header(self.headers, name, value)

    @property
    def content_id(self) -> str:
        """The Content-ID without its angle brackets."""
        return bare_id(self.get("Content-ID"))

    def decoded(self) -> bytes:
        """Return the content freed of its Content-Transfer-Encoding.

        Raises `ValueError` if it is not encoded as it says.
        """
        encoding = self.get("Content-Transfer-Encoding").strip().lower()
        if encoding == "base64":
            try:
                return base64.b64decode(self.body, validate=False)
            except binascii.Error as error:
                raise ValueError(f"the part is not base64: {error}") from error
        if encoding == "quoted-printable":
            return quopri.decodestring(self.body)
        return self.body


def header(headers: Iterable[tuple[str, str]], name: str) -> str:
    """Return the first header of that name, in any case of letters; empty if none."""
    for key, value in headers:
        if key.lower() == name.lower():
            return value
    return ""


def set_header(headers: Headers, name: str, value: str) -> None:
    """Replace the first header of that name in place, or append it."""
    for position, (key, _) in enumerate(headers):
        if key.lower() == name.lower():
            headers[position] = (key, value)
            return
    headers.append((name, value))


def set_parameter(content_type: str, name: str, value: str) -> str:
    """Return a Content-Type with a parameter replaced in place, or appended."""
    given = f'{name}="{value}"'
    for match in _PARAMETER.finditer(content_type):
        if match[1].lower() == name.lower():
            return content_type[: match.start(1)] + given + content_type[match.end() :]
    return f"{content_type}; {given}"


def bare_id(value: str) -> str:
    """Return a Content-ID or `start` value without white space and angle brackets."""
    return value.strip().removeprefix("<").removesuffix(">")


def read_parts(
    body: bytes, boundary: str, most: int | None = None, longest: int | None = None
) -> list[Part]:
    """Split a body into its parts, of which no more than `most` are looked at.

    A missing closing boundary, bare LF line ends, a preamble and an epilogue are put up with.
    Raises `ValueError` if the headers of a part have more than `longest` bytes.
    """
    # What begins with a text that never changes is found fast; what a line begins with is not.
    delimiter = re.compile(
        b"--" + re.escape(boundary.encode("latin-1", "replace")) + rb"(--)?[ \t]*(?=\r?\n|\Z)"
    )
    found = (mark for mark in delimiter.finditer(body) if _begins_line(body, mark.start()))
    marks = list(islice(found, most and most + 1))
    parts = []
    for mark, following in islice(zip_longest(marks, marks[1:]), most):
        if mark.group(1):
            break
        end = _without_last_line_end(body, following.start()) if following else len(body)
        parts.append(_read_part(_without_first_line_end(body, mark.end(), end), longest))
    return parts


def _begins_line(body: bytes, place: int) -> bool:
    return place == 0 or body[place - 1 : place] == b"\n"


def _without_last_line_end(body: bytes, end: int) -> int:
    """Return where the line end begins that `end` stands behind."""
    return end - len(CRLF) if body[max(0, end - len(CRLF)) : end] == CRLF else end - 1


def _without_first_line_end(body: bytes, start: int, end: int) -> bytes:
    for line_end in (CRLF, b"\n"):
        if body.startswith(line_end, start):
            return body[start + len(line_end) : max(end, start + len(line_end))]
    return body[start:end]


def _read_part(content: bytes, longest: int | None) -> Part:
    blank = _BLANK.search(content, 0, len(content) if longest is None else longest + len(CRLF))
    if blank is None:
        if longest is not None and len(content) > longest:
            raise ValueError(f"the headers of a part may have {longest} bytes, not more")
        return Part(_read_headers(content), b"")
    return Part(_read_headers(content[: blank.start()]), content[blank.end() :])


def _read_headers(block: bytes) -> Headers:
    unfolded = re.sub(rb"\r?\n[ \t]+", b" ", block)
    headers = []
    for line in re.split(rb"\r?\n", unfolded):
        name, colon, value = line.partition(b":")
        if colon:
            headers.append((name.decode("latin-1").strip(), value.decode("latin-1").strip()))
    return headers


def part_head(
    boundary: str, headers: Iterable[tuple[str, str]], first: bool, line_end: bytes = CRLF
) -> bytes:
    """Return what stands before a part's content: delimiter line, headers, empty line."""
    lines = [f"--{boundary}", *(f"{name}: {value}" for name, value in headers), "", ""]
    return (b"" if first else line_end) + line_end.join(line.encode("latin-1") for line in lines)


def closing(boundary: str, line_end: bytes = CRLF) -> bytes:
    """Return what ends a multipart body."""
    return line_end + f"--{boundary}--".encode("latin-1") + line_end


def write_parts(parts: Sequence[Part], boundary: str, line_end: bytes = CRLF) -> bytes:
    """Return a whole body with its closing boundary; `line_end` is that of all framing."""
    pieces = []
    for position, part in enumerate(parts):
        pieces += [part_head(boundary, part.headers, position == 0, line_end), part.body]
    return b"".join([*pieces, closing(boundary, line_end)])
