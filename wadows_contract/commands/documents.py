"""`documents`: the test documents, or others, on the way into an archive."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from wadows_contract.commands.grouping import GroupedCommand
from wadows_contract.commands.guard import clear_errors
from wadows_contract.commands.reaching import reaching_by_http
from wadows_contract.connection import Connection
from wadows_spec.documents import write_documents
from wadows_spec.errors import ConfigurationError


@click.group()
def documents() -> None:
    """The test documents, or documents of your own, on their way into an archive."""


@documents.command("write")
@click.argument("folder", type=click.Path(path_type=Path))
@clear_errors
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


def _which(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say which documents are meant."""
    for option in (
        click.option(
            "--from",
            "folder",
            type=click.Path(path_type=Path),
            default=None,
            metavar="DIR",
            help="Folder of DICOM files to load instead of our documents.",
        ),
        click.option(
            "--documents",
            "catalogue",
            default="",
            metavar="CATALOGUE",
            help="Catalogue whose documents to load instead of ours.",
        ),
    ):
        function = option(function)
    return function


@documents.command("send")
@click.argument("target", metavar="AET@HOST:PORT")
@_which
@click.option(
    "--calling-aet",
    default="WADOWS",
    show_default=True,
    metavar="AET",
    help="AE title to send as.",
)
@clear_errors
def documents_send(target: str, catalogue: str, folder: Path | None, calling_aet: str) -> None:
    """Send documents to a storage SCP by C-STORE, each in its own transfer syntax.

    \b
    Exit codes:
      0 all were stored   1 some were not   2 wrong usage   3 no association came about
    """  # fmt: skip  # noqa: D301  click reads the backspace as: leave the lines alone
    from wadows_contract.loading import dimse  # late: with what is needed for DIMSE alone

    archive, calling = dimse.read_target(target), dimse.check_title(calling_aet)
    _load(catalogue, folder, str(archive), lambda each: dimse.send(each, archive, calling))


@documents.command("stow", cls=GroupedCommand)
@click.argument("url")
@_which
@reaching_by_http
@clear_errors
def documents_stow(url: str, catalogue: str, folder: Path | None, connection: Connection) -> None:
    """Send documents to a DICOMweb service by STOW-RS, byte for byte as their files are.

    URL is that of the service, such as http://archive.example/dicom-web.

    SECRET is env:NAME for a variable of the environment, or the name of a file.

    \b
    Exit codes:
      0 all were stored   1 some were not   2 wrong usage   3 the service cannot be reached
    """  # fmt: skip  # noqa: D301  as above
    from wadows_contract import dicomweb
    from wadows_contract.consumer.credentials import credentials
    from wadows_contract.loading import stow

    service, given = dicomweb.service(url), credentials(connection)
    _load(catalogue, folder, service, lambda each: stow.store(each, service, given))


def _load(catalogue: str, folder: Path | None, target: str, loading: Callable[..., Any]) -> None:
    from wadows_contract.loading import progress, selection

    with tempfile.TemporaryDirectory(prefix="wadows-") as scratch:
        chosen = selection.selected(catalogue, folder, Path(scratch))
        sys.exit(progress.load(chosen, target, loading(chosen.documents)))
