"""The registry response: schema, status, errors, and one answer for each document asked for."""

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from functools import cache

from lxml import etree

from wadows_contract.judge.finding import Case, Finding, check, compare, rule
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
_RESPONSES = {"retrieve": RETRIEVE_RESPONSE, "rendered": RENDERED_RESPONSE}
#: A finding quotes this many characters of what the schema says, which quotes the answer.
_QUOTED = 500


def _answered(case: Case) -> RegistryAnswer | None:
    return case.answer.registry if case.answer and case.asked.operation else None


@cache
def _schema(operation: str) -> etree.XMLSchema:
    return etree.XMLSchema(file=str(data_path(_SCHEMAS[operation])))


@check("REG-01")
def schema(case: Case) -> Iterator[Finding]:
    """The body is valid; xop:Include stands for base64 text, and is put aside first."""
    if not _answered(case) or not case.answer or not case.answer.envelope:
        return
    body = case.answer.envelope.body
    assert body is not None
    expected = f"a valid {_RESPONSES[case.asked.operation]}"
    problem = "; ".join(_schema_problems(case.asked.operation, body, case.answer))[:_QUOTED]
    yield rule(not problem, expected, problem or expected, "the SOAP Body")


def _schema_problems(operation: str, body: etree._Element, answer: Message) -> Iterator[str]:
    # A schema accepts every global element of every namespace that it imports.
    if body.tag != _RESPONSES[operation]:
        yield f"the element is {body.tag!s}"
        return
    optimised = deepcopy(body)
    etree.strip_elements(optimised, f"{{{XOP}}}Include", with_tail=False)
    if operation == "rendered":  # PS3.18 6.4.2.2 prints the prefix of rs, the schema has its own
        for response in optimised.findall(f"{{{RS}}}RegistryResponse"):
            response.tag = f"{{{WADO}}}RegistryResponse"
    validator = _schema(operation)
    validator.validate(optimised)
    yield from dict.fromkeys(entry.message for entry in validator.error_log)
    # libxml2 takes any text for base64.
    for document in answer.registry.documents if answer.registry else ():
        if document.inline is not None and answer.content(document) is None:
            yield f"the Document of {document.document} is not base64"


@check("REG-02")
def status_is_known(case: Case) -> Iterator[Finding]:
    """PartialSuccess is IHE's URN, the other two are OASIS's."""
    if answer := _answered(case):
        expected = ", ".join(STATUSES.values())
        met = answer.status in STATUSES.values()
        yield rule(met, expected, answer.status or "nothing", "RegistryResponse/@status")


@check("REG-03")
def status_agrees(case: Case) -> Iterator[Finding]:
    """All delivered is Success, some PartialSuccess, none Failure; warnings change nothing."""
    answer = _answered(case)
    if answer is None or answer.status is None or answer.status not in STATUSES.values():
        return
    errors = sum(error.severity != SEVERITY_WARNING for error in answer.errors)
    match errors, len(answer.documents):
        case 0, _:
            expected = STATUS_SUCCESS
        case _, 0:
            expected = STATUS_FAILURE
        case _:
            expected = STATUS_PARTIAL
    where = f"@status beside {len(answer.documents)} documents and {errors} errors"
    yield compare(expected, answer.status, where)


@check("REG-04")
def errors_explain(case: Case) -> Iterator[Finding]:
    """Code and context are mandatory; severity is Error where it is absent (ebRS)."""
    for error in ((answer := _answered(case)) and answer.errors) or ():
        where = f"RegistryError {error.location or ''}"
        yield rule(bool(error.code), "errorCode", error.code or "nothing", where)
        yield rule(bool(error.context), "codeContext", error.context or "nothing", where)
        severity = error.severity or SEVERITY_ERROR
        met = severity in (SEVERITY_ERROR, SEVERITY_WARNING)
        yield rule(met, f"{SEVERITY_ERROR} or {SEVERITY_WARNING}", severity, where)


@check("REG-05")
def errors_have_a_location(case: Case) -> Iterator[Finding]:
    """ITI TF-2 3.43.5: location is the DocumentUniqueId, but for an error about the request."""
    answer = _answered(case)
    several = len({entry.document for entry in case.asked.documents}) > 1
    if answer is None or (several and _one_error_for_all(case, answer)):
        return
    asked = {entry.document for entry in case.asked.documents}
    for error in answer.errors:
        yield rule(
            (error.location or "").strip() in asked,
            "the DocumentUniqueId of a document asked for",
            error.location or "nothing",
            f"RegistryError {error.code or ''}",
        )


@check("REG-06")
def each_is_answered(case: Case) -> Iterator[Finding]:
    """Each document asked for: the document, or an error and no document."""
    answer = _answered(case)
    if answer is None:
        return
    returned = {document.document for document in answer.documents}
    for uid, times in Counter(entry.document for entry in case.asked.documents).items():
        answers = (uid in returned) + bool(errors_about(case, answer, uid))
        # Of a document asked for twice, say for two frames, one may come and one fail.
        met = answers == 1 or (answers == 2 and times > 1)
        got = ("neither", "one of them", "both")[answers]
        yield rule(met, "the document or an error", got, f"document {uid}")


def errors_about(case: Case, answer: RegistryAnswer, instance: str) -> list[RegistryError]:
    """Return the errors, without warnings, that keep a document away.

    They name it, or they name no document where only one was asked for,
    or one of them stands for the whole request.
    """
    asked = {entry.document for entry in case.asked.documents}
    unnamed_count = len(asked) == 1 or _one_error_for_all(case, answer)
    return [
        error
        for error in answer.errors
        if error.severity != SEVERITY_WARNING
        and (
            (location := (error.location or "").strip()) == instance
            or (unnamed_count and location not in asked)
        )
    ]


def _one_error_for_all(case: Case, answer: RegistryAnswer) -> bool:
    """Tell an error about the request from one about a document, which it would name."""
    if len(answer.errors) != 1 or answer.documents:
        return False
    error = answer.errors[0]
    asked = {entry.document for entry in case.asked.documents}
    return error.severity != SEVERITY_WARNING and (error.location or "").strip() not in asked


@check("REG-07")
def nothing_else(case: Case) -> Iterator[Finding]:
    """No document comes that was not asked for, none oftener than it was asked for."""
    answer = _answered(case)
    if answer is None:
        return
    asked = Counter(entry.document for entry in case.asked.documents)
    for uid, times in Counter(document.document for document in answer.documents).items():
        expected = f"at most {asked[uid]} times"
        yield rule(times <= asked[uid], expected, f"{times} times", f"document {uid}")


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
    answer = _answered(case)
    for document in answer.documents if answer else ():
        asked = [
            getattr(entry, field)
            for entry in case.asked.documents
            if entry.document == document.document
        ]
        if asked:
            yield document.document, asked, getattr(document, field)
