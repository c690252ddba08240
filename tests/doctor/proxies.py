"""A small HTTP proxy on loopback: it wants credentials, or refuses to connect, if so told."""

import base64
import contextlib
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

_REFUSAL = "HTTP/1.1 {status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@contextmanager
def proxy(credentials: str = "", refusal: int = 0) -> Iterator[str]:
    """Serve a proxy that wants `user:password`, or answers everybody with a status; its URL."""
    listener = socket.create_server(("127.0.0.1", 0))
    wanted = base64.b64encode(credentials.encode()).decode() if credentials else ""

    def serve(client: socket.socket) -> None:
        client.settimeout(10)
        with contextlib.suppress(OSError), client:
            head = _head(client)
            status = 407 if wanted and f"Basic {wanted}" not in head else refusal
            if status:
                client.sendall(_REFUSAL.format(status=status).encode())
            else:
                _pass_on(client, head)

    def accept() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:  # closed: the test is over
                return
            threading.Thread(target=serve, args=(client,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def _head(client: socket.socket) -> str:
    """Read up to the empty line, byte by byte: what follows is not ours."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = client.recv(1)
        if not byte:
            raise ConnectionError
        head += byte
    return head.decode("latin-1")


def _pass_on(client: socket.socket, head: str) -> None:
    method, target, _ = head.split(" ", 2)
    parts = urlsplit(f"//{target}" if method == "CONNECT" else target)
    with socket.create_connection((parts.hostname or "", parts.port or 80), 10) as server:
        if method == "CONNECT":
            client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        else:
            origin = parts._replace(scheme="", netloc="").geturl()
            own = re.sub(r"(?im)^proxy-.*\r\n", "", head).replace(target, origin, 1)
            server.sendall(own.encode("latin-1"))
        back = threading.Thread(target=_copy, args=(server, client), daemon=True)
        back.start()
        _copy(client, server)
        back.join()


def _copy(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(65536):
            sink.sendall(piece)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
