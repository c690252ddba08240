"""Mutants of the registry response and of what is answered at all."""

from copy import deepcopy
from urllib.parse import unquote

from lxml import etree

from wadows_reference.message import Message
from wadows_reference.mutants import asked
from wadows_reference.mutants.registry import mutant
from wadows_reference.requests import PARAMETERS, transfer_syntaxes
from wadows_reference.xml import qname, sub
from wadows_spec.constants import (
    IMPLICIT_VR_LE,
    RS,
    SEVERITY_ERROR,
    SEVERITY_WARNING,
    STATUS_FAILURE,
    STATUS_PARTIAL,
    STATUS_SUCCESS,
    UNKNOWN_UID,
    WADO,
    XDSB,
    XOP,
)


def _set_status(message: Message, status: str, only: str | None = None) -> None:
    registry = message.registry_response()
    if registry is not None and only in (None, registry.get("status")):
        registry.set("status", status)


@mutant("element-of-no-schema", "REG-01", "The response has an element that no schema knows.")
def _element_of_no_schema(message: Message) -> None:
    if message.response is not None:
        etree.SubElement(message.response, qname(XDSB, "Remark")).text = "of no schema"


@mutant("partial-success-of-oasis", "REG-02", "PartialSuccess is an URN of OASIS, not of IHE.")
def _partial_success_of_oasis(message: Message) -> None:
    _set_status(message, STATUS_SUCCESS.replace("Success", "PartialSuccess"), only=STATUS_PARTIAL)


@mutant("success-beside-an-error", "REG-03", "The status is Success although there are errors.")
def _success_beside_an_error(message: Message) -> None:
    if message.errors():
        _set_status(message, STATUS_SUCCESS)


@mutant(
    "error-without-code",
    "REG-04",
    "A registry error has an empty errorCode.",
    also="Every requirement that asks for a certain code misses it.",
)
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


@mutant(
    "document-dropped",
    "REG-06",
    "The first document is left out and nothing said of it.",
    also="Where it was the only one, nothing that a document or image has to be is there.",
)
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


@mutant("error-with-text", "REG-10", "A registry error has text in it.")
def _error_with_text(message: Message) -> None:
    for error in message.errors():
        error.text = "text"


@mutant(
    "highest-severity-too-low", "REG-11", "The highest severity is Warning although one is Error."
)
def _highest_severity_too_low(message: Message) -> None:
    for error in message.errors():
        errors = error.getparent()
        if errors is not None and error.get("severity") == SEVERITY_ERROR:
            errors.set("highestSeverity", SEVERITY_WARNING)


@mutant("request-id-given", "REG-12", "The registry response has a requestId.")
def _request_id_given(message: Message) -> None:
    registry = message.registry_response()
    if registry is not None:
        registry.set("requestId", "urn:uuid:00000000-0000-4000-8000-000000000000")


@mutant("error-without-severity", "REG-13", "A registry error has no severity.")
def _error_without_severity(message: Message) -> None:
    for error in message.errors():
        error.attrib.pop("severity", None)


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
    request = asked.retrieve_request(message)
    return set() if request is None else set(transfer_syntaxes(request))


@mutant(
    "other-repository-unanswered",
    "RET-08",
    f"A document asked for from the repository {UNKNOWN_UID} is left out and nothing said of it.",
)
def _other_repository_unanswered(message: Message) -> None:
    request, registry = asked.retrieve_request(message), message.registry_response()
    if request is None or registry is None:
        return
    elsewhere = {
        _text(document, "DocumentUniqueId")
        for document in request.iter(qname(XDSB, "DocumentRequest"))
        if _text(document, "RepositoryUniqueId") == UNKNOWN_UID
    }
    for document in message.documents():
        if _text(document, "DocumentUniqueId") in elsewhere:
            _remove(message, document)
    for error in message.errors():
        if error.get("location", "").strip() in elsewhere:
            remove_error(registry, error)
    if elsewhere and not message.errors():
        registry.set("status", STATUS_SUCCESS)


def _text(document: etree._Element, name: str) -> str:
    return (document.findtext(qname(XDSB, name)) or "").strip()


def remove_error(registry: etree._Element, error: etree._Element) -> None:
    """Remove an error, and the list with the last one: it may not be empty."""
    errors = error.getparent()
    if errors is not None:
        errors.remove(error)
        if not len(errors):
            registry.remove(errors)
