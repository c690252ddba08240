"""A whole certification of the reference: its time, and what of it the suite's own processor had.

`wadows-contract certify` is timed as it is run, the reference started by it. Then a reference is
started beside, and certified by a suite that looks at itself every ten milliseconds of processor
time: what passes while the oracle or a decoder is at work is that of pixels, the rest its own.

Exits 1 if a limit is passed, or if the reference does not conform. Linux only: it needs `/proc`.
"""

import argparse
import json
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Final

import _checkout
from memory import environment, peak_mb, serving

from wadows_contract.cli import main as certify
from wadows_spec.documents import write_documents

#: Seconds for all of it, and of the processor for what is neither pixels nor waiting.
_TOTAL: Final = 60.0
_OWN: Final = 10.0
_INTERVAL: Final = 0.01
#: Where pixels are decoded, rendered, compared and shown.
_PIXELS: Final = ("/wadows_contract/pixels/", "/pydicom/pixels/", "/wadows_spec/documents/")


@dataclass(frozen=True)
class Shares:
    """Seconds of the suite's processor, and its peak memory in MB."""

    pixels: float
    own: float
    peak_mb: float


class Sampler:
    """Adds up processor time by whether pixels are being worked on."""

    def __init__(self) -> None:
        self.pixels = 0.0
        self._before = 0.0

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Count the time since the last look."""
        now = time.process_time()
        while frame is not None:
            if any(place in frame.f_code.co_filename for place in _PIXELS):
                self.pixels += now - self._before
                break
            frame = frame.f_back
        self._before = now


def watched(url: str, out: str) -> None:
    """Certify, and print the shares as JSON behind what the command prints."""
    sampler = Sampler()
    signal.signal(signal.SIGPROF, sampler)
    signal.setitimer(signal.ITIMER_PROF, _INTERVAL, _INTERVAL)
    try:
        certify(["certify", url, "--out", out], standalone_mode=False)
    except SystemExit as end:
        if end.code:
            raise
    signal.setitimer(signal.ITIMER_PROF, 0)
    total = time.process_time()
    shares = Shares(sampler.pixels, total - sampler.pixels, peak_mb())
    sys.stdout.write(json.dumps(asdict(shares)))


def measure(scratch: Path) -> tuple[float, Shares]:
    """Return the seconds of a whole certification, and the shares of another."""
    started = time.perf_counter()
    whole = [sys.executable, "-m", "wadows_contract.cli", "certify", "--out", scratch / "whole"]
    subprocess.run(whole, check=True, env=environment(), stdout=subprocess.DEVNULL)
    total = time.perf_counter() - started
    write_documents(scratch / "documents")
    with serving(scratch / "documents", scratch) as (url, _):
        inside = subprocess.run(
            [sys.executable, __file__, "--watched", url, str(scratch / "watched")],
            check=True, env=environment(), stdout=subprocess.PIPE, text=True, cwd=_checkout.ROOT,
        )  # fmt: skip
    return total, Shares(**json.loads(inside.stdout.splitlines()[-1]))


def main() -> int:
    """Print what was measured and write it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("certifying.json"))
    parser.add_argument("--watched", nargs=2, metavar=("URL", "OUT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.watched:
        watched(*options.watched)
        return 0
    with TemporaryDirectory() as scratch:
        total, shares = measure(Path(scratch))
    print(f"a whole certification          {total:6.1f} s     {_TOTAL:g} at most")
    print(f"the suite's processor, pixels  {shares.pixels:6.1f} s")
    print(f"the suite's processor, rest    {shares.own:6.1f} s     {_OWN:g} at most")
    print(f"the suite's peak memory        {shares.peak_mb:6.1f} MB")
    text = json.dumps({"total": total, **asdict(shares)}, indent=1)
    options.out.write_text(text + "\n", encoding="utf-8")
    return 0 if total <= _TOTAL and shares.own <= _OWN else 1


if __name__ == "__main__":
    sys.exit(main())
