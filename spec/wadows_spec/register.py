"""The requirement register: every requirement of the contract, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from wadows_spec.data import data_path
from wadows_spec.errors import ConfigurationError
from wadows_spec.toml import check_keys, read_toml

LEVELS: Final = ("must", "should", "may")
PROVOKERS: Final = ("request", "document", "fault injection")
_REQUIRED: Final = {
    "title", "level", "operation", "clause", "source", "certainty", "provoked_by"
}  # fmt: skip
_KNOWN: Final = _REQUIRED | {"mutant", "reason", "reading", "assertion"}


@dataclass(frozen=True)
class Requirement:
    """One rule of the contract, with the clause that it comes from.

    `level` is must (fails), should (warns) or may (is information only).
    `certainty` is R (read in the source), I (inferred) or M (from memory).
    `mutant` names the misbehaviour that proves the check, else `reason` says why there is none.
    `assertion` is the id that IHE Gazelle gives the rule, with its year.
    `reading` is the statement's key that decides the level, where sources disagree.
    """

    id: str
    title: str
    level: str
    operation: str
    clause: str
    source: str
    certainty: str
    provoked_by: str
    mutant: str = ""
    reason: str = ""
    reading: str = ""
    assertion: str = ""

    @property
    def can_fail(self) -> bool:
        """Whether breaking it is a violation: a MUST whose text was read."""
        return self.level == "must" and self.certainty == "R"


@cache
def register() -> Mapping[str, Requirement]:
    """Every requirement by id, in the register's order."""
    path = data_path("spec/requirements.toml")
    requirements = {}
    for id_, row in read_toml(path).items():
        check_keys(f"{path.name}, [{id_}]", row, _KNOWN, _REQUIRED)
        for key, known in (("level", LEVELS), ("provoked_by", PROVOKERS)):
            if row[key] not in known:
                raise ConfigurationError(f"{path.name}, [{id_}]: {row[key]!r} is no {key}")
        requirements[id_] = Requirement(id_, **row)
    return requirements
