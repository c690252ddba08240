"""Sending files over a connection without a copy of them in this process."""

import os
import socket
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from wadows_reference.spool import Stored

#: Where servers show the connection that a request came on.
_SHOWN_AS: Final = ("werkzeug.socket", "gunicorn.socket")
#: Says that more follows at once, where there are words for it: what is short goes with that.
_MORE: Final = getattr(socket, "MSG_MORE", 0)


def plain_connection(environ: Mapping[str, Any]) -> socket.socket | None:
    """Return the connection of a WSGI request if files can be sent over it as they are.

    None where the server does not show it, where it is encrypted, or where the system cannot.
    """
    for name in _SHOWN_AS:
        connection = environ.get(name)
        # Not one of a subclass: what goes over TLS has to go through it.
        if type(connection) is socket.socket and hasattr(os, "sendfile"):
            return connection
    return None


def send_document(connection: socket.socket, before: bytes, document: Stored) -> None:
    """Send what stands before a document, and the document.

    Waits for the peer no longer than the timeout of the connection, each time.
    Raises `OSError` if the peer is gone or does not read, or if the file was changed.
    """
    file = document.open()
    try:
        with _waiting_in_the_system(connection):
            if before:
                connection.sendall(before, _MORE)
            sent = 0
            while sent < document.size:
                count = os.sendfile(connection.fileno(), file, sent, document.size - sent)
                if not count:
                    raise document.lost(document.size - sent)
                sent += count
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
