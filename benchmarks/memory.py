"""Peak memory of the suite and of the reference while large answers go through both.

Bodies stream on both sides, so memory must not grow with a response.
One document of 300 MB, and 600 of 0.5 MB in one request, go through the whole path:
typed door, transport, store, wire and the sweep of all checks, with every document
compared with its original by SHA-256. The one of 300 MB is also retrieved by the command,
with pytest and all reports.
Suite and reference are processes of their own, and each case gets new ones.

Exits 1 if a process needs more than the limit, or if a document is not found equal.
"""

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from _checkout import ROOT
from big_documents import Shape, write_series

from wadows_contract.reference_process import command, environment

LIMIT_MB: Final = 150.0
_LARGE: Final = Shape(documents=1, frames=150, side=1000)
_MANY: Final = Shape(documents=600, frames=1, side=500)
#: What is retrieved, and how: see `consumer.py`.
CASES: Final = {
    "one of 300 MB": (_LARGE, "request"),
    "600 of 0.5 MB": (_MANY, "request"),
    "300 MB, command": (_LARGE, "command"),
}
_CONSUMER: Final = ROOT / "benchmarks" / "consumer.py"


@dataclass(frozen=True)
class Measurement:
    """One case: how long the exchange and its judging took, and the peak resident sets."""

    case: str
    documents: int
    equal: int
    answer_mb: float
    seconds: float
    suite_mb: float
    reference_mb: float

    @property
    def good(self) -> bool:
        """Whether all came back equal, within the limit on both sides."""
        within = max(self.suite_mb, self.reference_mb) <= LIMIT_MB
        return self.equal == self.documents and within

    def __str__(self) -> str:
        return (
            f"{self.case:<16}{f'{self.equal} of {self.documents}':>11}{self.answer_mb:>9.1f} MB"
            f"{self.seconds:>7.1f} s{self.suite_mb:>8.1f} MB{self.reference_mb:>8.1f} MB"
            f"  {'ok' if self.good else 'TOO MUCH, OR NOT EQUAL'}"
        )


_HEAD: Final = f"{'case':<16}{'equal':>11}{'answer':>12}{'time':>9}{'suite':>11}{'reference':>11}"


def peak_mb(pid: int | str = "self") -> float:
    """Return the largest resident set that a process ever had, in MB of 10^6 bytes."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    assert found
    return round(int(found[1]) * 1024 / 1e6, 1)


@contextmanager
def serving(folder: Path, scratch: Path, *options: str) -> Iterator[tuple[str, int]]:
    """Serve a folder by a reference of its own; yields the endpoint's URL and the process id."""
    index = str(scratch / "index.sqlite")
    serve = command("serve", str(folder), "--port", "0", "--index", index, *options)
    log = scratch / "reference.log"
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            serve, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment()
        ) as process,
    ):
        try:
            assert process.stdout is not None
            word, _, url = process.stdout.readline().strip().partition(" ")
            assert word == "serving", log.read_text(encoding="utf-8")
            yield url, process.pid
        finally:
            process.terminate()


def measure(case: str, scratch: Path) -> Measurement:
    """Make the documents of a case, serve them, and let the suite retrieve them."""
    shape, how = CASES[case]
    folder = scratch / "documents"
    write_series(shape, folder)
    with serving(folder, scratch) as (url, process):
        consumed = consume(how, folder, url, scratch / "out")
        reference_mb = peak_mb(process)
    return Measurement(case=case, documents=shape.documents, reference_mb=reference_mb, **consumed)


def consume(how: str, folder: Path, url: str, out: Path) -> dict[str, Any]:
    """Let the suite retrieve what a folder has, in a process of its own: see `consumer.py`."""
    said = subprocess.run(
        [sys.executable, _CONSUMER, how, folder, url, out],
        stdout=subprocess.PIPE,
        stderr=None if how == "request" else subprocess.DEVNULL,  # roles that are not there
        check=True,
        env=environment(),
    ).stdout
    consumed: dict[str, Any] = json.loads(said.splitlines()[-1])
    return consumed | {key: round(consumed[key], 1) for key in ("answer_mb", "seconds")}


def main() -> int:
    """Measure every case, print a table, write JSON, and say by the exit code if all is well."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, help="JSON of the results; memory.json by default",
                        default=ROOT / "benchmarks" / "memory.json")  # fmt: skip
    parser.add_argument("--scratch", type=Path, help="folder on a disk with 1 GB to spare")
    given = parser.parse_args()
    if not Path("/proc/self/status").exists():
        print("This needs /proc, so Linux.", file=sys.stderr)
        return 2
    measured = []
    print(_HEAD)
    for case in CASES:
        with TemporaryDirectory(prefix="wadows-memory-", dir=given.scratch) as scratch:
            measured.append(measure(case, Path(scratch)))
        print(measured[-1], flush=True)
    results = {
        "limit_mb": LIMIT_MB,
        "measured": time.strftime("%Y-%m-%d", time.gmtime()),
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs",
        "cases": [asdict(entry) for entry in measured],
    }
    given.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 0 if all(entry.good for entry in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
