"""Mutants of the registry response and of what is answered at all."""

from copy import deepcopy
from urllib.parse import unquote

from lxml import etree

from wadows_reference.envelope import parse, read_envelope
from wadows_reference.faults import SoapFault
from wadows_reference.message import Message
from wadows_reference.multipart import header
from wadows_reference.mutants.registry import mutant
from wadows_reference.receive import receive
from wadows_reference.requests import PARAMETERS, transfer_syntaxes
from wadows_reference.xml import qname, sub
from wadows_spec.constants import (
    IHERAD,
    IMPLICIT_VR_LE,
    RS,
    SEVERITY_ERROR,
    STATUS_FAILURE,
    STATUS_PARTIAL,
    STATUS_SUCCESS,
    WADO,
    XDSB,
    XOP,
)


def _set_status(message: Message, status: str, only: str | None = None) -> None:
    registry = message.registry_response()
    if registry is not None and only in (None, registry.get("status")):
        registry.set("status", status)


@mutant("partial-success-of-oasis", "REG-02", "PartialSuccess is an URN of OASIS, not of IHE.")
def _partial_success_of_oasis(message: Message) -> None:
    _set_status(message, STATUS_SUCCESS.replace("Success", "PartialSuccess"), only=STATUS_PARTIAL)


@mutant("success-beside-an-error", "REG-03", "The status is Success although there are errors.")
def _success_beside_an_error(message: Message) -> None:
    if message.errors():
        _set_status(message, STATUS_SUCCESS)


@mutant("error-without-code", "REG-04", "A registry error has an empty errorCode.")
def _error_without_code(message: Message) -> None:
    for error in message.errors():
        error.set("errorCode", "")


@mutant("error-without-context", "REG-04", "A registry error has an empty codeContext.")
def _error_without_context(message: Message) -> None:
    for error in message.errors():
        error.set("codeContext", "")


@mutant("error-without-location", "REG-05", "A registry error has no location.")
def _error_without_location(message: Message) -> None:
    for error in message.errors():
        error.attrib.pop("location", None)


def _remove(message: Message, document: etree._Element) -> None:
    """Remove a document with the part that it has."""
    parent = document.getparent()
    for include in document.iter(qname(XOP, "Include")):
        content_id = unquote(include.get("href", "").removeprefix("cid:"))
        message.parts = [part for part in message.parts if part.content_id != content_id]
    if parent is not None:
        parent.remove(document)


@mutant("document-dropped", "REG-06", "The first document is left out and nothing said of it.")
def _document_dropped(message: Message) -> None:
    for document in message.documents()[:1]:
        _remove(message, document)


@mutant(
    "second-document-dropped", "REG-06", "The second document is left out and nothing said of it."
)
def _second_document_dropped(message: Message) -> None:
    for document in message.documents()[1:2]:
        _remove(message, document)


@mutant("document-twice", "REG-07", "The first document is answered twice.")
def _document_twice(message: Message) -> None:
    for document in message.documents()[:1]:
        document.addnext(deepcopy(document))


@mutant("another-repository", "REG-08", "RepositoryUniqueId is 1.2.3, whatever was asked for.")
def _another_repository(message: Message) -> None:
    for document in message.documents():
        for node in document.iterfind(qname(XDSB, "RepositoryUniqueId")):
            node.text = "1.2.3"


@mutant("home-community-dropped", "REG-09", "HomeCommunityId is left out.")
def _home_community_dropped(message: Message) -> None:
    for document in message.documents():
        for node in document.findall(qname(XDSB, "HomeCommunityId")):
            document.remove(node)


@mutant("parameters-not-echoed", "REN-03", "The parameters of a rendered request are not echoed.")
def _parameters_not_echoed(message: Message) -> None:
    if message.is_rendered:
        for document in message.documents():
            for name in PARAMETERS:
                for node in document.findall(qname(WADO, name)):
                    document.remove(node)


def _refuse(message: Message, code: str, context: str) -> None:
    """Turn every document of an answer into an error."""
    registry = message.registry_response()
    if registry is None:
        return
    errors = registry.find(qname(RS, "RegistryErrorList"))
    for document in message.documents():
        uid = document.findtext(qname(XDSB, "DocumentUniqueId")) or document.findtext(
            qname(WADO, "SourceDocumentUniqueId")
        )
        if errors is None:
            errors = sub(registry, RS, "RegistryErrorList")
        sub(
            errors,
            RS,
            "RegistryError",
            errorCode=code,
            codeContext=context,
            severity=SEVERITY_ERROR,
            location=uid or "",
        )
        _remove(message, document)
    registry.set("status", STATUS_FAILURE)


@mutant("all-or-nothing", "RET-06", "One document that cannot be had keeps all others away.")
def _all_or_nothing(message: Message) -> None:
    if message.documents() and message.errors():
        _refuse(message, "urn:dicom:wado:0014", "Another document could not be had.")


@mutant(
    "implicit-vr-refused",
    "RET-07",
    "A request that allows Implicit VR Little Endian only is refused.",
)
def _implicit_vr_refused(message: Message) -> None:
    if message.documents() and _asked_syntaxes(message) == {IMPLICIT_VR_LE}:
        _refuse(message, "urn:dicom:wado:0007", "Implicit VR Little Endian is not offered.")


def _asked_syntaxes(message: Message) -> set[str]:
    content_type = header(message.request.headers, "Content-Type")
    try:
        received = receive(content_type, message.request.body)
        content = read_envelope(parse(received.envelope, received.charset)).content
    except SoapFault:
        return set()
    if content.tag != qname(IHERAD, "RetrieveImagingDocumentSetRequest"):
        return set()
    return set(transfer_syntaxes(content))
