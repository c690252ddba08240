"""Who makes images faster: makers measured in turns, by the clock and by processor time."""

import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

#: What asks, or works in files, and the servers; the same if there is but one core.
_CORES: Final = sorted(os.sched_getaffinity(0))
ASKING, SERVING = _CORES[-1], _CORES[0]


@dataclass(frozen=True)
class Maker:
    """What makes the images of a comparison, and the seconds of processor that it had so far."""

    run: Callable[[], object]
    processor: Callable[[], float]


@dataclass(frozen=True)
class Speed:
    """How fast images are made: how many a second, and processor time for one, in ms."""

    images_per_second: float
    processor_ms: float

    def better(self, other: "Speed") -> "Speed":
        """Return the better of each: what else a machine does can only make it worse."""
        return Speed(
            max(self.images_per_second, other.images_per_second),
            min(self.processor_ms, other.processor_ms),
        )


def in_turns(count: int, turns: int, makers: dict[str, Maker]) -> dict[str, Speed]:
    """Return the best that each did in any turn, after one that warms up."""
    best: dict[str, Speed] = {}
    for turn in range(turns + 1):
        for name, maker in makers.items():
            processor, started = maker.processor(), time.perf_counter()
            maker.run()
            seconds = time.perf_counter() - started
            speed = Speed(count / seconds, 1000 * (maker.processor() - processor) / count)
            if turn:
                best[name] = speed.better(best.get(name, speed))
    return best


def processor_of(pid: int) -> Callable[[], float]:
    """Return what tells the seconds of processor that a process and its threads had."""
    # What clock_getcpuclockid(3) makes of a process id, on Linux.
    clock = (~pid << 3) | 2
    return lambda: time.clock_gettime(clock)


def processor_of_children() -> float:
    """Return the seconds of processor that all processes had which were started and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """Let what is started within run on one core only."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
