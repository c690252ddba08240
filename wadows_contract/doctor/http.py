"""HTTP, and who is let in by it."""

from typing import Final

from wadows_contract.connection import Connection
from wadows_contract.doctor.context import Context
from wadows_contract.doctor.judged import broken, broken_rule
from wadows_contract.doctor.lines import Result, none, red, works
from wadows_contract.exchange import Response
from wadows_contract.judge.finding import Case

#: What answers in an endpoint's place, by status.
_ELSEWHERE: Final = "Nothing of SOAP is at this path: check the path of the URL."
_ADVICE: Final = {
    404: _ELSEWHERE,
    405: f"{_ELSEWHERE} Whatever is there takes no POST.",
    410: _ELSEWHERE,
    413: "Something before the endpoint takes no request of a few kB: raise its limit.",
    429: "It is asked too often: wait, and give certify a lower --rate.",
    502: "A gateway stands before the endpoint and cannot reach it: ask whoever runs the gateway.",
    503: "It is there and not ready, or a gateway stands before it: look whether it is running.",
    504: "A gateway stands before the endpoint and got no answer: ask whoever runs the gateway.",
}
_MOVED: Final = range(300, 400)
_MOVED_ADVICE: Final = "The suite follows no redirection: give the URL that it leads to."
_SILENT: Final = (
    "Something listens there that does not speak HTTP, or hangs up: check the port, "
    "and whether the URL should begin with {other}."
)
_CHECK: Final = "Check what {given} holds: it was sent, and the endpoint does not know it."
_FORBIDDEN: Final = "Ask whoever runs the endpoint to let this user in, or give another one."
_REQUIRED: Final = (
    "Ask whoever runs the endpoint what lets a client in: credentials (--basic, --bearer), "
    "a certificate (--client-cert), a header (--header), or its address."
)
UNAUTHORIZED: Final = 401
FORBIDDEN: Final = 403


def http(context: Context) -> Result:
    """Ask for one document, and look at HTTP alone."""
    case = context.first
    response = case.exchange.response
    looked_at = "POST of a request for one document"
    if response is None:
        other = "http://" if context.secure else "https://"
        return red(looked_at, case.exchange.failure, _SILENT.format(other=other))
    said = _said(response, case.exchange.seconds)
    if response.status in (UNAUTHORIZED, FORBIDDEN):
        return works(looked_at, said)
    if response.status in _MOVED:
        where = response.headers.get("Location") or "nowhere"
        return red(looked_at, f"{said}, to {where}", _MOVED_ADVICE)
    if response.status in _ADVICE and not _is_soap(case):
        return red(looked_at, said, _ADVICE[response.status])
    if findings := broken(case, "HTTP"):
        return broken_rule(looked_at, findings)
    return works(looked_at, said)


def _is_soap(case: Case) -> bool:
    return case.answer is not None and case.answer.envelope is not None


def _said(response: Response, seconds: float) -> str:
    server = response.headers.get("Server")
    by = f", by {server}" if server else ""
    return f"HTTP {response.status} after {seconds:.2f} s{by}"


def credentials(context: Context) -> Result:
    """Look whether HTTP lets in whoever sends the request."""
    response = context.first.exchange.response
    assert response is not None
    given = _given(context.connection)
    looked_at = given or "the Authorization"
    if response.status == FORBIDDEN:
        return red(looked_at, "403: this client may not ask", _FORBIDDEN if given else _REQUIRED)
    if response.status != UNAUTHORIZED:
        if given:
            return works(looked_at, "sent, and taken or passed over")
        return none(looked_at, "none given, none asked for")
    asked = ", ".join(response.headers.all("WWW-Authenticate"))
    found = f"401: it asks for {asked or 'credentials'}"
    if given and given[2:].split()[0] not in asked.lower() and asked:
        return red(looked_at, f"{found}, which is of another kind", _ways(asked))
    if given:
        return red(looked_at, f"{found}: these are refused", _CHECK.format(given=given))
    return red(looked_at, f"{found}: none were given", _ways(asked))


def _given(connection: Connection) -> str:
    """Return the option that says where our credentials are; empty if there are none."""
    options = (("--basic", connection.basic), ("--bearer", connection.bearer))
    return next((f"{option} {source}" for option, source in options if source), "")


def _ways(asked: str) -> str:
    ways = [option for option in ("--basic", "--bearer") if option[2:] in asked.lower()]
    return f"Give what the endpoint knows with {' or '.join(ways or ['--basic', '--bearer'])}."
