"""Sending files over a connection without a copy of them in this process."""

import os
import socket
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Final

from wadows_reference.spool import Stored

#: Where a server shows what to wait for the peer in, if it looks after that.
WAITING: Final = "wadows.waiting"
#: Where Werkzeug shows the connection that a request came on.
_CONNECTION: Final = "werkzeug.socket"
#: So many bytes are sent before it is seen that the peer takes them.
_STRETCH: Final = 1024 * 1024
#: Says that more follows at once, where there are words for it: what is short goes with that.
_MORE: Final = getattr(socket, "MSG_MORE", 0)

Waiting = Callable[[], AbstractContextManager[None]]


def plain_connection(environ: Mapping[str, Any]) -> socket.socket | None:
    """Return the connection of a WSGI request if files can be sent over it as they are.

    None where the server does not show it, where it is encrypted, or where the system cannot.
    """
    connection = environ.get(_CONNECTION)
    # Not one of a subclass: what goes over TLS has to go through it.
    if type(connection) is socket.socket and hasattr(os, "sendfile"):
        return connection
    return None


def send_document(
    connection: socket.socket,
    before: bytes,
    document: Stored,
    waiting: Waiting = nullcontext,
) -> None:
    """Send what stands before a document, and the document.

    Waits for the peer no longer than the timeout of the connection, each time, within `waiting`.
    Raises `OSError` if the peer is gone or does not read, or if the file was changed.
    """
    file = document.open()
    try:
        with _waiting_in_the_system(connection):
            if before:
                with waiting():
                    connection.sendall(before, _MORE)
            sent = 0
            while sent < document.size:
                size = min(document.size - sent, _STRETCH)
                with waiting():
                    count = os.sendfile(connection.fileno(), file, sent, size)
                if not count:
                    raise document.lost(document.size - sent)
                sent += count
        document.check(file)
    except BlockingIOError as error:
        raise TimeoutError("the peer does not read") from error
    finally:
        os.close(file)


@contextmanager
def _waiting_in_the_system(connection: socket.socket) -> Iterator[None]:
    """Let the system wait for the peer: Python would come back for each stretch that is sent."""
    patience = connection.gettimeout()
    if patience is None:
        yield
        return
    seconds = struct.pack("ll", int(patience), int(patience % 1 * 1_000_000))
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, seconds)
    connection.settimeout(None)
    try:
        yield
    finally:
        connection.settimeout(patience)
