"""Details of the registry response: what stands in its errors, what is left out of it."""

from collections.abc import Iterator

from wadows_contract.judge.finding import Case, Finding, check, compare, rule
from wadows_contract.judge.registry import answered
from wadows_spec.constants import SEVERITY_ERROR, SEVERITY_WARNING

#: The worst first.
_SEVERITIES = (SEVERITY_ERROR, SEVERITY_WARNING)


@check("REG-10")
def errors_are_empty(case: Case) -> Iterator[Finding]:
    """ITI TF-3 4.2.4.1: attributes say all of an error; white space is no content."""
    answer = answered(case)
    for error in answer.errors if answer else ():
        where = f"RegistryError {error.location or ''}"
        yield rule(not error.content, "no content", error.content or "no content", where)


@check("REG-11")
def highest_severity(case: Case) -> Iterator[Finding]:
    """ITI TF-3 4.2.4: highestSeverity, if it is there, is that of the worst error.

    An error without severity counts as Error. Beside a severity that nobody knows, which is
    REG-04's, nothing can be said.
    """
    answer = answered(case)
    if answer is None or answer.highest_severity is None or not answer.errors:
        return
    given = {
        SEVERITY_ERROR if error.severity is None else error.severity for error in answer.errors
    }
    if given <= set(_SEVERITIES):
        worst = next(severity for severity in _SEVERITIES if severity in given)
        yield compare(worst, answer.highest_severity, "RegistryErrorList/@highestSeverity")


@check("REG-12")
def nothing_unused(case: Case) -> Iterator[Finding]:
    """ITI TF-2 3.43.5: requestId and ResponseSlotList are not used, nor ids of new documents."""
    if answer := answered(case):
        expected = "neither requestId, ResponseSlotList, nor ids of new documents"
        got = ", ".join(dict.fromkeys(answer.unused)) or "none of them"
        yield rule(not answer.unused, expected, got, "the response")


@check("REG-13")
def severity_is_written(case: Case) -> Iterator[Finding]:
    """ITI TF-3 Table 4.2.4.1-1 requires the attribute that the schema lets default to Error."""
    answer = answered(case)
    for error in answer.errors if answer else ():
        got = "nothing" if error.severity is None else error.severity or "an empty one"
        yield rule(error.severity is not None, "severity", got, f"RegistryError {error.location}")
