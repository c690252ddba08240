"""What goes back over HTTP: a status, headers and a body, which may be partly in files."""

import socket
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from wadows_reference.sending import send_document
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
        self._read_size = read_size
        self._spool = spool

    def __iter__(self) -> Iterator[bytes]:
        """Yield the body in pieces of at most `read_size` bytes, small ones put together.

        With a connection the large files are sent in between, and are not yielded.
        """
        held: list[bytes] = []
        size = 0
        begun = False
        for segment in self.segments:
            if isinstance(segment, bytes):
                held.append(segment)
                size += len(segment)
            elif segment.size <= _TOGETHER:
                held.append(segment.content())
                size += segment.size
            else:
                before, held, size = b"".join(held), [], 0
                if self.connection is None or not isinstance(segment, Stored):
                    yield before
                    yield from segment.read(self._read_size)
                elif begun:
                    send_document(self.connection, before, segment)
                else:
                    # With what is yielded first the server sends its headers.
                    yield before
                    send_document(self.connection, b"", segment)
                begun = True
            if size > _TOGETHER:
                yield b"".join(held)
                held, size, begun = [], 0, True
        yield b"".join(held)

    def close(self) -> None:
        """Remove the files made for this reply."""
        if self._spool is not None:
            self._spool.close()
