"""An endpoint is judged by what its statement declares, and by nothing else."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from wadows_contract.features import scenarios
from wadows_contract.reference_process import environment, reference
from wadows_spec.data import data_path
from wadows_spec.documents import write_documents
from wadows_spec.vocabulary import OPEN_READINGS


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


# Rendered requests that the sources disagree about

#: How the reference reads them, as dcm4chee-arc does; a segmentation it renders, a dose not.
OWN_READINGS = {
    "number-writing": "served",
    "decimal-number": "refused",
    "blanks-around-a-value": "refused",
    "decimal-window": "refused",
    "empty-parameter": "refused",
    "content-type-parameters": "refused",
    "content-type-wildcard": "refused",
    "frame-of-a-single-frame": "refused",
}
OTHER = {"served": "refused", "refused": "served"}
RENDERED = "REN-01 or REN-08 or REN-09 or REN-10 or REN-13 or REN-14"


def with_readings(folder: Path, readings: dict[str, str]) -> Path:
    lines = [f'{key} = "{value}"\n' for key, value in readings.items()]
    path = folder / "acme.toml"
    path.write_text(
        'inherits = "dcm4chee-arc"\nname = "acme"\ntitle = "Acme"\n[readings]\n' + "".join(lines),
        encoding="utf-8",
    )
    return path


def deciding(keys: Iterable[str]) -> set[str]:
    """The scenarios whose answer depends on the reading of a key."""
    decided = {f'the reading "{key}" decides: ' for key in keys}
    return {
        entry.id
        for entry in scenarios()
        if any(step.startswith(text) for step in entry.steps for text in decided)
    }


def test_who_says_how_it_reads_is_held_to_it(tmp_path: Path) -> None:
    own = OWN_READINGS | {"several-reasons": "first", "extension-elements": "ignored"}
    statement = with_readings(tmp_path, own)

    gate, results = certified(tmp_path, statement, "dcm4chee-arc", f"({RENDERED}) and not hostile")

    found = states(results)
    assert deciding(own) <= found.keys()
    assert (0, {"passed"}) == (gate, set(found.values()))


def test_who_reads_otherwise_than_it_says_fails(tmp_path: Path) -> None:
    assert set(OPEN_READINGS) - {"what-is-an-image"} == OWN_READINGS.keys()
    other = {key: OTHER[value] for key, value in OWN_READINGS.items()}
    statement = with_readings(tmp_path, other)

    gate, results = certified(tmp_path, statement, "dcm4chee-arc", f"({RENDERED}) and not hostile")

    found = states(results)
    assert 1 == gate
    assert deciding(other) == {id_ for id_, state in found.items() if state == "failed"}


@pytest.mark.parametrize(
    ("reading", "failed"),
    [
        ("either", set()),
        ("refused", {"T0829[segmentation]"}),
        ("served", {"T0829[rt-dose]", "T0829[video]"}),
    ],
)
def test_what_is_an_image(reading: str, failed: set[str], tmp_path: Path) -> None:
    statement = with_readings(tmp_path, {"what-is-an-image": reading})

    gate, results = certified(tmp_path, statement, "dcm4chee-arc", "REN-11")

    assert int(bool(failed)) == gate
    assert failed == {id_ for id_, state in states(results).items() if state == "failed"}
