"""Files that disappear or change since they were indexed, and while their answer goes out."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydicom import dcmread
from werkzeug.test import Client

from tests.reference.client import (
    EXPLICIT,
    IMPLICIT,
    RENDERED,
    RETRIEVE,
    Answer,
    Asked,
    ask,
    rendered,
    retrieve,
)
from tests.reference.serving import (
    answer_of,
    connect,
    enlarged,
    everything,
    exchange,
    request_bytes,
    served,
)
from wadows_reference import create_app
from wadows_reference.limits import Limits

Uids = Callable[[str], Asked]
Harm = Callable[[Path], None]
PROCESSING_FAILURE = "urn:dicom:wado:0014"


def touch(path: Path) -> None:
    """Let a file be newer than it was, however coarse the clock of the system is."""
    state = path.stat()
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns + 1_000_000_000))


def vanish(path: Path) -> None:
    path.unlink()


def shrink(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def grow(path: Path) -> None:
    os.truncate(path, path.stat().st_size + 1)


def change(path: Path) -> None:
    """Change the last byte."""
    with path.open("r+b") as content:
        content.seek(-1, os.SEEK_END)
        content.write(b"\x01")
    touch(path)


def replace(path: Path) -> None:
    """Put another file in its place that is as large and as old."""
    state = path.stat()
    other = path.with_suffix(".new")
    other.write_bytes(path.read_bytes())
    os.utime(other, ns=(state.st_atime_ns, state.st_mtime_ns))
    other.replace(path)


@pytest.fixture
def own(folder: Path, tmp_path: Path) -> Path:
    """Make a folder of two documents that may be harmed."""
    for role in ("signed", "unsigned"):
        (tmp_path / f"{role}.dcm").write_bytes((folder / f"{role}.dcm").read_bytes())
    return tmp_path


# While it is sent


def halfway(url: str, sent: bytes, meanwhile: Callable[[], None]) -> bytes:
    """Return all that comes back; something happens when the first document has begun to come."""
    with connect(url) as connection:
        connection.sendall(sent)
        first = b""
        while len(first) < 100_000:
            first += connection.recv(1 << 16)
        meanwhile()
        return first + everything(connection)


def is_broken_off(received: bytes) -> bool:
    head, _, body = received.partition(b"\r\n\r\n")
    fields = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:])
    return len(body) < int(fields[b"Content-Length"]) and not body.endswith(b"--\r\n")


@pytest.mark.parametrize("harm", [shrink, grow, change], ids=lambda harm: harm.__name__)
@pytest.mark.parametrize("by_system", [True, False], ids=["by the system", "by Python"])
def test_an_answer_breaks_off_and_no_other(
    harm: Harm, by_system: bool, own: Path, uids: Uids, monkeypatch: pytest.MonkeyPatch
) -> None:
    enlarged(own / "signed.dcm")
    if not by_system:
        monkeypatch.setattr("wadows_reference.app.plain_connection", lambda environ: None)
    both = request_bytes(uids("signed"), uids("unsigned"))
    with served(own, Limits()) as (_, url):
        received = halfway(url, both, lambda: harm(own / "signed.dcm"))
        after = answer_of(exchange(url, request_bytes(uids("unsigned"))))

    assert is_broken_off(received)
    assert [(own / "unsigned.dcm").read_bytes()] == after.documents


@pytest.mark.parametrize("harm", [vanish, shrink, change, replace], ids=lambda harm: harm.__name__)
def test_a_file_whose_turn_has_not_come(harm: Harm, own: Path, uids: Uids) -> None:
    enlarged(own / "signed.dcm")
    both = request_bytes(uids("signed"), uids("unsigned"))
    with served(own, Limits()) as (_, url):
        received = halfway(url, both, lambda: harm(own / "unsigned.dcm"))

    assert is_broken_off(received)


def test_a_file_that_vanishes_while_it_is_sent_is_sent(own: Path, uids: Uids) -> None:
    """It is open, and so it is there until the end."""
    enlarged(own / "signed.dcm")
    whole = (own / "signed.dcm").read_bytes()
    with served(own, Limits()) as (_, url):
        sent = request_bytes(uids("signed"))
        received = halfway(url, sent, lambda: vanish(own / "signed.dcm"))

    assert [whole] == answer_of(received).documents


def test_before_the_answer_begins_there_is_a_fault(
    own: Path, uids: Uids, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wadows_reference.mtom import mtom_reply

    def too_late(*arguments: Any) -> Any:
        reply = mtom_reply(*arguments)
        change(own / "signed.dcm")
        return reply

    monkeypatch.setattr("wadows_reference.app.mtom_reply", too_late)
    answer = ask(Client(create_app(own)), RETRIEVE, retrieve(uids("signed")))

    assert (500, ("Receiver",)) == (answer.status, answer.fault)
    assert str(own) not in answer.body.decode()


# Since it was indexed


def as_stored(client: Client, *documents: Asked) -> Answer:
    return ask(client, RETRIEVE, retrieve(*documents, syntaxes=(EXPLICIT,)))


def converted(client: Client, *documents: Asked) -> Answer:
    return ask(client, RETRIEVE, retrieve(*documents, syntaxes=(IMPLICIT,)))


def as_images(client: Client, *documents: Asked) -> Answer:
    return ask(client, RENDERED, rendered(*documents))


each_way = pytest.mark.parametrize("way", [as_stored, converted, as_images])


@each_way
def test_the_same_document_with_other_content_is_served(
    way: Callable[..., Answer], own: Path, uids: Uids
) -> None:
    old = Client(create_app(own))
    document = dcmread(own / "signed.dcm")
    # Half of the window, and a name that was not there.
    document.WindowWidth = float(document.get("WindowWidth") or 2) / 2
    document.PatientName = "Invented^Name^Anew"
    document.save_as(own / "signed.dcm")
    new = Client(create_app(own, index=own / "other.sqlite"))

    answers = way(old, uids("signed")), way(new, uids("signed"))

    assert 1 == len(answers[0].documents)
    assert answers[0].documents == answers[1].documents


def other(path: Path) -> None:
    """Put another document where one was."""
    document = dcmread(path)
    document.SOPInstanceUID = document.file_meta.MediaStorageSOPInstanceUID = "2.25.1"
    document.save_as(path)
    touch(path)


def recoded(path: Path) -> None:
    """Put the same document there in another transfer syntax."""
    document = dcmread(path)
    document.file_meta.TransferSyntaxUID = IMPLICIT
    document.save_as(path, implicit_vr=True)
    touch(path)


def spoil(path: Path) -> None:
    """Leave no document there."""
    path.write_bytes(b"no document")


@each_way
@pytest.mark.parametrize("harm", [other, recoded, spoil, vanish], ids=lambda harm: harm.__name__)
def test_what_is_that_document_no_more_is_a_failure_of_it_alone(
    way: Callable[..., Answer], harm: Harm, own: Path, uids: Uids
) -> None:
    client = Client(create_app(own))
    harm(own / "signed.dcm")

    answer = way(client, uids("signed"), uids("unsigned"))

    assert [(PROCESSING_FAILURE, uids("signed")[2])] == answer.errors
    assert 1 == len(answer.documents)
    assert str(own) not in answer.one("//rs:RegistryError/@codeContext")


@pytest.mark.parametrize(
    ("way", "place"), [(converted, "retrieve.convert"), (as_images, "rendered.render_jpeg")]
)
def test_a_change_while_it_is_read_is_a_failure_of_it_alone(
    way: Callable[..., Answer],
    place: str,
    own: Path,
    uids: Uids,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from wadows_reference.render import render_jpeg
    from wadows_reference.transcode import convert

    real: Any = {"retrieve.convert": convert, "rendered.render_jpeg": render_jpeg}[place]
    left = [own / "signed.dcm"]

    def meanwhile(*arguments: Any) -> Any:
        if left:
            change(left.pop())
        return real(*arguments)

    monkeypatch.setattr(f"wadows_reference.{place}", meanwhile)
    answer = way(Client(create_app(own)), uids("signed"), uids("unsigned"))

    assert [(PROCESSING_FAILURE, uids("signed")[2])] == answer.errors
    assert 1 == len(answer.documents)
