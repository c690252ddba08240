"""The ways to run the contract agree: the command, several jobs, and pytest in a checkout."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.command.commands import Said, results_in, run, run_pytest, serving, states_in
from tests.command.endpoints import endpoint, forwarding
from wadows_contract.features import scenarios
from wadows_spec.register import register

WAYS: Final[dict[str, Callable[..., Said]]] = {
    "certify": lambda url, *options: run("certify", url, *options),
    "certify with two jobs": lambda url, *options: run("certify", url, "--jobs", 2, *options),
    "pytest": lambda url, *options: run_pytest("--endpoint", url, *options),
    "pytest with xdist": lambda url, *options: run_pytest("--endpoint", url, "-n", 2, *options),
}
#: Scenarios of what the statement does not declare: dcm4chee-arc declares both operations.
UNDECLARED: Final = dict.fromkeys(("T0901[retrieve]", "T0901[rendered]"), "not applicable")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving() as served:
        yield served


@pytest.mark.parametrize("way", ["certify with two jobs", "pytest", "pytest with xdist"])
def test_the_reference_conforms(way: str, url: str, tmp_path: Path) -> None:
    said = WAYS[way](url, "--hostile", "--out", tmp_path / "out")

    assert (0, []) == (said.code, said.errors), said.output
    results = results_in(tmp_path / "out")
    assert ("conforms to dcm4chee-arc", 0) == (results["verdict"], results["gate"])
    everything = {*register(), *(scenario.id for scenario in scenarios())}
    assert dict.fromkeys(everything, "passed") | UNDECLARED == states_in(tmp_path / "out")


def wrong_relation(request: bytes, answer: bytes) -> bytes:
    """Relate to another message, but only where an Annotation was asked for."""
    relates_to = re.compile(rb"(RelatesTo[^>]*>urn:uuid:)[0-9a-f]{8}")
    return relates_to.sub(rb"\g<1>00000000", answer) if b"Annotation" in request else answer


@pytest.mark.parametrize("way", ["certify", "pytest with xdist"])
def test_what_only_the_sweep_sees_counts(way: str, url: str, tmp_path: Path) -> None:
    with endpoint(forwarding(url, wrong_relation)) as changed:
        said = WAYS[way](changed, "--select=@WSA-02 or @REN-09", "--out", tmp_path / "out")

    assert 1 == said.code, said.output
    assert "incomplete" == results_in(tmp_path / "out")["verdict"]
    states = states_in(tmp_path / "out")
    assert ["WSA-02"] == [id_ for id_, state in states.items() if state == "failed"]
    assert ("passed", "passed") == (states["REN-09"], states["T0802[Annotation]"])


def test_a_mutant_does_not_conform(tmp_path: Path) -> None:
    with serving("--mutant", "relates-to-another-message") as mutant:
        select = "--select=@WSA-02 or @RET-02"
        said = run("certify", mutant, select, "--out", tmp_path / "out", "--jobs", 2)

    assert 1 == said.code
    states = states_in(tmp_path / "out")
    assert ("failed", "failed") == (states["WSA-02"], states["T0203"])
    # Whoever else shares the answers is not to blame.
    assert "passed" == states["T0604[signed]"]


def test_part_of_the_features(tmp_path: Path) -> None:
    said = run_pytest("-k", "media", "--out", tmp_path / "out")

    assert 0 == said.code, said.output
    results = results_in(tmp_path / "out")
    assert ("incomplete", 0, True) == (results["verdict"], results["gate"], results["complete"])


def test_collecting_begins_no_run(tmp_path: Path) -> None:
    said = run_pytest("--collect-only", "--out", tmp_path / "out")

    assert 0 == said.code
    assert not (tmp_path / "out").exists()


OWN_FEATURE: Final = """Feature: Of another project
  Scenario: Its own
    Given nothing
"""
OWN_STEP: Final = """from pytest_bdd import given
@given("nothing")
def nothing(): pass
"""


@pytest.mark.parametrize("jobs", [(), ("-n", 1)], ids=["alone", "xdist"])
def test_features_of_others_begin_no_run(jobs: tuple[object, ...], tmp_path: Path) -> None:
    own = tmp_path / "own.feature"
    own.write_text(OWN_FEATURE, encoding="utf-8")
    (tmp_path / "conftest.py").write_text(OWN_STEP, encoding="utf-8")

    said = run_pytest("-c", "pyproject.toml", "--out", tmp_path / "out", *jobs, what=own)

    assert (0, True) == (said.code, "1 passed" in said.output), said.output
    assert not (tmp_path / "out").exists()


def test_list() -> None:
    said = run("certify", "--list", "--select", "@RET-02")

    wanted = [scenario for scenario in scenarios() if scenario.requirement == "RET-02"]
    assert 0 == said.code
    assert [scenario.id for scenario in wanted] == [
        re.split(r" {2,}", line)[0] for line in said.output.splitlines()
    ]


def test_plan(tmp_path: Path) -> None:
    said = run("certify", "--plan", "--select", "T0604[signed]", cwd=tmp_path)

    assert 0 == said.code
    assert said.output.startswith("1 scenarios, 1 requests, about ")
    assert [] == list(tmp_path.iterdir())
