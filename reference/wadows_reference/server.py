"""Serving over HTTP with Werkzeug's threaded server."""

import logging
import socket
import ssl
from typing import Any, Final

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from wadows_reference.app import Application
from wadows_reference.raw_http import writing
from wadows_reference.tls import secured
from wadows_spec.constants import ENDPOINT_PATH
from wadows_spec.errors import ConfigurationError

LOG: Final = logging.getLogger("wadows_reference")


def _handler(seconds: float) -> type[WSGIRequestHandler]:
    class Handler(WSGIRequestHandler):
        """One request per connection; a peer that stays silent is let go after a while."""

        timeout = seconds
        disable_nagle_algorithm = True

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Say nothing of what went as it should."""

        def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
            """Put what went wrong into our own log, one line each."""
            text = (message % args if args else message).strip().splitlines()
            LOG.warning("%s: %s", self.client_address[0], text[-1] if text else type)

    return Handler


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
) -> tuple[BaseWSGIServer, str]:
    """Return a listening server and the URL of its endpoint; port 0 takes a free one.

    With a context it serves over TLS alone.

    Raises `ConfigurationError` if the address cannot be had.
    """
    listener = listen(host, port)
    handler = _handler(app.settings.socket_timeout)
    if app.send is not None:
        handler = writing(app.send, handler)
    if context is not None:
        handler = secured(context, handler)
    with listener:
        url = url_of(host, listener, context is not None)
        server = make_server(
            host,
            listener.getsockname()[1],
            app,
            threaded=True,
            request_handler=handler,
            fd=listener.fileno(),
        )
    # Werkzeug tells by it what of an exception is TLS; the handshake is the handler's.
    server.ssl_context = context
    return server, url
