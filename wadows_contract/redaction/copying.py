"""From the evidence of a run to a copy that can leave the house.

The messages are redacted and then judged anew: all that the copy says of them it says of itself,
and no word that was written about the original gets into it.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from wadows_contract.checksums import manifest_digest, write_manifest
from wadows_contract.errors import SuiteError
from wadows_contract.evidence import BODIES_FOLDER, Event, Recorder, exchanges, read_events
from wadows_contract.exchange import Body, BodyStore, Exchange, Request, Response
from wadows_contract.redaction.messages import Redaction
from wadows_contract.redaction.pinned import Pinned, redacted_header
from wadows_contract.redaction.pseudonyms import blank
from wadows_contract.redaction.words import codes_of, form
from wadows_contract.rejudging import rejudged
from wadows_contract.report.declared import pinned_statement
from wadows_contract.report.files import write_reports
from wadows_contract.report.matrix import pinned_catalogue
from wadows_contract.results import BREAKING, Results
from wadows_contract.session import judged_quietly
from wadows_contract.verdict import summarise
from wadows_spec.catalogue import Catalogue
from wadows_spec.documents import write_documents
from wadows_spec.errors import ConfigurationError

LIST_FILE: Final = "REDACTED.txt"
_UNREADABLE: Final = "the header of the evidence does not say what the run was judged by"

#: What is copied of events; how a scenario ended is told anew.
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "planned": ("scenario", "name", "feature", "requirement", "selected"),
    "scenario": ("scenario",),
}


@dataclass(frozen=True)
class Copy:
    """What became of a run: its results as the copy has them.

    `removed` says what was overwritten unread, by exchange; `lost` maps what cannot be shown any
    more, requirements and scenarios, to the state that it had; `images` counts rendered images.
    """

    results: Results
    removed: Sequence[str]
    lost: Mapping[str, str]
    images: int


def redacted_copy(folder: Path, out: Path, keep_pixels: bool) -> Copy:
    """Write a redacted copy of the run in `folder` into the empty folder `out`.

    Raises `ConfigurationError` if there is no whole evidence, `SuiteError` if the copy cannot
    be judged.
    """
    events = read_events(folder)
    recorded = exchanges(events, folder)
    statement, catalogue = pinned_statement(events[0]), pinned_catalogue(events[0])
    if statement is None or catalogue is None:
        raise ConfigurationError(_UNREADABLE, "Take the folder from where it was kept.")
    codes = frozenset(form(code) for code in codes_of(statement))
    redaction = Redaction(more_words=codes, keep_pixels=keep_pixels)
    with TemporaryDirectory(prefix="wadows-") as scratch:
        plain, judged = Path(scratch) / "plain", Path(scratch) / "judged"
        store = BodyStore(plain / BODIES_FOLDER)
        removed: list[str] = []
        exchanged = [_exchange(each, redaction, store, removed) for each in recorded.values()]
        _redact_originals(events[0], catalogue, redaction)
        header = redacted_header(Pinned(events[0], statement, catalogue), redaction)
        header["redacted"] = {"lost": {}, "pixels": keep_pixels}
        _write(plain, header, events, exchanged)
        configuration = rejudged(plain, judged, reports=False)
        after = judged_quietly(configuration)
        before = summarise(events, statement)
        lost = dict(_lost(before, after, events))
        header["redacted"] |= {"lost": lost, "gate": int(before.gate)}
        _assemble(judged, out, header, exchanged)
    copied = read_events(out)
    results = summarise(copied, pinned_statement(header) or statement)
    (out / LIST_FILE).write_text(_list(folder, removed, lost, redaction), encoding="utf-8")
    write_reports(results, copied, out)
    write_manifest(out)
    return Copy(results, removed, lost, redaction.images)


def _exchange(
    exchange: Exchange, redaction: Redaction, store: BodyStore, removed: list[str]
) -> Exchange:
    """Redact an exchange; say for it what was overwritten unread."""
    request, response = exchange.request, exchange.response
    redacted = replace(
        exchange,
        request=_request(exchange.id, request, redaction, store),
        failure=blank(exchange.failure),
    )
    _note(redaction, f"{exchange.id}, request", removed)
    if response is not None:
        redacted = replace(redacted, response=_response(exchange.id, response, redaction, store))
        _note(redaction, f"{exchange.id}, response", removed)
    return redacted


def _note(redaction: Redaction, where: str, removed: list[str]) -> None:
    removed += [f"{where}: {what}" for what in redaction.removed]
    redaction.removed.clear()


def _request(id_: str, request: Request, redaction: Redaction, store: BodyStore) -> Request:
    fields = redaction.headers.fields(request.headers.fields)
    content = redaction.body(request.headers, request.body)
    return replace(
        request,
        url=redaction.texts.value(request.url),
        headers=replace(request.headers, fields=fields),
        body=_saved(content, request.body, store, f"{id_}-request"),
    )


def _response(id_: str, response: Response, redaction: Redaction, store: BodyStore) -> Response:
    fields = redaction.headers.fields(response.headers.fields)
    content = redaction.body(response.headers, response.body)
    return replace(
        response,
        reason=redaction.headers.reason(response.reason),
        headers=replace(response.headers, fields=fields),
        body=_saved(content, response.body, store, id_),
    )


def _saved(content: bytes, body: Body, store: BodyStore, scratch: str) -> Body:
    if len(content) != body.size:
        raise SuiteError(f"a body of {body.size} bytes became one of {len(content)}")
    return store.save((content,), scratch)


def _redact_originals(header: Event, catalogue: Catalogue, redaction: Redaction) -> None:
    """Renew the hashes of documents that never came as they were stored, from their files."""
    lacking = [document for document in catalogue.documents.values()
               if document.sha256 not in redaction.documents]  # fmt: skip
    given = str(dict(header.get("catalogue", {})).get("folder", ""))
    with TemporaryDirectory(prefix="wadows-") as scratch:
        folder = Path(given or scratch)
        if lacking and not given:
            write_documents(folder)
        for document in lacking:
            try:
                content = replace(catalogue, folder=folder).read(document.role)
            except ConfigurationError:
                continue  # not at hand, or not what it was
            redaction.content(content)
    redaction.removed.clear()


def _write(
    folder: Path, header: Event, events: Iterable[Event], exchanged: Iterable[Exchange]
) -> None:
    """Write redacted evidence that holds what was sent and came, and nothing said of it."""
    recorder = Recorder(folder)
    ended = False
    recorder.event("run", **{key: value for key, value in header.items() if key != "event"})
    for event in events:
        if event["event"] in _FIELDS:
            kept = {key: event[key] for key in _FIELDS[event["event"]]}
            recorder.event(event["event"], **kept)
        elif event["event"] == "unreachable":
            recorder.event("unreachable", reason=blank(str(event.get("reason", ""))))
        elif event["event"] == "left out":
            recorder.event("left out", scenarios=event["scenarios"])
        ended = event["event"] == "end" and bool(event.get("complete"))
    for each in exchanged:
        recorder.exchange(each)
    recorder.event("end", complete=ended)
    recorder.close()


def _lost(before: Results, after: Results, events: Iterable[Event]) -> Iterator[tuple[str, str]]:
    """Yield what has another state than it had, with that state."""
    planned = {event["requirement"] for event in events if event["event"] == "planned"}
    states = {entry.requirement.id: entry.state for entry in before.requirements
              if entry.requirement.id in planned}  # fmt: skip
    states |= {entry.id: entry.state for entry in before.scenarios}
    now = {entry.requirement.id: entry.state for entry in after.requirements}
    now |= {entry.id: entry.state for entry in after.scenarios}
    for id_, state in states.items():
        if now.get(id_, state) != state:
            yield id_, state.value


def _assemble(judged: Path, out: Path, header: Event, exchanged: Iterable[Exchange]) -> None:
    """Put the copy together: its header, what was said of it anew, and the bodies it names."""
    recorder = Recorder(out)
    recorder.event("run", **{key: value for key, value in header.items() if key != "event"})
    named: set[str] = set()
    for event in read_events(judged)[1:]:
        fields: dict[str, Any] = {key: value for key, value in event.items() if key != "event"}
        recorder.event(event["event"], **fields)
        if event["event"] == "exchange":
            messages = (event["request"], event["response"])
            named |= {message["body"]["sha256"] for message in messages if message}
    recorder.close()
    for digest in sorted(named):
        shutil.copyfile(judged / BODIES_FOLDER / digest, out / BODIES_FOLDER / digest)


def _list(
    folder: Path, removed: Sequence[str], lost: Mapping[str, str], redaction: Redaction
) -> str:
    """Return the text that says what the copy lacks."""
    digest = manifest_digest(folder)
    broken = [id_ for id_, state in lost.items() if state in BREAKING]
    pixels = (
        "Pixels were KEPT, as was asked for: they may hold names that were burnt in."
        if redaction.keep_pixels
        else f"All pixels were overwritten with zero bytes, and {redaction.images} rendered images."
    )
    lines = [
        "This is a redacted copy of the evidence of a run of wadows-contract.",
        f"The SHA256SUMS of the original has SHA-256 {digest}." if digest else "",
        "",
        "Lengths are those of the original. Of DICOM documents all was overwritten but what says",
        "how they are coded, of messages all but the words of the standards and of the contract.",
        "UIDs, boundaries and Content-IDs are others, the same ones throughout. Times, sizes, how",
        "long answers took and which error codes came are as they were.",
        pixels,
        "",
        f"{len(lost)} requirements and scenarios cannot be shown by it, with what they were:",
        *(f"  {id_}: {state}" for id_, state in lost.items()),
        *(["Among these is what the original was found to break; so the copy does not conform."]
          if broken else []),
        "",
        f"{len(removed)} pieces could not be read, and were overwritten with zero bytes whole:",
        *(f"  {what}" for what in removed),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"
