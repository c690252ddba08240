"""The registry response: schema, status, errors, and one answer for each document asked for."""

from collections.abc import Iterator
from copy import deepcopy
from functools import cache

from lxml import etree

from wadows_contract.judge.finding import Case, Finding, check, rule
from wadows_contract.wire.message import Message
from wadows_contract.wire.registry import (
    RENDERED_RESPONSE,
    RETRIEVE_RESPONSE,
    RegistryAnswer,
    RegistryError,
)
from wadows_spec.constants import (
    RS,
    SEVERITY_ERROR,
    SEVERITY_WARNING,
    STATUS_FAILURE,
    STATUS_PARTIAL,
    STATUS_SUCCESS,
    WADO,
    XOP,
)
from wadows_spec.data import data_path

STATUSES = {"Success": STATUS_SUCCESS, "PartialSuccess": STATUS_PARTIAL, "Failure": STATUS_FAILURE}
_SCHEMAS = {"retrieve": "wsdl/xds-b.xsd", "rendered": "wsdl/wado-ws.xsd"}
RESPONSES = {"retrieve": RETRIEVE_RESPONSE, "rendered": RENDERED_RESPONSE}
#: A finding quotes this many characters of what the schema says, which quotes the answer.
_QUOTED = 500


def answered(case: Case) -> RegistryAnswer | None:
    """Return the registry response to a request of either operation, or None."""
    return case.answer.registry if case.answer and case.asked.operation else None


def answered_as_asked(case: Case) -> RegistryAnswer | None:
    """Return the registry response to a request that says what is asked for, or None."""
    return answered(case) if case.asked_properly else None


@cache
def _schema(operation: str) -> etree.XMLSchema:
    return etree.XMLSchema(file=str(data_path(_SCHEMAS[operation])))


@check("REG-01")
def schema(case: Case) -> Iterator[Finding]:
    """The body is valid; xop:Include stands for base64 text, and is put aside first."""
    if not answered(case) or not case.answer or not case.answer.envelope:
        return
    body = case.answer.envelope.body
    assert body is not None
    expected = f"a valid {RESPONSES[case.asked.operation]}"
    namespace = case.statement.reading("rendered-registry-response")
    problems = _schema_problems(case.asked.operation, body, case.answer, namespace)
    problem = "; ".join(problems)[:_QUOTED]
    yield rule(not problem, expected, problem or expected, "the SOAP Body")


def _schema_problems(
    operation: str, body: etree._Element, answer: Message, namespace: str
) -> Iterator[str]:
    # A schema accepts every global element of every namespace that it imports.
    if body.tag != RESPONSES[operation]:
        yield f"the element is {body.tag!s}"
        return
    optimised = _copied(body)
    etree.strip_elements(optimised, f"{{{XOP}}}Include", with_tail=False)
    # PS3.18 6.4.2.2 prints the prefix of rs, the schema has its own.
    ours, ebrs = f"{{{WADO}}}RegistryResponse", f"{{{RS}}}RegistryResponse"
    if operation == "rendered" and namespace == "ebrs" and optimised.find(ours) is not None:
        yield f"the RegistryResponse is of {WADO}, and not of {RS}"
    if operation == "rendered" and namespace != "wado":
        for response in optimised.findall(ebrs):
            response.tag = ours
    validator = _schema(operation)
    validator.validate(optimised)
    yield from dict.fromkeys(entry.message for entry in validator.error_log)
    # libxml2 takes any text for base64.
    for document in answer.registry.documents if answer.registry else ():
        if document.inline is not None and answer.content(document) is None:
            yield f"the Document of {document.document} is not base64"


def _copied(body: etree._Element) -> etree._Element:
    """Return a copy of an element that all prefixes in scope are still declared for.

    A type (xsi:type) may be named by a prefix that only the Envelope declares, or by a second
    one for its namespace; lxml leaves out both when an element is copied or moved by itself.
    """
    root = body.getroottree().getroot()
    copied = deepcopy(root)
    parent = body.getparent()
    if parent is None:
        return copied
    return copied[root.index(parent)][parent.index(body)]


@check("REG-02")
def status_is_known(case: Case) -> Iterator[Finding]:
    """PartialSuccess is IHE's URN, the other two are OASIS's."""
    if answer := answered(case):
        expected = ", ".join(STATUSES.values())
        met = answer.status in STATUSES.values()
        yield rule(met, expected, answer.status or "nothing", "RegistryResponse/@status")


@check("REG-03")
def status_agrees(case: Case) -> Iterator[Finding]:
    """All delivered is Success, some PartialSuccess, none Failure; warnings change nothing.

    ITI TF-3 Table 4.2.4.2-4: the last two have an error beside them. That each document is
    there or has its error is REG-06's.
    """
    answer = answered(case)
    if answer is None or answer.status is None or answer.status not in STATUSES.values():
        return
    errors = sum(error.severity != SEVERITY_WARNING for error in answer.errors)
    if not errors:
        agreeing = STATUS_SUCCESS
    else:
        agreeing = STATUS_PARTIAL if answer.documents else STATUS_FAILURE
    returned = {document.document for document in answer.documents}
    missing = {entry.document for entry in case.asked.documents} - returned
    expected = f"{agreeing}, or an error" if missing and not errors else agreeing
    where = f"@status beside {len(answer.documents)} documents and {errors} errors"
    yield rule(answer.status == agreeing, expected, answer.status, where)


@check("REG-04")
def errors_explain(case: Case) -> Iterator[Finding]:
    """Code and context are mandatory; severity is Error where it is absent (ebRS)."""
    for error in ((answer := answered(case)) and answer.errors) or ():
        where = f"RegistryError {error.location or ''}"
        for name, value in (("errorCode", error.code), ("codeContext", error.context)):
            said = (value or "").strip()
            yield rule(bool(said), name, said or "nothing", where)
        severity = SEVERITY_ERROR if error.severity is None else error.severity
        met = severity in (SEVERITY_ERROR, SEVERITY_WARNING)
        yield rule(met, f"{SEVERITY_ERROR} or {SEVERITY_WARNING}", severity or "nothing", where)


@check("REG-05")
def errors_have_a_location(case: Case) -> Iterator[Finding]:
    """ITI TF-2 3.43.5: location is the DocumentUniqueId, but for an error about the request."""
    answer = answered_as_asked(case)
    asked = case.asked.by_document
    if answer is None or not asked:
        return
    about_the_request = _error_about_the_request(case, answer) if len(asked) > 1 else None
    for error in answer.errors:
        if error is about_the_request:
            continue
        yield rule(
            _location(error) in asked,
            "the DocumentUniqueId of a document asked for",
            error.location or "nothing",
            f"RegistryError {error.code or ''}",
        )


@check("REG-06")
def each_is_answered(case: Case) -> Iterator[Finding]:
    """Each document asked for: the document, or an error and no document.

    Of a document that was asked for with several parameters, say for two frames, one may come
    and one fail.
    """
    answer = answered_as_asked(case)
    if answer is None:
        return
    for uid, asked in case.asked.by_document.items():
        came = len(answer.by_document.get(uid, ()))
        different = {tuple(sorted(entry.parameters.items())) for entry in asked}
        refused = bool(errors_about(case, answer, uid))
        some_missing = came < len(different)
        answers = bool(came) + refused
        met = (answers == 1 and (refused or not some_missing)) or (answers == 2 and len(asked) > 1)
        got = ("neither", "one of them", "both")[answers]
        if answers == 1 and not met:
            got = f"{came} of {len(different)}, and no error"
        yield rule(met, "the document or an error", got, f"document {uid}")


def errors_about(case: Case, answer: RegistryAnswer, instance: str) -> list[RegistryError]:
    """Return the errors, without warnings, that keep a document away.

    They name it, or they name no document: where only one was asked for, where one of them stands
    for the whole request, or where there is one for each that neither came nor is named.
    """
    asked = case.asked.by_document
    errors = [error for error in answer.errors if error.severity != SEVERITY_WARNING]
    located = set(map(_location, errors))
    unanswered = asked.keys() - answer.by_document.keys() - located
    unnamed = sum(_location(error) not in asked for error in errors)
    unnamed_count = (
        len(asked) == 1
        or _error_about_the_request(case, answer) is not None
        or (instance in unanswered and unnamed >= len(unanswered))
    )
    about = {instance, *(located - asked.keys())} if unnamed_count else {instance}
    return [error for error in errors if _location(error) in about]


def _location(error: RegistryError) -> str:
    return (error.location or "").strip()


def _error_about_the_request(case: Case, answer: RegistryAnswer) -> RegistryError | None:
    """Return the one error that stands for a whole request: it names no document, none came."""
    errors = [error for error in answer.errors if error.severity != SEVERITY_WARNING]
    if len(errors) != 1 or answer.documents:
        return None
    return None if _location(errors[0]) in case.asked.by_document else errors[0]


@check("REG-07")
def nothing_else(case: Case) -> Iterator[Finding]:
    """No document comes that was not asked for, none oftener than it was asked for."""
    answer = answered_as_asked(case)
    if answer is None:
        return
    for uid, came in answer.by_document.items():
        asked, times = len(case.asked.by_document.get(uid, ())), len(came)
        yield rule(times <= asked, f"at most {asked} times", f"{times} times", f"document {uid}")


@check("REG-08")
def repository_is_echoed(case: Case) -> Iterator[Finding]:
    """RepositoryUniqueId of each document as it was asked with."""
    for uid, asked, got in _asked_and_answered(case, "repository"):
        expected = " or ".join(map(str, asked))
        yield rule(got in asked, expected, got or "nothing", f"document {uid}")


@check("REG-09")
def home_community_is_echoed(case: Case) -> Iterator[Finding]:
    """HomeCommunityId of each document as it was asked with, absent if it was absent."""
    for uid, asked, got in _asked_and_answered(case, "home"):
        expected = " or ".join(entry or "none" for entry in asked)
        said = "none" if got is None else got or "an empty one"
        yield rule(got in asked, expected, said, f"document {uid}")


def _asked_and_answered(
    case: Case, field: str
) -> Iterator[tuple[str, list[str | None], str | None]]:
    answer = answered_as_asked(case)
    for document in answer.documents if answer else ():
        entries = case.asked.by_document.get(document.document, ())
        if asked := [getattr(entry, field) for entry in entries]:
            yield document.document, asked, getattr(document, field)
