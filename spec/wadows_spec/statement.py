"""Conformance statements: what an endpoint declares, and so what it is judged by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from pydicom.datadict import tag_for_keyword

from wadows_spec.data import data_path
from wadows_spec.errors import ConfigurationError
from wadows_spec.tables import rendered_parameters, sop_classes, transfer_syntaxes
from wadows_spec.toml import check_keys, read_toml

OPERATIONS: Final = ("retrieve", "rendered")
GROUPS: Final = ("image", "video", "structured-report", "other")
#: What can go wrong with a request that is well formed; a statement maps each to error codes.
SITUATIONS: Final = (
    "document-unknown",
    "transfer-syntax-refused",
    "content-type-refused",
    "not-an-image",
    "frame-missing",
    "frame-out-of-range",
    "value-invalid",
    "parameter-unsupported",
    "anonymization-unsupported",
    "processing-failure",
)
SUPPORTED: Final = "supported"
#: Situations that come about by what a statement leaves out, and not by a wrong request.
REFUSED_BY_DECLARATION: Final = frozenset(
    {"parameter-unsupported", "anonymization-unsupported", "content-type-refused"}
)
#: Keys of the ledger's readings, and the values that each can have.
READINGS: Final = {"response-action-must-understand": ("warning", "must")}

_KEYS: Final = {
    "name",
    "title",
    "operations",
    "rendered_actions",
    "content_types",
    "parameters",
    "groups",
    "coerced",
    "emits",
    "accepts",
    "readings",
}
_GROUP_KEYS: Final = {"delivers_stored", "converts_to"}


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
    `coerced` names attributes (DICOM keywords) that the archive may change.
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
                    declared = offered & set(self.content_types)
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
    shipped = data_path("spec/statements") / f"{statement.name}.toml"
    if not pinned and shipped.is_file() and shipped.read_text("utf-8") != statement.text:
        raise ConfigurationError(
            f"statement {path}: {statement.name!r} is the name of a shipped statement",
            "Give yours another name: the verdict is told by it.",
        )
    return statement


def _find(name_or_path: str) -> Path:
    shipped = data_path("spec/statements")
    path = shipped / f"{name_or_path}.toml"
    if path.parent == shipped and path.is_file():
        return path
    path = Path(name_or_path)
    if path.is_file():
        return path
    names = ", ".join(sorted(entry.stem for entry in shipped.glob("*.toml")))
    raise ConfigurationError(
        f"there is no statement {name_or_path!r}", f"Shipped: {names}; or give the path of a file."
    )


def parse_statement(path: Path) -> Statement:
    """Read one statement file; raises `ConfigurationError` that names the key at fault."""
    table = read_toml(path)
    where = f"statement {path}"
    check_keys(where, table, _KEYS, _KEYS - {"readings", "coerced"})
    for key in ("operations", "rendered_actions", "content_types", "coerced"):
        _check_strings(where, key, table.get(key, []))
    for key, known in (
        ("parameters", {row.element for row in rendered_parameters() if row.element}),
        ("emits", set(SITUATIONS)),
        ("accepts", set(SITUATIONS)),
        ("groups", set(GROUPS)),
    ):
        if not isinstance(table[key], dict):
            raise ConfigurationError(f"{where}: {key!r} must be a table", f"Write [{key}].")
        check_keys(f"{where}, [{key}]", table[key], known, known)
    for group, support in table["groups"].items():
        check_keys(f"{where}, [groups.{group}]", support, _GROUP_KEYS, _GROUP_KEYS)
        for key in _GROUP_KEYS:
            _check_strings(f"{where}, [groups.{group}]", key, support[key])
    for situation, codes in table["accepts"].items():
        _check_strings(f"{where}, [accepts]", situation, codes)
    _check_values(where, "operations", table["operations"], OPERATIONS)
    readings = table.get("readings", {})
    check_keys(f"{where}, [readings]", readings, READINGS)
    for key, value in readings.items():
        _check_values(where, key, [value], READINGS[key])
    for keyword in table.get("coerced", []):
        if tag_for_keyword(keyword) is None:
            raise ConfigurationError(
                f"{where}: {keyword!r} in 'coerced' is no attribute",
                "Write the keyword that PS3.6 gives it, such as PatientName.",
            )
    _check_values(where, "parameters", list(table["parameters"].values()), (SUPPORTED, *SITUATIONS))
    return Statement(
        name=str(table["name"]),
        title=str(table["title"]),
        operations=tuple(table["operations"]),
        rendered_actions=tuple(table["rendered_actions"]),
        content_types=tuple(table["content_types"]),
        parameters=dict(table["parameters"]),
        groups={
            group: GroupSupport(
                tuple(_syntaxes(group, support["delivers_stored"])), tuple(support["converts_to"])
            )
            for group, support in table["groups"].items()
        },
        coerced=tuple(table.get("coerced", ())),
        emits=dict(table["emits"]),
        accepts={
            situation: frozenset(codes) | {table["emits"][situation]}
            for situation, codes in table["accepts"].items()
        },
        readings=dict(table.get("readings", {})),
        text=path.read_text(encoding="utf-8"),
    )


def _syntaxes(group: str, entries: list[str]) -> list[str]:
    """Spell out `table`, which stands for every transfer syntax of the group's own table."""
    listed = [row.uid for row in transfer_syntaxes() if row.group == group]
    return [uid for entry in entries for uid in (listed if entry == "table" else [entry])]


def _check_strings(where: str, key: str, value: Any) -> None:
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise ConfigurationError(f"{where}: {key!r} must be a list of strings", 'Write ["…"].')


def _check_values(where: str, key: str, values: list[str], known: tuple[str, ...]) -> None:
    for value in values:
        if value not in known:
            raise ConfigurationError(
                f"{where}: {value!r} is not a value of {key!r}", f"Known: {', '.join(known)}."
            )
