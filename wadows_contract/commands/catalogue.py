"""`catalogue`: describe documents of one's own, so that an endpoint can be certified by them."""

from pathlib import Path

import click

from wadows_contract.commands.grouping import GroupedCommand
from wadows_contract.commands.guard import clear_errors
from wadows_contract.commands.reaching import reaching_by_http
from wadows_contract.connection import Connection

_FILE = click.Path(path_type=Path)


@click.command(cls=GroupedCommand)
@click.argument("folder", required=False, default=None, type=_FILE, metavar="[DIR]")
@click.option(
    "--kos", type=_FILE, default=None, metavar="FILE", help="Imaging manifest: identities only."
)
@click.option(
    "--qido", default="", metavar="URL", help="DICOMweb service with the study: identities only."
)
@click.option("--study", default="", metavar="UID", help="Which study, if it has several.")
@click.option(
    "--out",
    type=_FILE,
    default=Path("catalogue.toml"),
    show_default=True,
    help="New file for the catalogue.",
)
@click.option(
    "--repository-unique-id",
    default="",
    metavar="UID",
    help="That of your endpoint; by default that of the manifest.",
)
@click.option("--home-community-id", default="", metavar="URN", help="That of your endpoint.")
@reaching_by_http
@clear_errors
def catalogue(
    folder: Path | None,
    kos: Path | None,
    qido: str,
    study: str,
    out: Path,
    repository_unique_id: str,
    home_community_id: str,
    connection: Connection,
) -> None:
    """Describe the DICOM files in DIR in a catalogue, for certify --documents.

    Or the documents that an imaging manifest names, or those of a study in a DICOMweb service:
    what needs their bytes or pixels is then not shown. Nothing is uploaded anywhere.

    SECRET is env:NAME for a variable of the environment, or the name of a file.

    \b
    Exit codes:
      0 written   2 wrong usage, or nothing to catalogue   3 the service cannot be reached
    """  # fmt: skip  # noqa: D301  click reads the backspace as: leave the lines alone
    from wadows_contract.cataloguing import command  # late: it brings every check and decoder

    command.catalogue(
        command.Wanted(
            out, folder, kos, qido, study, repository_unique_id, home_community_id, connection
        )
    )
