"""The folder and its index."""

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pydicom.data
import pytest
from pydicom import dcmread
from pydicom.errors import InvalidDicomError
from pydicom.filebase import DicomBytesIO
from pydicom.uid import UID
from werkzeug.test import Client

from tests.reference.client import EXPLICIT, IMPLICIT, RETRIEVE, Asked, ask, identity, retrieve
from wadows_reference import create_app
from wadows_reference.index import INDEX_NAME
from wadows_reference.store import Skipped, Store, Summary
from wadows_spec.catalogue import Catalogue
from wadows_spec.errors import ConfigurationError

Stored = Callable[[str], bytes]
NOT_DICOM = "not a DICOM Part 10 file: no DICM after a preamble of 128 bytes"


@pytest.fixture
def few(tmp_path: Path, stored: Stored) -> Path:
    """Make a folder of two documents, one of them in a subfolder, and a file that is none."""
    folder = tmp_path / "few"
    (folder / "sub").mkdir(parents=True)
    (folder / "signed.dcm").write_bytes(stored("signed"))
    (folder / "sub" / "without-suffix").write_bytes(stored("unsigned"))
    (folder / "notes.txt").write_text("nothing")
    return folder


def paths(store: Store, document: Asked) -> list[Path]:
    with store.snapshot() as snapshot:
        return [copy.path for copy in snapshot.copies(*document)]


def test_a_folder_is_indexed(few: Path, uids: Callable[[str], Asked]) -> None:
    store = Store.open(few)

    assert Summary(2, 3, 0, (Skipped("notes.txt", NOT_DICOM),)) == store.summary
    assert few / INDEX_NAME == store.index
    assert [few / "sub" / "without-suffix"] == paths(store, uids("unsigned"))


def test_the_next_start_reads_nothing_again(few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Store.open(few).summary

    second = Store.open(few).summary

    assert (3, 0) == (first.read, second.read)
    assert (first.indexed, first.skipped) == (second.indexed, second.skipped)


def test_the_next_start_sees_what_has_changed(
    few: Path, stored: Stored, uids: Callable[[str], Asked]
) -> None:
    Store.open(few)
    (few / "signed.dcm").unlink()
    (few / "new.dcm").write_bytes(stored("colour"))
    (few / "notes.txt").write_bytes(stored("inverse"))

    store = Store.open(few)

    assert Summary(3, 2, 1, ()) == store.summary
    assert [] == paths(store, uids("signed"))
    assert [few / "notes.txt"] == paths(store, uids("inverse"))


def test_a_change_that_keeps_the_size_is_seen(
    few: Path, stored: Stored, uids: Callable[[str], Asked]
) -> None:
    Store.open(few)
    path = few / "signed.dcm"
    sop = uids("signed")[2]
    other = sop[:-1] + ("1" if sop[-1] != "1" else "2")
    path.write_bytes(path.read_bytes().replace(sop.encode(), other.encode()))
    os.utime(path, ns=(1, 1))

    store = Store.open(few)

    assert 1 == store.summary.read
    assert [] == paths(store, uids("signed"))
    assert [path] == paths(store, (*uids("signed")[:2], other))


def test_what_is_no_document_is_skipped_with_a_reason(tmp_path: Path, stored: Stored) -> None:
    whole = stored("signed")
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "no-preamble.dcm").write_bytes(whole[132:])
    (tmp_path / "only-preamble.dcm").write_bytes(whole[:132])
    (tmp_path / "cut-in-meta.dcm").write_bytes(whole[:200])
    (tmp_path / "garbage.dcm").write_bytes(whole[:132] + b"\xff" * 500)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "nowhere").symlink_to(tmp_path / "missing")
    (tmp_path / "good.dcm").write_bytes(whole)

    summary = Store.open(tmp_path).summary

    reasons = {entry.path: entry.reason for entry in summary.skipped}
    assert 1 == summary.indexed
    assert {
        "empty", "no-preamble.dcm", "only-preamble.dcm", "cut-in-meta.dcm", "garbage.dcm", "pipe",
        "nowhere",
    } == set(reasons)  # fmt: skip
    assert NOT_DICOM == reasons["no-preamble.dcm"]
    assert "not a regular file" == reasons["pipe"]
    assert "cannot be read: No such file or directory" == reasons["nowhere"]
    assert all(reasons.values())


def test_an_unreadable_file_is_tried_again(few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr("wadows_reference.store.read_header", refuse)
        first = Store.open(few).summary
    second = Store.open(few).summary

    assert (0, 3) == (first.indexed, len(first.skipped))
    assert Skipped("notes.txt", "cannot be read: Permission denied") == first.skipped[0]
    assert (2, 1) == (second.indexed, len(second.skipped))


def test_a_read_only_folder_has_its_index_in_the_cache(
    few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(os, "access", lambda path, mode: False)

    first, second = Store.open(few), Store.open(few)

    assert tmp_path / "cache" in first.index.parents
    assert first.index == second.index
    assert (3, 0) == (first.summary.read, second.summary.read)
    assert not (few / INDEX_NAME).exists()


def test_an_index_file_of_the_users_own(few: Path, tmp_path: Path) -> None:
    index = tmp_path / "new" / "index"

    store = Store.open(few, index)

    assert (index, 2) == (store.index, store.summary.indexed)
    assert index.is_file()


def test_a_users_file_that_is_no_index_is_left_alone(few: Path, tmp_path: Path) -> None:
    index = tmp_path / "letter.txt"
    index.write_text("Dear reader, this is a letter and no database.")

    with pytest.raises(ConfigurationError, match="letter"):
        Store.open(few, index)

    assert index.read_text().startswith("Dear")


@pytest.mark.parametrize("content", [b"this is no database, whatever its name says", b""])
def test_a_damaged_index_is_made_anew(few: Path, content: bytes) -> None:
    Store.open(few)
    (few / INDEX_NAME).write_bytes(content)

    first, second = Store.open(few).summary, Store.open(few).summary

    assert (2, 3) == (first.indexed, first.read)
    assert (2, 0) == (second.indexed, second.read)


def test_an_index_of_another_version_is_made_anew(few: Path) -> None:
    with closing(sqlite3.connect(few / INDEX_NAME)) as connection:
        connection.execute("create table file (path)")
        connection.execute("pragma user_version = 99")

    assert 3 == Store.open(few).summary.read


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="missing"):
        Store.open(tmp_path / "missing")


def test_the_same_instance_in_several_files(
    tmp_path: Path, stored: Stored, uids: Callable[[str], Asked]
) -> None:
    explicit = stored("signed")
    document = dcmread(DicomBytesIO(explicit))
    document.file_meta.TransferSyntaxUID = UID(IMPLICIT)
    document.save_as(tmp_path / "a.dcm", implicit_vr=True)
    (tmp_path / "c.dcm").write_bytes(explicit)
    (tmp_path / "b.dcm").write_bytes(explicit[:-2] + b"\1\1")
    client = Client(create_app(tmp_path))

    found = [
        ask(client, RETRIEVE, retrieve(uids("signed"), syntaxes=(uid,))).documents
        for uid in (IMPLICIT, EXPLICIT)
    ]

    # Of those with the same transfer syntax, the one whose path comes first.
    assert [(tmp_path / "a.dcm").read_bytes()] == found[0]
    assert [(tmp_path / "b.dcm").read_bytes()] == found[1]


def test_odd_names(tmp_path: Path, stored: Stored, uids: Callable[[str], Asked]) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/100% ?#\xff.dcm"))
    path.write_bytes(stored("signed"))

    assert [path] == paths(Store.open(tmp_path), uids("signed"))


def test_two_servers_may_start_on_one_folder(few: Path) -> None:
    summaries: list[Summary] = []
    starts = [
        threading.Thread(target=lambda: summaries.append(Store.open(few).summary)) for _ in range(4)
    ]
    for start in starts:
        start.start()
    for start in starts:
        start.join()

    assert [2] * 4 == [summary.indexed for summary in summaries]


def test_many_threads_look_up(catalogue: Catalogue, folder: Path) -> None:
    store = Store.open(folder)
    document = catalogue.documents["signed"]
    found: list[list[Path]] = []

    def look() -> None:
        found.extend(paths(store, identity(document)) for _ in range(20))

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [[folder / "signed.dcm"]] * 160 == found


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_every_test_file_of_pydicom_comes_back_byte_for_byte(tmp_path: Path) -> None:
    """Each study, series, instance and transfer syntax that pydicom can read."""
    files = tmp_path / "files"
    shutil.copytree(Path(pydicom.data.__file__).parent / "test_files", files)
    expected: dict[tuple[str, ...], set[str]] = {}
    for path in sorted(path for path in files.rglob("*") if path.is_file()):
        try:
            found = dcmread(path, stop_before_pixels=True)
        except InvalidDicomError:
            continue
        if "SOPInstanceUID" in found:
            key = (
                str(found.get("StudyInstanceUID", "")), str(found.get("SeriesInstanceUID", "")),
                str(found.SOPInstanceUID), str(found.file_meta.TransferSyntaxUID),
            )  # fmt: skip
            expected.setdefault(key, set()).add(sha256(path.read_bytes()).hexdigest())

    application = create_app(files)
    client = Client(application)

    assert 130 < len(expected)
    for (study, series, sop, syntax), hashes in expected.items():
        answer = ask(client, RETRIEVE, retrieve((study, series, sop), syntaxes=(syntax,)))
        assert [True] == [sha256(data).hexdigest() in hashes for data in answer.documents]
    summary = application.store.summary
    assert 149 == summary.indexed
    assert "README.txt" in {entry.path for entry in summary.skipped}


def test_a_file_in_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(ConfigurationError, match="cannot be read: Not a directory"):
        Store.open(tmp_path / "file", tmp_path / "index.sqlite")


def test_an_index_that_is_gone_is_told_in_one_line(few: Path) -> None:
    store = Store.open(few)
    store.index.unlink()

    with pytest.raises(OSError, match="cannot be read"), store.snapshot():
        pass
