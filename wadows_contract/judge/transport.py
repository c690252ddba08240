"""HTTP: a whole response, with the status that its content calls for."""

from collections.abc import Iterator

from wadows_contract.judge.finding import Case, Finding, check, rule
from wadows_contract.judge.soap import FAULT_CODES

_NEVER_400 = frozenset(FAULT_CODES) - {"Sender"}


@check("HTTP-01")
def whole(case: Case) -> Iterator[Finding]:
    """RFC 9112 section 8: a message that ends before its length says is incomplete."""
    exchange, expected = case.exchange, "an HTTP response, whole"
    if exchange.response is None:
        yield rule(False, expected, exchange.failure, "the connection")
        return
    declared = exchange.response.headers.get("Content-Length")
    came = exchange.response.body.size
    if exchange.failure:
        got = f"{came} bytes, then: {exchange.failure}"
        yield rule(False, expected, got, "the end of the response")
    elif declared.isdecimal() and not exchange.response.headers.get("Transfer-Encoding"):
        yield rule(
            int(declared) == came,
            f"{declared} bytes, as Content-Length says",
            f"{came} bytes",
            "Content-Length",
        )
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
        expected = " or ".join(map(str, allowed))
        yield rule(status in allowed, expected, str(status), "the HTTP status")
