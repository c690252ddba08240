"""A message as a whole: media type, parts, root, envelope, and the parts its body refers to."""

import base64
import binascii
import codecs
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final
from urllib.parse import unquote

from wadows_contract.exchange import Body, Headers
from wadows_contract.wire.content import Content, EncodedContent, InlineContent, StoredContent
from wadows_contract.wire.envelope import Envelope, read_envelope
from wadows_contract.wire.includes import Include, read_includes
from wadows_contract.wire.media_type import MediaType, parse_media_type
from wadows_contract.wire.multipart import Multipart, Part, split
from wadows_contract.wire.registry import DocumentResponse, RegistryAnswer, read_registry
from wadows_contract.wire.request import Asked, read_asked
from wadows_contract.wire.transfer_encoding import decoded, is_encoded, misfit

#: An envelope beyond this many bytes is not read: it is no envelope but a document gone astray.
#: One that answers for twenty thousand documents has a quarter of it, and one that holds a document
#: of 48 MB in base64 just fits in.
MAX_ENVELOPE: Final = 1 << 26
#: Where the header names no boundary that is there, this many bytes of the body may show one.
MAX_SEARCHED: Final = 1 << 12
#: One of more bytes than this has to begin as one, or nothing more of it is read.
LARGE_ENVELOPE: Final = 1 << 22
#: A line that looks like a delimiter: a part header follows it, or the empty line that ends them.
_DELIMITER: Final = re.compile(rb"(?:\A|\n)--([^\r\n]+)\r?\n(?:[!-9;-~]+[ \t]*:|\r?\n)")


@dataclass(frozen=True)
class Transfer:
    """How a part is encoded: the Content-Transfer-Encodings that it names, in lower case.

    `misfit` says why its bytes cannot be in the first of them; empty if they can be.
    """

    encodings: tuple[str, ...]
    misfit: str

    @property
    def decoding(self) -> str:
        """What has to be decoded, and can be; empty if nothing has to be."""
        first = next(iter(self.encodings), "")
        return first if is_encoded(first) and not self.misfit else ""


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
    def _split(self) -> tuple[str, Multipart | None]:
        """The boundary by which the body can be split, and the parts.

        It is the one that the header names, unless only another is to be seen in the body.
        White space at its end is left out: no receiver can tell it from padding.
        """
        declared = self.media_type.parameters.get("boundary", "").rstrip()
        empty = Multipart((), False) if declared and self._called_multipart else None
        if declared:
            multipart = split(self.body.chunks(), declared)
            if multipart.parts or multipart.closed:
                return declared, multipart
        if seen := self._seen_boundary():
            return seen, split(self.body.chunks(), seen)
        return (declared if empty else ""), empty

    @property
    def _called_multipart(self) -> bool:
        return self.media_type.name.startswith("multipart/")

    def _seen_boundary(self) -> str:
        """Return what the first line that looks like a delimiter tells.

        What is not called multipart may begin so by chance: there it has to be the first line.
        """
        beginning = self.body.read(0, MAX_SEARCHED).lstrip(b"\r\n")
        search = _DELIMITER.search if self._called_multipart else _DELIMITER.match
        found = search(beginning)
        return found[1].strip().decode("latin-1") if found else ""

    @property
    def boundary(self) -> str:
        """The boundary that stands in the body; empty if the message is no multipart."""
        return self._split[0]

    @property
    def multipart(self) -> Multipart | None:
        """The parts, or None if neither header nor body tells of any."""
        return self._split[1]

    @cached_property
    def root(self) -> Part | None:
        """The root part: the one that `start` names, else the first (RFC 2387 section 3.2)."""
        parts = self.multipart.parts if self.multipart else ()
        return self.started or next(iter(parts), None)

    @cached_property
    def started(self) -> Part | None:
        """The part whose Content-ID `start` gives, if there is one."""
        wanted = _unbracketed(self.media_type.parameters.get("start", "").strip())
        parts = self.multipart.parts if self.multipart and wanted else ()
        return next((part for part in parts if wanted in map(_unbracketed, part.content_ids)), None)

    @cached_property
    def _root(self) -> Part | None:
        """The root part; all of the body where nothing in it is a part but XML seems to be."""
        if self.root is None and (not self.multipart or self._begins_as_xml):
            return Part(self.headers, 0, self.body.size)
        return self.root

    @property
    def _begins_as_xml(self) -> bool:
        beginning = self.body.read(0, MAX_SEARCHED).removeprefix(codecs.BOM_UTF8)
        return beginning.lstrip().startswith(b"<")

    def _begins_as_envelope(self, part: Part) -> bool:
        # Of an envelope in UTF-16 every second byte is zero.
        beginning = self.part_content(part).read(MAX_SEARCHED).replace(b"\0", b"")
        return b"Envelope" in beginning

    @property
    def root_bytes(self) -> bytes:
        """What the root part holds, decoded; all of the body if there are no parts.

        Of what is too large for an envelope it is the beginning, `MAX_ENVELOPE` bytes.
        """
        part = self._root or Part(self.headers, 0, self.body.size)
        return self.part_content(part).read(MAX_ENVELOPE)

    @cached_property
    def _envelope(self) -> Envelope | str:
        part = self._root
        if part is None:
            return "the multipart message has no part"
        large = part.length > LARGE_ENVELOPE
        if part.length > MAX_ENVELOPE or (large and not self._begins_as_envelope(part)):
            return f"the root part has {part.length} bytes"
        charset = parse_media_type(part.headers.get("Content-Type")).parameters.get("charset", "")
        try:
            return read_envelope(self.root_bytes, charset)
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
    def includes(self) -> tuple[Include, ...]:
        """Every xop:Include of the envelope."""
        return () if self.envelope is None else read_includes(self.envelope.root)

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
        return {id_: part for part in reversed(parts) for id_ in part.content_ids if id_}

    @cached_property
    def _transfers(self) -> dict[Part, Transfer]:
        return {}

    def transfer(self, part: Part) -> Transfer:
        """Return how a part is encoded; its bytes are looked through for it, once."""
        if part not in self._transfers:
            values = part.headers.all("Content-Transfer-Encoding")
            encodings = tuple(value.lower() for value in values)
            chunks = self.body.chunks(part.offset, part.length)
            problem = misfit(chunks, encodings[0]) if encodings else ""
            self._transfers[part] = Transfer(encodings, problem)
        return self._transfers[part]

    @cached_property
    def _contents(self) -> dict[Part, Content]:
        return {}

    def part_content(self, part: Part) -> Content:
        """Return the content of a part, to be decoded if its encoding asks for it and fits."""
        if part not in self._contents:
            media_type = parse_media_type(part.headers.get("Content-Type")).name
            stored = StoredContent(media_type, part.length, self.body, part.offset)
            self._contents[part] = _decoding(stored, self.transfer(part).decoding)
        return self._contents[part]

    def content(self, document: DocumentResponse) -> Content | None:
        """Return a document's content, or None if it cannot be found or read."""
        if document.include is not None:
            part = self.part_for(document.include)
            return None if part is None else self.part_content(part)
        if document.inline is None:
            return None
        try:
            data = base64.b64decode("".join(document.inline.split()), validate=True)
        except (binascii.Error, ValueError):
            return None
        return InlineContent("", len(data), data)


def _decoding(stored: StoredContent, encoding: str) -> Content:
    if not encoding:
        return stored
    length = sum(map(len, decoded(stored.chunks(), encoding)))
    return EncodedContent(stored.media_type, length, stored, encoding)


def _unbracketed(id_: str) -> str:
    """Leave out whichever of the angle brackets are there."""
    return id_.removeprefix("<").removesuffix(">")


@lru_cache(maxsize=4)
def read_message(headers: Headers, body: Body) -> Message:
    """Return the facts of a message; those of the latest few are worked out but once."""
    return Message(headers, body)
