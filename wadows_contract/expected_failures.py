"""The expected-failures file: what is known to fail, why, and until when.

It makes the gate green for what it lists, and never changes the verdict.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from wadows_contract.evidence import Event
from wadows_contract.features import scenarios
from wadows_spec.errors import ConfigurationError
from wadows_spec.register import register
from wadows_spec.toml import check_keys, read_toml

_KNOWN: Final = {"id", "reason", "until"}
_REQUIRED: Final = ("id", "reason")
_HOW: Final = "Write [[expected]], and under it id, reason and, if it ends some day, until."


@dataclass(frozen=True)
class ExpectedFailure:
    """An entry; `id` is a requirement or a scenario, `until` the last day on which it counts."""

    id: str
    reason: str
    until: date | None = None

    def expired(self, on: date) -> bool:
        """Tell whether it counts no more on a day."""
        return self.until is not None and on > self.until


def load_expected_failures(path: Path, *, pinned: bool = False) -> Sequence[ExpectedFailure]:
    """Return the entries of a file.

    Those that were `pinned` by the evidence of an earlier run may name what is there no more.
    Raises `ConfigurationError` for a file or an entry that cannot be.
    """
    entries = _parse(read_toml(path), str(path))
    if not pinned:
        _check_ids(entries, str(path))
    return entries


def pinned_expected_failures(header: Event) -> tuple[Sequence[ExpectedFailure], date]:
    """Return the entries that a run's header pins, and the day that it judges them by.

    Raises `ConfigurationError` if the header was changed so that they cannot be read.
    """
    pinned = header.get("expected_failures")
    if pinned is None:
        return (), date.max
    where = "the expected failures in the evidence"
    try:
        return _parse(tomllib.loads(pinned["text"]), where), date.fromisoformat(pinned["on"])
    except (ValueError, TypeError, KeyError) as error:
        raise ConfigurationError(
            f"{where} cannot be read: {error}", "The evidence was changed."
        ) from error


def in_force(entries: Iterable[ExpectedFailure], on: date) -> Mapping[str, ExpectedFailure]:
    """Return the entries that count on a day, by id."""
    return {entry.id: entry for entry in entries if not entry.expired(on)}


def _parse(content: Mapping[str, Any], where: str) -> Sequence[ExpectedFailure]:
    check_keys(where, content, ("expected",))
    rows = content.get("expected", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ConfigurationError(f"{where}: 'expected' is no list of tables", _HOW)
    entries = [_entry(row, f"{where}, entry {number}") for number, row in enumerate(rows, 1)]
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise ConfigurationError(
                f"{where}: {entry.id} stands there twice", "Keep one entry, with both reasons."
            )
        seen.add(entry.id)
    return entries


def _entry(row: Mapping[str, Any], where: str) -> ExpectedFailure:
    check_keys(where, row, _KNOWN, _REQUIRED)
    for key in _REQUIRED:
        if not isinstance(row[key], str) or not row[key].strip():
            raise ConfigurationError(
                f"{where}: {key!r} is no text", f"Write for instance {key} = {_EXAMPLES[key]}."
            )
    until = row.get("until")
    # A time of day is a date too for Python, but none for us.
    if until is not None and type(until) is not date:
        raise ConfigurationError(
            f"{where}: 'until' is no date", "Write for instance until = 2027-03-31, unquoted."
        )
    return ExpectedFailure(row["id"], row["reason"].strip(), until)


_EXAMPLES: Final = {"id": '"REG-05"', "reason": '"Ticket 4711: left out until release 6"'}


def _check_ids(entries: Iterable[ExpectedFailure], where: str) -> None:
    known = {*register(), *(scenario.id for scenario in scenarios())}
    for entry in entries:
        if entry.id in known:
            continue
        rows = [id_ for id_ in sorted(known) if id_.startswith(f"{entry.id}[")]
        raise ConfigurationError(
            f"{where}: there is no requirement or scenario {entry.id!r}",
            f"It has rows, such as {rows[0]}; give each that fails an entry."
            if rows
            else "certify --list shows the ids of both.",
        )
