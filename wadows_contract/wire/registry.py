"""Registry responses and document responses of both operations, as they stand on the wire.

Elements are known by their local names: stacks put them into the namespace of the answer, or into
none. That this is wrong is said once, by who holds the answer against its schema.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from lxml import etree

from wadows_contract.wire.grouping import grouped
from wadows_contract.wire.xml import elements, text_of
from wadows_spec.constants import WADO, XDSB, XOP

RETRIEVE_RESPONSE = f"{{{XDSB}}}RetrieveDocumentSetResponse"
RENDERED_RESPONSE = f"{{{WADO}}}RetrieveRenderedImagingDocumentSetResponse"
_DOCUMENT_RESPONSES = ("DocumentResponse", "RenderedDocumentResponse")
#: Children of such a response that are none of the parameters it was asked for with.
_NO_PARAMETERS = ("HomeCommunityId", "RepositoryUniqueId", "DocumentUniqueId", "mimeType",
                  "SourceDocumentUniqueId", "Document")  # fmt: skip

#: What the schema allows and IHE does not use (ITI TF-2 3.43.5): attributes and elements.
_UNUSED_ATTRIBUTES = ("requestId",)
_UNUSED_ELEMENTS = ("ResponseSlotList", "NewRepositoryUniqueId", "NewDocumentUniqueId")


@dataclass(frozen=True)
class RegistryError:
    """A RegistryError; attributes that are absent are None.

    `content` is what stands between its tags: text and names of elements; empty for nothing.
    """

    code: str | None
    context: str | None
    severity: str | None
    location: str | None
    content: str = ""


@dataclass(frozen=True)
class DocumentResponse:
    """A DocumentResponse or RenderedDocumentResponse.

    `document` is DocumentUniqueId, or SourceDocumentUniqueId of a rendering;
    `home` is None where HomeCommunityId is absent; `echoed` holds the rendered parameters.
    `include` is the href of an xop:Include, `inline` the text of a base64 document.
    """

    document: str
    repository: str
    home: str | None
    mime_type: str
    echoed: Mapping[str, str]
    include: str | None
    inline: str | None


@dataclass(frozen=True)
class RegistryAnswer:
    """What the body of an answer says; `status` is None where there is no RegistryResponse.

    `highest_severity` is None where RegistryErrorList says none. `unused` names what is there
    although IHE does not use it.
    """

    status: str | None
    errors: tuple[RegistryError, ...]
    documents: tuple[DocumentResponse, ...]
    highest_severity: str | None = None
    unused: tuple[str, ...] = ()

    @cached_property
    def by_document(self) -> Mapping[str, Sequence[DocumentResponse]]:
        """The documents by DocumentUniqueId, in the order in which they came."""
        return grouped(self.documents, attrgetter("document"))


def read_registry(body: etree._Element) -> RegistryAnswer:
    """Read the body element of either operation's answer, in whatever state it is."""
    responses = [child for child in elements(body) if _name(child) == "RegistryResponse"]
    lists = _below(responses, "RegistryErrorList")
    documents = [child for child in elements(body) if _name(child) in _DOCUMENT_RESPONSES]
    return RegistryAnswer(
        status=_uri(responses[0].get("status")) if responses else None,
        errors=tuple(map(_error, _below(responses, "RegistryError"))),
        documents=tuple(map(_document, documents)),
        highest_severity=_uri(lists[0].get("highestSeverity")) if lists else None,
        unused=tuple(_unused([*responses, *documents])),
    )


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _below(parents: list[etree._Element], name: str) -> list[etree._Element]:
    """Return the elements of a local name, at whatever depth."""
    return [entry for parent in parents for entry in parent.iter(f"{{*}}{name}")]


def _error(error: etree._Element) -> RegistryError:
    code, context, severity, location = map(
        error.get, ("errorCode", "codeContext", "severity", "location")
    )
    children = (f"<{_name(child)}>" for child in elements(error))
    content = " ".join(filter(None, (text_of(error), *children)))
    return RegistryError(code, context, _uri(severity), location, content)


def _uri(value: str | None) -> str | None:
    """Remove white space around a URI, which XML Schema does not count as part of it."""
    return None if value is None else value.strip()


def _unused(parents: list[etree._Element]) -> Iterator[str]:
    for parent in parents:
        yield from (name for name in _UNUSED_ATTRIBUTES if name in parent.attrib)
        names = map(_name, elements(parent))
        yield from (name for name in names if name in _UNUSED_ELEMENTS)


def _document(response: etree._Element) -> DocumentResponse:
    children = _children(response)
    home = children.get("HomeCommunityId")
    uid = children.get("DocumentUniqueId", children.get("SourceDocumentUniqueId"))
    content = children.get("Document")
    include = None if content is None else content.find(f"{{{XOP}}}Include")
    return DocumentResponse(
        document=text_of(uid),
        repository=text_of(children.get("RepositoryUniqueId")),
        home=None if home is None else text_of(home),
        mime_type=text_of(children.get("mimeType")),
        echoed={
            name: text_of(child)
            for name, child in children.items()
            if etree.QName(child).namespace == WADO and name not in _NO_PARAMETERS
        },
        include=None if include is None else include.get("href", ""),
        inline=text_of(content) if content is not None and include is None else None,
    )


def _children(response: etree._Element) -> dict[str, etree._Element]:
    """Return the first child of each local name; one of a namespace of the schema if there is."""
    first = list(reversed(list(elements(response))))
    first.sort(key=lambda child: etree.QName(child).namespace in (XDSB, WADO))
    return {_name(child): child for child in first}
