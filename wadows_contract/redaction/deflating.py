"""A deflated stream (RFC 1951) of a given length."""

import struct
import zlib
from typing import Final

#: A stored block of no bytes: what fills a stream up, five bytes at a time.
_NOTHING: Final = b"\x00" + struct.pack("<HH", 0, 0xFFFF)
#: So many first bytes are stored as they are at most, to make the length come out.
_MOST_STORED: Final = 64


def deflated(content: bytes, length: int) -> bytes | None:
    """Return a raw deflated stream of exactly `length` bytes; None if it would be longer."""
    # The filling stands behind a block that holds something: some readers take zero bytes behind
    # the file meta information for the beginning of a command set.
    for stored in range(1, min(len(content), _MOST_STORED) + 1):
        before, after = _stored(content[:stored]), _compressed(content[stored:])
        missing = length - len(before) - len(after)
        if missing >= 0 and missing % len(_NOTHING) == 0:
            return before + _NOTHING * (missing // len(_NOTHING)) + after
    return None


def _stored(content: bytes) -> bytes:
    return b"\x00" + struct.pack("<HH", len(content), len(content) ^ 0xFFFF) + content


def _compressed(content: bytes) -> bytes:
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return compressor.compress(content) + compressor.flush()
