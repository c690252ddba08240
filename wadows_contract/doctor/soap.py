"""SOAP and what it carries: the description, the Action, MTOM."""

from typing import Final

from wadows_contract.doctor.context import Context
from wadows_contract.doctor.judged import broken, broken_rule
from wadows_contract.doctor.lines import Result, none, red, works
from wadows_contract.exchange import Response
from wadows_contract.judge.finding import Case
from wadows_contract.wire.envelope import Fault
from wadows_contract.wire.media_type import parse_media_type
from wadows_contract.wire.xml import parse_xml
from wadows_spec.constants import WSA

_WSDL: Final = "http://schemas.xmlsoap.org/wsdl/"
_WSDL_SOAP12: Final = "http://schemas.xmlsoap.org/wsdl/soap12/"
_WSDL_LIMIT: Final = 1 << 24  # bytes; what is larger is no description of two operations
ACTION_NOT_SUPPORTED: Final = f"{{{WSA}}}ActionNotSupported"

_NO_SOAP: Final = (
    "This is no SOAP endpoint, or a page of something else stands before it, such as that of a "
    "login: open the URL in a browser, and check its path."
)


def soap(context: Context) -> Result:
    """Look whether the answer is an envelope, tied to its request."""
    case, looked_at = context.first, "the envelope of the answer"
    answer, response = case.answer, case.exchange.response
    assert answer is not None
    assert response is not None
    if answer.envelope is None:
        what = answer.media_type.name or "no media type"
        beginning = answer.body.read(0, 60)
        got = f"HTTP {response.status}, {what}, beginning {beginning!r}: {answer.envelope_problem}"
        return red(looked_at, got, _NO_SOAP)
    if findings := broken(case, "SOAP", "WSA"):
        return broken_rule(looked_at, findings)
    fault = answer.envelope.fault
    return works(looked_at, f"SOAP 1.2, {'a fault' if fault else 'the answer to this request'}")


def in_words(fault: Fault) -> str:
    """Say what a fault says: its codes and its reason."""
    codes = [code.rpartition("}")[2] for code in (fault.code, *fault.subcodes)]
    reason = "; ".join(text for _, text in fault.reasons)
    return f"a fault, {' / '.join(codes)}: {reason or 'without a reason'}"


def wsdl(context: Context) -> Result:
    """Look whether the endpoint describes itself; none needs to."""
    exchange = context.description
    looked_at = "GET ?wsdl"
    response = exchange.response
    if response is None or exchange.failure:
        return none(looked_at, f"not offered: {exchange.failure}")
    if response.status != 200:
        return none(looked_at, f"not offered: HTTP {response.status}")
    return _described(looked_at, response, context.endpoint.url)


def _described(looked_at: str, response: Response, url: str) -> Result:
    media_type = parse_media_type(response.headers.get("Content-Type"))
    no_wsdl = none(looked_at, f"not offered: {media_type.name or 'what came'} is no WSDL")
    if response.body.size > _WSDL_LIMIT:
        return no_wsdl
    try:
        charset = media_type.parameters.get("charset", "")
        root = parse_xml(response.body.read(), charset).root
    except ValueError:
        return no_wsdl
    if root.tag != f"{{{_WSDL}}}definitions":
        return no_wsdl
    said = [address.get("location", "") for address in root.iter(f"{{{_WSDL_SOAP12}}}address")]
    others = [location for location in said if location != url]
    beside = f"; it says that the endpoint is {others[0]}" if others else ""
    return works(looked_at, f"offered, {response.body.size} bytes{beside}")


def action(context: Context) -> Result:
    """Look whether the request was taken for the operation that its Action names."""
    case = context.first
    looked_at = case.asked.action
    assert case.answer is not None
    assert case.answer.envelope is not None
    if (fault := case.answer.envelope.fault) is not None:
        return red(looked_at, in_words(fault), _advice(fault, case))
    if case.answer.registry is None:
        return red(looked_at, "an envelope with nothing in it", "Look into the endpoint's own log.")
    return works(looked_at, "accepted")


def _advice(fault: Fault, case: Case) -> str:
    if ACTION_NOT_SUPPORTED in fault.subcodes:
        return (
            "The endpoint has no such operation, or knows it by another Action: "
            "compare with its WSDL, and with what the statement declares."
        )
    if fault.name == "MustUnderstand":
        return "The endpoint does not take WS-Addressing: turn that on, for RAD-69 needs it."
    if fault.name == "Receiver":
        return "The endpoint failed by itself: look into its own log."
    return (
        "The endpoint takes the request for wrong: its reason says what it misses, "
        f"and {case.statement.name} may not be the statement to ask it by."
    )


def mtom(context: Context) -> Result:
    """Look how the answer is packed."""
    case, looked_at = context.first, "the parts of the answer"
    assert case.answer is not None
    answer = case.answer
    if findings := broken(case, "MIME", "XOP"):
        missing = any(finding.requirement == "MIME-01" for finding in findings)
        advice = "Turn MTOM on for this endpoint; RAD-69 has it in both directions."
        return broken_rule(looked_at, findings, advice if missing else "")
    assert answer.multipart is not None
    return works(looked_at, f"multipart/related, {len(answer.multipart.parts)} of them")
