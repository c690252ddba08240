"""Take each protection out, and insist that its tests fail without it.

`python tests/protections/taken_out.py [--only WORD] [--part K/N]` works on a copy of the checkout.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
_PATHS: Final = (".", "spec", "steps", "reference")
sys.path[:0] = [str(ROOT / path) for path in _PATHS]

from tests.protections.protections import Protection, protections  # noqa: E402
from wadows_contract.prove.plan import Part, read_part  # noqa: E402

#: Seconds after which tests hang, which is to fail.
_LONG: Final = 180
_PASSED, _FAILED = 0, 1
_SHOWN: Final = "shown"
#: What is printed by pytest's exit code; any other is that of tests that are not there.
_SAID: Final = {_PASSED: "NOT SHOWN", _FAILED: _SHOWN}
_NOT_COPIED: Final = shutil.ignore_patterns(
    ".git", ".tox", ".venv", "__pycache__", "*.egg-info", ".*_cache", "build", "dist", "proof"
)


def run_tests(folder: Path, tests: Iterable[str]) -> int:
    """Return pytest's exit code for tests in a folder; `_FAILED` if they hang."""
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(str(folder / path) for path in _PATHS),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    try:
        return subprocess.run(
            command, cwd=folder, env=environment, timeout=_LONG, check=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ).returncode  # fmt: skip
    except subprocess.TimeoutExpired:
        return _FAILED


def without(folder: Path, protection: Protection) -> int:
    """Return what the tests of a protection say of a copy that does not have it."""
    path = folder / protection.file
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace(protection.present, protection.absent), encoding="utf-8")
    try:
        return run_tests(folder, protection.tests)
    finally:
        path.write_text(whole, encoding="utf-8")


def chosen(only: str, part: Part) -> list[Protection]:
    """Return the part's share of the protections that a word is in."""
    found = [each for each in protections() if only in f"{each.family} {each.promise} {each.file}"]
    return found[part.number - 1 :: part.of]


def main() -> int:
    """Print what each protection is worth; the exit code is 1 if any is worth nothing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="a word of family, promise or file")
    parser.add_argument("--part", default="", help="K/N, or today/N: one of N parts")
    options = parser.parse_args()
    asked = chosen(options.only, read_part(options.part, date.today()))
    worthless = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "copy"
        shutil.copytree(ROOT, folder, ignore=_NOT_COPIED)
        tests = sorted({test for each in asked for test in each.tests})
        if tests and run_tests(folder, tests) != _PASSED:
            print("with every protection in place their tests do not pass")
            worthless += 1
        for protection in asked:
            said = _SAID.get(without(folder, protection), "NOT RUN")
            worthless += said != _SHOWN
            print(f"{said:<10}{protection.promise}", flush=True)
    print(f"{len(asked)} protections taken out: {worthless} that no test misses")
    return min(worthless, 1)


if __name__ == "__main__":
    sys.exit(main())
