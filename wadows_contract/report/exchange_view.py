"""A recorded exchange as the report shows it: headers, parts, and the root parts as text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from wadows_contract.evidence import Event
from wadows_contract.exchange import Body, Exchange, Headers, Response
from wadows_contract.level import Level
from wadows_contract.report.beside import Section, beside
from wadows_contract.report.text import clip
from wadows_contract.results import Results
from wadows_contract.wire.message import read_message
from wadows_contract.wire.multipart import Part

#: Bytes of a root part that are shown, and bytes of one that is no text.
MAX_SHOWN: Final = 1 << 14
_MAX_BINARY: Final = 512
#: An envelope of more bytes than this is shown as it came, not indented.
_MAX_INDENTED: Final = 1 << 18
_MAX_HEADERS: Final = 100
_MAX_VALUE: Final = 1_000
_MAX_PARTS: Final = 20
_MAX_ANSWER: Final = 60


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


@dataclass(frozen=True)
class ExchangeView:
    """An exchange to be shown; `broken` lists the requirements that were not kept in it.

    `beside` is its answer beside the reference's, if that was asked the same.
    """

    id: str
    scenario: str
    name: str
    line: int
    request: MessageView
    response: MessageView | None
    failure: str
    seconds: float
    fixture: bool
    typed: str
    broken: Sequence[str]
    beside: Sequence[Section]


@dataclass(frozen=True)
class BriefExchange:
    """An exchange in a line: what came in a few words, and where it is recorded."""

    id: str
    name: str
    answer: str
    size: int
    seconds: float
    line: int


class ExchangeViews:
    """Every exchange of a run, to be shown at length or in a line."""

    def __init__(
        self,
        results: Results,
        events: Sequence[Event],
        recorded: Mapping[str, Exchange],
        reference: Mapping[str, Exchange],
    ) -> None:
        self._recorded, self._reference = recorded, reference
        self._names = {entry.id: entry.name for entry in results.scenarios}
        self.broken: dict[str, dict[str, None]] = {}
        for entry in results.requirements:
            for finding in entry.findings:
                if finding.level != Level.INFORMATION:
                    self.broken.setdefault(finding.exchange, {})[entry.requirement.id] = None
        self._noted = {
            event["id"]: (line, event)
            for line, event in enumerate(events, 1)
            if event["event"] == "exchange"
        }

    def view(self, id_: str) -> ExchangeView | None:
        """Return an exchange to be shown at length; None if it is not at hand."""
        if id_ not in self._recorded:
            return None
        exchange, (line, event) = self._recorded[id_], self._noted[id_]
        request, response = exchange.request, exchange.response
        theirs = self._reference.get(id_)
        return ExchangeView(
            id=id_,
            scenario=exchange.scenario,
            name=self._names.get(exchange.scenario, ""),
            line=line,
            request=message_view(f"{request.method} {request.url}", request.headers, request.body),
            response=None
            if response is None
            else message_view(_status(response), response.headers, response.body),
            failure=exchange.failure,
            seconds=exchange.seconds,
            fixture=bool(event.get("fixture")),
            typed=str(event.get("typed", "")),
            broken=list(self.broken.get(id_, ())),
            beside=beside(response, theirs.response) if theirs else (),
        )

    def brief(self, id_: str) -> BriefExchange:
        """Return an exchange in a line, by what is written of it among the events."""
        line, event = self._noted[id_]
        response = event["response"]
        answer = f"{response['status']} {response['reason']}" if response else "no response"
        return BriefExchange(
            id=id_,
            name=self._names.get(event["scenario"], ""),
            answer=clip(answer, _MAX_ANSWER),
            size=response["body"]["size"] if response else 0,
            seconds=float(event.get("seconds", 0.0)),
            line=line,
        )

    @property
    def ids(self) -> Iterable[str]:
        """The ids of all exchanges, in the order in which they were recorded."""
        return self._noted.keys()


def _status(response: Response) -> str:
    return f"{response.status} {response.reason}"


def message_view(line: str, headers: Headers, body: Body) -> MessageView:
    """Return what is shown of a message; never raises for what an endpoint may have sent."""
    fields = headers.fields
    try:
        message = read_message(headers, body)
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
        notes.append("not text")
    if len(raw) < length:
        notes.append(f"only the first {len(raw):,} of {length:,} bytes")
    text = raw.decode("utf-8", "surrogateescape")
    if any("\udc80" <= character <= "\udcff" for character in text):
        notes.append("bytes that are not UTF-8 are written as escapes")
    return text, "; ".join(notes)


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
