"""A server in this process with limits of its own, and what peers of it send and hear."""

import os
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from pydicom import dcmread

from tests.reference.client import RETRIEVE, URL, Answer, Asked, envelope, mtom, read, retrieve
from wadows_reference import Settings, create_app
from wadows_reference.limits import Limits
from wadows_reference.server import Server, bind

#: More than is waited for anything: what takes so long hangs.
LONG = 30.0
#: Bytes that `enlarged` adds.
LARGE = 32 * 1024 * 1024


@contextmanager
def served(
    folder: Path, limits: Limits, context: ssl.SSLContext | None = None
) -> Iterator[tuple[Server, str]]:
    """Serve a folder in threads of this process; gives the server and its URL."""
    application = create_app(folder, settings=Settings(limits=limits, past_server=True))
    server, url = bind("127.0.0.1", 0, application, context)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server, url
    finally:
        server.shutdown()
        thread.join()
        server.finish()


def connect(url: str) -> socket.socket:
    """Return a connection to the server of a URL."""
    parts = urlsplit(url)
    assert parts.hostname
    return socket.create_connection((parts.hostname, parts.port or 80), timeout=LONG)


def request_bytes(*documents: Asked, extra: str = "") -> bytes:
    """Return a whole RAD-69 request as it travels; `extra` are header lines with their ends."""
    content_type, body = mtom(envelope(RETRIEVE, retrieve(*documents)))
    head = f"POST {URL} HTTP/1.1\r\nHost: x\r\nContent-Type: {content_type}\r\n{extra}"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def everything(connection: socket.socket) -> bytes:
    """Return all that comes until the other side ends it, or breaks it off."""
    pieces = []
    try:
        while piece := connection.recv(1 << 16):
            pieces.append(piece)
    except ConnectionError:
        pass
    return b"".join(pieces)


def status_of(received: bytes) -> int:
    """Return the HTTP status of an answer, 0 if there is none."""
    return int(received.split(b" ", 2)[1]) if received else 0


def answer_of(received: bytes) -> Answer:
    """Read an answer as it came over the wire."""
    head, _, body = received.partition(b"\r\n\r\n")
    fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    return read(status_of(received), fields, body)


def exchange(url: str, sent: bytes) -> bytes:
    """Send a request as it is and return all that comes back."""
    with connect(url) as connection:
        connection.sendall(sent)
        return everything(connection)


def enlarged(path: Path) -> None:
    """Put zeros behind a document that are far more than any system keeps for a slow reader."""
    document = dcmread(path)
    document.add_new(0xFFFCFFFC, "OB", b"")
    document.save_as(path)
    with path.open("r+b") as content:
        content.seek(-4, os.SEEK_END)
        content.write(LARGE.to_bytes(4, "little"))
        content.truncate(content.tell() + LARGE)
