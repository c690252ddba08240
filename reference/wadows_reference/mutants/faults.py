"""Mutants of faults: codes, reasons, headers, and the HTTP status of faults and answers."""

from typing import Final

from lxml import etree

from wadows_reference.faults import MUST_UNDERSTAND, SENDER
from wadows_reference.message import Message
from wadows_reference.mutants.registry import mutant
from wadows_reference.xml import elements, qname
from wadows_spec.constants import SOAP12

_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def _code(message: Message) -> etree._Element | None:
    """Return the Value of the outermost code of a fault."""
    path = f"{qname(SOAP12, 'Code')}/{qname(SOAP12, 'Value')}"
    return None if message.fault is None else message.fault.find(path)


def _is(message: Message, code: str) -> bool:
    value = _code(message)
    return value is not None and (value.text or "").strip().rpartition(":")[2] == code


def _texts(message: Message) -> list[etree._Element]:
    """Return the Texts of the reason of a fault."""
    path = f"{qname(SOAP12, 'Reason')}/{qname(SOAP12, 'Text')}"
    return [] if message.fault is None else message.fault.findall(path)


#: What a fault is due for has a code, which is judged there, too.
_DUE: Final = " Where a Sender fault is due (SOAP-02), this is none."


@mutant(
    "fault-without-code",
    "SOAP-05",
    f"A Sender fault has no Code.{_DUE} Nor is it one of those that SOAP-12 takes.",
)
def _fault_without_code(message: Message) -> None:
    if message.fault is not None and _is(message, SENDER):
        for code in message.fault.findall(qname(SOAP12, "Code")):
            message.fault.remove(code)


@mutant("fault-code-of-soap-1.1", "SOAP-05", f"A Sender fault has the code Client.{_DUE}")
def _fault_code_of_soap_11(message: Message) -> None:
    value = _code(message)
    if value is not None and _is(message, SENDER):
        value.text = (value.text or "").replace(SENDER, "Client")


@mutant("fault-code-of-no-namespace", "SOAP-05", f"A Sender fault's code has no prefix.{_DUE}")
def _fault_code_of_no_namespace(message: Message) -> None:
    value = _code(message)
    if value is not None and _is(message, SENDER):
        value.text = SENDER


@mutant("fault-reason-without-language", "SOAP-05", "The reason of a fault has no xml:lang.")
def _fault_reason_without_language(message: Message) -> None:
    for text in _texts(message):
        text.attrib.pop(_XML_LANG, None)


@mutant("fault-reason-empty", "SOAP-05", "The reason of a fault says nothing.")
def _fault_reason_empty(message: Message) -> None:
    for text in _texts(message):
        text.text = ""


@mutant("fault-turned-round", "SOAP-05", "The children of a fault stand in the reverse order.")
def _fault_turned_round(message: Message) -> None:
    if message.fault is not None:
        for child in elements(message.fault):
            message.fault.insert(0, child)


@mutant("fault-with-status-403", "HTTP-03", "A fault has HTTP status 403.")
def _fault_with_status_403(message: Message) -> None:
    if message.fault is not None:
        message.status = 403


@mutant("must-understand-with-status-400", "HTTP-03", "A MustUnderstand fault has status 400.")
def _must_understand_with_status_400(message: Message) -> None:
    if _is(message, MUST_UNDERSTAND):
        message.status = 400


@mutant("answer-with-status-206", "HTTP-02", "An answer that is no fault has HTTP status 206.")
def _answer_with_status_206(message: Message) -> None:
    if message.response is not None:
        message.status = 206


@mutant(
    "error-with-status-404",
    "HTTP-02",
    "An answer without any document has HTTP status 404.",
)
def _error_with_status_404(message: Message) -> None:
    if message.errors() and not message.documents():
        message.status = 404


@mutant(
    "not-understood-names-another",
    "SOAP-10",
    "A MustUnderstand fault names a header that the request does not have.",
)
def _not_understood_names_another(message: Message) -> None:
    for block in _headers(message, "NotUnderstood"):
        block.set("qname", "soap:Nobody")


@mutant("upgrade-names-no-envelope", "SOAP-11", "An Upgrade header names what is no Envelope.")
def _upgrade_names_no_envelope(message: Message) -> None:
    for block in _headers(message, "Upgrade"):
        for supported in block.iter(qname(SOAP12, "SupportedEnvelope")):
            supported.set("qname", "soap:Body")


def _headers(message: Message, name: str) -> list[etree._Element]:
    header = message.soap_header
    return [] if header is None else header.findall(qname(SOAP12, name))


@mutant("relates-to-missing", "WSA-02", "An answer has no RelatesTo.")
def _relates_to_missing(message: Message) -> None:
    if message.response is not None and message.soap_header is not None:
        for node in list(message.addressing("RelatesTo")):
            message.soap_header.remove(node)


@mutant("relates-to-in-capitals", "WSA-02", "RelatesTo is the MessageID in capital letters.")
def _relates_to_in_capitals(message: Message) -> None:
    for node in message.addressing("RelatesTo"):
        node.text = (node.text or "").upper()


@mutant("action-missing", "WSA-01", "An answer has no Action.")
def _action_missing(message: Message) -> None:
    if message.response is not None and message.soap_header is not None:
        for node in list(message.addressing("Action")):
            message.soap_header.remove(node)
