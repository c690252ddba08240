"""The evidence of a run: one line of JSON for each event, with the bodies beside it.

A run is a header, events, and a footer; every report is a view of them.
Each process of a run writes a file of its own, and they are joined at the end.
"""

import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from wadows_contract.exchange import Body, BodyStore, Exchange, Headers, Request, Response
from wadows_spec.errors import ConfigurationError

EVENTS_FILE = "evidence.jsonl"
BODIES_FOLDER = "bodies"
FORMAT = 1

Event = dict[str, Any]


class Recorder:
    """Writes events as they happen, a line each, so that a broken run loses none."""

    def __init__(self, folder: Path, part: str = "") -> None:
        self.bodies = BodyStore(folder / BODIES_FOLDER)
        name = f"{EVENTS_FILE}.{part}" if part else EVENTS_FILE
        # Whatever an endpoint sends must not end a run: what is no text becomes "?".
        self._file = (folder / name).open("a", encoding="utf-8", errors="replace", newline="\n")

    def event(self, kind: str, **fields: Any) -> Event:
        """Write one event, and return it."""
        event = {"event": kind, **fields}
        self._file.write(json.dumps(event, ensure_ascii=False) + "\n")
        self._file.flush()
        return event

    def exchange(self, exchange: Exchange, **fields: Any) -> None:
        """Write an exchange; its bodies are in the store already."""
        self.event("exchange", **_exchange_fields(exchange), **fields)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def join_parts(folder: Path) -> None:
    """Append what the processes of a parallel run wrote to the one file of events.

    The last line of a process that was killed may be cut short; it is left out.
    """
    with (folder / EVENTS_FILE).open("rb+") as whole:
        whole.truncate(sum(len(line) for line in whole if line.endswith(b"\n")))
        whole.seek(0, io.SEEK_END)
        for part in sorted(folder.glob(f"{EVENTS_FILE}.*")):
            lines, end, _ = part.read_bytes().rpartition(b"\n")
            whole.write(lines + end)
            part.unlink()


def read_events(folder: Path) -> list[Event]:
    """Read the events of a run; a last line that was cut short is left out.

    Raises `ConfigurationError` if the folder holds no evidence that this version can read.
    """
    path = folder / EVENTS_FILE
    try:
        events = list(_lines(path))
    except OSError as error:
        raise ConfigurationError(
            f"{folder} holds no evidence: {path.name} cannot be read ({error.strerror})",
            "Give the folder that certify wrote with --out.",
        ) from error
    if not events or events[0].get("event") != "run" or events[0].get("format") != FORMAT:
        raise ConfigurationError(
            f"{path} does not begin with the header of a run in format {FORMAT}",
            "Give evidence that this version wrote, or use the version that wrote it.",
        )
    return events


def _lines(path: Path) -> Iterator[Event]:
    # Thousands of events have the same names and the same few words: each is held once.
    held: dict[str, str] = {}

    def event_of(pairs: list[tuple[str, Any]]) -> Event:
        return {
            held.setdefault(name, name): held.setdefault(value, value)
            if isinstance(value, str)
            else value
            for name, value in pairs
        }

    # As bytes: what an endpoint said may hold other characters that end a line of text.
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                event = json.loads(line, object_pairs_hook=event_of)
            except ValueError as error:
                if not line.endswith(b"\n"):
                    return  # it was cut short; else an editor took the line end away
                raise ConfigurationError(
                    f"{path}, line {number} is not JSON: {error}", "The evidence was changed."
                ) from error
            if not isinstance(event, dict):
                raise ConfigurationError(
                    f"{path}, line {number} is no event", "The evidence was changed."
                )
            yield event


def exchanges(events: Iterable[Event], folder: Path) -> dict[str, Exchange]:
    """Return the recorded exchanges of a run by id."""
    store = BodyStore(folder / BODIES_FOLDER)
    return {
        event["id"]: _exchange(event, store) for event in events if event["event"] == "exchange"
    }


def _exchange_fields(exchange: Exchange) -> Event:
    fields = asdict(exchange)
    for side in ("request", "response"):
        if fields[side] is not None:
            message = getattr(exchange, side)
            fields[side]["headers"] = [list(field) for field in message.headers.fields]
            fields[side]["body"] = {"sha256": message.body.sha256, "size": message.body.size}
    return fields


def _exchange(event: Event, store: BodyStore) -> Exchange:
    request, response = event["request"], event["response"]
    return Exchange(
        id=event["id"],
        scenario=event["scenario"],
        request=Request(
            request["url"], _headers(request), _body(request, store), request["method"]
        ),
        response=response
        and Response(
            response["status"], response["reason"], _headers(response), _body(response, store)
        ),
        failure=event["failure"],
        seconds=event["seconds"],
    )


def _headers(message: Event) -> Headers:
    return Headers(tuple((name, value) for name, value in message["headers"]))


def _body(message: Event, store: BodyStore) -> Body:
    try:
        body = store.get(message["body"]["sha256"])
    except FileNotFoundError as error:
        raise ConfigurationError(
            f"the evidence lacks a body: {error.filename}", "Copy the folder again, whole."
        ) from error
    digest = hashlib.sha256()
    for chunk in body.chunks():
        digest.update(chunk)
    if digest.hexdigest() != body.sha256:
        raise ConfigurationError(
            f"{body.path} was changed: its SHA-256 is not its name", "Copy the folder again, whole."
        )
    return body
