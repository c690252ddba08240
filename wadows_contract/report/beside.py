"""Two answers to the same request, line by line beside each other.

Envelopes are written alike: an element a line, its namespace by the prefix that is usual, so that
only what means something else differs. What is new in each message, such as its id, differs not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from lxml import etree

from wadows_contract.exchange import Response
from wadows_contract.report.text import clip
from wadows_contract.wire.message import Message, read_message
from wadows_spec.constants import IHERAD, RIM, RS, SOAP11, SOAP12, WADO, WSA, WSSE, XDSB, XOP

#: The prefix that each namespace is shown with, as the standards write it.
_PREFIXES: Final = {
    SOAP12: "soap12", SOAP11: "soap11", WSA: "wsa", WSSE: "wsse", XOP: "xop", RS: "rs", RIM: "rim",
    XDSB: "xdsb", IHERAD: "iherad", WADO: "wado", "http://www.w3.org/XML/1998/namespace": "xml",
}  # fmt: skip
#: What is another in each message though it says the same.
_VARIES: Final = re.compile(
    r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|cid:[^\"<]+|\b[0-9a-fA-F]{16,}\b"
    r"|boundary=\"?[^\";]+\"?|start=\"?[^\";]+\"?"
)
#: Headers whose value says nothing of how a request was answered.
_OF_THE_SERVER: Final = ("date", "server", "content-length", "connection", "keep-alive")
#: Lines of a section, characters of a line, and bytes of an envelope that are compared.
_MAX_LINES: Final = 300
_MAX_LINE: Final = 400
_MAX_ENVELOPE: Final = 1 << 18
_MAX_INDENT: Final = 100


@dataclass(frozen=True)
class Pair:
    """A line of either answer, empty where one has none; `differs` if they mean different."""

    endpoint: str
    reference: str
    differs: bool


@dataclass(frozen=True)
class Section:
    """What two answers have beside each other of one kind."""

    title: str
    pairs: Sequence[Pair]
    more: int

    @property
    def differing(self) -> int:
        """How many lines differ."""
        return sum(pair.differs for pair in self.pairs)


def beside(endpoint: Response | None, reference: Response | None) -> Sequence[Section]:
    """Return two answers section by section; never raises for what an endpoint may have sent."""
    ours, theirs = _Answer(endpoint), _Answer(reference)
    return [
        _section("status and headers", ours.head, theirs.head),
        _section("parts", ours.parts, theirs.parts),
        _section("envelope", ours.envelope, theirs.envelope),
    ]


class _Answer:
    """The lines of an answer."""

    def __init__(self, response: Response | None) -> None:
        self.head, self.parts, self.envelope = ["no answer"], [""][:0], [""][:0]
        if response is None:
            return
        fields = sorted(response.headers.fields, key=lambda field: field[0].lower())
        self.head = [f"{response.status} {response.reason}".strip()]
        self.head += [f"{name.title()}: {value}" for name, value in fields]
        try:
            message = read_message(response.headers, response.body)
            self.parts = list(_parts(message))
            self.envelope = list(_envelope(message))
        except (ValueError, OSError) as error:
            self.envelope = [f"cannot be read: {error}"]


def _parts(message: Message) -> Iterator[str]:
    for part in message.multipart.parts if message.multipart else ():
        media_type = part.headers.get("Content-Type") or "no Content-Type"
        # How long the envelope is says nothing: prefixes are of any length.
        yield f"root: {media_type}" if part == message.root else f"{media_type}, {part.length} B"


def _envelope(message: Message) -> Iterator[str]:
    if message.envelope is None or len(message.root_bytes) > _MAX_ENVELOPE:
        text = message.root_bytes[:_MAX_ENVELOPE].decode("utf-8", "surrogateescape")
        yield from text.split("\n")
    else:
        yield from _lines(message.envelope.root, "")


def _lines(element: etree._Element, indent: str) -> Iterator[str]:
    """Yield an element, a line for each tag, as `soap12:Body`; comments are left out."""
    if len(indent) > _MAX_INDENT:
        yield f"{indent}…"
        return
    name = _named(str(element.tag))
    written = "".join(
        f' {_named(str(key))}="{value}"' for key, value in sorted(element.attrib.items())
    )
    children = [child for child in element if isinstance(child.tag, str)]
    text = " ".join("".join(element.itertext(with_tail=False)).split()) if not children else ""
    if not children:
        closed = f">{_qualified(element, text)}</{name}>" if text else "/>"
        yield f"{indent}<{name}{written}{closed}"
        return
    yield f"{indent}<{name}{written}>"
    for child in children:
        yield from _lines(child, f"{indent}  ")
    yield f"{indent}</{name}>"


def _named(name: str) -> str:
    namespace, _, local = name.removeprefix("{").rpartition("}")
    if not namespace:
        return local
    return (
        f"{_PREFIXES[namespace]}:{local}" if namespace in _PREFIXES else f"{{{namespace}}}{local}"
    )


def _qualified(element: etree._Element, text: str) -> str:
    """Return a text with the usual prefix if it is the code of a fault."""
    prefix, colon, local = text.partition(":")
    if not colon or not str(element.tag).endswith("}Value") or prefix not in element.nsmap:
        return text
    return _named(f"{{{element.nsmap[prefix]}}}{local}")


def _section(title: str, ours: Sequence[str], theirs: Sequence[str]) -> Section:
    left, right = ours[:_MAX_LINES], theirs[:_MAX_LINES]
    keys = [_key(line) for line in left], [_key(line) for line in right]
    pairs: list[Pair] = []
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    for kind, first, end, other, other_end in matcher.get_opcodes():
        here, there = left[first:end], right[other:other_end]
        for at in range(max(len(here), len(there))):
            one, two = (lines[at] if at < len(lines) else "" for lines in (here, there))
            pairs.append(Pair(clip(one, _MAX_LINE), clip(two, _MAX_LINE), kind != "equal"))
    return Section(title, pairs, max(len(ours), len(theirs)) - _MAX_LINES)


def _key(line: str) -> str:
    """Return a line without what is another in each message."""
    name = line.partition(":")[0].lower()
    return name if name in _OF_THE_SERVER else _VARIES.sub("#", line)
