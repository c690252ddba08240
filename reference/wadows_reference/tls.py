"""HTTP over TLS, with the client's certificate where one is asked for (IHE ATNA)."""

import contextlib
import logging
import socket
import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from werkzeug.serving import WSGIRequestHandler

from wadows_spec.errors import ConfigurationError

if TYPE_CHECKING:
    from wadows_reference.server import Server

LOG: Final = logging.getLogger("wadows_reference")
#: Seconds in which a peer may say that it, too, is done, and how often it may say something else.
_FAREWELL: Final = 1.0
_MOST_PIECES: Final = 16


def server_context(certificate: Path, key: Path | None, client_ca: Path | None) -> ssl.SSLContext:
    """Return what connections are secured with; a client needs a certificate of `client_ca`.

    Raises `ConfigurationError` if a file cannot be used.
    """
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(certificate, key, lambda: "")
        if client_ca is not None:
            context.load_verify_locations(client_ca)
            context.verify_mode = ssl.CERT_REQUIRED
    except (OSError, ssl.SSLError) as error:
        reason = error.strerror if not isinstance(error, ssl.SSLError) else error.reason
        raise ConfigurationError(
            f"the files for TLS cannot be used: {reason or 'they are not in PEM'}",
            "--tls-cert, --tls-key and --tls-client-ca are files in PEM; the key has no password.",
        ) from error
    return context


def secured(context: ssl.SSLContext, handler: type[WSGIRequestHandler]) -> type[WSGIRequestHandler]:
    """Return a handler of requests that shakes hands first.

    It does so in the thread of its own connection: a peer that stays silent keeps nobody waiting.
    """

    class Secured(handler):  # type: ignore[misc, valid-type]
        def __init__(self, request: socket.socket, address: Any, server: "Server") -> None:
            secure = context.wrap_socket(request, server_side=True, do_handshake_on_connect=False)
            secure.settimeout(server.limits.header_seconds)
            try:
                secure.do_handshake()
            except OSError as error:
                LOG.warning("%s: no TLS: %s", address[0], error.strerror or error)
                _let_go(secure)
                return
            try:
                super().__init__(secure, address, server)
            finally:
                _take_leave(secure)

    return Secured


def _let_go(connection: ssl.SSLSocket) -> None:
    """Close when the peer has: what it still sends would have our refusal thrown away."""
    with contextlib.suppress(OSError):
        connection.settimeout(_FAREWELL)
        socket.socket.shutdown(connection, socket.SHUT_WR)
        for _ in range(_MOST_PIECES):
            if not socket.socket.recv(connection, 4096):
                break
    connection.close()


def _take_leave(connection: ssl.SSLSocket) -> None:
    """Say that nothing follows, which a broken connection would not, and close."""
    with contextlib.suppress(OSError, ValueError):
        connection.settimeout(_FAREWELL)
        connection.unwrap()
    connection.close()
