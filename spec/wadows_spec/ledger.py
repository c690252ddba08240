"""The ledger: where sources are silent or contradict each other, and the reading taken."""

from dataclasses import dataclass
from functools import cache

from wadows_spec.data import data_path
from wadows_spec.toml import check_keys, read_toml

_KEYS = {"question", "clauses", "readings", "taken", "why", "statement_key"}


@dataclass(frozen=True)
class LedgerEntry:
    """One unclear clause; `statement_key` names what decides it, empty if nothing does."""

    id: str
    question: str
    clauses: str
    readings: tuple[str, ...]
    taken: str
    why: str
    statement_key: str


@cache
def ledger() -> tuple[LedgerEntry, ...]:
    """Every entry, in the ledger's order."""
    path = data_path("spec/ledger.toml")
    entries = []
    for id_, row in read_toml(path).items():
        check_keys(f"{path.name}, [{id_}]", row, _KEYS, _KEYS)
        entries.append(LedgerEntry(id_, **(row | {"readings": tuple(row["readings"])})))
    return tuple(entries)
