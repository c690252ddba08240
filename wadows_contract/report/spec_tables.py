"""The specification's own tables with a verdict for each row: a view of the results.

A row is judged by the scenarios that speak of it: by how they ended, and by what was found in their
exchanges of the requirements that these scenarios are about. Nothing else says anything of a row,
such as how a message is packed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from wadows_contract.features import scenarios
from wadows_contract.level import Level
from wadows_contract.report.views import Views
from wadows_contract.results import BrokenFinding, Results, ScenarioResult, State
from wadows_contract.traceability import words
from wadows_spec.catalogue import Catalogue
from wadows_spec.tables import error_codes, rendered_parameters, sop_classes

_ABOUT_DOCUMENTS: Final = ("DOC-", "RET-")
_UID: Final = re.compile(r"[0-9]+(?:\.[0-9]+){2,}")
_LEVELS: Final = {Level.FAILED: State.FAILED, Level.WARNING: State.WARNING}
_NO_STORAGE: Final = "no storage class: there are no documents of it"
_NO_DOCUMENT: Final = "no document of it; others of the group {}: {}"


@dataclass(frozen=True)
class SpecRow:
    """A row of the specification: its cells, what is known of it, and why.

    `broken` are the requirements that were not kept, `scenarios` those that speak of it;
    `note` is what else a reader should know.
    """

    cells: tuple[str, ...]
    state: State
    broken: tuple[str, ...]
    scenarios: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class SpecTable:
    """A table of the specification; `header` names its own columns."""

    id: str
    title: str
    header: tuple[str, ...]
    rows: Sequence[SpecRow]

    @property
    def states(self) -> Mapping[State, int]:
        """How many rows are in each state."""
        return {state: sum(row.state == state for row in self.rows) for state in State}


def spec_tables(results: Results, views: Views) -> Sequence[SpecTable]:
    """Return error codes, rendered parameters and SOP classes, in the specification's order."""
    run = _Run(results, views.catalogue)
    return [
        SpecTable("codes", "Error codes", ("Error code", "Error situation"),
                  [*_codes(run, views.codes)]),
        SpecTable("parameters", "Parameters of rendered retrieval",
                  ("Parameter", "Supported", "Restrictions"), [*_parameters(run)]),
        SpecTable("classes", "SOP classes", ("SOP class", "UID", "Group"), [*_classes(run)]),
    ]  # fmt: skip


class _Run:
    """What a run says of scenarios, and of the documents that they speak of."""

    def __init__(self, results: Results, catalogue: Catalogue | None) -> None:
        self._ended = {entry.id: entry for entry in results.scenarios}
        self._found: dict[str, list[tuple[str, BrokenFinding]]] = {}
        for entry in results.requirements:
            for finding in entry.findings:
                if finding.level in _LEVELS:
                    told = (entry.requirement.id, finding)
                    self._found.setdefault(finding.scenario, []).append(told)
        documents = catalogue.documents.values() if catalogue else ()
        self.roles: dict[str, list[str]] = {}
        for document in documents:
            self.roles.setdefault(document.sop_class_uid, []).append(document.role)
        self._instances = {document.role: document.sop_instance_uid for document in documents}
        self._words = [(words(entry), entry.id) for entry in scenarios()]

    def row(
        self, cells: tuple[str, ...], spoken: Sequence[str], note: str, by: tuple[str, ...] = ("",)
    ) -> SpecRow:
        """Judge a row by the scenarios that speak any of these words.

        `by` says how the requirements begin that are about such rows. If the words are roles,
        what was found of other documents counts not.
        """
        asked = [
            id_
            for said, id_ in self._words
            if id_ in self._ended
            and not said.isdisjoint(spoken)
            and self._ended[id_].requirement.startswith(by)
        ]
        about = {self._ended[id_].requirement for id_ in asked}
        instances = {self._instances[role] for role in spoken if role in self._instances}
        found = [
            (requirement, finding)
            for id_ in asked
            for requirement, finding in self._found.get(id_, ())
            if requirement in about and self._concerns(finding, instances)
        ]
        states = [_LEVELS[finding.level] for _, finding in found]
        states += [_by_itself(self._ended[id_]) for id_ in asked]
        state = min(states, key=list(State).index, default=State.NOT_SHOWN)
        broken = tuple(sorted({requirement for requirement, _ in found}))
        return SpecRow(cells, state, broken, tuple(asked), note)

    def _concerns(self, finding: BrokenFinding, instances: set[str]) -> bool:
        named = {*_UID.findall(finding.where)} & {*self._instances.values()}
        return not instances or not named or bool(named & instances)


def _by_itself(ended: ScenarioResult) -> State:
    """Return what a scenario says of its rows where no finding does.

    One that failed judged nothing behind that: what failed it may be about another document.
    """
    return State.NOT_SHOWN if ended.state in _LEVELS.values() else ended.state


def _codes(run: _Run, seen: Mapping[str, int]) -> Iterator[SpecRow]:
    for row in error_codes():
        times = seen.get(row.code, 0)
        note = f"came in {times} {'answer' if times == 1 else 'answers'}" if times else "never came"
        yield run.row((row.code, row.situation), [row.code], note)


def _parameters(run: _Run) -> Iterator[SpecRow]:
    for row in rendered_parameters():
        note = "" if row.source.startswith("specification") else row.source
        cells = (row.name, "yes" if row.supported else "no", row.restriction)
        yield run.row(cells, [row.name], note)


def _classes(run: _Run) -> Iterator[SpecRow]:
    """Yield the SOP classes; what has no document takes the path of its group, and says so."""
    judged = {
        row.uid: run.row((row.name, row.uid, row.group), roles, ", ".join(roles), _ABOUT_DOCUMENTS)
        for row in sop_classes()
        if (roles := run.roles.get(row.uid))
    }
    groups: dict[str, list[State]] = {}
    for row in sop_classes():
        groups.setdefault(row.group, [])
        groups[row.group] += [judged[row.uid].state] if row.uid in judged else []
    for row in sop_classes():
        cells = (row.name, row.uid, row.group)
        state = min(groups[row.group], key=list(State).index, default=State.NOT_SHOWN)
        if row.uid in judged:
            yield judged[row.uid]
        elif row.group == "none":
            yield SpecRow(cells, State.NOT_APPLICABLE, (), (), _NO_STORAGE)
        else:
            yield SpecRow(cells, State.NOT_SHOWN, (), (), _NO_DOCUMENT.format(row.group, state))
