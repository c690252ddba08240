"""Runs side by side, on the terminal and as a page."""

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup
from rich.console import Console
from rich.table import Table
from rich.text import Text

from wadows_contract import __version__
from wadows_contract.comparing import Comparison, Row, Run
from wadows_contract.report.html import content_hash, page_environment, page_style
from wadows_contract.report.text import one_line, printable
from wadows_contract.report.words import STATES
from wadows_contract.results import RequirementResult

_MAX_TEXT: Final = 200
_NOT_KNOWN: Final = "no such requirement then"


def facts(run: Run) -> Mapping[str, str]:
    """Return what tells a run from others, by label."""
    header = run.header
    as_mutant = f", misbehaving as {header['mutant']}" if header.get("mutant") else ""
    return {
        "folder": str(run.folder),
        "endpoint": f"{header.get('endpoint', '')}{as_mutant}",
        "started": str(header.get("started", "")),
        "suite": str(header.get("suite", "")),
        "requirements": str(header.get("register_sha256", ""))[:12],
        "statement": run.statement,
        "verdict": run.verdict,
    }


def print_comparison(comparison: Comparison, console: Console) -> None:
    """Print the runs, a table of what differs, and how much is the same."""
    for run in comparison.runs:
        console.print(Text(f"Run {run.number}", style="bold"))
        for label, value in facts(run).items():
            line = f"  {label:<13} {printable(one_line(value, _MAX_TEXT))}"
            console.print(Text(line), soft_wrap=True)
        console.print()
    differing = [row for row in comparison.rows if row.differs]
    if differing:
        console.print(_table(comparison, differing, console), highlight=False)
    same = len(comparison.rows) - len(differing)
    console.print(Text(f"{len(differing)} requirements differ, {same} are the same in all runs."))


def _table(comparison: Comparison, rows: list[Row], console: Console) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("id", no_wrap=True)
    for run in comparison.runs:
        table.add_column(f"run {run.number}", no_wrap=True)
    table.add_column("requirement")
    for row in rows:
        table.add_row(row.id, *(_cell(entry, console) for entry in row.entries), row.title)
    return table


def _cell(entry: RequirementResult | None, console: Console) -> Text:
    if entry is None:
        return Text(_NOT_KNOWN, style="dim")
    words = STATES[entry.state]
    unicode = console.encoding.lower().replace("-", "").startswith("utf")
    symbol = words.symbol if unicode else words.plain
    return Text(f"{symbol} {entry.state}", style=words.style)


def comparison_page(comparison: Comparison) -> str:
    """Return the page, which asks for nothing from anywhere and runs no script."""
    style = page_style()
    return (
        page_environment()
        .get_template("comparison.html.j2")
        .render(
            comparison=comparison,
            facts=facts,
            labels=list(facts(comparison.runs[0])),
            version=__version__,
            groups=[
                ("What differs", [row for row in comparison.rows if row.differs]),
                ("What is the same in all runs",
                 [row for row in comparison.rows if not row.differs]),
            ],
            style=Markup(style),  # noqa: S704  our own file
            style_hash=content_hash(style),
        )
    )  # fmt: skip
