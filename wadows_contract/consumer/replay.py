"""Requests that travel through the evidence of an earlier run instead of to an endpoint."""

import gzip
import re
import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from xml.sax.saxutils import escape

from wadows_contract.exchange import BodyStore, Exchange, Request
from wadows_contract.outcome import NotShown

#: What is new in each request: its MessageID, its boundary, and the ids of its parts.
_UUID: Final = re.compile(rb"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")

#: In the reason of a scenario that the evidence says nothing of.
NOT_ASKED: Final = "that run did not ask this"


class ReplayTransport:
    """Gives each request the answer that it got in an earlier run.

    Scenario and ordinal find it; the exchange that comes back is the recorded one,
    its own request included. Its bodies become evidence of the new run, too.
    """

    def __init__(self, exchanges: Mapping[str, Exchange], bodies: BodyStore) -> None:
        self._exchanges = exchanges
        self._bodies = bodies

    def send(self, scenario: str, ordinal: int, request: Request) -> Exchange:
        """Return the recorded exchange.

        Raises `NotShown` if there is none, or if it asked for something else: of an endpoint
        that was never asked nothing can be said.
        """
        recorded = self._exchanges.get(f"{scenario}-{ordinal}")
        if recorded is None:
            raise NotShown(f"the evidence has no such exchange: {NOT_ASKED}")
        sent, came = recorded.request, recorded.response
        if _said(sent) != _said(request):
            raise NotShown(f"the evidence has another request here: {NOT_ASKED}")
        return replace(
            recorded,
            request=replace(sent, body=self._bodies.adopt(sent.body)),
            response=came and replace(came, body=self._bodies.adopt(came.body)),
        )


def _said(request: Request) -> tuple[str, bytes, bytes]:
    """Return what a request says, but for what is new in each: method, Content-Type and body.

    The URL is left out, too: each process of a parallel run has a reference of its own.
    """
    content_type = request.headers.get("Content-Type").encode("latin-1", "replace")
    content = request.body.read()
    if request.headers.get("Content-Encoding") == "gzip":
        content = _unpacked(content)
    # UTF-16 has a zero byte beside each of those that matter here.
    content = content.replace(b"\0", b"").replace(escape(request.url).encode(), b"")
    return request.method, _UUID.sub(b"", content_type), _UUID.sub(b"", content)


def _unpacked(content: bytes) -> bytes:
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error):
        return content
