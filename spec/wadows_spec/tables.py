"""The specification's tables, read from their CSV files."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from wadows_spec.data import data_path


@dataclass(frozen=True)
class ErrorCode:
    """A row of the specification's error codes."""

    code: str
    situation: str


@dataclass(frozen=True)
class RenderedParameter:
    """A row of the rendered-retrieval table; `element` is empty where the request has none."""

    name: str
    element: str
    supported: bool
    restriction: str
    source: str


@dataclass(frozen=True)
class TransferSyntax:
    """A row of one of the four transfer-syntax tables, named by the SOP class group it is for."""

    group: str
    name: str
    uid: str
    since: str


@dataclass(frozen=True)
class SopClass:
    """A row of the SOP class table; group `none` holds what is no storage class."""

    group: str
    name: str
    uid: str
    since: str


def _rows(name: str) -> Iterator[dict[str, str]]:
    with data_path(name).open(newline="", encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


@cache
def error_codes() -> tuple[ErrorCode, ...]:
    """The eight error codes, in the specification's order."""
    return tuple(ErrorCode(**row) for row in _rows("error-codes.csv"))


@cache
def rendered_parameters() -> tuple[RenderedParameter, ...]:
    """The twelve rows of the specification's rendered table, then Frame Number."""
    return tuple(
        RenderedParameter(
            row["name"],
            row["element"],
            row["supported"] == "yes",
            row["restriction"],
            row["source"],
        )
        for row in _rows("spec/rendered-parameters.csv")
    )


@cache
def transfer_syntaxes() -> tuple[TransferSyntax, ...]:
    """The rows of the image, video, structured-report and other transfer-syntax tables."""
    return tuple(TransferSyntax(**row) for row in _rows("spec/transfer-syntaxes.csv"))


@cache
def sop_classes() -> tuple[SopClass, ...]:
    """The rows of the SOP class table, each with the group that it stands in."""
    return tuple(SopClass(**row) for row in _rows("spec/sop-classes.csv"))


def transfer_syntax_name(uid: str) -> str:
    """Return the table's name of a transfer syntax, or the UID itself where no table has it."""
    return next((syntax.name for syntax in transfer_syntaxes() if syntax.uid == uid), uid)
