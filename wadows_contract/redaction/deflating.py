"""A deflated stream (RFC 1951) of a given length."""

import struct
import zlib
from typing import Final

#: Blocks of no bytes, which fill a stream up: a stored one has five bytes; with one before it that
#: has the fixed codes, and ends at once (section 3.2.6), both have six.
_FIVE: Final = b"\x00" + struct.pack("<HH", 0, 0xFFFF)
_SIX: Final = b"\x02" + _FIVE
#: So many first bytes are stored as they are at most, to make the length come out.
_MOST_STORED: Final = 64


def deflated(content: bytes, length: int) -> bytes | None:
    """Return a raw deflated stream of exactly `length` bytes; None if it would be longer."""
    # The filling stands behind a block that holds something: some readers take zero bytes behind
    # the file meta information for the beginning of a command set.
    for stored in range(1, min(len(content), _MOST_STORED) + 1):
        before, after = _stored(content[:stored]), _compressed(content[stored:])
        missing = length - len(before) - len(after)
        sixes = missing % 5
        if (fives := (missing - 6 * sixes) // 5) >= 0:
            return before + _FIVE * fives + _SIX * sixes + after
    return None


def _stored(content: bytes) -> bytes:
    return b"\x00" + struct.pack("<HH", len(content), len(content) ^ 0xFFFF) + content


def _compressed(content: bytes) -> bytes:
    compressor = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return compressor.compress(content) + compressor.flush()
