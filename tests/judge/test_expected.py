"""What Then steps expect is met by a right answer, and broken by a wrong one."""

import pytest

from tests.judge.builder import World
from tests.judge.expected import EXPECTED, Expected
from tests.judge.test_bad import said_as


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda entry: entry.requirement)
def test_right_and_wrong(expected: Expected, world: World) -> None:
    right = list(expected.judge(expected.right.case(world), world))
    broken = [
        finding for finding in expected.judge(expected.wrong.case(world), world) if not finding.met
    ]

    assert right
    assert [] == [finding for finding in right if not finding.met]
    assert said_as(expected.says, broken[0].got), broken[0].got
