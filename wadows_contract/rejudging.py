"""A run's evidence, judged again: what it was judged by, and what there is to judge."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from wadows_contract.configuration import Configuration
from wadows_contract.evidence import read_events
from wadows_contract.verdict import plan_of
from wadows_spec.catalogue import CATALOGUE_FILE, load_catalogue
from wadows_spec.errors import ConfigurationError

EXPECTED_FILE: Final = "expected-failures.toml"


def rejudged(folder: Path, out: Path, reports: bool = True) -> Configuration:
    """Return the configuration that judges a run's evidence again, with reports or without.

    Statement, catalogue and expected failures are the pinned ones; they are written into `out`.
    """
    events = read_events(folder)
    header, plan = events[0], plan_of(events)
    chosen = tuple(event["scenario"] for event in plan if event["selected"])
    out.mkdir(parents=True, exist_ok=True)
    statement = out / "statement.toml"
    statement.write_text(header["statement"]["text"], encoding="utf-8")
    documents, originals = "", True
    if header["catalogue"]["folder"]:
        pinned = out / CATALOGUE_FILE
        pinned.write_text(header["catalogue"]["text"], encoding="utf-8")
        documents = header["catalogue"]["given"]
        originals = _same_catalogue(documents, pinned)
        documents = documents if originals else str(pinned)
    known = header["expected_failures"]
    if known["given"]:
        (out / EXPECTED_FILE).write_text(known["text"], encoding="utf-8")
    return Configuration(
        out=out,
        url="" if header["embedded"] else header["endpoint"],
        statement=str(statement),
        documents=documents,
        select=chosen if len(chosen) < len(plan) else (),
        replay=str(folder),
        originals=originals,
        hostile=header["hostile"],
        exact_codes=header["exact_codes"],
        expected_failures=str(out / EXPECTED_FILE) if known["given"] else "",
        expected_on=known["on"],
        reports=reports,
    )


def _same_catalogue(given: str, pinned: Path) -> bool:
    """Tell whether the catalogue of a run is still there with all of its documents."""
    try:
        then = load_catalogue(pinned, with_files=False)
        return replace(load_catalogue(Path(given)), folder=None) == then
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
