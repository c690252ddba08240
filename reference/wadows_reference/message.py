"""A response taken apart so that a mutant can change it, and put together again."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree
from werkzeug.http import parse_options_header

from wadows_reference.multipart import (
    CRLF,
    Headers,
    Part,
    bare_id,
    header,
    read_parts,
    set_header,
    set_parameter,
    write_parts,
)
from wadows_reference.receive import MULTIPART, SOAP
from wadows_reference.xml import elements, qname
from wadows_spec.constants import RS, SOAP12, WADO, WSA, XDSB

Edit = Callable[[bytes], bytes]
_RESPONSES: Final = (qname(XDSB, "DocumentResponse"), qname(WADO, "RenderedDocumentResponse"))


@dataclass(frozen=True)
class RecordedRequest:
    """The request that a response answers."""

    headers: Sequence[tuple[str, str]]
    body: bytes


class Message:
    """A response: change its fields, and `serialise` gives what goes out.

    `root` is the envelope, None if there is none to be read;
    `parts` are the parts beside the root part, empty if it is no multipart message.
    A message that nothing was changed in comes out byte for byte as it went in.
    """

    def __init__(
        self, request: RecordedRequest, status: int, headers: Sequence[tuple[str, str]], body: bytes
    ) -> None:
        self.request = request
        self.status = status
        self.headers: Headers = list(headers)
        self.parts: list[Part] = []
        self.root_part: Part | None = None
        self.edits: list[Edit] = []
        #: What Content-Length says, where it is not to be the truth.
        self.declared_length: int | None = None
        #: How many of the other parts stand before the root part.
        self.root_position = 0
        #: What ends delimiter lines and the headers of parts.
        self.line_end = CRLF
        self._body = body
        self._boundary = ""
        self.root = self._take_apart()
        self._before = self._content()

    def _take_apart(self) -> etree._Element | None:
        kind, parameters = parse_options_header(header(self.headers, "Content-Type"))
        content = self._body
        if kind.lower() == MULTIPART:
            self._boundary = parameters.get("boundary", "")
            self.parts = read_parts(self._body, self._boundary)
            start = bare_id(parameters.get("start", ""))
            for position, part in enumerate(self.parts):
                if part.content_id == start or not start:
                    self.root_part = self.parts.pop(position)
                    content = self.root_part.body
                    break
        elif kind.lower() != SOAP:
            return None
        try:
            return etree.fromstring(content, etree.XMLParser(resolve_entities=False))
        except (etree.XMLSyntaxError, ValueError):
            return None

    def _content(self) -> tuple[object, ...]:
        """Return all that goes into the body, so that a change is seen."""
        every = [self.root_part, *self.parts] if self.root_part else self.parts
        return (
            self._envelope(),
            self._boundary,
            self.line_end,
            self.root_position,
            [(list(part.headers), part.body) for part in every],
        )

    def edit_envelope(self, edit: Edit) -> None:
        """Change the envelope as it will be written; `root` is gone after that."""
        content = self._envelope()
        if content is None:
            return
        if self.root_part is None:
            self.edits.append(edit)
        else:
            self.root, self.root_part.body = None, edit(content)

    def _envelope(self) -> bytes | None:
        """Return the envelope with what stands around it, such as processing instructions."""
        if self.root is None:
            return None
        tree = self.root.getroottree()
        return etree.tostring(tree, xml_declaration=True, encoding="UTF-8")

    @property
    def content_type(self) -> str:
        """The Content-Type of the whole."""
        return header(self.headers, "Content-Type")

    def set_header(self, name: str, value: str) -> None:
        """Replace or add an HTTP header."""
        set_header(self.headers, name, value)

    def set_parameter(self, name: str, value: str) -> None:
        """Replace or add a parameter of the Content-Type of the whole."""
        self.set_header("Content-Type", set_parameter(self.content_type, name, value))

    @property
    def boundary(self) -> str:
        """The boundary between the parts, empty if there are none."""
        return self._boundary

    @boundary.setter
    def boundary(self, boundary: str) -> None:
        self._boundary = boundary
        self.set_parameter("boundary", boundary)

    @property
    def fault(self) -> etree._Element | None:
        """The Fault, None if this is none."""
        return None if self.root is None else self.root.find(f".//{qname(SOAP12, 'Fault')}")

    @property
    def response(self) -> etree._Element | None:
        """The response element of an operation, None if this is a fault or no envelope."""
        if self.root is None or self.fault is not None:
            return None
        body = self.root.find(qname(SOAP12, "Body"))
        found = elements(body) if body is not None else []
        return found[0] if found else None

    @property
    def is_rendered(self) -> bool:
        """Whether this answers a rendered request."""
        return self.response is not None and self.response.tag == qname(
            WADO, "RetrieveRenderedImagingDocumentSetResponse"
        )

    @property
    def soap_header(self) -> etree._Element | None:
        """The Header of the envelope, None if there is none."""
        return None if self.root is None else self.root.find(qname(SOAP12, "Header"))

    def addressing(self, name: str) -> Iterator[etree._Element]:
        """Yield the WS-Addressing headers of that name."""
        if self.root is not None:
            yield from self.root.iterfind(f"{qname(SOAP12, 'Header')}/{qname(WSA, name)}")

    def documents(self) -> list[etree._Element]:
        """Return the responses for single documents, of either operation."""
        return (
            []
            if self.response is None
            else [child for child in self.response if child.tag in _RESPONSES]
        )

    def errors(self) -> list[etree._Element]:
        """Return the registry errors."""
        if self.response is None:
            return []
        return list(self.response.iter(qname(RS, "RegistryError")))

    def registry_response(self) -> etree._Element | None:
        """Return the RegistryResponse of either operation."""
        if self.response is None:
            return None
        for namespace in (RS, WADO):
            found = self.response.find(qname(namespace, "RegistryResponse"))
            if found is not None:
                return found
        return None

    def replace(self, status: int, content_type: str, root: etree._Element | None) -> None:
        """Become another message: of one envelope and no parts, or empty without an envelope."""
        self.status = status
        self.set_header("Content-Type", content_type)
        self.root, self.root_part, self.parts, self._boundary = root, None, [], ""

    def serialise(self) -> tuple[int, Headers, bytes]:
        """Return status, headers and body as they go out."""
        body = self._body if self._content() == self._before else self._written()
        for edit in self.edits:
            body = edit(body)
        changed = body != self._body
        if self.declared_length is not None:
            set_header(self.headers, "Content-Length", str(self.declared_length))
        elif changed and header(self.headers, "Content-Length"):
            set_header(self.headers, "Content-Length", str(len(body)))
        return self.status, self.headers, body

    @property
    def length(self) -> int:
        """Length of the body as it came in, in bytes."""
        return len(self._body)

    def _written(self) -> bytes:
        envelope = self._envelope()
        if self.root_part is None:
            return envelope or b""
        if envelope is not None and envelope != self._before[0]:
            self.root_part.body = envelope
        every = list(self.parts)
        every.insert(self.root_position, self.root_part)
        return write_parts(every, self._boundary, self.line_end)
