"""Right answers are found right, and show what they show."""

import pytest

from tests.judge.builder import Said, World
from tests.judge.good import GOOD
from wadows_contract.judge.finding import CHECKS
from wadows_contract.judge.sweep import sweep


@pytest.mark.parametrize(("said", "shown"), [row[1:] for row in GOOD], ids=[row[0] for row in GOOD])
def test_a_right_answer(said: Said, shown: list[str], world: World) -> None:
    findings = sweep(said.case(world))

    assert [] == [finding for finding in findings if not finding.met]
    assert set(shown) <= {finding.requirement for finding in findings}


def test_every_check_has_a_right_answer() -> None:
    shown = {requirement for _, _, requirements in GOOD for requirement in requirements}

    assert set() == {requirement for requirement, _ in CHECKS} - shown
