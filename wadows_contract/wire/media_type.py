"""Media types with their parameters (RFC 2045 section 5.1), read leniently."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

_PARAMETER = re.compile(
    r""";\s*(?P<name>[^=;\s]+)\s*=\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<token>[^;]*))""", re.S
)


@dataclass(frozen=True)
class MediaType:
    """A media type in lower case and its parameters, names in lower case.

    `written` holds their values as they stand in the header, quotation marks included.
    """

    name: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict, compare=False)


@lru_cache(maxsize=256)
def parse_media_type(text: str) -> MediaType:
    """Read a Content-Type value; of a parameter that comes twice, the first counts.

    Names are taken as they are: `start*0` of RFC 2231 is no `start`.
    """
    name, semicolon, rest = text.partition(";")
    parameters: dict[str, str] = {}
    written: dict[str, str] = {}
    for match in _PARAMETER.finditer(semicolon + rest):
        quoted = match["quoted"]
        value = match["token"].strip() if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
        parameters.setdefault(match["name"].lower(), value)
        written.setdefault(match["name"].lower(), value if quoted is None else f'"{quoted}"')
    return MediaType(name.strip().lower(), parameters, written)
