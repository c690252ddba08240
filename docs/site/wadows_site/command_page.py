"""The command, by what it says of itself."""

from collections.abc import Iterator
from typing import Final

import click

from wadows_contract.cli import main

_NAME: Final = "wadows-contract"
#: Characters that fit into a line of the page.
_WIDTH: Final = 92


def command_page() -> str:
    """Return a page with the help of each subcommand."""
    top = click.Context(main, info_name=_NAME, **main.context_settings)
    parts = ["# The command", _help(main, top)]
    for context in _subcommands(top):
        words = context.command_path.removeprefix(f"{_NAME} ")
        parts += [f"## {words}", _help(context.command, context)]
    return "\n\n".join(parts) + "\n"


def _subcommands(context: click.Context) -> Iterator[click.Context]:
    group = context.command
    if not isinstance(group, click.Group):
        yield context
        return
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None and not command.hidden:
            yield from _subcommands(click.Context(command, info_name=name, parent=context))


def _help(command: click.Command, context: click.Context) -> str:
    context.terminal_width = _WIDTH
    return f"```text\n{command.get_help(context)}\n```"
