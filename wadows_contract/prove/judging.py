"""One trial, judged: by the features, as a certification is, in a process that does many."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from wadows_contract.configuration import Configuration, prepare_folder
from wadows_contract.errors import SuiteError
from wadows_contract.features import scenarios
from wadows_contract.judge.finding import CHECKS, Case, Check, Finding
from wadows_contract.level import level_of
from wadows_contract.mutation import mutated_evidence
from wadows_contract.prove.plan import judged_by
from wadows_contract.prove.trials import Mutant, Outcome, Trial
from wadows_contract.rejudging import rejudged
from wadows_contract.results import RequirementResult, Results, State
from wadows_contract.session import judged_quietly
from wadows_spec.statement import Statement, load_statement

#: When to give up a reference that is to be slow: seconds without a byte, and of an answer.
_PATIENCE: Final = 3.0
_ANSWER: Final = 10.0
#: Megabytes of an answer: more than all test documents have.
_MOST: Final = 100.0
STATEMENT: Final = "dcm4chee-arc"


def judge(trial: Trial, recorded: Path) -> Outcome:
    """Judge a trial; `recorded` is the folder of a certification of the reference.

    What fails in the suite itself stands in the outcome; nothing is raised for it.
    """
    started = time.perf_counter()
    checks: set[str] = set()
    try:
        with _configured(trial, recorded) as configuration, _watched(checks):
            results = judged_quietly(configuration)
        statement = load_statement(STATEMENT)
        red = tuple(
            entry.requirement.id
            for entry in results.requirements
            if is_red(entry, statement)
            and (trial.requirement or entry.state in (State.FAILED, State.WARNING))
        )
        untestable = tuple(_untestable(results, red))
        failure = _failure(results)
    except SuiteError as error:
        red, untestable, failure = (), (), str(error)
    seconds = round(time.perf_counter() - started, 2)
    return Outcome(trial, red, untestable, tuple(sorted(checks)), failure, seconds)


def is_red(entry: RequirementResult, statement: Statement) -> bool:
    """Tell whether a requirement was found broken, as much as its level allows."""
    own = level_of(entry.requirement, statement)
    return any(finding.level == own for finding in entry.findings)


def _untestable(results: Results, red: tuple[str, ...]) -> Iterator[str]:
    for entry in results.requirements:
        if entry.state == State.NOT_TESTABLE and entry.requirement.id not in red:
            yield entry.requirement.id


def _failure(results: Results) -> str:
    errors = [entry.reason for entry in results.requirements if entry.state == State.ERROR]
    return "; ".join(errors)


def all_checks() -> tuple[str, ...]:
    """Return the name of every check of the sweep: its requirement, and its function's."""
    import_module("wadows_contract.judge.sweep")  # which enters the checks into their table
    return tuple(_name(requirement, check) for requirement, check in CHECKS)


def _name(requirement: str, check: Check) -> str:
    return f"{requirement} {check.__name__}"


@contextmanager
def _watched(seen: set[str]) -> Iterator[None]:
    """Enter the checks of the sweep that find something broken."""
    before = list(CHECKS)
    CHECKS[:] = [
        (requirement, _watching(requirement, check, seen)) for requirement, check in before
    ]
    try:
        yield
    finally:
        CHECKS[:] = before


def _watching(requirement: str, check: Check, seen: set[str]) -> Check:
    def watching(case: Case) -> Iterator[Finding]:
        for finding in check(case):
            if not finding.met:
                seen.add(_name(requirement, check))
            yield finding

    return watching


@contextmanager
def _configured(trial: Trial, recorded: Path) -> Iterator[Configuration]:
    """Yield how a trial is run, in a folder that is gone afterwards."""
    chosen = judged_by(trial, scenarios())
    name = trial.subject.name
    with TemporaryDirectory(prefix="wadows-") as scratch:
        out = Path(scratch) / "out"
        prepare_folder(out)
        if not trial.live:
            mutated_evidence(recorded, name, Path(scratch) / "mutated", chosen)
            yield rejudged(Path(scratch) / "mutated", out, reports=False)
            return
        is_mutant = isinstance(trial.subject, Mutant)
        yield Configuration(
            out=out,
            statement=STATEMENT,
            mutant=name if is_mutant else "",
            variant="" if is_mutant else name,
            select=tuple(sorted(chosen)) if len(chosen) < len(scenarios()) else (),
            read_timeout=_PATIENCE,
            answer_timeout=_ANSWER,
            max_answer=_MOST,
            reports=False,
        )
