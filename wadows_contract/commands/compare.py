"""`compare`: set runs side by side."""

import sys
from pathlib import Path

import click
from rich.console import Console

from wadows_contract.commands.guard import clear_errors
from wadows_contract.comparing import compare as compare_runs
from wadows_contract.report.comparison import comparison_page, print_comparison
from wadows_spec.errors import ConfigurationError


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), default=None, help="File for a page of the same."
)
@clear_errors
def compare(folders: tuple[Path, ...], out: Path | None) -> None:
    """Set the runs in FOLDERS side by side: endpoints, versions, statements.

    \b
    Exit codes:
      0 every requirement has the same state   1 some differ   2 wrong usage
    """  # noqa: D301  click reads the backspace as: leave the lines alone
    if len(folders) < 2:
        raise ConfigurationError("one run alone cannot be compared", "Give two folders or more.")
    comparison = compare_runs(folders)
    if out is not None:
        try:
            out.write_text(comparison_page(comparison), encoding="utf-8")
        except OSError as error:
            raise ConfigurationError(
                f"{out} cannot be written: {error.strerror}", "Give another file with --out."
            ) from error
    print_comparison(comparison, Console())
    if out is not None:
        click.echo(f"page: {out}")
    sys.exit(1 if comparison.differing else 0)
