"""A small writer of multipart messages, and messages as the suite reads them."""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wadows_contract.exchange import BodyStore, Headers
from wadows_contract.wire.message import Message

#: Content-Transfer-Encodings, written by the standard library.
ENCODERS: Mapping[str, Callable[[bytes], bytes]] = {
    "binary": lambda content: content,
    "base64": base64.encodebytes,
    "quoted-printable": lambda content: binascii.b2a_qp(content, istext=False),
}


@dataclass(frozen=True)
class Packed:
    """A part to write: header lines (a line break inside folds one) and content."""

    content: bytes
    headers: Sequence[bytes] = ()

    def encoded(self, encoding: str) -> "Packed":
        """Return the same part in a Content-Transfer-Encoding, which its headers say."""
        header = b"Content-Transfer-Encoding: " + encoding.encode()
        return Packed(ENCODERS[encoding](self.content), [*self.headers, header])


def pack(
    parts: Sequence[Packed],
    boundary: bytes = b"b",
    newline: bytes = b"\r\n",
    preamble: bytes = b"",
    epilogue: bytes = b"",
    padding: bytes = b"",
    closing: bytes = b"--",
) -> bytes:
    """Write a multipart body; `padding` follows each boundary, `closing` the last one."""
    body = preamble + newline if preamble else b""
    for part in parts:
        body += b"--" + boundary + padding + newline
        body += b"".join(header + newline for header in part.headers) + newline
        body += part.content + newline
    return body + b"--" + boundary + closing + padding + newline + epilogue


def message(folder: Path, content_type: str, body: bytes) -> Message:
    """Return a message as if it had come over HTTP."""
    stored = BodyStore(folder / "bodies").save((body,), "message")
    return Message(Headers((("Content-Type", content_type),)), stored)
