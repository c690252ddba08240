"""The command line: what it prints, and what it says to mistakes."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.reference.client import RETRIEVE, Asked, envelope, mtom, read, retrieve
from wadows_reference.mutants import all_mutants
from wadows_spec.data import DATA_ROOT
from wadows_spec.documents import TEST_DOCUMENTS

COMMAND = [sys.executable, "-m", "wadows_reference"]


def run(*arguments: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*COMMAND, *arguments], input=stdin, capture_output=True, text=True, check=False, timeout=30
    )


@contextmanager
def serving(*arguments: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Start a server on a free port and give its process with its URL."""
    with subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            word, _, url = line.strip().partition(" ")
            assert "serving" == word
            yield process, url
        finally:
            process.kill()


def ask(url: str, document: Asked) -> list[bytes]:
    content_type, body = mtom(envelope(RETRIEVE, retrieve(document)))
    request = Request(url, data=body, headers={"Content-Type": content_type})  # noqa: S310
    with urlopen(request, timeout=20) as response:  # noqa: S310
        return read(response.status, dict(response.headers), response.read()).documents


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_test_documents_are_served_and_removed(
    number: signal.Signals,
    uids: Callable[[str], Asked],
    stored: Callable[[str], bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with serving() as (process, url):
        assert url.startswith("http://127.0.0.1:")
        assert url.endswith("/dcm4chee-arc/xdsi/ImagingDocumentSource")
        assert [stored("signed")] == ask(url, uids("signed"))
        assert list(tmp_path.iterdir())
        process.send_signal(number)
        out, err = process.communicate(timeout=20)

    assert (0, "") == (process.returncode, out)
    assert f"{len(TEST_DOCUMENTS)} documents" in err
    assert "Traceback" not in err
    assert [] == list(tmp_path.iterdir())


def test_what_is_skipped_is_listed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "x.dcm").write_bytes((folder / "signed.dcm").read_bytes())
    (tmp_path / "notes.txt").write_text("nothing")

    with serving(str(tmp_path), "--index", str(tmp_path / "own.sqlite")) as (process, _):
        process.terminate()
        _, err = process.communicate(timeout=20)

    assert "1 documents, 2 files read anew, 0 gone, 1 files skipped" == err.splitlines()[0]
    assert err.splitlines()[1].startswith("skipped notes.txt: not a DICOM Part 10 file")
    assert (tmp_path / "own.sqlite").is_file()


def test_a_mutant_is_served(uids: Callable[[str], Asked]) -> None:
    with serving("--mutant", "document-dropped") as (_, url):
        assert [] == ask(url, uids("signed"))


def test_a_variant_is_served(uids: Callable[[str], Asked], stored: Callable[[str], bytes]) -> None:
    # Of HTTP, which nothing but a real connection shows.
    with serving("--variant", "chunked-in-full") as (_, url):
        assert [stored("signed")] == ask(url, uids("signed"))


def test_a_silent_peer_blocks_nobody(uids: Callable[[str], Asked]) -> None:
    with serving() as (_, url):
        host, _, port = url.split("/")[2].partition(":")
        with (
            socket.create_connection((host, int(port))),
            socket.create_connection((host, int(port))) as half,
        ):
            half.sendall(b"POST /dcm4chee-arc/xdsi/ImagingDocumentSource HTTP/1.1\r\nHost: ")
            assert 1 == len(ask(url, uids("signed")))


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("serve", "/no/such/folder"), "/no/such/folder"),
        (("serve", "--mutant", "nobody"), "nobody"),
        (("serve", "--variant", "nobody"), "nobody"),
        (("serve", "--statement", "nothing"), "nothing"),
        (("serve", "--port", "70000"), "70000"),
        (("serve", "--port", "x"), "port"),
        (("serve", "--host", "no.such.host.invalid", "--port", "0"), "no.such.host.invalid"),
        (("serve", "--index", "/proc/no/index"), "/proc/no/index"),
        (("serve", "--unknown"), "--unknown"),
        (("serve", "--limit", "pages=1"), "there is no limit 'pages'. The limits are request_b"),
        (("mutate", "document-dropped"), "document-dropped"),
        (("nonsense",), "nonsense"),
    ],
)
def test_a_mistake_is_explained(arguments: tuple[str, ...], named: str) -> None:
    done = run(*arguments)

    assert (2, "") == (done.returncode, done.stdout)
    assert named in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_in_use() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = run("serve", "--port", port)

    assert (2, 1) == (done.returncode, len(done.stderr.splitlines()))
    assert f"cannot listen on 127.0.0.1 port {port}" in done.stderr
    assert "--port" in done.stderr


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "{}",
        (
            '{"mutant": "document-dropped", "out": "/none", '
            '"request": {"headers": [], "body": "/none"}, "response": {}}'
        ),
    ],
)
def test_a_line_that_is_no_exchange(line: str) -> None:
    done = run("mutate", stdin=f"\n{line}\n")

    assert (2, "", 1) == (done.returncode, done.stdout, len(done.stderr.splitlines()))
    assert "line 2" in done.stderr


@pytest.mark.parametrize(
    ("mutant", "out", "said"),
    [
        ("nobody", "out", "nobody"),
        ("document-dropped", "no/out", "no/out cannot be written"),
        ("rows-overlooked", "out", "serve --mutant rows-overlooked"),
        ("last-bytes-never-come", "out", "serve --mutant last-bytes-never-come"),
        ("answers-from-a-cache", "out", "serve --mutant answers-from-a-cache"),
    ],
)
def test_what_changes_no_recording(mutant: str, out: str, said: str, tmp_path: Path) -> None:
    body = tmp_path / "body"
    body.write_bytes(b"")
    message = {"headers": [], "body": str(body)}
    line = {
        "mutant": mutant,
        "out": str(tmp_path / out),
        "request": message,
        "response": message | {"status": 200},
    }
    done = run("mutate", stdin=json.dumps(line))

    assert (2, "", 1) == (done.returncode, done.stdout, len(done.stderr.splitlines()))
    assert said in done.stderr


def test_the_list_of_mutants() -> None:
    done = run("mutants")

    listed = json.loads(done.stdout)
    assert 0 == done.returncode
    assert [mutant.name for mutant in all_mutants()] == [entry["name"] for entry in listed]
    assert {"name", "requirement", "sentence", "way", "also"} == set(listed[0])
    assert {"out", "in", "timing", "state"} == {entry["way"] for entry in listed}
    assert all(entry["sentence"].endswith(".") for entry in listed)


def test_the_reference_knows_nothing_of_the_suite() -> None:
    code = (
        "import sys, wadows_reference.cli, wadows_reference.app; "
        "theirs = ('wadows_contract', 'wadows_steps'); "
        "print([name for name in sys.modules if name.partition('.')[0] in theirs])"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30
    )

    assert "[]\n" == done.stdout
    assert (DATA_ROOT / "wsdl").is_dir()
