"""The command `wadows-contract`."""

import contextlib
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from wadows_contract import __version__, session
from wadows_contract.configuration import Configuration, catalogue_for, default_out
from wadows_contract.errors import SuiteError
from wadows_contract.prove import proving
from wadows_contract.prove.plan import read_part
from wadows_contract.reference_process import command, environment
from wadows_contract.results import Gate
from wadows_spec.documents import write_documents
from wadows_spec.errors import ConfigurationError

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def _clear_errors(function: Callable[..., None]) -> Callable[..., None]:
    """Turn the errors that we know into one message and their exit code."""

    @wraps(function)
    def guarded(*arguments: Any, **options: Any) -> None:
        try:
            function(*arguments, **options)
        except ConfigurationError as error:
            click.echo(f"Error: {error}", err=True)
            if error.hint:
                click.echo(error.hint, err=True)
            sys.exit(Gate.USAGE)
        except SuiteError as error:
            click.echo(f"The suite failed: {error}", err=True)
            sys.exit(Gate.SUITE_FAILED)
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)
            sys.exit(Gate.SUITE_FAILED)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:  # noqa: BLE001  a traceback is for us, not for the user
            click.echo(f"The suite failed: {type(error).__name__}: {error}", err=True)
            with contextlib.suppress(OSError):  # a full disk may be what went wrong
                click.echo(f"Where it failed stands in {_keep_traceback()}.", err=True)
            sys.exit(Gate.SUITE_FAILED)

    return guarded


def _keep_traceback() -> str:
    """Write the traceback of the exception being handled to a new file, and return its name."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="wadows-", suffix=".txt", delete=False
    ) as log:
        traceback.print_exc(file=log)
    return log.name


@click.group(context_settings=_SETTINGS)
@click.version_option(__version__, prog_name="wadows-contract")
def main() -> None:
    """Test an Imaging Document Source against the WADO-WS contract, or serve the reference.

    \b
    Exit codes of certify and rejudge:
      0 conforms   1 does not   2 wrong usage   3 endpoint unreachable
      4 the suite failed, or the run was cut short
    What the file of expected failures lists counts as 0 if it fails, and as 1 if it passes.
    """  # noqa: D301  click reads the backspace as: leave the lines alone


@main.command()
@click.argument("url", required=False, default=None)
@click.option(
    "--statement",
    default="dcm4chee-arc",
    show_default=True,
    metavar="NAME|FILE",
    help="Conformance statement to judge by.",
)
@click.option(
    "--documents",
    default="",
    metavar="CATALOGUE",
    help="Catalogue of the documents that the endpoint holds; ours by default.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="New folder for evidence and reports; named by the time by default.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="TAGS",
    help="Tag expression or scenario id; may be repeated. The verdict is incomplete.",
)
@click.option("--hostile", is_flag=True, help="Send what could hurt a production system, too.")
@click.option(
    "--exact-codes", is_flag=True, help="Allow no error code but the one that the statement emits."
)
@click.option(
    "--expected-failures",
    default="",
    metavar="FILE",
    help="What is known to fail, with reasons: the exit code allows it, the verdict does not.",
)
@click.option("--list", "list_", is_flag=True, help="List the scenarios and stop.")
@click.option("--plan", is_flag=True, help="Say how much would be asked for and stop.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Scenarios that run at the same time.",
)
@click.option(
    "--connect-timeout",
    type=click.FloatRange(0.1),
    default=10.0,
    show_default=True,
    help="Seconds for a connection.",
)
@click.option(
    "--read-timeout",
    type=click.FloatRange(0.1),
    default=60.0,
    show_default=True,
    help="Seconds without a byte.",
)
@_clear_errors
def certify(
    url: str | None,
    statement: str,
    documents: str,
    out: Path | None,
    select: tuple[str, ...],
    hostile: bool,
    exact_codes: bool,
    expected_failures: str,
    list_: bool,
    plan: bool,
    jobs: int,
    connect_timeout: float,
    read_timeout: float,
) -> None:
    """Certify the endpoint at URL; without URL, the reference itself."""  # fmt: skip
    if url == "":
        raise ConfigurationError(
            "the URL is empty", "Give the endpoint's; without any the reference is certified."
        )
    configuration = Configuration(
        out=out or default_out(),
        url=url or "",
        statement=statement,
        documents=documents,
        select=select,
        hostile=hostile,
        exact_codes=exact_codes,
        expected_failures=expected_failures,
        connect_timeout=connect_timeout,
        read_timeout=read_timeout,
    )
    if list_ or plan:
        with tempfile.TemporaryDirectory(prefix="wadows-") as scratch:
            catalogue = catalogue_for(configuration, Path(scratch))
            click.echo(session.listing(select) if list_ else session.plan(configuration, catalogue))
        return
    sys.exit(session.certify(configuration, jobs))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="New folder for the new reports; none are kept by default.",
)
@_clear_errors
def rejudge(folder: Path, out: Path | None) -> None:
    """Judge the evidence in FOLDER again, offline."""  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="wadows-") as scratch:
        sys.exit(session.rejudge(folder, out or Path(scratch) / "rejudged", kept=out is not None))


@main.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="New folder for proof.json and proof.html; neither is kept by default.",
)
@click.option(
    "--part",
    default="",
    metavar="K/N",
    help="Of all that runs live only the Kth of N parts; today/N chooses by the date.",
)
@click.option(
    "--whole", is_flag=True, help="Judge variants by every scenario, not by two of a requirement."
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2,
    show_default="number of CPUs",
    help="Trials at the same time.",
)
@_clear_errors
def prove(names: tuple[str, ...], out: Path | None, part: str, whole: bool, jobs: int) -> None:
    """Prove the suite: every mutant of the reference is found, and no variant raises an alarm.

    Mutants of answers are applied to recorded exchanges; all mutants, and the variants, run live.
    With NAMEs, only these mutants and variants.

    \b
    Exit codes:
      0 no survivor and no false alarm   1 there are   2 wrong usage   4 the suite failed
    """  # fmt: skip  # noqa: D301  as above
    proof = proving.prove(names, out, read_part(part, datetime.now(UTC).date()), whole, jobs)
    sys.exit(Gate.CONFORMS if proof.holds else Gate.DOES_NOT_CONFORM)


@main.command()
@click.argument("folder", required=False, default=None)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="0 picks a free one.",
)
@click.option("--statement", default="dcm4chee-arc", show_default=True, metavar="NAME|FILE")
@click.option("--mutant", default="", metavar="NAME", help="Misbehave in one named way.")
@click.option("--list-mutants", is_flag=True, help="List the mutants and stop.")
@click.option("--list-variants", is_flag=True, help="List the variants and stop.")
@click.option(
    "--variant",
    default="",
    metavar="NAME",
    help="Be built otherwise, and as right, in one named way.",
)
@click.option(
    "--repository-unique-id",
    default="",
    metavar="UID",
    help="Repository to be asked from; by default that of FOLDER's catalogue.toml, else any.",
)
def serve(
    folder: str | None,
    host: str,
    port: int,
    statement: str,
    mutant: str,
    list_mutants: bool,
    list_variants: bool,
    variant: str,
    repository_unique_id: str,
) -> None:
    """Serve the DICOM files in FOLDER, or the test documents, as the reference.

    When it is ready it prints one line on standard output: `serving URL`.
    """  # fmt: skip
    if list_mutants or list_variants:
        click.echo(proving.listing(list_mutants, list_variants))
        return
    arguments = ["serve", *([folder] if folder else []), "--host", host, "--port", str(port),
                 "--statement", statement, *(["--mutant", mutant] if mutant else []),
                 *(["--variant", variant] if variant else []),
                 "--repository-unique-id", repository_unique_id]  # fmt: skip
    with (
        session.stopped_by_sigterm(),
        subprocess.Popen(command(*arguments), env=environment()) as process,
    ):
        try:
            code = process.wait()
        except KeyboardInterrupt:
            process.terminate()
            code = process.wait()
    sys.exit(code if code >= 0 else Gate.SUITE_FAILED)


@main.group()
def documents() -> None:
    """The test documents."""


@documents.command("write")
@click.argument("folder", type=click.Path(path_type=Path))
@_clear_errors
def documents_write(folder: Path) -> None:
    """Write the test documents and catalogue.toml into FOLDER."""
    try:
        catalogue = write_documents(folder)
    except OSError as error:
        raise ConfigurationError(
            f"{error.filename or folder} cannot be written: {error.strerror}",
            "Give another folder, or mend its permissions.",
        ) from error
    click.echo(f"{len(catalogue.documents)} documents and catalogue.toml in {folder}")


if __name__ == "__main__":
    # xdist and the reference start new processes: nothing of this one's options may leak there.
    os.environ.pop("PYTEST_ADDOPTS", None)
    main()
