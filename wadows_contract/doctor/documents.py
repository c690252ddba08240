"""The documents: one of the catalogue as it is stored, and rendered."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from wadows_contract.doctor.context import Context
from wadows_contract.doctor.judged import broken, broken_rule
from wadows_contract.doctor.lines import Result, none, red, works
from wadows_contract.doctor.soap import ACTION_NOT_SUPPORTED, in_words
from wadows_contract.judge import expectations
from wadows_contract.judge.documents import returned
from wadows_contract.judge.finding import Case
from wadows_contract.judge.registry import errors_about
from wadows_contract.judge.rendered import renderings
from wadows_spec.catalogue import CatalogueDocument
from wadows_spec.constants import RENDERED_ACTION, RENDERED_ACTION_2018
from wadows_spec.tables import transfer_syntax_name

_LOAD: Final = (
    "Load the test documents into the archive (wadows-contract documents send, stow or write), "
    "or describe what it holds (wadows-contract catalogue) and give that with --documents."
)
_CHANGED: Final = (
    "The archive changes what it holds, or holds another document by this UID: "
    "load the document again, and compare."
)
#: What to do where the archive refuses the document, by the situation that its code tells.
_ADVICE: Final[Mapping[str, str]] = {
    "document-unknown": _LOAD,
    "series-unknown": _LOAD,
    "study-unknown": _LOAD,
    "repository-unknown": "Set repository_unique_id in the catalogue to that of the archive; "
    "it is {repository} there.",
    "transfer-syntax-refused": "The document is stored in {syntax}: give a statement by which it "
    "need not be delivered so, or mend what the archive converts.",
}


def document(context: Context) -> Result:
    """Look whether one document of the catalogue is there, and is what was loaded."""
    case, known = context.retrieved, context.document
    looked_at = _named(known)
    if case is None:
        return none(looked_at, f"{context.endpoint.statement.name} does not declare RAD-69")
    if problem := _not_there(case, known, looked_at):
        return problem
    if findings := broken(case, "RET", "DOC"):
        return broken_rule(looked_at, findings, _CHANGED)
    there = f"there, {_likeness(case, known)}"
    if findings := broken(case, "REG"):
        told = broken_rule(looked_at, findings)
        return replace(told, found=f"{there}; {told.found}")
    return works(looked_at, there)


def _named(known: CatalogueDocument) -> str:
    return f"{known.role!r}, {known.sop_instance_uid}"


def _not_there(case: Case, known: CatalogueDocument, looked_at: str) -> Result | None:
    instance = known.sop_instance_uid
    try:
        came = next(expectations.delivered(case, instance))
    except expectations.Unreadable as reason:
        return red(looked_at, str(reason), "Look into the endpoint's own log.")
    if came.met:
        return None
    assert case.answer is not None
    registry = case.answer.registry
    codes = (
        {entry.code or "" for entry in errors_about(case, registry, instance)}
        if registry
        else set()
    )
    said = "not there: the archive answered " + (came.got if codes else "without it, and no error")
    return red(looked_at, said, _advice(case, known, codes))


def _advice(case: Case, known: CatalogueDocument, codes: set[str]) -> str:
    for situation, advice in _ADVICE.items():
        if codes & case.statement.accepts.get(situation, frozenset()):
            return advice.format(
                repository=case.asked.documents[0].repository,
                syntax=transfer_syntax_name(known.transfer_syntax_uid),
            )
    return f"Look into the endpoint's own log. {_LOAD}"


def _likeness(case: Case, known: CatalogueDocument) -> str:
    """Say how what came compares with what was loaded."""
    for came in returned(case):
        if came.content.sha256 == known.sha256:
            return f"byte for byte what was loaded ({known.size} bytes)"
        if case.original(known) is None:
            return "with other bytes; what differs cannot be told without the document's file"
        return "with other bytes, which say the same but for what the statement lets change"
    return "but its bytes were not found"


def rendered(context: Context) -> Result:
    """Look whether an image of it can be had."""
    case, known = context.rendered, context.document
    looked_at = f"{known.role!r} as image/jpeg"
    if case is None:
        return none(looked_at, _why_not_rendered(context))
    fault = case.answer and case.answer.envelope and case.answer.envelope.fault
    if fault and ACTION_NOT_SUPPORTED in fault.subcodes:
        return red(looked_at, in_words(fault), _other_action(case))
    if problem := _not_there(case, known, looked_at):
        return problem
    if findings := broken(case, "REN", "REG", "MIME", "XOP"):
        return broken_rule(looked_at, findings)
    pictures = [each.picture for each in renderings(case) if each.picture]
    sizes = ", ".join(f"{each.size[0]} rows of {each.size[1]}" for each in pictures)
    return works(looked_at, f"a JPEG image, {sizes or 'whose bytes were not found'}")


def _why_not_rendered(context: Context) -> str:
    if context.document.frames:
        return f"{context.endpoint.statement.name} does not declare it"
    return "the catalogue has no image"


def _other_action(case: Case) -> str:
    other = {RENDERED_ACTION: RENDERED_ACTION_2018}.get(case.asked.action, RENDERED_ACTION)
    return (
        f"Endpoints know it by one of two Actions; if yours has {other}, "
        "say so in a statement, as rendered_actions."
    )
