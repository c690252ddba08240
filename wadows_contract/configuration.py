"""What a run was asked to do, and what follows from that before anything is asked."""

import dataclasses
import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from cucumber_tag_expressions import TagExpressionError, parse

from wadows_contract.connection import Connection
from wadows_contract.consumer.credentials import Credentials, credentials
from wadows_contract.consumer.limits import Limits
from wadows_contract.evidence import EVENTS_FILE
from wadows_contract.expected_failures import ExpectedFailure, in_force, load_expected_failures
from wadows_contract.features import Scenario, scenarios
from wadows_spec.catalogue import Catalogue, load_catalogue
from wadows_spec.documents import write_documents
from wadows_spec.errors import ConfigurationError
from wadows_spec.statement import Statement, load_statement


@dataclass(frozen=True)
class Configuration:
    """What a run was asked to do; time limits in seconds, `max_answer` in megabytes.

    Without `url` the reference is started, as its `mutant` or `variant` if one is named;
    without `documents` the built-in ones are meant.
    `exact_codes` narrows the codes that judging allows to those that the statement emits;
    `hostile` sends requests that could hurt a production system, which our own never is.
    `replay` names the evidence to take the answers from instead of an endpoint; `pinned` is the
    catalogue of the built-in documents of then, if these were meant.
    Without `originals` not all files of the catalogue's documents are at hand any more.
    `expected_failures` names the file of these, if any; `expected_on` is the day that they are
    judged by, in ISO 8601: that of the run, by UTC. Without `reports` there is evidence alone;
    `summary` names a file for a short one in Markdown, if any.
    With `silent` nothing is sent, and no reference started.
    """

    out: Path
    url: str = ""
    statement: str = "dcm4chee-arc"
    documents: str = ""
    select: tuple[str, ...] = ()
    replay: str = ""
    pinned: str = ""
    originals: bool = True
    mutant: str = ""
    variant: str = ""
    hostile: bool = False
    exact_codes: bool = False
    expected_failures: str = ""
    expected_on: str = field(default_factory=lambda: datetime.now(UTC).date().isoformat())
    connect_timeout: float = 10.0
    read_timeout: float = 60.0
    first_byte_timeout: float = 0.0
    answer_timeout: float = 600.0
    max_answer: float = 4096.0
    reports: bool = True
    summary: str = ""
    silent: bool = False
    connection: Connection = field(default_factory=Connection)

    @property
    def limits(self) -> Limits:
        """How long answers may take, and how large they may be."""
        size = int(self.max_answer * 1e6)
        return Limits(
            self.connect_timeout,
            self.read_timeout,
            self.answer_timeout,
            size,
            first_byte=self.first_byte_timeout,
        )


def check_connection(configuration: Configuration) -> Credentials:
    """Return what a run adds to its requests, having read it.

    Raises `ConfigurationError` for what cannot be used, or has no use.
    """
    url, connection = configuration.url, configuration.connection
    check_url(url)
    if not url and connection != Connection(rate=connection.rate):
        raise ConfigurationError(
            "the reference that certifies itself is reached without credentials", "Give a URL."
        )
    if connection.names_tls and not url.startswith("https:"):
        raise ConfigurationError(
            f"certificates have no use for {url}", "Write https in place of http."
        )
    check_url(connection.proxy, "--proxy-basic")
    if connection.password_text and not connection.username_token:
        raise ConfigurationError(
            "--password-text has no use without --username-token", "Give --username-token."
        )
    if connection.proxy_basic and not connection.proxy:
        raise ConfigurationError("--proxy-basic has no use without --proxy", "Give --proxy.")
    tls = "https" in (urlsplit(url).scheme, urlsplit(connection.proxy).scheme)
    return credentials(connection, tls=tls)


def check_url(url: str, instead: str = "--basic") -> None:
    """Raise `ConfigurationError` if a URL is none of an endpoint; empty means the reference.

    A URL is part of the evidence: credentials are refused in it; `instead` is the option for them.
    """
    try:
        parts = urlsplit(url)
        usable = not url or (parts.scheme in ("http", "https") and bool(parts.hostname))
        named = "@" in parts.netloc
        parts.port  # noqa: B018  raises for a port that is no number
    except ValueError:
        usable, named = False, "@" in url
    if named:
        host = url.rpartition("@")[2].partition("/")[0]
        raise ConfigurationError(
            f"a user is named in the URL of {host}",
            "It would be in the evidence; leave it out, and give it with"
            f" {instead} env:NAME or {instead} FILE.",
        )
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


@functools.cache
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
    if configuration.pinned:
        return _of_then(load_catalogue(Path(configuration.pinned), with_files=False), scratch)
    if not configuration.documents:
        return write_documents(scratch)
    return load_catalogue(Path(configuration.documents), with_files=configuration.originals)


def _of_then(pinned: Catalogue, scratch: Path) -> Catalogue:
    """Return an earlier catalogue of ours, with those files that are still what they were."""
    now = write_documents(scratch)
    for role, document in now.documents.items():
        if pinned.documents.get(role) != document:
            now.path_of(role).unlink()
    return replace(pinned, folder=scratch)


def statement_for(configuration: Configuration) -> Statement:
    """Load the statement of a run; a run that is judged again brings its own."""
    statement = load_statement(configuration.statement, pinned=bool(configuration.replay))
    return statement.exact() if configuration.exact_codes else statement


def expected_failures_for(configuration: Configuration) -> Mapping[str, ExpectedFailure]:
    """Return the expected failures that count in a run, by id.

    Raises `ConfigurationError` if the file or an entry of it cannot be.
    """
    if not configuration.expected_failures:
        return {}
    path = Path(configuration.expected_failures)
    entries = load_expected_failures(path, pinned=bool(configuration.replay))
    return in_force(entries, date.fromisoformat(configuration.expected_on))


def configuration_to_json(configuration: Configuration) -> str:
    """Return a configuration as text, to hand it to other processes."""
    fields = {key: getattr(configuration, key) for key in Configuration.__dataclass_fields__}
    connection = dataclasses.asdict(configuration.connection)
    return json.dumps(fields | {"out": str(configuration.out), "connection": connection})


def configuration_from_json(text: str) -> Configuration:
    """Read a configuration that was handed on as text."""
    fields = json.loads(text)
    connection = fields["connection"]
    connection["headers"] = tuple(connection["headers"])
    fields |= {"out": Path(fields["out"]), "select": tuple(fields["select"])}
    fields["connection"] = Connection(**connection)
    return Configuration(**fields)


def default_out() -> Path:
    """Return a new folder name for a run, by the time of day."""
    return Path(f"wadows-{datetime.now().astimezone():%Y%m%d-%H%M%S}")
