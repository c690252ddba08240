"""No more requests a second than were allowed, by a clock that the tests hold."""

from wadows_contract.consumer.pace import Pace


def test_a_pace_is_kept() -> None:
    now, waits = [10.0], []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    pace = Pace(4, clock=lambda: now[0], wait=wait)
    for spent in (0.0, 0.125, 0.5, 0.0):
        pace.keep()
        now[0] += spent

    # Turns at 10, 10.25, 10.875 (late, so no wait) and 10.25 + 0.25 + ... from the last turn.
    assert [0.25, 0.125] == waits


def test_without_a_rate_nobody_waits() -> None:
    def never(_: float) -> None:
        raise AssertionError

    Pace(0, wait=never).keep()
