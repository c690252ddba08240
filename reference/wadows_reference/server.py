"""Serving over HTTP with Werkzeug's threaded server."""

import logging
import socket
import ssl
import sys
from typing import Any, Final

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from wadows_reference.app import Application
from wadows_reference.handler import Handler
from wadows_reference.limits import Limits
from wadows_reference.peers import Peers
from wadows_reference.raw_http import writing
from wadows_reference.tls import secured
from wadows_spec.constants import ENDPOINT_PATH
from wadows_spec.errors import ConfigurationError

LOG: Final = logging.getLogger("wadows_reference")
#: Seconds after which it is looked again whether there is room for one more peer.
_AGAIN: Final = 0.1


class Server(ThreadedWSGIServer):
    """A thread for each connection, of which there are only so many at once."""

    def __init__(
        self, listener: socket.socket, app: Application, handler: type[WSGIRequestHandler]
    ) -> None:
        host, port, *_ = listener.getsockname()
        super().__init__(host, port, app, handler, fd=listener.fileno())
        self.limits: Limits = app.settings.limits
        self.peers = Peers(self.limits)

    def get_request(self) -> tuple[socket.socket, Any]:
        """Accept a connection if there is room for it: else it waits where it is."""
        if not self.peers.have_room(_AGAIN):
            raise BlockingIOError
        return super().get_request()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Start a thread for a connection."""
        self.peers.add(client_address, request)
        try:
            super().process_request(request, client_address)
        except BaseException:
            self.peers.remove(client_address)
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve a connection."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.peers.remove(client_address)

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
        """Put what went wrong into our own log, one line each."""
        text = (message % args if args else message).strip().splitlines()
        LOG.warning("%s", text[-1] if text else type)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Put what nobody has foreseen into the log, without a traceback."""
        LOG.warning("%s: %s", client_address[0], sys.exc_info()[1])

    def finish(self) -> bool:
        """Let go of the port and finish what is under way; tell whether all of it could be."""
        self.server_close()
        left = self.peers.finish(self.limits.grace_seconds)
        if left:
            LOG.warning("%d connections were cut off: see the limit grace_seconds", left)
        return not left


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes a free one.

    Raises `ConfigurationError` if the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        raise ConfigurationError(
            f"cannot listen on {host} port {port}: {error.strerror}",
            "Choose another --port; 0 takes a free one.",
        ) from error
    except (TypeError, UnicodeError) as error:
        raise ConfigurationError(
            f"{host!r} is no name of a host", "Give --host an address of this machine."
        ) from error
    except OverflowError as error:
        raise ConfigurationError(
            f"{port} is no port", "A --port is a number from 0 to 65535."
        ) from error


def url_of(host: str, listener: socket.socket, secure: bool) -> str:
    """Return the URL of the endpoint that is served by a listening socket."""
    shown = f"[{host}]" if ":" in host else host
    scheme = "https" if secure else "http"
    return f"{scheme}://{shown}:{listener.getsockname()[1]}{ENDPOINT_PATH}"


def bind(
    host: str, port: int, app: Application, context: ssl.SSLContext | None = None
) -> tuple[Server, str]:
    """Return a listening server and the URL of its endpoint; port 0 takes a free one.

    With a context it serves over TLS alone.

    Raises `ConfigurationError` if the address cannot be had.
    """
    with listen(host, port) as listener:
        url = url_of(host, listener, context is not None)
        return server_over(listener, app, context), url


def server_over(
    listener: socket.socket, app: Application, context: ssl.SSLContext | None
) -> Server:
    """Return a server over a listening socket, which stays the caller's to close."""
    handler: type[WSGIRequestHandler] = Handler
    if app.send is not None:
        handler = writing(app.send, handler)
    if context is not None:
        handler = secured(context, handler)
    server = Server(listener, app, handler)
    # Werkzeug tells by it what of an exception is TLS; the handshake is the handler's.
    server.ssl_context = context
    return server
