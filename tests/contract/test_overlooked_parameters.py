"""A server that overlooks what is wrong with a rendered request, or misreads it, is found out.

By each scenario that expects a refusal; where either answer will do an image is no mistake.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from wadows_contract.features import Scenario, scenarios
from wadows_contract.reference_process import environment

#: Mutants, each with the requirement that it breaks and the situation that it overlooks.
OVERLOOKED = {
    "anonymize-overlooked": ("REN-08", "anonymization-unsupported"),
    "parameter-overlooked": ("REN-09", "parameter-unsupported"),
    "content-type-overlooked": ("REN-10", "content-type-refused"),
    "no-image-overlooked": ("REN-11", "not-an-image"),
    "missing-frame-overlooked": ("REN-12", "frame-missing"),
    "value-overlooked": ("REN-13", "value-invalid"),
    "last-frame-overlooked": ("REN-14", "frame-out-of-range"),
}


def failed(mutant: str, requirement: str, out: Path) -> set[str]:
    """The scenarios of a requirement that fail where a mutant answers."""
    features = Path(__file__).parents[2] / "features"
    subprocess.run(
        [
            sys.executable, "-m", "pytest", str(features), "-q", "--mutant", mutant,
            "--select", requirement, "--out", str(out),
        ],
        capture_output=True,
        env=environment(),
    )  # fmt: skip
    results = json.loads((out / "results.json").read_text("utf-8"))
    return {entry["id"] for entry in results["scenarios"] if entry["state"] == "failed"}


def refused(scenario: Scenario, situation: str) -> bool:
    """Whether a scenario has no other answer than a refusal, by the reference for a situation.

    Where several codes apply, it sends the first that is named.
    """
    (expected, *_) = (step for step in scenario.steps if "refused as" in step)
    _, _, first = expected.partition("refused as ")
    return "it is returned, or refused" not in expected and first.startswith(f'"{situation}"')


@pytest.mark.parametrize("mutant", OVERLOOKED)
def test_what_is_overlooked(mutant: str, tmp_path: Path) -> None:
    requirement, situation = OVERLOOKED[mutant]
    own = [entry for entry in scenarios() if entry.requirement == requirement]

    expected = {entry.id for entry in own if refused(entry, situation)}
    assert expected == failed(mutant, requirement, tmp_path)


def test_a_failure_that_is_overlooked(tmp_path: Path) -> None:
    assert {"T0809"} == failed("failure-overlooked", "REN-15", tmp_path)


def test_rows_that_are_taken_for_columns(tmp_path: Path) -> None:
    sides = {entry.id for entry in scenarios() if entry.id.startswith(("T0703", "T0814"))}
    # One row of one or two: nobody can tell.
    least = {"T0814[one row]", "T0814[two columns]"}

    assert least < sides
    assert sides - least <= failed("rows-taken-for-columns", "REN-04", tmp_path)


def test_a_quality_that_is_turned_round(tmp_path: Path) -> None:
    assert {"T0708"} == failed("quality-turned-round", "REN-06", tmp_path)
