"""What trying inputs showed: how many, how slow, how much memory, and which did harm."""

import hashlib
import json
import resource
import time
import traceback
from pathlib import Path
from typing import Final, Protocol

#: MB of 10^6 bytes that one input may add to the most that the process has taken.
MORE_MB: Final = 100
#: Seconds of CPU that one input may take; most take hundredths.
SLOW: Final = 5.0


class Target(Protocol):
    """What inputs are tried on."""

    def try_one(self, data: bytes) -> None:
        """Try an input; raises whatever goes wrong."""


class Tally:
    """Counts inputs, and keeps the first of each kind that does harm."""

    def __init__(self, folder: Path, target: Target) -> None:
        self._folder, self._target = folder, target
        self._counts: dict[str, float] = {"inputs": 0, "slowest": 0.0}
        self._found: dict[str, int] = {}
        self._written = 0.0

    def __call__(self, data: bytes) -> None:
        """Try one input."""
        peak, started = peak_mb(), time.process_time()
        try:
            self._target.try_one(data)
        except Exception as error:  # noqa: BLE001  whatever it is, it is what is looked for
            self._keep(data, where(error), traceback.format_exc())
        took = time.process_time() - started
        if peak > 0 and peak_mb() - peak > MORE_MB and self._counts["inputs"]:
            self._keep(data, "memory", f"memory rose from {peak:.0f} to {peak_mb():.0f} MB")
        if took > SLOW:
            self._keep(data, "slow", f"it took {took:.1f} s of CPU")
        self._count(data, took)

    def _count(self, data: bytes, took: float) -> None:
        counts = self._counts
        counts["inputs"] += 1
        if took > counts["slowest"]:
            counts["slowest"] = took
            path = self._folder / "slowest.http"
            path.write_bytes(data)
        if time.monotonic() - self._written > 1:
            self._written = time.monotonic()
            path = self._folder / "counts.json"
            path.write_text(json.dumps(counts | {"peak": peak_mb()}), encoding="ascii")

    def _keep(self, data: bytes, kind: str, told: str) -> None:
        self._found[kind] = self._found.get(kind, 0) + 1
        if self._found[kind] == 1:
            name = hashlib.sha256(kind.encode()).hexdigest()[:12]
            (self._folder / "found" / f"{name}.http").write_bytes(data)
            (self._folder / "found" / f"{name}.txt").write_text(told, encoding="utf-8")


def where(error: BaseException) -> str:
    """Return what tells one kind of failure from another: type and place."""
    while error.__cause__ is not None:
        error = error.__cause__
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} {frames[-1].filename}:{frames[-1].lineno}"


def peak_mb() -> float:
    """Return the most that this process has taken so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
