"""Each requirement is green on the reference and red under its mutant.

The scenarios of the mutant's own requirement are judged: as they were recorded, with answers
changed, and live, against a reference that misbehaves.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from wadows_contract.features import scenarios
from wadows_contract.mutation import mutated_evidence
from wadows_contract.reference_process import command, environment
from wadows_spec.register import Requirement, register

LISTED = json.loads(
    subprocess.run(command("mutants"), capture_output=True, check=True, env=environment()).stdout
)
#: The requirement that each mutant breaks, by the mutant's name.
MUTANTS = {entry["name"]: register()[entry["requirement"]] for entry in LISTED}
WAYS = {entry["name"]: entry["way"] for entry in LISTED}
#: Seconds between bytes that a live run waits for; what is late by design is waited for in vain.
PATIENCE = {"timing": "1"}


def results_of(folder: Path) -> dict[str, Any]:
    results: dict[str, Any] = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    results["states"] = {entry["id"]: entry["state"] for entry in results["requirements"]}
    return results


#: By level: the state of a requirement that is broken, and how much its findings weigh.
BROKEN = {
    "must": ("failed", "failed"),
    "should": ("warning", "warning"),
    "may": ("passed", "information"),
}


def weight(requirement: Requirement) -> str:
    """The level of a requirement; a MUST that was not read in its source only warns."""
    unread = requirement.level == "must" and not requirement.can_fail
    return "should" if unread else requirement.level


def is_broken(requirement: Requirement, folder: Path) -> bool:
    """Whether results say of a requirement that it is broken, as much as its level allows."""
    entry = next(
        entry for entry in results_of(folder)["requirements"] if entry["id"] == requirement.id
    )
    state, level = BROKEN[weight(requirement)]
    return state == entry["state"] and level in {found["level"] for found in entry["findings"]}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, env=environment()
    )


def test_every_requirement_is_green_on_the_reference(certified: Path) -> None:
    results = results_of(certified)

    assert dict.fromkeys(register(), "passed") == results["states"]
    assert ("conforms to dcm4chee-arc", 0, 1.0) == (
        results["verdict"],
        results["gate"],
        results["coverage"],
    )


@pytest.mark.parametrize("mutant", [name for name, way in WAYS.items() if way == "out"])
def test_recorded(mutant: str, certified: Path, tmp_path: Path) -> None:
    requirement = MUTANTS[mutant]
    own = {scenario.id for scenario in scenarios() if scenario.requirement == requirement.id}
    mutated_evidence(certified, mutant, tmp_path / "mutated", own)
    out = tmp_path / "out"

    done = run(
        "-m", "wadows_contract.cli", "rejudge", str(tmp_path / "mutated"), "--out", str(out)
    )  # fmt: skip

    assert is_broken(requirement, out), done.stdout
    assert int(weight(requirement) == "must") == done.returncode


@pytest.mark.parametrize("mutant", MUTANTS)
def test_live(mutant: str, features: Path, tmp_path: Path) -> None:
    requirement = MUTANTS[mutant]
    out = tmp_path / "out"
    patience = PATIENCE.get(WAYS[mutant], "60")
    arguments = ("--mutant", mutant, "--select", requirement.id, "--out", str(out),
                 "--read-timeout", patience)  # fmt: skip

    done = run("-m", "pytest", str(features), "-q", *arguments)

    assert is_broken(requirement, out), done.stdout
    assert int(weight(requirement) == "must") == done.returncode


@pytest.fixture
def features() -> Path:
    return Path(__file__).parents[2] / "features"
