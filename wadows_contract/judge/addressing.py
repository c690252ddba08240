"""WS-Addressing 1.0."""

import re
from collections.abc import Iterator

from wadows_contract.judge.finding import Case, Finding, check, rule
from wadows_contract.judge.soap import BOOLEANS
from wadows_contract.wire.envelope import Addressing
from wadows_contract.wire.media_type import MediaType, parse_media_type
from wadows_contract.wire.message import Message
from wadows_spec.constants import RETRIEVE_RESPONSE_ACTION, WSA

#: Of these, a message has no second one. From is not in that list of the SOAP Binding.
_ONCE = ("To", "ReplyTo", "FaultTo", "Action", "MessageID")
#: An absolute IRI begins with a scheme (RFC 3987 section 2.2).
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S")


def _addressing(case: Case) -> Addressing | None:
    envelope = case.answer and case.answer.envelope
    return envelope.addressing if envelope else None


def _read_by_receiver(case: Case) -> bool:
    """Tell whether whoever wrote the answer had read the addressing of the request.

    A fault may come of what stands before that: what is no MTOM message, no envelope.
    """
    fault = case.answer and case.answer.envelope and case.answer.envelope.fault
    return case.addressed_properly and (not fault or case.sent_properly)


@check("WSA-01")
def action(case: Case) -> Iterator[Finding]:
    """The Action that the WSDL gives the answer; the rendered one follows the request's."""
    addressing = _addressing(case)
    if not case.addressed_properly:
        return
    if case.answer and case.answer.registry and addressing and case.asked.operation:
        rendered = case.asked.operation == "rendered"
        expected = f"{case.asked.action}Response" if rendered else RETRIEVE_RESPONSE_ACTION
        got = addressing.action or "nothing"
        yield rule(got == expected, expected, got, "wsa:Action")


@check("WSA-02")
def relates_to(case: Case) -> Iterator[Finding]:
    """The MessageID of the request, in faults too once it could be read."""
    addressing = _addressing(case)
    if addressing and case.asked.operation and _read_by_receiver(case):
        got = addressing.relates_to
        expected = case.asked.message_id
        yield rule(expected in got, expected, ", ".join(got) or "nothing", "wsa:RelatesTo")


@check("WSA-03")
def action_must_be_understood(case: Case) -> Iterator[Finding]:
    """ITI TF-2x V.3.2 WSA101: mustUnderstand on every wsa:Action.

    A value that is no boolean is neither true nor false: that is SOAP-08's.
    """
    envelope = case.answer and case.answer.envelope
    if not case.answer or not case.answer.registry or not envelope:
        return
    if not envelope.addressing.action:
        return
    written = next(head for head in envelope.headers if head.name == f"{{{WSA}}}Action")
    if written.must_understand is None or written.must_understand.strip() in BOOLEANS:
        met = envelope.addressing.action_must_understand
        got = "mustUnderstand" if met else "no mustUnderstand"
        yield rule(met, "mustUnderstand", got, "wsa:Action")


@check("WSA-04")
def none_twice(case: Case) -> Iterator[Finding]:
    """WS-Addressing SOAP Binding section 3.2.2: these headers come at most once."""
    if (addressing := _addressing(case)) and addressing.counts:
        twice = [f"{addressing.counts[name]} {name}" for name in _ONCE
                 if addressing.counts.get(name, 0) > 1]  # fmt: skip
        expected = f"{', '.join(_ONCE)}, each at most once"
        yield rule(not twice, expected, ", ".join(twice) or expected, "the Header")


@check("WSA-05")
def action_parameter(case: Case) -> Iterator[Finding]:
    """WS-Addressing SOAP Binding section 2.4: the action parameter says what wsa:Action says."""
    addressing = _addressing(case)
    if case.answer and addressing and addressing.action:
        for where, got in _action_parameters(case.answer):
            yield rule(got == addressing.action, addressing.action, got or "nothing", where)


def _action_parameters(answer: Message) -> Iterator[tuple[str, str]]:
    """Yield each action parameter and where it stands.

    It belongs to application/soap+xml, which may itself be a parameter of another media type;
    many write it beside those.
    """
    outer = answer.media_type
    places = [("Content-Type", outer), ("start-info of Content-Type", _inner(outer, "start-info"))]
    if answer.multipart and answer.root:
        root = parse_media_type(answer.root.headers.get("Content-Type"))
        places.append(("the Content-Type of the root part", root))
        places.append(("type in the Content-Type of the root part", _inner(root, "type")))
    for where, media_type in places:
        if "action" in media_type.parameters:
            yield f"action in {where}", media_type.parameters["action"].strip()


def _inner(media_type: MediaType, parameter: str) -> MediaType:
    return parse_media_type(media_type.parameters.get(parameter, ""))


@check("WSA-06")
def addresses_are_absolute(case: Case) -> Iterator[Finding]:
    """WS-Addressing SOAP Binding section 3.4, Core sections 2.1 and 3.1: IRIs are absolute."""
    addressing = _addressing(case)
    for where, iri in addressing.iris if addressing else ():
        expected = "an absolute IRI, such as urn:uuid:..."
        yield rule(_ABSOLUTE.match(iri) is not None, expected, iri or "nothing", where)


@check("WSA-07")
def fault_has_an_action(case: Case) -> Iterator[Finding]:
    """WS-Addressing SOAP Binding section 6: a fault has an Action; which one is its own affair.

    It is judged where the addressing of the request could be read.
    """
    envelope = case.answer and case.answer.envelope
    if not envelope or not envelope.fault or not envelope.is_soap12:
        return
    if _read_by_receiver(case):
        got = envelope.addressing.action
        yield rule(bool(got), "an Action", got or "nothing", "wsa:Action")
