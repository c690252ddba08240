"""No more requests per second than the operator of an endpoint allows."""

import time
from collections.abc import Callable
from threading import Lock


class Pace:
    """Lets callers go on one by one, `rate` of them per second; all at once if that is 0."""

    def __init__(
        self,
        rate: float,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._between = 1 / rate if rate else 0.0
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
            self._next = turn + self._between
        if turn > now:
            self._wait(turn - now)
