"""`certify`: run the contract against an endpoint."""

import sys
from pathlib import Path
from typing import Any

import click

from wadows_contract import session
from wadows_contract.commands.grouping import GroupedCommand
from wadows_contract.commands.guard import clear_errors
from wadows_contract.commands.reaching import reaching
from wadows_contract.configuration import Configuration, default_out
from wadows_contract.connection import Connection
from wadows_spec.errors import ConfigurationError


@click.command(cls=GroupedCommand)
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
@click.option(
    "--summary",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FILE",
    help="Markdown file for a short summary, as the page of a pipeline shows it.",
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
@reaching
@clear_errors
def certify(
    url: str | None,
    statement: str,
    documents: str,
    out: Path | None,
    select: tuple[str, ...],
    hostile: bool,
    exact_codes: bool,
    expected_failures: str,
    summary: Path | None,
    list_: bool,
    plan: bool,
    jobs: int,
    connection: Connection,
    **limits: Any,
) -> None:
    """Certify the endpoint at URL; without URL, the reference itself.

    SECRET says where one is: env:NAME for a variable of the environment, or the name of a file;
    no secret is taken from the command line, and none gets into the evidence.
    """
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
        summary="" if summary is None else str(summary),
        connection=connection,
        **limits,
    )
    if list_ or plan:
        rate = connection.rate
        click.echo(session.listing(select) if list_ else session.plan(configuration).in_words(rate))
        return
    sys.exit(session.certify(configuration, jobs))
