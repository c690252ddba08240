"""Malformed requests: what each is answered with, and by which clause."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from wadows_spec.data import data_path

#: A fault is due; the document is due; or the standards leave it open, and either will do.
KINDS: Final = ("fault", "served", "either")


@dataclass(frozen=True)
class MalformedRequest:
    """A row: the request by the name that features give it, and what it is there to show.

    `kind` is one of `KINDS`, `certainty` that of the clause, as in the register.
    """

    request: str
    kind: str
    requirement: str
    clause: str
    certainty: str


@cache
def malformed_requests() -> Mapping[str, MalformedRequest]:
    """Return every malformed request by its name, in the order of the file."""
    path = data_path("spec/malformed-requests.csv")
    with path.open(newline="", encoding="utf-8") as lines:
        rows = (MalformedRequest(**row) for row in csv.DictReader(lines))
        return {row.request: row for row in rows}
