"""Trials as they are run: against the reference, in processes of their own."""

from pathlib import Path

from wadows_contract.prove.running import run
from wadows_contract.prove.trials import Mutant, Outcome, Trial


def live(name: str, requirement: str) -> Trial:
    return Trial(Mutant(name, requirement, "Does something."), live=True)


def test_a_mutant_is_found_by_its_requirement_and_by_no_other(tmp_path: Path) -> None:
    told: list[Outcome] = []
    trials = [
        live("fault-with-status-200", "HTTP-03"),
        # The same defect, said to break what it does not break.
        live("fault-with-status-200", "SOAP-05"),
        live("no-such-mutant", "HTTP-03"),
    ]

    right, wrong, unknown = run(trials, tmp_path, 2, told.append)

    assert ("HTTP-03",) == right.red
    assert ("HTTP-03 status_of_a_fault",) == right.checks
    assert not right.survived
    assert wrong.survived
    assert "no-such-mutant" in unknown.failure
    assert {right, wrong, unknown} == set(told)
