"""JPEG streams without the segments that may hold text (ITU-T T.81 section B.2.4)."""

from typing import Final

_SCAN: Final = 0xDA
#: JFIF (APP0) and Adobe (APP14) say how to show an image; comments and all other APPn are text.
_OVERWRITTEN: Final = frozenset((0xFE, *range(0xE1, 0xEE), 0xEF))


def is_jpeg(content: bytes) -> bool:
    """Tell whether content begins as a JPEG stream does."""
    return content[:3] == b"\xff\xd8\xff"


def without_comments(content: bytes) -> bytes:
    """Overwrite comments and application segments with zero bytes, as many."""
    data, at = bytearray(content), 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != _SCAN:
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] in _OVERWRITTEN:
            end = min(at + 2 + length, len(data))
            data[at + 4 : end] = bytes(max(0, end - at - 4))
        at += 2 + length
    return bytes(data)
