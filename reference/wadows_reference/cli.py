"""The command: serve, list mutants and variants, and apply mutants."""

import json
import logging
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import ParamSpec

import click

from wadows_reference.access import read_access
from wadows_reference.app import Application, create_app
from wadows_reference.limits import limit_fields, read_limits
from wadows_reference.mutants import all_mutants, find_mutant
from wadows_reference.process import allow_files, settle
from wadows_reference.replay import mutate_line
from wadows_reference.server import bind
from wadows_reference.settings import Settings
from wadows_reference.sharing import check_shareable
from wadows_reference.tls import server_context
from wadows_reference.variants import all_variants
from wadows_reference.work_folder import work_folder
from wadows_spec.errors import ConfigurationError

USAGE_ERROR = 2
_ENDING = (signal.SIGTERM, signal.SIGINT)
_FILE = click.Path(path_type=Path)


def _print(line: str) -> None:
    """Print a line at once: whoever started this process waits for it."""
    click.echo(line)
    sys.stdout.flush()


def _say(text: str) -> None:
    click.echo(text, err=True)


P = ParamSpec("P")


def _explaining(command: Callable[P, None]) -> Callable[P, None]:
    """Turn a configuration that cannot be used into one line and exit code 2."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except ConfigurationError as error:
            _say(f"error: {str(error).removesuffix('.')}. {error.hint}")
            sys.exit(USAGE_ERROR)

    return run


@contextmanager
def _ending_on_signals() -> Iterator[None]:
    """Make SIGTERM end the process as SIGINT does: through every `finally`."""

    def stop(number: int, frame: FrameType | None) -> None:
        # Once is enough: what is left is to finish and to tidy up, which takes its time.
        for each in _ENDING:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in _ENDING:
        signal.signal(number, stop)
    with suppress(KeyboardInterrupt):
        yield


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Run the reference Imaging Document Source of the WADO-WS contract."""


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8080, show_default=True, help="Port; 0 takes a free one.")
@click.option(
    "--statement",
    default="dcm4chee-arc",
    show_default=True,
    help="Conformance statement to keep to: a shipped one or a file.",
)
@click.option("--mutant", default=None, help="Defect to have; `mutants` lists them.")
@click.option("--variant", default=None, help="Another way to be right; `variants` lists them.")
@click.option(
    "--index",
    default=None,
    type=click.Path(path_type=Path),
    help="Index file; by default it lies in the folder.",
)
@click.option(
    "--repository-unique-id",
    default="",
    help="Repository to be asked from; by default that of the folder's catalogue.toml, else any.",
)
@click.option(
    "--workers",
    default=0,
    type=click.IntRange(min=0),
    help="Processes to serve by, by gunicorn; without it, threads of this one.",
)
@click.option("--tls-cert", type=_FILE, help="Certificate chain, in PEM: serve over TLS alone.")
@click.option("--tls-key", type=_FILE, help="Its key; by default it stands in the same file.")
@click.option("--tls-client-ca", type=_FILE, help="Whose certificates a client has to show one of.")
@click.option("--require-basic", type=_FILE, help="File with user:password that requests need.")
@click.option("--require-bearer", type=_FILE, help="File with a bearer token that requests need.")
@click.option("--require-security", type=_FILE, help="File with a wsse token that requests need.")
@click.option(
    "--limit",
    multiple=True,
    metavar="NAME=VALUE",
    help=f"Set a limit; may be given again. They are: {', '.join(limit_fields())}.",
)
@_explaining
def serve(
    folder: Path | None,
    host: str,
    port: int,
    statement: str,
    mutant: str | None,
    variant: str | None,
    index: Path | None,
    repository_unique_id: str,
    workers: int,
    tls_cert: Path | None,
    tls_key: Path | None,
    tls_client_ca: Path | None,
    require_basic: Path | None,
    require_bearer: Path | None,
    require_security: Path | None,
    limit: tuple[str, ...],
) -> None:
    """Serve the DICOM files of FOLDER, or the built-in test documents.

    Prints `serving URL` when ready; SIGTERM or SIGINT ends it, once what is under way is finished.
    """
    limits = read_limits(limit)
    allow_files(limits.connections)
    if mutant:
        # Some mutants wait for ever, which nobody wants to see finished.
        limits = replace(limits, grace_seconds=0)
    if (tls_key or tls_client_ca) and not tls_cert:
        raise ConfigurationError(
            "without --tls-cert nothing is served over TLS", "Give the server's certificate."
        )
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(message)s")
    # pydicom warns of every oddity of a file: that is the file's affair, and is served as it is.
    warnings.filterwarnings("ignore", module=r"pydicom(\.|$)")
    logging.getLogger("pydicom").setLevel(logging.CRITICAL)
    finished = True
    with _ending_on_signals(), work_folder() as work:
        if workers:
            check_shareable(find_mutant(mutant) if mutant else None)
            serve_by_workers = _workers()
        app = create_app(
            folder or _test_documents(work / "documents"),
            statement,
            mutant,
            index,
            Settings(
                limits=limits,
                spool_folder=work,
                past_server=True,
                repository_unique_id=repository_unique_id,
                access=read_access(require_basic, require_bearer, require_security),
            ),
            variant,
        )
        context = server_context(tls_cert, tls_key, tls_client_ca) if tls_cert else None
        settle()
        if workers:
            _summarise(app)
            serve_by_workers(
                app, host, port, workers, context, lambda url: _print(f"serving {url}")
            )
            return
        server, url = bind(host, port, app, context)
        _summarise(app)
        try:
            _print(f"serving {url}")
            server.serve_forever(poll_interval=0.1)
        finally:
            finished = server.finish()
    if not finished:
        # Threads that still work would be waited for.
        sys.stderr.flush()
        os._exit(0)


def _workers() -> Callable[..., None]:
    """Return what serves by workers; raises `ConfigurationError` if it is not installed."""
    try:
        # Only here: it is an extra, and none of Windows.
        from wadows_reference.workers import serve_by_workers
    except ImportError as error:
        raise ConfigurationError(
            f"--workers needs gunicorn, which cannot be had: {error}",
            "Install it with `pip install 'wadows-contract[workers]'`; Windows has no such server.",
        ) from error
    return serve_by_workers


def _test_documents(folder: Path) -> Path:
    # Only here: making them needs more than serving does.
    from wadows_spec.documents import write_documents

    try:
        folder.mkdir()
        write_documents(folder)
    except OSError as error:
        raise ConfigurationError(
            f"the test documents cannot be written: {error.strerror}",
            "Set TMPDIR to a folder that can be written and has room.",
        ) from error
    return folder


def _summarise(app: Application) -> None:
    summary = app.store.summary
    _say(
        f"{summary.indexed} documents, {summary.read} files read anew, "
        f"{summary.vanished} gone, {len(summary.skipped)} files skipped"
    )
    for skipped in summary.skipped:
        _say(f"skipped {skipped.path}: {skipped.reason}")


@main.command()
def mutants() -> None:
    """Print the mutants as JSON: name, requirement that each breaks, sentence, way and also.

    The last says why a mutant turns more than a few other requirements red.
    The way is out, in, timing or state; `mutate` knows those that are out.
    """
    listed = [
        {
            "name": entry.name,
            "requirement": entry.requirement,
            "sentence": entry.sentence,
            "way": entry.way,
            "also": entry.also,
        }
        for entry in all_mutants()
    ]
    click.echo(json.dumps(listed, indent=1))


@main.command()
def variants() -> None:
    """Print the variants as JSON: name, a sentence, and which requirements warn of each."""
    listed = [
        {"name": entry.name, "sentence": entry.sentence, "warns": list(entry.warns)}
        for entry in all_variants()
    ]
    click.echo(json.dumps(listed, indent=1))


@main.command()
@_explaining
def mutate() -> None:
    """Apply mutants to recorded exchanges: JSON lines from standard input to output, one by one."""
    for number, line in enumerate(sys.stdin, start=1):
        if line.strip():
            _print(mutate_line(line, number))
