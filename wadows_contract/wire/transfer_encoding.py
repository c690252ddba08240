"""Content-Transfer-Encoding (RFC 2045 section 6): what the bytes of a part stand for.

Everything works on pieces of any size, and takes time that grows with the content and no faster.
"""

import binascii
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

#: A line of quoted-printable has at most 76 characters (section 6.7); this many are read, in bytes.
MAX_LINE: Final = 1 << 16
_WHITE: Final = b" \t\r\n"
_NO_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/= \t\r\n]")
_NO_QUOTED_PRINTABLE: Final = re.compile(rb"[^\t -~]|=(?![0-9A-Fa-f]{2})")
_NO_7BIT: Final = re.compile(rb"[\0\x80-\xff]")
_NO_8BIT: Final = re.compile(rb"\0")


def misfit(chunks: Iterable[bytes], encoding: str) -> str:
    """Say why content cannot be in an encoding; empty if it can, or if the encoding is unknown.

    `encoding` is the value of the header, in any case. Lines that are too long, and lower-case
    digits of quoted-printable, are decoded like others, and are no misfit.
    """
    check = _MISFITS.get(encoding.lower())
    return check(chunks) if check else ""


def is_encoded(encoding: str) -> bool:
    """Tell whether content in this encoding must be decoded, and can be."""
    return encoding.lower() in _DECODERS


def decoded(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Yield the content that was encoded; what is in no encoding, or an unknown one, as it is.

    Raises `ValueError` for what `misfit` finds.
    """
    decode = _DECODERS.get(encoding.lower())
    return decode(chunks) if decode else iter(chunks)


def _foreign(chunks: Iterable[bytes], pattern: re.Pattern[bytes], what: str) -> str:
    offset = 0
    for chunk in chunks:
        if found := pattern.search(chunk):
            return f"byte {found[0][0]:#04x} at offset {offset + found.start()} is no {what}"
        offset += len(chunk)
    return ""


def _misfit_of_base64(chunks: Iterable[bytes]) -> str:
    letters = padding = 0

    def counted() -> Iterator[bytes]:
        nonlocal letters, padding
        for chunk in chunks:
            text = chunk.translate(None, _WHITE)
            body = text.rstrip(b"=")
            # Padding that others follow counts for more than there can be at the end.
            padding += len(text) - len(body) + 3 * (b"=" in body or bool(padding and body))
            letters += len(body)
            yield chunk

    if foreign := _foreign(counted(), _NO_BASE64, "base64"):
        return foreign
    if padding > 2:
        return "base64 goes on behind its padding"
    if (letters + padding) % 4:
        return f"{letters + padding} characters of base64 are no multiple of 4"
    return ""


def _decoded_base64(chunks: Iterable[bytes]) -> Iterator[bytes]:
    left = b""
    for chunk in chunks:
        text = left + chunk.translate(None, _WHITE)
        whole = len(text) // 4 * 4
        left = text[whole:]
        yield binascii.a2b_base64(text[:whole], strict_mode=True)
    if left:
        raise ValueError("base64 that is cut off")


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield lines with their ends; one that is too long comes as it is and ends everything."""
    left = b""
    for chunk in chunks:
        *lines, left = (left + chunk).split(b"\n")
        for line in lines:
            yield line + b"\n"
        if len(left) > MAX_LINE:
            break
    yield left


def _quoted(line: bytes) -> tuple[bytes, bytes]:
    """Return the text of a line of quoted-printable, and the line end that it stands for.

    White space at its end was added on the way, and «=» joins it to the next (section 6.7).
    """
    text = line.rstrip(_WHITE)
    if text.endswith(b"="):
        return text[:-1], b""
    return text, b"\r\n" if line.endswith(b"\r\n") else line[len(line.rstrip(b"\n")) :]


def _misfit_of_quoted_printable(chunks: Iterable[bytes]) -> str:
    offset = 0
    for line in _lines(chunks):
        if len(line) > MAX_LINE:
            return f"a line of more than {MAX_LINE} bytes at offset {offset} is no quoted-printable"
        if found := _NO_QUOTED_PRINTABLE.search(_quoted(line)[0]):
            at = offset + found.start()
            return f"byte {found[0][0]:#04x} at offset {at} is no quoted-printable"
        offset += len(line)
    return ""


def _decoded_quoted_printable(chunks: Iterable[bytes]) -> Iterator[bytes]:
    for line in _lines(chunks):
        text, end = _quoted(line)
        if len(line) > MAX_LINE or _NO_QUOTED_PRINTABLE.search(text):
            raise ValueError("no quoted-printable")
        yield binascii.a2b_qp(text) + end


_MISFITS: Final[Mapping[str, Callable[[Iterable[bytes]], str]]] = {
    "7bit": lambda chunks: _foreign(chunks, _NO_7BIT, "7bit"),
    "8bit": lambda chunks: _foreign(chunks, _NO_8BIT, "8bit"),
    "base64": _misfit_of_base64,
    "quoted-printable": _misfit_of_quoted_printable,
}
_DECODERS: Final[Mapping[str, Callable[[Iterable[bytes]], Iterator[bytes]]]] = {
    "base64": _decoded_base64,
    "quoted-printable": _decoded_quoted_printable,
}
