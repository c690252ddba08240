"""Text that an endpoint may have sent, made fit to be shown."""

import re

#: Characters that no report shows as they are: controls, surrogates, what turns the writing
#: direction round, line separators that are no line feed, and what XML 1.0 section 2.2 excludes.
_UNSHOWN = re.compile(
    "[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    "|[\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)


def printable(text: str) -> str:
    """Return a text with every character that cannot be shown written as an escape.

    Bytes that were no UTF-8 come as surrogate escapes and are written as the bytes they were.
    """
    return _UNSHOWN.sub(_escape, text.replace("\r\n", "\n"))


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def clip(text: str, limit: int) -> str:
    """Return a text of at most `limit` characters, saying how many more there were."""
    left_out = len(text) - limit
    return text if left_out <= 0 else f"{text[:limit]}… ({left_out:,} characters more)"


def one_line(text: str, limit: int) -> str:
    """Return a text, clipped, on one line."""
    return " / ".join(line for line in clip(text, limit).split("\n") if line.strip())


def percent(share: float) -> str:
    """Return a share, 0 to 1, in percent; what is not whole is never rounded up to 100."""
    tenths = int(share * 1000 + 1e-6)
    return f"{tenths // 10} %" if tenths % 10 == 0 else f"{tenths / 10} %"


def size_in_words(size: int) -> str:
    """Return a number of bytes with a unit that fits it."""
    if size < 1000:
        return f"{size} B"
    for unit, factor in (("kB", 1e3), ("MB", 1e6)):
        if size < 999.95 * factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size / 1e9:.1f} GB"
