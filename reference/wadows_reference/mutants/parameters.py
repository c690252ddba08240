"""Mutants that overlook what is wrong with a rendered request, and send an image."""

import io
from collections.abc import Collection
from functools import cache
from typing import Final

from lxml import etree
from PIL import Image

from wadows_reference.answer import status_of
from wadows_reference.message import Message
from wadows_reference.multipart import Part
from wadows_reference.mutants import asked
from wadows_reference.mutants.answers import remove_error
from wadows_reference.mutants.registry import mutant
from wadows_reference.requests import DocumentRequest, rendered_documents
from wadows_reference.xml import qname, sub
from wadows_spec.constants import WADO, XDSB, XOP

# Mutant, requirement, number of the code that it does not send, what it overlooks.
_OVERLOOKED: Final[tuple[tuple[str, str, str, str], ...]] = (
    ("anonymize-overlooked", "REN-08", "0002", "a request to anonymize"),
    ("parameter-overlooked", "REN-09", "0013", "a parameter that is not supported"),
    ("content-type-overlooked", "REN-10", "0006", "a content type that is not supported"),
    ("no-image-overlooked", "REN-11", "0007", "that a document is no image"),
    ("missing-frame-overlooked", "REN-12", "0008", "that no frame was chosen"),
    ("value-overlooked", "REN-13", "0012", "a value that is not allowed"),
    ("last-frame-overlooked", "REN-14", "0018", "that there is no such frame"),
    ("failure-overlooked", "REN-15", "0014", "that nothing could be rendered"),
)


def _enter(name: str, requirement: str, code: str, what: str) -> None:
    @mutant(
        name,
        requirement,
        f"The server overlooks {what}: a grey image comes.",
        also="The image is neither of the size nor of the pixels that were asked for.",
    )
    def change(message: Message) -> None:
        _serve(message, {f"urn:dicom:wado:{code}"})

    @mutant(
        f"{name.removesuffix('-overlooked')}-refused-and-served",
        requirement,
        f"The server refuses {what.removeprefix('that ')}, and sends a grey image all the same: "
        "a document comes beside its error (REG-06), and is held to all that was asked for.",
        also="The image is neither of the size nor of the pixels that were asked for.",
    )
    def both(message: Message) -> None:
        _serve(message, {f"urn:dicom:wado:{code}"}, beside=True)


def _serve(message: Message, codes: Collection[str], beside: bool = False) -> None:
    """Put a grey image in the place of every error with one of the codes, or beside it."""
    request, registry = asked.rendered_request(message), message.registry_response()
    if request is None or registry is None or not message.is_rendered:
        return
    wanted = list(rendered_documents(request))
    for document in message.documents():
        _strike(wanted, _source(document), _echoed(document))
    for error in message.errors():
        location = error.get("location", "").strip()
        found = next((each for each in wanted if _uid(each) == location), None)
        if found is not None and error.get("errorCode") in codes:
            if not beside:
                remove_error(registry, error)
            wanted.remove(found)
            _add(message, found)
    registry.set("status", status_of(len(message.documents()), len(message.errors())))


def _strike(wanted: list[DocumentRequest], uid: str, echoed: Collection[tuple[str, str]]) -> None:
    """Remove what has been answered with an image from what is wanted."""
    for entry in wanted:
        if _uid(entry) == uid and set(entry.parameters) == set(echoed):
            wanted.remove(entry)
            return


def _uid(request: DocumentRequest) -> str:
    return request.document_unique_id.strip()


def _source(document: etree._Element) -> str:
    return (document.findtext(qname(WADO, "SourceDocumentUniqueId")) or "").strip()


def _echoed(document: etree._Element) -> Collection[tuple[str, str]]:
    """Return the parameters that a document echoes, with their values."""
    names = ((etree.QName(child), child.text or "") for child in document)
    return [
        (name.localname, text)
        for name, text in names
        if name.namespace == WADO and name.localname != "SourceDocumentUniqueId"
    ]


def _add(message: Message, request: DocumentRequest) -> None:
    assert message.response is not None
    content_id = f"grey-{len(message.parts)}@wadows"
    node = sub(message.response, WADO, "RenderedDocumentResponse")
    if request.home_community_id is not None:
        sub(node, XDSB, "HomeCommunityId", request.home_community_id)
    sub(node, XDSB, "RepositoryUniqueId", request.repository_unique_id)
    sub(node, WADO, "SourceDocumentUniqueId", request.document_unique_id)
    for name, value in request.parameters:
        sub(node, WADO, name, value)
    sub(node, XDSB, "mimeType", "image/jpeg")
    sub(sub(node, XDSB, "Document"), XOP, "Include").set("href", f"cid:{content_id}")
    message.parts.append(
        Part(
            [
                ("Content-Type", "image/jpeg"),
                ("Content-Transfer-Encoding", "binary"),
                ("Content-ID", f"<{content_id}>"),
            ],
            _grey(),
        )
    )


@cache
def _grey() -> bytes:
    content = io.BytesIO()
    Image.new("L", (64, 64), 128).save(content, "JPEG")
    return content.getvalue()


for row in _OVERLOOKED:
    _enter(*row)
