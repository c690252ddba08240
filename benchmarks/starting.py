"""How long a reference takes to start over many files, the first time and the second.

Its rate is held against that of pydicom reading the same headers, in the same run and on the same
single core: what indexing does beyond reading has to cost less than twice the reading again.

Exits 1 if a limit is passed, or if a document is missing from the index. Linux only: it needs
`/proc`, and half a gigabyte for the files.
"""

import argparse
import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import _checkout  # noqa: F401  finds the packages
from memory import LIMIT_MB, peak_mb, serving
from pydicom import dcmread
from speed import ASKING, SERVING, on_core

from wadows_spec.documents import TEST_DOCUMENTS, write_documents

#: The rate of the first start is to be this part at least of pydicom's.
_RATE: Final = 1 / 3
#: Seconds for the second start, the interpreter's own included.
_SECOND: Final = 3.0
_IN_A_FOLDER: Final = 1000
#: Counted up at the end of UIDs from here, so that all are of one length.
_BASE: Final = 10_000_000


@dataclass(frozen=True)
class Starts:
    """Seconds to read all headers with pydicom, to the first and to the second `serving`."""

    files: int
    pydicom: float
    first: float
    second: float
    indexed: int
    peak_mb: float

    @property
    def rate(self) -> float:
        """The first start's rate as a part of pydicom's."""
        return self.pydicom / self.first

    @property
    def kept(self) -> bool:
        """Whether every limit is kept."""
        return (
            self.indexed == self.files
            and self.rate >= _RATE
            and self.second <= _SECOND
            and self.peak_mb <= LIMIT_MB
        )


def write(folder: Path, files: int) -> list[Path]:
    """Write instances of one small document, a thousand to a folder; only their UIDs differ."""
    made = write_documents(folder.parent / "made")
    dataset = dcmread(made.path_of(TEST_DOCUMENTS[0].role))
    stem = "1.2.826.0.1.3680043.10.1000.1"
    uid = f"{stem}.{_BASE}"
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = uid
    template = folder.parent / "template.dcm"
    dataset.save_as(template)
    content = template.read_bytes()
    paths = []
    for number in range(files):
        path = folder / f"{number // _IN_A_FOLDER:04}" / f"{number:08}.dcm"
        if number % _IN_A_FOLDER == 0:
            path.parent.mkdir(parents=True)
        path.write_bytes(content.replace(uid.encode(), f"{stem}.{_BASE + number}".encode()))
        paths.append(path)
    return paths


def read_headers(paths: list[Path]) -> float:
    """Return the seconds in which pydicom reads all headers."""
    started = time.perf_counter()
    for path in paths:
        dcmread(path, stop_before_pixels=True)
    return time.perf_counter() - started


def start(folder: Path, scratch: Path) -> tuple[float, int, float]:
    """Start a reference; returns seconds until it serves, documents indexed, and its peak in MB."""
    started = time.perf_counter()
    with on_core(SERVING), serving(folder, scratch) as (_, process), on_core(ASKING):
        seconds = time.perf_counter() - started
        peak = peak_mb(process)
    summary = (scratch / "reference.log").read_text(encoding="utf-8").partition(" documents")[0]
    return seconds, int(summary), peak


def measure(scratch: Path, files: int) -> Starts:
    """Write the files, and measure on one core; all are in the cache of the system."""
    folder = scratch / "documents"
    paths = write(folder, files)
    with on_core(SERVING):
        pydicom = read_headers(paths)
    first, indexed, peak = start(folder, scratch)
    second, _, again = start(folder, scratch)
    return Starts(files, pydicom, first, second, indexed, max(peak, again))


def main() -> int:
    """Print what was measured and write it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("starting.json"))
    parser.add_argument("--files", type=int, default=100_000)
    options = parser.parse_args()
    with TemporaryDirectory() as scratch:
        found = measure(Path(scratch), options.files)
    rows = (
        ("headers read by pydicom", found.pydicom, ""),
        ("first start", found.first, f"{found.rate:.2f} of pydicom's rate; {_RATE:.2f} at least"),
        ("second start", found.second, f"{_SECOND:g} s at most"),
    )
    for what, seconds, limit in rows:
        rate = found.files / seconds
        print(f"{what:<26}{seconds:>8.2f} s{rate:>10.0f} files/s   {limit}".rstrip())
    print(f"{found.indexed} of {found.files} files indexed, {found.peak_mb:.1f} MB at most")
    options.out.write_text(json.dumps(asdict(found), indent=1) + "\n", encoding="utf-8")
    return 0 if found.kept else 1


if __name__ == "__main__":
    sys.exit(main())
