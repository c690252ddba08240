"""An answer as an MTOM message that streams: nothing of a document is held in memory.

The framing is that of RFC 2387 with the parameters of SOAP MTOM; sizes are known before the
first byte goes out, so there is a Content-Length.
"""

import uuid
from collections.abc import Iterator
from typing import Final

from wadows_reference.addressing import add_headers
from wadows_reference.answer import Answer, content_id
from wadows_reference.multipart import closing, part_head
from wadows_reference.reply import Reply, Segment
from wadows_reference.spool import Spool
from wadows_reference.xml import element, sub, to_bytes
from wadows_spec.constants import SOAP12

_ROOT_ID: Final = "root.message@wadows"
_ROOT_TYPE: Final = 'application/xop+xml; charset=UTF-8; type="application/soap+xml"'
_EMPTY: Final = b"<soap:Body/>"


class _Message:
    """The segments of a message, made as they are asked for, and its length in bytes."""

    def __init__(self, answer: Answer, action: str, relates_to: str, boundary: str) -> None:
        envelope = element(SOAP12, "Envelope", "soap", "wsa")
        add_headers(sub(envelope, SOAP12, "Header"), action, relates_to)
        sub(envelope, SOAP12, "Body")
        before, _, behind = to_bytes(envelope).partition(_EMPTY)
        root = part_head(boundary, _part_headers(_ROOT_TYPE, _ROOT_ID), first=True)
        self._begin = root + before + b"<soap:Body>"
        self._end = b"</soap:Body>" + behind
        self._closing = closing(boundary)
        self._answer = answer
        # What is the same in every head is made once.
        headers = _part_headers(answer.media_type, content_id(answer.name, 0))
        head = part_head(boundary, headers, first=False)
        self._head, _, self._name = head.partition(b"<0")

    def __iter__(self) -> Iterator[Segment]:
        yield self._begin
        yield from self._answer.response
        yield self._end
        for number, payload in enumerate(self._answer.parts, start=1):
            yield b"%b<%d%b" % (self._head, number, self._name)
            yield payload
        yield self._closing

    @property
    def length(self) -> int:
        """The length of all segments in bytes."""
        root = len(self._begin) + self._answer.size + len(self._end)
        count = self._answer.parts.count
        heads = count * len(self._head + b"<" + self._name)
        digits = sum(len(str(number)) for number in range(1, count + 1))
        return root + heads + digits + self._answer.parts.size + len(self._closing)


def mtom_reply(answer: Answer, action: str, relates_to: str, read_size: int, spool: Spool) -> Reply:
    """Return an answer as it goes out: the root part first, then the documents in its order."""
    boundary = f"uuid:{uuid.uuid4()}"
    message = _Message(answer, action, relates_to, boundary)
    content_type = (
        f'multipart/related; type="application/xop+xml"; boundary="{boundary}"; '
        f'start="<{_ROOT_ID}>"; start-info="application/soap+xml"; action="{action}"'
    )
    return Reply(200, content_type, message, message.length, read_size, spool)


def _part_headers(media_type: str, content_id: str) -> list[tuple[str, str]]:
    return [
        ("Content-Type", media_type),
        ("Content-Transfer-Encoding", "binary"),
        ("Content-ID", f"<{content_id}>"),
    ]
