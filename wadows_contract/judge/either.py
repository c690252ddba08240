"""What is expected of the answer to a request that the standards leave open."""

from collections.abc import Collection, Iterator

from wadows_contract.judge.documents import read_documents
from wadows_contract.judge.expectations import (
    delivered,
    refused,
    refused_or_delivered,
    registry_of,
)
from wadows_contract.judge.finding import Case, Finding, rule
from wadows_contract.judge.registry import RESPONSES


def served_or_refused(case: Case, instances: Collection[str]) -> Iterator[Finding]:
    """A registry response, a fault with a code, or a refusal by HTTP alone; it came whole.

    No document is among it but those of `instances`, and each is the one that it is said to be.
    An answer that is to go elsewhere is taken without one, as status 202 says.
    """
    expected = "a registry response, a fault with a code, or an HTTP status from 400 on"
    yield rule(*_came(case, expected))
    if case.answer and case.answer.registry:
        for document in case.answer.registry.documents:
            named = document.document
            met = named in instances
            yield rule(met, "no document but the one asked for", named or "nothing", "the answer")
        for returned_document in read_documents(case.answer):
            named = returned_document.response.document
            if (inside := returned_document.instance) and named in instances:
                yield rule(inside == named, named, inside, f"SOPInstanceUID of {named}")


def as_read(case: Case, instance: str, situation: str, key: str = "") -> Iterator[Finding]:
    """The document, an error of the situation, or either: as the statement reads a clause.

    The clause is that of the key in the ledger, or the one that is called as the situation is.
    """
    reading = case.statement.reading(key or situation)
    if reading == "served":
        yield from delivered(case, instance)
    elif reading == "refused":
        yield from refused(case, instance, situation)
    else:
        yield from refused_or_delivered(case, instance, situation)


def refused_for_either(
    case: Case, instance: str, key: str, first: str, second: str
) -> Iterator[Finding]:
    """An error with a code of either situation; of the first alone where that is read so."""
    both = case.statement.reading(key) == "either"
    yield from refused(case, instance, first, *((second,) if both else ()))


def delivered_or_fault(case: Case, instance: str, key: str) -> Iterator[Finding]:
    """The document; where the statement leaves it open a fault says that nobody can read it."""
    registry = registry_of(case)
    if isinstance(registry, str) and case.statement.reading(key) == "either":
        yield rule(True, "the document, or a fault", registry, f"document {instance}")
    else:
        yield from delivered(case, instance)


def _came(case: Case, expected: str) -> tuple[bool, str, str, str]:
    """Return whether it is an answer of those expected, with what came in words."""
    answer, response = case.answer, case.exchange.response
    if answer is None or response is None or case.exchange.failure:
        return False, expected, case.exchange.failure or "nothing", "the connection"
    if answer.envelope is None:
        elsewhere = response.status == 202 and not answer.body.size and not case.answered_here
        met = 400 <= response.status <= 599 or elsewhere
        return met, expected, f"HTTP {response.status} without an envelope", "the HTTP status"
    if (problem := answer.envelope.fault) is not None:
        return bool(problem.code), expected, problem.code or "a fault without code", "Fault/Code"
    body = answer.envelope.body
    name = "an empty Body" if body is None else str(body.tag)
    return name in RESPONSES.values(), expected, name, "the Body"
