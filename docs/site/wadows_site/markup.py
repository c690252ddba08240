"""Markdown as the site's own pages are written in it."""

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#|~$^!&])")
_PLACEHOLDER = re.compile(r"<([^<>]+)>")


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", text)


def prose(text: str) -> str:
    """Return a step or a title, with the columns that it has a place for set apart."""
    parts = _PLACEHOLDER.split(text)
    return "".join(
        f"*{escaped(part)}*" if index % 2 else escaped(part) for index, part in enumerate(parts)
    )


def described(text: str) -> str:
    """Return the description of a feature, a rule or a scenario as paragraphs and lists.

    It is Markdown already but for what stands in angle brackets, which would be taken for HTML.
    """
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line.replace("<", r"\<") for line in lines)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its cells are Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def bare_table(rows: Iterable[Sequence[str]], indent: str = "") -> str:
    """Return a table without a header; its cells are Markdown."""
    lines = ["```{list-table}", ":header-rows: 0", ":stub-columns: 1", ""]
    for row in rows:
        first, *rest = row
        lines += [f"* - {first}", *(f"  - {cell}" for cell in rest)]
    return "\n".join(f"{indent}{line}".rstrip() for line in [*lines, "```"])
