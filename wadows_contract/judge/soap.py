"""SOAP 1.2 envelopes and faults, and WS-Addressing."""

from collections.abc import Iterator

from lxml import etree

from wadows_contract.judge.finding import Case, Finding, check, rule
from wadows_contract.wire.envelope import elements
from wadows_spec.constants import RETRIEVE_RESPONSE_ACTION

FAULT_CODES = ("DataEncodingUnknown", "MustUnderstand", "Receiver", "Sender", "VersionMismatch")


@check("SOAP-01")
def one_envelope(case: Case) -> Iterator[Finding]:
    """SOAP 1.2 Part 1 section 5: an Envelope with one Body; here the Body has one child."""
    if case.answer is None or _refused_by_http(case) or _mismatch_of_soap11(case):
        return
    expected = "a SOAP 1.2 envelope: at most one Header, then one Body with one child in it"
    envelope = case.answer.envelope
    if envelope is None:
        beginning = case.answer.body.read(0, 60)
        got = f"{case.answer.envelope_problem}; the body begins {beginning!r}"
        yield rule(False, expected, got, "the root part" if case.answer.multipart else "the body")
        return
    children = ", ".join(etree.QName(child).localname for child in elements(envelope.root))
    got = f"{envelope.root.tag!s} of {children or 'nothing'}; in the Body {envelope.body_children}"
    met = envelope.is_soap12 and envelope.in_order and envelope.body_children == 1
    yield rule(met, expected, got, "the envelope")


def _refused_by_http(case: Case) -> bool:
    """What is no request of ours may be refused by HTTP alone, such as with 415."""
    response, answer = case.exchange.response, case.answer
    return bool(
        response
        and answer
        and response.status >= 400
        and not case.asked.operation
        and not answer.media_type.name.startswith(("multipart/related", "application/soap+xml"))
    )


def _mismatch_of_soap11(case: Case) -> bool:
    """What is no SOAP 1.2 may be answered by a VersionMismatch fault of SOAP 1.1 (Appendix A)."""
    envelope = case.answer and case.answer.envelope
    return bool(
        envelope
        and not case.asked.operation
        and not envelope.is_soap12
        and envelope.fault
        and envelope.fault.name == "VersionMismatch"
    )


@check("SOAP-05")
def fault_explains(case: Case) -> Iterator[Finding]:
    """SOAP 1.2 Part 1 section 5.4: Code and Reason are mandatory, each Text has its language."""
    envelope = case.answer and case.answer.envelope
    if not envelope or not envelope.fault or not envelope.is_soap12:
        return
    fault = envelope.fault
    yield rule(
        fault.name in FAULT_CODES, " or ".join(FAULT_CODES), fault.code or "nothing", "Fault/Code"
    )
    explained = bool(fault.reasons) and all(lang and text for lang, text in fault.reasons)
    got = "; ".join(f"[{lang or 'no language'}] {text}" for lang, text in fault.reasons)
    yield rule(explained, "a reason with its language", got or "nothing", "Fault/Reason")


@check("WSA-01")
def action(case: Case) -> Iterator[Finding]:
    """The Action that the WSDL gives the answer; the rendered one follows the request's."""
    answer = case.answer
    if answer and answer.registry and answer.envelope and case.asked.operation:
        rendered = case.asked.operation == "rendered"
        expected = f"{case.asked.action}Response" if rendered else RETRIEVE_RESPONSE_ACTION
        addressing = answer.envelope.addressing
        got = addressing.action or "nothing"
        if addressing.actions > 1:  # WS-Addressing SOAP Binding section 3.2.2
            got += f", the first of {addressing.actions}"
        yield rule(got == expected, expected, got, "wsa:Action")


@check("WSA-02")
def relates_to(case: Case) -> Iterator[Finding]:
    """The MessageID of the request, in faults too once it could be read."""
    envelope = case.answer and case.answer.envelope
    if envelope and case.asked.operation and case.asked.message_id:
        got = envelope.addressing.relates_to
        expected = case.asked.message_id
        yield rule(expected in got, expected, ", ".join(got) or "nothing", "wsa:RelatesTo")


@check("WSA-03")
def action_must_be_understood(case: Case) -> Iterator[Finding]:
    """ITI TF-2x V.3 WSA101: mustUnderstand on every wsa:Action."""
    answer = case.answer
    if answer and answer.registry and answer.envelope and answer.envelope.addressing.action:
        met = answer.envelope.addressing.action_must_understand
        got = "mustUnderstand" if met else "no mustUnderstand"
        yield rule(met, "mustUnderstand", got, "wsa:Action")
