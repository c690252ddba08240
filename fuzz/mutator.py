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

from fuzz.fields import change_part, change_value
from fuzz.message import Message
from fuzz.words import LINES, NAMES, PIECES, TYPES, VALUES

Bytes = Callable[[bytes, random.Random], bytes]
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
        case 4 | 5 | 6:
            return _parts(message, chance)
        case 7 | 8:
            return replace(message, body=change_bytes(message.body, chance))
        case 9 | 10:
            return replace(message, body=stir(message.body, chance))
        case _:
            return replace(message, body=_envelope(message.body, chance))


def _line(message: Message, chance: random.Random) -> Message:
    first, path, last = (*message.line.split(" ", 2), "", "")[:3]
    of_its_kind = [each for each in LINES if each.startswith("HTTP") == first.startswith("HTTP")]
    if chance.random() < 0.3:
        return replace(message, line=f"{first} {path}{chance.choice(VALUES)} {last}")
    return replace(message, line=chance.choice(of_its_kind).format(path))


def _headers(message: Message, chance: random.Random) -> Message:
    fields = list(message.headers) or [("Content-Type", "")]
    at = chance.randrange(len(fields))
    name, value = fields[at]
    spoilt = change_bytes(value.encode("latin-1", "replace"), chance).decode("latin-1")
    word = _text(value, chance)
    instead: list[list[tuple[str, str]]] = [
        [], [(name, value)] * 2, [(name, spoilt)], [(name, word)], [(name, value), (name, word)],
        [(name, change_value(value, chance))], [(name, change_value(value, chance))],
        [("Content-Type", chance.choice(TYPES))],
        [(name, value), (chance.choice(NAMES), chance.choice(VALUES))],
    ]  # fmt: skip
    fields[at : at + 1] = chance.choice(instead)
    clean = ((key, text.replace("\r", " ").replace("\n", " ")) for key, text in fields)
    return replace(message, headers=tuple(clean))


def _parts(message: Message, chance: random.Random) -> Message:
    found = (_BOUNDARY.search(value) for name, value in message.headers)
    match = next((each for each in found if each), None)
    if match is None:
        return replace(message, body=change_bytes(message.body, chance))
    between = b"--" + match[1].encode("latin-1", "replace")
    pieces = message.body.split(between)
    described = [place for place, piece in enumerate(pieces) if b":" in piece]
    at = chance.choice(described or range(len(pieces)))
    other = chance.randrange(len(pieces))
    match chance.randrange(9):
        case 0:
            del pieces[at]
        case 1:
            pieces[at:at] = [pieces[other]] * chance.choice((1, 2, 10, _MOST))
        case 2:
            pieces[at], pieces[other] = pieces[other], pieces[at]
        case 3:
            pieces[at] = change_bytes(pieces[at], chance)
        case 4:
            head, blank, content = pieces[at].partition(b"\r\n\r\n")
            pieces[at] = change_bytes(head, chance) + blank + content
        case _:
            pieces[at] = change_part(pieces[at], chance)
    return replace(message, body=between.join(pieces))


def change_bytes(body: bytes, chance: random.Random) -> bytes:
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
        return change_bytes(body, chance)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(found[0], parser)
        every = [] if root is None else [each for each in root.iter() if isinstance(each.tag, str)]
        if not every:
            return change_bytes(body, chance)
        _CHANGES[chance.randrange(len(_CHANGES))](every, chance)
        written = etree.tostring(root, encoding="UTF-8")
    except (LookupError, ValueError, etree.LxmlError):
        # What was mended while it was read cannot always be changed or written.
        return change_bytes(body, chance)
    return body[: found.start()] + written + body[found.end() :]


Elements = list[etree._Element]


def _text(text: str, chance: random.Random) -> str:
    """Return another text: a value known to hurt, or words of this one changed."""
    if chance.random() < 0.7:
        return chance.choice(VALUES)
    changed = change_bytes(text.encode(), chance).decode("utf-8", "ignore")
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
