"""The site, built once, from the pages as they are and a results.json written by hand."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from wadows_contract.run import features_sha256

ROOT = Path(__file__).parents[2]
PATHS = [str(ROOT / folder) for folder in (".", "spec", "steps", "reference", "docs/site")]


def results(**run: Any) -> dict[str, Any]:
    """What of a results.json the site reads."""
    about = {
        "started": "2031-05-06T07:08:09+00:00",
        "embedded": False,
        "mutant": "",
        "endpoint": "http://archive.example:8080/secret",
        "features_sha256": features_sha256(),
    }
    return {
        "format": 1,
        "verdict": "does not conform",
        "run": about | run,
        "requirements": [{"id": "HTTP-01", "state": "passed"}, {"id": "REN-01", "state": "failed"}],
        "scenarios": [
            {"id": "T0701[signed]", "state": "not testable"},
            {"id": "T0804", "state": "failed"},
        ],
    }  # fmt: skip


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
