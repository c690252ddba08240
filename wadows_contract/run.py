"""A run: its configuration, its header, and what it leaves behind."""

import hashlib
import json
import os
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
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
from wadows_spec.catalogue import CATALOGUE_FILE, Catalogue, load_catalogue
from wadows_spec.data import data_path
from wadows_spec.documents import write_documents
from wadows_spec.errors import ConfigurationError
from wadows_spec.statement import load_statement


@dataclass(frozen=True)
class Configuration:
    """What a run was asked to do; time limits in seconds.

    Without `url` the reference is started; without `documents` the built-in ones are meant.
    `replay` names the evidence to take the answers from instead of an endpoint.
    """

    out: Path
    url: str = ""
    statement: str = "dcm4chee-arc"
    documents: str = ""
    select: tuple[str, ...] = ()
    replay: str = ""
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


def catalogue_for(documents: str, scratch: Path) -> Catalogue:
    """Load a catalogue, or write the built-in documents to `scratch` and return theirs."""
    if not documents:
        return write_documents(scratch)
    return load_catalogue(Path(documents))


@contextmanager
def endpoint(configuration: Configuration, worker: str = "") -> Iterator[Endpoint]:
    """Make all that scenarios need; `worker` names one process of a parallel run."""
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(TemporaryDirectory(prefix="wadows-")))
        statement = load_statement(configuration.statement)
        catalogue = catalogue_for(configuration.documents, scratch)
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
        with socket.create_connection((parts.hostname or "", port), configuration.connect_timeout):
            return ""
    except OSError as error:
        return error.strerror or str(error)
    except UnicodeError:
        return "its host is no name that could be looked up"


def write_header(configuration: Configuration) -> None:
    """Write the header, which pins what the run is judged by, and what is planned."""
    statement = load_statement(configuration.statement)
    with TemporaryDirectory(prefix="wadows-") as scratch:
        catalogue = catalogue_for(configuration.documents, Path(scratch))
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
        catalogue={"sha256": _sha256(text), "folder": folder, "text": text},
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
    if configuration.url and not configuration.replay:
        recorder.event(
            "remark",
            text="In the sample requests To, MessageID, repository and UIDs were replaced"
            " by those of this endpoint and its catalogue.",
        )
    recorder.close()


def finish(configuration: Configuration, complete: bool) -> Results:
    """Join the evidence, close it with a footer, judge it, and write the reports.

    What is judged again is no more complete than it was.
    """
    folder = configuration.out
    if configuration.replay:
        complete = complete and bool(read_events(Path(configuration.replay))[-1].get("complete"))
    join_parts(folder)
    recorder = Recorder(folder)
    recorder.event("end", complete=complete, ended=datetime.now(UTC).isoformat(timespec="seconds"))
    recorder.close()
    events = read_events(folder)
    results = summarise(events, load_statement(configuration.statement))
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
    documents = ""
    if header["catalogue"]["folder"]:
        originals = Path(header["catalogue"]["folder"])
        documents = str(originals if originals.is_dir() else out / CATALOGUE_FILE)
        (out / CATALOGUE_FILE).write_text(header["catalogue"]["text"], encoding="utf-8")
    return (
        Configuration(
            out=out,
            url="" if header["embedded"] else header["endpoint"],
            statement=str(statement),
            documents=documents,
            select=chosen if len(chosen) < len(plan) else (),
            replay=str(folder),
        ),
        header,
    )


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
