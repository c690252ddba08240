"""What is looked at: an endpoint, and the few requests that are sent to it, each but once."""

import ssl
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509

from wadows_contract.connection import Connection, ssl_context
from wadows_contract.consumer.credentials import Credentials
from wadows_contract.consumer.malformed import document_asked_for
from wadows_contract.conversation import Conversation, Endpoint
from wadows_contract.doctor.handshake import Handshake, shake_hands
from wadows_contract.doctor.route import Route
from wadows_contract.exchange import Exchange, Headers, Request
from wadows_contract.judge.finding import Case
from wadows_spec.catalogue import CatalogueDocument

_NAME = "doctor"
#: Seconds in which an endpoint of TLS 1.3 refuses a certificate, if it does.
_PATIENCE = 1.0
#: The roles that most scenarios speak of: plain images of one frame.
_USUAL = ("signed", "unsigned")


@dataclass(frozen=True)
class Context:
    """An endpoint with what it is asked, and how it is reached: as was said, and as that was read.

    What is asked is harmless: a description, one document, and one rendering of it.
    """

    endpoint: Endpoint
    connection: Connection
    given: Credentials
    timeout: float

    @cached_property
    def route(self) -> Route:
        """The way to the endpoint."""
        return Route(self.endpoint.url, self.given.proxy, self.timeout)

    @property
    def secure(self) -> bool:
        """Whether the URL asks for TLS."""
        return urlsplit(self.endpoint.url).scheme == "https"

    @cached_property
    def client_certificate(self) -> x509.Certificate | None:
        """The certificate that is shown to the endpoint; None if none was given or it is odd."""
        if not self.connection.client_cert:
            return None
        try:
            return x509.load_pem_x509_certificate(Path(self.connection.client_cert).read_bytes())
        except ValueError:  # OpenSSL, which has taken it, reads more than this
            return None

    def trust(self) -> ssl.SSLContext:
        """Return new settings that trust who is to be trusted, and have our certificate."""
        return ssl_context(self.connection)

    def shake_hands(self, settings: ssl.SSLContext, wait: float = 0.0) -> Handshake:
        """Make a connection and shake hands; raises nothing that the other side causes."""
        try:
            connection = self.route.connect()
        except OSError as error:
            return Handshake("", "", (), False, None, error)
        return shake_hands(connection, settings, self.route.host, wait)

    @cached_property
    def handshake(self) -> Handshake:
        """A handshake in which the endpoint may be anybody."""
        return self.shake_hands(self._trusting_anybody())

    @cached_property
    def certificates(self) -> tuple[x509.Certificate, ...]:
        """The certificates that the endpoint sent, its own first; none if one cannot be read."""
        try:
            return tuple(map(x509.load_der_x509_certificate, self.handshake.chain))
        except ValueError:
            return ()

    @cached_property
    def presented(self) -> Handshake:
        """The handshake that shows whether our certificate is taken.

        In TLS 1.2 that is known when the handshake ends; in TLS 1.3 it has to be waited for.
        """
        settings = self._trusting_anybody()
        settings.maximum_version = ssl.TLSVersion.TLSv1_2
        shaken = self.shake_hands(settings)
        if shaken.version or shaken.chain:
            return shaken
        return self.shake_hands(self._trusting_anybody(), wait=_PATIENCE)

    def _trusting_anybody(self) -> ssl.SSLContext:
        settings = self.trust()
        settings.check_hostname = False
        settings.verify_mode = ssl.CERT_NONE
        return settings

    @property
    def document(self) -> CatalogueDocument:
        """The document that is asked for: what most scenarios ask for, else a small image."""
        documents = self.endpoint.catalogue.documents
        usual = next((documents[role] for role in _USUAL if role in documents), None)
        return usual or document_asked_for(self.endpoint.catalogue)

    @cached_property
    def retrieved(self) -> Case | None:
        """One document, asked for by RAD-69; None if the statement does not declare that."""
        if "retrieve" not in self.endpoint.statement.operations:
            return None
        conversation = self._conversation("retrieve")
        conversation.retrieve()
        return conversation.case

    @cached_property
    def rendered(self) -> Case | None:
        """One image, asked for rendered; None if that is not declared or there is no image."""
        if "rendered" not in self.endpoint.statement.operations or not self.document.frames:
            return None
        return self._rendered()

    @cached_property
    def first(self) -> Case:
        """The exchange by which everything below the operations is looked at."""
        # Rendered alone may be declared, of a catalogue without images.
        return self.retrieved or self.rendered or self._rendered()

    def _rendered(self) -> Case:
        conversation = self._conversation("rendered")
        conversation.render({})
        return conversation.case

    @cached_property
    def description(self) -> Exchange:
        """The endpoint's answer to a request for its WSDL."""
        url = self.endpoint.url
        mark = "&" if urlsplit(url).query else "?"
        body = self.endpoint.recorder.bodies.save((), f"{_NAME}-wsdl-request")
        request = Request(f"{url}{mark}wsdl", Headers(), body, "GET")
        return self.endpoint.transport.send(f"{_NAME}-wsdl", 1, request)

    def _conversation(self, what: str) -> Conversation:
        conversation = Conversation(self.endpoint, f"{_NAME}-{what}", "")
        conversation.wish.add(self.document.role)
        return conversation
