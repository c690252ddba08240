"""HTTP messages in files, as the inputs are kept: a first line, headers, an empty line, a body.

What is no such message is read as one all the same, since every input has to mean something.
"""

from dataclasses import dataclass
from typing import Final

_CRLF: Final = b"\r\n"
#: Stands between a request and its answer in the file of an exchange.
_BETWEEN: Final = b"\r\n=====\r\n"


@dataclass(frozen=True)
class Message:
    """A message: what its first line says, its headers in order, and its body as it is."""

    line: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @classmethod
    def read(cls, data: bytes) -> "Message":
        """Return the message that `write` made these bytes of, or what comes nearest."""
        head, _, body = data.partition(_CRLF * 2)
        line, *lines = head.decode("latin-1").split("\r\n")
        pairs = (each.partition(":") for each in lines)
        return cls(line, tuple((name, value.lstrip(" ")) for name, _, value in pairs), body)

    def write(self) -> bytes:
        """Return the message as bytes."""
        lines = [self.line, *(f"{name}: {value}" for name, value in self.headers), "", ""]
        return _CRLF.join(line.encode("latin-1", "replace") for line in lines) + self.body


def read_pair(data: bytes) -> tuple[bytes, bytes]:
    """Return request and answer of an exchange."""
    request, _, answer = data.partition(_BETWEEN)
    return request, answer


def write_pair(request: bytes, answer: bytes) -> bytes:
    """Return the file of an exchange."""
    return request + _BETWEEN + answer
