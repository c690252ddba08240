"""An answer as an MTOM message that streams: nothing of a document is held in memory.

The framing is that of RFC 2387 with the parameters of SOAP MTOM; sizes are known before the
first byte goes out, so there is a Content-Length.
"""

import uuid
from collections.abc import Iterator, Sequence
from typing import Final

from wadows_reference.addressing import add_headers
from wadows_reference.answer import Answer
from wadows_reference.multipart import closing, part_head
from wadows_reference.spool import Payload, Spool
from wadows_reference.xml import element, sub, to_bytes
from wadows_spec.constants import SOAP12

_ROOT_ID: Final = "root.message@wadows"
_ROOT_TYPE: Final = 'application/xop+xml; charset=UTF-8; type="application/soap+xml"'

Segment = bytes | Payload


class Reply:
    """A status, headers and a body of segments, some of which are files.

    It is the iterable that WSGI wants: `close` removes what was spooled for it.
    """

    def __init__(
        self,
        status: int,
        content_type: str,
        segments: Sequence[Segment],
        read_size: int = 65536,
        spool: Spool | None = None,
        headers: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.status = status
        self.segments = segments
        self.length = sum(
            len(segment) if isinstance(segment, bytes) else segment.size for segment in segments
        )
        self.headers = [
            ("Content-Type", content_type),
            ("Content-Length", str(self.length)),
            *headers,
        ]
        self._read_size = read_size
        self._spool = spool

    def __iter__(self) -> Iterator[bytes]:
        """Yield the body in pieces of at most `read_size` bytes, small ones put together."""
        held: list[bytes] = []
        for piece in self._pieces():
            if held and sum(map(len, held)) + len(piece) > self._read_size:
                yield b"".join(held)
                held.clear()
            held.append(piece)
        yield b"".join(held)

    def _pieces(self) -> Iterator[bytes]:
        for segment in self.segments:
            if isinstance(segment, bytes):
                yield segment
            else:
                yield from segment.read(self._read_size)

    def close(self) -> None:
        """Remove the files made for this reply."""
        if self._spool is not None:
            self._spool.close()


def mtom_reply(answer: Answer, action: str, relates_to: str, read_size: int, spool: Spool) -> Reply:
    """Return an answer as it goes out: the root part first, then the documents in its order."""
    envelope = element(SOAP12, "Envelope", "soap", "wsa")
    add_headers(sub(envelope, SOAP12, "Header"), action, relates_to)
    sub(envelope, SOAP12, "Body").append(answer.element)
    boundary = f"uuid:{uuid.uuid4()}"
    segments: list[Segment] = [
        part_head(boundary, _part_headers(_ROOT_TYPE, _ROOT_ID), first=True),
        to_bytes(envelope),
    ]
    for part in answer.attachments:
        headers = _part_headers(part.media_type, part.content_id)
        segments += [part_head(boundary, headers, first=False), part.payload]
    segments.append(closing(boundary))
    content_type = (
        f'multipart/related; type="application/xop+xml"; boundary="{boundary}"; '
        f'start="<{_ROOT_ID}>"; start-info="application/soap+xml"; action="{action}"'
    )
    return Reply(200, content_type, segments, read_size, spool)


def _part_headers(media_type: str, content_id: str) -> list[tuple[str, str]]:
    return [
        ("Content-Type", media_type),
        ("Content-Transfer-Encoding", "binary"),
        ("Content-ID", f"<{content_id}>"),
    ]
