"""Whatever an endpoint does to the transport becomes a recorded exchange, and no exception."""

from pathlib import Path

import pytest

from tests.command.endpoints import NO_ANSWERS, answering, refusing
from wadows_contract.consumer.limits import Limits
from wadows_contract.consumer.transport import LiveTransport
from wadows_contract.exchange import BodyStore, Headers, Request


def ask(url: str, folder: Path, times: int = 1) -> tuple[str, int | None, bytes]:
    """Send a request, maybe several times; gives failure, status and body of the last answer."""
    store = BodyStore(folder)
    transport = LiveTransport(store, Limits(connect=5, read=5))
    request = Request(url, Headers((("Content-Type", "text/xml"),)), store.save((b"<a/>",), "ask"))
    for ordinal in range(times):
        exchange = transport.send("T0000", ordinal, request)
    response = exchange.response
    return (
        (exchange.failure, None, b"")
        if response is None
        else (exchange.failure, response.status, response.body.read())
    )


@pytest.mark.parametrize(
    ("kind", "status", "body"),
    [
        ("HTML", 200, b"<html>Hello</html>"),
        ("an empty body", 200, b""),
        ("a redirection to nowhere", 302, b""),
    ],
)
def test_an_answer_is_kept_as_it_came(kind: str, status: int, body: bytes, tmp_path: Path) -> None:
    with answering(NO_ANSWERS[kind]) as url:
        assert ("", status, body) == ask(url, tmp_path)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("half a body", b"--b\r\nContent-Type: application/xop+xml\r\n\r\n<soap:Env"),
        ("half a chunk", b""),
        ("no chunk", b""),
    ],
)
def test_what_came_of_a_broken_body_is_kept(kind: str, body: bytes, tmp_path: Path) -> None:
    with answering(NO_ANSWERS[kind]) as url:
        failure, status, kept = ask(url, tmp_path)

    assert 200 == status
    assert body == kept
    assert failure


@pytest.mark.parametrize("kind", ["nothing", "no HTTP", "200 header fields"])
def test_what_is_no_http_gets_a_reason(kind: str, tmp_path: Path) -> None:
    with answering(NO_ANSWERS[kind]) as url:
        failure, status, _ = ask(url, tmp_path)

    assert None is status
    assert failure
    assert "object at 0x" not in failure


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Content-Length: 1\r\nX-A: 1\r\nContent-Length: 2\r\n", b"a"),
        ("Content-Length: 2\r\nX-A: 1\r\nContent-Length: 2\r\n", b"ab"),
        # http.client takes no length from a list, and reads until the connection ends.
        ("X-A: 1\r\nContent-Length: 1, 2\r\n", b"abc"),
    ],
)
def test_several_lengths_are_recorded(head: str, body: bytes, tmp_path: Path) -> None:
    store = BodyStore(tmp_path)
    with answering(f"HTTP/1.1 200 OK\r\n{head}\r\nabc".encode()) as url:
        exchange = LiveTransport(store, Limits(connect=5, read=5)).send(
            "T0000", 1, Request(url, Headers(), store.save((b"<a/>",), "ask"))
        )

    assert exchange.response is not None
    fields = exchange.response.headers.fields
    assert sorted(head.splitlines()) == sorted(f"{name}: {value}" for name, value in fields)
    assert ("", body) == (exchange.failure, exchange.response.body.read())


def test_strange_bytes_in_the_head_are_put_up_with(tmp_path: Path) -> None:
    with answering(NO_ANSWERS["bytes in the head"]) as url:
        assert ("", 200) == ask(url, tmp_path)[:2]


def test_a_port_that_refuses_is_given_up_after_three(tmp_path: Path) -> None:
    with refusing() as url:
        assert "Connection refused" in ask(url, tmp_path, times=3)[0]
        assert "not sent: the endpoint could no longer be reached" == ask(url, tmp_path, 4)[0]
