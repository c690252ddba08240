"""Peers that are slow, in whatever way, are let go in the end, and keep nobody waiting before."""

import select
import ssl
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
import trustme

from tests.reference.client import Asked
from tests.reference.serving import (
    LARGE,
    LONG,
    answer_of,
    connect,
    enlarged,
    everything,
    exchange,
    request_bytes,
    served,
    status_of,
)
from wadows_reference.limits import Limits

Uids = Callable[[str], Asked]
PLACES = 3
#: Seconds between the bytes of a peer that drips.
DRIP = 0.05
#: Far more of them than there is time for.
DROPS = 200


@pytest.fixture(scope="module")
def large(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder of a document with `LARGE` bytes of padding, and of a small one."""
    made = tmp_path_factory.mktemp("large")
    (made / "large.dcm").write_bytes((folder / "signed.dcm").read_bytes())
    enlarged(made / "large.dcm")
    (made / "unsigned.dcm").write_bytes((folder / "unsigned.dcm").read_bytes())
    return made


def nothing(uids: Uids) -> bytes:
    return b""


def half_the_headers(uids: Uids) -> bytes:
    return b"POST /dcm4chee-arc/xdsi/ImagingDocumentSource HTTP/1.1\r\nHost: "


def half_the_body(uids: Uids) -> bytes:
    return request_bytes(uids("unsigned"))[:-20]


def a_request_of_much(uids: Uids) -> bytes:
    return request_bytes(uids("signed"))


@pytest.fixture(params=[True, False], ids=["by the system", "by Python"])
def sent_past_python(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have large files sent over the connection by the system, or as all else."""
    if not request.param:
        monkeypatch.setattr("wadows_reference.app.plain_connection", lambda environ: None)


@pytest.mark.usefixtures("sent_past_python")
@pytest.mark.parametrize(
    "sent", [nothing, half_the_headers, half_the_body, a_request_of_much], ids=lambda f: f.__name__
)
def test_a_request_is_answered_whoever_else_is_slow(
    sent: Callable[[Uids], bytes], large: Path, uids: Uids
) -> None:
    limits = Limits(connections=PLACES, crowded_seconds=0)
    with served(large, limits) as (server, url), ExitStack() as slow:
        for _ in range(2 * PLACES):
            peer = slow.enter_context(connect(url))
            peer.sendall(sent(uids))
            if sent is a_request_of_much:
                # Its answer has begun, and is more than the system holds for it.
                assert peer.recv(1)

        answer = answer_of(exchange(url, request_bytes(uids("unsigned"))))

        assert [(large / "unsigned.dcm").read_bytes()] == answer.documents
        assert len(server.peers) <= PLACES


def test_who_is_not_slow_keeps_the_connection(large: Path, uids: Uids) -> None:
    """Others wait meanwhile, and are served as soon as there is room."""
    limits = Limits(connections=1, crowded_seconds=LONG)
    with served(large, limits) as (_, url), connect(url) as first:
        first.sendall(half_the_body(uids))
        with connect(url) as second:
            second.sendall(request_bytes(uids("unsigned")))
            waited = not select.select([second], [], [], 0.3)[0]
            first.sendall(request_bytes(uids("unsigned"))[-20:])
            received = everything(first), everything(second)

    assert waited
    assert [200, 200] == [status_of(each) for each in received]


@pytest.mark.parametrize("sent", [nothing, half_the_headers, half_the_body])
def test_a_peer_that_drips_gains_no_time(
    sent: Callable[[Uids], bytes], large: Path, uids: Uids
) -> None:
    limits = Limits(header_seconds=0.5, body_seconds=0.5)
    with served(large, limits) as (_, url), connect(url) as peer:
        peer.sendall(sent(uids))
        for _ in range(DROPS):
            if select.select([peer], [], [], DRIP)[0]:
                break
            peer.sendall(b"a")

        assert 408 == status_of(everything(peer))


@pytest.mark.usefixtures("sent_past_python")
def test_a_peer_that_does_not_read_is_let_go(large: Path, uids: Uids) -> None:
    with served(large, Limits(stall_seconds=0.3)) as (server, url), connect(url) as peer:
        peer.sendall(a_request_of_much(uids))
        assert peer.recv(1)

        assert 0 == server.peers.finish(LONG)
        assert len(everything(peer)) < LARGE


def test_what_follows_a_refusal_does_not_spoil_it(large: Path) -> None:
    """The rest is heard, else the system would throw the refusal away with it."""
    with served(large, Limits(header_bytes=1000)) as (_, url):
        received = exchange(url, b"GET / HTTP/1.1\r\nX: " + b"a" * 10_000_000)

    assert 431 == status_of(received)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA(key_type=trustme.KeyType.ECDSA)


@pytest.fixture
def contexts(authority: trustme.CA) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Give what a server and its clients secure their connections with."""
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(server)
    client = ssl.create_default_context()
    authority.configure_trust(client)
    return server, client


def test_half_a_handshake_keeps_nobody_waiting(
    large: Path, uids: Uids, contexts: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    limits = Limits(connections=PLACES, crowded_seconds=0)
    with served(large, limits, contexts[0]) as (_, url), ExitStack() as slow:
        for _ in range(2 * PLACES):
            slow.enter_context(connect(url)).sendall(b"\x16\x03\x01")
        with contexts[1].wrap_socket(connect(url), server_hostname="127.0.0.1") as peer:
            peer.sendall(request_bytes(uids("unsigned")))
            answer = answer_of(everything(peer))

    assert [(large / "unsigned.dcm").read_bytes()] == answer.documents


def test_half_a_handshake_is_given_up(
    large: Path, contexts: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    with served(large, Limits(header_seconds=0.3), contexts[0]) as (_, url), connect(url) as peer:
        peer.sendall(b"\x16\x03\x01")

        assert b"" == everything(peer)
