"""Runs side by side: the state of each requirement in each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wadows_contract.differences import own_results
from wadows_contract.evidence import Event, read_events
from wadows_contract.report.declared import pinned_statement
from wadows_contract.report.text import percent
from wadows_contract.results import RequirementResult, Results
from wadows_contract.verdict import summarise
from wadows_spec.errors import ConfigurationError
from wadows_spec.register import register


@dataclass(frozen=True)
class Run:
    """A run that is compared.

    `number` counts from 1, `known` are the requirements that it planned; `verdict` is the one of
    the time, as far as it is known: by the register of today a run of an older one lacks much.
    """

    number: int
    folder: Path
    results: Results
    known: frozenset[str]
    verdict: str

    @property
    def header(self) -> Event:
        """What pins the run."""
        return self.results.header

    @property
    def statement(self) -> str:
        """The name of the statement that it was judged by."""
        return str(dict(self.header.get("statement", {})).get("name", ""))


@dataclass(frozen=True)
class Row:
    """A requirement, and what each run says of it; None where the suite of then had none such."""

    id: str
    title: str
    entries: tuple[RequirementResult | None, ...]

    @property
    def rank(self) -> int:
        """Where it is told: first what differs, then what some runs did not know."""
        states = {entry.state for entry in self.entries if entry}
        return 0 if len(states) > 1 else 1 if self.differs else 2

    @property
    def differs(self) -> bool:
        """Whether the runs do not all say the same."""
        return len({entry and entry.state for entry in self.entries}) > 1


@dataclass(frozen=True)
class Comparison:
    """Runs, and a row for each requirement: those that differ first."""

    runs: tuple[Run, ...]
    rows: tuple[Row, ...]

    @property
    def differing(self) -> int:
        """How many requirements differ."""
        return sum(row.differs for row in self.rows)


def compare(folders: Sequence[Path]) -> Comparison:
    """Read runs and set them side by side, all weighed by the register of today.

    Raises `ConfigurationError` if a folder has no evidence, or none that says its statement.
    """
    runs = tuple(_run(number, folder) for number, folder in enumerate(folders, 1))
    by_run = [{entry.requirement.id: entry for entry in run.results.requirements} for run in runs]
    rows = [
        Row(
            id_,
            requirement.title,
            tuple(own[id_] if id_ in run.known else None
                  for run, own in zip(runs, by_run, strict=True)),
        )
        for id_, requirement in register().items()
    ]  # fmt: skip
    return Comparison(runs, tuple(sorted(rows, key=lambda row: row.rank)))


def _run(number: int, folder: Path) -> Run:
    events = read_events(folder)
    statement = pinned_statement(events[0])
    if statement is None:
        raise ConfigurationError(
            f"the evidence in {folder} does not say what it was judged by",
            "Take the folder from where it was kept.",
        )
    known = frozenset(str(event["requirement"]) for event in events if event["event"] == "planned")
    results = summarise(events, statement)
    own = own_results(folder, events[0])
    verdict, coverage = own.get("verdict", results.verdict), own.get("coverage", results.coverage)
    told = f"{verdict}, coverage {percent(float(coverage))}"
    return Run(number, folder, results, known, told)
