"""Registry responses and document responses of both operations, as they stand on the wire."""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from wadows_contract.wire.envelope import elements, text_of
from wadows_spec.constants import RS, WADO, XDSB, XOP

RETRIEVE_RESPONSE = f"{{{XDSB}}}RetrieveDocumentSetResponse"
RENDERED_RESPONSE = f"{{{WADO}}}RetrieveRenderedImagingDocumentSetResponse"
_DOCUMENT_RESPONSES = (f"{{{XDSB}}}DocumentResponse", f"{{{WADO}}}RenderedDocumentResponse")


@dataclass(frozen=True)
class RegistryError:
    """A rs:RegistryError; attributes that are absent are None."""

    code: str | None
    context: str | None
    severity: str | None
    location: str | None


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
    """What the body of an answer says; `status` is None where there is no RegistryResponse."""

    status: str | None
    errors: tuple[RegistryError, ...]
    documents: tuple[DocumentResponse, ...]


def read_registry(body: etree._Element) -> RegistryAnswer:
    """Read the body element of either operation's answer, in whatever state it is."""
    responses = [child for child in elements(body) if etree.QName(child).localname
                 == "RegistryResponse"]  # fmt: skip
    return RegistryAnswer(
        status=responses[0].get("status") if responses else None,
        errors=tuple(
            RegistryError(*map(error.get, ("errorCode", "codeContext", "severity", "location")))
            for response in responses
            for error in response.iter(f"{{{RS}}}RegistryError")
        ),
        documents=tuple(
            _document(child) for child in elements(body) if child.tag in _DOCUMENT_RESPONSES
        ),
    )


def _document(response: etree._Element) -> DocumentResponse:
    children = {child.tag: child for child in reversed(list(elements(response)))}
    home = children.get(f"{{{XDSB}}}HomeCommunityId")
    uid = children.get(
        f"{{{XDSB}}}DocumentUniqueId", children.get(f"{{{WADO}}}SourceDocumentUniqueId")
    )
    content = children.get(f"{{{XDSB}}}Document")
    include = None if content is None else content.find(f"{{{XOP}}}Include")
    return DocumentResponse(
        document=text_of(uid),
        repository=text_of(children.get(f"{{{XDSB}}}RepositoryUniqueId")),
        home=None if home is None else text_of(home),
        mime_type=text_of(children.get(f"{{{XDSB}}}mimeType")),
        echoed={
            etree.QName(child).localname: text_of(child)
            for child in children.values()
            if etree.QName(child).namespace == WADO and child is not uid
        },
        include=None if include is None else include.get("href", ""),
        inline=text_of(content) if content is not None and include is None else None,
    )
