"""Feed the reference with spoilt requests, or the suite with spoilt answers.

`python fuzz/run.py requests|answers [--seconds N]`: no exception, no hang, no memory beyond the
limit, no HTTP status 500 that is no fault. An input that makes something new happen becomes one
that others are made from. What goes wrong is kept in `fuzz/found/`, and is tried again by
`--only FILE`. The exit code is 1 if anything did.
"""

import argparse
import faulthandler
import random
import subprocess
import sys
import time
import traceback
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Protocol

_HERE: Final = Path(__file__).resolve().parent
_ROOT: Final = _HERE.parent
sys.path[:0] = [str(_ROOT / folder) for folder in ("", "spec", "steps", "reference")]

from answering import Suite  # noqa: E402
from inputs import Input, read_corpus, write_corpus  # noqa: E402
from requesting import Reference  # noqa: E402
from spoiling import spoilt  # noqa: E402

from wadows_contract.evidence import exchanges, read_events  # noqa: E402
from wadows_contract.exchange import Exchange  # noqa: E402
from wadows_contract.reference_process import environment  # noqa: E402
from wadows_spec.catalogue import Catalogue  # noqa: E402
from wadows_spec.documents import write_documents  # noqa: E402

#: Seconds after which an input counts as one that hangs.
PATIENCE: Final = 20
#: Megabytes by which memory may grow once a twentieth of the time is over and all is loaded.
GROWTH: Final = 60.0
_WARM: Final = 0.05
#: Recorded messages of more bytes are left out: it is the reading that is tried, not the disk.
_LARGEST: Final = 100_000
#: Inputs that are kept, the newest of all that said something new.
_KEPT: Final = 100
_MOST_BYTES: Final = 6000
CORPUS: Final = _HERE / "corpus"
FOUND: Final = _HERE / "found"


class Target(Protocol):
    """What is fed."""

    def seeds(self) -> Iterator[Input]:
        """Yield what inputs are made from in the beginning."""

    def feed(self, given: Input) -> str:
        """Return in short what an input made happen; raises what must not be."""


@dataclass
class Run:
    """One run: how far it came and what it found."""

    side: str
    pool: list[Input]
    chance: random.Random
    said: set[str] = field(default_factory=set)
    fresh: list[Input] = field(default_factory=list)
    inputs: int = 0
    slowest: float = 0.0
    found: int = 0

    def step(self, target: Target) -> None:
        """Make an input, feed it, and keep it if it says something new or goes wrong."""
        given = spoilt(self.chance.choice(self.pool), self.pool, self.chance)
        started = time.monotonic()
        said, problem = tried(target, given)
        self.slowest = max(self.slowest, time.monotonic() - started)
        self.inputs += 1
        if problem:
            self.found += 1
            _keep(self.side, self.found, given, problem)
        elif said not in self.said:
            self.said.add(said)
            self.pool.append(given)
            if len(given.body) <= _MOST_BYTES:
                self.fresh = [*self.fresh[-_KEPT:], given]


def tried(target: Target, given: Input) -> tuple[str, str]:
    """Feed an input; returns what it made happen, and the traceback if that must not be."""
    faulthandler.dump_traceback_later(PATIENCE, exit=True)
    try:
        return target.feed(given), ""
    except Exception:  # noqa: BLE001  whatever it is, it is what is looked for
        return "", traceback.format_exc()
    finally:
        faulthandler.cancel_dump_traceback_later()


def _keep(side: str, number: int, given: Input, problem: str) -> None:
    FOUND.mkdir(exist_ok=True)
    path = FOUND / f"{side}-{number}.json"
    path.write_text(given.to_json(), encoding="utf-8")
    print(f"{problem}\ntry it again: python fuzz/run.py {side} --only {path}", file=sys.stderr)


def resident_mb() -> float:
    """Return the resident set of this process, in MB of 10^6 bytes; Linux only."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


@contextmanager
def recordings(evidence: Path | None) -> Iterator[tuple[list[Exchange], Catalogue, Path]]:
    """Yield recorded exchanges, of a run given or of a new one, the catalogue, and a folder."""
    with TemporaryDirectory(prefix="wadows-fuzz-") as name:
        scratch = Path(name)
        catalogue = write_documents(scratch / "documents")
        folder = evidence or scratch / "run"
        if evidence is None:
            certify = [sys.executable, "-m", "wadows_contract.cli", "certify", "--out", str(folder)]
            subprocess.run(certify, check=True, env=environment(), stdout=subprocess.DEVNULL)
        found = exchanges(read_events(folder), folder).values()
        small = [each for each in found if each.response and each.response.body.size <= _LARGEST]
        yield small, catalogue, scratch


def _target(side: str, recorded: Sequence[Exchange], catalogue: Catalogue, folder: Path) -> Target:
    if side == "answers":
        return Suite(recorded, catalogue, folder)
    assert catalogue.folder is not None
    return Reference(recorded, catalogue.folder, folder)


def fuzz(run: Run, target: Target, seconds: float, count: int) -> float:
    """Feed for so long or so many inputs; returns by how many MB memory grew."""
    started = time.monotonic()
    warm = most = 0.0
    while (spent := time.monotonic() - started) < seconds and run.inputs < count:
        run.step(target)
        if not warm and (spent > seconds * _WARM or run.inputs > count * _WARM):
            warm = resident_mb()
        elif warm and run.inputs % 100 == 0:
            most = max(most, resident_mb())
    return max(most, resident_mb()) - (warm or resident_mb())


def main() -> int:
    """Run; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("side", choices=["requests", "answers"])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--count", type=int, default=1 << 62, help="inputs at most")
    parser.add_argument("--seed", type=int, default=time.time_ns(), help="where chance begins")
    parser.add_argument("--evidence", type=Path, help="folder of a run; a new one by default")
    parser.add_argument("--only", type=Path, help="feed what this file holds, and nothing else")
    parser.add_argument("--keep", action="store_true", help="add what is new to the corpus")
    options = parser.parse_args()
    # pydicom warns of what is odd in a document, which here is everything.
    warnings.simplefilter("ignore")
    corpus = CORPUS / f"{options.side}.jsonl"
    with recordings(options.evidence) as (recorded, catalogue, folder):
        target = _target(options.side, recorded, catalogue, folder)
        if options.only:
            given = Input.from_json(options.only.read_text(encoding="utf-8"))
            said, problem = tried(target, given)
            print(problem or said)
            return int(bool(problem))
        kept = [*read_corpus(corpus)]
        run = Run(options.side, [*target.seeds(), *kept], random.Random(options.seed))  # noqa: S311
        started = time.monotonic()
        grown = fuzz(run, target, options.seconds, options.count)
        spent = time.monotonic() - started
    if options.keep:
        write_corpus(corpus, [*kept, *run.fresh][-_KEPT:])
    print(
        f"{run.inputs} spoilt {options.side} in {spent:.0f} s (--seed {options.seed}):"
        f" {run.found} went wrong; {len(run.said)} different outcomes;"
        f" the slowest took {run.slowest:.2f} s; memory grew by {grown:.1f} MB"
    )
    return int(run.found > 0 or grown > GROWTH)


if __name__ == "__main__":
    sys.exit(main())
