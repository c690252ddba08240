"""No more requests per second than the operator of an endpoint allows."""

import math
import time
from collections.abc import Callable
from threading import Lock


class Pace:
    """Lets callers go on one by one, `rate` of them per second; all at once if that is 0.

    Of several processes, `of` them with a `number` from 0 each, all look at the same clock, that
    of the machine: each has turns of its own on it, so that they need not know of each other.
    """

    def __init__(
        self,
        rate: float,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
        *,
        number: int = 0,
        of: int = 1,
    ) -> None:
        self._between = of / rate if rate else 0.0
        self._first = number / rate if rate else 0.0
        self._shared = of > 1
        self._clock, self._wait = clock, wait
        self._next = 0.0
        self._lock = Lock()

    def keep(self) -> None:
        """Wait for this caller's turn."""
        if not self._between:
            return
        with self._lock:
            now = self._clock()
            turn = max(now, self._next)
            if self._shared:
                rounds = math.ceil((turn - self._first) / self._between)
                turn = self._first + rounds * self._between
            # A little before, so that no rounding makes it the turn after.
            self._next = turn + self._between * (0.999 if self._shared else 1)
        if turn > now:
            self._wait(turn - now)
