"""The Imaging Document Source as a WSGI application."""

import io
import logging
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, cast
from urllib.parse import parse_qsl

from lxml import etree
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge
from werkzeug.wrappers import Request

from wadows_reference.addressing import find_message_id
from wadows_reference.answer import Context
from wadows_reference.envelope import parse, read_envelope
from wadows_reference.faults import RECEIVER, SoapFault, fault_envelope
from wadows_reference.message import RecordedRequest
from wadows_reference.mtom import mtom_reply
from wadows_reference.mutants import Mutant, find_mutant
from wadows_reference.operations import operations, perform
from wadows_reference.receive import (
    MEDIA_TYPES,
    SOAP,
    Received,
    check_includes,
    media_type,
    receive,
)
from wadows_reference.replay import change_reply, mutate_request
from wadows_reference.reply import Reply
from wadows_reference.request_addressing import read_addressing
from wadows_reference.schema import schema_names, wsdl, xsd
from wadows_reference.sending import WAITING, plain_connection
from wadows_reference.settings import Settings
from wadows_reference.spool import Spool
from wadows_reference.store import Store
from wadows_reference.variants import Variant, find_variant
from wadows_reference.waiting import Turns, read_body
from wadows_reference.xml import legal, to_bytes
from wadows_spec.catalogue import CATALOGUE_FILE, load_catalogue
from wadows_spec.constants import ENDPOINT_PATH
from wadows_spec.statement import Statement, load_statement

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

LOG: Final = logging.getLogger("wadows_reference")
_XML: Final = "text/xml; charset=utf-8"
_TEXT: Final = "text/plain; charset=utf-8"
_IDENTITY: Final = "identity"
_ALLOW: Final = ("Allow", "GET, HEAD, POST")


class Application:
    """Answers every request that HTTP can carry; nothing that is sent makes it fail."""

    def __init__(
        self,
        store: Store,
        statement: Statement,
        settings: Settings,
        mutant: Mutant | None = None,
        variant: Variant | None = None,
    ) -> None:
        self.store = store
        self.settings = variant.set(settings) if variant else settings
        self.send = variant.send if variant else None
        self._statement = variant.declare(statement) if variant else statement
        self._variant = variant
        self._mutant = mutant.begun() if mutant else None
        self._operations = operations(self._statement)
        self._turns = Turns()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        # One more, since Werkzeug cuts a chunked body off at its limit without a word.
        request.max_content_length = self.settings.limits.request_bytes + 1
        reply = self._reply(request)
        if self._variant is not None:
            reply = change_reply(self._variant.change, _recorded(request), reply)
        if self._mutant is not None:
            mutant = self._mutant
            reply = change_reply(mutant.change, _recorded(request), reply, mutant.send)
        phrase = HTTPStatus(reply.status).phrase
        start_response(f"{reply.status} {phrase}", reply.headers)
        if request.method == "HEAD":
            reply.close()
            return []
        if self.settings.past_server and self.send is None:
            reply.connection = plain_connection(environ)
            reply.waiting = environ.get(WAITING, nullcontext)
        return reply

    def spool_in(self, folder: Path) -> None:
        """Keep what is made while it is sent in a folder from now on."""
        self.settings = replace(self.settings, spool_folder=folder)

    def _reply(self, request: Request) -> Reply:
        if request.path != ENDPOINT_PATH:
            return _text(404, f"There is nothing here; the endpoint is {ENDPOINT_PATH}.")
        access = self.settings.access
        if not access.authorizes(request.headers.get("Authorization", "")):
            text = "This endpoint wants to know who asks; see WWW-Authenticate."
            return _text(401, text, ("WWW-Authenticate", access.challenge))
        answer = _VERBS.get(request.method)
        if answer is None:
            return _text(405, "SOAP requests come by POST; GET ?wsdl gives the WSDL.", _ALLOW)
        return answer(self, request)

    def _describe(self, request: Request) -> Reply:
        """Answer GET: the WSDL and the schemas, each at the address that was asked for them."""
        # Werkzeug raises for a byte that should have been escaped.
        query = request.query_string.decode("latin-1")
        arguments = {name.lower(): value for name, value in parse_qsl(query, True)}
        if "wsdl" in arguments:
            return _content(200, _XML, wsdl(request.base_url))
        name = arguments.get("xsd")
        if name is None:
            return _text(405, "SOAP requests come by POST; GET ?wsdl gives the WSDL.", _ALLOW)
        if name not in schema_names():
            known = ", ".join(sorted(schema_names()))
            return _text(404, f"There is no such schema; known: {known}.")
        return _content(200, _XML, xsd(name, request.base_url))

    def _exchange(self, request: Request) -> Reply:
        """Answer POST."""
        content_type = request.headers.get("Content-Type", "")
        if media_type(content_type) not in MEDIA_TYPES:
            found = media_type(content_type) or "none"
            text = f"Send {' or '.join(MEDIA_TYPES)}; the media type is {found}."
            return _text(415, text, ("Accept", ", ".join(MEDIA_TYPES)))
        coding = request.headers.get("Content-Encoding", _IDENTITY).strip()
        if coding.lower() != _IDENTITY:
            text = f"Send the body without any content coding; this one has {coding}."
            return _text(415, text, ("Accept-Encoding", _IDENTITY))
        try:
            with self._body(request) as body:
                size = body.seek(0, io.SEEK_END)
                if size > self.settings.limits.request_bytes:
                    raise RequestEntityTooLarge
                return self._turns.take(size, partial(self._answer, content_type, body))
        except RequestEntityTooLarge:
            most = self.settings.limits.request_bytes
            return _text(413, f"A request may have {most} bytes; ask for less at once.")
        except (ClientDisconnected, OSError) as error:
            if isinstance(error.__context__ or error, TimeoutError):
                seconds = self.settings.limits.body_seconds
                return _text(408, f"The body did not come within {seconds:g} seconds.")
            return _text(400, "The body is shorter than Content-Length says.")
        except SoapFault as fault:
            return _fault(fault, None)

    def _body(self, request: Request) -> BinaryIO:
        # A mutant or variant reads it twice.
        if self._mutant or self._variant:
            return io.BytesIO(request.get_data())
        return read_body(cast("BinaryIO", request.stream), self.settings.spool_folder)

    def _read(self, content_type: str, file: BinaryIO) -> tuple[etree._Element, Received]:
        """Return the root element, and what else was received: the text itself is let go of."""
        file.seek(0)
        body = file.read()
        if self._mutant is not None:
            content_type, body = mutate_request(self._mutant, content_type, body)
        limits = self.settings.limits
        received = receive(content_type, body, limits)
        root = parse(received.envelope, received.charset, limits.depth)
        return root, replace(received, envelope=b"")

    def _answer(self, content_type: str, file: BinaryIO) -> Reply:
        relates_to = None
        spool = Spool(self.settings.spool_folder)
        try:
            root, received = self._read(content_type, file)
            relates_to = find_message_id(root)
            access = self.settings.access
            envelope = read_envelope(root, access.understood)
            access.check_token(envelope.header)
            addressing = read_addressing(envelope.header, received.action)
            check_includes(root, received)
            context = Context(self.store, self._statement, self.settings, spool)
            action, answer = perform(addressing.action, envelope.content, self._operations, context)
            size = self.settings.read_size
            reply = mtom_reply(answer, action, addressing.message_id, size, spool)
            reply.begin()
            return reply
        except SoapFault as fault:
            spool.close()
            return _fault(fault, relates_to)
        except OSError as error:
            spool.close()
            LOG.warning("a request could not be answered: %s", error)
            return _fault(
                SoapFault(RECEIVER, "The server failed to answer; ask again."), relates_to
            )
        except Exception:
            spool.close()
            LOG.exception("a request could not be answered")
            return _fault(SoapFault(RECEIVER, "The server failed to answer."), relates_to)


_VERBS: Final[dict[str, Callable[[Application, Request], Reply]]] = {
    "POST": Application._exchange,
    "GET": Application._describe,
    "HEAD": Application._describe,
}


def _recorded(request: Request) -> RecordedRequest:
    """Return a request for a mutant or variant to read, without its body if that cannot be had."""
    try:
        body = request.get_data()
    except (RequestEntityTooLarge, ClientDisconnected, OSError):
        body = b""
    return RecordedRequest(list(request.headers), body)


def _fault(fault: SoapFault, relates_to: str | None) -> Reply:
    content = to_bytes(fault_envelope(fault, relates_to))
    return _content(fault.status, f"{SOAP}; charset=utf-8", content)


def _text(status: int, text: str, *headers: tuple[str, str]) -> Reply:
    return _content(status, _TEXT, f"{legal(text)}\n".encode(), *headers)


def _content(status: int, content_type: str, content: bytes, *headers: tuple[str, str]) -> Reply:
    return Reply(status, content_type, [content], len(content), headers=headers)


def create_app(
    folder: Path | str,
    statement: Statement | str = "dcm4chee-arc",
    mutant: str | None = None,
    index: Path | None = None,
    settings: Settings | None = None,
    variant: str | None = None,
) -> Application:
    """Return an application that serves the DICOM files of a folder, for any WSGI server.

    If the settings name no repository, it is that of the folder's catalogue, if there is one.
    Raises `ConfigurationError` if folder, statement, mutant, index or variant cannot be used.
    """
    settings = settings or Settings()
    own = settings.repository_unique_id or _catalogued_repository(Path(folder))
    return Application(
        Store.open(Path(folder), index),
        load_statement(statement) if isinstance(statement, str) else statement,
        replace(settings, repository_unique_id=own),
        find_mutant(mutant) if mutant else None,
        find_variant(variant) if variant else None,
    )


def _catalogued_repository(folder: Path) -> str:
    path = folder / CATALOGUE_FILE
    return load_catalogue(path, with_files=False).repository_unique_id if path.is_file() else ""
