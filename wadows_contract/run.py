"""A run: the endpoint that it is about, its header, and what it leaves behind."""

import hashlib
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from wadows_contract import __version__
from wadows_contract.checksums import write_manifest
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
from wadows_contract.consumer.replay import ReplayTransport
from wadows_contract.consumer.transport import NOT_SENT, LiveTransport, SilentTransport, Transport
from wadows_contract.consumer.unreached import Unreached
from wadows_contract.conversation import Endpoint
from wadows_contract.evidence import (
    FORMAT,
    Event,
    Recorder,
    exchanges,
    join_parts,
    read_events,
)
from wadows_contract.features import Scenario, scenarios
from wadows_contract.notice import write_notice
from wadows_contract.reference_answers import ask_reference
from wadows_contract.reference_process import reference
from wadows_contract.report.files import write_reports
from wadows_contract.report.summary import write_summary
from wadows_contract.results import Results
from wadows_contract.verdict import summarise
from wadows_spec.catalogue import Catalogue, check_against_files
from wadows_spec.constants import ENDPOINT_PATH
from wadows_spec.data import data_path
from wadows_spec.statement import Statement
from wadows_spec.tables import rendered_parameters
from wadows_spec.vocabulary import SUPPORTED

#: Where requests that are not sent would go: a name that nobody has (RFC 6761).
_NOWHERE: Final = f"http://reference.invalid:8080{ENDPOINT_PATH}"
#: What a status says of whoever asks.
_REFUSALS: Final = {
    401: "the endpoint wants to know who asks; see --basic and --bearer",
    403: "the endpoint does not let this consumer in",
    407: "the proxy wants to know who asks; see --proxy-basic",
}
#: Stands in every report of a redacted copy.
_REDACTED: Final = (
    "This is a redacted copy: what it cannot show any more is not shown, with what it was before."
)


@contextmanager
def endpoint(
    configuration: Configuration, worker: str = "", number: int = 0, of: int = 1
) -> Iterator[Endpoint]:
    """Make all that scenarios need; `worker` names one process of a parallel run, of so many."""
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
            recorded = exchanges(read_events(folder), folder)
            transport = ReplayTransport(recorded, recorder.bodies)
            # Of the reference nothing but its exchanges says where it was.
            url = url or next((each.request.url for each in recorded.values()), "")
        elif configuration.silent:
            transport, url = SilentTransport(), url or _NOWHERE
        else:
            transport = LiveTransport(
                recorder.bodies,
                configuration.limits,
                check_connection(configuration),
                Pace(configuration.connection.rate, number=number, of=of),
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


def unreachable(configuration: Configuration) -> Unreached | None:
    """Return why no connection to the endpoint can be made, and record it; None if one can."""
    if not configuration.url or configuration.replay:
        return None
    problem = connection_problem(
        configuration.url, configuration.limits.connect, check_connection(configuration)
    )
    if problem:
        recorder = Recorder(configuration.out)
        recorder.event("unreachable", reason=problem.what)
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
    if configuration.reports:
        write_notice(configuration.out)
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
        **_redacted(configuration),
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
    for text in _remarks(configuration, statement, catalogue, chosen.values()):
        recorder.event("remark", text=text)
    if configuration.replay:
        for event in read_events(Path(configuration.replay)):
            if event["event"] == "unreachable":
                recorder.event(event.pop("event"), **event)
    recorder.close()


def _redacted(configuration: Configuration) -> Mapping[str, Any]:
    """Return what the header of a redacted copy says of it, when such is judged again."""
    events = read_events(Path(configuration.replay)) if configuration.replay else [{}]
    return {key: value for key, value in events[0].items() if key == "redacted"}


def _remarks(
    configuration: Configuration,
    statement: Statement,
    catalogue: Catalogue,
    chosen: Iterable[Scenario],
) -> Iterator[str]:
    """Yield what a reader of the report must know to take it right."""
    for row in rendered_parameters():
        if row.element and not row.supported and statement.parameters[row.element] == SUPPORTED:
            yield (
                f"The statement declares {row.name} supported;"
                " the contract has no check of what it does."
            )
    if _redacted(configuration):
        yield _REDACTED
    if not configuration.originals:
        yield (
            "Documents of the catalogue are not at hand as they were:"
            " what needs more of them than their SHA-256 is not shown."
        )
    elif without := sum(not entry.file for entry in catalogue.documents.values()):
        yield (
            f"Of {without} documents of the catalogue there is no file, only an identity:"
            " what needs their bytes or pixels is not shown."
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
    events = read_events(folder)
    remarks = list(_remarks_on(events, configuration.url))
    events += [recorder.event("remark", text=text) for text in remarks]
    ended = datetime.now(UTC).isoformat(timespec="seconds")
    events.append(recorder.event("end", complete=complete, ended=ended))
    recorder.close()
    results = summarise(events, statement_for(configuration))
    if configuration.reports:
        ask_reference(configuration, results, events)
        write_reports(results, events, folder)
        if configuration.summary:
            write_summary(results, events, Path(configuration.summary))
        write_manifest(folder)
    return results


def _remarks_on(events: Sequence[Event], url: str) -> Iterator[str]:
    """Yield what a reader must know of the answers as a whole to take the report right."""
    answers = [event["response"] for event in events if event["event"] == "exchange"]
    if answers and not any(answers) and url.startswith("http:"):
        yield "No request was answered: an endpoint that speaks TLS alone has a URL with https."
    unsent = Counter(
        event["failure"]
        for event in events
        if event["event"] == "exchange" and event["failure"].startswith(NOT_SENT)
    )
    for why, count in unsent.items():
        yield f"{count} requests were {why}."
    # Who asks is refused by these, whatever was asked.
    refusals = Counter(
        answer["status"] for answer in answers if answer and answer["status"] in _REFUSALS
    )
    for status, count in refusals.items():
        yield f"HTTP status {status} came {count} times: {_REFUSALS[status]}."


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def features_sha256() -> str:
    """Return what pins the shipped features, in hexadecimal."""
    files = sorted(data_path("features").glob("*.feature"))
    return _sha256(os.linesep.join(file.read_text(encoding="utf-8") for file in files))
