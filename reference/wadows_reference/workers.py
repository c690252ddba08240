"""Serving by several processes, each with threads: gunicorn's arbiter over servers of our own."""

import os
import ssl
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.workers.base import Worker

from wadows_reference.app import Application
from wadows_reference.server import listen, server_over, url_of

#: Seconds that gunicorn waits longer than a worker does for what is in flight.
_MARGIN: Final = 2
#: Seconds after which a worker looks whether it is to end.
_AGAIN: Final = 0.1


class _Log(Logger):  # type: ignore[misc]
    """What went wrong, in one line each."""

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Log an error without a traceback."""
        self.error(f"{msg}: %s", *args, sys.exc_info()[1])


class _Worker(Worker):  # type: ignore[misc]
    """One process of several: it serves as a single one would, with the same limits."""

    def run(self) -> None:
        """Serve until told to end, or until nobody is left to tell; finish what is in flight."""
        (listener,) = self.sockets
        server = server_over(listener.sock, self.wsgi, self.app.context)
        server.timeout = _AGAIN
        while self.alive and self.ppid == os.getppid():
            self.notify()
            server.handle_request()
        listener.close()
        server.finish()

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        """Finish what is in flight on SIGINT, too."""
        self.alive = False


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with an application and settings of its own, and nothing read from elsewhere."""

    def __init__(
        self, app: Application, context: ssl.SSLContext | None, options: dict[str, Any]
    ) -> None:
        self._app = app
        self._options = options
        self.context = context
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
    context: ssl.SSLContext | None,
    ready: Callable[[str], None],
) -> None:
    """Serve until SIGTERM or SIGINT, which let what is in flight be finished.

    With a `context` over TLS alone.
    `ready` is called with the URL of the endpoint when connections are taken.
    Ends by `SystemExit`, and workers without any word.
    Raises `ConfigurationError` if the address cannot be had.
    """
    listener = listen(host, port)
    url = url_of(host, listener, context is not None)

    def forked(arbiter: Any, worker: Any) -> None:
        if app.settings.spool_folder is not None:
            own = app.settings.spool_folder / f"worker-{worker.pid}"
            own.mkdir()
            app.spool_in(own)

    options: dict[str, Any] = {
        "bind": f"fd://{listener.detach()}",
        "workers": workers,
        "worker_class": _Worker,
        "graceful_timeout": int(app.settings.limits.grace_seconds) + _MARGIN,
        "loglevel": "warning",
        "logger_class": _Log,
        "control_socket_disable": True,
        "when_ready": lambda arbiter: ready(url),
        "post_fork": forked,
    }
    parent = os.getpid()
    try:
        _Server(app, context, options).run()
    except SystemExit as ending:
        if os.getpid() != parent:
            # What this process has in hand is its parent's to tidy up.
            os._exit(ending.code if isinstance(ending.code, int) else 1)
        raise
