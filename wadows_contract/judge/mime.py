"""MIME: how the parts of a multipart answer are put together and labelled."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from wadows_contract.judge.finding import Case, Finding, check, compare, rule
from wadows_contract.level import Level
from wadows_contract.wire.media_type import parse_media_type
from wadows_contract.wire.message import Message
from wadows_contract.wire.multipart import Multipart, Oddity, Part

XOP_TYPE: Final = "application/xop+xml"
SOAP_TYPE: Final = "application/soap+xml"
RELATED: Final = "multipart/related"
#: A part that does not say what it is (RFC 2045 section 5.2).
_BY_DEFAULT: Final = "text/plain"
_MAX_BOUNDARY: Final = 70
_NO_BOUNDARY_CHARACTER: Final = re.compile(r"[^0-9A-Za-z'()+_,\-./:=? ]")
#: What may stand in a value that is not quoted (RFC 2045 section 5.1), of those above.
_TOKEN: Final = re.compile(r"[0-9A-Za-z'+_\-.]+")
_MAX_SHOWN: Final = 100


def owes_mtom(case: Case) -> bool:
    """Tell whether the answer must be an MTOM message: it is no fault, and the request was one."""
    envelope = case.question.envelope
    asked_as_mtom = case.sent_properly and (envelope is None or envelope.is_soap12)
    return bool(case.answer and case.answer.registry and asked_as_mtom)


def _multipart(case: Case) -> Multipart | None:
    """Return the parts of the answer if there is any delimiter at all."""
    multipart = case.answer and case.answer.multipart
    return multipart if multipart and (multipart.parts or multipart.closed) else None


@check("MIME-01")
def mtom(case: Case) -> Iterator[Finding]:
    """An answer that is no fault is an MTOM message where the request was one.

    MTOM section 3.2 fixes type and start-info, RFC 2046 section 5.1.1 asks for the boundary.
    """
    if case.answer and owes_mtom(case):
        outer = case.answer.media_type
        type_, info = (
            parse_media_type(outer.parameters.get(name, "")).name for name in ("type", "start-info")
        )
        boundary = "; boundary" if outer.parameters.get("boundary") else ""
        got = f"{outer.name}; type={type_}; start-info={info}{boundary}"
        expected = f"{RELATED}; type={XOP_TYPE}; start-info={SOAP_TYPE}; boundary"
        yield compare(expected, got, "Content-Type")


@check("MIME-02")
def closing_boundary(case: Case) -> Iterator[Finding]:
    """RFC 2046 section 5.1.1: the delimiter after the last part has two hyphens behind it.

    It is made of the boundary that the Content-Type gives, if it gives one.
    """
    answer = case.answer
    if answer and answer.multipart:
        declared = answer.media_type.parameters.get("boundary", "").rstrip()
        expected, seen = declared or answer.boundary, answer.boundary
        got = f"--{seen}--" if answer.multipart.closed else "the end of the body without it"
        met = answer.multipart.closed and expected == seen
        # Read from the body itself, a boundary may hold what is no text.
        expected, got = (
            text.encode("utf-8", "replace").decode() for text in (f"--{expected}--", got)
        )
        yield rule(met, expected, got, "the end of the body")


@check("MIME-03")
def start_names_the_root(case: Case) -> Iterator[Finding]:
    """RFC 2387 section 3.2: start, where given, is the Content-ID of the root part."""
    answer = case.answer
    start = answer and answer.media_type.parameters.get("start")
    if answer and answer.root and start is None:
        yield rule(True, "a root part", "no start, so that the first part is the root")
    elif answer and answer.multipart and start is not None:
        ids = ", ".join(f"<{part.content_id}>" for part in answer.multipart.parts[:5])
        got = f"parts {ids}" if ids else "no part"
        met = answer.started is not None
        yield rule(met, f"a part {start or 'with an empty id'}", got, "start of Content-Type")


@check("MIME-04")
def part_media_type(case: Case) -> Iterator[Finding]:
    """The part says what mimeType says; application/octet-stream says less, but nothing wrong."""
    answer = case.answer
    for document in answer.registry.documents if answer and answer.registry else ():
        if answer and document.include is not None and (part := answer.part_for(document.include)):
            # RFC 2045 section 3 has one: of two, nobody knows which counts.
            types = map(parse_media_type, part.headers.all("Content-Type"))
            got = " and ".join(media_type.name for media_type in types)
            expected = parse_media_type(document.mime_type).name
            vague = got == "application/octet-stream" != expected
            at_most = Level.WARNING if vague else Level.FAILED
            where = f"part <{part.content_id}>"
            yield Finding("", got == expected, expected, got or "nothing", where, at_most)


@check("MIME-05")
def nothing_outside(case: Case) -> Iterator[Finding]:
    """RFC 2046 section 5.1.1: preamble and epilogue should be left blank, and must be ignored."""
    multipart = _multipart(case)
    if multipart is None:
        return
    outside = {
        "before the first boundary": multipart.preamble,
        "after the last boundary": multipart.epilogue,
    }
    for where, text in outside.items():
        if text:
            yield rule(False, "nothing", repr(text), where)
    if not any(outside.values()):
        yield rule(True, "nothing", "nothing", "outside the boundaries")


@check("MIME-06")
def delimiter_lines(case: Case) -> Iterator[Finding]:
    """RFC 2046 section 5.1.1: CRLF, the delimiter, CRLF; section 5.1: no line of a part starts so.

    Composers add no white space to it, but as receivers must cope with what transports add,
    that is only a warning.
    """
    multipart = _multipart(case)
    if multipart is None:
        return
    expected = "CR and LF before and behind each delimiter"
    for odd in multipart.oddities:
        got = f"{odd.count} with {odd.oddity}, the first at byte {odd.offset}"
        at_most = Level.WARNING if odd.oddity is Oddity.PADDED else Level.FAILED
        yield Finding("", False, expected, got, "the delimiters", at_most)
    if not multipart.oddities:
        yield rule(True, expected, "no other", "the delimiters")


@check("MIME-07")
def boundary(case: Case) -> Iterator[Finding]:
    """RFC 2046 section 5.1.1: 1 to 70 of its characters; RFC 2045 section 5.1: quoted if need be.

    That an MTOM message has none at all is another requirement's.
    """
    answer = case.answer
    if answer and answer.media_type.name.startswith("multipart/"):
        given = answer.media_type.parameters.get("boundary", "")
        written = answer.media_type.written.get("boundary", "")
        if given or not owes_mtom(case):
            problem = _problem_of(given, written)
            got = f"{problem}: {written[:_MAX_SHOWN]}" if written else problem
            expected = "1 to 70 characters of those that MIME lists, quoted if need be"
            yield rule(not problem, expected, got or written, "boundary of Content-Type")


def _problem_of(given: str, written: str) -> str:
    if not given:
        return "none"
    if len(given) > _MAX_BOUNDARY:
        return f"{len(given)} characters"
    if foreign := _NO_BOUNDARY_CHARACTER.search(given):
        return f"the character {foreign[0]!r}"
    if given.endswith(" "):
        return "white space at its end"
    quoted = written.startswith('"')
    return "" if quoted or _TOKEN.fullmatch(given) else "not quoted"


@check("MIME-08")
def content_ids(case: Case) -> Iterator[Finding]:
    """RFC 2045 section 7: an addr-spec in angle brackets, world-unique; section 3: one of them.

    RFC 2392 section 2 has it the same. What is no address is told apart all the same: a warning.
    """
    multipart = _multipart(case)
    parts = multipart.parts if multipart else ()
    having = Counter(id_ for part in parts for id_ in set(part.content_ids))
    for number, part in enumerate(parts, 1):
        if values := part.headers.all("Content-ID"):
            problem, at_most = _problem_of_ids(part, values, having)
            got = ", ".join(values) or "nothing"
            got = f"{problem}: {got[:_MAX_SHOWN]}" if problem else got
            where = f"Content-ID of part {number}"
            yield Finding(
                "", not problem, "an address in <>, of no other part", got, where, at_most
            )


def _problem_of_ids(part: Part, values: tuple[str, ...], having: Counter[str]) -> tuple[str, Level]:
    if len(values) > 1:
        return f"{len(values)} of them", Level.FAILED
    (value,), (id_,) = values, part.content_ids
    if id_ == value:
        return "without angle brackets", Level.FAILED
    if having[id_] > 1:
        return f"{having[id_]} parts have it", Level.FAILED
    if not re.fullmatch(r"[^@]+@[^@]+", id_):
        return "no address", Level.WARNING
    return "", Level.FAILED


@check("MIME-09")
def type_of_the_root(case: Case) -> Iterator[Finding]:
    """RFC 2387 section 3.1: type has to be there, and is the media type of the root part."""
    answer = case.answer
    if answer and answer.media_type.name == RELATED and answer.root:
        root = parse_media_type(answer.root.headers.get("Content-Type")).name or _BY_DEFAULT
        got = parse_media_type(answer.media_type.parameters.get("type", "")).name
        yield compare(root, got, "type of Content-Type")


def named(answer: Message, part: Part) -> str:
    """Return words for a part: its Content-ID, or which it is."""
    parts = answer.multipart.parts if answer.multipart else ()
    return f"part <{part.content_id}>" if part.content_id else f"part {parts.index(part) + 1}"
