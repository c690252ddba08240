"""What is needed at run time was reviewed, permits what we do with it, and CI knows its version."""

import re
import tomllib
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REVIEWED: dict[str, str] = tomllib.loads((ROOT / "dependencies.toml").read_text(encoding="utf-8"))[
    "licences"
]
#: The terms that may be had, as SPDX names them.
PERMISSIVE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "MIT", "MIT-0", "MIT-CMU",
    "MPL-2.0", "PSF-2.0", "Zlib",
}  # fmt: skip
ASKED = [
    Requirement(text)
    for text in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["workers"])
]


def needed(asked: list[Requirement]) -> dict[str, Distribution]:
    """Return all that is needed, by name, and all that is needed for that."""
    found: dict[str, Distribution] = {}
    todo = list(asked)
    while todo:
        wanted = todo.pop()
        name = canonicalize_name(wanted.name)
        if name in found:
            continue
        found[name] = distribution(name)
        for text in found[name].requires or ():
            more = Requirement(text)
            extras = {"", *wanted.extras}
            if more.marker is None or any(more.marker.evaluate({"extra": x}) for x in extras):
                todo.append(more)
    return found


NEEDED = needed(ASKED)


def versions() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = (line.split("==") for line in lines if not line.startswith("#"))
    return {canonicalize_name(name): version for name, version in pins}


def test_all_was_reviewed() -> None:
    assert sorted(NEEDED) == list(REVIEWED)


@pytest.mark.parametrize("name", REVIEWED)
def test_its_terms_are_permissive(name: str) -> None:
    assert {*re.split(" (?:AND|OR) ", REVIEWED[name])} <= PERMISSIVE


@pytest.mark.parametrize("name", REVIEWED)
def test_it_says_so_itself(name: str) -> None:
    said = NEEDED[name].metadata
    words = [said.get("License-Expression") or (said.get("License") or "").partition("\n")[0]]
    words += [each for each in said.get_all("Classifier") or () if each.startswith("License")]

    assert not re.search(r"GPL|General Public", " ".join(words))
    if expression := said.get("License-Expression"):
        assert expression == REVIEWED[name]


def test_ci_knows_the_version_of_each() -> None:
    assert set() == REVIEWED.keys() - versions().keys()
    for wanted in ASKED:
        assert wanted.specifier.contains(versions()[canonicalize_name(wanted.name)])


def test_versions_are_exact_and_name_no_place() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]

    assert [] == [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.+!]+", pin)]
    assert pins == sorted(pins, key=str.casefold)
