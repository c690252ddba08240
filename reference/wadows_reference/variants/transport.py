"""Variants of HTTP: how a response is sent."""

from collections.abc import Iterable, Iterator
from itertools import cycle
from typing import Final

from wadows_reference.message import Message
from wadows_reference.variants.registry import HttpResponse, sending, variant

_CLOSE: Final = (("Connection", "close"),)
#: Sizes of chunks in bytes: single octets, primes, and one larger than most buffers.
_SIZES: Final = (1, 2, 3, 7, 61, 1021, 8191, 131071)
_LENGTH: Final = "content-length"


def _head(
    response: HttpResponse,
    version: str,
    headers: Iterable[tuple[str, str]],
    phrase: str | None = None,
) -> bytes:
    words = response.phrase if phrase is None else phrase
    lines = [f"HTTP/{version} {response.status} {words}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _without_length(response: HttpResponse) -> list[tuple[str, str]]:
    return [pair for pair in response.headers if pair[0].lower() != _LENGTH]


def _pieces(body: bytes) -> Iterator[bytes]:
    start = 0
    for size in cycle(_SIZES):
        if start >= len(body):
            return
        yield body[start : start + size]
        start += size


def _chunked(response: HttpResponse, extension: str, trailer: bytes) -> Iterator[bytes]:
    headers = [*_without_length(response), ("Transfer-Encoding", "chunked"), *_CLOSE]
    yield _head(response, "1.1", headers)
    for piece in _pieces(response.body):
        yield f"{len(piece):X}{extension}\r\n".encode() + piece + b"\r\n"
    yield b"0\r\n" + trailer + b"\r\n"


@sending("chunked", "The body comes in chunks of odd sizes.")
def _in_chunks(response: HttpResponse) -> Iterator[bytes]:
    return _chunked(response, "", b"")


@sending("chunked-in-full", "Chunks have extensions, and a trailer follows the last one.")
def _in_chunks_in_full(response: HttpResponse) -> Iterator[bytes]:
    return _chunked(response, ';part="a;b"', b"X-Served-By: archive 1\r\n")


@sending("http-1.0", "The response is one of HTTP/1.0: the end of the connection ends it.")
def _http_1_0(response: HttpResponse) -> Iterator[bytes]:
    yield _head(response, "1.0", _without_length(response))
    yield response.body


@sending("http-1.0-with-length", "The response is one of HTTP/1.0, with its length.")
def _http_1_0_with_length(response: HttpResponse) -> Iterator[bytes]:
    yield _head(response, "1.0", response.headers)
    yield response.body


@sending("ended-by-closing", "In HTTP/1.1 the end of the connection ends the response.")
def _ended_by_closing(response: HttpResponse) -> Iterator[bytes]:
    yield _head(response, "1.1", [*_without_length(response), *_CLOSE])
    yield response.body


@sending("connection-not-said-to-close", "Nothing says that the connection will be closed.")
def _connection_not_said_to_close(response: HttpResponse) -> Iterator[bytes]:
    yield _head(response, "1.1", response.headers)
    yield response.body


@sending("continued-first", "100 Continue comes before the response, unasked for.")
def _continued_first(response: HttpResponse) -> Iterator[bytes]:
    yield b"HTTP/1.1 100 Continue\r\n\r\n"
    yield b"HTTP/1.1 100 \r\nX-Queue: 1\r\n\r\n"
    yield _head(response, "1.1", [*response.headers, *_CLOSE])
    yield response.body


@sending("hints-first", "102 Processing and 103 Early Hints come before the response.")
def _hints_first(response: HttpResponse) -> Iterator[bytes]:
    # RFC 9110 section 15.2: a client reads any of these, even if it does not expect one.
    yield b"HTTP/1.1 102 Processing\r\n\r\n"
    yield b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
    yield _head(response, "1.1", [*response.headers, *_CLOSE])
    yield response.body


@sending("no-reason-phrase", "The status line has no reason phrase.")
def _no_reason_phrase(response: HttpResponse) -> Iterator[bytes]:
    yield _head(response, "1.1", [*response.headers, *_CLOSE], "")
    yield response.body


@sending("headers-in-other-letters", "HTTP headers have small letters, and no blank or many.")
def _headers_in_other_letters(response: HttpResponse) -> Iterator[bytes]:
    headers = [(name.lower(), f"\t  {value}  ") for name, value in reversed(response.headers)]
    yield _head(response, "1.1", [*headers, *_CLOSE])
    yield response.body


@sending("in-small-pieces", "The response comes in many small pieces.")
def _in_small_pieces(response: HttpResponse) -> Iterator[bytes]:
    head = _head(response, "1.1", [*response.headers, *_CLOSE])
    for start in range(0, len(head), 5):
        yield head[start : start + 5]
    yield from _pieces(response.body)


@variant("further-http-headers", "The response has further HTTP headers.")
def _further_http_headers(message: Message) -> None:
    message.headers += [
        ("MIME-Version", "1.0"),
        ("SOAPAction", '""'),
        ("Cache-Control", "no-cache, no-store"),
        ("Set-Cookie", "JSESSIONID=0123; Path=/; HttpOnly"),
        ("Set-Cookie", "route=7"),
        ("Strict-Transport-Security", "max-age=31536000"),
        ("X-Powered-By", "archive"),
        ("Content-Language", "en"),
        ("Vary", "*"),
    ]
