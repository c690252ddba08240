"""The site, built once, from the pages as they are and a results.json written by hand."""

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
    folder = tmp_path_factory.mktemp("site")
    (folder / "results.json").write_text(json.dumps(results()), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "wadows_site", str(folder), "--results",
         str(folder / "results.json")],
        capture_output=True, text=True, env=os.environ | {"PYTHONPATH": os.pathsep.join(PATHS)},
    )  # fmt: skip
    assert (0, "") == (done.returncode, done.stderr)
    return folder / "html"
