"""A certification of the reference, run once, whose evidence the tests look at."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from wadows_contract.reference_process import command, environment


@pytest.fixture(scope="session")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a certification of the reference."""
    folder = tmp_path_factory.mktemp("certified") / "out"
    done = subprocess.run(
        [sys.executable, "-m", "wadows_contract.cli", "certify", "--out", str(folder)],
        capture_output=True,
        text=True,
        env=environment(),
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def mutants() -> Mapping[str, str]:
    """The requirement that each mutant says it breaks."""
    listed = subprocess.run(
        command("mutants"), capture_output=True, check=True, env=environment()
    ).stdout
    return {entry["name"]: entry["requirement"] for entry in json.loads(listed)}
