"""The character encoding of XML that does not tell its own."""

import codecs
import re

#: Marks by which XML shows what it is written in (XML 1.0, Appendix F).
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECLARED = re.compile(rb"\s*<\?xml\s[^>]*?\bencoding\s*=", re.S)
#: Of what Python can decode, only plain character sets: some others take quadratic time.
_PLAIN = re.compile(r"ascii|iso8859-\d+|cp12\d\d")
#: No XML declaration is longer, in bytes.
_MAX_DECLARATION = 1000


def in_utf8(xml: bytes, charset: str = "") -> bytes:
    """Return XML in UTF-8 if only `charset` tells what it is in; otherwise as it is.

    `charset` is the parameter of the Content-Type, empty if there is none.
    A byte order mark and an encoding declaration go before it: they travel with the XML.
    What is not of that character set, or of one that is unknown, is left for the parser to refuse.
    """
    if xml.startswith(_MARKS):
        return xml
    encoding = _wide(xml) or _known(charset)
    beginning = xml[:_MAX_DECLARATION].replace(b"\0", b"")
    if not encoding or _DECLARED.match(beginning):
        return xml
    try:
        return xml.decode(encoding).encode("utf-8")
    except UnicodeError:
        return xml


def _wide(xml: bytes) -> str:
    """Tell UTF-16 by its first character, which in XML is always one of ASCII."""
    return {1: "utf-16-le", 0: "utf-16-be"}.get(xml[:2].find(0), "")


def _known(charset: str) -> str:
    try:
        name = codecs.lookup(charset.strip()).name
    except (LookupError, ValueError):  # the latter for what can be no name
        return ""
    return name if _PLAIN.fullmatch(name) else ""
