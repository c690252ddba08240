"""An examination on a terminal, with colour or without."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from wadows_contract.doctor.lines import Line, State
from wadows_contract.report.text import one_line, printable
from wadows_contract.results import Gate

_MAX_TEXT: Final = 400
#: Symbol, what stands for it where there is no Unicode, and style.
_MARKS: Final[Mapping[State, tuple[str, str, str]]] = {
    State.WORKS: ("✓", "+", "green"),
    State.RED: ("✗", "x", "bold red"),
    State.NONE: ("\N{EN DASH}", "-", "dim"),
    State.NOT_LOOKED_AT: ("\N{EN DASH}", "-", "dim"),
}
_ENDS: Final[Mapping[Gate, tuple[str, str]]] = {
    Gate.CONFORMS: ("all is well: certify can begin", "bold green"),
    Gate.UNREACHABLE: ("the endpoint cannot be reached: {red}", "bold red"),
    Gate.DOES_NOT_CONFORM: ("not ready for certify: {red}", "bold red"),
}
#: Everything could be looked at, and rules of the contract are broken.
_BROKEN: Final = "certify can begin, and will find the same: {red}"


class Shown:
    """Prints an examination line by line; `names` are those of all lines that may come."""

    def __init__(self, console: Console, names: Sequence[str]) -> None:
        self._console = console
        self._width = max(map(len, names))
        self._unicode = console.encoding.lower().replace("-", "").startswith("utf")

    def heading(self, url: str) -> None:
        """Say what is looked at."""
        self._print(self._text(url, "bold"))

    def line(self, line: Line) -> None:
        """Print a line, and below a red one what to do."""
        result = line.result
        symbol, plain, style = _MARKS[result.state]
        looked_at = f"{result.looked_at}: " if result.looked_at else ""
        dim = "dim" if result.state == State.NOT_LOOKED_AT else ""
        self._print(
            self._text(f"{symbol if self._unicode else plain} ", style),
            self._text(f"{line.name:<{self._width}}  ", style),
            self._text(one_line(looked_at, _MAX_TEXT), "dim"),
            self._text(one_line(result.found, _MAX_TEXT), dim),
        )
        if result.advice:
            arrow = "→" if self._unicode else "->"
            self._print(self._text(f"{'':<{self._width + 4}}{arrow} "), self._text(result.advice))

    def end(self, lines: Iterable[Line], gate: Gate) -> None:
        """Say what it comes to."""
        broken = [line for line in lines if line.result.state == State.RED]
        words, style = _ENDS[gate]
        if broken and not any(line.result.blocks for line in broken):
            words = _BROKEN
        names = ", ".join(line.name for line in broken)
        self._print(self._text(words.format(red=names), style))

    def _text(self, text: str, style: str = "") -> Text:
        shown = printable(text)
        if not self._unicode:
            shown = shown.encode(self._console.encoding, "backslashreplace").decode()
        return Text(shown, style=style)

    def _print(self, *texts: Text) -> None:
        self._console.print(Text.assemble(*texts), soft_wrap=True, highlight=False)
