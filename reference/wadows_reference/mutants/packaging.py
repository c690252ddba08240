"""Mutants of MIME and XOP: how an answer, or a request, is put together."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from wadows_reference.faults import RECEIVER, SoapFault, sender
from wadows_reference.message import Message
from wadows_reference.multipart import Part, bare_id, read_parts
from wadows_reference.mutants import asked
from wadows_reference.mutants.registry import mutant
from wadows_reference.receive import MULTIPART
from wadows_reference.xml import qname
from wadows_spec.constants import XOP

#: One more than RFC 2046 section 5.1.1 allows.
_TOO_LONG: Final = 71


def _includes(message: Message) -> Iterator[etree._Element]:
    if message.root is not None:
        yield from message.root.iter(qname(XOP, "Include"))


@mutant("answer-called-text-xml", "MIME-01", "The multipart answer is called text/xml.")
def _answer_called_text_xml(message: Message) -> None:
    if message.response is not None and message.root_part is not None:
        parameters = message.content_type.partition(";")[2]
        message.set_header("Content-Type", f"text/xml;{parameters}")


@mutant("no-closing-boundary", "MIME-02", "The closing boundary is missing.")
def _no_closing_boundary(message: Message) -> None:
    if message.root_part is not None:
        boundary = re.escape(message.boundary.encode("latin-1"))
        end = re.compile(rb"\r?\n--" + boundary + rb"--\s*\Z")
        message.edits.append(lambda body: end.sub(b"", body))


@mutant("start-names-nothing", "MIME-03", "The start parameter names a part that is not there.")
def _start_names_nothing(message: Message) -> None:
    if message.root_part is not None:
        message.set_parameter("start", "<nobody@wadows>")


@mutant("parts-called-text-plain", "MIME-04", "The parts of documents are called text/plain.")
def _parts_called_text_plain(message: Message) -> None:
    for part in message.parts:
        part.set("Content-Type", "text/plain")


@mutant("text-after-the-end", "MIME-05", "Text stands after the closing boundary.")
def _text_after_the_end(message: Message) -> None:
    if message.root_part is not None:
        message.edits.append(lambda body: body + b"This is of no part.\r\n")


@mutant("line-feeds-alone", "MIME-06", "Delimiters and the headers of parts end in LF alone.")
def _line_feeds_alone(message: Message) -> None:
    if message.root_part is not None:
        message.line_end = b"\n"


@mutant("boundary-too-long", "MIME-07", "The boundary has 71 characters.")
def _boundary_too_long(message: Message) -> None:
    if message.root_part is not None:
        message.boundary = message.boundary.ljust(_TOO_LONG, "x")


@mutant(
    "content-id-without-brackets",
    "MIME-08",
    "The Content-IDs of documents have no angle brackets.",
)
def _content_id_without_brackets(message: Message) -> None:
    for part in message.parts:
        part.set("Content-ID", part.content_id)


@mutant("type-is-not-the-roots", "MIME-09", "The type of the message is text/xml.")
def _type_is_not_the_roots(message: Message) -> None:
    if message.root_part is not None:
        message.set_parameter("type", "text/xml")


@mutant(
    "start-of-request-ignored",
    "MIME-10",
    "A request whose start names another part than the first gets a Sender fault.",
)
def _start_of_request_ignored(message: Message) -> None:
    kind, parameters = asked.media_type(message)
    start = bare_id(parameters.get("start", ""))
    if kind == MULTIPART and start:
        first = read_parts(message.request.body, parameters.get("boundary", ""), 1)
        if first and first[0].content_id != start:
            asked.fault_instead(message, sender("The first part of the request is no envelope."))


@mutant("include-names-no-part", "XOP-01", "Each xop:Include names a part that is not there.")
def _include_names_no_part(message: Message) -> None:
    for include in _includes(message):
        include.set("href", f"{include.get('href')}.lost")


@mutant("root-called-text-xml", "XOP-02", "The root part is called text/xml.")
def _root_called_text_xml(message: Message) -> None:
    if message.root_part is not None:
        message.root_part.set("Content-Type", "text/xml; charset=UTF-8")


@mutant("text-beside-include", "XOP-03", "Text stands beside each xop:Include.")
def _text_beside_include(message: Message) -> None:
    for include in _includes(message):
        # Four letters are base64, so that it breaks no schema besides.
        include.tail = f"text{include.tail or ''}"


@mutant(
    "part-shared",
    "XOP-04",
    "The second xop:Include names the part of the first.",
    also="The second document is the first one, and its own part is nobody's.",
)
def _part_shared(message: Message) -> None:
    first, second = [*_includes(message), None, None][:2]
    if first is not None and second is not None:
        second.set("href", first.get("href", ""))


@mutant(
    "parts-without-transfer-encoding",
    "XOP-05",
    "The parts of documents have no Content-Transfer-Encoding.",
)
def _parts_without_transfer_encoding(message: Message) -> None:
    for part in message.parts:
        part.headers = [
            (name, value)
            for name, value in part.headers
            if name.lower() != "content-transfer-encoding"
        ]


@mutant("part-of-nobody", "XOP-06", "A further part is there that no xop:Include names.")
def _part_of_nobody(message: Message) -> None:
    if message.root_part is not None:
        headers = [
            ("Content-Type", "application/octet-stream"),
            ("Content-Transfer-Encoding", "binary"),
            ("Content-ID", "<nobody@wadows>"),
        ]
        message.parts.append(Part(headers, b"of nobody"))


@mutant(
    "axis2-boundary-refused",
    "SAM-01",
    "A request whose boundary is one of Axis2 (MIMEBoundary…) gets a Receiver fault.",
)
def _axis2_boundary_refused(message: Message) -> None:
    if asked.media_type(message)[1].get("boundary", "").startswith("MIMEBoundary"):
        fault = SoapFault(RECEIVER, "The boundary of the request could not be read.")
        asked.fault_instead(message, fault)
