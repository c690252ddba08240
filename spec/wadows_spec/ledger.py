"""The ledger: where sources are silent or contradict each other, and the reading taken."""

from dataclasses import dataclass
from functools import cache

from wadows_spec.data import data_path
from wadows_spec.register import Requirement
from wadows_spec.toml import check_keys, read_toml

_KEYS = {"question", "clauses", "readings", "taken", "why", "statement_key"}
_LISTS = ("readings", "requirements")


@dataclass(frozen=True)
class LedgerEntry:
    """One unclear clause.

    `statement_key` names what decides it, empty if nothing does;
    `requirements` are those whose checks the reading taken bears on.
    """

    id: str
    question: str
    clauses: str
    readings: tuple[str, ...]
    taken: str
    why: str
    statement_key: str
    requirements: tuple[str, ...] = ()


@cache
def ledger() -> tuple[LedgerEntry, ...]:
    """Every entry, in the ledger's order."""
    path = data_path("spec/ledger.toml")
    entries = []
    for id_, row in read_toml(path).items():
        check_keys(f"{path.name}, [{id_}]", row, {*_KEYS, *_LISTS}, _KEYS)
        lists = {key: tuple(row[key]) for key in _LISTS if key in row}
        entries.append(LedgerEntry(id_, **(row | lists)))
    return tuple(entries)


def ledger_of(requirement: Requirement) -> tuple[LedgerEntry, ...]:
    """Return the entries that bear on a requirement."""
    return tuple(
        entry
        for entry in ledger()
        if requirement.id in entry.requirements or entry.id == requirement.reading
    )
