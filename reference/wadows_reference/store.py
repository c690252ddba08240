"""The documents that can be asked for: a folder of DICOM Part 10 files and its index."""

import os
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from wadows_reference.index import INDEX_NAME, open_index, read_index
from wadows_reference.scan import Header, Unusable, read_header
from wadows_spec.constants import EXPLICIT_VR_LE, IMPLICIT_VR_LE
from wadows_spec.errors import ConfigurationError


class StoredDocument(NamedTuple):
    """One file."""

    file: str
    sop_class_uid: str
    transfer_syntax_uid: str
    #: What it was like when it was indexed: bytes, and the time of its last change in nanoseconds.
    size: int
    modified: int

    @property
    def path(self) -> Path:
        """Where it is."""
        return Path(self.file)


@dataclass(frozen=True)
class Skipped:
    """A file that is not served; `path` is relative to the folder."""

    path: str
    reason: str


@dataclass(frozen=True)
class Summary:
    """What a start found: files indexed, how many of all files had to be read, files skipped."""

    indexed: int
    read: int
    vanished: int
    skipped: tuple[Skipped, ...]


class Snapshot:
    """Look-ups on one connection; not for more than one thread."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self._folder = os.path.join(folder, "")  # noqa: PTH118 - a text, to put others behind
        self._connection = connection
        self._ahead: dict[tuple[str, str, str], list[StoredDocument]] = {}

    def look_ahead(self, identities: Sequence[tuple[str, str, str]]) -> None:
        """Look up what `copies` is asked for next, all at once: study, series and instance of each.

        Raises `sqlite3.Error` if the index cannot be read.
        """
        sops = [sop for _, _, sop in identities]
        rows = self._connection.execute(
            "select study, series, sop, path, sop_class, syntax, size, modified from file "  # noqa: S608
            f"where sop in ({','.join('?' * len(sops))}) and reason is null "
            f"order by syntax not in ('{EXPLICIT_VR_LE}', '{IMPLICIT_VR_LE}'), path",
            sops,
        )
        self._ahead = {identity: [] for identity in identities}
        for study, series, sop, path, sop_class, syntax, size, modified in rows.fetchall():
            copies = self._ahead.get((study, series, sop))
            if copies is not None and all(each[2] != syntax for each in copies):
                file = self._folder + os.fsdecode(path)
                copies.append(StoredDocument(file, sop_class, syntax, size, modified))

    def copies(self, study: str, series: str, sop: str) -> Sequence[StoredDocument]:
        """Return the files of one instance, one for each transfer syntax.

        Where several files have the same, it is the one whose path comes first in byte order.
        Uncompressed copies come first: they are the best to convert and to render from.
        Raises `sqlite3.Error` if the index cannot be read.
        """
        identity = (study, series, sop)
        if identity not in self._ahead:
            self.look_ahead([identity])
        return self._ahead[identity]

    def unknown(self, study: str, series: str, sop: str) -> str:
        """Return the widest of the three that no file has: `study`, `series` or `sop`.

        Empty if files have each of them, if not all three together.
        """
        for column, uid in (("study", study), ("series", series), ("sop", sop)):
            found = self._connection.execute(
                f"select 1 from file where {column} = ? and reason is null limit 1",  # noqa: S608
                (uid,),
            )
            with closing(found):
                if found.fetchone() is None:
                    return column
        return ""


class Store:
    """A folder as it was at the start: files that come or go later are seen at the next one."""

    def __init__(self, folder: Path, index: Path, summary: Summary) -> None:
        self._folder = folder
        self.index = index
        self.summary = summary

    @classmethod
    def open(cls, folder: Path, index: Path | None = None) -> "Store":
        """Index a folder and its subfolders.

        A file whose path, size and time of change are in the index is not read again.
        Raises `ConfigurationError` if the folder is not there or no index can be written.
        """
        try:
            os.scandir(folder).close()
        except FileNotFoundError as error:
            raise ConfigurationError(
                f"the folder {folder} does not exist", "Give a folder of DICOM files, or none."
            ) from error
        except OSError as error:
            raise ConfigurationError(
                f"the folder {folder} {_unreadable(error)}",
                "Give a folder of DICOM files, or none.",
            ) from error
        path, connection = open_index(folder, index)
        try:
            with closing(connection):
                summary = _refresh(folder, connection, path)
        except sqlite3.Error as error:
            raise ConfigurationError(
                f"the index {path} cannot be written: {error}",
                "Make room for it, or name another file with --index.",
            ) from error
        return cls(folder, path, summary)

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Give a connection for the look-ups of one request."""
        try:
            connection = read_index(self.index)
        except sqlite3.Error as error:
            raise OSError(f"the index {self.index} cannot be read: {error}") from error
        with closing(connection):
            yield Snapshot(self._folder, connection)


_FIND: Final = "select size, modified, reason from file where path = ?"
_STORE: Final = "insert or replace into file values (?, ?, ?, ?, ?, ?, ?, ?, ?)"


def _refresh(folder: Path, connection: sqlite3.Connection, index: Path) -> Summary:
    """Bring the index up to date inside the transaction that `open_index` has begun."""
    seen: set[bytes] = set()
    skipped: list[Skipped] = []
    indexed = read = 0
    for relative, found in _files(folder, index):
        if isinstance(found, str):
            skipped.append(Skipped(relative, found))
            continue
        if not stat.S_ISREG(found.st_mode):
            skipped.append(Skipped(relative, "not a regular file"))
            continue
        key = os.fsencode(relative)
        state = (found.st_size, found.st_mtime_ns)
        known = connection.execute(_FIND, (key,)).fetchone()
        if known and known[:2] == state:
            reason = known[2]
        else:
            read += 1
            try:
                reason = _index(folder / relative, key, state, connection)
            except OSError as error:
                # Permissions change without the file changing, so this is not remembered.
                skipped.append(Skipped(relative, _unreadable(error)))
                continue
        seen.add(key)
        if reason is None:
            indexed += 1
        else:
            skipped.append(Skipped(relative, reason))
    gone = {row[0] for row in connection.execute("select path from file")} - seen
    connection.executemany("delete from file where path = ?", [(key,) for key in gone])
    connection.execute("commit")
    return Summary(indexed, read, len(gone), tuple(skipped))


def _index(
    path: Path, key: bytes, state: tuple[int, int], connection: sqlite3.Connection
) -> str | None:
    """Read one file into the index and return why it is skipped, None if it is not."""
    try:
        header, reason = read_header(path), None
    except Unusable as error:
        header, reason = Header("", "", "", "", ""), str(error)
    connection.execute(
        _STORE,
        (
            key,
            *state,
            header.study,
            header.series,
            header.sop,
            header.sop_class_uid,
            header.transfer_syntax_uid,
            reason,
        ),
    )
    return reason


def _files(folder: Path, index: Path) -> Iterator[tuple[str, os.stat_result | str]]:
    """Yield each file's relative path with its state, or with why it cannot be looked at.

    Folders behind links are not entered.
    Paths are put together as text: an object of each would take most of a second start.
    """
    own = f"{os.path.realpath(index.parent)}{os.sep}{index.name}"
    waiting = [""]
    while waiting:
        below = waiting.pop()
        where = f"{folder}/{below}"
        try:
            with os.scandir(where) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            yield below or str(folder), _unreadable(error)
            continue
        real = os.path.realpath(where)
        folders = []
        for entry in entries:
            state = _state(entry)
            if isinstance(state, os.stat_result) and stat.S_ISDIR(state.st_mode):
                if not entry.is_symlink():
                    folders.append(f"{below}{entry.name}/")
            elif not (
                entry.name.startswith(INDEX_NAME) or f"{real}{os.sep}{entry.name}".startswith(own)
            ):
                yield f"{below}{entry.name}", state
        waiting += reversed(folders)


def _state(entry: os.DirEntry[str]) -> os.stat_result | str:
    try:
        return entry.stat()
    except OSError as error:
        return _unreadable(error)


def _unreadable(error: OSError) -> str:
    return f"cannot be read: {error.strerror}"
