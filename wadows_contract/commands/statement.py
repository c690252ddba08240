"""`statement`: write what was observed as a conformance statement."""

from pathlib import Path

import click

from wadows_contract.commands.guard import clear_errors
from wadows_contract.evidence import read_events
from wadows_contract.observing import observe
from wadows_contract.report.declared import pinned_statement
from wadows_contract.report.matrix import pinned_catalogue
from wadows_contract.report.observed import as_rst, as_toml
from wadows_contract.verdict import summarise
from wadows_spec.errors import ConfigurationError


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--rst", is_flag=True, help="Write the specification's tables in reStructuredText instead."
)
@click.option(
    "--out", type=click.Path(path_type=Path), default=None, help="File; the terminal by default."
)
@clear_errors
def statement(folder: Path, rst: bool, out: Path | None) -> None:
    """Write what the run in FOLDER shows of its endpoint as a conformance statement."""
    events = read_events(folder)
    declared, catalogue = pinned_statement(events[0]), pinned_catalogue(events[0])
    if declared is None or catalogue is None:
        raise ConfigurationError(
            "the header of the evidence does not say what the run was judged by",
            "Take the folder from where it was kept.",
        )
    results = summarise(events, declared)
    observed = observe(results, events, folder, declared, catalogue)
    if not observed.served:
        raise ConfigurationError(
            f"the run in {folder} shows no operation: no document came",
            "There is nothing that could be stated.",
        )
    text = (as_rst if rst else as_toml)(observed, declared, events[0])
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(
            f"{out} cannot be written: {error.strerror}", "Give another file with --out."
        ) from error
    click.echo(f"statement: {out}")
