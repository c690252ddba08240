"""What the judge says of an exchange, put into a line."""

from collections.abc import Iterable

from wadows_contract.doctor.lines import Result, State
from wadows_contract.judge.finding import Case, Finding
from wadows_contract.judge.sweep import sweep
from wadows_contract.level import Level, level_of
from wadows_contract.outcome import in_words
from wadows_contract.report.text import clip
from wadows_spec.register import register

_MAX_TEXT = 300


def broken(case: Case, *topics: str) -> list[Finding]:
    """Return the findings of a MUST broken among the requirements of these topics, such as MIME."""
    return [
        finding
        for finding in sweep(case)
        if not finding.met
        and finding.requirement.partition("-")[0] in topics
        and level_of(register()[finding.requirement], case.statement, finding.at_most)
        == Level.FAILED
    ]


def broken_rule(looked_at: str, findings: Iterable[Finding], advice: str = "") -> Result:
    """Return a red line for the first of these findings, with the clause that it breaks.

    What was read in spite of it can be looked at all the same.
    """
    listed = list(findings)
    others = sorted({finding.requirement for finding in listed} - {listed[0].requirement})
    beside = f"; and {', '.join(others)}" if others else ""
    requirement = register()[listed[0].requirement]
    return Result(
        State.RED,
        looked_at,
        clip(in_words(listed[0]), _MAX_TEXT) + beside,
        advice or f"{requirement.title}: {requirement.clause}.",
        blocks=False,
    )
