"""Changes how an answer travels: its length, its chunks, what comes before and after it.

What `mutator` changes is a message that can be read; here it need not be one.
"""

import gzip
import random
from collections.abc import Callable
from typing import Final

from fuzz.mutator import change_bytes

_END: Final = b"\r\n\r\n"
#: Sizes that a chunk may claim to have instead of its own.
_SIZES: Final = (
    b"",
    b"-1",
    b"0",
    b"+5",
    b"0x5",
    b"5_0",
    b"ffffffffffffffff",
    b"g",
    b" 5 ",
    b"5;a=b",
)
_INTERIM: Final = (
    b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n",
    b"HTTP/1.1 101 Switching Protocols\r\n\r\n", b"HTTP/0.9 100\n\n", b"HTTP/1.1 100\r\nX: ",
)  # fmt: skip
_LENGTHS: Final = (
    b"-1", b"0", b"1", b"+5", b"5, 5", b"5, 6", b"0x10", b"1_0", b"99999999999", b"1e3", b"",
    b"9" * 5000,
)  # fmt: skip
_FIELDS: Final = (
    b"Transfer-Encoding: chunked", b"Transfer-Encoding: gzip, chunked",
    b"Transfer-Encoding: identity", b"Content-Encoding: gzip", b"Content-Encoding: deflate, br",
    b"Connection: close", b"Connection: keep-alive", b"Location: http://[", b"Location: //\xff",
    b"Set-Cookie: a=b; Expires=\xff", b"Content-Length: 5", b": x", b" folded", b"\tfolded", b"x",
    b"X:" + b"y" * 70_000, b"A: b\r\n" * 120 + b"Z: z", b"WWW-Authenticate: Basic realm=\"",
)  # fmt: skip


def reframed(answer: bytes, chance: random.Random) -> bytes:
    """Return the bytes of an answer sent in another way, mostly one that HTTP allows."""
    for _ in range(chance.choice((1, 1, 2))):
        answer = chance.choice(_WAYS)(answer, chance)
    return answer


def _true_length(answer: bytes, _: random.Random) -> bytes:
    body = _split(answer)[1]
    return _with(answer, b"Content-Length", str(len(body)).encode())


def _other_length(answer: bytes, chance: random.Random) -> bytes:
    return _with(answer, b"Content-Length", chance.choice(_LENGTHS))


def _no_length(answer: bytes, _: random.Random) -> bytes:
    return _with(answer, b"Content-Length", None)


def _second_length(answer: bytes, chance: random.Random) -> bytes:
    head, body = _split(answer)
    return head + b"\r\nContent-Length: " + chance.choice(_LENGTHS) + _END + body


def _chunked(answer: bytes, chance: random.Random) -> bytes:
    head, body = _split(_no_length(answer, chance))
    chunks: list[bytes] = []
    at = 0
    while at < len(body) and len(chunks) < 200:
        piece = body[at : at + chance.choice((1, 7, 100, 4096, 1 << 20))]
        size = chance.choice(_SIZES) if chance.random() < 0.02 else b"%x" % len(piece)
        chunks.append(size + b"\r\n" + piece + b"\r\n")
        at += len(piece)
    last = chance.choice(
        (b"0\r\n\r\n", b"0\r\n\r\n", b"0\r\nX: y\r\n\r\n", b"0", b"", b"00\r\n\r\nmore")
    )
    return head + b"\r\nTransfer-Encoding: chunked" + _END + b"".join(chunks) + last


def _packed(answer: bytes, chance: random.Random) -> bytes:
    head, body = _split(answer)
    packed = gzip.compress(body, mtime=0)
    return _true_length(head + b"\r\nContent-Encoding: gzip" + _END + packed, chance)


def _another_field(answer: bytes, chance: random.Random) -> bytes:
    head, body = _split(answer)
    lines = head.split(b"\r\n")
    lines.insert(chance.randint(0, len(lines)), chance.choice(_FIELDS))
    return b"\r\n".join(lines) + _END + body


def _spoilt_head(answer: bytes, chance: random.Random) -> bytes:
    head, body = _split(answer)
    return change_bytes(head, chance) + _END + body


def _bare_line_ends(answer: bytes, chance: random.Random) -> bytes:
    head, body = _split(answer)
    end = chance.choice((b"\n", b"\r"))
    return head.replace(b"\r\n", end) + 2 * end + body


def _after_another(answer: bytes, chance: random.Random) -> bytes:
    return chance.choice(_INTERIM) * chance.choice((1, 1, 2, 101)) + answer


def _before_more(answer: bytes, chance: random.Random) -> bytes:
    return answer + chance.choice((b"\r\n", b"\0", answer, b"x" * 1000))


def _cut_off(answer: bytes, chance: random.Random) -> bytes:
    return answer[: chance.randint(0, len(answer))]


def _split(answer: bytes) -> tuple[bytes, bytes]:
    head, _, body = answer.partition(_END)
    return head, body


def _with(answer: bytes, name: bytes, value: bytes | None) -> bytes:
    head, body = _split(answer)
    lines = [
        line for line in head.split(b"\r\n") if not line.lower().startswith(name.lower() + b":")
    ]
    lines += [] if value is None else [name + b": " + value]
    return b"\r\n".join(lines) + _END + body


_WAYS: Final[tuple[Callable[[bytes, random.Random], bytes], ...]] = (
    _true_length, _true_length, _other_length, _no_length, _second_length, _chunked, _chunked,
    _packed, _another_field, _another_field, _spoilt_head, _bare_line_ends, _after_another,
    _before_more, _cut_off,
)  # fmt: skip
