"""What goes back over HTTP: a status, headers and a body, which may be partly in files."""

import socket
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from itertools import chain
from typing import Final

from wadows_reference.sending import Waiting, send_document
from wadows_reference.spool import Payload, Spool, Stored
from wadows_reference.turn import TURN

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
        begun = False
        for before, large in self._stretches():
            if begun and self.connection is not None and isinstance(large, Stored):
                send_document(self.connection, before, large, self.waiting)
                continue
            # With what is yielded first the server sends its headers.
            yield before
            if self.connection is not None and isinstance(large, Stored):
                send_document(self.connection, b"", large, self.waiting)
            elif large is not None:
                yield from large.read(self._read_size)
            begun = True

    def _stretches(self) -> Iterator[tuple[bytes, Payload | None]]:
        """Yield what is small, put together, with the large file behind it; None if others are."""
        segments = iter(self.segments)
        more = True
        while more:
            held: list[bytes] = []
            size, large = 0, None
            with TURN:
                for segment in segments:
                    if not isinstance(segment, bytes) and segment.size > _TOGETHER:
                        large = segment
                        break
                    content = segment if isinstance(segment, bytes) else segment.content()
                    held.append(content)
                    size += len(content)
                    if size > _TOGETHER:
                        break
                else:
                    more = False
            yield b"".join(held), large

    def close(self) -> None:
        """Remove the files made for this reply."""
        if self._spool is not None:
            self._spool.close()
