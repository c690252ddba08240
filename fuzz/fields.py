"""Changes header fields of HTTP and MIME: parameters, fields of a part, and how it is coded."""

import base64
import quopri
import random
import re
from typing import Final

from fuzz.words import VALUES

_PARAMETER: Final = re.compile(r';\s*([\w*-]+)\s*=\s*("[^"]*"|[^;]*)')
_NAMES: Final = ("charset", "boundary", "start", "start-info", "type", "action", "x")
_CHARSETS: Final = (
    "utf-16", "utf-16-le", "utf-32", "utf-7", "us-ascii", "latin-1", "ebcdic-cp-us", "cp037",
    "idna", "punycode", "zip", "hex", "undefined", "unicode_escape", "\0", "utf-8\0", "x\0y",
    "\xe9", " ", "",
)  # fmt: skip
#: Lines that a part may have before its content.
_LINES: Final = (
    b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: quoted-printable",
    b"Content-Transfer-Encoding: 8bit", b"Content-Transfer-Encoding: x-uuencode",
    b"Content-Type: text/plain", b"Content-Type: application/xop+xml; charset=utf-16",
    b"Content-Type: multipart/mixed; boundary=x", b"Content-ID: <1@x>", b"Content-ID: 1@x",
    b"Content-ID: <>", b"Content-Location: x", b"Content-Disposition: attachment; filename=../x",
    b" folded", b"\tfolded", b":", b"\xff: \xff", b"X: " + b"y" * 20_000,
    b"A: b\r\n" * 200 + b"Z: z",
)  # fmt: skip


def change_value(value: str, chance: random.Random) -> str:
    """Return the value of a field with one of its parameters changed, doubled, or put in."""
    found = list(_PARAMETER.finditer(value))
    one = chance.choice(found) if found else None
    charset = one is not None and one[1].lower() == "charset"
    new = chance.choice(_CHARSETS if charset else VALUES)
    if chance.random() < 0.5:
        new = f'"{new}"'
    if one is None or chance.random() < 0.2:
        return f"{value}; {chance.choice(_NAMES)}={new}"
    name, old = one[1], one[2]
    instead = chance.choice((
        f"; {name}={new}", f"; {name}={new}", f"; {name}={new}", f"; {name.upper()}={old}",
        f"; {name}={old}; {name}={new}", f"; {name}", f"; {name}*=utf-8''%ff{old}",
        f"; {name}={old[:-1]}", f"; {name}*0={old}; {name}*1={new}", "",
    ))  # fmt: skip
    return value[: one.start()] + instead + value[one.end() :]


def change_part(part: bytes, chance: random.Random) -> bytes:
    """Return a part of a multipart body with another line, value, or coding."""
    head, blank, content = part.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    at = chance.choice([place for place, line in enumerate(lines) if line] or [0])
    match chance.randrange(6):
        case 0 | 1:
            at = next((place for place, line in enumerate(lines) if b";" in line), at)
            changed = change_value(lines[at].decode("latin-1"), chance)
            lines[at] = changed.encode("latin-1", "replace")
        case 2:
            lines.insert(at + 1, chance.choice(_LINES))
        case 3:
            lines[at : at + 1] = [lines[at]] * chance.choice((0, 2))
        case 4:
            name = lines[at].partition(b":")[0]
            lines[at] = name + b": " + chance.choice(VALUES).encode("utf-8", "replace")
        case _:
            lines, content = _coded(lines, content, chance)
    return b"\r\n".join(lines) + blank + content


def _coded(lines: list[bytes], content: bytes, chance: random.Random) -> tuple[list[bytes], bytes]:
    """Return a part in another transfer encoding, now and then not quite."""
    base = chance.random() < 0.5
    coded = base64.encodebytes(content) if base else quopri.encodestring(content)
    if chance.random() < 0.5:
        at = chance.randint(0, len(coded))
        coded = coded[:at] + chance.choice((b"=", b"\xff", b"=\r\n=", b"-", b"=GG")) + coded[at:]
    others = [line for line in lines if not line.lower().startswith(b"content-transfer-encoding")]
    named = b"base64" if base else b"quoted-printable"
    return [*others, b"Content-Transfer-Encoding: " + named], coded + b"\r\n"
