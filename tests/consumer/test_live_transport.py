"""What LiveTransport sends, what it keeps, when it gives up, and how replay takes its place."""

import gzip
import socket
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from tests.command.endpoints import Request as Came
from tests.command.endpoints import endpoint, refusing
from wadows_contract.consumer.limits import Limits
from wadows_contract.consumer.replay import ReplayTransport
from wadows_contract.consumer.transport import LiveTransport
from wadows_contract.exchange import BodyStore, Exchange, Headers, Request
from wadows_contract.outcome import NotShown

ASKED = b"\0asked\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes"


@pytest.fixture
def store(tmp_path: Path) -> BodyStore:
    return BodyStore(tmp_path / "bodies")


@pytest.fixture
def transport(store: BodyStore) -> LiveTransport:
    return LiveTransport(store, Limits(connect=5, read=5))


@contextmanager
def falling_silent(beginning: bytes) -> Iterator[str]:
    """An endpoint that begins an answer, and keeps the connection open without another word."""
    heard = threading.Event()

    def answer() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(beginning)
            heard.wait(30)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        heard.set()
        thread.join()


def request(store: BodyStore, url: str, method: str = "POST", **headers: str) -> Request:
    fields = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Request(url, Headers(fields), store.save((ASKED,), "asked"), method)


def test_a_request_is_sent_as_it_is(store: BodyStore, transport: LiveTransport) -> None:
    came: list[Came] = []

    def answer(received: Came) -> bytes:
        came.append(received)
        return OK

    with endpoint(answer) as url:
        exchange = transport.send("T1", 2, request(store, url, Content_Type="a/b; c=d"))

    (only,) = came
    lines = only.head.decode().split("\r\n")
    names = [line.partition(":")[0].lower() for line in lines[1:]]
    assert ASKED == only.body
    assert "POST /dcm4chee-arc/xdsi/ImagingDocumentSource HTTP/1.1" == lines[0]
    assert "Content-Type: a/b; c=d" in lines
    # A content coding would change the bytes that are judged.
    assert "Accept-Encoding: identity" in lines
    assert {"host", "user-agent", "accept-encoding", "connection", "content-type",
            "content-length"} == set(names)  # fmt: skip
    assert len(names) == len(set(names))
    assert ("T1-2", "T1", "", 200, "OK", b"yes") == (
        exchange.id,
        exchange.scenario,
        exchange.failure,
        exchange.response and exchange.response.status,
        exchange.response and exchange.response.reason,
        exchange.response and exchange.response.body.read(),
    )


def test_another_method(store: BodyStore, transport: LiveTransport) -> None:
    heads: list[bytes] = []

    def answer(received: Came) -> bytes:
        heads.append(received.head)
        return OK

    with endpoint(answer) as url:
        transport.send("T1", 1, request(store, url, method="PUT"))

    assert heads[0].startswith(b"PUT ")


def test_a_redirection_is_an_answer(store: BodyStore, transport: LiveTransport) -> None:
    asked = []

    def answer(received: Came) -> bytes:
        asked.append(received)
        return b"HTTP/1.1 307 Elsewhere\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n"

    with endpoint(answer) as url:
        response = transport.send("T1", 1, request(store, url)).response

    assert response is not None
    assert (307, "/there") == (response.status, response.headers.get("location"))
    assert 1 == len(asked)


@pytest.mark.parametrize("chunked", [False, True], ids=["of a length", "in chunks"])
def test_a_content_coding_is_not_undone(
    store: BodyStore, transport: LiveTransport, chunked: bool
) -> None:
    packed = gzip.compress(b"yes" * 100, mtime=0)
    size = len(packed)
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {size}"
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n{length}\r\n\r\n".encode()
    body = b"%x\r\n%b\r\n0\r\n\r\n" % (size, packed) if chunked else packed

    with endpoint(lambda _: head + body) as url:
        exchange = transport.send("T1", 1, request(store, url))

    assert exchange.response is not None
    assert ("", packed) == (exchange.failure, exchange.response.body.read())


def test_a_transfer_coding_is_undone(store: BodyStore, transport: LiveTransport) -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nye\r\n1\r\ns\r\n0\r\n\r\n"

    with endpoint(lambda _: chunked) as url:
        exchange = transport.send("T1", 1, request(store, url))

    assert exchange.response is not None
    assert ("", b"yes") == (exchange.failure, exchange.response.body.read())


@pytest.mark.parametrize(
    "interim",
    [
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 102 Processing\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n",
        b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 100 \r\n\r\nHTTP/1.1 199 X\r\nA: b\r\n\r\n",
    ],
)
def test_what_comes_before_the_final_response_is_passed_over(
    interim: bytes, store: BodyStore, transport: LiveTransport
) -> None:
    # RFC 9110 section 15.2: a client reads any number of them, asked for or not.
    with endpoint(lambda _: interim + OK) as url:
        exchange = transport.send("T1", 1, request(store, url))

    assert exchange.response
    assert ("", 200, (("Content-Length", "3"),), b"yes") == (
        exchange.failure,
        exchange.response.status,
        exchange.response.headers.fields,
        exchange.response.body.read(),
    )


def test_an_endless_announcement_is_no_response(store: BodyStore, transport: LiveTransport) -> None:
    with endpoint(lambda _: b"HTTP/1.1 102 Processing\r\n\r\n" * 1000 + OK) as url:
        exchange = transport.send("T1", 1, request(store, url))

    assert exchange.response is None
    assert "interim responses" in exchange.failure


def test_header_fields_are_kept_in_order_and_apart(
    store: BodyStore, transport: LiveTransport
) -> None:
    answer = b"HTTP/1.1 200 OK\r\nX-B: 1\r\nX-A: 2\r\nx-b: 3\r\nContent-Length: 0\r\n\r\n"

    with endpoint(lambda _: answer) as url:
        response = transport.send("T1", 1, request(store, url)).response

    assert response is not None
    assert ("1", "3") == response.headers.all("X-B")
    assert {("X-A", "2")} < set(response.headers.fields)


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nyes", b"yes"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nyes\r\n", b"yes"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nyes\r\nzz\r\n", b"yes"),
    ],
    ids=["Content-Length", "no last chunk", "no chunk"],
)
def test_a_body_that_is_cut_short(
    answer: bytes, kept: bytes, store: BodyStore, transport: LiveTransport
) -> None:
    with endpoint(lambda _: answer) as url:
        exchange = transport.send("T1", 1, request(store, url))

    assert exchange.failure
    assert exchange.response is not None
    assert (200, kept) == (exchange.response.status, exchange.response.body.read())


def test_a_server_that_says_nothing(store: BodyStore) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        exchange = LiveTransport(store, Limits(connect=5, read=0.05)).send(
            "T1", 1, request(store, url)
        )

    assert exchange.response is None
    assert "no answer in time" in exchange.failure


@pytest.mark.parametrize(
    "beginning",
    [
        b"HTTP/1.1 200 OK\r\nX-Drip: ",
        b"HTTP/1.1 200 OK\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
    ],
    ids=["head", "no length", "length", "chunks"],
)
def test_an_answer_that_does_not_end_in_time(beginning: bytes, store: BodyStore) -> None:
    limits = Limits(connect=5, read=5, answer=0.1)

    with falling_silent(beginning) as url:
        exchange = LiveTransport(store, limits).send("T1", 1, request(store, url))

    assert "had not ended after 0.1 s" in exchange.failure
    assert "--answer-timeout" in exchange.failure


@pytest.mark.parametrize(
    "beginning",
    [
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 900000000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n35A4E900\r\n",
    ],
    ids=["no length", "length", "chunks"],
)
def test_an_answer_that_is_too_large(beginning: bytes, store: BodyStore) -> None:
    limits = Limits(connect=5, read=5, size=2_000_000)

    with endpoint(lambda _: beginning + bytes(3_000_000)) as url:
        exchange = LiveTransport(store, limits).send("T1", 1, request(store, url))

    assert "larger than 2 MB" in exchange.failure
    assert "--max-answer" in exchange.failure
    assert exchange.response is not None
    assert 1_500_000 < exchange.response.body.size <= 2_000_000


def test_answers_that_are_too_large_are_kept_a_few_times_only(store: BodyStore) -> None:
    came = []

    def answer(received: Came) -> bytes:
        came.append(received)
        return b"HTTP/1.1 200 OK\r\n\r\n" + bytes(60_000)

    with endpoint(answer) as url:
        live = LiveTransport(store, Limits(connect=5, read=5, size=30_000))
        failures = [live.send("T1", number, request(store, url)).failure for number in range(6)]

    assert 5 == len(came)
    assert "not sent: 5 answers were larger than 0.03 MB" in failures[5]


def test_all_that_was_waited_for_in_vain_is_bounded(store: BodyStore) -> None:
    limits = Limits(connect=5, read=0.05, patience=0.08)
    came = []

    def answer(received: Came) -> bytes:
        came.append(received)
        if len(came) in (2, 4):
            patient.wait(30)
        return OK

    patient = threading.Event()
    with endpoint(answer) as url:
        live = LiveTransport(store, limits)
        failures = [live.send("T1", number, request(store, url)).failure for number in range(6)]
        patient.set()

    assert ["", False, "", False] == [f and "in time" not in f for f in failures[:4]]
    assert [True, True] == ["not sent: this run has waited" in f for f in failures[4:]]
    assert 4 == len(came)


def test_what_came_before_a_server_fell_silent_is_kept(store: BodyStore) -> None:
    with falling_silent(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf") as url:
        limits = Limits(connect=5, read=0.2)
        exchange = LiveTransport(store, limits).send("T1", 1, request(store, url))

    assert "no answer in time" in exchange.failure
    assert exchange.response is not None
    assert b"half" == exchange.response.body.read()


def test_it_gives_up_on_a_port_that_refuses(store: BodyStore, transport: LiveTransport) -> None:
    with refusing() as url:
        failures = [
            transport.send("T1", ordinal, request(store, url)).failure for ordinal in range(4)
        ]

    assert ["Connection refused"] * 3 == failures[:3]
    assert "not sent: the endpoint could no longer be reached" == failures[3]


def test_an_answer_in_between_starts_the_count_anew(
    store: BodyStore, transport: LiveTransport
) -> None:
    failures = []
    with refusing() as closed, endpoint(lambda _: OK) as there:
        for ordinal, url in enumerate([closed, closed, there, closed, closed, closed, there]):
            failures.append(transport.send("T1", ordinal, request(store, url)).failure)

    assert "" == failures[2]
    assert "Connection refused" == failures[5]
    assert failures[6].startswith("not sent")


def test_hanging_up_on_bad_requests_is_no_reason_to_give_up(
    store: BodyStore, transport: LiveTransport
) -> None:
    """An endpoint may close the connection on what it cannot read, and be there still."""
    answers = iter([OK, *[b""] * 5, OK])

    with endpoint(lambda _: next(answers)) as url:
        exchanges = [transport.send("T1", ordinal, request(store, url)) for ordinal in range(7)]

    assert [True, *[False] * 5, True] == [entry.response is not None for entry in exchanges]
    assert not any("not sent" in entry.failure for entry in exchanges)


def test_an_endpoint_that_only_ever_hangs_up_is_given_up(
    store: BodyStore, transport: LiveTransport
) -> None:
    with endpoint(lambda _: b"") as url:
        failures = [
            transport.send("T1", ordinal, request(store, url)).failure for ordinal in range(4)
        ]

    assert not failures[2].startswith("not sent")
    assert failures[3].startswith("not sent")


@contextmanager
def streaming(piece: bytes, times: int) -> Iterator[str]:
    """Send one connection the same bytes many times over, as a chunk each."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            received = b""
            while not received.endswith(ASKED):
                received += connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            for _ in range(times):
                connection.sendall(b"%x\r\n" % len(piece))
                connection.sendall(piece)
                connection.sendall(b"\r\n")
            connection.sendall(b"0\r\n\r\n")

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    thread.join()
    listener.close()


def test_a_body_streams_into_the_store(store: BodyStore, transport: LiveTransport) -> None:
    piece, times = bytes(range(256)) * 1024, 160  # 40 MiB in all
    asked = request(store, "")
    with streaming(piece, times) as url:
        tracemalloc.start()
        response = transport.send("T1", 1, Request(url, asked.headers, asked.body)).response
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert response is not None
    assert len(piece) * times == response.body.size == response.body.path.stat().st_size
    assert piece == response.body.read(len(piece) * 7, len(piece))
    assert peak < 6 * 1024 * 1024
    assert [] == [path for path in store.folder.iterdir() if path.suffix == ".part"]


def test_replay_gives_what_was_recorded(store: BodyStore, tmp_path: Path) -> None:
    asked = request(store, "http://127.0.0.1:1/")
    sent = request(store, "http://127.0.0.1:2/")
    recorded = Exchange("T1-2", "T1", sent, None, "refused")
    bodies = BodyStore(tmp_path / "replayed")

    replay = ReplayTransport({"T1-2": recorded}, bodies)
    given = [replay.send("T1", 2, asked) for _ in range(2)]

    kept = bodies.get(sent.body.sha256)
    assert sent.body.read(0, sent.body.size) == kept.path.read_bytes()
    assert [replace(recorded, request=replace(sent, body=kept))] * 2 == given
    with pytest.raises(NotShown, match="the evidence has no such exchange"):
        replay.send("T1", 1, asked)


UUIDS = ("0" * 32, "6ba7b810-9dad-11d1-80b4-00c04fd430c8")


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (b"<id>%b</id>", True),
        (b"<ID>%b</ID>", False),
        (gzip.compress(b"<id>%b</id>"), False),
    ],
    ids=["another MessageID", "another request", "another coding"],
)
def test_replay_gives_no_answer_to_what_was_not_asked(
    content: bytes, shown: bool, store: BodyStore, tmp_path: Path
) -> None:
    def asking(form: bytes, uuid: str) -> Request:
        form = form.replace(b"%b", uuid.encode())
        headers = Headers((("Content-Type", f'multipart/related; boundary="b_{uuid}"'),))
        return Request("http://127.0.0.1:1/", headers, store.save((form,), uuid))

    sent = asking(b"<id>%b</id>", UUIDS[0])
    recorded = {"T1-1": Exchange("T1-1", "T1", sent, None, "refused")}
    replay = ReplayTransport(recorded, BodyStore(tmp_path / "replayed"))

    with nullcontext() if shown else pytest.raises(NotShown, match="another request here"):
        replay.send("T1", 1, asking(content, UUIDS[1]))
