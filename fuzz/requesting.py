"""The reference's side: requests, spoilt, through the whole application to the last byte."""

import io
import logging
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from inputs import Input
from lxml import etree

from wadows_contract.exchange import Exchange
from wadows_reference import create_app
from wadows_reference.limits import Limits
from wadows_reference.settings import Settings
from wadows_spec.constants import ENDPOINT_PATH, SOAP12

#: A rendered image may have so many pixels here: larger ones only take longer.
_PIXELS: Final = 1_000_000
_NOT_IN_A_FIELD: Final = re.compile(r"[\r\n\0]")
_FAULT: Final = f"{{{SOAP12}}}Body/{{{SOAP12}}}Fault"
_OTHERS: Final = (
    f"GET {ENDPOINT_PATH}?wsdl", f"GET {ENDPOINT_PATH}?xsd=ihe", f"HEAD {ENDPOINT_PATH}?wsdl",
    f"PUT {ENDPOINT_PATH}", f"OPTIONS {ENDPOINT_PATH}", "POST /", "POST /%00/../../etc/passwd",
)  # fmt: skip


class NotAsItShould(Exception):
    """An answer that no request may get."""


class _Complaints(logging.Handler):
    """Keeps what the reference logs of a failure of its own, with its traceback."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record of an exception."""
        if record.exc_info:
            self.texts.append(self.format(record))


class Reference:
    """Answers requests in this process, from documents in a folder."""

    def __init__(self, recorded: Sequence[Exchange], documents: Path, scratch: Path) -> None:
        settings = Settings(limits=Limits(pixels=_PIXELS), spool_folder=scratch)
        self._app = create_app(documents, index=scratch / "index.sqlite", settings=settings)
        self._recorded = recorded
        self._complaints = _Complaints()
        log = logging.getLogger("wadows_reference")
        log.addHandler(self._complaints)
        log.propagate = False

    def seeds(self) -> Iterator[Input]:
        """Yield the requests that were sent, and some that nobody sends."""
        for exchange in self._recorded:
            request = exchange.request
            first = f"{request.method} {ENDPOINT_PATH}"
            yield Input(first, request.headers.fields, request.body.read())
        for first in _OTHERS:
            yield Input(first, (("Content-Type", "application/soap+xml"),), b"<a/>")

    def feed(self, given: Input) -> str:
        """Answer a request; returns in short what came, and raises what must not be."""
        started: list[Any] = []
        self._complaints.texts.clear()

        def start_response(status: str, fields: list[tuple[str, str]], *_: Any) -> Any:
            started.extend((status, dict(fields)))
            return lambda piece: None

        answer = self._app(_environ(given), start_response)
        try:
            content = b"".join(answer)
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()
        if self._complaints.texts:
            raise NotAsItShould(self._complaints.texts[0])
        status, fields = started
        return _looked_at(status, fields, content, given.first.startswith("HEAD "))


def _environ(given: Input) -> dict[str, Any]:
    method, _, target = given.first.partition(" ")
    path, _, query = target.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": str(len(given.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(given.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in given.fields:
        key = _NOT_IN_A_FIELD.sub("", name).upper().replace("-", "_")
        if key not in ("CONTENT_LENGTH", "TRANSFER_ENCODING"):
            shown = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
            environ[shown] = _NOT_IN_A_FIELD.sub("", value)
    return environ


def _looked_at(status: str, fields: dict[str, str], content: bytes, head: bool) -> str:
    """Return in short what an answer says; raises `NotAsItShould` if it is not well made."""
    kind = fields["Content-Type"]
    if not head and int(fields["Content-Length"]) != len(content):
        raise NotAsItShould(f"{len(content)} bytes came of {fields['Content-Length']}")
    if any(_NOT_IN_A_FIELD.search(value) for value in fields.values()):
        raise NotAsItShould(f"a header field has a line end: {fields}")
    if kind.startswith("multipart/"):
        boundary = kind.partition('boundary="')[2].partition('"')[0].encode()
        if not content.startswith(b"--" + boundary) or not content.rstrip().endswith(
            b"--" + boundary + b"--"
        ):
            raise NotAsItShould("a multipart message without beginning or end")
        codes = re.findall(rb'errorCode="([^"]*)"', content[:100_000])
        return f"{status} {b' '.join(sorted({*codes})).decode()}"
    if kind.startswith("application/soap+xml") and content:
        fault = etree.fromstring(content).find(_FAULT)
        if fault is None:
            raise NotAsItShould("application/soap+xml, and no fault in it")
        return f"{status} {re.sub('[^a-z ]', '', ' '.join(fault.itertext()).lower())[:60]}"
    if status.startswith("500"):
        raise NotAsItShould(f"HTTP status 500 with {kind}")
    return f"{status} {kind}"
