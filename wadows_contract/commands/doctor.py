"""`doctor`: look what works of an endpoint before it is certified."""

import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from wadows_contract.commands.grouping import GroupedCommand
from wadows_contract.commands.guard import clear_errors
from wadows_contract.commands.reaching import reaching
from wadows_contract.configuration import Configuration
from wadows_contract.connection import Connection
from wadows_spec.errors import ConfigurationError


@click.command(cls=GroupedCommand)
@click.argument("url")
@click.option(
    "--statement",
    default="dcm4chee-arc",
    show_default=True,
    metavar="NAME|FILE",
    help="Conformance statement that says what may be asked.",
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
    help="New file for the lines as JSON; nothing is kept by default.",
)
@reaching
@clear_errors
def doctor(
    url: str,
    statement: str,
    documents: str,
    out: Path | None,
    connection: Connection,
    **limits: Any,
) -> None:
    """Say in order what works of the endpoint at URL, and what to do where it does not.

    It asks for a WSDL, for one document and for one rendering of it: nothing that could hurt.
    SECRET is env:NAME for a variable of the environment, or the name of a file.

    \b
    Exit codes:
      0 all is well   1 something is red   2 wrong usage   3 the endpoint cannot be reached
    """  # fmt: skip  # noqa: D301  click reads the backspace as: leave the lines alone
    # Reading certificates takes a moment to import, which no other command needs.
    from wadows_contract.doctor.examination import examination

    if not url:
        raise ConfigurationError("the URL is empty", "Give the endpoint's.")
    configuration = Configuration(
        out=Path(),
        url=url,
        statement=statement,
        documents=documents,
        connection=connection,
        **limits,
    )
    sys.exit(examination(configuration, out, Console()))
