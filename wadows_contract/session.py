"""Runs of the features by the command: pytest with our plugin and nothing of its surroundings."""

import contextlib
import io
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from wadows_contract.checksums import write_manifest
from wadows_contract.configuration import (
    Configuration,
    catalogue_for,
    check_connection,
    check_url,
    configuration_to_json,
    expected_failures_for,
    prepare_folder,
    selected,
    statement_for,
)
from wadows_contract.differences import differences
from wadows_contract.errors import SuiteError
from wadows_contract.evidence import exchanges, read_events
from wadows_contract.features import HOSTILE, Scenario, scenarios
from wadows_contract.planning import Plan, planned
from wadows_contract.rejudging import rejudged
from wadows_contract.report.terminal import print_summary
from wadows_contract.results import Gate, Results
from wadows_contract.run import unreachable, write_header
from wadows_contract.saying import say
from wadows_contract.traceability import words
from wadows_contract.verdict import summarise
from wadows_spec.data import data_path
from wadows_spec.documents import TEST_DOCUMENTS
from wadows_spec.errors import ConfigurationError
from wadows_spec.register import LEVELS


def certify(configuration: Configuration, jobs: int) -> int:
    """Run, report, and return the gate.

    Raises `ConfigurationError` for what the user gave, `SuiteError` if the suite failed.
    """
    check_url(configuration.url)
    check_connection(configuration)
    statement_for(configuration)
    expected_failures_for(configuration)
    _say_missing_roles(configuration)
    chosen = selected(configuration.select)
    prepare_folder(configuration.out)
    write_header(configuration)
    if problem := unreachable(configuration):
        say(f"The endpoint {configuration.url} cannot be reached: {problem.what}", err=True)
        more = "wadows-contract doctor, with the same options, says more."
        say(f"{problem.advice} {more}", err=True)
        return Gate.UNREACHABLE
    with _progress(len(chosen)) as line:
        said, code = _pytest(configuration, jobs, line)
    results = _results(configuration, said, code)
    print_summary(results, configuration.out, Console())
    return results.gate


def rejudge(folder: Path, out: Path, kept: bool) -> int:
    """Judge recorded evidence again, say what differs, and return the gate."""
    before = read_events(folder)
    exchanges(before, folder)  # evidence that was changed is refused before anything is judged
    prepare_folder(out)
    configuration = rejudged(folder, out)
    write_header(configuration)
    with _progress(len(selected(configuration.select))) as line:
        said, code = _pytest(configuration, 1, line)
    results = _results(configuration, said, code)
    earlier = summarise(before, statement_for(configuration))
    print_summary(results, out if kept else folder, Console())
    for difference in differences(before, earlier, results, folder):
        say(difference)
    return results.gate


def judged_quietly(configuration: Configuration, jobs: int = 1) -> Results:
    """Run the features without a word; raises `SuiteError` if the suite failed."""
    write_header(configuration)
    said, code = _pytest(configuration, jobs)
    return _results(configuration, said, code)


def _say_missing_roles(configuration: Configuration) -> None:
    """Warn of roles that the catalogue lacks: what needs them will not be shown."""
    if not configuration.documents:
        return
    catalogue = catalogue_for(configuration, configuration.out)
    without = [role for role, entry in catalogue.documents.items() if not entry.file]
    if without and not configuration.url:
        raise ConfigurationError(
            f"{configuration.documents} has no file for {without[0]!r}, so that the reference"
            " cannot serve it",
            "Give the URL of the endpoint that holds the documents.",
        )
    if unknown := sorted(set(catalogue.documents) - roles()):
        raise ConfigurationError(
            f"{configuration.documents} has a role {unknown[0]!r}, which no feature has",
            f"Roles: {', '.join(sorted(roles()))}.",
        )
    named = {word for scenario in scenarios() for word in words(scenario)}
    missing = sorted((roles() & named) - set(catalogue.documents))
    if missing:
        say(
            f"The catalogue has no document in the role {', '.join(missing)}:"
            " what needs one is not shown, and coverage stays below 100 %.",
            err=True,
        )


def roles() -> set[str]:
    """Return the roles that test documents have."""
    return {document.role for document in TEST_DOCUMENTS}


def _results(configuration: Configuration, said: str, code: int) -> Results:
    events = read_events(configuration.out)
    end = events[-1]
    # Of a run that never came to a scenario there is nothing to be judged again.
    nothing = bool(configuration.replay) and code == pytest.ExitCode.NO_TESTS_COLLECTED
    stopped = "KeyboardInterrupt" in said
    if end["event"] != "end" or not (end["complete"] or stopped or nothing):
        log = configuration.out / "suite-error.txt"
        log.write_text(said, encoding="utf-8")
        write_manifest(configuration.out)
        raise SuiteError(f"the run broke off; what pytest said is in {log}")
    return summarise(events, statement_for(configuration))


class _ProgressLine:
    """A pytest plugin that moves a progress line on, whatever process a scenario ran in."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=total)
        self._bad = 0

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Count a scenario once, when its state is known."""
        properties = dict(report.user_properties)
        if "scenario" in properties and (report.when == "call" or report.outcome != "passed"):
            self._bad += report.outcome == "failed"
            text = f"{self._bad} failed" if self._bad else ""
            self._progress.update(self._task, advance=1, description=text)


@contextlib.contextmanager
def _progress(total: int) -> Iterator[_ProgressLine]:
    """Show a progress line while scenarios run, where somebody looks."""
    with Progress(
        TextColumn("scenarios"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as progress:
        yield _ProgressLine(progress, total)


def _pytest(configuration: Configuration, jobs: int, *plugins: object) -> tuple[str, int]:
    """Run the features; returns what pytest would have printed, and its exit code."""
    features = str(data_path("features"))
    arguments = [
        features,
        *("-c", os.devnull, "--rootdir", features, "--noconftest", "--import-mode=importlib"),
        # Longer tracebacks show what functions were called with: documents, and credentials.
        "--tb=short",
        *("-p", "no:cacheprovider", "-p", "pytest_bdd.plugin", "-p", "wadows_contract.plugin"),
        *("-p", "wadows_steps"),
        # It collects garbage five times over at the end, of which a run has no use.
        *("-p", "no:unraisableexception"),
        *("--wadows-run", configuration_to_json(configuration)),
        *(("-p", "xdist.plugin", "-n", str(jobs)) if jobs > 1 else ()),
    ]
    # What the environment holds for other projects' tests must not change a verdict.
    os.environ.pop("PYTEST_ADDOPTS", None)
    os.environ.pop("PYTEST_PLUGINS", None)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ["PYTHONSAFEPATH"] = "1"  # for the processes of xdist
    said = io.StringIO()
    with stopped_by_sigterm(), contextlib.redirect_stdout(said):
        code = pytest.main(arguments, plugins=[*plugins])
    return said.getvalue(), int(code)


@contextlib.contextmanager
def stopped_by_sigterm() -> Iterator[None]:
    """Let SIGTERM end a run as Ctrl-C does: with its evidence kept, and no process left over."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def listing(select: tuple[str, ...]) -> str:
    """Return a line for each scenario: id, requirement, tags and name."""
    return "\n".join(
        f"{entry.id:<34}  {entry.requirement:<8} {_tags(entry):<15} {entry.name}"
        for entry in selected(select).values()
    )


def _tags(scenario: Scenario) -> str:
    return " ".join(tag for tag in scenario.tags if tag in (*LEVELS, HOSTILE))


def plan(configuration: Configuration) -> Plan:
    """Return what a run would send, by running it without sending anything.

    Raises as `certify` does.
    """
    check_url(configuration.url)
    given = check_connection(configuration)
    chosen = selected(configuration.select)
    # Our own reference takes everything.
    sparing = bool(configuration.url) and not configuration.hostile
    spared = [entry.id for entry in chosen.values() if sparing and entry.hostile]
    with tempfile.TemporaryDirectory(prefix="wadows-") as scratch:
        folder, documents = Path(scratch) / "run", Path(scratch) / "documents"
        documents.mkdir()
        silent = replace(configuration, out=folder, silent=True, reports=False)
        prepare_folder(folder)
        write_header(silent)
        with _progress(len(chosen)) as line:
            said, code = _pytest(silent, 1, line)
        _results(silent, said, code)
        return planned(
            read_events(folder),
            folder,
            statement_for(configuration),
            catalogue_for(configuration, documents),
            spared,
            added=len(given.security),
        )
