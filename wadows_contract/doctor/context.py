"""What is looked at: an endpoint, and the few requests that are sent to it, each but once."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from wadows_contract.consumer.malformed import document_asked_for
from wadows_contract.conversation import Conversation, Endpoint
from wadows_contract.exchange import Exchange, Headers, Request
from wadows_contract.judge.finding import Case
from wadows_spec.catalogue import CatalogueDocument

_NAME = "doctor"


@dataclass(frozen=True)
class Context:
    """An endpoint with what it is asked; `timeout` in seconds is for a connection.

    What is asked is harmless: a description, one document, and one rendering of it.
    """

    endpoint: Endpoint
    timeout: float

    @property
    def secure(self) -> bool:
        """Whether the URL asks for TLS."""
        return urlsplit(self.endpoint.url).scheme == "https"

    @property
    def host(self) -> str:
        """The host of the URL, without the brackets of an IPv6 address."""
        return urlsplit(self.endpoint.url).hostname or ""

    @property
    def port(self) -> int:
        """The port of the URL, or that of its scheme."""
        return urlsplit(self.endpoint.url).port or (443 if self.secure else 80)

    @property
    def document(self) -> CatalogueDocument:
        """The document that is asked for: the smallest image that is not compressed."""
        return document_asked_for(self.endpoint.catalogue)

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
        conversation = self._conversation("rendered")
        conversation.render({})
        return conversation.case

    @cached_property
    def first(self) -> Case:
        """The exchange by which everything below the operations is looked at."""
        case = self.retrieved or self.rendered
        if case is None:  # rendered alone is declared, and the catalogue has no image
            conversation = self._conversation("rendered")
            conversation.render({})
            case = conversation.case
        return case

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
