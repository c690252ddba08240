"""The Containerfile: a user who is not root, and a command that the command line takes."""

import json
import re

from tests.examples.shown import ROOT, refusal

TEXT = (ROOT / "Containerfile").read_text(encoding="utf-8")


def instruction(name: str) -> list[str]:
    return re.findall(rf"^{name} (.*)$", TEXT, flags=re.MULTILINE)


def test_what_it_starts_is_taken_by_the_command_line() -> None:
    (entry,), (arguments,) = instruction("ENTRYPOINT"), instruction("CMD")

    assert ["/opt/wadows/bin/wadows-contract"] == json.loads(entry)
    assert "" == refusal(json.loads(arguments))
    assert "serve" == json.loads(arguments)[0]


def test_it_does_not_run_as_root() -> None:
    assert ["10001"] == instruction("USER")


def test_it_names_no_registry() -> None:
    assert all("/" not in name for name in instruction("FROM"))


def test_what_the_wheel_is_made_of_is_not_left_out() -> None:
    left_out = set((ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines())
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    needed = {
        path.split("/")[0] for path in re.findall(r'^"([^"]+)" = "wadows_spec', project, re.M)
    }
    needed |= {"README.md", "LICENSE", "wadows_contract", "steps", "reference", "pyproject.toml"}

    assert set() == needed & left_out
