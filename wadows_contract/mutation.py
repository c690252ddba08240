"""Recorded exchanges, as a mutant of the reference would have answered them.

The reference changes the messages, in a process of its own that serves many mutants in turn;
what comes back is evidence like any other, to be judged again.
"""

import json
import subprocess
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from wadows_contract.errors import SuiteError
from wadows_contract.evidence import (
    BODIES_FOLDER,
    Event,
    Recorder,
    exchanges,
    read_events,
)
from wadows_contract.exchange import BodyStore, Exchange, Headers, Response
from wadows_contract.reference_process import command, environment


def mutated_evidence(
    folder: Path, mutant: str, out: Path, scenarios: Collection[str] | None = None
) -> None:
    """Write evidence into `out` in which a mutant answered what `folder` holds.

    Of all scenarios, or of those named, as if no other had been selected. Of these, scenarios
    whose answers the mutant leaves alone are left out: judging is pure, so nothing new would
    be said of them.
    Raises `SuiteError`, with what the reference said, if it could not.
    """
    events, every = _recording(folder)
    recorded = {
        id_: exchange
        for id_, exchange in every.items()
        if scenarios is None or exchange.scenario in scenarios
    }
    mutated = _mutate(mutant, recorded, out)
    changed = {each.scenario for each in mutated if _said(each) != _said(recorded[each.id])}
    judged = changed or {each.scenario for each in mutated}
    recorder = Recorder(out)
    for event in events:
        if event["event"] in ("run", "planned"):
            fields = {key: value for key, value in event.items() if key != "event"}
            if event["event"] == "planned":
                fields["selected"] = event["scenario"] in judged
            recorder.event(event["event"], **fields)
    for exchange in mutated:
        if exchange.scenario in judged:
            recorder.exchange(exchange)
    recorder.event("end", complete=True)
    recorder.close()


def _said(exchange: Exchange) -> tuple[object, ...]:
    """Return what an endpoint answered, wherever the body is kept."""
    response = exchange.response
    return () if response is None else (response.status, response.headers, response.body.sha256)


@lru_cache(maxsize=1)
def _recording(folder: Path) -> tuple[list[Event], Mapping[str, Exchange]]:
    """Read what many mutants in turn are applied to but once."""
    events = read_events(folder)
    return events, exchanges(events, folder)


def _mutate(mutant: str, recorded: Mapping[str, Exchange], out: Path) -> Sequence[Exchange]:
    store = BodyStore(out / BODIES_FOLDER)
    changed = out / "changed"
    return [
        _exchange(exchange, _changed(_line(exchange, mutant, changed)), store)
        for exchange in recorded.values()
        if exchange.response
    ]


def _changed(exchange: Event) -> Event:
    """Let the reference change one recorded exchange."""
    process = _reference()
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(exchange) + "\n")
        process.stdin.flush()
        changed: Event = json.loads(process.stdout.readline())
    except (OSError, ValueError) as error:
        _reference.cache_clear()
        said = process.communicate()[1].strip()
        raise SuiteError(
            f"the mutant {exchange['mutant']} could not be applied: {said or error}"
        ) from error
    return changed


@lru_cache(maxsize=1)
def _reference() -> subprocess.Popen[str]:
    """Start the process; it ends when this one does, which closes its standard input."""
    return subprocess.Popen(
        command("mutate"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )


def _line(exchange: Exchange, mutant: str, out: Path) -> Event:
    request, response = exchange.request, exchange.response
    assert response is not None
    return {
        "id": exchange.id,
        "mutant": mutant,
        "out": str(out),
        "request": {"headers": request.headers.fields, "body": str(request.body.path)},
        "response": {
            "status": response.status,
            "headers": response.headers.fields,
            "body": str(response.body.path),
        },
    }


def _exchange(before: Exchange, answer: Event, store: BodyStore) -> Exchange:
    response = answer["response"]
    fields = tuple((name, value) for name, value in response["headers"])
    body = store.save((Path(response["body"]).read_bytes(),), before.id)
    request_body = store.save(before.request.body.chunks(), f"{before.id}-request")
    return replace(
        before,
        request=replace(before.request, body=request_body),
        response=Response(response["status"], "", Headers(fields), body),
    )
