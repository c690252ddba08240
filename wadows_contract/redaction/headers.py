"""Header fields of HTTP and of MIME parts: known ones by name, all others overwritten."""

import re
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Final

from wadows_contract.redaction.pseudonyms import blank
from wadows_contract.redaction.texts import Texts

_PARAMETER: Final = re.compile(r"""([A-Za-z-]+)(\s*=\s*)("[^"]*"|[^;\s"]*)""")
_IDENTIFYING: Final = ("boundary", "start")
_DIGITS: Final = re.compile(r"[0-9]{1,20}")
#: IMF-fixdate of RFC 9110 section 5.6.7, and nothing beside it.
_DATE: Final = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r" \d{4} \d\d:\d\d:\d\d GMT"
)
_PHRASES: Final = frozenset(status.phrase for status in HTTPStatus)
#: Names of header fields that are kept; the value of any but these is overwritten with its name.
_PLAIN: Final = (
    "Transfer-Encoding", "Connection", "Content-Encoding", "Content-Transfer-Encoding",
    "MIME-Version", "Accept", "Accept-Encoding", "Cache-Control", "Pragma", "Vary", "Expect",
    "SOAPAction", "Accept-Ranges", "Server", "Location", "Host", "Set-Cookie", "Cookie",
    "Content-Location", "Content-Description", "Content-Disposition", "Authorization",
    "User-Agent", "Via", "ETag", "Last-Modified", "Allow", "WWW-Authenticate", "X-Powered-By",
    "Strict-Transport-Security", "Keep-Alive",
)  # fmt: skip

Fields = tuple[tuple[str, str], ...]


class HeaderFields:
    """Redacts header fields, each to as many characters."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._known: Mapping[str, Callable[[str], str]] = {
            "content-type": self.typed,
            "content-id": texts.identifier,
            "content-length": lambda value: _kept_if(bool(_DIGITS.fullmatch(value.strip())), value),
            "date": lambda value: _kept_if(bool(_DATE.fullmatch(value.strip())), value),
            **{name.lower(): texts.value for name in _PLAIN},
        }

    def fields(self, fields: Iterable[tuple[str, str]]) -> Fields:
        """Redact the fields of a message."""
        return tuple(self.field(name, value) for name, value in fields)

    def field(self, name: str, value: str) -> tuple[str, str]:
        """Redact one field; of an unknown one the name, too."""
        known = self._known.get(name.strip().lower())
        return (name, known(value)) if known else (blank(name), blank(value))

    def reason(self, phrase: str) -> str:
        """Return the reason phrase of a status line, if it is a usual one."""
        return _kept_if(phrase in _PHRASES, phrase)

    def typed(self, value: str) -> str:
        """Redact a Content-Type: media type, parameters, and in these the ids of the message."""
        redacted, at = [], 0
        for match in _PARAMETER.finditer(value):
            redacted.append(self._between(value[at : match.start()]))
            redacted.append(self._parameter(*match.groups()))
            at = match.end()
        return "".join((*redacted, self._between(value[at:])))

    def _between(self, text: str) -> str:
        """Redact what stands between parameters: the media type before them, and separators."""
        return "".join(
            each if not each.strip() or each == ";" else self._texts.value(each)
            for each in re.split(r"(;|\s+)", text)
        )

    def _parameter(self, name: str, sign: str, quoted: str) -> str:
        quote = '"' if quoted.startswith('"') else ""
        value = quoted[1:-1] if quote else quoted
        known = name.lower() in (*_IDENTIFYING, "type", "start-info", "action", "charset")
        redact = self._texts.identifier if name.lower() in _IDENTIFYING else self._texts.value
        return f"{name if known else blank(name)}{sign}{quote}{redact(value)}{quote}"


def _kept_if(harmless: bool, text: str) -> str:
    return text if harmless else blank(text)
