"""A message as a whole: media type, parts, root, envelope, and the parts its body refers to."""

import base64
import binascii
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO
from urllib.parse import unquote

from wadows_contract.exchange import Body, Headers, Range
from wadows_contract.wire.envelope import Envelope, read_envelope
from wadows_contract.wire.media_type import MediaType, parse_media_type
from wadows_contract.wire.multipart import Multipart, Part, split
from wadows_contract.wire.registry import DocumentResponse, RegistryAnswer, read_registry
from wadows_contract.wire.request import Asked, read_asked

#: An envelope beyond this many bytes is not read: it is no envelope but a document gone astray.
MAX_ENVELOPE = 1 << 28


@dataclass(frozen=True)
class Content:
    """The bytes of one document: a range of the message body, or decoded from the envelope."""

    media_type: str
    body: Body | None
    offset: int
    length: int
    inline: bytes = b""

    def chunks(self) -> Iterator[bytes]:
        """Yield the document's bytes in pieces."""
        return (
            iter((self.inline,))
            if self.body is None
            else self.body.chunks(self.offset, self.length)
        )

    def read(self) -> bytes:
        """Return the whole document."""
        return b"".join(self.chunks())

    def open(self) -> BinaryIO:
        """Open the document for reading and seeking, without loading it."""
        if self.body is None:
            return io.BytesIO(self.inline)
        return io.BufferedReader(Range(self.body.path, self.offset, self.length))


class Message:
    """The facts of one message, each worked out when first asked for."""

    def __init__(self, headers: Headers, body: Body) -> None:
        self.headers = headers
        self.body = body

    @cached_property
    def media_type(self) -> MediaType:
        """The outer Content-Type."""
        return parse_media_type(self.headers.get("Content-Type"))

    @cached_property
    def boundary(self) -> str:
        """The boundary: the parameter, else what the body's first line looks like; else empty."""
        declared = self.media_type.parameters.get("boundary", "")
        if declared and self.media_type.name.startswith("multipart/"):
            return declared
        first_line = self.body.read(0, 1000).lstrip(b"\r\n").partition(b"\n")[0].strip()
        if not first_line.startswith(b"--"):
            return ""
        return first_line[2:].decode("utf-8", "surrogateescape")

    @cached_property
    def multipart(self) -> Multipart | None:
        """The parts, or None if neither header nor body tells of any."""
        return split(self.body.chunks(), self.boundary) if self.boundary else None

    @cached_property
    def root(self) -> Part | None:
        """The root part: the one that `start` names, else the first (RFC 2387 section 3.2)."""
        parts = self.multipart.parts if self.multipart else ()
        return self.started or next(iter(parts), None)

    @cached_property
    def started(self) -> Part | None:
        """The part whose Content-ID `start` gives, if there is one."""
        start = self.media_type.parameters.get("start", "").strip()
        wanted = start.removeprefix("<").removesuffix(">")
        parts = self.multipart.parts if self.multipart and wanted else ()
        return next((part for part in parts if part.content_id == wanted), None)

    @cached_property
    def _envelope(self) -> Envelope | str:
        part = self.root or (Part(self.headers, 0, self.body.size) if not self.multipart else None)
        if part is None:
            return "the multipart message has no part"
        if part.length > MAX_ENVELOPE:
            return f"the root part has {part.length} bytes"
        try:
            return read_envelope(self.body.read(part.offset, part.length))
        except ValueError as error:
            return str(error)

    @property
    def envelope(self) -> Envelope | None:
        """The envelope, or None if `envelope_problem` says why it could not be read."""
        return self._envelope if isinstance(self._envelope, Envelope) else None

    @property
    def envelope_problem(self) -> str:
        """Why the envelope could not be read; empty if it could."""
        return self._envelope if isinstance(self._envelope, str) else ""

    @cached_property
    def registry(self) -> RegistryAnswer | None:
        """What the registry response says, or None for a fault or an unreadable answer."""
        envelope = self.envelope
        if envelope is None or envelope.body is None or envelope.fault is not None:
            return None
        return read_registry(envelope.body)

    @cached_property
    def asked(self) -> Asked:
        """What the message asks for, if it is a request."""
        envelope = self.envelope
        if envelope is None or envelope.body is None or not envelope.is_soap12:
            return Asked()
        return read_asked(envelope.body, envelope.addressing.action, envelope.addressing.message_id)

    def part_for(self, href: str) -> Part | None:
        """Return the part that a cid URL names, percent-decoded (RFC 2392)."""
        scheme, _, reference = href.strip().partition(":")
        wanted = unquote(reference)
        if scheme.lower() != "cid" or not self.multipart:
            return None
        return self._parts_by_id.get(wanted) or self._parts_by_id.get(reference)

    @cached_property
    def _parts_by_id(self) -> dict[str, Part]:
        parts = self.multipart.parts if self.multipart else ()
        return {part.content_id: part for part in reversed(parts) if part.content_id}

    def content(self, document: DocumentResponse) -> Content | None:
        """Return a document's content, or None if it cannot be found or read."""
        if document.include is not None:
            part = self.part_for(document.include)
            if part is None:
                return None
            media_type = parse_media_type(part.headers.get("Content-Type")).name
            return Content(media_type, self.body, part.offset, part.length)
        if document.inline is None:
            return None
        try:
            decoded = base64.b64decode("".join(document.inline.split()), validate=True)
        except (binascii.Error, ValueError):
            return None
        return Content("", None, 0, len(decoded), decoded)
