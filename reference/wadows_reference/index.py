"""The SQLite file that remembers what is in a folder, and where it is kept."""

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from wadows_spec.errors import ConfigurationError

INDEX_NAME: Final = ".wadows-index.sqlite"
#: Raised when the table changes; an index of another version is made anew.
_VERSION: Final = 2
_TABLE: Final = """
create table file (
    path blob primary key,
    size integer not null,
    modified integer not null,
    study text not null default '',
    series text not null default '',
    sop text not null default '',
    sop_class text not null default '',
    syntax text not null default '',
    reason text
);
create index by_identity on file (sop, series, study);
create index by_series on file (series);
create index by_study on file (study);
"""


def open_index(folder: Path, wanted: Path | None) -> tuple[Path, sqlite3.Connection]:
    """Open the index of a folder for writing, making it if need be.

    It is `wanted` if given; else it lies in the folder,
    or in the user's cache if the folder is read-only.
    Raises `ConfigurationError` if none of these can be written.
    """
    failures = []
    for path in [wanted] if wanted else _places(folder):
        try:
            return path, _open(path)
        except (OSError, sqlite3.Error) as error:
            failures.append(f"{path}: {error}")
    raise ConfigurationError(
        f"the index cannot be written ({'; '.join(failures)})",
        "Name a file that can be written with --index.",
    )


def read_index(path: Path) -> sqlite3.Connection:
    """Open an index for reading; raises `sqlite3.Error` if it is not there any more."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def _places(folder: Path) -> Iterator[Path]:
    key = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    if os.access(folder, os.W_OK):
        yield folder / INDEX_NAME
    yield Path(cache) / "wadows-reference" / f"{key}.sqlite"
    yield Path(tempfile.gettempdir()) / f"wadows-reference-{key}.sqlite"


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _prepared(path)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        # Not a database: a damaged index is worth nothing, so it is made anew.
        if path.name != INDEX_NAME and path.suffix != ".sqlite":
            raise
        path.unlink()
        return _prepared(path)


def _prepared(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        # One writer at a time, from the first look on: two servers may start on one folder.
        connection.execute("begin immediate")
        with closing(connection.execute("pragma user_version")) as cursor:
            version = cursor.fetchone()[0]
        if version != _VERSION:
            connection.execute("drop table if exists file")
            for statement in _TABLE.split(";"):
                connection.execute(statement)
            connection.execute(f"pragma user_version = {_VERSION}")
    except BaseException:
        connection.close()
        raise
    return connection
