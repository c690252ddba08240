"""Changes messages where it hurts: headers, parts, elements, values, and bytes anywhere.

All chance comes from a `random.Random`, so that a change can be had again.
"""

import random
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Final

from lxml import etree

from fuzz.message import Message

Bytes = Callable[[bytes, random.Random], bytes]
#: What numbers, UIDs, paths, references and words of a message may be set to.
VALUES: Final = (
    "", " ", "0", "1", "-1", "2", "255", "65536", "2147483648", "99999999999999999999", "1e999",
    "-0.0", "NaN", "INF", "0x10", "1_0", "\u0661", "1.5", "1,1", "0,0,1,1", "0,0,0,0", "1,1,0,0",
    "0.2,0.2,0.8,0.8", "-1,-1,2,2", "nan,nan,nan,nan", "1.2.3", "1.2.840.10008.1.2",
    "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2",
    "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.5", "1." * 32, "1" * 65,
    "." * 64, "1..2", "../../etc/passwd", "/etc/passwd", "C:\\x", "file:///etc/passwd",
    "http://127.0.0.1:9/", "urn:uuid:", "cid:", "cid:%", "cid:%00", "cid:1@x", "cid:%ff%fe", "*",
    "*/*", "image/jpeg", "image/png", "image/gif", "application/dicom", "application/soap+xml",
    "multipart/related", "true", "false", "TRUE", "yes", "no", "patient", "technique", "'", '"',
    "<b>", "</script>", "&amp;", "]]>", "%s%n", "{0}", "\\", "\u202e", "\U0001f480", "\ud7ff",
    "A" * 3000, "utf-8", "utf-16", "utf-7", "idna", "zip", "hex", "undefined", "base64", "gzip",
    "quoted-printable", "deflate", "binary", "7bit", "--", "-",
)  # fmt: skip
#: Pieces of XML, MIME and DICOM.
PIECES: Final = (
    b"\0", b"\xff", b"\r", b"\n", b"\r\n", b"\r\n\r\n", b"--", b"<", b">", b"&", b"&e;", b'"', b"=",
    b"<!DOCTYPE s [<!ENTITY e 'x'>]>", b"<?x y?>", b"<!-- -->", b"<![CDATA[", b"]]>", b"<a>",
    b"</a>", b'xmlns="urn:x"', b'xmlns:s=""', b"%00", b"DICM", b"\xff\xd8", b"\xff\xd9",
    b"\xff\xc0\x00\x0b\x08\xff\xff\xff\xff\x01\x01\x11\x00", b"\xff\x4f\xff\x51",
    b"\x08\x00\x18\x00UI",
    b"\xff\xff\xff\xff", b"\xfe\xff\x00\xe0", b"\xfe\xff\xdd\xe0", b"\x28\x00\x10\x00US\x02\x00",
    b"Content-ID: <1@x>\r\n", b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: quoted-printable\r\n", b"Content-Type: text/plain\r\n",
    "<\u00fc/>".encode("utf-16"), b"A" * 3000, b"<a>" * 300, b"\x00" * 500,
    b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>',
)  # fmt: skip
_NAMES: Final = (
    "Content-Type", "Content-Length", "Content-Encoding", "Transfer-Encoding", "MIME-Version",
    "Authorization", "SOAPAction", "Expect", "Accept", "Host", "Location", "Content-Location",
)  # fmt: skip
_TYPES: Final = (
    "", ";", ";;;", '"', "text/xml", "text/html", "application/soap+xml", "multipart/related",
    'application/soap+xml; charset="utf-16"; action="urn:x"', "multipart/mixed; boundary=x",
    'multipart/related; boundary=""', "multipart/related; boundary=-", "application/dicom",
    "multipart/related; boundary*=utf-8''%ff", "a/b; =", "\xff",
)  # fmt: skip
#: First lines, of requests and of answers.
_LINES: Final = (
    "GET {} HTTP/1.1", "GET {}?wsdl HTTP/1.1", "GET {}?xsd=../x HTTP/1.1",
    "GET {}?xsd=%ff HTTP/1.1",
    "HEAD {}?wsdl HTTP/1.1", "PUT {} HTTP/1.1", "POST / HTTP/1.1", "POST {}%00 HTTP/1.1",
    "HTTP/1.1 202 Accepted", "HTTP/1.1 204 No", "HTTP/1.1 400 B", "HTTP/1.1 500 B",
    "HTTP/1.1 999 ?", "HTTP/1.1 301 Moved",
)  # fmt: skip
_ENVELOPE: Final = re.compile(rb"<(?:[\w.-]+:)?Envelope\b.*</(?:[\w.-]+:)?Envelope\s*>", re.DOTALL)
_BOUNDARY: Final = re.compile(r'boundary="?([^";]+)')
#: Elements and parts are repeated so often at most.
_MOST: Final = 300


def mutated(data: bytes, chance: random.Random, stir: Bytes) -> bytes:
    """Return a message with one to three things changed; `stir` changes bytes in its own way."""
    message = Message.read(data)
    for _ in range(chance.choice((1, 1, 2, 3))):
        message = _one_change(message, chance, stir)
    return message.write()


def _one_change(message: Message, chance: random.Random, stir: Bytes) -> Message:
    match chance.randrange(20):
        case 0:
            return _line(message, chance)
        case 1 | 2 | 3:
            return _headers(message, chance)
        case 4 | 5:
            return _parts(message, chance)
        case 6 | 7 | 8:
            return replace(message, body=_pieces(message.body, chance))
        case 9 | 10:
            return replace(message, body=stir(message.body, chance))
        case _:
            return replace(message, body=_envelope(message.body, chance))


def _line(message: Message, chance: random.Random) -> Message:
    first, path, last = (*message.line.split(" ", 2), "", "")[:3]
    of_its_kind = [each for each in _LINES if each.startswith("HTTP") == first.startswith("HTTP")]
    if chance.random() < 0.3:
        return replace(message, line=f"{first} {path}{chance.choice(VALUES)} {last}")
    return replace(message, line=chance.choice(of_its_kind).format(path))


def _headers(message: Message, chance: random.Random) -> Message:
    fields = list(message.headers) or [("Content-Type", "")]
    at = chance.randrange(len(fields))
    name, value = fields[at]
    spoilt = _pieces(value.encode("latin-1", "replace"), chance).decode("latin-1")
    word = _text(value, chance)
    instead: list[list[tuple[str, str]]] = [
        [], [(name, value)] * 2, [(name, spoilt)], [(name, word)], [(name, value), (name, word)],
        [("Content-Type", chance.choice(_TYPES))],
        [(name, value), (chance.choice(_NAMES), chance.choice(VALUES))],
    ]  # fmt: skip
    fields[at : at + 1] = chance.choice(instead)
    clean = ((key, text.replace("\r", " ").replace("\n", " ")) for key, text in fields)
    return replace(message, headers=tuple(clean))


def _parts(message: Message, chance: random.Random) -> Message:
    found = (_BOUNDARY.search(value) for name, value in message.headers)
    match = next((each for each in found if each), None)
    if match is None:
        return replace(message, body=_pieces(message.body, chance))
    between = b"--" + match[1].encode("latin-1", "replace")
    pieces = message.body.split(between)
    at, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
    match chance.randrange(5):
        case 0:
            del pieces[at]
        case 1:
            pieces[at:at] = [pieces[other]] * chance.choice((1, 2, 10, _MOST))
        case 2:
            pieces[at], pieces[other] = pieces[other], pieces[at]
        case 3:
            pieces[at] = _pieces(pieces[at], chance)
        case _:
            head, blank, content = pieces[at].partition(b"\r\n\r\n")
            pieces[at] = _pieces(head, chance) + blank + content
    return replace(message, body=between.join(pieces))


def _pieces(body: bytes, chance: random.Random) -> bytes:
    """Change bytes: flipped, left out, repeated, taken from elsewhere, or a piece put in."""
    at = chance.randint(0, len(body))
    end = min(len(body), at + chance.choice((0, 1, 2, 4, 40, 400)))
    match chance.randrange(6):
        case 0:
            changed = bytes(byte ^ (1 << chance.randrange(8)) for byte in body[at:end])
            return body[:at] + changed + body[end:]
        case 1:
            return body[:at]
        case 2:
            return body[:at] + body[end:]
        case 3:
            return body[:end] + body[at:]
        case 4:
            other = chance.randint(0, len(body))
            return body[:at] + body[other : other + end - at] + body[end:]
        case _:
            return body[:at] + chance.choice(PIECES) + body[end:]


def _envelope(body: bytes, chance: random.Random) -> bytes:
    """Change an element or attribute of the envelope, where there is one to be read."""
    found = _ENVELOPE.search(body)
    if found is None:
        return _pieces(body, chance)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(found[0], parser)
        every = [] if root is None else [each for each in root.iter() if isinstance(each.tag, str)]
        if not every:
            return _pieces(body, chance)
        _CHANGES[chance.randrange(len(_CHANGES))](every, chance)
        written = etree.tostring(root, encoding="UTF-8")
    except (LookupError, ValueError, etree.LxmlError):
        # What was mended while it was read cannot always be changed or written.
        return _pieces(body, chance)
    return body[: found.start()] + written + body[found.end() :]


Elements = list[etree._Element]


def _text(text: str, chance: random.Random) -> str:
    """Return another text: a value known to hurt, or words of this one changed."""
    if chance.random() < 0.7:
        return chance.choice(VALUES)
    changed = _pieces(text.encode(), chance).decode("utf-8", "ignore")
    return "".join(letter for letter in changed if letter.isprintable())


def _set_text(every: Elements, chance: random.Random) -> None:
    leaves = [each for each in every if not len(each)]
    one = chance.choice(leaves)
    one.text = _text(one.text or "", chance)


def _set_attribute(every: Elements, chance: random.Random) -> None:
    one = chance.choice([each for each in every if each.attrib] or every)
    names = [str(name) for each in every for name in each.attrib] or ["x"]
    name = chance.choice([str(name) for name in one.attrib] or names)
    if chance.random() < 0.2:
        name = chance.choice(names)
    one.set(name, _text(one.get(name, ""), chance))


def _take_attribute(every: Elements, chance: random.Random) -> None:
    one = chance.choice([each for each in every if each.attrib] or every)
    for name in list(one.attrib)[:1]:
        del one.attrib[name]


def _take_away(every: Elements, chance: random.Random) -> None:
    one = chance.choice(every)
    if (parent := one.getparent()) is not None:
        parent.remove(one)


def _repeat(every: Elements, chance: random.Random) -> None:
    one = chance.choice(every)
    if (parent := one.getparent()) is None:
        return
    for _ in range(chance.choice((1, 1, 2, 10, _MOST // max(1, len(one))))):
        parent.insert(parent.index(one), deepcopy(one))


def _move(every: Elements, chance: random.Random) -> None:
    one = chance.choice(every)
    chance.choice(every).append(deepcopy(one))


def _rename(every: Elements, chance: random.Random) -> None:
    chance.choice(every).tag = chance.choice(every).tag


def _nest(every: Elements, chance: random.Random) -> None:
    one = chance.choice(every)
    for _ in range(chance.choice((1, 2, 50, _MOST))):
        one = etree.SubElement(one, chance.choice((one.tag, "a")))


def _swap(every: Elements, chance: random.Random) -> None:
    one, other = chance.choice(every), chance.choice(every)
    one.text, other.text = other.text, one.text


_CHANGES: Final[tuple[Callable[[Elements, random.Random], None], ...]] = (
    _set_text, _set_text, _set_text, _set_text, _set_attribute, _set_attribute, _take_attribute,
    _take_away, _repeat, _move, _rename, _nest, _swap,
)  # fmt: skip
