"""No more requests a second than were allowed, by a clock that the tests hold."""

from itertools import pairwise

import pytest

from wadows_contract.consumer.pace import Pace


class Clock:
    """A clock that goes on while somebody waits."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += seconds


def test_a_pace_is_kept() -> None:
    clock, turns = Clock(10), []
    pace = Pace(4, clock, clock.wait)

    for spent in (0.0, 0.125, 0.5, 0.0):
        pace.keep()
        turns.append(clock.now)
        clock.wait(spent)

    # The third takes half a second, so that the fourth need not wait.
    assert [10, 10.25, 10.5, 11] == turns


@pytest.mark.parametrize("starts", [(100.0, 100.0, 100.0), (100.0, 103.7, 101.2)])
def test_several_processes_keep_it_together(starts: tuple[float, ...]) -> None:
    turns: list[float] = []
    for number, start in enumerate(starts):
        clock = Clock(start)
        pace = Pace(2.5, clock, clock.wait, number=number, of=len(starts))
        mine = []
        for _ in range(50):
            pace.keep()
            mine.append(clock.now)
        # Three processes at 2.5 a second: a turn of one's own every 1.2 seconds, none left out.
        assert [1.2] * 49 == pytest.approx([later - sooner for sooner, later in pairwise(mine)])
        turns += mine

    between = [later - sooner for sooner, later in pairwise(sorted(turns))]
    assert min(between) >= 0.4 - 1e-6


def test_without_a_rate_nobody_waits() -> None:
    def never(_: float) -> None:
        raise AssertionError

    for of in (1, 4):
        Pace(0, wait=never, of=of).keep()
