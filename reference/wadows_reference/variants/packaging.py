"""Variants of MIME and XOP: how an answer is put together."""

import base64
import re
import textwrap
from typing import Final
from urllib.parse import quote, unquote

from lxml import etree
from werkzeug.http import parse_options_header

from wadows_reference.message import Message
from wadows_reference.multipart import Part, header
from wadows_reference.receive import SOAP
from wadows_reference.variants.registry import variant
from wadows_reference.xml import qname
from wadows_spec.constants import XOP

#: Every character that RFC 2046 section 5.1.1 allows beside letters and digits; a blank not last.
_ALLOWED: Final = "'()+_,-./:=? "
_LONGEST: Final = 70
_ENCODING: Final = "Content-Transfer-Encoding"


def _includes(message: Message) -> list[etree._Element]:
    return [] if message.root is None else list(message.root.iter(qname(XOP, "Include")))


def _part_of(include: etree._Element, message: Message) -> Part | None:
    content_id = unquote(include.get("href", "").removeprefix("cid:"))
    return next((part for part in message.parts if part.content_id == content_id), None)


def _named(message: Message, pattern: str) -> None:
    """Give every document another Content-ID, in which `{}` stands for its number."""
    for number, include in enumerate(_includes(message), start=1):
        part = _part_of(include, message)
        if part is not None:
            content_id = pattern.format(number)
            part.set("Content-ID", f"<{content_id}>")
            include.set("href", f"cid:{quote(content_id, safe='@')}")


@variant("root-part-last", "The root part, which start names, is the last.")
def _root_part_last(message: Message) -> None:
    message.root_position = len(message.parts)


@variant("documents-parts-reversed", "The parts of documents come in reverse order.")
def _documents_parts_reversed(message: Message) -> None:
    message.parts.reverse()


@variant("start-left-out", "There is no start: the root part is the first.")
def _start_left_out(message: Message) -> None:
    if message.root_part is not None:
        message.set_header("Content-Type", re.sub(r';\s*start="[^"]*"', "", message.content_type))


@variant("action-parameter-left-out", "The Content-Type of an answer has no action.")
def _action_parameter_left_out(message: Message) -> None:
    message.set_header("Content-Type", re.sub(r';\s*action="[^"]*"', "", message.content_type))


@variant(
    "content-type-written-otherwise",
    "The Content-Type of an answer has capitals, other blanks, and its parameters reversed.",
)
def _content_type_written_otherwise(message: Message) -> None:
    if message.root_part is not None:
        kind, *parameters = message.content_type.split("; ")
        written = [
            f"{name.title()}={value}"
            for name, _, value in (parameter.partition("=") for parameter in reversed(parameters))
        ]
        message.set_header("Content-Type", " ;\t".join([kind.title(), *written]))


@variant("action-in-the-inner-types", "start-info and the type of the root part have the Action.")
def _action_in_the_inner_types(message: Message) -> None:
    # As in the example of XOP section 4.1.
    action = next(message.addressing("Action"), None)
    if message.root_part is not None and action is not None:
        quoted = rf'"{SOAP}; action=\"{action.text}\""'
        message.set_header("Content-Type", message.content_type.replace(f'"{SOAP}"', quoted))
        message.root_part.set("Content-Type", f"application/xop+xml; charset=UTF-8; type={quoted}")


@variant("longest-boundary", "The boundary has 70 characters, all kinds that MIME allows.")
def _longest_boundary(message: Message) -> None:
    if message.root_part is not None:
        message.boundary = f"{_ALLOWED}{message.boundary.replace(':', '')}".ljust(_LONGEST, "x")


@variant("short-boundary", "The boundary is one letter, and not quoted.")
def _short_boundary(message: Message) -> None:
    # No delimiter of one letter stands in our documents; whoever serves others looks.
    if message.root_part is not None and not any(
        b"\r\n--x" in part.body for part in (message.root_part, *message.parts)
    ):
        message.boundary = "x"
        message.set_header("Content-Type", message.content_type.replace('"x"', "x"))


@variant("content-ids-of-axis2", "Content-IDs are like those of Axis2: 1.urn:uuid:…@apache.org.")
def _content_ids_of_axis2(message: Message) -> None:
    _named(message, "{}.urn:uuid:0B3D5F7A9C1E2D4F68A0B2C4D6E8F0A1@apache.org")


@variant("content-ids-of-wcf", "Content-IDs are like those of WCF: a URI with a number in it.")
def _content_ids_of_wcf(message: Message) -> None:
    _named(message, "http://tempuri.org/{}/638900000000000000")


@variant("content-ids-to-be-encoded", "Content-IDs have what a URL cannot, and a per cent sign.")
def _content_ids_to_be_encoded(message: Message) -> None:
    _named(message, "100%25{}#^`{{|}}~!$&'*+/=?@wadows")


@variant("references-encoded-throughout", "Each cid: has every letter as a per cent code.")
def _references_encoded_throughout(message: Message) -> None:
    for include in _includes(message):
        text = unquote(include.get("href", "").removeprefix("cid:"))
        include.set("href", "cid:" + "".join(f"%{octet:02x}" for octet in text.encode()))


@variant("references-in-capitals", "The scheme of each reference is CID, which is the same.")
def _references_in_capitals(message: Message) -> None:
    for include in _includes(message):
        include.set("href", include.get("href", "").replace("cid:", "CID:"))


@variant("part-headers-folded", "The headers of parts go on over several lines.")
def _part_headers_folded(message: Message) -> None:
    for part in _all_parts(message):
        part.headers = [
            (name, "\r\n\t" + value.replace("; ", ";\r\n   ")) for name, value in part.headers
        ]


@variant(
    "part-headers-in-other-letters",
    "The headers of parts have names and values in other capitals, in reverse order.",
)
def _part_headers_in_other_letters(message: Message) -> None:
    for part in _all_parts(message):
        part.headers = [
            (name.upper(), value if name == "Content-ID" else value.swapcase())
            for name, value in reversed(part.headers)
        ]
    if message.root_part is not None:
        # A boundary or Content-ID keeps its letters; names of media types need not.
        message.root_part.set(
            "Content-Type", 'Application/XOP+xml;CHARSET=utf-8;TYPE="Application/Soap+XML"'
        )


@variant("further-part-headers", "Parts say more of themselves: name, length, description.")
def _further_part_headers(message: Message) -> None:
    for number, part in enumerate(_all_parts(message)):
        part.headers += [
            ("Content-Disposition", f'attachment; name="part-{number}"; filename="{number}"'),
            ("Content-Length", str(len(part.body))),
            ("Content-Description", "part of an answer"),
            ("MIME-Version", "1.0"),
            ("X-Number", str(number)),
        ]
    if message.root_part is not None:
        # Whoever says lengths has to say that of the envelope as it is.
        message.root_part.headers = [
            pair for pair in message.root_part.headers if pair[0] != "Content-Length"
        ]


@variant("media-types-with-parameters", "The media types of documents have a parameter each.")
def _media_types_with_parameters(message: Message) -> None:
    for part in message.parts:
        part.set("Content-Type", f'{part.get("Content-Type")}; name="document"')


@variant(
    "preamble-and-epilogue",
    "Text stands before the first boundary and behind the last one.",
    warns=("MIME-05",),
)
def _preamble_and_epilogue(message: Message) -> None:
    if message.root_part is not None:
        message.edits.append(
            lambda body: b"This is a message of parts.\r\n" + body + b"It ended above.\r\n"
        )


@variant("line-end-first", "The body begins with the line end of the first delimiter.")
def _line_end_first(message: Message) -> None:
    if message.root_part is not None:
        message.edits.append(lambda body: b"\r\n" + body)


@variant("no-line-end-last", "Nothing stands behind the closing boundary, not even a line end.")
def _no_line_end_last(message: Message) -> None:
    if message.root_part is not None:
        message.edits.append(lambda body: body.removesuffix(b"\r\n"))


@variant("parts-in-base64", "The parts of documents are encoded in base64, in lines.")
def _parts_in_base64(message: Message) -> None:
    for part in message.parts:
        part.set(_ENCODING, "base64")
        part.body = base64.encodebytes(part.body).replace(b"\n", b"\r\n")


@variant("parts-quoted-printable", "The parts of documents are quoted-printable.")
def _parts_quoted_printable(message: Message) -> None:
    for part in message.parts:
        part.set(_ENCODING, "quoted-printable")
        # Without lines of its own the text needs none: each octet of control is spelt out.
        octets = b"".join(
            bytes([octet]) if chr(octet).isalnum() and octet < 128 else b"=%02X" % octet
            for octet in part.body
        )
        part.body = b"=\r\n".join(
            line.encode() for line in _lines_of_quoted(octets.decode("ascii"))
        )


def _lines_of_quoted(text: str) -> list[str]:
    """Part a text into lines of at most 76 characters, none of which ends inside a code."""
    return re.findall(r"(?:=[0-9A-F]{2}|[^=]){1,25}", text)


@variant("root-in-8bit", "The root part says that it is in 8bit.")
def _root_in_8bit(message: Message) -> None:
    if message.root_part is not None:
        message.root_part.set(_ENCODING, "8bit")


@variant("root-in-base64", "The root part is encoded in base64.")
def _root_in_base64(message: Message) -> None:
    if message.root_part is not None:
        message.root_part.set(_ENCODING, "base64")
        message.edit_envelope(lambda text: base64.encodebytes(text).replace(b"\n", b"\r\n"))


def _all_parts(message: Message) -> list[Part]:
    return [] if message.root_part is None else [message.root_part, *message.parts]


def _inline(message: Message, includes: list[etree._Element], width: int | None = None) -> None:
    """Put documents into the envelope, in base64 of one line or of lines that wide."""
    for include in includes:
        part, document = _part_of(include, message), include.getparent()
        if part is not None and document is not None:
            message.parts.remove(part)
            document.remove(include)
            text = base64.b64encode(part.body).decode()
            document.text = text if width is None else f"\n{textwrap.fill(text, width)}\n"


@variant("documents-inline", "Every document stands in the envelope, in base64.")
def _documents_inline(message: Message) -> None:
    _inline(message, _includes(message))


@variant("every-second-document-inline", "Of several documents every second one is in base64.")
def _every_second_document_inline(message: Message) -> None:
    _inline(message, _includes(message)[1::2])


@variant("documents-inline-in-lines", "Documents stand in the envelope, in base64 of lines.")
def _documents_inline_in_lines(message: Message) -> None:
    _inline(message, _includes(message), 76)


@variant("plain-answer-to-a-plain-request", "A request without MTOM has an answer without it.")
def _plain_answer_to_a_plain_request(message: Message) -> None:
    asked, _ = parse_options_header(header(message.request.headers, "Content-Type"))
    if asked.strip().lower() == SOAP and message.root_part is not None:
        _inline(message, _includes(message))
        message.replace(message.status, f"{SOAP}; charset=utf-8", message.root)
