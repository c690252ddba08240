"""A run's evidence, judged again: what it was judged by, and what there is to judge."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from wadows_contract.configuration import Configuration
from wadows_contract.evidence import Event, read_events
from wadows_contract.features import scenarios
from wadows_contract.verdict import plan_of
from wadows_spec.catalogue import CATALOGUE_FILE, load_catalogue
from wadows_spec.documents import write_documents
from wadows_spec.errors import ConfigurationError

EXPECTED_FILE: Final = "expected-failures.toml"


def rejudged(folder: Path, out: Path, reports: bool = True) -> Configuration:
    """Return the configuration that judges a run's evidence again, with reports or without.

    Statement, catalogue and expected failures are the pinned ones; they are written into `out`.
    Raises `ConfigurationError` if there is none of the run's scenarios any more.
    """
    events = read_events(folder)
    header, plan = events[0], plan_of(events)
    _check_header(header)
    out.mkdir(parents=True, exist_ok=True)
    statement = out / "statement.toml"
    statement.write_text(header["statement"]["text"], encoding="utf-8")
    pinned = out / CATALOGUE_FILE
    pinned.write_text(header["catalogue"]["text"], encoding="utf-8")
    # Without a folder the documents were ours, which may have been others then.
    documents = header["catalogue"]["given"] if header["catalogue"]["folder"] else ""
    # Of a redacted copy nobody has the documents.
    redacted = "redacted" in header
    originals = not redacted and _same_catalogue(documents, pinned)
    if redacted or (documents and not originals):
        documents = str(pinned)
    known = header.get("expected_failures", {"given": "", "text": "", "on": ""})
    if known["given"]:
        (out / EXPECTED_FILE).write_text(known["text"], encoding="utf-8")
    return Configuration(
        out=out,
        url="" if header["embedded"] else header["endpoint"],
        statement=str(statement),
        documents=documents,
        pinned="" if documents else str(pinned),
        select=_still_there(plan),
        replay=str(folder),
        originals=originals,
        hostile=header.get("hostile", False),
        exact_codes=header.get("exact_codes", False),
        expected_failures=str(out / EXPECTED_FILE) if known["given"] else "",
        expected_on=known["on"],
        reports=reports,
    )


def _check_header(header: Event) -> None:
    pinned = [header.get("statement"), header.get("catalogue")]
    whole = all(isinstance(each, dict) and isinstance(each.get("text"), str) for each in pinned)
    if not whole or "embedded" not in header or not isinstance(header.get("endpoint"), str):
        raise ConfigurationError(
            "the header of the evidence does not say what the run was judged by",
            "The evidence was changed: take the folder from where it was kept.",
        )


def _still_there(plan: Iterable[Event]) -> tuple[str, ...]:
    """Return the scenarios to select: those of the run that there are; none for a whole run."""
    planned = list(plan)
    chosen = [event["scenario"] for event in planned if event["selected"]]
    if len(chosen) == len(planned):
        return ()
    known = {scenario.id for scenario in scenarios()}
    if not known.intersection(chosen):
        raise ConfigurationError(
            "the evidence has none of the scenarios that this version has",
            "Judge it with the version that wrote it; its header names it.",
        )
    return tuple(id_ for id_ in chosen if id_ in known)


def _same_catalogue(given: str, pinned: Path) -> bool:
    """Tell whether the catalogue of a run is still there with all of its documents."""
    try:
        then = load_catalogue(pinned, with_files=False)
        if given:
            return replace(load_catalogue(Path(given)), folder=None) == then
        with TemporaryDirectory(prefix="wadows-") as scratch:
            return replace(write_documents(Path(scratch)), folder=None) == then
    except ConfigurationError:
        return False


def never_ended(configuration: Configuration) -> set[str]:
    """Return the scenarios that the run to be judged again broke off before or in.

    What a recorded run did not do cannot be judged again, so it stays incomplete.
    """
    events = read_events(Path(configuration.replay)) if configuration.replay else []
    if not events or events[-1].get("complete"):
        return set()
    ended = {event["scenario"] for event in events if event["event"] == "scenario"}
    return {event["scenario"] for event in plan_of(events)} - ended
