"""`redact`: make a copy of a run that holds no patient data."""

import sys
from pathlib import Path

import click
from rich.console import Console

from wadows_contract.commands.guard import clear_errors
from wadows_contract.configuration import prepare_folder


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="New folder for the copy."
)
@click.option(
    "--keep-pixels",
    is_flag=True,
    help="Keep what images show; they may hold names that were burnt in.",
)
@clear_errors
def redact(folder: Path, out: Path, keep_pixels: bool) -> None:
    """Copy the run in FOLDER without patient data, people, places, UIDs and secrets."""
    from wadows_contract.redaction.copying import LIST_FILE, redacted_copy
    from wadows_contract.report.terminal import print_summary

    prepare_folder(out)
    copy = redacted_copy(folder, out, keep_pixels)
    print_summary(copy.results, out, Console())
    click.echo(
        f"{len(copy.lost)} states cannot be shown by the copy, {len(copy.removed)} pieces could"
        f" not be read and were overwritten: {out / LIST_FILE} lists them."
    )
    if keep_pixels:
        click.echo("Pixels were kept: look at each image for names before you hand them on.")
    click.echo("Look through the copy before it leaves the house: nobody can promise all of it.")
    sys.exit(0)
