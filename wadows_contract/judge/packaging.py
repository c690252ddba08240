"""How the bytes of an answer are put together: multipart/related, MTOM and XOP."""

from collections.abc import Iterator

from wadows_contract.judge.finding import Case, Finding, check, compare, rule
from wadows_contract.wire.media_type import parse_media_type
from wadows_contract.wire.message import Message

XOP_TYPE = "application/xop+xml"
SOAP_TYPE = "application/soap+xml"


@check("MIME-01")
def mtom(case: Case) -> Iterator[Finding]:
    """An answer that is no fault is an MTOM message where the request was one.

    MTOM section 3.2 fixes type and start-info, RFC 2046 section 5.1.1 asks for the boundary.
    """
    answer = case.answer
    if answer and answer.registry and case.asked_as_mtom:
        outer = answer.media_type
        type_, info = (
            parse_media_type(outer.parameters.get(name, "")).name for name in ("type", "start-info")
        )
        boundary = "; boundary" if outer.parameters.get("boundary") else ""
        got = f"{outer.name}; type={type_}; start-info={info}{boundary}"
        expected = f"multipart/related; type={XOP_TYPE}; start-info={SOAP_TYPE}; boundary"
        yield compare(expected, got, "Content-Type")


@check("MIME-02")
def closing_boundary(case: Case) -> Iterator[Finding]:
    """RFC 2046 section 5.1.1: the delimiter after the last part has two hyphens behind it."""
    if case.answer and case.answer.multipart:
        closed = case.answer.multipart.closed
        got = "the closing boundary" if closed else "the end of the body without it"
        # Read from the body itself, it may hold what is no text.
        boundary = case.answer.boundary.encode("utf-8", "replace").decode()
        yield rule(closed, f"--{boundary}--", got, "the end of the body")


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


@check("XOP-02")
def root_media_type(case: Case) -> Iterator[Finding]:
    """XOP section 4.1 and MTOM: the root says what it is and of what it is the packaging."""
    answer = case.answer
    if answer and answer.multipart and answer.root:
        root = parse_media_type(answer.root.headers.get("Content-Type"))
        inner = parse_media_type(root.parameters.get("type", "")).name
        got = f"{root.name}; type={inner}"
        yield compare(f"{XOP_TYPE}; type={SOAP_TYPE}", got, "Content-Type of the root part")


@check("XOP-01")
def includes_resolve(case: Case) -> Iterator[Finding]:
    """XOP section 3.2, RFC 2392: the cid URL, percent-decoded, is the Content-ID of a part."""
    for answer, href, _ in _included(case):
        met = answer.part_for(href) is not None
        got = href if met else f"{href or 'no href'}, which no part has"
        yield rule(met, "the Content-ID of a part", got, "xop:Include")


@check("MIME-04")
def part_media_type(case: Case) -> Iterator[Finding]:
    """The part says what mimeType says; application/octet-stream says less, but nothing wrong."""
    for answer, href, mime_type in _included(case):
        if part := answer.part_for(href):
            got = parse_media_type(part.headers.get("Content-Type")).name
            expected = parse_media_type(mime_type).name
            vague = got == "application/octet-stream" != expected
            where = f"part <{part.content_id}>"
            yield Finding("", got == expected, expected, got or "nothing", where, vague)


def _included(case: Case) -> Iterator[tuple[Message, str, str]]:
    answer = case.answer
    if answer and answer.registry:
        for document in answer.registry.documents:
            if document.include is not None:
                yield answer, document.include, document.mime_type
