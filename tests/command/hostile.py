"""Endpoints that go wrong on the wire, by name: what each sends, and what comes of it.

Nothing here waits by itself: whoever stalls does so until the client has gone, or the test ended.
"""

import itertools
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

from tests.command.endpoints import listening, read_request

#: More than any test lets an endpoint misbehave.
_LONG: Final = 60.0
_PIECE: Final = bytes(1 << 16)
_OK: Final = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
#: What an endless stream says that it is: 100 GB.
_HUNDRED_GB: Final = 100_000_000_000


@dataclass(frozen=True)
class Peer:
    """One connection of a client; `over` is set when the test has ended."""

    connection: socket.socket
    over: threading.Event

    def send(self, pieces: Iterable[bytes]) -> None:
        """Send pieces, of which there may be no end; raises `OSError` when the client has gone."""
        for piece in pieces:
            self.connection.sendall(piece)
            if self.over.is_set():
                return

    def stall(self) -> None:
        """Keep the connection, without a word, and read nothing."""
        self.over.wait(_LONG)

    def reset(self) -> None:
        """Close the connection by RST: with a linger of no seconds, nothing else is said."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def drip(self, pieces: Iterable[bytes]) -> None:
        """Send byte by byte, a millisecond apart."""
        for byte in itertools.chain.from_iterable(pieces):
            self.connection.sendall(bytes([byte]))
            if self.over.wait(0.001):
                return


@dataclass(frozen=True)
class Misbehaviour:
    """What an endpoint does, and what is to come of it, with limits that `Limits` of the test has.

    `status` is that of the response that is recorded, None if it is none; `kept` the beginning of
    its body; `said` a part of what is said of the failure, empty if there is none.
    """

    act: Callable[[Peer], None]
    said: str
    status: int | None = None
    kept: bytes = b""
    reads: bool = True


def _stalling(beginning: bytes) -> Callable[[Peer], None]:
    def act(peer: Peer) -> None:
        peer.send([beginning])
        peer.stall()

    return act


def _resetting(beginning: bytes) -> Callable[[Peer], None]:
    def act(peer: Peer) -> None:
        peer.send([beginning])
        peer.reset()

    return act


def _sending(beginning: bytes, pieces: Iterable[bytes] = ()) -> Callable[[Peer], None]:
    return lambda peer: peer.send(itertools.chain([beginning], pieces))


def _dripping(beginning: bytes, piece: bytes) -> Callable[[Peer], None]:
    return lambda peer: peer.drip(itertools.chain([beginning], itertools.repeat(piece)))


LATE: Final = "no answer in time"
ENDLESS: Final = "had not ended after"
LARGE: Final = "is larger than"
_HEAD: Final = "the head of the answer is larger than"
_RESET: Final = "Connection reset by peer"
_BEFORE_BODY: Final = _OK + b"Content-Length: 9\r\n\r\n"
_CHUNKED: Final = _OK + b"Transfer-Encoding: chunked\r\n\r\n"
_ZEROS: Final = bytes(1000)

#: All of them; those that end by themselves take no longer than loopback does.
MISBEHAVIOURS: Final = {
    "stalls before it reads the request": Misbehaviour(Peer.stall, LATE, reads=False),
    "stalls before the status line": Misbehaviour(Peer.stall, LATE),
    "stalls within the status line": Misbehaviour(_stalling(b"HTTP/1.1 2"), LATE),
    "stalls within the headers": Misbehaviour(_stalling(_OK), LATE),
    "stalls before the body": Misbehaviour(_stalling(_BEFORE_BODY), LATE, 200),
    "stalls within the body": Misbehaviour(_stalling(_BEFORE_BODY + b"half"), LATE, 200, b"half"),
    "stalls between chunks": Misbehaviour(
        _stalling(_CHUNKED + b"4\r\nhalf\r\n"), LATE, 200, b"half"
    ),
    "stalls within a chunk": Misbehaviour(_stalling(_CHUNKED + b"9\r\nhalf"), LATE, 200),
    "never closes what has no length": Misbehaviour(
        _stalling(_OK + b"\r\nwhole"), LATE, 200, b"whole"
    ),
    "resets before it reads the request": Misbehaviour(Peer.reset, _RESET, reads=False),
    "resets before the status line": Misbehaviour(Peer.reset, _RESET),
    "resets within the status line": Misbehaviour(_resetting(b"HTTP/1.1 2"), _RESET),
    "resets within the headers": Misbehaviour(_resetting(_OK), _RESET),
    "resets within the body": Misbehaviour(_resetting(_BEFORE_BODY + b"half"), _RESET, 200),
    "resets within a chunk": Misbehaviour(_resetting(_CHUNKED + b"9\r\nhalf"), _RESET, 200),
    "closes at once": Misbehaviour(_sending(b""), "closed connection without response"),
    "closes within the headers": Misbehaviour(_sending(_OK), "", 200),
    "drips a header without an end": Misbehaviour(_dripping(_OK + b"X: ", b"x"), ENDLESS),
    "drips interim responses without an end": Misbehaviour(
        _dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), ENDLESS
    ),
    "drips a body without an end": Misbehaviour(
        _dripping(_OK + b"\r\n", b"x"), ENDLESS, 200, b"xx"
    ),
    "drips chunks without an end": Misbehaviour(
        _dripping(_CHUNKED, b"1\r\nx\r\n"), ENDLESS, 200, b"xx"
    ),
    "drips a chunk size without an end": Misbehaviour(_dripping(_CHUNKED, b"0"), ENDLESS, 200),
    "sends 100 GB": Misbehaviour(
        _sending(_OK + b"Content-Length: %d\r\n\r\n" % _HUNDRED_GB, itertools.repeat(_PIECE)),
        LARGE, 200, _ZEROS,
    ),
    "sends 100 GB in one chunk": Misbehaviour(
        _sending(_CHUNKED + b"%x\r\n" % _HUNDRED_GB, itertools.repeat(_PIECE)),
        LARGE, 200, _ZEROS,
    ),
    "sends chunks without an end": Misbehaviour(
        _sending(_CHUNKED, itertools.repeat(b"10000\r\n" + _PIECE + b"\r\n")),
        LARGE, 200, _ZEROS,
    ),
    "sends without an end and without a length": Misbehaviour(
        _sending(_OK + b"\r\n", itertools.repeat(_PIECE)), LARGE, 200, _ZEROS
    ),
    "sends a chunk of size -1": Misbehaviour(
        _sending(_CHUNKED + b"-1\r\n", itertools.repeat(_PIECE)), "negative", 200
    ),
    "sends a chunk size of a megabyte": Misbehaviour(
        _sending(_CHUNKED, itertools.repeat(b"0" * 65536)), "chunk", 200
    ),
    "sends trailers without an end": Misbehaviour(
        _sending(_CHUNKED + b"3\r\nyes\r\n0\r\n", itertools.repeat(b"X: %b\r\n" % (b"y" * 1000))),
        LARGE, 200, b"yes",
    ),
    "sends a status line without an end": Misbehaviour(
        _sending(b"HTTP/1.1 200 ", itertools.repeat(b"O" * 65536)), "line"
    ),
    "sends a header without an end": Misbehaviour(
        _sending(_OK + b"X: ", itertools.repeat(b"x" * 65536)), "line"
    ),
    "sends headers without an end": Misbehaviour(
        _sending(_OK, itertools.repeat(b"X: y\r\n")), "headers"
    ),
    "sends large headers without an end": Misbehaviour(
        _sending(_OK, itertools.repeat(b"X: %b\r\n" % (b"y" * 60000))), _HEAD
    ),
    "sends 100 Continue without an end": Misbehaviour(
        _sending(b"", itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)), _HEAD
    ),
    "sends 103 Early Hints without an end": Misbehaviour(
        _sending(b"", itertools.repeat(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1000)),
        "more than 100 interim responses",
    ),
    "sends garbage": Misbehaviour(
        _sending(b"\0\xff\x16\x03garbage\r\n\r\n" * 9), "no HTTP, but '\\x00ÿ\\x16"
    ),
    "sends garbage without an end": Misbehaviour(
        _sending(b"", itertools.repeat(b"\xfe" * 65536)), "line"
    ),
    "sends garbage for headers": Misbehaviour(
        _sending(b"HTTP/1.1 200 OK\r\n\xff\xfe: \0\r\nno colon\r\n: no name\r\n\r\nabc"), "", 200
    ),
    "redirects to itself": Misbehaviour(
        _sending(b"HTTP/1.1 307 Again\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"), "", 307
    ),
    "says that it is too long": Misbehaviour(
        _sending(_OK + b"Content-Length: 9\r\n\r\nhalf"), "bytes", 200, b"half"
    ),
    "says that it is too short": Misbehaviour(
        _sending(_OK + b"Content-Length: 4\r\n\r\nwhole"), "", 200, b"whol"
    ),
    "has a length beside chunks": Misbehaviour(
        _sending(_OK + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n"
                 b"5\r\nwhole\r\n0\r\n\r\n"), "", 200, b"whole",
    ),
    "has a negative length": Misbehaviour(
        _sending(_OK + b"Content-Length: -1\r\n\r\nwhole"), "", 200, b"whole"
    ),
    "has a length of 5000 digits": Misbehaviour(
        _sending(_OK + b"Content-Length: %b\r\n\r\nwhole" % (b"9" * 5000)), "", 200, b"whole"
    ),
    "has a length beyond all memory": Misbehaviour(
        _sending(_OK + b"Content-Length: %b\r\n\r\nhalf" % (b"9" * 30)), "bytes", 200, b"half"
    ),
    "has two lengths": Misbehaviour(
        _sending(_OK + b"Content-Length: 4\r\nContent-Length: 9\r\n\r\nwhole"), "", 200, b"whol"
    ),
}  # fmt: skip


@contextmanager
def misbehaving(
    chosen: Callable[[bytes], Misbehaviour | None], otherwise: Callable[..., bytes] | None = None
) -> Iterator[str]:
    """An endpoint that does to each request what is chosen by its head; gives the URL.

    Where None is chosen, it answers as `otherwise` does. The head is empty if it is not read.
    """
    over = threading.Event()

    def serve(connection: socket.socket) -> None:
        peer = Peer(connection, over)
        first = chosen(b"")
        if first is not None and not first.reads:
            first.act(peer)
            return
        request = read_request(connection)
        if request is None:  # the client only tried the connection
            return
        behaviour = chosen(request.head)
        if behaviour is None:
            assert otherwise is not None
            connection.sendall(otherwise(request))
        else:
            behaviour.act(peer)

    with listening(serve) as url:
        try:
            yield url
        finally:
            over.set()


@contextmanager
def not_accepting() -> Iterator[str]:
    """A port whose queue of connections is full, so that the next is not even refused."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = listener.getsockname()
        waiting = []
        with suppress(BlockingIOError, TimeoutError):
            for _ in range(4):
                client = socket.socket()
                waiting.append(client)
                client.settimeout(0.05)
                client.connect(address)
        yield f"http://127.0.0.1:{address[1]}/"
        for client in waiting:
            client.close()
