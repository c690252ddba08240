"""Messages: header fields, the parts of a multipart body, and what lies between them."""

import base64
import codecs
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from wadows_contract.exchange import Body, Headers
from wadows_contract.redaction.documents import is_document, redacted_document
from wadows_contract.redaction.headers import HeaderFields
from wadows_contract.redaction.jpeg import is_jpeg, without_comments
from wadows_contract.redaction.pseudonyms import Pseudonyms, blank
from wadows_contract.redaction.texts import Texts, in_place
from wadows_contract.redaction.words import kept_uids
from wadows_contract.wire.media_type import parse_media_type
from wadows_contract.wire.message import Message, read_message
from wadows_contract.wire.multipart import Part

_XML: tuple[bytes, ...] = (b"<", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass
class Redaction:
    """Redacts the messages of one run, all with the same pseudonyms.

    `removed` says what was overwritten unread since it was last looked at;
    `documents` maps the SHA-256 of each DICOM document to that of the redacted one.
    """

    more_words: frozenset[str] = frozenset()
    keep_pixels: bool = False
    pseudonyms: Pseudonyms = field(default_factory=lambda: Pseudonyms(kept_uids()))
    removed: list[str] = field(default_factory=list)
    documents: dict[str, str] = field(default_factory=dict)
    images: int = 0

    def __post_init__(self) -> None:
        """Make what redacts the texts."""
        self.texts = Texts(self.pseudonyms, self.more_words, self.content)
        self.headers = HeaderFields(self.texts)

    def body(self, headers: Headers, body: Body) -> bytes:
        """Redact the body of a message; returns as many bytes."""
        facts = read_message(headers, body)
        if _is_coded(headers):
            return self._remove(body.size, "a body in a content coding")
        parts = facts.multipart.parts if facts.multipart else ()
        if not parts:
            return self.content(body.read(), _charset(headers))
        pieces, at = [], 0
        for part in parts:
            pieces.append(self._gap(body.read(at, part.offset - at), facts.boundary))
            pieces.append(self._part(facts, part))
            at = part.offset + part.length
        pieces.append(self._gap(body.read(at), facts.boundary))
        return b"".join(pieces)

    def _part(self, facts: Message, part: Part) -> bytes:
        stored = facts.body.read(part.offset, part.length)
        coding = facts.transfer(part).decoding
        if not coding:
            return self.content(stored, _charset(part.headers))
        if coding != "base64":
            return self._remove(len(stored), f"a part in {coding}")
        content = self.content(facts.part_content(part).read(), _charset(part.headers))
        characters = base64.b64encode(content).decode("ascii")
        return in_place(stored.decode("latin-1"), characters).encode("latin-1")

    def content(self, content: bytes, charset: str = "") -> bytes:
        """Redact a document, an image or a text, whatever it is; returns as many bytes."""
        if is_document(content):
            redacted = redacted_document(content, self.pseudonyms, self.keep_pixels)
            self.removed += [redacted.removed] if redacted.removed else []
            self.documents[_sha256(content)] = _sha256(redacted.content)
            return redacted.content
        if is_jpeg(content):
            self.images += 1
            return without_comments(content) if self.keep_pixels else bytes(len(content))
        if content.lstrip()[:3].startswith(_XML):
            return self._xml(content, charset)
        text = content.decode("latin-1")
        if not content.strip() or (text.isascii() and self.texts.is_known(text)):
            return content
        return self._remove(len(content), "what is neither XML nor DICOM nor an image")

    def _xml(self, content: bytes, charset: str) -> bytes:
        """Redact XML; seen as Latin-1, each byte of any character beyond ASCII is overwritten."""
        coding = _UTF16.get(content[:2], "")
        if not coding and charset.lower().startswith("utf-16"):
            coding = "utf-16-be" if content[:1] == b"\0" else "utf-16-le"
        if not coding:
            return self.texts.xml(content.decode("latin-1")).encode("latin-1")
        mark = content[:2] if content[:2] in _UTF16 else b""
        try:
            text = content[len(mark) :].decode(coding)
        except UnicodeDecodeError:
            return self._remove(len(content), "an envelope that is no UTF-16")
        return mark + self.texts.xml(text).encode(coding)

    def _remove(self, length: int, what: str) -> bytes:
        self.removed.append(f"{what}: {length} bytes")
        return bytes(length)

    def _gap(self, gap: bytes, boundary: str) -> bytes:
        """Redact what lies between the contents of parts: delimiters, part headers, other text."""
        lines = gap.decode("latin-1").split("\n")
        return "\n".join(_Gap(self, boundary).lines(lines)).encode("latin-1")


class _Gap:
    """The lines between two parts; a field may go on in the next line."""

    def __init__(self, redaction: Redaction, boundary: str) -> None:
        self._redaction = redaction
        self._delimiter = f"--{boundary}"
        self._in_headers = False
        self._folded: Callable[[str], str] = blank

    def lines(self, lines: list[str]) -> Iterator[str]:
        """Yield the lines redacted."""
        return map(self._line, lines)

    def _line(self, line: str) -> str:
        if line.startswith(self._delimiter):
            rest = line[len(self._delimiter) :]
            self._in_headers = not rest.startswith("--")
            return f"--{self._redaction.texts.identifier(self._delimiter[2:])}{blank(rest)}"
        if not self._in_headers or not line.strip():
            return blank(line)
        if line[0] in " \t":
            return self._folded(line)
        name, colon, value = line.partition(":")
        fields = self._redaction.headers
        self._folded = fields.typed if name.strip().lower() == "content-type" else blank
        if not colon:
            return blank(line)
        end = value[len(value.rstrip("\r")) :]
        return ":".join(fields.field(name, value.removesuffix(end) if end else value)) + end


def _is_coded(headers: Headers) -> bool:
    return headers.get("Content-Encoding", "identity").lower() != "identity"


def _charset(headers: Headers) -> str:
    return parse_media_type(headers.get("Content-Type")).parameters.get("charset", "")


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
