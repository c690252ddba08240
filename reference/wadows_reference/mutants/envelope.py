"""Mutants of the SOAP envelope, its faults and its WS-Addressing headers."""

from copy import deepcopy
from typing import Final

from lxml import etree

from wadows_reference.faults import (
    MUST_UNDERSTAND,
    RECEIVER,
    SENDER,
    VERSION_MISMATCH,
    action_not_supported,
)
from wadows_reference.message import Message
from wadows_reference.mutants import asked
from wadows_reference.mutants.registry import mutant
from wadows_reference.receive import SOAP
from wadows_reference.xml import elements, qname, to_bytes
from wadows_spec.constants import SOAP11, SOAP12

_MUST_UNDERSTAND: Final = qname(SOAP12, "mustUnderstand")
_NOBODY: Final = "urn:uuid:00000000-0000-4000-8000-000000000000"
_STACK_TRACE: Final = """
java.lang.NullPointerException
\tat org.example.archive.xdsi.ImagingDocumentSource.retrieve(ImagingDocumentSource.java:112)
\tat org.example.archive.soap.Dispatcher.dispatch(Dispatcher.java:58)
"""


@mutant("envelope-in-soap-1.1", "SOAP-01", "The envelope of an answer is one of SOAP 1.1.")
def _envelope_in_soap_11(message: Message) -> None:
    if message.response is not None and message.root is not None:
        text = to_bytes(message.root).replace(SOAP12.encode(), SOAP11.encode())
        message.root = etree.fromstring(text)


def _recode(message: Message, old: str, new: str) -> None:
    value = (
        None
        if message.fault is None
        else message.fault.find(f"{qname(SOAP12, 'Code')}/{qname(SOAP12, 'Value')}")
    )
    if value is not None and value.text and value.text.strip().rpartition(":")[2] == old:
        value.text = value.text.replace(old, new)


@mutant("fault-blames-receiver", "SOAP-02", "A Sender fault has the code Receiver.")
def _fault_blames_receiver(message: Message) -> None:
    _recode(message, SENDER, RECEIVER)


@mutant(
    "unknown-header-called-sender-fault", "SOAP-03", "A MustUnderstand fault has the code Sender."
)
def _unknown_header_called_sender_fault(message: Message) -> None:
    _recode(message, MUST_UNDERSTAND, SENDER)


@mutant(
    "version-mismatch-called-sender-fault",
    "SOAP-04",
    "A VersionMismatch fault has the code Sender.",
)
def _version_mismatch_called_sender_fault(message: Message) -> None:
    _recode(message, VERSION_MISMATCH, SENDER)


@mutant("fault-without-reason", "SOAP-05", "A fault has no Reason.")
def _fault_without_reason(message: Message) -> None:
    if message.fault is not None:
        for reason in message.fault.findall(qname(SOAP12, "Reason")):
            message.fault.remove(reason)


@mutant("processing-instruction", "SOAP-06", "A processing instruction stands before the envelope.")
def _processing_instruction(message: Message) -> None:
    if message.response is not None and message.root is not None:
        message.root.addprevious(etree.ProcessingInstruction("wadows", "of no use"))


@mutant("header-of-no-namespace", "SOAP-07", "An answer has a header that is of no namespace.")
def _header_of_no_namespace(message: Message) -> None:
    if message.response is not None and message.soap_header is not None:
        etree.SubElement(message.soap_header, "trace")


@mutant("must-understand-yes", "SOAP-08", "A header of an answer has the mustUnderstand yes.")
def _must_understand_yes(message: Message) -> None:
    if message.response is not None and message.soap_header is not None:
        actions = list(message.addressing("Action"))
        # The Action keeps its own, if another header can do without.
        others = [block for block in elements(message.soap_header) if block not in actions]
        for block in (others or actions)[:1]:
            block.set(_MUST_UNDERSTAND, "yes")


@mutant("fault-with-stack-trace", "SOAP-09", "The reason of a fault has a stack trace of Java.")
def _fault_with_stack_trace(message: Message) -> None:
    if message.fault is not None:
        for text in message.fault.iterfind(f"{qname(SOAP12, 'Reason')}/{qname(SOAP12, 'Text')}"):
            text.text = f"{text.text or ''}{_STACK_TRACE}"


def _remove_header(message: Message, name: str) -> None:
    """Remove the headers of SOAP's own that have this name."""
    if message.soap_header is not None:
        for block in message.soap_header.findall(qname(SOAP12, name)):
            message.soap_header.remove(block)


@mutant(
    "not-understood-unnamed", "SOAP-10", "A MustUnderstand fault names no header as NotUnderstood."
)
def _not_understood_unnamed(message: Message) -> None:
    _remove_header(message, "NotUnderstood")


@mutant("upgrade-left-out", "SOAP-11", "A VersionMismatch fault has no Upgrade header.")
def _upgrade_left_out(message: Message) -> None:
    _remove_header(message, "Upgrade")


@mutant(
    "plain-request-gets-nothing",
    "SOAP-12",
    "A request that is plain application/soap+xml gets status 200 and an empty text/html body.",
)
def _plain_request_gets_nothing(message: Message) -> None:
    if message.response is not None and asked.media_type(message)[0] == SOAP:
        message.replace(200, "text/html", None)


@mutant("action-of-a-port-type", "WSA-01", "An answer's Action is one made from the port type.")
def _action_of_a_port_type(message: Message) -> None:
    if message.response is not None:
        for action in message.addressing("Action"):
            action.text = "urn:ihe:rad:xdsi-b:2009:ImagingDocumentSource_PortType:RetrieveResponse"


@mutant("relates-to-another-message", "WSA-02", "RelatesTo names a message that nobody sent.")
def _relates_to_another_message(message: Message) -> None:
    for relates_to in message.addressing("RelatesTo"):
        relates_to.text = _NOBODY


@mutant("action-need-not-be-understood", "WSA-03", "An answer's Action has no mustUnderstand.")
def _action_need_not_be_understood(message: Message) -> None:
    if message.response is not None:
        for action in message.addressing("Action"):
            action.attrib.pop(_MUST_UNDERSTAND, None)


@mutant("message-id-twice", "WSA-04", "An answer has two MessageID headers.")
def _message_id_twice(message: Message) -> None:
    if message.response is not None:
        for message_id in list(message.addressing("MessageID"))[:1]:
            second = deepcopy(message_id)
            second.text = _NOBODY
            message_id.addnext(second)


@mutant(
    "action-parameter-differs",
    "WSA-05",
    "The action parameter of an answer's Content-Type is not its Action.",
)
def _action_parameter_differs(message: Message) -> None:
    if message.response is not None:
        message.set_parameter("action", "urn:example:wadows:another-action")


@mutant("message-id-without-scheme", "WSA-06", "The MessageID of an answer is 4711.")
def _message_id_without_scheme(message: Message) -> None:
    if message.response is not None:
        for message_id in message.addressing("MessageID"):
            message_id.text = "4711"


@mutant("fault-without-action", "WSA-07", "A fault has no Action.")
def _fault_without_action(message: Message) -> None:
    if message.fault is not None and message.soap_header is not None:
        for action in list(message.addressing("Action")):
            message.soap_header.remove(action)


@mutant(
    "action-with-white-space-refused",
    "WSA-08",
    "A request with white space around its Action gets an ActionNotSupported fault.",
)
def _action_with_white_space_refused(message: Message) -> None:
    action = asked.action(message)
    if action != action.strip():
        asked.fault_instead(message, action_not_supported(action, [action.strip()]))
