"""What protects the reference and the suite, with the tests that show it: read from the tables."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = Path(__file__).parent
#: The tables, in the order of the page, and what each is about.
FAMILIES: Final = {
    "endurance": "Endurance of the reference",
    "security": "Security of both",
    "faults": "Faults of an endpoint, and the suite",
}


@dataclass(frozen=True)
class Protection:
    """A promise, the text of a file that keeps it, and what stands there when it is taken out."""

    family: str
    promise: str
    file: str
    present: str
    absent: str
    tests: tuple[str, ...]


def protections() -> tuple[Protection, ...]:
    """Return all protections, in the order of the tables."""
    return tuple(
        Protection(
            family,
            entry["promise"],
            entry["file"],
            entry["with"],
            entry["without"],
            tuple(entry["tests"]),
        )
        for family in FAMILIES
        for entry in _entries(FOLDER / f"{family}.toml")
    )


def _entries(path: Path) -> list[dict[str, str]]:
    return tomllib.loads(path.read_text(encoding="utf-8")).get("protection", [])
