"""XML, or what looks like it, cut into pieces that put together are what was there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(
    r"""<!--.*?-->
      | <!\[CDATA\[.*?\]\]>
      | <\?.*?\?>
      | <!DOCTYPE(?:[^\[<>"']|"[^"]*"|'[^']*'|\[.*?\]\s*(?=>))*+>
      | </?(?:[^<>"']|"[^"]*"|'[^']*')++>
      | [^<]++
      | <
    """,
    re.DOTALL | re.VERBOSE,
)
_NAME: Final = re.compile(r"</?([^\s<>/\"'=]+)")
_ATTRIBUTE: Final = re.compile(r"""(\s+)([^\s=<>"'/]+)(\s*=\s*)("[^"]*"|'[^']*')""")


@dataclass(frozen=True)
class Token:
    """A piece of XML as it stands there."""

    text: str

    @property
    def is_tag(self) -> bool:
        """Whether it is the tag of an element."""
        return self.text.startswith("<") and bool(self.name) and not self.text.startswith("<!")

    @property
    def name(self) -> str:
        """The name of the element with its prefix; empty for what is no tag."""
        found = _NAME.match(self.text)
        return found[1] if found and found[1][0] not in "?!" else ""


@dataclass(frozen=True)
class Attribute:
    """An attribute, as its pieces: `before` is white space, `sign` the equals sign."""

    before: str
    name: str
    sign: str
    quote: str
    value: str


def tokens(text: str) -> Iterator[Token]:
    """Yield the pieces of a text; joined they are the text."""
    return (Token(match[0]) for match in _TOKEN.finditer(text))


def attributes_of(token: Token) -> list[Attribute]:
    """Return the attributes of a tag."""
    return [piece for piece in pieces_of(token) if isinstance(piece, Attribute)]


def pieces_of(token: Token) -> Iterator[Attribute | str]:
    """Yield the attributes of a tag, and between them what is none, as it stands there."""
    at = token.text.index(token.name) + len(token.name)
    for match in _ATTRIBUTE.finditer(token.text, at):
        if at < match.start():
            yield token.text[at : match.start()]
        before, name, sign, quoted = match.groups()
        yield Attribute(before, name, sign, quoted[0], quoted[1:-1])
        at = match.end()
    yield token.text[at:]
