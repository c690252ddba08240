"""Messages with something wrong: made from others by chance, with an eye for what means something.

All chance comes from one generator, so that a run can be had again.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from inputs import Fields, Input

TOKENS: Final = (
    b"", b"\0", b"\xff", b"\r", b"\n", b"\r\n", b"\r\n\r\n", b"--", b"<", b">", b"&", b"&e;",
    b'"', b"=", b"<!DOCTYPE s [<!ENTITY e 'x'>]>", b"<?x y?>", b"<!-- -->", b"<![CDATA[", b"]]>",
    b"<a>", b"</a>",
    b'xmlns="urn:x"', b'xmlns:s=""', b"cid:", b"%", b"%00", b"99999999999999999999", b"-1", b"DICM",
    b"\xff\xd8", b"\xff\xd9", b"\x08\x00\x18\x00UI", b"\xff\xff\xff\xff", b"\xfe\xff\x00\xe0",
    b"Content-ID: <1@x>\r\n", b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: quoted-printable\r\n", b"Content-Type: text/plain\r\n",
    "<ü/>".encode("utf-16"), b"A" * 3000, b"<a>" * 300, b"\x00" * 500,
    b"../../etc/passwd", b"file:///etc/passwd", b"2147483647", b"-2147483648", b"0", b"1e9", b"NaN",
    b"true", b"\xc2\xa0", b"1.2.840.10008.1.2.1", b"image/jpeg", b"application/dicom",
    b'<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>',
    b'<x:Include xmlns:x="http://www.w3.org/2004/08/xop/include" href="cid:x"/>',
)  # fmt: skip
_TYPES: Final = (
    "", "text/html", "multipart/related", "multipart/mixed; boundary=x", "application/soap+xml",
    'application/soap+xml; charset="utf-16"; action="urn:x"', "application/dicom", ";;;", '"',
    "a/b; =", "application/soap+xml; charset=utf-7", "application/soap+xml; charset=idna",
    'multipart/related; boundary=""', "multipart/related; boundary=-", "\xff",
    "multipart/related; boundary*0=a; boundary*1=b", "multipart/related; boundary*=utf-8''%00",
)  # fmt: skip


def spoilt(given: Input, pool: Sequence[Input], chance: random.Random) -> Input:
    """Return an input with one to four things wrong in its body, and now and then elsewhere."""
    body = given.body
    for _ in range(chance.randint(1, 4)):
        body = _body(body, pool, chance)
    return replace(given, body=body, fields=_fields(given.fields, chance))


def _body(body: bytes, pool: Sequence[Input], chance: random.Random) -> bytes:
    at = _place(body, chance)
    end = min(len(body), at + chance.choice((0, 1, 2, 5, 40, 400)))
    match chance.randrange(9):
        case 0:  # bits flipped
            changed = bytes(byte ^ (1 << chance.randrange(8)) for byte in body[at:end])
            return body[:at] + changed + body[end:]
        case 1:  # cut off
            return body[:at]
        case 2:  # left out
            return body[:at] + body[end:]
        case 3:  # repeated
            return body[:end] + body[at:]
        case 4:  # taken from elsewhere
            other = _place(body, chance)
            return body[:at] + body[other : other + end - at] + body[end:]
        case 5:  # a word in place of another
            return body.replace(*_words(body, chance), 1)
        case 6:  # goes on as another message does
            stranger = chance.choice(pool).body
            return body[:at] + stranger[_place(stranger, chance) :]
        case 7:  # the content of an element
            found = [*re.finditer(rb">([^<>]{0,200})</", body[:20_000])]
            place = chance.choice(found).span(1) if found else (at, end)
            return body[: place[0]] + chance.choice(TOKENS) + body[place[1] :]
        case _:  # something that means something
            return body[:at] + chance.choice(TOKENS) + body[end:]


def _place(body: bytes, chance: random.Random) -> int:
    """Return an offset: mostly in the envelope, which comes first, where the meaning is."""
    most = len(body) if chance.random() < 0.3 else min(len(body), 4000)
    return chance.randint(0, most)


def _words(body: bytes, chance: random.Random) -> tuple[bytes, bytes]:
    words = re.findall(rb"[\w:.-]{3,}", body[:6000]) or [b"\0"]
    return chance.choice(words), chance.choice([*words, *TOKENS])


def _fields(fields: Fields, chance: random.Random) -> Fields:
    """Return header fields of which one may be gone, doubled, spoilt, or another content type."""
    if not fields or chance.random() < 0.7:
        return fields
    at = chance.randrange(len(fields))
    name, value = fields[at]
    text = _body(value.encode("utf-8", "replace"), (Input("", (), b"x"),), chance).decode("latin-1")
    choices = [[], [(name, value)] * 2, [(name, text)], [("Content-Type", chance.choice(_TYPES))]]
    return (*fields[:at], *chance.choice(choices), *fields[at + 1 :])
