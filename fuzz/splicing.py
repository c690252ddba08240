"""Makes one message of two."""

import random
import re
from dataclasses import replace
from typing import Final

from fuzz.message import Message

#: Where a body can be cut so that what follows still begins as something.
_JOINTS: Final = re.compile(rb"<|\r\n--|\r\n\r\n")
#: A text or value, short enough to be one that says something.
_SAID: Final = re.compile(rb">([^<>]{1,200})<|=[\"']([^\"'<>]{1,200})[\"']")


def spliced(one: bytes, other: bytes, chance: random.Random) -> bytes:
    """Return the first message with something of the second in it."""
    ours, theirs = Message.read(one), Message.read(other)
    match chance.randrange(4):
        case 0:
            return replace(ours, body=theirs.body).write()
        case 1:
            at, there = _joint(ours.body, chance), _joint(theirs.body, chance)
            return replace(ours, body=ours.body[:at] + theirs.body[there:]).write()
        case _:
            return replace(ours, body=_with_words(ours.body, theirs.body, chance)).write()


def _joint(body: bytes, chance: random.Random) -> int:
    places = [match.start() for match in _JOINTS.finditer(body)]
    return chance.choice(places or [len(body)])


def _with_words(body: bytes, other: bytes, chance: random.Random) -> bytes:
    """Return a body with one to three of its words replaced by those of another."""
    words = [match[1] or match[2] for match in _SAID.finditer(other)]
    for _ in range(chance.choice((1, 2, 3))):
        places = [match.span(1 if match[1] else 2) for match in _SAID.finditer(body)]
        if not places or not words:
            break
        start, end = chance.choice(places)
        body = body[:start] + chance.choice(words) + body[end:]
    return body
