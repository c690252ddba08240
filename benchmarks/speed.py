"""Who makes images faster: makers measured in turns, by the clock and by processor time."""

import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
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


def in_turns(count: int, turns: int, makers: dict[str, Maker]) -> dict[str, Speed]:
    """Return the speed of each in its fastest turn, after one that warms up."""
    best: dict[str, Speed] = {}
    for turn in range(turns + 1):
        for name, maker in makers.items():
            processor, started = maker.processor(), time.perf_counter()
            maker.run()
            seconds = time.perf_counter() - started
            speed = Speed(count / seconds, 1000 * (maker.processor() - processor) / count)
            if turn == 1 or (turn and speed.images_per_second > best[name].images_per_second):
                best[name] = speed
    return best


def processor_of(pid: int) -> Callable[[], float]:
    """Return what tells the seconds of processor that a process and its threads had."""
    path = Path(f"/proc/{pid}/stat")

    def seconds() -> float:
        fields = path.read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    return seconds


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
