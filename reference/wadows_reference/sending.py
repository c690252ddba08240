"""Sending a file over a connection without a copy of it in this process."""

import os
import select
import socket
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Final

#: Where a server shows what waits for the peer are to be made in, if it looks after them.
WAITING: Final = "wadows.waiting"
#: Where servers show the connection that a request came on.
_SHOWN_AS: Final = ("werkzeug.socket", "gunicorn.socket")
_THOUSAND: Final = 1000

Waiting = Callable[[], AbstractContextManager[None]]


def plain_connection(environ: Mapping[str, Any]) -> socket.socket | None:
    """Return the connection of a WSGI request if a file can be sent over it as it is.

    None where the server does not show it, where it is encrypted, or where the system cannot.
    """
    for name in _SHOWN_AS:
        connection = environ.get(name)
        # Not one of a subclass: what goes over TLS has to go through it.
        if type(connection) is socket.socket and hasattr(os, "sendfile"):
            return connection
    return None


def send_file(connection: socket.socket, file: int, size: int, waiting: Waiting) -> int:
    """Send the first `size` bytes of an open file; returns how many there were to be sent.

    Waits for the peer no longer than the timeout of the connection, each time, within `waiting`.
    Raises `OSError` if the peer is gone, and `TimeoutError` if it does not read.
    """
    patience = connection.gettimeout()
    sent = 0
    while sent < size:
        try:
            count = os.sendfile(connection.fileno(), file, sent, size - sent)
        except BlockingIOError:
            with waiting():
                _wait(connection, patience)
            continue
        if not count:
            break
        sent += count
    return sent


def _wait(connection: socket.socket, patience: float | None) -> None:
    writable = select.poll()
    writable.register(connection, select.POLLOUT)
    if patience is None or not writable.poll(patience * _THOUSAND):
        raise TimeoutError("the peer does not read")
