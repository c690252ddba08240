"""Requests to the reference, in process: each gets a whole answer that HTTP and SOAP allow."""

import io
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from fuzz.message import Message
from tests.reference.client import read
from wadows_reference import create_app
from wadows_reference.limits import Limits
from wadows_reference.settings import Settings
from wadows_spec.documents import write_documents

_LOG: Final = logging.getLogger("wadows_reference")
#: Statuses that the reference has; 500 is that of a fault whose cause is its own.
_STATUSES: Final = frozenset({200, 400, 401, 404, 405, 413, 415, 500})
#: Pixels of a rendered image at most, so that an input costs little.
_PIXELS: Final = 1_000_000


class Wrong(Exception):
    """An answer that should not be."""


class Requests:
    """The reference over the test documents, which are written to a folder."""

    def __init__(self, folder: Path) -> None:
        write_documents(folder / "documents")
        settings = Settings(limits=Limits(pixels=_PIXELS))
        self._app = create_app(folder / "documents", settings=settings)

    def try_one(self, data: bytes) -> None:
        """Send one request; raises `Wrong` or whatever else goes wrong."""
        request = Message.read(data)
        answer: list[Any] = []
        environ = _environ(request)
        with _no_failures():
            pieces = self._app(environ, lambda *said: answer.extend(said))  # type: ignore[arg-type]
            try:
                body = b"".join(pieces)
            finally:
                _close(pieces)
        check(environ["REQUEST_METHOD"], answer[0], answer[1], body)


class _Failed(logging.Handler):
    """What the reference logs as a failure of its own is one, however well it is answered."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR:
            raise Wrong(record.getMessage()) from (record.exc_info or (None, None))[1]

    def handle(self, record: logging.LogRecord) -> bool:
        self.emit(record)
        return True


@contextmanager
def _no_failures() -> Iterator[None]:
    handler = _Failed()
    _LOG.addHandler(handler)
    try:
        yield
    finally:
        _LOG.removeHandler(handler)


def check(method: str, line: str, headers: list[tuple[str, str]], body: bytes) -> None:
    """Raise `Wrong` for an answer that no request may get."""
    status = int(line.split(" ")[0])
    if status not in _STATUSES:
        raise Wrong(f"status {line}")
    for name, value in headers:
        if not f"{name}{value}".encode("latin-1").decode("latin-1").isprintable():
            raise Wrong(f"header {name}: {value!r}")
    fields = dict(headers)
    if method == "HEAD":
        return
    if int(fields["Content-Length"]) != len(body):
        raise Wrong(f"{len(body)} bytes of {fields['Content-Length']}")
    found = read(status, fields, body)
    if status == 500 and (found.root is None or not found.fault):
        raise Wrong("a status of 500 without a fault")
    if status == 200 and found.root is None:
        raise Wrong("an answer without an envelope")
    if not found.parts and found.root is None:
        body.decode()


def _close(pieces: Iterable[bytes]) -> None:
    if hasattr(pieces, "close"):
        pieces.close()


def _environ(request: Message) -> dict[str, Any]:
    """Return what a WSGI server makes of a request."""
    method, target, _ = (*request.line.split(" ", 2), "", "", "")[:3]
    path, _, query = target.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method or "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(request.body),
    }
    for name, value in request.headers:
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
    environ.setdefault("CONTENT_LENGTH", str(len(request.body)))
    # As servers do with chunks; without, a body ends where its length says.
    if "HTTP_TRANSFER_ENCODING" in environ:
        environ["wsgi.input_terminated"] = True
    return environ
