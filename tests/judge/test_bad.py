"""Wrong answers are found wrong: the one requirement that is broken, and no other."""

import pytest

from tests.judge.bad import Bad
from tests.judge.builder import World
from tests.judge.wrong import WRONG
from wadows_contract.judge.finding import CHECKS
from wadows_contract.judge.sweep import sweep


def said_as(expected: str, got: str) -> bool:
    """Compare word by word; three dots at either end stand for anything."""
    if expected.startswith("...") and len(expected) > 3:
        return got.endswith(expected[3:])
    if expected.endswith("..."):
        return got.startswith(expected[:-3])
    return expected == got


@pytest.mark.parametrize("bad", WRONG, ids=lambda bad: f"{bad.requirement} {bad.name}")
def test_a_wrong_answer(bad: Bad, world: World) -> None:
    findings = [finding for finding in sweep(bad.said.case(world)) if not finding.met]

    assert {bad.requirement, *bad.also} == {finding.requirement for finding in findings}
    (finding, *_) = [entry for entry in findings if entry.requirement == bad.requirement]
    assert bad.expected == finding.expected
    assert said_as(bad.got, finding.got), finding.got
    assert bad.at_most == finding.at_most


def test_every_check_has_a_wrong_answer() -> None:
    assert set() == {requirement for requirement, _ in CHECKS} - {bad.requirement for bad in WRONG}
