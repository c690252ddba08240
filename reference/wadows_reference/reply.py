"""What goes back over HTTP: a status, headers and a body, which may be partly in files."""

import os
import socket
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from itertools import chain
from typing import Final

from wadows_reference.sending import Waiting, send_file
from wadows_reference.spool import Payload, Spool, Stored

Segment = bytes | Payload
#: Bytes that are put together before they are sent; files up to that size are read for it.
_TOGETHER: Final = 64 * 1024


class Reply:
    """A status, headers and a body of segments, whose length in bytes is known beforehand.

    It is the iterable that WSGI wants: `close` removes what was spooled for it.
    """

    def __init__(
        self,
        status: int,
        content_type: str,
        segments: Iterable[Segment],
        length: int,
        read_size: int = 65536,
        spool: Spool | None = None,
        headers: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.status = status
        self.segments = segments
        self.length = length
        self.headers = [
            ("Content-Type", content_type),
            ("Content-Length", str(length)),
            *headers,
        ]
        #: The connection that large files are sent over as they are, past the server.
        self.connection: socket.socket | None = None
        self.waiting: Waiting = nullcontext
        self._begun: Iterator[bytes] | None = None
        self._read_size = read_size
        self._spool = spool

    def begin(self) -> None:
        """Have ready what goes out first, while another answer can still be given.

        Raises `OSError` if a file is not any more what it was.
        """
        pieces = self._pieces()
        self._begun = chain([next(pieces)], pieces)

    def __iter__(self) -> Iterator[bytes]:
        """Yield the body in pieces, as long as nobody has taken any."""
        return self._begun or self._pieces()

    def _pieces(self) -> Iterator[bytes]:
        """Yield the body in pieces of at most `read_size` bytes, small ones put together.

        With a connection the large files are sent in between, and are not yielded.
        """
        held: list[bytes] = []
        size = 0
        for segment in self.segments:
            if isinstance(segment, bytes):
                held.append(segment)
                size += len(segment)
            elif segment.size <= _TOGETHER:
                held += segment.read(_TOGETHER)
                size += segment.size
            else:
                # The server sends its headers with what is yielded first.
                yield b"".join(held)
                held.clear()
                size = 0
                if self.connection is not None and isinstance(segment, Stored):
                    _send(self.connection, segment, self.waiting)
                else:
                    yield from segment.read(self._read_size)
            if size > _TOGETHER:
                yield b"".join(held)
                held.clear()
                size = 0
        yield b"".join(held)

    def close(self) -> None:
        """Remove the files made for this reply."""
        if self._spool is not None:
            self._spool.close()


def _send(connection: socket.socket, document: Stored, waiting: Waiting) -> None:
    file = document.open()
    try:
        sent = send_file(connection, file, document.size, waiting)
        if sent < document.size:
            raise document.lost(document.size - sent)
        document.check(file)
    finally:
        os.close(file)
