"""What the rules of the standards and the checks of other tools come to here."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from wadows_spec.data import data_path
from wadows_spec.errors import ConfigurationError

#: Themes by their key, in the order of the page.
THEMES: Final[Mapping[str, str]] = {
    "constants": "Constants",
    "retrieve": "The messages of Retrieve Imaging Document Set (RAD-69)",
    "rendered": "The messages of Retrieve Rendered Imaging Document Set",
    "metadata": "The messages of metadata retrieval",
    "status": "Status",
    "semantics": "What is asked for and what comes",
    "http-mime": "HTTP and MIME",
    "soap": "SOAP and addressing",
    "malformed": "Malformed input",
    "toolkit2": "What NIST toolkit2 checks",
    "gazelle": "What IHE Gazelle checks",
}
_COLUMNS: Final = ["key", "theme", "rule", "source", "requirements", "reason"]


@dataclass(frozen=True)
class CoverageRow:
    """A rule of a standard, or a check of another tool.

    `requirements` are the ids of those that cover it; where there are none, `reason` says why.
    """

    key: str
    theme: str
    rule: str
    source: str
    requirements: tuple[str, ...]
    reason: str


@cache
def coverage() -> tuple[CoverageRow, ...]:
    """Every row, in the order of the file.

    Raises `ConfigurationError` for a row that is not of this form.
    """
    path = data_path("spec/coverage.csv")
    with path.open(newline="", encoding="utf-8") as lines:
        reader = csv.DictReader(lines)
        if reader.fieldnames != _COLUMNS:
            raise ConfigurationError(f"{path.name}: the columns are not {', '.join(_COLUMNS)}")
        rows = [_row(path.name, row) for row in reader]
    if len({row.key for row in rows}) < len(rows):
        raise ConfigurationError(f"{path.name}: a key stands twice")
    return tuple(rows)


def _row(file: str, row: Mapping[str, str]) -> CoverageRow:
    requirements = tuple(filter(None, row["requirements"].split(";")))
    if row["theme"] not in THEMES:
        raise ConfigurationError(f"{file}, {row['key']}: {row['theme']!r} is no theme")
    if bool(requirements) == bool(row["reason"]):
        raise ConfigurationError(f"{file}, {row['key']}: either requirements or a reason")
    return CoverageRow(
        row["key"], row["theme"], row["rule"], row["source"], requirements, row["reason"]
    )
