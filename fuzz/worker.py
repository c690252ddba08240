"""One process that tries inputs until its time is over or one of them kills it.

`python -m fuzz.worker WAY SECONDS FOLDER SEED...`; started by `python -m fuzz`. What cannot go on
(a hang, memory, a crash of a library) ends it: libFuzzer leaves the input behind.
"""

import hashlib
import json
import random
import resource
import sys
import time
import traceback
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Protocol

import atheris

from fuzz import CORPUS
from fuzz.message import read_pair, write_pair
from fuzz.mutator import mutated

#: Seconds that one input may take, by the clock; then it hangs.
HANGS: Final = 20
#: MB of 10^6 bytes that the process may take, and that one input may add.
MOST_MB: Final = 1000
MORE_MB: Final = 100
#: Longest input in bytes.
LONGEST: Final = 64 * 1024


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


def change_request(data: bytes, most: int, seed: int) -> bytes:
    """Return another request."""
    return mutated(data, random.Random(seed), stir)[:most]


def change_answer(data: bytes, most: int, seed: int) -> bytes:
    """Return another answer to the same request."""
    request, answer = read_pair(data)
    return write_pair(request, mutated(answer, random.Random(seed), stir))[:most]


def stir(body: bytes, _: random.Random) -> bytes:
    """Return bytes as libFuzzer changes them, knowing what code compares with."""
    return bytes(atheris.Mutate(body, len(body) + 64)) if body else body


WAYS: Final = {
    "requests": ("Requests", change_request, ["wadows_reference"]),
    "answers": (
        "Answers",
        change_answer,
        ["wadows_contract.wire", "wadows_contract.judge", "wadows_contract.pixels"],
    ),
}


def main(way: str, task: str, folder: str, *more: str) -> None:
    """Run for so many seconds; or, for `merge`, add to a folder what of others reaches more.

    libFuzzer merges in processes that it starts by itself, the task of which is `merging`.
    """
    name, change, guided = WAYS[way]
    with atheris.instrument_imports(include=guided):
        target = getattr(import_module(f"fuzz.{way}"), name)
    common = [f"-timeout={HANGS}", f"-rss_limit_mb={MOST_MB}", f"-max_len={LONGEST}"]
    with TemporaryDirectory(prefix="wadows-") as scratch:
        tried = target(Path(scratch))
        if task == "merging":
            atheris.Setup(["fuzz", folder, *more], tried.try_one)
        elif task == "merge":
            again = Path(scratch) / "again"
            again.write_text(
                f'#!/bin/sh\nexec {sys.executable} -m fuzz.worker {way} merging "$@"\n', "ascii"
            )
            again.chmod(0o700)
            atheris.Setup([str(again), *common, "-merge=1", folder, *more], tried.try_one)
        else:
            tally = Tally(Path(folder), tried)
            run = [f"-max_total_time={task}", f"-artifact_prefix={folder}/found/", "-verbosity=0"]
            corpora = [str(Path(folder) / "corpus"), str(CORPUS / way)]
            atheris.Setup(["fuzz", *common, *run, *corpora], tally, custom_mutator=change)
        atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
