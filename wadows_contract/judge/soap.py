"""SOAP 1.2 envelopes and faults."""

from collections.abc import Iterator

from lxml import etree

from wadows_contract.judge.finding import Case, Finding, check, rule
from wadows_contract.wire.envelope import Envelope
from wadows_contract.wire.xml import elements
from wadows_spec.constants import SOAP12

FAULT_CODES = ("DataEncodingUnknown", "MustUnderstand", "Receiver", "Sender", "VersionMismatch")
#: How xs:boolean is written (XML Schema Part 2 section 3.2.2).
BOOLEANS = ("true", "false", "1", "0")
#: The children of Fault in their order; the last three may be left out.
_FAULT_CHILDREN = ("Code", "Reason", "Node", "Role", "Detail")


def _soap12(case: Case) -> Envelope | None:
    """Return the answer's envelope if it is one of SOAP 1.2, which alone these clauses bind."""
    envelope = case.answer and case.answer.envelope
    return envelope if envelope and envelope.is_soap12 else None


@check("SOAP-01")
def one_envelope(case: Case) -> Iterator[Finding]:
    """SOAP 1.2 Part 1 section 5: an Envelope with one Body; here the Body has one child.

    Among its own elements SOAP allows no text but white space (section 5).
    """
    if case.answer is None or _refused_by_http(case) or in_soap11_as_asked(case):
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
    got += "".join(f"; text {text}" for text in envelope.texts)
    met = envelope.is_soap12 and envelope.in_order and envelope.body_children == 1
    yield rule(met and not envelope.texts, expected, got, "the envelope")


def _refused_by_http(case: Case) -> bool:
    """What is wrong itself may be refused by HTTP alone, such as with 415.

    So may be accepted what wants its answer elsewhere: that is 202, and has no envelope.
    What is owed to who did not send an MTOM message at all is judged elsewhere.
    """
    response, answer = case.exchange.response, case.answer
    if not response or not answer or case.asked_in_full:
        return False
    if response.status == 202 and not answer.body.size:
        return not case.answered_here
    of_soap = answer.media_type.name.startswith(("multipart/related", "application/soap+xml"))
    return not of_soap and (response.status >= 400 or not case.sent_properly)


def in_soap11_as_asked(case: Case) -> bool:
    """A node that knows SOAP 1.1, too, answers it in kind (Appendix A).

    What is of neither version it may answer by a VersionMismatch fault of SOAP 1.1.
    """
    envelope, asked = case.answer and case.answer.envelope, case.question.envelope
    if not envelope or envelope.is_soap12 or (asked and asked.is_soap12):
        return False
    if asked and asked.is_soap11:
        return envelope.is_soap11
    return bool(envelope.fault and envelope.fault.name == "VersionMismatch")


@check("SOAP-05")
def fault_explains(case: Case) -> Iterator[Finding]:
    """SOAP 1.2 Part 1 section 5.4: Code and Reason are mandatory, each Text has its language.

    The children of Fault have one order, in which the last three may be left out.
    """
    envelope = _soap12(case)
    if not envelope or not envelope.fault:
        return
    fault = envelope.fault
    yield rule(
        fault.name in FAULT_CODES, " or ".join(FAULT_CODES), fault.code or "nothing", "Fault/Code"
    )
    explained = bool(fault.reasons) and all(lang and text for lang, text in fault.reasons)
    got = "; ".join(f"[{lang or 'no language'}] {text}" for lang, text in fault.reasons)
    yield rule(explained, "a reason with its language", got or "nothing", "Fault/Reason")
    children = [_short(name) for name in fault.children]
    in_order = [name for name in _FAULT_CHILDREN if name in children]
    yield rule(
        children == in_order,
        f"{', '.join(_FAULT_CHILDREN)} in this order, each at most once, and nothing else",
        ", ".join(children) or "nothing",
        "Fault",
    )


def _short(name: str) -> str:
    """Leave SOAP's namespace out of a `{namespace}name`; no namespace is written as `{}`."""
    return name.removeprefix(f"{{{SOAP12}}}") if name.startswith("{") else f"{{}}{name}"


@check("SOAP-06")
def nothing_but_elements(case: Case) -> Iterator[Finding]:
    """SOAP 1.2 Part 1 section 5: no document type, and nobody sends processing instructions."""
    if envelope := _soap12(case):
        found = ["a document type"] if envelope.document_type else []
        found += [f"<?{target}?>" for target in envelope.instructions[:5]]
        expected = "neither document type nor processing instruction"
        yield rule(not found, expected, ", ".join(found) or "neither", "the envelope")


@check("SOAP-07")
def headers_have_a_namespace(case: Case) -> Iterator[Finding]:
    """SOAP 1.2 Part 1 section 5.2.1: every header block is of a namespace."""
    envelope = _soap12(case)
    if envelope and envelope.headers:
        none = [entry.name for entry in envelope.headers if not entry.name.startswith("{")]
        expected = "header blocks of a namespace"
        yield rule(not none, expected, ", ".join(none[:5]) or expected, "the Header")


@check("SOAP-08")
def must_understand_is_boolean(case: Case) -> Iterator[Finding]:
    """SOAP 1.2 Part 1 section 5.2.3: mustUnderstand is an xs:boolean."""
    envelope = _soap12(case)
    for header in envelope.headers if envelope else ():
        if header.must_understand is not None:
            met = header.must_understand.strip() in BOOLEANS
            got = header.must_understand or "nothing"
            yield rule(met, " or ".join(BOOLEANS), got, f"mustUnderstand of {header.name}")


@check("SOAP-10")
def not_understood_is_named(case: Case) -> Iterator[Finding]:
    """SOAP 1.2 Part 1 section 5.4.8: NotUnderstood names a header block of the request."""
    envelope = _soap12(case)
    if not envelope or not envelope.fault or envelope.fault.name != "MustUnderstand":
        return
    sent = case.question.envelope
    named = envelope.not_understood
    # Of a request that cannot be read again, any name will do.
    theirs = {header.name for header in sent.headers} if sent else set(named)
    met = any(name.startswith("{") and name in theirs for name in named)
    expected = "NotUnderstood with the qualified name of a header of the request"
    yield rule(met, expected, ", ".join(filter(None, named)) or "nothing", "the Header")


@check("SOAP-11")
def supported_is_named(case: Case) -> Iterator[Finding]:
    """SOAP 1.2 Part 1 section 5.4.7 and Appendix A: Upgrade names an envelope.

    A node that answers in SOAP 1.1 says so too.
    """
    envelope = case.answer and case.answer.envelope
    if envelope and envelope.fault and envelope.fault.name == "VersionMismatch":
        named = envelope.supported
        met = any(name.startswith("{") and name.endswith("}Envelope") for name in named)
        expected = "Upgrade with the qualified name of an Envelope"
        yield rule(met, expected, ", ".join(filter(None, named)) or "nothing", "the Header")
