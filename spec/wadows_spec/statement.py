"""Conformance statements: what an endpoint declares, and so what it is judged by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from wadows_spec.constants import EXPLICIT_VR_LE, IMPLICIT_VR_LE
from wadows_spec.errors import ConfigurationError
from wadows_spec.statement_file import read_statement_file, shipped_names, shipped_statement
from wadows_spec.tables import sop_classes, transfer_syntaxes
from wadows_spec.vocabulary import COERCED, GROUPS, READINGS, SUPPORTED, TABLE


@dataclass(frozen=True)
class GroupSupport:
    """What an endpoint does with the documents of one SOP class group, as transfer syntax UIDs."""

    delivers_stored: tuple[str, ...]
    converts_to: tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """What one endpoint declares.

    `parameters` maps the element of a rendered parameter to `supported`
    or to the situation that answers it;
    `emits` and `accepts` map a situation to the code sent and to those that judging allows.
    `coerced` names attributes (DICOM keywords) that the archive may change;
    `text` is the whole statement as TOML, with what it inherits.
    """

    name: str
    title: str
    operations: tuple[str, ...]
    rendered_actions: tuple[str, ...]
    content_types: tuple[str, ...]
    parameters: Mapping[str, str]
    groups: Mapping[str, GroupSupport]
    coerced: tuple[str, ...]
    emits: Mapping[str, str]
    accepts: Mapping[str, frozenset[str]]
    readings: Mapping[str, str]
    text: str

    def group_of(self, sop_class_uid: str) -> str:
        """Return the group of a SOP class; one that no table lists counts as `other`."""
        return _group_by_uid().get(sop_class_uid, "other")

    def deliverable(self, sop_class_uid: str, stored: str) -> tuple[str, ...]:
        """Return the transfer syntaxes in which a document stored as `stored` can be had."""
        support = self.groups[self.group_of(sop_class_uid)]
        as_stored = (stored,) if stored in support.delivers_stored else ()
        return as_stored + (() if stored in _video_only() else support.converts_to)

    def possible(self, sop_class_uid: str) -> tuple[str, ...]:
        """Return every transfer syntax that a document can be had in, however it is stored."""
        support = self.groups[self.group_of(sop_class_uid)]
        return tuple(dict.fromkeys((*support.converts_to, *support.delivers_stored)))

    def exact(self) -> "Statement":
        """Return this statement allowing no codes but those that it emits."""
        return replace(self, accepts={key: frozenset({code}) for key, code in self.emits.items()})

    def reading(self, key: str) -> str:
        """Return the reading taken of an unclear clause, by its key in the ledger."""
        return self.readings.get(key, READINGS[key][0])

    def refusals(self, requests: Iterable[Mapping[str, str]]) -> Mapping[str, str]:
        """Return the situations in which requests are refused by this declaration alone.

        Each request is rendered parameters by element, content types parted by blanks;
        each situation comes with the parameter or content types that bring it about.
        """
        found = {}
        for parameters in requests:
            for element, value in parameters.items():
                situation = self.parameters.get(element, SUPPORTED)
                if element == "ContentTypeList":
                    offered = {name.lower() for name in value.split()}
                    declared = offered & {name.lower() for name in self.content_types}
                    situation = SUPPORTED if declared else "content-type-refused"
                if situation != SUPPORTED:
                    found[situation] = value if element == "ContentTypeList" else element
        return found


@cache
def _group_by_uid() -> Mapping[str, str]:
    return {row.uid: row.group for row in sop_classes() if row.group in GROUPS}


@cache
def _video_only() -> frozenset[str]:
    """Transfer syntaxes that only the video table has: nobody decodes those into frames."""
    by_group = {
        group: {row.uid for row in transfer_syntaxes() if row.group == group} for group in GROUPS
    }
    return frozenset(by_group["video"] - by_group["image"])


def load_statement(name_or_path: str, *, pinned: bool = False) -> Statement:
    """Load a shipped statement by name, or one of the user's by path.

    A file of the user's may not bear the name of a shipped statement and say something else,
    unless it was `pinned` by the evidence of an earlier run.
    Raises `ConfigurationError` if there is none, or if a key or value in it cannot be.
    """
    path = _find(name_or_path)
    statement = parse_statement(path)
    shipped = shipped_statement(statement.name)
    if not pinned and shipped and parse_statement(shipped).text != statement.text:
        raise ConfigurationError(
            f"statement {path}: {statement.name!r} is the name of a shipped statement",
            "Give yours another name: the verdict is told by it.",
        )
    return statement


def _find(name_or_path: str) -> Path:
    path = shipped_statement(name_or_path) or Path(name_or_path)
    if not path.is_file():
        raise ConfigurationError(
            f"there is no statement {name_or_path!r}",
            f"Shipped: {', '.join(shipped_names())}; or give the path of a file.",
        )
    return path


def parse_statement(path: Path) -> Statement:
    """Read one statement file; raises `ConfigurationError` that names the key at fault."""
    table, text = read_statement_file(path)
    emits = table["emits"]
    return Statement(
        name=table["name"],
        title=table["title"],
        operations=tuple(table["operations"]),
        rendered_actions=tuple(table["rendered_actions"]),
        content_types=tuple(table["content_types"]),
        parameters=table["parameters"],
        groups={group: _support(group, table["groups"][group]) for group in GROUPS},
        coerced=tuple(table.get("coerced", COERCED)),
        emits=emits,
        accepts={key: frozenset(codes) | {emits[key]} for key, codes in table["accepts"].items()},
        readings={key: values[0] for key, values in READINGS.items()} | table.get("readings", {}),
        text=text,
    )


def _support(group: str, table: Mapping[str, Any]) -> GroupSupport:
    usual = () if group == "video" else (EXPLICIT_VR_LE, IMPLICIT_VR_LE)
    return GroupSupport(
        _syntaxes(group, table["delivers_stored"]), tuple(table.get("converts_to", usual))
    )


def _syntaxes(group: str, entries: Sequence[str]) -> tuple[str, ...]:
    """Spell out `table`, which stands for every transfer syntax of the group's own table."""
    listed = tuple(row.uid for row in transfer_syntaxes() if row.group == group)
    return tuple(uid for entry in entries for uid in (listed if entry == TABLE else (entry,)))
