"""Mutants of HTTP."""

from typing import Final

from wadows_reference.faults import sender
from wadows_reference.message import Message
from wadows_reference.multipart import header
from wadows_reference.mutants import asked
from wadows_reference.mutants.registry import mutant

#: Refused by HTTP itself: the verb, or the media type.
_NO_MESSAGE: Final = (405, 415)


@mutant("body-shorter-than-declared", "HTTP-01", "Content-Length promises 64 bytes more than come.")
def _body_shorter_than_declared(message: Message) -> None:
    message.declared_length = message.length + 64


@mutant("answer-with-status-500", "HTTP-02", "An answer that is no fault has HTTP status 500.")
def _answer_with_status_500(message: Message) -> None:
    if message.response is not None:
        message.status = 500


@mutant("fault-with-status-200", "HTTP-03", "A fault has HTTP status 200.")
def _fault_with_status_200(message: Message) -> None:
    if message.fault is not None:
        message.status = 200


@mutant("second-content-length", "HTTP-04", "A second Content-Length says one byte more.")
def _second_content_length(message: Message) -> None:
    # Behind the true one, which most clients go by; and more, since a server that goes by
    # the last one would cut the body off.
    if header(message.headers, "Content-Length"):
        message.headers.append(("Content-Length", str(message.length + 1)))


@mutant("second-content-type", "HTTP-08", "A second Content-Type calls the answer plain text.")
def _second_content_type(message: Message) -> None:
    if message.root is not None:
        message.headers.append(("Content-Type", "text/plain"))


@mutant("content-coding-claimed", "HTTP-09", "Content-Encoding calls what is not packed gzip.")
def _content_coding_claimed(message: Message) -> None:
    if message.root is not None:
        message.headers.append(("Content-Encoding", "gzip"))


@mutant("verbs-not-named", "HTTP-05", "A verb is refused without Allow.")
def _verbs_not_named(message: Message) -> None:
    if message.status == 405:
        message.headers = [
            (name, value) for name, value in message.headers if name.lower() != "allow"
        ]


@mutant("no-message-gets-500", "HTTP-06", "What is no SOAP message gets HTTP status 500.")
def _no_message_gets_500(message: Message) -> None:
    if message.status in _NO_MESSAGE:
        message.status = 500


@mutant(
    "soap-action-obeyed",
    "HTTP-07",
    "A request whose SOAPAction is not its Action gets a Sender fault.",
)
def _soap_action_obeyed(message: Message) -> None:
    soap_action = header(message.request.headers, "SOAPAction").strip()
    if soap_action and soap_action.strip('"') != asked.action(message).strip():
        fault = sender(f"The SOAPAction {soap_action} is not the Action of the request.")
        asked.fault_instead(message, fault)
