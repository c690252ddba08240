"""What stands in place of what may not be told: as long as that, and the same each time."""

import hashlib
import re
import secrets
from collections.abc import Callable, Collection, Iterator
from typing import Final

#: Where nothing but a UID can stand, two components are one; in a text they are a number.
UID: Final = re.compile(r"[0-9]+(?:\.[0-9]+)+")
UID_IN_TEXT: Final = re.compile(r"[0-9]+(?:\.[0-9]+){2,}")
_RUN: Final = re.compile(r"[0-9]+(?:\.[0-9]+)+|%[0-9A-Fa-f]{2}|[A-Za-z0-9]+|[^\x00-\x7f]")
#: Words of identifiers that say nothing, such as those of our own.
_PLAIN: Final = frozenset(
    ("cid", "consumer", "first", "invalid", "never", "nobody", "root", "urn", "uuid", "wadows")
)
#: How often another pseudonym is tried where one is taken.
_TRIES: Final = 1000
_SHORT: Final = 3


class Pseudonyms:
    """The pseudonyms of one copy; a secret of its own makes that none can be traced back.

    `kept` are UIDs that stand for themselves.
    """

    def __init__(self, kept: Collection[str] = ()) -> None:
        self._secret = secrets.token_bytes(32)
        self._kept = kept
        self._others: dict[str, str] = {}
        self._taken: set[str] = set()

    def uid(self, uid: str) -> str:
        """Return a UID of the same length, with dots in the same places (PS3.5 section 9.1)."""
        return uid if uid in self._kept else self._another(uid, self._like)

    def _another(self, text: str, like: Callable[[str, int], str]) -> str:
        """Return what stands for a text: made by `like`, and for no other text of its form."""
        if text not in self._others:
            for attempt in range(_TRIES):
                found = like(text, attempt)
                # Of the few short ones one may stand for itself; it says nothing.
                another = found != text or len(text) <= _SHORT
                if another and found not in self._taken and found not in self._kept:
                    break
            self._others[text] = found
            self._taken.add(found)
        return self._others[text]

    def uids_in(self, text: str) -> str:
        """Return a text with each UID in it replaced, and nothing else."""
        return UID_IN_TEXT.sub(lambda match: self.uid(match[0]), text)

    def identifier(self, text: str) -> str:
        """Return an identifier, such as a boundary or a Content-ID, with other letters and digits.

        What was equal stays equal, and percent-encoded (RFC 2392) what it was before.
        """
        return _RUN.sub(lambda match: self._run(match[0]), text)

    def _run(self, run: str) -> str:
        if UID.fullmatch(run):
            return self.uid(run)
        if run.startswith("%"):
            return run if not chr(int(run[1:], 16)).isalnum() else "%78"
        return run if run.lower() in _PLAIN else self._another(run, self._like_run)

    def _like_run(self, run: str, attempt: int) -> str:
        """Replace digits by digits, hexadecimal letters by such, and other letters by others."""
        return "".join(map(_like_character, run, self._stream(run, attempt)))

    def _stream(self, text: str, attempt: int) -> bytes:
        seed = self._secret + attempt.to_bytes(4, "big") + text.encode("utf-8", "surrogatepass")
        return hashlib.shake_256(seed).digest(len(text))

    def _like(self, uid: str, attempt: int) -> str:
        stream = iter(self._stream(uid, attempt))
        components = uid.split(".")
        first = components[0] if components[0] in ("0", "1", "2") else ""
        return ".".join(
            first if first and not place else _component(each, stream, first, place)
            for place, each in enumerate(components)
        )


def _component(component: str, stream: Iterator[int], first: str, place: int) -> str:
    digits = [str(next(stream) % 10) for _ in component]
    if len(digits) > 1:
        # Below 0 and 1 there are 40 arcs; a zero in front is wrong, and stays as wrong as it was.
        highest = 3 if place == 1 and first in ("0", "1") and len(digits) == 2 else 9
        digits[0] = "0" if component[0] == "0" else str(int(digits[0]) % highest + 1)
    return "".join(digits)


def _like_character(character: str, number: int) -> str:
    for alphabet in ("0123456789", "abcdef", "ABCDEF", "ghijklmnopqrstuvwxyz",
                     "GHIJKLMNOPQRSTUVWXYZ"):  # fmt: skip
        if character in alphabet:
            return alphabet[number % len(alphabet)]
    return "x"


def blank(text: str) -> str:
    """Return a text with x for each letter and 0 for each digit; two x for what UTF-16 has two."""
    return "".join(map(_blank_character, text))


def _blank_character(character: str) -> str:
    if "0" <= character <= "9":
        return "0"
    if ord(character) > 0xFFFF:
        return "xx"
    return "x" if character.isalpha() or ord(character) > 0x7E else character
