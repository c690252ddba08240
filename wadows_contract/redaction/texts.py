"""The text of a message: words that everybody may read are kept, all else is overwritten."""

import base64
import binascii
import re
from collections.abc import Callable
from typing import Final

from wadows_contract.redaction.pseudonyms import UID, Pseudonyms, blank
from wadows_contract.redaction.tokens import Attribute, Token, pieces_of, tokens
from wadows_contract.redaction.words import ID, form, names, parameters, words

_DECLARED: Final = re.compile(r"\sxmlns:([A-Za-z][A-Za-z0-9_-]{0,11})\s*=")
_PIECE: Final = re.compile(
    r"(?P<scheme>\bhttps?://)|(?P<uid>[0-9]+(?:\.[0-9]+){2,})|(?P<entity>&[^\s;&]{1,40};)|(?s:.)"
)
_ENTITY_OF_ITS_OWN: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]*;")
_NUMBER: Final = re.compile(r"[-+0-9.,eE\\ ]{1,40}")
#: Elements and attributes whose values are equal to others, and have to stay so.
_IDENTIFIERS: Final = frozenset(("MessageID", "RelatesTo", "href", "Id", "id"))
#: Those that hold UIDs, be they as short as they like.
_UIDS: Final = frozenset(
    ("studyInstanceUID", "seriesInstanceUID", "DocumentUniqueId", "SourceDocumentUniqueId",
     "RepositoryUniqueId", "HomeCommunityId", "TransferSyntaxUID", "PresentationUID",
     "PresentationSeriesUID", "location")
)  # fmt: skip
_KEYWORDS: Final = ("DOCTYPE", "ENTITY", "SYSTEM", "PUBLIC", "ELEMENT", "ATTLIST", "html")
_DOCTYPE: Final = re.compile(r"[^\W_]+|(?s:.)")
#: Base64 of fewer characters holds no document.
_SHORTEST: Final = 160
_DECLARATION: Final = re.compile(r"<\?xml(?:\s+[a-z]+\s*=\s*[\"'][A-Za-z0-9._-]{0,20}[\"'])*\s*\?>")

#: Redacts a document, and returns as many bytes.
Binary = Callable[[bytes], bytes]


class Texts:
    """Redacts texts, each to as many characters. `more` are words of a statement, in their form.

    `binary` redacts what stands in an envelope as base64.
    """

    def __init__(self, pseudonyms: Pseudonyms, more: frozenset[str], binary: Binary) -> None:
        self._pseudonyms = pseudonyms
        self._words = words() | more
        self._binary = binary
        self._prefixes = {"xml", "xmlns"}

    def is_known(self, text: str) -> bool:
        """Tell whether a text, but for UIDs and UUIDs in it, is one that everybody may read."""
        return form(text) in self._words

    def value(self, text: str) -> str:
        """Return a text with all that is not known overwritten; UIDs become others."""
        if self.is_known(text) or self._is_qualified(text):
            return ID.sub(lambda match: self._pseudonyms.identifier(match[0]), text)
        return _PIECE.sub(self._piece, text)

    def uids_field(self, text: str) -> str:
        """Redact what should be a UID, perhaps as urn:oid: each UID becomes another."""
        if self.is_known(text):
            return self.value(text)
        return "".join(
            self._pseudonyms.uid(piece) if UID.fullmatch(piece) else self.value(piece)
            for piece in re.split(f"(urn:oid:|{UID.pattern})", text)
        )

    def identifier(self, text: str) -> str:
        """Return an identifier that is equal to what it was equal to."""
        return self.value(text) if self.is_known(text) else self._pseudonyms.identifier(text)

    def _is_qualified(self, text: str) -> bool:
        prefix, colon, local = text.strip().rpartition(":")
        return bool(colon) and prefix in self._prefixes and local in names()

    def _piece(self, match: re.Match[str]) -> str:
        if match["scheme"]:
            return match[0]
        if match["uid"]:
            return self._pseudonyms.uid(match["uid"])
        if match["entity"]:
            # Of characters by number nothing may stay; a name that is not defined stays one.
            own = _ENTITY_OF_ITS_OWN.fullmatch(match[0])
            return f"&{'x' * (len(match[0]) - 2)};" if own else "x" * len(match[0])
        return blank(match[0])

    def xml(self, text: str) -> str:
        """Redact XML, well-formed or not."""
        self._prefixes = {"xml", "xmlns", *_DECLARED.findall(text)}
        element, redacted = "", []
        for token in tokens(text):
            if token.is_tag:
                redacted.append(self._tag(token))
                element = token.name.rpartition(":")[2]
            elif token.text.startswith("<"):
                redacted.append(self._markup(token.text))
            else:
                redacted.append(self._content(token.text, element))
        return "".join(redacted)

    def _tag(self, token: Token) -> str:
        start = token.text[: token.text.index(token.name)]
        return "".join((start, self._name(token.name), *map(self._part, pieces_of(token))))

    def _name(self, name: str) -> str:
        prefix, colon, local = name.rpartition(":")
        kept = prefix if prefix in self._prefixes else blank(prefix)
        return kept + colon + (local if local in names() else blank(local))

    def _part(self, piece: Attribute | str) -> str:
        if isinstance(piece, str):
            return "".join(each if each in " \t\r\n/>" else blank(each) for each in piece)
        local = piece.name.rpartition(":")[2]
        declares = piece.name.startswith("xmlns:") and local in self._prefixes
        name = piece.name if declares else self._name(piece.name)
        value = self._named(piece.value, local)
        return f"{piece.before}{name}{piece.sign}{piece.quote}{value}{piece.quote}"

    def _named(self, value: str, name: str) -> str:
        """Redact the value of an attribute or element by its name."""
        if name in _IDENTIFIERS:
            return self.identifier(value)
        if name in _UIDS:
            return self.uids_field(value)
        if name in parameters() and _NUMBER.fullmatch(value):
            return self._pseudonyms.uids_in(value)
        return self.value(value)

    def _markup(self, text: str) -> str:
        if self.is_known(text) or _DECLARATION.fullmatch(text):
            return self._pseudonyms.uids_in(text)
        if text.startswith("<!DOCTYPE"):
            return _DOCTYPE.sub(lambda match: self._of_document_type(match[0]), text)
        for start, end in (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")):
            if text.startswith(start) and text.endswith(end):
                inside = text[len(start) : len(text) - len(end)]
                return start + "".join("x" if each in "-]?" else blank(each)
                                       for each in inside) + end  # fmt: skip
        return text[:1] + blank(text[1:])

    def _of_document_type(self, piece: str) -> str:
        return piece if piece in _KEYWORDS else blank(piece)

    def _content(self, text: str, element: str) -> str:
        if not text.strip():
            return text
        if (content := _from_base64(text)) is not None:
            return in_place(text, base64.b64encode(self._binary(content)).decode("ascii"))
        return self._named(text, element)


def _from_base64(text: str) -> bytes | None:
    if len(text) < _SHORTEST:
        return None
    try:
        return base64.b64decode("".join(text.split()), validate=True) or None
    except (binascii.Error, ValueError):
        return None


def in_place(text: str, characters: str) -> str:
    """Put characters where those of a text were, with the same white space between them."""
    following = iter(characters)
    return "".join(each if each.isspace() else next(following, "=") for each in text)
