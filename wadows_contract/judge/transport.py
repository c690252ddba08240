"""HTTP: a whole response of one length, with the status that its content calls for."""

from collections.abc import Iterator
from typing import Final

from wadows_contract.exchange import Headers, Response
from wadows_contract.judge.finding import Case, Finding, check, rule
from wadows_contract.judge.soap import FAULT_CODES
from wadows_contract.level import Level
from wadows_contract.wire.media_type import parse_media_type

#: What is no SOAP message is refused by HTTP with these, whatever else is said of it.
_OF_HTTP: Final = (405, 415)
_NEVER_400: Final = frozenset(FAULT_CODES) - {"Sender"}
#: The media types that a SOAP message may come in.
_OF_MESSAGES: Final = {
    "multipart/related", "application/soap+xml", "text/xml", "application/xml"
}  # fmt: skip
#: Methods that RFC 9110 section 9 and RFC 5789 define; others may be unknown to a server.
_KNOWN_METHODS: Final = {
    "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"
}  # fmt: skip


def _lengths(headers: Headers) -> tuple[str, ...]:
    """Return every length that is declared: fields of one name are one list (RFC 9110 5.3)."""
    values = headers.all("Content-Length")
    return tuple(length.strip() for value in values for length in value.split(","))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _declared(case: Case, response: Response) -> str | None:
    """Return the length that the body must have, or None where none is declared for it.

    As it would be written: Python makes no number of more than a few thousand digits.
    """
    lengths = set(_lengths(response.headers))
    length = lengths.pop() if len(lengths) == 1 else ""
    bodiless = case.exchange.request.method == "HEAD" or response.status in (204, 304)
    if bodiless or response.headers.get("Transfer-Encoding") or not _is_number(length):
        return None
    return length.lstrip("0") or "0"


@check("HTTP-01")
def whole(case: Case) -> Iterator[Finding]:
    """RFC 9112 section 8: a message that ends before its length says is incomplete."""
    exchange, expected = case.exchange, "an HTTP response, whole"
    if exchange.response is None:
        yield rule(False, expected, exchange.failure, "the connection")
        return
    declared = _declared(case, exchange.response)
    came = exchange.response.body.size
    if exchange.failure:
        got = f"{came} bytes, then: {exchange.failure}"
        yield rule(False, expected, got, "the end of the response")
    elif declared is not None:
        wanted = f"{declared} bytes, as Content-Length says"
        yield rule(declared == str(came), wanted, f"{came} bytes", "Content-Length")
    else:
        yield rule(True, expected, f"{came} bytes")


@check("HTTP-02")
def status_of_an_answer(case: Case) -> Iterator[Finding]:
    """SOAP 1.2 Part 2 section 7.5: the response message comes with 200."""
    if case.answer and case.answer.registry and case.exchange.response:
        status = case.exchange.response.status
        yield rule(status == 200, "200", str(status), "the HTTP status")


@check("HTTP-03")
def status_of_a_fault(case: Case) -> Iterator[Finding]:
    """SOAP 1.2 Part 2 section 7.5.2.2: Sender is 400, all others 500; many stacks send 500."""
    envelope = case.answer and case.answer.envelope
    if envelope and envelope.fault and case.exchange.response:
        status = case.exchange.response.status
        # Whose fault an unknown code is cannot be told: that it is unknown is judged elsewhere.
        allowed = (500,) if envelope.fault.name in _NEVER_400 else (400, 500)
        if status in _OF_HTTP and not case.sent_properly:
            return
        if envelope.fault.name == "Sender" and case.statement.reading("fault-status") == "400":
            allowed = (400,)
        expected = " or ".join(map(str, allowed))
        yield rule(status in allowed, expected, str(status), "the HTTP status")


@check("HTTP-04")
def one_length(case: Case) -> Iterator[Finding]:
    """RFC 9112 section 6.2: no Content-Length beside Transfer-Encoding; 6.3: nor two that differ.

    One that is said twice alike may be taken for one (section 6.3), and is only a warning.
    """
    if case.exchange.response is None:
        return
    headers = case.exchange.response.headers
    lengths = _lengths(headers)
    got = " and ".join(f"Content-Length {length or 'without value'}" for length in lengths)
    if coding := headers.get("Transfer-Encoding"):
        got = f"{got} beside Transfer-Encoding {coding}" if lengths else f"{coding} alone"
    met = len(lengths) <= (0 if coding else 1) and all(map(_is_number, lengths))
    twice = not coding and len(set(lengths)) == 1 and all(map(_is_number, lengths))
    at_most = Level.WARNING if twice else Level.FAILED
    expected = "at most one length, a number, and none beside Transfer-Encoding"
    yield Finding("", met, expected, got or "no length", "the HTTP headers", at_most)


@check("HTTP-08")
def one_content_type(case: Case) -> Iterator[Finding]:
    """RFC 7230 section 3.2.2: a field that holds no list stands but once.

    What is said twice alike misleads nobody, and is only a warning.
    """
    types = case.exchange.response.headers.all("Content-Type") if case.exchange.response else ()
    if types:
        at_most = Level.WARNING if len(set(types)) == 1 else Level.FAILED
        got = " and ".join(types)
        yield Finding("", len(types) == 1, "one", got, "Content-Type", at_most)


@check("HTTP-09")
def no_content_coding(case: Case) -> Iterator[Finding]:
    """RFC 9110 section 8.4: a consumer undoes the coding that a response says it is in.

    What can be read as it came is in none. What is coded should not be, since a consumer that asks
    for identity alone need know no other (section 12.5.3): that is a warning.
    """
    response = case.exchange.response
    if response is None or not response.headers.get("Content-Type"):
        return
    listed = ",".join(response.headers.all("Content-Encoding")).split(",")
    codings = [name for each in listed if (name := each.strip()).lower() not in ("", "identity")]
    plain = case.answer is not None and case.answer.envelope is not None
    got = f"{', '.join(codings)}{', and bytes that are not so coded' if plain else ''}"
    at_most = Level.FAILED if plain else Level.WARNING
    yield Finding("", not codings, "none", got if codings else "none", "Content-Encoding", at_most)


@check("HTTP-05")
def allowed_methods(case: Case) -> Iterator[Finding]:
    """RFC 9110 section 15.5.6: a 405 has an Allow header with the methods that are supported."""
    response = case.exchange.response
    if response and response.status == 405:
        allow = ", ".join(response.headers.all("Allow"))
        met = any(method.strip() for method in allow.split(","))
        yield rule(met, "at least one method", allow if met else "none", "Allow")


@check("HTTP-06")
def no_message(case: Case) -> Iterator[Finding]:
    """SOAP 1.2 Part 2 section 7.5.2.1, Table 18: 405, 415, or 400 for what is malformed.

    A method that the server does not know is 501 in HTTP (RFC 9110 section 15.6.2).
    """
    request, response = case.exchange.request, case.exchange.response
    if response is None:
        return
    if request.method != "POST":
        unknown = () if request.method in _KNOWN_METHODS else (501,)
        allowed, why = (405, 400, *unknown), f"the method {request.method}"
    elif (name := parse_media_type(request.headers.get("Content-Type")).name) not in _OF_MESSAGES:
        allowed, why = (415, 400), f"the media type {name or 'that is missing'}"
    else:
        return
    expected = f"{' or '.join(map(str, allowed))} for {why}"
    yield rule(response.status in allowed, expected, str(response.status), "the HTTP status")
