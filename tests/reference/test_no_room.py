"""A disk that takes no more, and files and folders that one may not read or write."""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from werkzeug.test import Client

from tests.reference.client import (
    EXPLICIT,
    IMPLICIT,
    RENDERED,
    RETRIEVE,
    Asked,
    ask,
    rendered,
    retrieve,
)
from tests.reference.ordinary import ordinarily
from wadows_reference import create_app
from wadows_reference.index import INDEX_NAME
from wadows_reference.store import Skipped, Store
from wadows_spec.errors import ConfigurationError

Uids = Callable[[str], Asked]
PROCESSING_FAILURE = "urn:dicom:wado:0014"


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let no file grow beyond some bytes, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def own(folder: Path, tmp_path: Path) -> Path:
    """Make a folder of two documents of its own."""
    made = tmp_path / "own"
    made.mkdir()
    for role in ("signed", "unsigned"):
        (made / f"{role}.dcm").write_bytes((folder / f"{role}.dcm").read_bytes())
    return made


def test_a_document_without_room_spoils_no_other(
    folder: Path, uids: Uids, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does what there was room for of it take that of the next."""
    monkeypatch.setattr("wadows_reference.spool._IN_MEMORY", 0)
    client = Client(create_app(folder))
    small, large = uids("structured-report"), uids("multi-frame")
    alone = [
        ask(client, RETRIEVE, retrieve(each, syntaxes=(IMPLICIT,))).documents[0]
        for each in (small, large)
    ]
    assert 2 * len(alone[0]) < len(alone[1])
    request = retrieve(large, small, syntaxes=(IMPLICIT,))
    with files_of_at_most(len(alone[1]) - 1):
        answer = ask(client, RETRIEVE, request)

    assert [(PROCESSING_FAILURE, large[2])] == answer.errors
    assert "File too large" in answer.one("//rs:RegistryError/@codeContext")
    assert [alone[0]] == answer.documents


def test_an_image_without_room_spoils_no_other(
    folder: Path, uids: Uids, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wadows_reference.spool._IN_MEMORY", 0)
    client = Client(create_app(folder))
    documents = uids("signed"), uids("unsigned")
    alone = [ask(client, RENDERED, rendered(each)).documents[0] for each in documents]
    with files_of_at_most(max(map(len, alone))):
        answer = ask(client, RENDERED, rendered(*documents))

    assert 1 == len(answer.errors)
    assert PROCESSING_FAILURE == answer.errors[0][0]
    assert answer.documents[0] in alone


def test_an_index_without_room(own: Path) -> None:
    with files_of_at_most(1 << 10), pytest.raises(ConfigurationError) as raised:
        Store.open(own)

    assert f"the index {own / INDEX_NAME} cannot be written" in str(raised.value)
    assert 2 == Store.open(own).summary.indexed


def test_no_folder_for_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object, **more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkdtemp", full)
    from wadows_reference.work_folder import work_folder

    with pytest.raises(ConfigurationError, match="No space left") as raised, work_folder():
        pass

    assert "TMPDIR" in raised.value.hint


def test_a_document_that_may_not_be_read_spoils_no_other(own: Path, uids: Uids) -> None:
    client = Client(create_app(own))
    (own / "signed.dcm").chmod(0)
    both = uids("signed"), uids("unsigned")

    for content, action in (
        (retrieve(*both, syntaxes=(EXPLICIT,)), RETRIEVE),
        (retrieve(*both, syntaxes=(IMPLICIT,)), RETRIEVE),
        (rendered(*both), RENDERED),
    ):
        answer = ordinarily(lambda: ask(client, action, content))  # noqa: B023 - done by then
        assert [(PROCESSING_FAILURE, both[0][2])] == answer.errors
        context = answer.one("//rs:RegistryError/@codeContext")
        assert "The stored file cannot be read: Permission denied." == context
        assert 1 == len(answer.documents)


def test_what_may_not_be_read_is_told_at_the_start(own: Path) -> None:
    (own / "signed.dcm").chmod(0)
    (own / "closed").mkdir(mode=0)
    try:
        summary = ordinarily(lambda: Store.open(own)).summary
    finally:
        (own / "closed").chmod(0o700)

    denied = "cannot be read: Permission denied"
    assert (Skipped("closed/", denied), Skipped("signed.dcm", denied)) == tuple(
        sorted(summary.skipped, key=lambda skipped: skipped.path)
    )
    assert 1 == summary.indexed


def test_a_folder_that_may_only_be_read(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    own.chmod(0o500)
    try:
        store = ordinarily(lambda: Store.open(own))
    finally:
        own.chmod(0o700)

    assert 2 == store.summary.indexed
    assert tmp_path / "cache" in store.index.parents
    assert not (own / INDEX_NAME).exists()
