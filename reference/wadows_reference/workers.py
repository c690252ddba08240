"""Serving by several processes with threads each: gunicorn's gthread, for real load."""

import os
import socket
import ssl
import struct
import sys
from collections.abc import Callable
from typing import Any, Final

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from wadows_reference.app import Application
from wadows_reference.server import listen, url_of

#: Requests that a worker answers at the same time: a slow peer keeps one of them busy.
_THREADS: Final = 32


class _Log(Logger):  # type: ignore[misc]
    """What went wrong, in one line each."""

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Log an error without a traceback."""
        self.error(f"{msg}: %s", *args, sys.exc_info()[1])


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with an application and settings of its own, and nothing read from elsewhere."""

    def __init__(self, app: Application, options: dict[str, Any]) -> None:
        self._app = app
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Take the settings over."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Application:
        """Return the application, made before there were workers."""
        return self._app


def serve_by_workers(
    app: Application,
    host: str,
    port: int,
    workers: int,
    tls: tuple[ssl.SSLContext, str] | None,
    ready: Callable[[str], None],
) -> None:
    """Serve until SIGTERM, which lets everything be finished, or SIGINT, which does not.

    `tls` is what connections are secured with, and the file of the certificate.
    `ready` is called with the URL of the endpoint when connections are taken.
    Ends by `SystemExit`, and workers without any word.
    Raises `ConfigurationError` if the address cannot be had.
    """
    listener = listen(host, port)
    # Workers inherit the listener, and connections this: a peer that is silent is let go.
    limits = app.settings.limits
    patience = struct.pack("ll", max(1, int(limits.stall_seconds)), 0)
    for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
        listener.setsockopt(socket.SOL_SOCKET, option, patience)
    url = url_of(host, listener, tls is not None)

    def forked(arbiter: Any, worker: Any) -> None:
        if app.settings.spool_folder is not None:
            own = app.settings.spool_folder / f"worker-{worker.pid}"
            own.mkdir()
            app.spool_in(own)

    options: dict[str, Any] = {
        "bind": f"fd://{listener.detach()}",
        "workers": workers,
        "worker_class": "gthread",
        "threads": _THREADS,
        "graceful_timeout": max(1, int(limits.grace_seconds)),
        "limit_request_fields": limits.headers,
        "limit_request_field_size": limits.header_bytes,
        "loglevel": "warning",
        "logger_class": _Log,
        "control_socket_disable": True,
        # There is no proxy whose word on where a request came from is taken.
        "forwarded_allow_ips": "",
        "when_ready": lambda arbiter: ready(url),
        "post_fork": forked,
    }
    if tls is not None:
        context, certificate = tls
        options["certfile"] = certificate
        options["ssl_context"] = lambda settings, make_default: context
    parent = os.getpid()
    try:
        _Server(app, options).run()
    except SystemExit as ending:
        if os.getpid() != parent:
            # What this process has in hand is its parent's to tidy up.
            os._exit(ending.code if isinstance(ending.code, int) else 1)
        raise
