"""The action for GitHub: what its workflow asks for is declared, and its steps do what they say."""

import json
import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.examples.shown import ROOT, blocks, refusal

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
GUIDE = ROOT / "docs/guides/gate-your-ci.md"
(CERTIFY,) = [step for step in STEPS if step.get("id") == "certify"]
#: A certify that writes down what it was called with, and ends as it is told.
STUB = """#!/usr/bin/env python3
import json, os, pathlib, sys
pathlib.Path("called.json").write_text(json.dumps(sys.argv[1:]))
pathlib.Path(sys.argv[sys.argv.index("--summary") + 1]).write_text("does not conform\\n")
sys.exit(int(os.environ["CODE"]))
"""


def call(folder: Path, code: int = 0, **inputs: str) -> tuple[int, list[str]]:
    """Run the step as GitHub does; return its exit code and what certify was called with."""
    program = folder / "wadows/bin/wadows-contract"
    program.parent.mkdir(parents=True)
    program.write_text(STUB, encoding="utf-8")
    program.chmod(0o755)
    given = {name: str(about.get("default", "")) for name, about in ACTION["inputs"].items()}
    variables = {
        name: (given | inputs)[re.fullmatch(r"\${{ inputs\.([a-z-]+) }}", text)[1]]  # type: ignore[index]
        for name, text in CERTIFY["env"].items()
    }
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", CERTIFY["run"]],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "RUNNER_TEMP": str(folder), "CODE": str(code),
             "GITHUB_STEP_SUMMARY": str(folder / "page.md"),
             "GITHUB_OUTPUT": str(folder / "output"), **variables},
    )  # fmt: skip
    return done.returncode, json.loads((folder / "called.json").read_text(encoding="utf-8"))


def test_it_is_a_composite_action_whose_inputs_are_all_used_and_all_declared() -> None:
    used = set(re.findall(r"inputs\.([a-z-]+)", json.dumps([STEPS, ACTION["outputs"]])))

    assert "composite" == ACTION["runs"]["using"]
    assert set(ACTION["inputs"]) == used
    assert all(about["description"] for about in ACTION["inputs"].values())
    assert all("shell" in step for step in STEPS if "run" in step)


def test_no_text_of_an_input_is_run() -> None:
    assert [] == [step["run"] for step in STEPS if "${{" in step.get("run", "")]


def test_nothing_is_uploaded_unless_asked_for() -> None:
    (upload,) = [step for step in STEPS if "upload-artifact" in step.get("uses", "")]

    assert "false" == ACTION["inputs"]["upload"]["default"]
    assert "always() && inputs.upload == 'true'" == upload["if"]


def test_it_certifies_with_what_was_asked(tmp_path: Path) -> None:
    ended, called = call(
        tmp_path,
        url="http://archive:8080/path",
        documents="a folder/catalogue.toml",
        arguments="--jobs=4\n\n--select\n@must and not @RET-07\n$(touch hacked)",
        **{"expected-failures": "known.toml"},
    )

    assert 0 == ended
    assert [
        "certify", "http://archive:8080/path", "--statement", "dcm4chee-arc",
        "--out", "certification", "--summary", str(tmp_path / "wadows-summary.md"),
        "--documents", "a folder/catalogue.toml", "--expected-failures", "known.toml",
        "--jobs=4", "--select", "@must and not @RET-07", "$(touch hacked)",
    ] == called  # fmt: skip
    assert not (tmp_path / "hacked").exists()
    assert "" == refusal(called[:-1])


@pytest.mark.parametrize("code", [0, 1, 2, 3, 4])
def test_its_exit_code_is_the_gate_and_the_summary_is_shown(tmp_path: Path, code: int) -> None:
    ended, called = call(tmp_path, code, url="http://archive:8080/path")

    assert code == ended
    assert "--documents" not in called
    assert "does not conform\n" == (tmp_path / "page.md").read_text(encoding="utf-8")
    assert f"exit-code={code}\n" == (tmp_path / "output").read_text(encoding="utf-8")


def test_a_url_that_was_left_out_reaches_certify_which_refuses_it(tmp_path: Path) -> None:
    # An unset variable must not certify the reference instead.
    assert "" == call(tmp_path)[1][1]


def test_the_workflow_of_the_guide_asks_for_what_is_declared() -> None:
    (text,) = [each.text for each in blocks(GUIDE) if "uses: OWNER" in each.text]
    (step,) = [
        step
        for step in yaml.safe_load(text)["jobs"]["certify"]["steps"]
        if step.get("uses", "").startswith("OWNER/wadows-contract@")
    ]
    required = {name for name, about in ACTION["inputs"].items() if about.get("required")}

    assert set() == set(step["with"]) - set(ACTION["inputs"])
    assert required <= set(step["with"])
    assert "" == refusal(["certify", *step["with"]["arguments"].split()])


def test_the_pipeline_for_gitlab_reports_what_certify_leaves() -> None:
    (text,) = [each.text for each in blocks(GUIDE) if "before_script" in each.text]
    job = yaml.safe_load(text)["certify"]
    (line,) = job["script"]
    words = shlex.split(line)
    folder = words[words.index("--out") + 1]

    assert f"{folder}/junit.xml" == job["artifacts"]["reports"]["junit"]
    assert [words[words.index("--summary") + 1]] == job["artifacts"]["paths"]
    assert "always" == job["artifacts"]["when"]
