"""The typed door: zeep builds the messages from our WSDL and reads the answers back.

zeep can neither send MTOM nor read it without loss, so both happen around it:
the transport packs the request, streams the response to the store
and hands zeep the root part alone, each document left as the cid URL that names it.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import requests
import zeep
import zeep.plugins
from lxml import etree
from zeep.wsdl.utils import etree_to_string

from wadows_contract.consumer.mtom import pack
from wadows_contract.exchange import Body, Exchange, Headers, Request, Response
from wadows_contract.wire.message import read_message
from wadows_spec.constants import IHERAD, SOAP12, WSA, WSA_ANONYMOUS, XOP
from wadows_spec.data import data_path

#: Headers and body of a request.
Message = tuple[tuple[tuple[str, str], ...], bytes]
Send = Callable[[tuple[tuple[str, str], ...], bytes], Exchange]
_BINDING = f"{{{IHERAD}}}ImagingDocumentSource_Binding_Soap12"
_OPERATIONS = {
    "retrieve": "ImagingDocumentSource_RetrieveImagingDocumentSet",
    "rendered": "ImagingDocumentSource_RetrieveRenderedImagingDocumentSet",
}
#: Bytes of what is no envelope that zeep is given.
_MOST_UNREAD: Final = 1_000


@dataclass(frozen=True)
class TypedAnswer:
    """An exchange with what zeep made of it: an object, or why it made nothing."""

    exchange: Exchange
    value: Any
    problem: str


class _Addressing(zeep.Plugin):
    """Adds what zeep leaves out: ReplyTo, mustUnderstand, and the Action that is declared."""

    action = ""

    def egress(
        self, envelope: etree._Element, http_headers: Any, operation: Any, binding_options: Any
    ) -> tuple[etree._Element, Any]:
        """Complete the headers of a request (ITI TF-2x V.9.2.1, WSA101 and WSA102)."""
        action = envelope.find(f".//{{{WSA}}}Action")
        assert action is not None
        if self.action:
            action.text = self.action
        action.set(f"{{{SOAP12}}}mustUnderstand", "true")
        parent = action.getparent()
        assert parent is not None
        reply = etree.SubElement(parent, f"{{{WSA}}}ReplyTo")
        etree.SubElement(reply, f"{{{WSA}}}Address").text = WSA_ANONYMOUS
        return envelope, http_headers

    def ingress(
        self, envelope: etree._Element, http_headers: Any, operation: Any
    ) -> tuple[etree._Element, Any]:
        """Put the cid URL, as base64 text, where an xop:Include stood."""
        for include in envelope.findall(f".//{{{XOP}}}Include"):
            parent = include.getparent()
            assert parent is not None
            href = include.get("href", "")
            parent.remove(include)
            parent.text = base64.b64encode(href.encode()).decode()
        return envelope, http_headers


class _XopTransport(zeep.Transport):
    """Sends by way of the consumer's transport, and keeps the exchange."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    send: Send
    exchange: Exchange

    def post_xml(
        self, address: str, envelope: etree._Element, headers: Mapping[str, str]
    ) -> requests.Response:
        """Pack, send, and return the root part as if it had come alone."""
        action = envelope.findtext(f".//{{{WSA}}}Action") or ""
        self.exchange = self.send(*pack(etree_to_string(envelope), action))
        answer = self.exchange.response
        response = requests.Response()
        response.status_code = 0 if answer is None else answer.status
        response._content = b"" if answer is None else _root(answer)
        response.headers["Content-Type"] = "application/soap+xml"
        return response


def _root(answer: Response) -> bytes:
    facts = read_message(answer.headers, answer.body)
    # zeep puts all that it cannot read into its error.
    return facts.root_bytes if facts.envelope else answer.body.read(0, _MOST_UNREAD)


@cache
def _client() -> tuple[zeep.Client, _XopTransport, _Addressing]:
    transport, addressing = _XopTransport(), _Addressing()
    wsdl = str(data_path("wsdl/ImagingDocumentSource.wsdl"))
    return zeep.Client(wsdl, transport=transport, plugins=[addressing]), transport, addressing


def call(url: str, operation: str, action: str, request: dict[str, Any], send: Send) -> TypedAnswer:
    """Call an operation; `action` replaces the WSDL's, `send` carries headers and body."""
    client, transport, addressing = _client()
    transport.send, addressing.action = send, action
    service = client.create_service(_BINDING, url)
    try:
        value, problem = getattr(service, _OPERATIONS[operation])(**request), ""
    except Exception as error:
        if not hasattr(transport, "exchange"):
            raise  # nothing was sent: our own request does not fit our own schema
        value, problem = None, f"{type(error).__name__}: {error}"
    exchange = transport.exchange
    del transport.exchange
    return TypedAnswer(exchange, value, problem)


def message(url: str, operation: str, action: str, request: dict[str, Any]) -> Message:
    """Return what `call` would send; nothing is sent."""
    built: list[Message] = []

    def keep(headers: tuple[tuple[str, str], ...], content: bytes) -> Exchange:
        built.append((headers, content))
        return Exchange("", "", Request(url, Headers(headers), Body(Path(), 0, "")), None)

    call(url, operation, action, request, keep)
    return built[0]
