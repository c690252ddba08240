"""Secrets out of what is kept: asterisks in their place, as many as they have bytes.

An endpoint, or a proxy, may send back what it was sent. Nothing that it sends gets into a file, a
report or onto a terminal before it went through here. Lengths stay, so that what is left of a
message is judged as it would have been.
"""

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape

from wadows_spec.data import data_path

#: A shorter secret could stand in any document by chance: it is not looked for.
LEAST: Final = 8
_ASTERISK: Final = b"*"
_HEXADECIMAL: Final = re.compile("%..")
#: Base64 writes three bytes with four characters (RFC 4648 section 4).
_GROUP, _WRITTEN, _BITS = 3, 4, 6


def forms(secrets: Iterable[str]) -> tuple[bytes, ...]:
    """Return each secret as it could come back, whatever it is wrapped in or stands beside.

    Those that are too short, or a word of the contract itself, are left out:
    to blank them would change answers that have nothing to do with them.
    """
    found = {
        form
        for secret in secrets
        if len(secret.encode()) >= LEAST and secret.encode() not in _everyday()
        for form in (*_written(secret), *_base64(secret.encode()))
    }
    return tuple(sorted(found))


@cache
def _everyday() -> bytes:
    """Return what answers hold anyway: our samples of messages and the schemas."""
    files = (file for name in ("samples", "wsdl") for file in sorted(data_path(name).iterdir()))
    return b"\n".join(file.read_bytes() for file in files if file.is_file())


def _written(secret: str) -> Iterator[bytes]:
    """Yield a secret as text, in a URL, in markup, in JSON, and in two bytes a character."""
    quoted = quote(secret, safe="")
    texts = (
        secret,
        quoted,
        quote(secret),
        quote_plus(secret),
        _HEXADECIMAL.sub(lambda found: found[0].lower(), quoted),
        html.escape(secret),
        html.escape(secret, quote=False),
        escape(secret, {'"': "&quot;", "'": "&apos;"}),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
    )
    for text in texts:
        yield text.encode()
    for encoding in ("utf-16-le", "utf-16-be"):
        yield secret.encode(encoding)


def _base64(secret: bytes) -> Iterator[bytes]:
    """Yield what of a secret is seen in base64, wherever in the text it begins.

    Beside others its first and last bytes share characters with theirs: these are left out.
    """
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        yield encode(secret)
        for before in range(_GROUP):
            first = -(-before * 8 // _BITS)
            last = (before + len(secret)) * 8 // _BITS
            yield encode(bytes(before) + secret)[first:last]


def withheld(chunks: Iterable[bytes], secrets: tuple[bytes, ...]) -> Iterator[bytes]:
    """Yield what came with asterisks in place of each secret, however it was cut into chunks.

    Of chunks that break off, all is passed on before the exception is; their end may be the
    beginning of a secret, and counts as one.
    """
    if not secrets:
        yield from chunks
        return
    # As much as a secret can reach back or on from a byte.
    reach = max(map(len, secrets)) - 1
    # Some of what was passed on already is kept: a secret may have begun in it.
    kept, passed = b"", 0
    try:
        for chunk in chunks:
            kept += chunk
            sure = max(passed, len(kept) - reach)
            yield _blanked(kept, secrets)[passed:sure]
            forgotten = max(0, sure - reach)
            kept, passed = kept[forgotten:], sure - forgotten
    except Exception:
        begun = tuple(_begun(kept, secrets))
        yield _blanked(kept, secrets + begun)[passed:]
        raise
    yield _blanked(kept, secrets)[passed:]


def _begun(content: bytes, secrets: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the beginning of each secret that content ends with, if that is long enough."""
    for secret in secrets:
        for length in range(len(secret) - 1, LEAST - 1, -1):
            if content.endswith(secret[:length]):
                yield secret[:length]
                break


def _blanked(content: bytes, secrets: tuple[bytes, ...]) -> bytes:
    """Return content without any secret; secrets that overlap are blanked whole, each of them."""
    shown = bytearray(content)
    for secret in secrets:
        start = content.find(secret)
        while start >= 0:
            end = start + len(secret)
            shown[start:end] = _ASTERISK * len(secret)
            start = content.find(secret, start + 1)
    return bytes(shown)
