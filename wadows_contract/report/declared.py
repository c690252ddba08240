"""What a statement declares, beside what the specification does."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wadows_contract.evidence import Event
from wadows_spec.errors import ConfigurationError
from wadows_spec.statement import Statement, load_statement, parse_statement
from wadows_spec.tables import rendered_parameters, transfer_syntax_name, transfer_syntaxes
from wadows_spec.vocabulary import GROUPS, OPERATIONS, READINGS, SITUATIONS

#: The shipped statement that declares all that the specification does.
SPECIFICATION: Final = "dcm4chee-arc"


@dataclass(frozen=True)
class DeclaredRow:
    """One thing that can be declared; `asks_less` if the statement leaves less to be judged."""

    what: str
    specification: str
    statement: str
    asks_less: bool


@dataclass(frozen=True)
class DeclaredTable:
    """The rows of one kind."""

    title: str
    rows: Sequence[DeclaredRow]


def pinned_statement(header: Event) -> Statement | None:
    """Return the statement that a run was judged by, from its header; None if it has none.

    With the codes that it was judged by: if these were exact, no others are accepted.
    """
    text = str(dict(header.get("statement", {})).get("text", ""))
    with tempfile.TemporaryDirectory(prefix="wadows-") as scratch:
        path = Path(scratch) / "statement.toml"
        path.write_text(text, encoding="utf-8")
        try:
            statement = parse_statement(path)
            return statement.exact() if header.get("exact_codes") else statement
        except ConfigurationError:
            return None


def declared(statement: Statement) -> Sequence[DeclaredTable]:
    """Return what a statement declares beside what the specification's own one does."""
    ours = load_statement(SPECIFICATION)
    return [
        DeclaredTable("Operations", [*_operations(ours, statement)]),
        DeclaredTable("Parameters of rendered retrieval", [*_parameters(statement)]),
        DeclaredTable("Transfer syntaxes, by group of SOP classes", [*_groups(ours, statement)]),
        DeclaredTable("Codes that an error may have", [*_codes(ours, statement)]),
        DeclaredTable("Readings of unclear clauses", [*_readings(ours, statement)]),
        DeclaredTable("Other", [*_others(ours, statement)]),
    ]


def _operations(ours: Statement, theirs: Statement) -> Iterator[DeclaredRow]:
    words = {True: "declared", False: "not declared"}
    for operation in OPERATIONS:
        there, here = operation in ours.operations, operation in theirs.operations
        yield DeclaredRow(operation, words[there], words[here], there and not here)


def _parameters(theirs: Statement) -> Iterator[DeclaredRow]:
    for row in rendered_parameters():
        restriction = f": {row.restriction}" if row.restriction else ""
        said = f"supported{restriction}" if row.supported else "not supported"
        if not row.source.startswith("specification"):
            said += f" ({row.source})"
        given = theirs.parameters.get(row.element, "")
        here = {"supported": "supported", "": "no key for it"}.get(given, f"refused: {given}")
        less = bool(row.element) and row.supported and given != "supported"
        yield DeclaredRow(row.name, said, here, less)


def _groups(ours: Statement, theirs: Statement) -> Iterator[DeclaredRow]:
    for group in GROUPS:
        table = {row.uid for row in transfer_syntaxes() if row.group == group}
        here = set(theirs.groups[group].delivers_stored)
        yield DeclaredRow(
            f"{group}: as stored",
            f"{len(table)} transfer syntaxes",
            f"{len(here & table)} of them"
            + (f" and {len(here - table)} more" * bool(here - table)),
            bool(table - here),
        )
        wanted, given = ours.groups[group].converts_to, theirs.groups[group].converts_to
        less = bool(set(wanted) - set(given))
        yield DeclaredRow(f"{group}: converted to", _names(wanted), _names(given), less)


def _names(uids: Iterable[str]) -> str:
    return ", ".join(transfer_syntax_name(uid) for uid in uids) or "nothing"


def _codes(ours: Statement, theirs: Statement) -> Iterator[DeclaredRow]:
    for situation in SITUATIONS:
        there, here = ours.accepts[situation], theirs.accepts[situation]
        yield DeclaredRow(
            situation, _sent(ours, situation), _sent(theirs, situation), bool(here - there)
        )


def _sent(statement: Statement, situation: str) -> str:
    """Return the code that a statement emits, and behind it those that it accepts beside it."""
    sent = statement.emits[situation]
    return ", ".join([sent, *sorted(statement.accepts[situation] - {sent})])


def _readings(ours: Statement, theirs: Statement) -> Iterator[DeclaredRow]:
    for key, (laxest, *_) in READINGS.items():
        wanted, given = ours.reading(key), theirs.reading(key)
        yield DeclaredRow(key, wanted, given, given == laxest != wanted)


def _others(ours: Statement, theirs: Statement) -> Iterator[DeclaredRow]:
    for what, there, here in (
        ("Action of rendered retrieval", ours.rendered_actions, theirs.rendered_actions),
        ("content types", ours.content_types, theirs.content_types),
        ("attributes that may be changed", ours.coerced, theirs.coerced),
    ):
        less = what.startswith("attributes") and bool(set(here) - set(there))
        yield DeclaredRow(what, ", ".join(there), ", ".join(here) or "none", less)
