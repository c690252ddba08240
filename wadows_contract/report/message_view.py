"""A recorded message as the report shows it: headers, parts, and the root part as text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from wadows_contract.exchange import Body, Headers
from wadows_contract.report.text import clip
from wadows_contract.wire.message import Message
from wadows_contract.wire.multipart import Part

#: Bytes of a root part that are shown, and bytes of one that is no text.
MAX_SHOWN: Final = 1 << 16
_MAX_BINARY: Final = 512
#: An envelope of more bytes than this is shown as it came, not indented.
_MAX_INDENTED: Final = 1 << 18
_MAX_HEADERS: Final = 100
_MAX_VALUE: Final = 1_000
_MAX_PARTS: Final = 20


@dataclass(frozen=True)
class PartView:
    """A part of a multipart message; size in bytes."""

    content_id: str
    media_type: str
    size: int


@dataclass(frozen=True)
class MessageView:
    """A message to be shown; `text` is its root part or body, `note` says what was done to it."""

    line: str
    headers: Sequence[tuple[str, str]]
    more_headers: int
    size: int
    sha256: str
    parts: Sequence[PartView]
    more_parts: int
    text: str
    note: str


def view(line: str, headers: Headers, body: Body) -> MessageView:
    """Return what is shown of a message; never raises for what an endpoint may have sent."""
    fields = headers.fields
    try:
        message = Message(headers, body)
        parts = message.multipart.parts if message.multipart else ()
        root = message.root or Part(headers, 0, body.size)
        text, note = _shown(body, root.offset, root.length)
    except (ValueError, OSError) as error:
        parts, text, note = (), "", f"The body could not be read: {error}"
    return MessageView(
        line=clip(line, _MAX_VALUE),
        headers=[
            (clip(name, _MAX_VALUE), clip(value, _MAX_VALUE))
            for name, value in fields[:_MAX_HEADERS]
        ],
        more_headers=max(0, len(fields) - _MAX_HEADERS),
        size=body.size,
        sha256=body.sha256,
        parts=[_part(part) for part in parts[:_MAX_PARTS]],
        more_parts=max(0, len(parts) - _MAX_PARTS),
        text=text,
        note=note,
    )


def _part(part: Part) -> PartView:
    media_type = part.headers.get("Content-Type")
    return PartView(clip(part.content_id, _MAX_VALUE), clip(media_type, _MAX_VALUE), part.length)


def _shown(body: Body, offset: int, length: int) -> tuple[str, str]:
    """Return the text of a range of the body, and what was done to it."""
    if length <= _MAX_INDENTED and (indented := _indented(body.read(offset, length))):
        if len(indented) > MAX_SHOWN:
            return indented[:MAX_SHOWN], f"indented; only the first {MAX_SHOWN:,} characters"
        return indented, "indented"
    raw = body.read(offset, min(length, MAX_SHOWN))
    notes = []
    if _is_binary(raw):
        raw = raw[:_MAX_BINARY]
        notes.append("not text: bytes outside ASCII are written as escapes")
    if len(raw) < length:
        notes.append(f"only the first {len(raw):,} of {length:,} bytes")
    return raw.decode("utf-8", "surrogateescape"), "; ".join(notes)


def _indented(content: bytes) -> str:
    """Return well-formed XML one element a line; empty for anything else.

    The parser keeps its limits: nothing here may cost more than an honest envelope does.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
        etree.indent(root, "  ")
        return etree.tostring(root, encoding="unicode")
    except (etree.LxmlError, ValueError):
        return ""


def _is_binary(raw: bytes) -> bool:
    """Guess whether bytes are no text, by the control characters in their beginning."""
    beginning = raw[:_MAX_BINARY]
    controls = sum(byte < 0x20 and byte not in b"\t\n\r\x0c" for byte in beginning)
    return controls * 20 > len(beginning)
