"""`doctor`: look what works of an endpoint before it is certified."""

import sys
from pathlib import Path

import click
from rich.console import Console

from wadows_contract.commands.guard import clear_errors
from wadows_contract.configuration import Configuration
from wadows_spec.errors import ConfigurationError


@click.command()
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
@clear_errors
def doctor(
    url: str,
    statement: str,
    documents: str,
    out: Path | None,
    connect_timeout: float,
    read_timeout: float,
) -> None:
    """Say in order what works of the endpoint at URL, and what to do where it does not.

    It asks for a WSDL, for one document and for one rendering of it: nothing that could hurt.

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
        connect_timeout=connect_timeout,
        read_timeout=read_timeout,
    )
    sys.exit(examination(configuration, out, Console()))
