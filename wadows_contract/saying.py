"""Printing what may hold words of an endpoint, an archive, or a file."""

import click

from wadows_contract.report.text import printable


def say(text: str, err: bool = False) -> None:
    """Print a text, `err` to the standard error, with each control character as an escape."""
    click.echo(printable(text), err=err)
