"""The suite's consumer against curl: a response of 1 GB, read, hashed and judged, or thrown away.

Both send the same request to the same reference, in turns: curl writes the answer to /dev/null,
the suite reads it into its evidence, splits it, hashes it as a whole and document by document,
and applies every check. The best of the turns counts: what else a machine does can only slow down.

Exits 1 if a limit is passed, or if a document is not found equal. Linux only: it needs `/proc`.
"""

import argparse
import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import _checkout  # noqa: F401  finds the packages
from big_documents import Shape, write_series
from memory import LIMIT_MB, consume, serving

from wadows_contract.evidence import exchanges, read_events
from wadows_contract.exchange import Exchange

#: A gigabyte, in one document of 500 frames and in 2000 documents.
SHAPES: Final = {
    "one document": Shape(documents=1, frames=500, side=1000),
    "2000 documents": Shape(documents=2000, frames=1, side=500),
}
#: The consumer's speed is to be this part at least of curl's.
_LEAST: Final = 0.3


@dataclass(frozen=True)
class Compared:
    """Seconds of each, and the largest resident set of the suite in MB."""

    answer_mb: float
    curl: float
    suite: float
    suite_mb: float
    equal: bool

    @property
    def ratio(self) -> float:
        """The speed of the suite as a part of curl's."""
        return self.curl / self.suite

    @property
    def kept(self) -> bool:
        """Whether every limit is kept."""
        return self.equal and self.ratio >= _LEAST and self.suite_mb <= LIMIT_MB


def throw_away(url: str, exchange: Exchange) -> float:
    """Return the seconds in which curl reads the answer to the same request."""
    request = exchange.request
    fields = [f"{name}: {value}" for name, value in request.headers.fields]
    headers = [part for field in fields for part in ("--header", field)]
    started = time.perf_counter()
    options = ["--silent", "--fail", "--output", "/dev/null", *headers]
    subprocess.run(["curl", *options, "--data-binary", f"@{request.body.path}", url], check=True)  # noqa: S607
    return time.perf_counter() - started


def measure(shape: Shape, scratch: Path, turns: int) -> Compared:
    """Make the documents, serve them, and let both ask in turns."""
    folder = scratch / "documents"
    write_series(shape, folder)
    best: dict[str, float] = {}
    with serving(folder, scratch) as (url, _):
        for turn in range(turns):
            out = scratch / f"out-{turn}"
            consumed = consume("request", folder, url, out)
            (exchange,) = exchanges(read_events(out), out).values()
            for name, seconds in (
                ("suite", consumed["seconds"]),
                ("curl", throw_away(url, exchange)),
            ):
                best[name] = min(seconds, best.get(name, seconds))
            assert exchange.response
            exchange.response.body.path.unlink()
    equal = consumed["equal"] == shape.documents
    return Compared(consumed["answer_mb"], best["curl"], best["suite"], consumed["suite_mb"], equal)


def main() -> int:
    """Print what was measured and write it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("consuming.json"))
    parser.add_argument("--turns", type=int, default=3)
    options = parser.parse_args()
    print(f"{'1 GB':<16}{'curl':>9}{'suite':>9}{'of curl':>9}{'memory':>12}   {_LEAST} at least")
    found = {}
    for name, shape in SHAPES.items():
        with TemporaryDirectory() as scratch:
            found[name] = each = measure(shape, Path(scratch), options.turns)
        print(
            f"{name:<16}{each.curl:>7.2f} s{each.suite:>7.2f} s{each.ratio:>9.2f}"
            f"{each.suite_mb:>9.1f} MB   {'ok' if each.kept else 'NOT KEPT'}",
            flush=True,
        )
    text = json.dumps({name: asdict(each) for name, each in found.items()}, indent=1)
    options.out.write_text(text + "\n", encoding="utf-8")
    return 0 if all(each.kept for each in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
