"""The commands that pages show, and whether the command line takes them."""

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from wadows_contract.cli import main

ROOT = Path(__file__).parents[2]
NAME = "wadows-contract"
PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *(ROOT / name for name in ("action.yml", "Containerfile")),
]
_FENCED = re.compile(r"^ *```(\w*)[^\n]*\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
_SPAN = re.compile(r"(?<!`)`([^`]+)`(?!`)")
#: What a shell takes for itself: the command ends there.
_ENDS = {"&", "&&", "|", "||", ";", ">", ">>", "<", "(", ")", "$("}


@dataclass(frozen=True)
class Shown:
    """A command as a page shows it: its words after the name of the program.

    In running text an option may stand without its value.
    """

    page: str
    words: tuple[str, ...]
    running: bool = False

    def __str__(self) -> str:
        return f"{self.page}: {shlex.join(self.words)}"


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    language: str
    text: str


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page."""
    return [Block(*found) for found in _FENCED.findall(page.read_text(encoding="utf-8"))]


def shown(page: Path) -> Iterator[Shown]:
    """Every command in the blocks of a page, and in its running text."""
    name = page.relative_to(ROOT).as_posix()
    for block in blocks(page):
        if block.language not in ("text", "toml", "python", "gherkin"):
            for words in _commands(_joined(block)):
                yield Shown(name, words)
    for span in _SPAN.findall(_FENCED.sub("", page.read_text(encoding="utf-8"))):
        text = " ".join(span.split())
        # `certify --list` stands for the whole; `serve` alone may be anything.
        first, _, rest = text.partition(" ")
        whole = f"{NAME} {text}" if first in main.commands and "--" in rest else text
        for words in _commands([whole]):
            yield Shown(name, words, running=True)


def _joined(block: Block) -> list[str]:
    """The lines of a block, with those that go on made one: by a backslash, or as YAML folds."""
    text = re.sub(r"\\\n\s*", " ", block.text)
    if block.language == "yaml":
        text = re.sub(r"\n +(?=--)", " ", text)
    return text.splitlines()


def _commands(lines: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for line in lines:
        if NAME not in line:
            continue
        reader = shlex.shlex(line, posix=True, punctuation_chars="&|;<>()")
        reader.whitespace_split = True
        words = list(reader)
        for at, word in enumerate(words):
            if word.rsplit("/")[-1] != NAME or words[at - 1] == "--tag":
                continue
            own: list[str] = []
            for argument in words[at + 1 :]:
                if argument in _ENDS:
                    break
                own.append(argument)
            if own:
                yield tuple(own)


def refusal(words: Sequence[str]) -> str:
    """Why the command line would not take these words; empty if it would."""
    command: click.Command = main
    context = click.Context(main, info_name=NAME)
    rest = list(words)
    while isinstance(command, click.Group):
        if not rest or rest[0] in ("--help", "-h", "--version"):
            return ""
        name = rest.pop(0)
        found = command.get_command(context, name)
        if found is None:
            return f"{name!r} is no subcommand of {context.command_path}"
        command, context = found, click.Context(found, info_name=name, parent=context)
    try:
        _, extra, _ = command.make_parser(context).parse_args(rest)
    except click.UsageError as error:
        return error.format_message()
    return f"{' '.join(extra)} is too much" if extra else ""
