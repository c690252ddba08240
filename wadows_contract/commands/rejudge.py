"""`rejudge`: give the verdict again from the evidence."""

import sys
import tempfile
from pathlib import Path

import click

from wadows_contract import session
from wadows_contract.commands.guard import clear_errors


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="New folder for the new reports; none are kept by default.",
)
@clear_errors
def rejudge(folder: Path, out: Path | None) -> None:
    """Judge the evidence in FOLDER again, offline."""  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="wadows-") as scratch:
        sys.exit(session.rejudge(folder, out or Path(scratch) / "rejudged", kept=out is not None))
