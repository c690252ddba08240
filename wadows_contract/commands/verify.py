"""`verify`: see whether the files of a run are as they were left."""

import sys
from pathlib import Path

import click

from wadows_contract.checksums import MANIFEST_FILE, differences, manifest_digest
from wadows_contract.commands.guard import clear_errors
from wadows_contract.report.text import printable


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--sha256",
    default="",
    metavar="DIGITS",
    help="SHA-256 of the manifest itself, as the run printed it.",
)
@clear_errors
def verify(folder: Path, sha256: str) -> None:
    """Compare the files in FOLDER with the manifest that the run left there.

    \b
    Exit codes:
      0 nothing was changed   1 something was   2 there is nothing to compare
    """  # noqa: D301  click reads the backspace as: leave the lines alone
    found = differences(folder)
    own = manifest_digest(folder)
    foreign = bool(sha256) and sha256.strip().lower() != own
    told = [f"changed: {name}" for name in found.changed]
    told += [f"missing: {name}" for name in found.missing]
    told += [f"new: {name}" for name in found.new]
    told += [f"line {number} of {MANIFEST_FILE} cannot be read" for number in found.unread]
    told += [f"{MANIFEST_FILE} is another one: its SHA-256 is {own}"] * foreign
    for line in told:
        click.echo(printable(line))
    if told:
        click.echo(f"{folder} is not as the run left it.")
        sys.exit(1)
    click.echo(f"{folder} is as the run left it, if {MANIFEST_FILE} is: its SHA-256 is {own}")
