"""The summary of a run in Markdown, for the page of a pipeline."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from wadows_contract.evidence import Event
from wadows_contract.report.complaints import Complaint, Evidence, complaints, explained
from wadows_contract.report.text import one_line, percent, printable
from wadows_contract.report.words import gate_words
from wadows_contract.results import RequirementResult, Results, State, counts
from wadows_spec.errors import ConfigurationError

#: Rows, and characters of a cell, that are shown: a page of a pipeline holds a megabyte.
_MAX_ROWS: Final = 100
_MAX_TEXT: Final = 300
#: What Markdown or HTML would take for its own.
_MARKUP: Final = re.compile(r"[\\`*_{}\[\]()<>#+!|~&@:/]")


def write_summary(results: Results, events: Sequence[Event], path: Path) -> None:
    """Write the summary into a file; raises `ConfigurationError` if it cannot be written."""
    try:
        path.write_text(summary(results, events), encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(
            f"the summary {path} cannot be written: {error.strerror}", "Name another --summary."
        ) from error


def summary(results: Results, events: Iterable[Event]) -> str:
    """Return verdict, coverage and counts, and a row for each requirement that needs explaining.

    Nothing that an endpoint sent is markup in it.
    """
    return "\n".join(_lines(results, Evidence(events))) + "\n"


def _lines(results: Results, evidence: Evidence) -> Iterator[str]:
    header = results.header
    yield f"## WADO-WS contract: {_text(results.verdict)}"
    yield ""
    yield f"- endpoint: {_text(str(header['endpoint']))}"
    yield f"- statement: {_text(str(header['statement']['name']))}"
    yield f"- coverage: {percent(results.coverage)} ({gate_words(results)})"
    listed = [entry.state for entry in results.requirements if entry.selected]
    yield f"- requirements: {_counted(listed)}"
    yield f"- scenarios: {_counted([entry.state for entry in results.scenarios])}"
    scenarios = {entry.id: entry for entry in results.scenarios}
    rows = [
        _row(entry, next(iter(complaints(entry, scenarios, evidence)), None))
        for entry in explained(results)
    ]
    if rows:
        yield ""
        yield "| requirement | state | expected | got | clause |"
        yield "| --- | --- | --- | --- | --- |"
        yield from rows[:_MAX_ROWS]
    if len(rows) > _MAX_ROWS:
        yield ""
        yield f"{len(rows) - _MAX_ROWS} more are in the report."


def _counted(states: Sequence[State]) -> str:
    return ", ".join(f"{count} {state}" for state, count in counts(states).items()) or "none"


def _row(entry: RequirementResult, said: Complaint | None) -> str:
    requirement = entry.requirement
    expected = said.expected if said else requirement.title
    got = said.got if said else entry.reason
    title = f"{requirement.id} {requirement.title}"
    cells = (title, entry.state, expected, got, requirement.clause)
    return f"| {' | '.join(map(_text, cells))} |"


def _text(text: str) -> str:
    """Return text of anybody's as Markdown that shows it, on one line."""
    shown = one_line(printable(text), _MAX_TEXT)
    return _MARKUP.sub(lambda found: f"&#{ord(found[0])};", shown)
