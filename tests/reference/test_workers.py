"""`serve --workers`: several processes, one index, and what only one process can do."""

import http.client
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
import trustme
from click.testing import CliRunner, Result

from tests.reference.client import (
    EXPLICIT,
    IMPLICIT,
    RETRIEVE,
    Asked,
    envelope,
    mtom,
    read,
    retrieve,
)
from wadows_reference.cli import main

LARGE = 64 * 1024 * 1024


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Serve a folder by two workers and give the process that they are started by, and the URL."""
    command = ["serve", str(folder), "--port", "0", "--workers", "2", *options]
    with subprocess.Popen(
        [sys.executable, "-m", "wadows_reference", *command],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        try:
            word, _, url = process.stdout.readline().strip().partition(" ")
            assert "serving" == word
            yield process, url
        finally:
            process.kill()


def asked(document: Asked, syntaxes: tuple[str, ...]) -> tuple[str, bytes]:
    return mtom(envelope(RETRIEVE, retrieve(document, syntaxes=syntaxes)))


def workers_of(process: "subprocess.Popen[str]") -> list[str]:
    """Wait for both workers, and give the ids of their processes."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    deadline = time.monotonic() + 20
    while len(workers := children.read_text().split()) < 2 and time.monotonic() < deadline:
        os.sched_yield()
    return workers


def wait_until_refused(host: str, port: int) -> None:
    """Wait until nobody listens any more."""
    deadline = time.monotonic() + 20
    with suppress(ConnectionError):
        while time.monotonic() < deadline:
            socket.create_connection((host, port), timeout=20).close()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT], ids=lambda each: each.name)
def test_what_is_in_flight_is_finished(
    ending: signal.Signals,
    folder: Path,
    tmp_path: Path,
    uids: Callable[[str], Asked],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "scratch").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "scratch"))
    documents = tmp_path / "documents"
    documents.mkdir()
    content = (folder / "signed.dcm").read_bytes()
    # Data Set Trailing Padding (PS3.10 7.2): more than the buffers of a connection hold.
    padding = b"\xfc\xff\xfc\xffOB\0\0" + LARGE.to_bytes(4, "little") + bytes(LARGE)
    (documents / "large.dcm").write_bytes(content + padding)
    content_type, body = asked(uids("signed"), (EXPLICIT,))

    with serving(documents) as (process, url):
        where = urlsplit(url)
        with socket.create_connection((where.hostname, where.port), timeout=20) as connection:
            head = (
                f"POST {where.path} HTTP/1.1\r\nHost: {where.netloc}\r\n"
                f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            connection.sendall(head.encode() + body)
            received = bytearray(connection.recv(1000))
            process.send_signal(ending)
            wait_until_refused(where.hostname or "", where.port or 0)
            while piece := connection.recv(1 << 20):
                received += piece
        out, err = process.communicate(timeout=20)

    assert content + padding in received
    assert received.endswith(b"--\r\n")
    assert (0, "") == (process.returncode, out)
    assert "Traceback" not in err
    assert [] == list((tmp_path / "scratch").iterdir())


def test_both_workers_serve_over_tls(
    folder: Path, tmp_path: Path, uids: Callable[[str], Asked]
) -> None:
    authority = trustme.CA()
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(
        str(tmp_path / "server.pem")
    )
    context = ssl.create_default_context()
    authority.configure_trust(context)
    content_type, body = asked(uids("signed"), (IMPLICIT,))
    options = ("--host", "localhost", "--tls-cert", str(tmp_path / "server.pem"))
    options += ("--index", str(tmp_path / "index.sqlite"))

    with serving(folder, *options) as (process, url):
        assert url.startswith("https://localhost:")
        workers = workers_of(process)
        served: list[int] = []
        for worker in workers:
            # The other one stands still meanwhile.
            (other,) = set(workers) - {worker}
            os.kill(int(other), signal.SIGSTOP)
            request = Request(url, data=body, headers={"Content-Type": content_type})  # noqa: S310
            with urlopen(request, timeout=20, context=context) as response:  # noqa: S310
                answer = read(response.status, dict(response.headers), response.read())
            served.append(len(answer.documents))
            os.kill(int(other), signal.SIGCONT)

    assert [1, 1] == served


def serve(*options: str) -> Result:
    return CliRunner().invoke(main, ["serve", "--workers", "2", *options])


def test_a_mutant_that_remembers_is_refused() -> None:
    result = serve("--mutant", "answers-from-a-cache")

    assert 2 == result.exit_code
    assert (
        "error: the mutant answers-from-a-cache cannot be served by several workers: "
        "what it remembers is in one process. Leave out --workers.\n"
    ) == result.stderr


def test_a_variant_that_sends_in_its_own_way(
    folder: Path, tmp_path: Path, uids: Callable[[str], Asked]
) -> None:
    content_type, body = asked(uids("signed"), (EXPLICIT,))
    options = ("--index", str(tmp_path / "index.sqlite"), "--variant", "chunked")

    with serving(folder, *options) as (_, url):
        request = Request(url, data=body, headers={"Content-Type": content_type})  # noqa: S310
        with urlopen(request, timeout=20) as response:  # noqa: S310
            answer = read(response.status, dict(response.headers), response.read())

    assert "chunked" == response.headers["Transfer-Encoding"]
    assert 1 == len(answer.documents)


def test_a_mutant_that_sends_in_its_own_way(
    folder: Path, tmp_path: Path, uids: Callable[[str], Asked]
) -> None:
    content_type, body = asked(uids("signed"), (EXPLICIT,))
    options = ("--index", str(tmp_path / "index.sqlite"), "--mutant", "breaks-off-midway")

    with serving(folder, *options) as (_, url):
        request = Request(url, data=body, headers={"Content-Type": content_type})  # noqa: S310
        with (
            urlopen(request, timeout=20) as response,  # noqa: S310
            pytest.raises(http.client.IncompleteRead) as caught,
        ):
            response.read()

    assert caught.value.partial


def test_silent_peers_keep_nobody_waiting(
    folder: Path, tmp_path: Path, uids: Callable[[str], Asked]
) -> None:
    content_type, body = asked(uids("signed"), (EXPLICIT,))
    limits = ("connections=1", "crowded_seconds=0.1", "header_seconds=600")
    options = [option for limit in limits for option in ("--limit", limit)]

    with serving(folder, "--index", str(tmp_path / "index.sqlite"), *options) as (_, url):
        where = urlsplit(url)
        address = where.hostname or "", where.port or 0
        # More than both workers have room for.
        silent = [socket.create_connection(address, timeout=20) for _ in range(4)]
        request = Request(url, data=body, headers={"Content-Type": content_type})  # noqa: S310
        with urlopen(request, timeout=20) as response:  # noqa: S310
            answer = read(response.status, dict(response.headers), response.read())
        for connection in silent:
            connection.close()

    assert 1 == len(answer.documents)


def test_workers_end_with_who_started_them(folder: Path, tmp_path: Path) -> None:
    with serving(folder, "--index", str(tmp_path / "index.sqlite")) as (process, _):
        assert 2 == len(workers_of(process))
        process.kill()
        # Workers have the same one, which ends when the last of them has.
        process.communicate(timeout=20)


def test_without_gunicorn_the_extra_is_named(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "gunicorn.app.base", None)
    monkeypatch.delitem(sys.modules, "wadows_reference.workers", raising=False)

    result = serve(str(folder), "--index", str(tmp_path / "index.sqlite"))

    assert 2 == result.exit_code
    assert "pip install 'wadows-contract[workers]'" in result.stderr
    assert "Traceback" not in result.stderr
