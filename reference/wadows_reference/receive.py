"""From the body of an HTTP request to the bytes of its SOAP envelope."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from lxml import etree
from werkzeug.http import parse_options_header

from wadows_reference.faults import sender
from wadows_reference.limits import Limits
from wadows_reference.multipart import Part, bare_id, read_parts
from wadows_reference.xml import qname
from wadows_spec.constants import XOP

MULTIPART: Final = "multipart/related"
SOAP: Final = "application/soap+xml"
#: Media types of requests that are read; anything else gets HTTP status 415.
MEDIA_TYPES: Final = (MULTIPART, SOAP)
_CID: Final = "cid:"


@dataclass(frozen=True)
class Received:
    """The envelope of a request, not yet parsed, and what its wrapping said of it."""

    envelope: bytes
    charset: str | None
    #: The `action` parameter of the outer Content-Type; empty if it has none.
    action: str
    #: The Content-IDs of the other parts.
    attachments: frozenset[str] = frozenset()


def media_type(content_type: str) -> str:
    """Return the bare media type of a Content-Type, in lower case."""
    return parse_options_header(content_type)[0].strip().lower()


def receive(content_type: str, body: bytes, limits: Limits) -> Received:
    """Find the envelope in a request of one of `MEDIA_TYPES`.

    The root part is the one that `start` names, or else the first (RFC 2387 section 3.2).
    Raises `SoapFault` if there is none to be found, or if there is more than the limits allow.
    """
    kind, parameters = parse_options_header(content_type)
    action = parameters.get("action", "")
    if kind.strip().lower() == SOAP:
        return Received(body, _charset(parameters.get("charset", "")), action)
    boundary = parameters.get("boundary", "")
    if not boundary:
        raise sender("The Content-Type multipart/related has no boundary parameter.")
    try:
        parts = read_parts(body, boundary, limits.parts + 1, limits.header_bytes)
    except ValueError as error:
        raise sender(f"The request cannot be read: {error}.") from error
    if len(parts) > limits.parts:
        raise sender(f"A request may have {limits.parts} parts; this one has more.")
    if any(len(part.headers) > limits.headers for part in parts):
        raise sender(f"A part may have {limits.headers} headers; one has more.")
    if not parts:
        raise sender(f"The body has no part: no line of it begins with --{boundary}.")
    root = _root(parts, parameters.get("start", ""))
    try:
        content = root.decoded()
    except ValueError as error:
        raise sender(f"The root part cannot be read: {error}.") from error
    return Received(
        content,
        _charset(parse_options_header(root.get("Content-Type"))[1].get("charset", "")),
        action,
        frozenset(part.content_id for part in parts if part is not root),
    )


def check_includes(root: etree._Element, received: Received) -> None:
    """Raise `SoapFault` for an xop:Include that names no part of the message (XOP section 3.2)."""
    for include in root.iter(qname(XOP, "Include")):
        href = include.get("href", "")
        if unquote(href.removeprefix(_CID)) not in received.attachments:
            raise sender(f"An xop:Include names {href!r}; the message has no such part.")


def _root(parts: list[Part], start: str) -> Part:
    if not start:
        return parts[0]
    for part in parts:
        if part.content_id == bare_id(start):
            return part
    found = ", ".join(part.content_id or "none" for part in parts)
    raise sender(f"The start parameter names {start!r}; the parts have the Content-IDs: {found}.")


def _charset(name: str) -> str | None:
    """Return a charset that the XML parser should go by; None leaves it to the document."""
    # UTF-16 has its byte order mark, UTF-8 is the default: nothing to add.
    return None if name.lower() in ("", "utf-8", "utf-16") else name
