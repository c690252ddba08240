"""How a server ends: by a signal, with all that is under way finished; or killed, with no harm."""

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.reference.client import Asked
from tests.reference.serving import (
    LARGE,
    LONG,
    answer_of,
    connect,
    enlarged,
    everything,
    request_bytes,
)
from tests.reference.test_command import serving
from wadows_reference.index import INDEX_NAME
from wadows_reference.store import Store
from wadows_reference.work_folder import work_folder

Uids = Callable[[str], Asked]


@pytest.fixture(scope="module")
def large(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder of one document that takes a peer a while to read."""
    made = tmp_path_factory.mktemp("large")
    (made / "signed.dcm").write_bytes((folder / "signed.dcm").read_bytes())
    enlarged(made / "signed.dcm")
    return made


def until_refused(url: str) -> None:
    """Connect until nobody listens any more."""
    while True:
        try:
            connect(url).close()
        except ConnectionRefusedError:
            return
        except ConnectionResetError:
            pass


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_is_under_way_is_finished(number: signal.Signals, large: Path, uids: Uids) -> None:
    """Not so what has not even asked; and another signal on top of it changes nothing."""
    whole = (large / "signed.dcm").read_bytes()
    with (
        serving(str(large), "--limit", "grace_seconds=1000") as (process, url),
        connect(url) as silent,
        connect(url) as peer,
    ):
        peer.sendall(request_bytes(uids("signed")))
        begun = peer.recv(1)
        process.send_signal(number)
        until_refused(url)
        process.send_signal(signal.SIGINT)
        answer = answer_of(begun + everything(peer))
        _, err = process.communicate(timeout=LONG)
        assert b"" == everything(silent)

    assert (0, [whole]) == (process.returncode, answer.documents)
    assert "cut off" not in err


def test_what_cannot_be_finished_is_cut_off(large: Path, uids: Uids) -> None:
    with (
        serving(str(large), "--limit", "grace_seconds=0.1") as (process, url),
        connect(url) as peer,
    ):
        peer.sendall(request_bytes(uids("signed")))
        assert peer.recv(1)
        process.terminate()
        _, err = process.communicate(timeout=LONG)
        rest = everything(peer)

    assert 0 == process.returncode
    assert err.endswith("1 connections were cut off: see the limit grace_seconds\n")
    assert len(rest) < LARGE


#: Indexes a folder, and is stuck with it when half of the index is in its file.
STUCK = """
import sys
from pathlib import Path
from wadows_reference import store

opened = store.open_index
made = store._index

def open_index(folder, wanted):
    path, connection = opened(folder, wanted)
    connection.execute("pragma cache_size = 1")
    return path, connection

def index(path, key, state, connection):
    rows = ((f"{key}{n}".encode(), *state, "1", "2", f"3.{n}", "4", "5", None) for n in range(999))
    connection.executemany(store._STORE, rows)
    print("stuck", flush=True)
    sys.stdin.read()

store.open_index, store._index = open_index, index
store.Store.open(Path(sys.argv[1]))
"""


@pytest.mark.parametrize("before", [False, True], ids=["the first index", "a later one"])
def test_an_index_that_was_being_written_is_repaired(
    before: bool, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.dcm").write_bytes((folder / "signed.dcm").read_bytes())
    if before:
        Store.open(tmp_path)
    (tmp_path / "b.dcm").write_bytes((folder / "unsigned.dcm").read_bytes())
    with subprocess.Popen(
        [sys.executable, "-c", STUCK, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert b"stuck\n" == process.stdout.readline()
        process.kill()
    harmed = (tmp_path / f"{INDEX_NAME}-journal").stat().st_size, size_of(tmp_path)

    summary = Store.open(tmp_path).summary

    assert min(harmed) > 0
    assert (2, 2 - before, 0, ()) == (
        summary.indexed, summary.read, summary.vanished, summary.skipped,
    )  # fmt: skip
    with closing(sqlite3.connect(tmp_path / INDEX_NAME)) as connection:
        assert ("ok",) == connection.execute("pragma integrity_check").fetchone()
        assert (2,) == connection.execute("select count(*) from file").fetchone()


def size_of(folder: Path) -> int:
    return (folder / INDEX_NAME).stat().st_size


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder that temporary files are made in."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_what_a_killed_server_leaves_is_removed_by_a_later_one(temporary: Path) -> None:
    with serving() as (process, _):
        process.kill()
    (left,) = temporary.iterdir()
    os.utime(left, (1, 1))

    with work_folder() as own:
        assert [own] == list(temporary.iterdir())

    assert [] == list(temporary.iterdir())


def test_what_is_in_use_is_not_removed(temporary: Path) -> None:
    foreign = temporary / "wadows-other"
    foreign.mkdir()
    with work_folder() as first:
        for folder in (foreign, first):
            os.utime(folder, (1, 1))
        with work_folder() as second:
            assert {foreign, first, second} == set(temporary.iterdir())


def test_a_folder_that_is_just_being_made_is_not_removed(temporary: Path) -> None:
    new = temporary / "wadows-reference-new"
    new.mkdir()

    with work_folder():
        assert new.is_dir()
