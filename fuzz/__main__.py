"""Try messages by chance on the reference or the suite: `python -m fuzz requests --seconds 60`.

What does harm is left in build/fuzz, with the command that tries it again.
The exit code is 1 if there is any.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from fuzz import ROOT
from fuzz.answers import Answers
from fuzz.requests import Requests
from fuzz.tally import Target
from fuzz.wire import Wire

#: Seconds beyond its time that a process gets to begin and to end.
GRACE: Final = 120
TARGETS: Final[dict[str, Callable[[Path], Target]]] = {
    "requests": Requests,
    "answers": Answers,
    "wire": Wire,
}


def main() -> int:
    """Run; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__.partition("\n")[0])
    parser.add_argument("way", choices=[*TARGETS, "all"], help="what to try it on, or all at once")
    parser.add_argument("--seconds", type=int, default=60, help="of each way")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "fuzz", help="for findings")
    parser.add_argument("--only", type=Path, help="try the input in this file alone")
    options = parser.parse_args()
    if options.only:
        return try_file(options.way, options.only)
    ways = [*TARGETS] if options.way == "all" else [options.way]
    with ThreadPoolExecutor() as at_once:
        codes = at_once.map(
            lambda way: run(way, options.seconds, options.out.resolve() / way), ways
        )
        return max(codes)


def try_file(way: str, path: Path) -> int:
    """Try one input; what goes wrong is raised."""
    with TemporaryDirectory(prefix="wadows-") as scratch:
        target = TARGETS[way](Path(scratch))
        started = time.process_time()
        target.try_one(path.read_bytes())
    print(f"nothing is wrong; it took {time.process_time() - started:.2f} s of CPU")
    return 0


def run(way: str, seconds: int, folder: Path) -> int:
    """Start processes that try inputs, one when another has ended, until the time is over."""
    for name in ("found", "corpus"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    inputs, peak, slowest, ended = 0, 0.0, 0.0, 0
    started = time.monotonic()
    with (folder / "log.txt").open("wb") as log:
        while (left := seconds - round(time.monotonic() - started)) > 0:
            (folder / "counts.json").unlink(missing_ok=True)
            command = [sys.executable, "-m", "fuzz.worker", way, str(left), str(folder)]
            try:
                code = subprocess.run(
                    command, cwd=ROOT, stdout=log, stderr=log, timeout=left + GRACE
                ).returncode
            except subprocess.TimeoutExpired:
                code = -1
            counts = _counts(folder)
            inputs += counts["inputs"]
            peak, slowest = max(peak, counts["peak"]), max(slowest, counts["slowest"])
            ended += code != 0
            if not counts["inputs"]:
                break
    found = sorted(path for path in (folder / "found").iterdir() if path.suffix != ".txt")
    print(
        f"{way}: {inputs} inputs in {time.monotonic() - started:.0f} s,"
        f" {peak:.0f} MB of memory at most;"
        f" the slowest took {slowest:.2f} s of CPU ({folder / 'slowest.http'});"
        f" {len(found)} findings, {ended} processes ended by one"
    )
    for path in found:
        told = path.with_suffix(".txt")
        last = told.read_text("utf-8").strip().splitlines()[-1] if told.exists() else path.name
        print(f"  {last}\n    python -m fuzz {way} --only {path}")
    if not inputs:
        print(f"nothing was tried: see {folder / 'log.txt'}")
    return int(bool(found) or ended > 0 or not inputs)


def _counts(folder: Path) -> dict[str, Any]:
    path = folder / "counts.json"
    none = {"inputs": 0, "peak": 0.0, "slowest": 0.0}
    return none | (json.loads(path.read_text("ascii")) if path.exists() else {})


if __name__ == "__main__":
    sys.exit(main())
