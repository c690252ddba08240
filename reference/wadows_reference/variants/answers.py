"""Variants of the registry response and of the order of what is in an answer."""

from wadows_reference.message import Message
from wadows_reference.variants.registry import variant
from wadows_reference.xml import qname, sub
from wadows_spec.constants import RS, SEVERITY_WARNING, XDSB


@variant("errors-reversed", "Registry errors come in reverse order.")
def _errors_reversed(message: Message) -> None:
    errors = message.errors()
    if errors and (parent := errors[0].getparent()) is not None:
        parent[:] = list(reversed(list(parent)))


@variant("documents-reversed", "The documents of an answer come in reverse order.")
def _documents_reversed(message: Message) -> None:
    documents = message.documents()
    if documents and message.response is not None:
        for document in reversed(documents):
            message.response.append(document)


@variant("other-contexts", "Errors are explained in other words, and in another language.")
def _other_contexts(message: Message) -> None:
    for number, error in enumerate(message.errors()):
        error.set(
            "codeContext",
            f'Fehler {number}: „nicht verfügbar“: <siehe> "Handbuch" & Protokoll;\n画像なし',
        )


@variant("long-contexts", "Errors are explained at great length.")
def _long_contexts(message: Message) -> None:
    for error in message.errors():
        error.set("codeContext", "It could not be had. " * 2000)


@variant("highest-severity-left-out", "The list of errors does not say its highest severity.")
def _highest_severity_left_out(message: Message) -> None:
    for error in message.errors()[:1]:
        parent = error.getparent()
        if parent is not None:
            parent.attrib.pop("highestSeverity", None)


@variant("warnings-beside-documents", "Each document that is delivered has a warning beside it.")
def _warnings_beside_documents(message: Message) -> None:
    registry = message.registry_response()
    documents = message.documents()
    if registry is None or not documents:
        return
    errors = registry.find(qname(RS, "RegistryErrorList"))
    if errors is None:
        errors = sub(registry, RS, "RegistryErrorList", highestSeverity=SEVERITY_WARNING)
    for document in documents:
        named = next(
            (node.text for node in document if str(node.tag).endswith("DocumentUniqueId")), ""
        )
        sub(
            errors,
            RS,
            "RegistryError",
            errorCode="urn:example:archive:slow",
            codeContext="The document came from tape.",
            severity=SEVERITY_WARNING,
            location=named or "",
        )


@variant("one-error-for-all", "If no document comes, all for one reason, one error says so.")
def _one_error_for_all(message: Message) -> None:
    # ITI TF-2 3.43.5: location is for an error about a document; this one is about the request,
    # which an error about its only document is not.
    errors = message.errors()
    reasons = {error.get("errorCode") for error in errors}
    if message.documents() or len(errors) < 2 or len(reasons) != 1:
        return
    first, *others = errors
    first.attrib.pop("location", None)
    for error in others:
        error.getparent().remove(error)  # type: ignore[union-attr]


@variant("registry-response-of-ebrs", "The RegistryResponse of a rendered answer is one of ebRS.")
def _registry_response_of_ebrs(message: Message) -> None:
    # PS3.18 6.4.2.2 prints the prefix of rs; the schema in circulation has its own.
    registry = message.registry_response()
    if registry is not None:
        registry.tag = qname(RS, "RegistryResponse")


@variant("media-types-in-capitals", "The mimeType of a document is written in capitals.")
def _media_types_in_capitals(message: Message) -> None:
    for document in message.documents():
        for node in document.iterfind(qname(XDSB, "mimeType")):
            node.text = (node.text or "").upper()
