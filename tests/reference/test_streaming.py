"""Bodies stream: nothing of the size of a document is held."""

import socket
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO
from urllib.request import Request, urlopen

import pytest
from pydicom import dcmread
from werkzeug.test import EnvironBuilder

from tests.reference.client import (
    EXPLICIT,
    IMPLICIT,
    RENDERED,
    RETRIEVE,
    URL,
    Asked,
    envelope,
    mtom,
    read,
    rendered,
    retrieve,
)
from wadows_reference import Settings, create_app
from wadows_reference.app import Application
from wadows_reference.sending import send_document
from wadows_reference.server import bind
from wadows_reference.spool import Made, Spool, Stored

LARGE = 64 * 1024 * 1024
PIECE = 256 * 1024


def environ(action: str, content: str) -> dict[str, Any]:
    content_type, body = mtom(envelope(action, content))
    builder = EnvironBuilder(URL, method="POST", data=body, content_type=content_type)
    try:
        return builder.get_environ()
    finally:
        builder.close()


def start(application: Application, environ: dict[str, Any]) -> tuple[str, dict[str, str], Any]:
    """Call the application and give status, headers and the body, unread."""
    started: list[Any] = []

    def start_response(*arguments: Any) -> Callable[[bytes], object]:
        started.extend(arguments)
        return lambda piece: None

    body = application(environ, start_response)
    return started[0], dict(started[1]), body


@contextmanager
def serving(application: Application) -> Iterator[str]:
    """Serve an application over HTTP and give the URL of its endpoint."""
    server, url = bind("127.0.0.1", 0, application)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield url
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def large(tmp_path: Path, folder: Path) -> Path:
    """Make a folder of one document of `LARGE` bytes and some."""
    document = dcmread(folder / "signed.dcm")
    document.add_new(0xFFFCFFFC, "OB", b"")
    document.save_as(tmp_path / "large.dcm")
    with (tmp_path / "large.dcm").open("r+b") as content:
        content.seek(-4, 2)
        content.write(LARGE.to_bytes(4, "little"))
        content.truncate(content.tell() + LARGE)
    return tmp_path


def test_memory_does_not_grow_with_a_document(large: Path, uids: Callable[[str], Asked]) -> None:
    application = create_app(large)
    request = environ(RETRIEVE, retrieve(uids("signed")))
    tracemalloc.start()
    status, headers, pieces = start(application, request)
    longest = total = 0
    for piece in pieces:
        longest, total = max(longest, len(piece)), total + len(piece)
    pieces.close()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert "200 OK" == status
    assert str(total) == headers["Content-Length"]
    assert total > LARGE
    assert longest == PIECE
    assert peak < 8 * PIECE


@pytest.mark.parametrize("read_all", [True, False])
def test_what_is_made_for_an_answer_has_no_name_and_ends_with_it(
    folder: Path, tmp_path: Path, uids: Callable[[str], Asked], read_all: bool
) -> None:
    application = create_app(folder, settings=Settings(spool_folder=tmp_path))
    request = environ(RETRIEVE, retrieve(uids("signed"), syntaxes=(IMPLICIT,)))

    _, _, pieces = start(application, request)
    made = [part.file for part in pieces.segments if isinstance(part, Made)]
    before = [file.closed for file in made], list(tmp_path.iterdir())
    if read_all:
        assert b"".join(pieces)
    pieces.close()

    assert ([False], []) == before
    assert [True] == [file.closed for file in made]


def test_no_room_for_what_is_made_is_told_in_the_answer(
    folder: Path, tmp_path: Path, uids: Callable[[str], Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wadows_reference.spool._IN_MEMORY", 4096)
    application = create_app(folder, settings=Settings(spool_folder=tmp_path / "none"))
    for request in (
        environ(RETRIEVE, retrieve(uids("signed"), syntaxes=(IMPLICIT,))),
        environ(RENDERED, rendered(uids("signed"), Rows="1024")),
    ):
        status, headers, pieces = start(application, request)
        answer = read(int(status[:3]), headers, b"".join(pieces))
        pieces.close()

        context = answer.one("//rs:RegistryError/@codeContext")
        assert context.endswith(": No such file or directory.")
        assert [] == answer.documents


def test_memory_does_not_grow_with_what_is_made(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    tracemalloc.start()
    made = [spool.add(bytes(PIECE)) for _ in range(64)]
    read = sum(len(piece) for part in made for piece in part.read(PIECE))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    spool.close()

    assert 64 * PIECE == read
    assert peak < 8 * PIECE


def test_a_small_answer_goes_out_at_once(folder: Path, uids: Callable[[str], Asked]) -> None:
    _, headers, pieces = start(
        create_app(folder), environ(RENDERED, rendered(uids("signed"), uids("colour")))
    )

    assert [headers["Content-Length"]] == [str(len(piece)) for piece in pieces]
    pieces.close()


def test_what_could_not_be_written_is_no_part_of_the_next(tmp_path: Path) -> None:
    def fail(file: BinaryIO) -> None:
        file.write(b"half")
        raise ValueError("and no more")

    spool = Spool(tmp_path)
    first = spool.add_written(lambda file: file.write(b"first"))
    with pytest.raises(ValueError, match="no more"):
        spool.add_written(fail)
    second = spool.add_written(lambda file: file.write(b"second"))

    assert [b"first", b"second"] == [b"".join(part.read(4)) for part in (first, second)]
    assert [5, 6] == [first.size, second.size]
    spool.close()


def test_a_file_that_shrinks_ends_the_answer_early(
    large: Path, uids: Callable[[str], Asked]
) -> None:
    application = create_app(large)
    request = environ(RETRIEVE, retrieve(uids("signed")))
    _, _, pieces = start(application, request)
    begun = iter(pieces)
    next(begun)  # all before the document
    next(begun)  # and what it begins with
    with (large / "large.dcm").open("r+b") as content:
        content.truncate(LARGE // 2)

    with pytest.raises(OSError, match="lost"):
        list(begun)

    pieces.close()


def test_a_file_that_was_changed_is_not_sent(large: Path, uids: Callable[[str], Asked]) -> None:
    application = create_app(large)
    request = environ(RETRIEVE, retrieve(uids("signed")))
    _, _, pieces = start(application, request)
    (large / "large.dcm").write_bytes(b"short")

    with pytest.raises(OSError, match="has changed"):
        list(pieces)

    pieces.close()


@pytest.mark.parametrize("past_server", [True, False])
def test_a_large_document_over_http(
    large: Path, uids: Callable[[str], Asked], past_server: bool
) -> None:
    content_type, body = mtom(envelope(RETRIEVE, retrieve(uids("signed"))))
    with serving(create_app(large, settings=Settings(past_server=past_server))) as url:
        request = Request(url, data=body, headers={"Content-Type": content_type})  # noqa: S310
        with urlopen(request, timeout=20) as response:  # noqa: S310
            answer = read(response.status, dict(response.headers), response.read())

    assert [(large / "large.dcm").read_bytes()] == answer.documents


def test_who_does_not_read_a_large_document_is_let_go(large: Path) -> None:
    server, client = socket.socketpair()
    document = Stored.of(str(large / "large.dcm"))
    with server, client:
        server.settimeout(0.2)

        with pytest.raises(TimeoutError):
            send_document(server, b"before", document, nullcontext)

        assert 0.2 == server.gettimeout()


def test_a_file_that_shrinks_while_the_system_sends_it_ends_the_answer_early(large: Path) -> None:
    server, client = socket.socketpair()
    document = Stored.of(str(large / "large.dcm"))
    with server, client, ThreadPoolExecutor() as threads:
        sending = threads.submit(send_document, server, b"", document, nullcontext)
        sending.add_done_callback(lambda sent: server.close())
        received = len(client.recv(1))
        with (large / "large.dcm").open("r+b") as content:
            content.truncate(LARGE // 2)
        while piece := client.recv(PIECE):
            received += len(piece)

        with pytest.raises(OSError, match="lost"):
            sending.result()

    assert LARGE // 2 == received


def test_many_documents_in_one_long_request(
    folder: Path, tmp_path: Path, uids: Callable[[str], Asked], stored: Callable[[str], bytes]
) -> None:
    study, series, instance = uids("signed")
    named = [f"{instance[:-3]}{number}" for number in range(100, 700)]
    originals = [stored("signed").replace(instance.encode(), uid.encode()) for uid in named]
    for uid, content in zip(named, originals, strict=True):
        (tmp_path / f"{uid}.dcm").write_bytes(content)
    # Back to front, the first twice, and one that there is not.
    wanted = [*reversed(named), named[-1], instance[:-3]]

    status, headers, pieces = start(
        create_app(tmp_path),
        environ(RETRIEVE, retrieve(*((study, series, uid) for uid in wanted))),
    )
    body = b"".join(pieces)
    pieces.close()
    answer = read(int(status[:3]), headers, body)

    assert str(len(body)) == headers["Content-Length"]
    assert originals[::-1] == answer.documents
    assert named[::-1] == answer.all("//i:DocumentResponse/i:DocumentUniqueId/text()")
    assert instance[:-3] == answer.one("//rs:RegistryError/@location")


def test_many_at_once_over_http(
    folder: Path, uids: Callable[[str], Asked], stored: Callable[[str], bytes]
) -> None:
    content_type, body = mtom(envelope(RETRIEVE, retrieve(uids("signed"), uids("jpeg"))))
    documents: list[list[bytes]] = []

    def ask(url: str) -> None:
        request = Request(url, data=body, headers={"Content-Type": content_type})  # noqa: S310
        with urlopen(request, timeout=20) as response:  # noqa: S310
            documents.append(
                read(response.status, dict(response.headers), response.read()).documents
            )

    with serving(create_app(folder)) as url:
        threads = [threading.Thread(target=ask, args=(url,)) for _ in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()

    assert [2] * 8 == [len(found) for found in documents]
    assert {stored("signed")} == {found[0] for found in documents}
    assert EXPLICIT.encode() in documents[0][1]
