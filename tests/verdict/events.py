"""The events of a run, written by hand, and what they are judged to mean."""

from collections.abc import Sequence
from typing import Any

from wadows_contract.evidence import Event
from wadows_contract.level import Level
from wadows_contract.results import Results
from wadows_contract.verdict import summarise
from wadows_spec.register import register
from wadows_spec.statement import Statement, load_statement

STATEMENT = load_statement("dcm4chee-arc")
#: The requirement that the tests look at: a MUST; one that is a SHOULD
#: unless declared; and a MAY.
SUBJECT, SHOULD, MAY = "REG-01", "WSA-03", "XOP-06"


def planned(requirement: str, scenario: str, selected: bool = True) -> Event:
    return {
        "event": "planned",
        "scenario": scenario,
        "name": f"Scenario {scenario}",
        "feature": "a.feature",
        "requirement": requirement,
        "selected": selected,
    }


def ended(scenario: str, state: str, reason: str = "") -> Event:
    return {"event": "scenario", "scenario": scenario, "state": state, "reason": reason}


def broken(requirement: str, at_most: Level = Level.FAILED, scenario: str = "T-elsewhere") -> Event:
    return {
        "event": "finding",
        "scenario": scenario,
        "exchange": f"{scenario}-1",
        "requirement": requirement,
        "met": False,
        "expected": "this",
        "got": "that",
        "where": "there",
        "at_most": at_most.value,
    }


def met(*requirements: str) -> Event:
    return {"event": "met", "requirements": list(requirements)}


def run(
    *extra: Event,
    states: Sequence[str | None] = ("passed",),
    subject: str = SUBJECT,
    subject_met: bool = True,
    selected: bool = True,
    others_selected: bool = True,
    end: Event | None = None,
    header: Event | None = None,
) -> list[Event]:
    """Return a run in which everything passes, but for the scenarios of one requirement.

    `states` are how those ended, in order; None stands for one that was not run.
    """
    others = [id_ for id_ in register() if id_ != subject]
    own = [f"T-{subject}-{number}" for number in range(len(states))]
    return [
        {"event": "run", "format": 1, **(header or {})},
        *(planned(id_, f"T-{id_}", others_selected) for id_ in others),
        *(planned(subject, scenario, selected) for scenario in own),
        *(ended(f"T-{id_}", "passed") for id_ in others if others_selected),
        *(
            ended(scenario, state, f"why {number}")
            for number, (scenario, state) in enumerate(zip(own, states, strict=True))
            if state is not None and selected
        ),
        met(*(others if others_selected else ()), *([subject] if subject_met else ())),
        *extra,
        *([{"event": "end", "complete": True}] if end is None else [end] if end else []),
    ]


def judged(*extra: Event, statement: Statement = STATEMENT, **kwargs: Any) -> Results:
    return summarise(run(*extra, **kwargs), statement)
