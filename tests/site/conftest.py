"""The site, built once, from the pages as they are and a results.json written by hand."""

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.site.handmade import results

ROOT = Path(__file__).parents[2]
PATHS = [str(ROOT / folder) for folder in (".", "spec", "steps", "reference", "docs/site")]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site; processes that test at the same time share one."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "site"
    folder.mkdir(exist_ok=True)
    built = folder / "built"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            _build(folder)
            built.touch()
    return folder / "html"


def _build(folder: Path) -> None:
    given = folder / "results.json"
    given.write_text(json.dumps(results()), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "wadows_site", str(folder), "--results", str(given)],
        capture_output=True, text=True, env=os.environ | {"PYTHONPATH": os.pathsep.join(PATHS)},
    )  # fmt: skip
    assert (0, "") == (done.returncode, done.stderr)
