"""Reading statement files: what one takes over from another, and every mistake in it named."""

import re
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, Final

import tomli_w
from pydicom.datadict import tag_for_keyword

from wadows_spec.data import data_path
from wadows_spec.errors import ConfigurationError
from wadows_spec.tables import rendered_parameters
from wadows_spec.toml import check_keys, read_toml
from wadows_spec.vocabulary import (
    GROUPS,
    OPERATIONS,
    READINGS,
    REFUSED_BY_DECLARATION,
    SITUATIONS,
    SUPPORTED,
    TABLE,
)

_INHERITS: Final = "inherits"
#: Never taken over: a statement speaks for itself.
_OWN: Final = ("name", "title")
_LISTS: Final = ("operations", "rendered_actions", "content_types", "coerced")
_TABLES: Final = ("parameters", "groups", "emits", "accepts")
_KEYS: Final = (*_OWN, *_LISTS, *_TABLES, "readings")
_OPTIONAL: Final = ("coerced", "readings")
_DELIVERS: Final = "delivers_stored"
_CONVERTS: Final = "converts_to"
_UID: Final = re.compile(r"[0-9]+(\.[0-9]+)+")
_COMMENT: Final = "# All that this statement says, with what it takes over from {parents}.\n\n"

Table = dict[str, Any]


def shipped_statement(name: str) -> Path | None:
    """Return the file of a shipped statement, None if there is none of this name."""
    folder = data_path("spec/statements")
    path = folder / f"{name}.toml"
    return path if path.parent == folder and path.is_file() else None


def shipped_names() -> list[str]:
    """Return the names of the shipped statements."""
    return sorted(entry.stem for entry in data_path("spec/statements").glob("*.toml"))


def read_statement_file(path: Path) -> tuple[Table, str]:
    """Return what a statement says, with what it inherits, and the same as TOML.

    Every key is known, every value of the right kind; only `coerced`, `readings`, single
    readings and `converts_to` can be missing.
    The text needs no other file; it is that of the file itself if this inherits nothing.
    Raises `ConfigurationError` that names the key at fault.
    """
    where = f"statement {path}"
    table, parents = _inheriting(path)
    _check(where, table)
    if not parents:
        return table, path.read_text(encoding="utf-8")
    return table, _COMMENT.format(parents=" and ".join(parents)) + tomli_w.dumps(table)


def _inheriting(path: Path) -> tuple[Table, list[str]]:
    """Return a statement merged over those that it inherits from, and their names."""
    where = f"statement {path}"
    own = read_toml(path)
    check_keys(where, own, (*_KEYS, _INHERITS), _OWN)
    if _INHERITS not in own:
        return own, []
    name = own.pop(_INHERITS)
    parent = shipped_statement(name) if isinstance(name, str) else None
    if parent is None:
        raise ConfigurationError(
            f"{where}: {name!r} in 'inherits' is no shipped statement",
            f"Shipped: {', '.join(shipped_names())}.",
        )
    above, names = _inheriting(parent)
    return _merged(above, own), [name, *names]


def _merged(parent: Table, own: Table) -> Table:
    """Merge tables key by key, however deep; anything else is replaced."""
    both = {
        key: _merged(parent[key], value)
        if isinstance(value, dict) and isinstance(parent.get(key), dict)
        else value
        for key, value in own.items()
    }
    return parent | both


def _check(where: str, table: Table) -> None:
    _complete(where, table, [key for key in _KEYS if key not in _OPTIONAL])
    for key in _OWN:
        _check_text(where, key, table[key])
    for key in _LISTS:
        _check_strings(where, key, table.get(key, []))
    for key in ("operations", "rendered_actions"):
        if not table[key]:
            raise ConfigurationError(f"{where}: {key!r} is empty", "Name at least one.")
    _check_values(where, "operations", table["operations"], OPERATIONS)
    _check_keywords(where, table.get("coerced", []))
    for key in (*_TABLES, "readings"):
        if not isinstance(table.get(key, {}), dict):
            raise ConfigurationError(f"{where}: {key!r} must be a table", f"Write [{key}].")
    _check_parameters(f"{where}, [parameters]", table["parameters"])
    _check_groups(where, table["groups"])
    _check_table(f"{where}, [emits]", table["emits"], SITUATIONS, _check_text)
    _check_table(f"{where}, [accepts]", table["accepts"], SITUATIONS, _check_strings)
    readings = table.get("readings", {})
    check_keys(f"{where}, [readings]", readings, READINGS)
    for key, value in readings.items():
        _check_values(f"{where}, [readings]", key, [value], READINGS[key])


def _check_parameters(where: str, table: Table) -> None:
    elements = [row.element for row in rendered_parameters() if row.element]
    _check_table(where, table, elements, _check_text)
    for element, value in table.items():
        _check_values(where, element, [value], (SUPPORTED, *REFUSED_BY_DECLARATION))


def _check_groups(where: str, groups: Table) -> None:
    _check_table(f"{where}, [groups]", groups, GROUPS, _check_is_table)
    for group, support in groups.items():
        place = f"{where}, [groups.{group}]"
        check_keys(place, support, (_DELIVERS, _CONVERTS))
        _complete(place, support, (_DELIVERS,))
        for key, uids in support.items():
            _check_strings(place, key, uids)
            _check_syntaxes(place, key, uids)


def _complete(where: str, table: Table, required: Collection[str]) -> None:
    for key in required:
        if key not in table:
            raise ConfigurationError(
                f"{where}: key {key!r} is missing",
                f'Add {key!r}, or take it over: {_INHERITS} = "dcm4chee-arc", above all tables.',
            )


def _check_table(
    where: str, table: Table, keys: Collection[str], check: Callable[[str, str, Any], None]
) -> None:
    check_keys(where, table, keys)
    _complete(where, table, keys)
    for key, value in table.items():
        check(where, key, value)


def _check_text(where: str, key: str, value: Any) -> None:
    if not isinstance(value, str) or not value.strip():
        raise ConfigurationError(
            f"{where}: {key!r} must be a string that is not empty, and is {value!r}",
            f'Write {key} = "…".',
        )


def _check_strings(where: str, key: str, value: Any) -> None:
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise ConfigurationError(f"{where}: {key!r} must be a list of strings", 'Write ["…"].')


def _check_is_table(where: str, key: str, value: Any) -> None:
    if not isinstance(value, dict):
        raise ConfigurationError(f"{where}: {key!r} must be a table", f"Write [groups.{key}].")


def _check_values(where: str, key: str, values: list[Any], known: tuple[str, ...]) -> None:
    for value in values:
        if value not in known:
            raise ConfigurationError(
                f"{where}: {value!r} is not a value of {key!r}", f"Known: {', '.join(known)}."
            )


def _check_keywords(where: str, keywords: list[str]) -> None:
    for keyword in keywords:
        if tag_for_keyword(keyword) is None:
            raise ConfigurationError(
                f"{where}: {keyword!r} in 'coerced' is no attribute",
                "Write the keyword that PS3.6 gives it, such as PatientName.",
            )


def _check_syntaxes(where: str, key: str, uids: list[str]) -> None:
    named = (TABLE,) if key == _DELIVERS else ()
    for uid in uids:
        if uid not in named and not _UID.fullmatch(uid):
            raise ConfigurationError(
                f"{where}: {uid!r} in {key!r} is no transfer syntax UID",
                f'Write UIDs, or in {_DELIVERS!r} "{TABLE}" for all of the specification\'s table.',
            )
