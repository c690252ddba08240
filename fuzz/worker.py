"""One process that tries inputs until its time is over or one of them kills it.

`python -m fuzz.worker WAY SECONDS FOLDER SEED...`; started by `python -m fuzz`. What cannot go on
(a hang, memory, a crash of a library) ends it: libFuzzer leaves the input behind.
"""

import random
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import atheris

from fuzz import CORPUS
from fuzz.framing import reframed
from fuzz.message import read_pair, write_pair
from fuzz.mutator import mutated
from fuzz.splicing import spliced
from fuzz.tally import Tally

#: Seconds that one input may take, by the clock; then it hangs.
HANGS: Final = 20
#: MB that the process may take.
MOST_MB: Final = 1000
#: Longest input in bytes.
LONGEST: Final = 64 * 1024


def change_request(data: bytes, most: int, seed: int) -> bytes:
    """Return another request."""
    return mutated(data, random.Random(seed), stir)[:most]


def change_answer(data: bytes, most: int, seed: int) -> bytes:
    """Return another answer to the same request."""
    request, answer = read_pair(data)
    return write_pair(request, mutated(answer, random.Random(seed), stir))[:most]


def change_framing(data: bytes, most: int, seed: int) -> bytes:
    """Return the same answer sent in another way, and now and then another."""
    chance = random.Random(seed)
    request, answer = read_pair(data)
    if chance.random() < 0.3:
        answer = mutated(answer, chance, stir)
    return write_pair(request, reframed(answer, chance))[:most]


def join_requests(one: bytes, other: bytes, most: int, seed: int) -> bytes:
    """Return one request of two."""
    return spliced(one, other, random.Random(seed))[:most]


def join_answers(one: bytes, other: bytes, most: int, seed: int) -> bytes:
    """Return one answer of two, to the first request."""
    (request, answer), (_, another) = read_pair(one), read_pair(other)
    return write_pair(request, spliced(answer, another, random.Random(seed)))[:most]


def stir(body: bytes, _: random.Random) -> bytes:
    """Return bytes as libFuzzer changes them, knowing what code compares with."""
    return bytes(atheris.Mutate(body, len(body) + 64)) if body else body


Change = Callable[[bytes, int, int], bytes]
Join = Callable[[bytes, bytes, int, int], bytes]


def seldom(join: Join, change: Change) -> Join:
    """Return what joins one time in three: libFuzzer would as often as it changes."""

    def either(one: bytes, other: bytes, most: int, seed: int) -> bytes:
        return change(one, most, seed) if seed % 3 else join(one, other, most, seed)

    return either


class Way(NamedTuple):
    """What is tried, how inputs are made, the packages that guide, and where inputs begin."""

    target: str
    change: Change
    join: Join
    guided: list[str]
    corpus: str


_JUDGING: Final = ["wadows_contract.wire", "wadows_contract.judge", "wadows_contract.pixels"]
_RECEIVING: Final = [
    "wadows_contract.consumer", "wadows_contract.exchange", "wadows_contract.evidence",
    "http.client", "urllib3",
]  # fmt: skip
WAYS: Final = {
    "requests": Way("Requests", change_request, join_requests, ["wadows_reference"], "requests"),
    "answers": Way("Answers", change_answer, join_answers, _JUDGING, "answers"),
    "wire": Way("Wire", change_framing, join_answers, _RECEIVING, "answers"),
}


def main(way: str, task: str, folder: str, *more: str) -> None:
    """Run for so many seconds; or, for `merge`, add to a folder what of others reaches more.

    libFuzzer merges in processes that it starts by itself, the task of which is `merging`.
    """
    by = WAYS[way]
    with atheris.instrument_imports(include=by.guided):
        target = getattr(import_module(f"fuzz.{way}"), by.target)
    # What is slow by the clock says more of what else the machine does; the tally has the rest.
    slow = f"-report_slow_units={HANGS}"
    common = [f"-timeout={HANGS}", slow, f"-rss_limit_mb={MOST_MB}", f"-max_len={LONGEST}"]
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
            corpora = [str(Path(folder) / "corpus"), str(CORPUS / by.corpus)]
            atheris.Setup(
                ["fuzz", *common, *run, *corpora],
                tally,
                custom_mutator=by.change,
                custom_crossover=seldom(by.join, by.change),
            )
        atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
