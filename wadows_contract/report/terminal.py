"""What a run prints: counts, what was not kept and why, and the verdict as the last line."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from wadows_contract.checksums import MANIFEST_FILE, manifest_digest
from wadows_contract.evidence import EVENTS_FILE, Event, read_events
from wadows_contract.report.complaints import (
    Complaint,
    Evidence,
    complaints,
    explained,
    information,
    informing,
)
from wadows_contract.report.text import one_line, percent, printable
from wadows_contract.report.words import EXPLAINED, GATES, STATES, gate_words, repeat_command
from wadows_contract.results import (
    Gate,
    Outcome,
    RequirementResult,
    Results,
    State,
    counts,
)
from wadows_spec.errors import ConfigurationError
from wadows_spec.ledger import ledger_of

#: Characters of one finding, and findings of one requirement, that a terminal is given.
_MAX_TEXT: Final = 400
_MAX_COMPLAINTS: Final = 3
_MAX_INFORMATION: Final = 10
_VERDICT_STYLES: Final = {
    Gate.CONFORMS: "bold green",
    Gate.DOES_NOT_CONFORM: "bold red",
    Gate.UNREACHABLE: "bold red",
}


def print_summary(results: Results, out: Path, console: Console | None = None) -> None:
    """Print the summary of a run whose evidence is in `out`."""
    _Summary(results, out, console or Console()).print()


class _Summary:
    def __init__(self, results: Results, out: Path, console: Console) -> None:
        self._results = results
        self._out = out
        self._console = console
        self._unicode = console.encoding.lower().replace("-", "").startswith("utf")
        self._evidence = Evidence(_events(out))
        self._scenarios = {entry.id: entry for entry in results.scenarios}

    def print(self) -> None:
        listed = [entry for entry in self._results.requirements if entry.selected]
        self._line(self._counts("requirements", [entry.state for entry in listed]))
        self._line(self._counts("scenarios", [entry.state for entry in self._results.scenarios]))
        others = [entry for entry in listed if entry.state != State.PASSED]
        if others:
            self._line()
            self._console.print(self._table(others), highlight=False)
        for entry in explained(self._results):
            self._explain(entry)
        self._inform()
        self._expected()
        for remark in self._results.remarks:
            self._line()
            self._field("remark", remark)
        self._line()
        report = self._out / "report.html"
        if report.exists():
            self._line(self._text(f"report: {report}"))
        if digest := manifest_digest(self._out):
            self._line(self._text(f"{MANIFEST_FILE}: SHA-256 {digest}, to be kept elsewhere"))
        self._line(self._verdict())

    def _text(self, text: str, style: str = "") -> Text:
        """Return text of anybody's as this console can print it; nothing in it is markup."""
        shown = printable(text)
        if not self._unicode:
            encoding = self._console.encoding
            shown = shown.encode(encoding, "backslashreplace").decode(encoding)
        return Text(shown, style=style)

    def _line(self, text: Text | None = None) -> None:
        """Print a line that the terminal itself wraps, so that it can be copied whole."""
        self._console.print(text or "", soft_wrap=True, highlight=False)

    def _state(self, state: State, excused: str = "") -> Text:
        words = STATES[state]
        symbol = words.symbol if self._unicode else words.plain
        expected = ", as expected" if excused else ""
        return self._text(f"{symbol} {state.value}{expected}", words.style)

    def _counts(self, what: str, states: Sequence[State]) -> Text:
        line = self._text(f"{len(states)} {what}: ")
        for number, (state, count) in enumerate(counts(states).items()):
            line.append(", " if number else "")
            line.append(f"{count} {state}", style=STATES[State(state)].style)
        return line

    def _table(self, entries: Sequence[RequirementResult]) -> Table:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        table.add_column("state", no_wrap=True)
        table.add_column("id", no_wrap=True)
        table.add_column("requirement", overflow="fold")
        for entry in sorted(entries, key=lambda each: list(State).index(each.state)):
            requirement = entry.requirement
            title = self._text(requirement.title)
            if entry.state not in EXPLAINED and entry.reason:
                title.append("\n")
                title.append(self._text(one_line(entry.reason, _MAX_TEXT), "dim"))
            table.add_row(self._state(entry.state, entry.excused), requirement.id, title)
        return table

    def _explain(self, entry: RequirementResult) -> None:
        requirement = entry.requirement
        said = complaints(entry, self._scenarios, self._evidence)
        self._line()
        head = self._state(entry.state, entry.excused)
        head.append(f"  {requirement.id}  ", style="bold")
        head.append(self._text(requirement.title, "bold"))
        self._line(head)
        self._field("clause", f"{requirement.clause} ({requirement.level.upper()})")
        for unclear in ledger_of(requirement):
            self._field("ledger", f"{unclear.id}: {unclear.question}")
        if entry.excused:
            self._field("known", entry.excused)
        for number, complaint in enumerate(said[:_MAX_COMPLAINTS]):
            if number:
                self._line()
            self._complaint(complaint)
        if (more := len(said) - _MAX_COMPLAINTS) > 0:
            self._field("", f"and {more} more kinds of finding: see results.json")

    def _complaint(self, complaint: Complaint) -> None:
        self._field("expected", complaint.expected)
        self._field("got", complaint.got)
        if complaint.where:
            self._field("where", complaint.where)
        for line in self._recorded(complaint):
            self._field("exchange", line)
        if complaint.places:
            command = repeat_command(self._results.header, complaint.places[0].scenario)
            for line in command.splitlines():
                self._field("again", line, limit=len(line))

    def _inform(self) -> None:
        """Print what was found that weighs nothing, a line for each kind."""
        found = [
            (entry.requirement, complaint)
            for entry in informing(self._results)
            for complaint in information(entry, self._evidence)
        ]
        if not found:
            return
        self._line()
        self._line(self._text(f"information: {len(found)}, counted neither way", "bold"))
        for requirement, complaint in found[:_MAX_INFORMATION]:
            said = f"{requirement.title}: expected {complaint.expected}; got {complaint.got}"
            self._field(requirement.id, said)
            for line in self._recorded(complaint):
                self._field("", line)
        if (more := len(found) - _MAX_INFORMATION) > 0:
            self._field("", f"and {more} more: see report.html")

    def _expected(self) -> None:
        """Print what became of the entries of the expected-failures file."""
        if not self._results.expected:
            return
        self._line()
        number = len(self._results.expected)
        self._line(self._text(f"expected failures: {number}", "bold"))
        for result in self._results.expected:
            until = f", until {result.entry.until}" if result.entry.until else ""
            style = "bold red" if result.outcome == Outcome.PASSED else ""
            self._line(
                Text.assemble(
                    self._text(f"  {result.entry.id:<9} ", "dim"),
                    self._text(one_line(result.remark, _MAX_TEXT), style),
                    self._text(one_line(f" ({result.entry.reason}{until})", _MAX_TEXT), "dim"),
                )
            )

    def _recorded(self, complaint: Complaint) -> Iterator[str]:
        places = [place for place in complaint.places if place.exchange]
        if places:
            first, more = places[0], len(places) - 1
            line = f", {self._out / EVENTS_FILE}:{first.line}" if first.line else ""
            alike = f" (and {more} more like it)" if more else ""
            yield f"{first.exchange}{line}{alike}"

    def _field(self, name: str, value: str, limit: int = _MAX_TEXT) -> None:
        label = Text(f"  {name:<10}", style="dim")
        self._line(Text.assemble(label, self._text(one_line(value, limit))))

    def _verdict(self) -> Text:
        results = self._results
        words = f"{results.verdict}, coverage {percent(results.coverage)}"
        why = gate_words(results)
        beside = why != GATES[results.gate]
        if results.verdict == "incomplete" or results.gate not in _VERDICT_STYLES or beside:
            words += f" ({why})"
        style = _VERDICT_STYLES.get(results.gate, "bold magenta")
        return self._text(words, "bold yellow" if beside else style)


def _events(out: Path) -> list[Event]:
    """Read the events, or none: a summary can be told without them."""
    try:
        return read_events(out)
    except ConfigurationError:
        return []
