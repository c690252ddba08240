"""All that speed and memory are held to, measured in one run: a table, and JSON.

Each benchmark runs as it does by itself, one after the other, and leaves its own JSON beside this.
Exits 1 if anything is not kept. It takes about half an hour on two cores.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import _checkout  # noqa: F401  finds the packages
from memory import LIMIT_MB

_HERE: Final = Path(__file__).resolve().parent
_PEERS: Final = ("Orthanc", "nginx")


@dataclass(frozen=True)
class Row:
    """Something measured, and the least or the most that it may be."""

    what: str
    measured: float
    least: float | None = None
    most: float | None = None

    @property
    def kept(self) -> bool:
        """Whether it is within its limit."""
        above = self.least is None or self.measured >= self.least
        return above and (self.most is None or self.measured <= self.most)

    def __str__(self) -> str:
        limit = f"at most {self.most:g}" if self.least is None else f"at least {self.least:g}"
        said = "" if self.kept else "   NOT KEPT"
        return f"{self.what:<64}{self.measured:>9.2f}   {limit}{said}"


def _retrieval(found: Mapping[str, Any]) -> Iterator[Row]:
    limits = {"200 CT": {"Orthanc": 1.0, "nginx": 0.7}, "10000": {"Orthanc": 3.0}}
    for name, by_clients in found.items():
        for clients, figures in by_clients.items():
            ours = {each: figures[each] for each in figures if each not in _PEERS}
            best = max(each["megabytes_per_second"] for each in ours.values())
            held = next((each for word, each in limits.items() if name.startswith(word)), {})
            for peer, least in held.items() if clients == "8" else ():
                if peer in figures:
                    ratio = best / figures[peer]["megabytes_per_second"]
                    yield Row(f"{name}, {clients} clients, times {peer}", ratio, least)
            peak = max(each["peak_mb"] for each in ours.values())
            yield Row(f"{name}, {clients} clients, MB of a process", peak, most=LIMIT_MB)


def _rendering(found: Mapping[str, Any]) -> Iterator[Row]:
    for what, speeds in found.items():
        ours = max(
            each["images_per_second"] for name, each in speeds.items() if "reference" in name
        )
        for peer in ("Orthanc", "DICOMweb"):
            if peer in speeds:
                ratio = ours / speeds[peer]["images_per_second"]
                yield Row(f"rendering, {what}, times {peer}", ratio, 2.0)


def _consuming(found: Mapping[str, Any]) -> Iterator[Row]:
    for name, each in found.items():
        yield Row(f"1 GB in {name}, times curl", each["curl"] / each["suite"], 0.3)
        yield Row(f"1 GB in {name}, MB of the suite", each["suite_mb"], most=LIMIT_MB)


def _certifying(found: Mapping[str, Any]) -> Iterator[Row]:
    yield Row("a whole certification, seconds", found["total"], most=60)
    yield Row("a whole certification, the suite's own processor, seconds", found["own"], most=10)


def _starting(found: Mapping[str, Any]) -> Iterator[Row]:
    rate = found["pydicom"] / found["first"]
    yield Row(f"{found['files']} files indexed, times pydicom's rate", rate, 1 / 3)
    yield Row("second start, seconds", found["second"], most=3)
    yield Row("start, MB", found["peak_mb"], most=LIMIT_MB)


_ROWS: Final[Mapping[str, Callable[[Mapping[str, Any]], Iterator[Row]]]] = {
    "retrieval": _retrieval,
    "rendering": _rendering,
    "consuming": _consuming,
    "certifying": _certifying,
    "starting": _starting,
}


def run(names: Sequence[str]) -> Iterator[Row]:
    """Run benchmarks, and yield the rows of each when it is done."""
    for name in names:
        result = _HERE / f"{name}.json"
        result.unlink(missing_ok=True)
        print(f"-- {name}", flush=True)
        subprocess.run([sys.executable, _HERE / f"{name}.py", "--out", result], check=False)
        yield from _ROWS[name](json.loads(result.read_text(encoding="utf-8")))


def main() -> int:
    """Measure everything, print the table, and write it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=_HERE / "table.json")
    parser.add_argument("--only", nargs="*", choices=[*_ROWS], default=[*_ROWS])
    given = parser.parse_args()
    rows = [*run(given.only)]
    print("\n".join(["", *map(str, rows)]))
    text = json.dumps([asdict(row) | {"kept": row.kept} for row in rows], indent=1)
    given.out.write_text(text + "\n", encoding="utf-8")
    return 0 if all(row.kept for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
