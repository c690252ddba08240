"""What became of each document, while and after it is loaded."""

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from pydicom.uid import UID
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from wadows_contract.loading.part10 import Part10File
from wadows_contract.loading.selection import Selection
from wadows_contract.results import Gate
from wadows_contract.saying import say
from wadows_spec.tables import transfer_syntax_name


class Became(StrEnum):
    """What became of a document."""

    STORED = "stored"
    #: Stored, and the archive says that it changed something or found something odd.
    CHANGED = "stored with a warning"
    REFUSED = "refused"


@dataclass(frozen=True)
class Loaded:
    """A document, what became of it, and what the archive said of it."""

    document: Part10File
    became: Became
    reason: str = ""


#: Takes documents one by one and says what became of each, in any order.
Load = Callable[[], Iterator[Loaded]]

_HEADINGS: Final = {
    Became.CHANGED: "Stored with a warning: what comes back may not be what was sent",
    Became.REFUSED: "Refused",
}


def load(selection: Selection, target: str, loading: Iterable[Loaded]) -> int:
    """Load documents with a progress line, print what became of them, and return the exit code.

    It is 1 if any was refused or could not be read, else 0.
    """
    found: list[Loaded] = []
    with _line(len(selection.documents)) as advance:
        for each in loading:
            found.append(each)
            advance(each.became == Became.REFUSED)
    stored = sum(each.became != Became.REFUSED for each in found)
    say(f"{stored} of {len(selection.documents)} documents stored by {target}")
    for became, heading in _HEADINGS.items():
        _list(heading, [_told(each) for each in found if each.became == became])
    _list(
        "Not sent, for they are no documents",
        [f"{each.path}: {each.reason}" for each in selection.unusable],
    )
    return Gate.CONFORMS if stored == len(selection.documents) else Gate.DOES_NOT_CONFORM


def _list(heading: str, lines: list[str]) -> None:
    if lines:
        say(f"\n{heading} ({len(lines)}):", err=True)
    for line in lines:
        say(f"  {line}", err=True)


def _told(each: Loaded) -> str:
    return f"{_name(each.document.path)}: {each.reason} ({kind(each.document)})"


def _name(path: Path) -> str:
    return path.name


def kind(document: Part10File) -> str:
    """Say what a document is: its SOP class and transfer syntax, by name where they have one."""
    sop_class = UID(document.sop_class).name
    return f"{sop_class}, {transfer_syntax_name(document.transfer_syntax)}"


@contextlib.contextmanager
def _line(total: int) -> Iterator[Callable[[bool], None]]:
    """Show a progress line, where somebody looks."""
    refused = 0
    with Progress(
        TextColumn("documents"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as progress:
        task = progress.add_task("", total=total)

        def advance(is_refused: bool) -> None:
            nonlocal refused
            refused += is_refused
            progress.update(task, advance=1, description=f"{refused} refused" if refused else "")

        yield advance
