"""A run: the endpoint that it is about, its header, and what it leaves behind."""

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from wadows_contract import __version__
from wadows_contract.configuration import (
    Configuration,
    catalogue_for,
    check_connection,
    expected_failures_for,
    selected,
    statement_for,
)
from wadows_contract.consumer.pace import Pace
from wadows_contract.consumer.reach import connection_problem
from wadows_contract.consumer.transport import LiveTransport, ReplayTransport, Transport
from wadows_contract.conversation import Endpoint
from wadows_contract.evidence import (
    FORMAT,
    Recorder,
    exchanges,
    join_parts,
    read_events,
)
from wadows_contract.features import Scenario, scenarios
from wadows_contract.reference_answers import ask_reference
from wadows_contract.reference_process import reference
from wadows_contract.report.files import write_reports
from wadows_contract.results import Results
from wadows_contract.verdict import summarise
from wadows_spec.catalogue import check_against_files
from wadows_spec.data import data_path
from wadows_spec.statement import Statement
from wadows_spec.tables import rendered_parameters
from wadows_spec.vocabulary import SUPPORTED


@contextmanager
def endpoint(configuration: Configuration, worker: str = "") -> Iterator[Endpoint]:
    """Make all that scenarios need; `worker` names one process of a parallel run."""
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(TemporaryDirectory(prefix="wadows-")))
        statement = statement_for(configuration)
        catalogue = catalogue_for(configuration, scratch)
        recorder = Recorder(configuration.out, worker)
        stack.callback(recorder.close)
        transport: Transport
        url = configuration.url
        if configuration.replay:
            folder = Path(configuration.replay)
            transport = ReplayTransport(exchanges(read_events(folder), folder), recorder.bodies)
        else:
            transport = LiveTransport(
                recorder.bodies,
                configuration.limits,
                check_connection(configuration),
                Pace(configuration.connection.rate),
            )
            if not url:
                folder = catalogue.folder or scratch
                url = stack.enter_context(
                    reference(
                        folder,
                        configuration.statement,
                        configuration.mutant,
                        catalogue.repository_unique_id,
                        configuration.variant,
                    )
                )
        embedded = not configuration.url
        hostile = configuration.hostile or embedded
        yield Endpoint(url, embedded, hostile, statement, catalogue, transport, recorder)


def unreachable(configuration: Configuration) -> str:
    """Return why no connection to the endpoint can be made, and record it; empty if one can."""
    if not configuration.url or configuration.replay:
        return ""
    problem = connection_problem(
        configuration.url, configuration.limits.connect, check_connection(configuration)
    )
    if problem:
        recorder = Recorder(configuration.out)
        recorder.event("unreachable", reason=problem)
        recorder.close()
        finish(configuration, complete=False)
    return problem


def write_header(configuration: Configuration) -> None:
    """Write the header, which pins what the run is judged by, and what is planned."""
    statement = statement_for(configuration)
    with TemporaryDirectory(prefix="wadows-") as scratch:
        catalogue = catalogue_for(configuration, Path(scratch))
        if configuration.originals:
            check_against_files(catalogue)
        catalogue.dump(Path(scratch) / "pinned.toml")
        text = (Path(scratch) / "pinned.toml").read_text(encoding="utf-8")
    expected_failures_for(configuration)
    given = configuration.expected_failures
    known = Path(given).read_text(encoding="utf-8") if given else ""
    folder = "" if not configuration.documents else str(catalogue.folder)
    chosen = selected(configuration.select)
    recorder = Recorder(configuration.out)
    recorder.event(
        "run",
        format=FORMAT,
        suite=__version__,
        python=".".join(map(str, sys.version_info[:3])),
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        endpoint=configuration.url or "embedded reference",
        embedded=not configuration.url,
        mutant=configuration.mutant,
        variant=configuration.variant,
        hostile=configuration.hostile,
        exact_codes=configuration.exact_codes,
        reached_by=list(configuration.connection.words),
        select=list(configuration.select),
        rejudged_from=configuration.replay,
        statement={"name": statement.name, "given": configuration.statement,
                   "sha256": _sha256(statement.text), "text": statement.text},
        catalogue={"sha256": _sha256(text), "given": configuration.documents, "folder": folder,
                   "text": text},
        expected_failures={"given": given, "sha256": _sha256(known), "text": known,
                           "on": configuration.expected_on},
        register_sha256=_sha256(data_path("spec/requirements.toml").read_text(encoding="utf-8")),
        features_sha256=features_sha256(),
    )  # fmt: skip
    for scenario in scenarios():
        recorder.event(
            "planned",
            scenario=scenario.id,
            name=scenario.name,
            feature=scenario.feature,
            requirement=scenario.requirement,
            selected=scenario.id in chosen,
        )
    for text in _remarks(configuration, statement, chosen.values()):
        recorder.event("remark", text=text)
    if configuration.replay:
        for event in read_events(Path(configuration.replay)):
            if event["event"] == "unreachable":
                recorder.event(event.pop("event"), **event)
    recorder.close()


def _remarks(
    configuration: Configuration, statement: Statement, chosen: Iterable[Scenario]
) -> Iterator[str]:
    """Yield what a reader of the report must know to take it right."""
    for row in rendered_parameters():
        if row.element and not row.supported and statement.parameters[row.element] == SUPPORTED:
            yield (
                f"The statement declares {row.name} supported;"
                " the contract has no check of what it does."
            )
    if not configuration.originals:
        yield (
            "The documents of the catalogue are not at hand:"
            " what needs more of them than their SHA-256 is not shown."
        )
    if configuration.connection.adds:
        yield (
            f"Each request had {' and '.join(configuration.connection.adds)} beside what is shown;"
            " the evidence leaves it out."
        )
    samples = any(entry.requirement == "SAM-01" for entry in chosen)
    if configuration.url and samples and not configuration.replay:
        yield (
            "In the sample requests To, MessageID, repository and UIDs were replaced"
            " by those of this endpoint and its catalogue."
        )


def finish(configuration: Configuration, complete: bool) -> Results:
    """Join the evidence, close it with a footer, judge it, and write the reports."""
    folder = configuration.out
    join_parts(folder)
    recorder = Recorder(folder)
    recorder.event("end", complete=complete, ended=datetime.now(UTC).isoformat(timespec="seconds"))
    recorder.close()
    events = read_events(folder)
    results = summarise(events, statement_for(configuration))
    if configuration.reports:
        ask_reference(configuration, results, events)
        write_reports(results, events, folder)
    return results


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def features_sha256() -> str:
    """Return what pins the shipped features, in hexadecimal."""
    files = sorted(data_path("features").glob("*.feature"))
    return _sha256(os.linesep.join(file.read_text(encoding="utf-8") for file in files))
