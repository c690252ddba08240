"""What goes beyond a limit gets the answer that `Limits` says, and what just keeps it is served."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydicom import dcmread
from werkzeug.test import Client

from tests.reference.client import (
    MESSAGE_ID,
    RENDERED,
    RETRIEVE,
    URL,
    Asked,
    ask,
    envelope,
    mtom,
    post,
    rendered,
    retrieve,
)
from tests.reference.serving import answer_of, exchange, request_bytes, served, status_of
from wadows_reference import Settings, create_app
from wadows_reference.limits import Limits, limit_fields, read_limits
from wadows_spec.errors import ConfigurationError

Uids = Callable[[str], Asked]
NOBODY = ("1.2", "3.4", "5.6")


def limited(folder: Path, **limits: Any) -> Client:
    return Client(create_app(folder, settings=Settings(limits=Limits(**limits))))


def numbered(count: int) -> list[Asked]:
    return [("1.2", "3.4", f"5.{number}") for number in range(count)]


@pytest.mark.parametrize(("action", "content"), [(RETRIEVE, retrieve), (RENDERED, rendered)])
def test_documents_asked_for(action: str, content: Callable[..., str], folder: Path) -> None:
    client = limited(folder, documents=3)

    served, refused = (ask(client, action, content(*numbered(count))) for count in (3, 4))

    assert (200, 3) == (served.status, len(served.errors))
    assert (400, ("Sender",)) == (refused.status, refused.fault)
    assert "3 documents may be asked for at once, not 4" in refused.one("//s:Text").text
    assert MESSAGE_ID == refused.one("//a:RelatesTo").text


def test_ten_thousand_documents_are_within_the_limits() -> None:
    _, body = mtom(envelope(RETRIEVE, retrieve(*[tuple(["1." + "9" * 62] * 3)] * 10_000)))

    assert 10_000 <= Limits().documents
    assert len(body) <= Limits().request_bytes


def with_parts(count: int, headers: str = "") -> tuple[str, bytes]:
    content_type, body = mtom(envelope(RETRIEVE, retrieve(NOBODY)))
    more = f"\r\n--edge\r\nContent-ID: <more>\r\n{headers}\r\nmore".encode()
    return content_type, body.replace(b"\r\n--edge--", more * (count - 1) + b"\r\n--edge--")


@pytest.mark.parametrize(
    ("limits", "good", "bad", "word"),
    [
        ({"parts": 3}, with_parts(3), with_parts(4), "3 parts"),
        # It has a Content-ID, too; the root part has three.
        (
            {"headers": 4},
            with_parts(2, "X-A: 1\r\n" * 3),
            with_parts(2, "X-A: 1\r\n" * 4),
            "4 headers",
        ),
        (
            {"header_bytes": 200},
            with_parts(2, f"X-A: {'a' * 170}\r\n"),
            with_parts(2, f"X-A: {'a' * 190}\r\n"),
            "200 bytes",
        ),
    ],
    ids=["parts", "headers", "header_bytes"],
)
def test_parts_and_their_headers(
    limits: dict[str, int],
    good: tuple[str, bytes],
    bad: tuple[str, bytes],
    word: str,
    folder: Path,
) -> None:
    client = limited(folder, **limits)

    assert 200 == post(client, *good).status
    refused = post(client, *bad)

    assert (400, ("Sender",)) == (refused.status, refused.fault)
    assert word in refused.one("//s:Text").text


def test_depth(folder: Path) -> None:
    # Envelope, Header and the extension itself are three.
    client = limited(folder, depth=8)
    served, refused = (
        post(
            client,
            *mtom(envelope(RETRIEVE, retrieve(NOBODY), more="<x>" * inside + "</x>" * inside)),
        )
        for inside in (6, 7)
    )

    assert 200 == served.status
    assert (400, ("Sender",)) == (refused.status, refused.fault)
    assert "8 deep" in refused.one("//s:Text").text


def test_pixels(folder: Path, uids: Uids) -> None:
    document = dcmread(folder / "signed.dcm")
    size = document.Rows * document.Columns
    for pixels, errors in ((size, 0), (size - 1, 1)):
        answer = ask(limited(folder, pixels=pixels), RENDERED, rendered(uids("signed")))
        assert errors == len(answer.errors)
        assert 1 - errors == len(answer.documents)


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    limits = Limits(
        headers=8, header_bytes=1000, request_bytes=4000, header_seconds=1, body_seconds=1
    )
    with served(folder, limits) as (_, url):
        yield url


def padded(length: int) -> bytes:
    """Return a request whose line and headers have so many bytes."""
    bare = request_bytes(NOBODY, extra="X-Fill: \r\n")
    fill = length - bare.index(b"\r\n\r\n") - len(b"\r\n\r\n")
    return request_bytes(NOBODY, extra=f"X-Fill: {'a' * fill}\r\n")


#: It is refused before any of its body is there.
ANNOUNCED = (
    f"POST {URL} HTTP/1.1\r\nHost: x\r\nContent-Type: application/soap+xml\r\n"
    "Content-Length: 99999999999\r\n\r\n"
).encode()


@pytest.mark.parametrize(
    ("status", "sent"),
    [
        (200, request_bytes(NOBODY, extra="X-A: 1\r\n" * 5)),
        (431, request_bytes(NOBODY, extra="X-A: 1\r\n" * 6)),
        (200, padded(1000)),
        (431, padded(1001)),
        (414, request_bytes(NOBODY).replace(b" HTTP", b"?" + b"a" * 1000 + b" HTTP")),
        (413, request_bytes(*numbered(40))),
        (413, ANNOUNCED),
        # What is waited for comes never.
        (408, b""),
        (408, b"POST / HTTP/1.1\r\nHost"),
        (408, request_bytes(NOBODY)[:-1]),
    ],
    ids=[
        "just enough headers", "too many headers", "headers just long enough", "too long headers",
        "too long a line", "too long a body", "too long a body announced",
        "no line", "half the headers", "half the body",
    ],
)  # fmt: skip
def test_http(status: int, sent: bytes, url: str) -> None:
    assert status == status_of(exchange(url, sent))


def test_an_answer_within_the_limits_is_whole(url: str) -> None:
    answer = answer_of(exchange(url, request_bytes(NOBODY)))

    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert 1 == len(answer.errors)


def test_limits_are_read() -> None:
    limits = read_limits(["documents=5", "body_seconds=0.5", "documents=6"])

    assert replace(Limits(), documents=6, body_seconds=0.5) == limits


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("pages=5", "there is no limit 'pages'"),
        ("", "there is no limit ''"),
        ("documents", "cannot be ''"),
        ("documents=0", "cannot be '0'"),
        ("documents=1.5", "whole number"),
        ("body_seconds=nan", "cannot be 'nan'"),
        ("headers=100", "from 1 to 99"),
        ("depth=256", "from 8 to 255"),
    ],
)
def test_a_limit_that_cannot_be(text: str, word: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        read_limits([text])

    assert word in f"{raised.value} {raised.value.hint}"


def test_every_limit_may_have_its_default() -> None:
    given = [f"{name}={each.default}" for name, each in limit_fields().items()]

    assert Limits() == read_limits(given)
