"""An endpoint is judged by what its statement declares, and by nothing else."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from wadows_contract.reference_process import environment, reference
from wadows_spec.data import data_path
from wadows_spec.documents import write_documents


def statement_with(folder: Path, *changes: tuple[str, str]) -> Path:
    text = data_path("spec/statements/dcm4chee-arc.toml").read_text(encoding="utf-8")
    for old, new in [('name = "dcm4chee-arc"', 'name = "acme"'), *changes]:
        assert old in text
        text = text.replace(old, new)
    path = folder / "acme.toml"
    path.write_text(text, encoding="utf-8")
    return path


def certified(
    folder: Path, statement: Path, served: str, select: str
) -> tuple[int, dict[str, Any]]:
    """Certify by a statement an endpoint that was started with `served`."""
    documents = folder / "documents"
    write_documents(documents)
    with reference(documents, served) as url:
        done = subprocess.run(
            [
                sys.executable, "-m", "wadows_contract.cli", "certify", url,
                "--statement", str(statement), "--out", str(folder / "out"), "--select", select,
            ],
            capture_output=True,
            text=True,
            env=environment(),
        )  # fmt: skip
    results: dict[str, Any] = json.loads((folder / "out" / "results.json").read_text("utf-8"))
    assert "Traceback" not in done.stderr
    return done.returncode, results


def states(results: dict[str, Any]) -> dict[str, str]:
    return {entry["id"]: entry["state"] for entry in results["scenarios"]}


def test_a_parameter_that_is_not_declared_is_not_asked_of_anybody(tmp_path: Path) -> None:
    statement = statement_with(tmp_path, ('Rows = "supported"', 'Rows = "parameter-unsupported"'))

    gate, results = certified(tmp_path, statement, str(statement), "REN-04 or REN-13 or SAM-01")

    assert 0 == gate
    assert {
        "T0703[Rows]": "not applicable",
        "T0703[Columns]": "passed",
        "T0807[Rows]": "not applicable",
        "T0807[Columns]": "passed",
        "T0501[rendered]": "not applicable",
        "T0501[rad69]": "passed",
    }.items() <= states(results).items()


@pytest.mark.parametrize(
    ("parameter", "scenario"),
    [("Region", "T0802[Region]"), ("Anonymize", "T0801[yes]")],
)
def test_a_parameter_that_is_declared_is_not_expected_to_be_refused(
    tmp_path: Path, parameter: str, scenario: str
) -> None:
    refused = "anonymization" if parameter == "Anonymize" else "parameter"
    statement = statement_with(
        tmp_path, (f'{parameter} = "{refused}-unsupported"', f'{parameter} = "supported"')
    )

    gate, results = certified(tmp_path, statement, "dcm4chee-arc", "REN-08 or REN-09")

    assert 0 == gate
    assert "not applicable" == states(results)[scenario]
    assert results["remarks"][0].startswith(f"The statement declares {parameter} supported")


def test_an_undeclared_refusal_fails(tmp_path: Path) -> None:
    served = statement_with(tmp_path, ('Rows = "supported"', 'Rows = "parameter-unsupported"'))
    (tmp_path / "judged").mkdir()
    judged = statement_with(tmp_path / "judged")

    gate, results = certified(tmp_path, judged, str(served), "REN-04")

    assert 1 == gate
    assert "failed" == states(results)["T0703[Rows]"]


def test_without_rendered_retrieval_its_scenarios_do_not_apply(tmp_path: Path) -> None:
    statement = statement_with(tmp_path, ('["retrieve", "rendered"]', '["retrieve"]'))

    gate, results = certified(tmp_path, statement, "dcm4chee-arc", "REN-01 or REN-09")

    assert 0 == gate
    assert {"not applicable"} == set(states(results).values())


def test_a_content_type_that_is_not_declared_is_not_asked_for(tmp_path: Path) -> None:
    statement = statement_with(tmp_path, ('["image/jpeg"]', '["image/x-acme"]'))

    gate, results = certified(tmp_path, statement, "dcm4chee-arc", "REN-04 or REN-10")

    assert 0 == gate
    assert "not applicable" == states(results)["T0705"]
    assert "passed" == states(results)["T0803[PNG]"]
