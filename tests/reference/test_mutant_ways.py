"""Mutants that need a running server: when they send, and what they remember."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse, IncompleteRead
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
from PIL import Image
from werkzeug.test import Client

from tests.reference.client import (
    IMPLICIT,
    MESSAGE_ID,
    RENDERED,
    RETRIEVE,
    URL,
    Answer,
    Asked,
    ask,
    envelope,
    mtom,
    rendered,
    retrieve,
)
from wadows_reference import create_app
from wadows_reference.server import bind

Uids = Callable[[str], Asked]


def image(answer: Answer) -> np.ndarray[Any, Any]:
    """Return the pixels of the only image of an answer."""
    (content,) = answer.documents
    with Image.open(BytesIO(content)) as picture:
        return np.asarray(picture).astype(int)


# What comes late, or not at all


@contextmanager
def served(folder: Path, name: str) -> Iterator[Callable[..., HTTPResponse]]:
    """Serve over HTTP; yields what sends a body of a Content-Type and returns the response."""
    server, url = bind("127.0.0.1", 0, create_app(folder, mutant=name))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    connections = []

    def send(content_type: str, body: bytes, patience: float = 20) -> HTTPResponse:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=patience)
        connections.append(connection)
        connection.request("POST", urlsplit(url).path, body, {"Content-Type": content_type})
        return connection.getresponse()

    try:
        yield send
    finally:
        for connection in connections:
            connection.close()
        server.shutdown()
        thread.join()
        server.server_close()


PLAIN = "application/soap+xml"
TEXT = envelope(RETRIEVE, retrieve(("1", "2", "3")))


def test_last_bytes_never_come(folder: Path) -> None:
    with served(folder, "last-bytes-never-come") as send:
        response = send(*mtom(TEXT), patience=0.5)
        length = int(response.headers["Content-Length"])
        assert response.read(length - 2).endswith(b"--")
        with pytest.raises(TimeoutError):
            response.read(1)


def test_plain_request_keeps_waiting(folder: Path) -> None:
    with served(folder, "plain-request-keeps-waiting") as send:
        assert b"XDSMissingDocument" in send(*mtom(TEXT)).read()
        with pytest.raises(TimeoutError):
            send(PLAIN, TEXT.encode(), patience=0.5)


@pytest.mark.parametrize(
    ("name", "chunked", "end"),
    [
        ("breaks-off-at-the-end", False, b"--"),
        ("breaks-off-midway", False, None),
        ("no-last-chunk", True, b"--\r\n"),
        ("chunks-break-off", True, None),
    ],
)
def test_what_breaks_off(name: str, chunked: bool, end: bytes | None, folder: Path) -> None:
    with served(folder, name) as send:
        response = send(*mtom(TEXT))
        assert ("chunked" if chunked else None) == response.headers["Transfer-Encoding"]
        assert chunked == (response.headers["Content-Length"] is None)
        with pytest.raises(IncompleteRead) as caught:
            response.read()

    came = caught.value.partial
    assert came.startswith(b"--")
    if end is None:
        assert b"</soap:Envelope>" not in came
    else:
        assert came.endswith(end)


# What is remembered


def again(content: str, number: int) -> str:
    """Return the envelope of a RAD-69 request with a MessageID of its own."""
    return envelope(RETRIEVE, content).replace(MESSAGE_ID, f"urn:uuid:{number}")


def relations(client: Client, *texts: str) -> list[str]:
    found = []
    for text in texts:
        kind, body = mtom(text)
        with client.post(URL, data=body, content_type=kind) as response:
            content = response.get_data().decode("latin-1")
            found.append(content.partition("RelatesTo>")[2].partition("</")[0])
    return found


def test_answers_from_a_cache(ask_of: Callable[[str], Client], uids: Uids) -> None:
    one, two = retrieve(("1", "2", "3")), retrieve(uids("signed"))
    texts = [again(one, 1), again(two, 2), again(one, 3), again(two, 4)]

    assert ["urn:uuid:1", "urn:uuid:2", "urn:uuid:1", "urn:uuid:2"] == (
        relations(ask_of("answers-from-a-cache"), *texts)
    )


def test_answers_one_behind(ask_of: Callable[[str], Client], uids: Uids) -> None:
    client = ask_of("answers-one-behind")
    kinds = [retrieve(uids("signed")), retrieve(uids("colour")), retrieve(("1", "2", "3"))]

    came = [ask(client, RETRIEVE, content) for content in kinds]

    first, second = (uids(role)[2] for role in ("signed", "colour"))
    names = [answer.all("//i:DocumentUniqueId/text()") for answer in came]
    assert [[first], [first], [second]] == names
    assert came[0].documents == came[1].documents != came[2].documents


def test_second_document_differs(
    ask_of: Callable[[str], Client], uids: Uids, stored: Callable[[str], bytes]
) -> None:
    client = ask_of("second-document-differs")
    contents = [retrieve(uids("signed"))] * 2 + [retrieve(uids("signed"), syntaxes=(IMPLICIT,))]

    first, second, other = (ask(client, RETRIEVE, content).documents[0] for content in contents)

    assert stored("signed") == first
    assert 1 == sum(one != two for one, two in zip(first, second, strict=True))
    assert other != first


def test_second_rendering_differs(ask_of: Callable[[str], Client], uids: Uids) -> None:
    client = ask_of("second-rendering-differs")

    first, second = (image(ask(client, RENDERED, rendered(uids("signed")))) for _ in range(2))

    assert abs(first[::-1] - second).mean() < 2


def test_home_community_remembered(ask_of: Callable[[str], Client], uids: Uids) -> None:
    client = ask_of("home-community-remembered")
    contents = [retrieve(uids("signed"), home=home) for home in ("", "urn:oid:1.1", "")]

    came = [ask(client, RETRIEVE, content) for content in contents]

    assert [[], ["urn:oid:1.1"], ["urn:oid:1.1"]] == [
        answer.all("//i:HomeCommunityId/text()") for answer in came
    ]


def test_each_server_has_a_memory_of_its_own(ask_of: Callable[[str], Client]) -> None:
    for number in (1, 2):
        text = again(retrieve(("1", "2", "3")), number)
        assert [f"urn:uuid:{number}"] == relations(ask_of("answers-from-a-cache"), text)
