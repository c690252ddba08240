"""What can be wrong around an envelope: how it is packed, and what HTTP says of it."""

import gzip
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from wadows_contract.consumer.mtom import pack
from wadows_spec.constants import RETRIEVE_ACTION

_OURS: Final = "urn:example:wadows-contract"


@dataclass(frozen=True)
class RawRequest:
    """Headers and body, sent as they are."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    method: str = "POST"

    def with_header(self, name: str, value: str) -> "RawRequest":
        """Return the request with a header more, or with another value of it."""
        others = tuple(field for field in self.headers if field[0] != name)
        return replace(self, headers=((name, value), *others))

    def with_type(self, pattern: str, new: str) -> "RawRequest":
        """Return the request with its Content-Type changed where a pattern matches."""
        old = dict(self.headers)["Content-Type"]
        value = re.sub(pattern, new, old)
        assert value != old, pattern
        return self.with_header("Content-Type", value)


def mtom(envelope: str) -> RawRequest:
    """Return an envelope as an MTOM message, as it should be."""
    return RawRequest(*pack(envelope.encode(), RETRIEVE_ACTION))


def _alone(envelope: str, content_type: str) -> RawRequest:
    return RawRequest((("Content-Type", content_type),), envelope.encode())


def _without_type(request: RawRequest) -> RawRequest:
    kept = tuple(field for field in request.headers if field[0] != "Content-Type")
    return replace(request, headers=kept)


def _in_utf16(envelope: str) -> RawRequest:
    text = envelope.replace('encoding="UTF-8"', 'encoding="UTF-16"')
    return RawRequest(*pack(text.encode("utf-16"), RETRIEVE_ACTION, charset="UTF-16"))


def _behind_another_part(request: RawRequest) -> RawRequest:
    delimiter = request.body[: request.body.index(b"\r\n")]
    first = (
        b"\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: binary\r\n"
        b"Content-ID: <first@consumer.invalid>\r\n\r\nThis part is of no use.\r\n"
    )
    return replace(request, body=delimiter + first + request.body)


def _packed(request: RawRequest) -> RawRequest:
    packed = gzip.compress(request.body, mtime=0)
    return replace(request, body=packed).with_header("Content-Encoding", "gzip")


def _soap_action(value: str) -> Callable[[str], RawRequest]:
    return lambda envelope: mtom(envelope).with_header("SOAPAction", value)


def _of_no_namespace(envelope: str) -> RawRequest:
    return mtom(re.sub(r"(</?)s:", r"\1", envelope))


#: By request, how a `Draft`'s text becomes a message, where that is not by `mtom`.
MESSAGES: Final[Mapping[str, Callable[[str], RawRequest]]] = {
    "an envelope that is not well-formed": lambda envelope: mtom(envelope[:-12]),
    "an envelope of no namespace": _of_no_namespace,
    "its root part behind another part": lambda envelope: _behind_another_part(mtom(envelope)),
    "an empty SOAPAction": _soap_action('""'),
    "the SOAPAction of its own operation": _soap_action(f'"{RETRIEVE_ACTION}"'),
    "the SOAPAction of something else": _soap_action(f'"{_OURS}:soap-action"'),
    "an envelope and a media type of SOAP 1.1": lambda envelope: (
        _alone(envelope, "text/xml; charset=UTF-8")
        .with_header("SOAPAction", f'"{RETRIEVE_ACTION}"')
    ),
    "an action parameter that is not its Action": lambda envelope: (
        mtom(envelope).with_type(r'action="[^"]*"', f'action="{_OURS}:action"')
    ),
    "a plain envelope instead of an MTOM message": lambda envelope: _alone(
        envelope, f'application/soap+xml; charset=UTF-8; action="{RETRIEVE_ACTION}"'
    ),
    "an envelope in UTF-16": _in_utf16,
    "a start that names no part": lambda envelope: (
        mtom(envelope).with_type(r'start="[^"]*"', 'start="<nobody@consumer.invalid>"')
    ),
    "no boundary parameter": lambda envelope: mtom(envelope).with_type(r' boundary="[^"]*";', ""),
    "a boundary that never comes": lambda envelope: (
        mtom(envelope).with_type(r'boundary="[^"]*"', 'boundary="wadows_never"')
    ),
    "a media type of plain text": lambda envelope: _alone(envelope, "text/plain; charset=UTF-8"),
    "no media type": lambda envelope: _without_type(mtom(envelope)),
    "the verb PUT": lambda envelope: replace(mtom(envelope), method="PUT"),
    "a body packed with gzip": lambda envelope: _packed(mtom(envelope)),
}  # fmt: skip
#: Requests that are wrong only in being sent twice.
REPEATED: Final = ("a MessageID that comes again",)
