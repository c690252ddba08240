"""Peak memory of the suite and of the reference while large answers go through both.

Law: bodies stream on both sides, so memory does not grow with a response.
One document of 300 MB, and 600 of 0.5 MB in one request, each through the whole path:
typed door, transport, store, wire and the sweep of all checks, with every document
compared with its original by SHA-256.
Suite and reference are processes of their own, and each case gets new ones.

Exits 1 if a process needs more than the limit, or if a document is not found equal.
"""

import argparse
import json
import platform
import re
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from big_documents import Shape, write_series

from wadows_contract.reference_process import command, environment

LIMIT_MB: Final = 150.0
CASES: Final = {
    "one of 300 MB": Shape(documents=1, frames=150, side=1000),
    "600 of 0.5 MB": Shape(documents=600, frames=1, side=500),
}
_CONSUMER: Final = Path(__file__).with_name("consumer.py")


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


def peak_mb(pid: int | str = "self") -> float:
    """Return the largest resident set that a process ever had, in MB of 10^6 bytes."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    assert found
    return round(int(found[1]) * 1024 / 1e6, 1)


def measure(case: str, scratch: Path) -> Measurement:
    """Make the documents of a case, serve them, and let the suite retrieve them."""
    folder = scratch / "documents"
    shape = CASES[case]
    write_series(shape, folder)
    arguments = ("serve", str(folder), "--port", "0", "--index", str(scratch / "index.sqlite"))
    with subprocess.Popen(
        command(*arguments), stdout=subprocess.PIPE, text=True, env=environment()
    ) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip().removeprefix("serving ")
            said = subprocess.run(
                [sys.executable, _CONSUMER, folder, url, scratch / "out"],
                stdout=subprocess.PIPE,
                check=True,
                env=environment(),
            ).stdout
            reference_mb = peak_mb(process.pid)
        finally:
            process.terminate()
    return Measurement(
        case=case, documents=shape.documents, reference_mb=reference_mb, **json.loads(said)
    )


def main() -> int:
    """Measure every case, print a table, write JSON, and say by the exit code if all is well."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=Path("memory.json"), help="JSON of the results")
    parser.add_argument("--scratch", type=Path, help="where to put the documents; needs 1.3 GB")
    given = parser.parse_args()
    if not Path("/proc/self/status").exists():
        print("This needs /proc, so Linux.", file=sys.stderr)
        return 2
    measured = []
    print(f"{'case':<16}{'equal':>12}{'answer':>10}{'time':>9}{'suite':>10}{'reference':>11}")
    for case in CASES:
        with TemporaryDirectory(prefix="wadows-memory-", dir=given.scratch) as scratch:
            entry = measure(case, Path(scratch))
        measured.append(entry)
        print(
            f"{case:<16}{f'{entry.equal} of {entry.documents}':>12}{entry.answer_mb:>7.0f} MB"
            f"{entry.seconds:>7.1f} s{entry.suite_mb:>7.1f} MB{entry.reference_mb:>8.1f} MB"
            f"  {'ok' if entry.good else 'TOO MUCH OR NOT EQUAL'}"
        )
    results = {
        "limit_mb": LIMIT_MB,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "measured": time.strftime("%Y-%m-%d", time.gmtime()),
        "cases": [asdict(entry) for entry in measured],
    }
    given.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 0 if all(entry.good for entry in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
