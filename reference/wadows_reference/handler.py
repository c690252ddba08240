"""One HTTP request, from its first byte to the last of its answer, over Werkzeug's handler."""

import io
import logging
import socket
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from werkzeug.serving import WSGIRequestHandler

from wadows_reference.limits import Limits
from wadows_reference.peers import Peer
from wadows_reference.sending import WAITING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from wadows_reference.server import Server

LOG: Final = logging.getLogger("wadows_reference")
_PIECE: Final = 64 * 1024
_TOO_LARGE: Final = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE


class _Refused(Exception):
    """The head of a request cannot be taken: the status that says so, and a sentence."""

    def __init__(self, status: HTTPStatus, text: str) -> None:
        super().__init__(text)
        self.status = status


class Handler(WSGIRequestHandler):
    """One request per connection, within the limits of its server."""

    server: "Server"
    rfile: Any
    wfile: Any
    # What a refusal needs to know before anything has come.
    requestline, request_version, command = "", "HTTP/1.1", ""

    def setup(self) -> None:
        """Read and write by way of the peer, which waits for nothing without an end."""
        self.connection = self.request
        self.peer: Peer = self.server.peers[self.client_address]
        self.peer.speaks_over(self.connection)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rfile = io.BufferedReader(self.peer)
        self.wfile = self.peer

    def handle_one_request(self) -> None:
        """Answer the request, or say why it is not even read."""
        self.close_connection = True
        received = self.rfile
        try:
            with io.BytesIO(_read_head(received, self.server.limits)) as self.rfile:
                self.raw_requestline = self.rfile.readline()
                if not self.raw_requestline or not self.parse_request():
                    return
            self.rfile = received
            self.peer.expect_body()
            self.run_wsgi()
        except _Refused as refused:
            self.send_error(refused.status, explain=str(refused))
        except TimeoutError as error:
            self.log_error("%s", error)
        finally:
            self.close_connection = True
            self.rfile = received

    def make_environ(self) -> "WSGIEnvironment":
        """Show how files are to be sent past the peer."""
        return super().make_environ() | {WAITING: self.peer.waiting}

    def send_response(self, code: int, message: str | None = None) -> None:
        """Begin the answer: whatever comes from the peer from now on is not wanted."""
        self.peer.expect_no_more()
        self.rfile = self.peer
        super().send_response(code, message)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse the request, and hear the rest of it, else the refusal could be lost."""
        super().send_error(code, message, explain)
        while self.peer.read(_PIECE):
            pass

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing of what went as it should."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
        """Put what went wrong into our own log, one line each."""
        text = (message % args if args else message).strip().splitlines()
        LOG.warning("%s: %s", self.client_address[0], text[-1] if text else type)


def _read_head(received: io.BufferedReader, limits: Limits) -> bytes:
    """Return request line and headers with the empty line behind them; nothing if nothing came.

    Raises `_Refused` if they are too long, too many, or late.
    """
    head = b""
    try:
        for count in range(limits.headers + 2):
            line = received.readline(limits.header_bytes - len(head) + 1)
            head += line
            if len(head) > limits.header_bytes:
                text = f"Request line and headers may have {limits.header_bytes} bytes."
                raise _Refused(_TOO_LARGE if count else HTTPStatus.REQUEST_URI_TOO_LONG, text)
            if line in (b"\r\n", b"\n", b""):
                return head
    except TimeoutError as error:
        text = f"The headers did not come within {limits.header_seconds:g} seconds."
        raise _Refused(HTTPStatus.REQUEST_TIMEOUT, text) from error
    raise _Refused(_TOO_LARGE, f"A request may have {limits.headers} headers.")
