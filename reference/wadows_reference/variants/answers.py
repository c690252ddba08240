"""Variants of the registry response and of the order of what is in an answer."""

from copy import deepcopy
from urllib.parse import quote, unquote

from lxml import etree

from wadows_reference.message import Message
from wadows_reference.mutants import asked
from wadows_reference.variants.registry import variant
from wadows_reference.xml import qname, sub
from wadows_spec.constants import RS, SEVERITY_WARNING, XDSB, XOP


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


@variant("two-errors-for-each", "Each document that does not come has a second error.")
def _two_errors_for_each(message: Message) -> None:
    for error in message.errors():
        second = deepcopy(error)
        second.set("codeContext", "Ask the operator.")
        error.addnext(second)


@variant("repeated-documents-twice", "A document that is asked for twice in RAD-69 comes twice.")
def _repeated_documents_twice(message: Message) -> None:
    # Nobody says that it comes once. What is asked for in two places may be in one of them alone.
    request = asked.retrieve_request(message)
    name = qname(XDSB, "DocumentUniqueId")
    wanted = [] if request is None else [node.text for node in request.iter(name)]
    refused = {error.get("location") for error in message.errors()}
    for document in message.documents():
        uid = document.findtext(name)
        if uid not in refused and wanted.count(uid) > 1:
            document.addnext(_with_own_parts(deepcopy(document), message))


def _with_own_parts(document: etree._Element, message: Message) -> etree._Element:
    """Give the parts that a document refers to to it once more, by another Content-ID."""
    for include in document.iter(qname(XOP, "Include")):
        content_id = unquote(include.get("href", "").removeprefix("cid:"))
        part = next(part for part in message.parts if part.content_id == content_id)
        again = deepcopy(part)
        again.set("Content-ID", f"<again.{content_id}>")
        message.parts.append(again)
        include.set("href", f"cid:again.{quote(content_id, safe='@')}")
    return document
