"""WS-Security: whether the endpoint wants to know on whose behalf it is asked, and believes it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from lxml import etree

from wadows_contract.doctor.context import Context
from wadows_contract.doctor.lines import Result, none, red, works
from wadows_contract.doctor.soap import in_words
from wadows_contract.wire.envelope import Fault
from wadows_spec.constants import WSSE

#: WSS SOAP Message Security 1.1 section 12 puts its fault codes into these namespaces;
#: WSS4J has one of its own for what it does not want to tell.
_NAMESPACES: Final = (
    WSSE,
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd",
    "http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd",
    "http://ws.apache.org/wss4j",
)
_CONDITIONS: Final = "{urn:oasis:names:tc:SAML:2.0:assertion}Conditions"
_HEADER: Final = f"{{{WSSE}}}Security"
_ANOTHER: Final = "Give an assertion of somebody that the endpoint trusts, for somebody it lets in."
_ADVICE: Final[Mapping[str, str]] = {
    "FailedAuthentication": _ANOTHER,
    "InvalidSecurityToken": f"{_ANOTHER} Look at its dates, its audience and its signature.",
    "FailedCheck": "The signature is wrong: give the assertion as it was issued, byte for byte.",
    "UnsupportedSecurityToken": "The endpoint takes another kind of token: ask which.",
    "UnsupportedAlgorithm": "The endpoint takes another kind of signature: ask which.",
    "MessageExpired": "It has expired: get a new one. If its dates are right, set the clocks.",
}
_GIVE: Final = (
    "Give a SAML assertion that the endpoint trusts with {option}, or a UsernameToken with"
    " --username-token."
)
_LOG: Final = "Look at its dates, issuer and audience, and into the endpoint's own log."
_CHECK: Final = (
    "Check what is in {given}, and the clocks of both; it may want --password-text, or none."
)
OPTION: Final = "--security"


def ws_security(context: Context) -> Result:
    """Look whether the fault, if it is one, is about the Security header."""
    answer, connection = context.first.answer, context.connection
    given = connection.security or connection.username_token
    assert answer is not None
    assert answer.envelope is not None
    looked_at = given or "the Security header"
    fault = answer.envelope.fault
    if fault is not None and (code := _code(fault)):
        if given:
            if connection.username_token:
                return red(looked_at, f"refused: {in_words(fault)}", _CHECK.format(given=given))
            if end := _end(Path(given)):
                said = f"refused: it ended at {end}; {in_words(fault)}"
                return red(looked_at, said, _ADVICE["MessageExpired"])
            return red(looked_at, f"refused: {in_words(fault)}", _ADVICE.get(code, _LOG))
        return red(looked_at, f"none given: {in_words(fault)}", _GIVE.format(option=OPTION))
    if given and fault is not None and _HEADER in answer.envelope.not_understood:
        option = OPTION if connection.security else "--username-token"
        advice = f"The endpoint does not know the header: leave {option} out, or turn it on there."
        return red(looked_at, f"refused: {in_words(fault)}", advice)
    if not given:
        return none(looked_at, "none given, none asked for")
    if fault is not None:
        return none(looked_at, "sent; the fault does not speak of it")
    return works(looked_at, "sent, and taken or passed over")


def _code(fault: Fault) -> str:
    """Return the local name of the fault's code of WS-Security; empty if it has none."""
    for code in (fault.code, *fault.subcodes):
        namespace, _, name = code.removeprefix("{").rpartition("}")
        if namespace in _NAMESPACES:
            return name
    return ""


def _end(file: Path) -> str:
    """Say when the assertion in a file ended by its own Conditions; empty if it did not."""
    for conditions in etree.parse(file).iter(_CONDITIONS):
        try:
            end = datetime.fromisoformat(conditions.get("NotOnOrAfter", ""))
        except ValueError:
            continue
        if end.replace(tzinfo=end.tzinfo or UTC) <= datetime.now(UTC):
            return end.isoformat(sep=" ")
    return ""
