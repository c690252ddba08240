"""A run: its configuration, its header, and what it leaves behind."""

import hashlib
import json
import os
import socket
import ssl
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from cucumber_tag_expressions import TagExpressionError, parse

from wadows_contract import __version__
from wadows_contract.consumer.transport import LiveTransport, ReplayTransport, Transport
from wadows_contract.conversation import Endpoint
from wadows_contract.evidence import (
    EVENTS_FILE,
    Event,
    Recorder,
    exchanges,
    join_parts,
    read_events,
)
from wadows_contract.features import Scenario, scenarios
from wadows_contract.reference_process import reference
from wadows_contract.report.files import write_reports
from wadows_contract.verdict import Results, plan_of, summarise
from wadows_spec.catalogue import CATALOGUE_FILE, Catalogue, check_against_files, load_catalogue
from wadows_spec.data import data_path
from wadows_spec.documents import write_documents
from wadows_spec.errors import ConfigurationError
from wadows_spec.statement import SUPPORTED, Statement, load_statement
from wadows_spec.tables import rendered_parameters


@dataclass(frozen=True)
class Configuration:
    """What a run was asked to do; time limits in seconds.

    Without `url` the reference is started; without `documents` the built-in ones are meant.
    `replay` names the evidence to take the answers from instead of an endpoint;
    without `originals` the files of the catalogue's documents are not at hand any more.
    """

    out: Path
    url: str = ""
    statement: str = "dcm4chee-arc"
    documents: str = ""
    select: tuple[str, ...] = ()
    replay: str = ""
    originals: bool = True
    mutant: str = ""
    connect_timeout: float = 10.0
    read_timeout: float = 60.0


def check_url(url: str) -> None:
    """Raise `ConfigurationError` if a URL is none of an endpoint; empty means the reference."""
    try:
        parts = urlsplit(url)
        usable = not url or (parts.scheme in ("http", "https") and bool(parts.hostname))
        parts.port  # noqa: B018  raises for a port that is no number
    except ValueError:
        usable = False
    if not usable:
        raise ConfigurationError(
            f"{url!r} is no URL of an endpoint", "Write for instance http://host:8080/path."
        )


def prepare_folder(folder: Path) -> None:
    """Make the folder of a run, for its owner alone: it will hold patient data.

    Raises `ConfigurationError` if it cannot be made or holds anything already.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        found = {entry.name for entry in folder.iterdir()}
        if not found:
            folder.chmod(0o700)
    except OSError as error:
        raise ConfigurationError(
            f"the folder {folder} cannot be made: {error.strerror}", "Give another with --out."
        ) from error
    if found:
        what = "the evidence of another run" if EVENTS_FILE in found else "other files"
        raise ConfigurationError(f"{folder} holds {what}", "Give a new folder with --out.")


def selected(select: tuple[str, ...], folder: Path | None = None) -> Mapping[str, Scenario]:
    """Return the scenarios that a selection names, by id; everything without one.

    An entry is a tag expression (`@RET-02 or @T0401`), in which the id of a row (`T0401[x]`)
    counts as a tag, or such an id alone, blanks and all.
    Raises `ConfigurationError` if it cannot be read or names nothing.
    """
    known = {scenario.id: scenario for scenario in scenarios(folder)}
    if not select:
        return known
    chosen: dict[str, Scenario] = {}
    for entry in select:
        if entry in known:
            chosen[entry] = known[entry]
            continue
        try:
            expression = parse(entry.replace("@", ""))
        except TagExpressionError as error:
            raise ConfigurationError(
                f"--select {entry!r} is no tag expression: {error}",
                "Write for instance '@must and not @T0401', or an id as certify --list shows it.",
            ) from error
        matching = {
            id_: each for id_, each in known.items() if expression.evaluate([*each.tags, id_])
        }
        if not matching:
            raise ConfigurationError(
                f"--select {entry!r} names no scenario", "certify --list shows what there is."
            )
        chosen |= matching
    return chosen


def catalogue_for(configuration: Configuration, scratch: Path) -> Catalogue:
    """Load a catalogue, or write the built-in documents to `scratch` and return theirs."""
    if not configuration.documents:
        return write_documents(scratch)
    return load_catalogue(Path(configuration.documents), with_files=configuration.originals)


def statement_for(configuration: Configuration) -> Statement:
    """Load the statement of a run; a run that is judged again brings its own."""
    return load_statement(configuration.statement, pinned=bool(configuration.replay))


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
            transport = ReplayTransport(exchanges(read_events(folder), folder))
        else:
            transport = LiveTransport(
                recorder.bodies, configuration.connect_timeout, configuration.read_timeout
            )
            if not url:
                folder = catalogue.folder or scratch
                url = stack.enter_context(
                    reference(folder, configuration.statement, configuration.mutant)
                )
        embedded = not configuration.url
        yield Endpoint(url, embedded, statement, catalogue, transport, recorder)


def unreachable(configuration: Configuration) -> str:
    """Return why no connection to the endpoint can be made, and record it; empty if one can."""
    if not configuration.url or configuration.replay:
        return ""
    problem = _connection_problem(configuration)
    if problem:
        recorder = Recorder(configuration.out)
        recorder.event("unreachable", reason=problem)
        recorder.close()
        finish(configuration, complete=False)
    return problem


def _connection_problem(configuration: Configuration) -> str:
    parts = urlsplit(configuration.url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        with socket.create_connection(
            (parts.hostname or "", port), configuration.connect_timeout
        ) as connection:
            if parts.scheme == "https":
                context = ssl.create_default_context()
                context.wrap_socket(connection, server_hostname=parts.hostname).close()
            return ""
    except OSError as error:
        return error.strerror or str(error)
    except UnicodeError:
        return "its host is no name that could be looked up"


def write_header(configuration: Configuration) -> None:
    """Write the header, which pins what the run is judged by, and what is planned."""
    statement = statement_for(configuration)
    with TemporaryDirectory(prefix="wadows-") as scratch:
        catalogue = catalogue_for(configuration, Path(scratch))
        if configuration.originals:
            check_against_files(catalogue)
        catalogue.dump(Path(scratch) / "pinned.toml")
        text = (Path(scratch) / "pinned.toml").read_text(encoding="utf-8")
    folder = "" if not configuration.documents else str(catalogue.folder)
    chosen = selected(configuration.select)
    recorder = Recorder(configuration.out)
    recorder.event(
        "run",
        format=1,
        suite=__version__,
        python=".".join(map(str, sys.version_info[:3])),
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        endpoint=configuration.url or "embedded reference",
        embedded=not configuration.url,
        mutant=configuration.mutant,
        select=list(configuration.select),
        rejudged_from=configuration.replay,
        statement={"name": statement.name, "given": configuration.statement,
                   "sha256": _sha256(statement.text), "text": statement.text},
        catalogue={"sha256": _sha256(text), "given": configuration.documents, "folder": folder,
                   "text": text},
        register_sha256=_sha256(data_path("spec/requirements.toml").read_text(encoding="utf-8")),
        features_sha256=_features_sha256(),
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
    write_reports(results, events, folder)
    return results


def rejudged(folder: Path, out: Path) -> tuple[Configuration, Event]:
    """Return the configuration that judges a run's evidence again, and the run's header.

    Statement and catalogue are the pinned ones; they are written into `out`.
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
    return (
        Configuration(
            out=out,
            url="" if header["embedded"] else header["endpoint"],
            statement=str(statement),
            documents=documents,
            select=chosen if len(chosen) < len(plan) else (),
            replay=str(folder),
            originals=originals,
        ),
        header,
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


def configuration_to_json(configuration: Configuration) -> str:
    """Return a configuration as text, to hand it to other processes."""
    fields = {key: getattr(configuration, key) for key in Configuration.__dataclass_fields__}
    return json.dumps(fields | {"out": str(configuration.out)})


def configuration_from_json(text: str) -> Configuration:
    """Read a configuration that was handed on as text."""
    fields = json.loads(text)
    fields |= {"out": Path(fields["out"]), "select": tuple(fields["select"])}
    return Configuration(**fields)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _features_sha256() -> str:
    files = sorted(data_path("features").glob("*.feature"))
    return _sha256(os.linesep.join(file.read_text(encoding="utf-8") for file in files))


def default_out() -> Path:
    """Return a new folder name for a run, by the time of day."""
    return Path(f"wadows-{datetime.now().astimezone():%Y%m%d-%H%M%S}")
