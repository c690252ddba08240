"""Endpoints on loopback that misbehave below or beside SOAP, from sockets alone."""

import http.client
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from wadows_spec.constants import ENDPOINT_PATH

Answer = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Request:
    """A request as it came: head and body."""

    head: bytes
    body: bytes


@contextmanager
def listening(serve: Callable[[socket.socket], None]) -> Iterator[str]:
    """Serve each connection in a thread of its own, then close it; gives the URL."""
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:  # closed: the test is over
                return
            threading.Thread(target=_serve, args=(connection, serve), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}{ENDPOINT_PATH}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def _serve(connection: socket.socket, serve: Callable[[socket.socket], None]) -> None:
    with closing(connection):
        connection.settimeout(30)
        with suppress(OSError):  # the client has gone, which it may
            serve(connection)


@contextmanager
def endpoint(answer: Callable[[Request], bytes]) -> Iterator[str]:
    """Answer each connection with the bytes that `answer` makes, then close it; gives the URL."""

    def serve(connection: socket.socket) -> None:
        request = read_request(connection)
        if request is not None:
            connection.sendall(answer(request))

    with listening(serve) as url:
        yield url


def read_request(connection: socket.socket) -> Request | None:
    """Read a request with a Content-Length; None if the client only tried the connection."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return None
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: *(\d+)", head)
    while length and len(body) < int(length[1]) and (piece := connection.recv(65536)):
        body += piece
    return Request(head, body)


@contextmanager
def answering(response: bytes) -> Iterator[str]:
    """An endpoint that gives everybody the same bytes."""
    with endpoint(lambda _: response) as url:
        yield url


@contextmanager
def refusing() -> Iterator[str]:
    """A port where nobody listens, and where nobody else will while this lasts."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}{ENDPOINT_PATH}"


def forwarding(url: str, change: Callable[[bytes, bytes], bytes]) -> Callable[[Request], bytes]:
    """Hand a request on to another endpoint; `change` makes of request and answer the answer."""
    parts = urlsplit(url)

    def answer(request: Request) -> bytes:
        content_type = re.search(rb"(?i)content-type: *([^\r]*)", request.head)
        headers = {"Content-Type": content_type[1].decode() if content_type else ""}
        with closing(http.client.HTTPConnection(parts.netloc, timeout=30)) as client:
            method = request.head.split()[0].decode()
            client.request(method, parts.path, request.body, headers)
            response = client.getresponse()
            fields = [f"{name}: {value}" for name, value in response.getheaders()]
            head = "\r\n".join([f"HTTP/1.1 {response.status} {response.reason}", *fields, "", ""])
            return head.encode("latin-1") + change(request.body, response.read())

    return answer


#: Answers that are none, by what they are.
NO_ANSWERS: Final = {
    "nothing": b"",
    "HTML": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 18\r\n\r\n"
    b"<html>Hello</html>",
    "an empty body": b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    "half a body": b'HTTP/1.1 200 OK\r\nContent-Type: multipart/related; boundary="b"\r\n'
    b"Content-Length: 5000\r\n\r\n--b\r\nContent-Type: application/xop+xml\r\n\r\n<soap:Env",
    "half a chunk": b'HTTP/1.1 200 OK\r\nContent-Type: multipart/related; boundary="b"\r\n'
    b"Transfer-Encoding: chunked\r\n\r\n100\r\n--b\r\n",
    "no chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nneither\r\n",
    "no HTTP": b"\x16\x03\x01 nonsense\r\n\r\n",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nabc",
    "bytes in the head": b"HTTP/1.1 200 \xff\r\nX-\xff: \xe4\x00\r\n"
    b'Content-Type: \xff/\xff; boundary="\xff\r\n\r\nabc',
    "a redirection to nowhere": b"HTTP/1.1 302 Found\r\nLocation: http://[\r\n"
    b"Content-Length: 0\r\n\r\n",
    "200 header fields": b"HTTP/1.1 200 OK\r\n" + b"X-Y: z\r\n" * 200 + b"\r\n",
}
