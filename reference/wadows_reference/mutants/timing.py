"""Mutants whose answers come late, or break off: what they say is right as far as it comes."""

import threading
from collections.abc import Iterator
from itertools import repeat
from typing import Final

from wadows_reference.message import Message, RecordedRequest
from wadows_reference.multipart import header
from wadows_reference.mutants.registry import Mutant, Way, enter
from wadows_reference.receive import SOAP, media_type

#: Longer than anybody waits, in seconds.
_TOO_LONG: Final = 600.0
#: As slowly as nobody takes for silence, in seconds between bytes.
_DRIP: Final = 0.2
#: The line break behind the closing boundary: without it nothing is lost that is judged.
_LAST: Final = 2
_CLOSING: Final = b"--\r\n"


def _hold_back() -> None:
    threading.Event().wait(_TOO_LONG)


def _break_off() -> None:
    raise ConnectionAbortedError("as the mutant has it")


def _last_bytes_never_come(request: RecordedRequest, chunks: Iterator[bytes]) -> Iterator[bytes]:
    body = b"".join(chunks)
    if body.endswith(_CLOSING):
        yield body[:-_LAST]
        _hold_back()
    else:
        yield body


def _nothing_comes(request: RecordedRequest, chunks: Iterator[bytes]) -> Iterator[bytes]:
    if media_type(header(request.headers, "Content-Type")) == SOAP:
        _hold_back()
    yield from chunks


def _breaks_off_at_the_end(request: RecordedRequest, chunks: Iterator[bytes]) -> Iterator[bytes]:
    body = b"".join(chunks)
    if body.endswith(_CLOSING):
        yield body[:-_LAST]
        _break_off()
    yield body


def _breaks_off_midway(request: RecordedRequest, chunks: Iterator[bytes]) -> Iterator[bytes]:
    body = b"".join(chunks)
    yield body[: len(body) // 2]
    _break_off()


def _breaks_off_behind_all(request: RecordedRequest, chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield from chunks
    _break_off()


def _goes_on(request: RecordedRequest, chunks: Iterator[bytes]) -> Iterator[bytes]:
    body = b"".join(chunks)
    yield body
    if body.endswith(_CLOSING):
        yield from repeat(b"\r\n" * 8192)


def _drips(request: RecordedRequest, chunks: Iterator[bytes]) -> Iterator[bytes]:
    body = b"".join(chunks)
    yield body
    while body.endswith(_CLOSING):
        threading.Event().wait(_DRIP)
        yield b" "


def _without_length(message: Message) -> None:
    """Let the server send the body in chunks."""
    message.headers = [
        (name, value) for name, value in message.headers if name.lower() != "content-length"
    ]


_WHOLE: Final = (
    " Where it is open how a request is answered, the answer has to come whole all the same "
    "(SOAP-12, RET-09, DOC-02, REN-04, REN-05)."
)
_ALL: Final = "What was cut off cannot be judged, so that whatever needs it is red or open as well."

for new in (
    Mutant(
        "last-bytes-never-come",
        "HTTP-01",
        f"The last two bytes of a multipart answer keep the consumer waiting.{_WHOLE}",
        way=Way.TIMING,
        send=_last_bytes_never_come,
    ),
    Mutant(
        "plain-request-keeps-waiting",
        "SOAP-12",
        "A request that is plain application/soap+xml keeps the consumer waiting (HTTP-01).",
        way=Way.TIMING,
        send=_nothing_comes,
    ),
    Mutant(
        "breaks-off-at-the-end",
        "HTTP-01",
        f"The connection ends two bytes before a multipart answer does.{_WHOLE}",
        way=Way.TIMING,
        send=_breaks_off_at_the_end,
    ),
    Mutant(
        "breaks-off-midway",
        "HTTP-01",
        f"The connection ends in the middle of an answer that has a Content-Length. {_ALL}",
        way=Way.TIMING,
        send=_breaks_off_midway,
    ),
    Mutant(
        "no-last-chunk",
        "HTTP-01",
        f"Answers come in chunks, and the empty chunk at the end is missing.{_WHOLE}",
        _without_length,
        way=Way.TIMING,
        send=_breaks_off_behind_all,
    ),
    Mutant(
        "chunks-break-off",
        "HTTP-01",
        f"Answers come in chunks, and the connection ends in the middle. {_ALL}",
        _without_length,
        way=Way.TIMING,
        send=_breaks_off_midway,
    ),
    Mutant(
        "answer-without-end",
        "HTTP-01",
        f"Behind the last part of a multipart answer empty lines follow without an end.{_WHOLE}",
        _without_length,
        way=Way.TIMING,
        send=_goes_on,
    ),
    Mutant(
        "drips-without-end",
        "HTTP-01",
        "Behind the last part of a multipart answer a blank comes now and then, and no end."
        f"{_WHOLE}",
        _without_length,
        way=Way.TIMING,
        send=_drips,
    ),
):
    enter(new)
