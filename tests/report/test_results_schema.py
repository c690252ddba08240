"""results.json keeps to the schema that is shipped with it."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.report.handmade import Run, scenario_of, write
from wadows_contract import run as runs
from wadows_contract.configuration import Configuration
from wadows_contract.evidence import read_events
from wadows_contract.results import State


@pytest.fixture(scope="module")
def schema() -> Any:
    path = files("wadows_contract.report") / "results.schema.json"
    return json.loads(path.read_text(encoding="utf-8"))


def validate(schema: Any, folder: Path) -> Any:
    content = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    errors = [error.message for error in Draft202012Validator(schema).iter_errors(content)]
    assert [] == errors
    return content


def test_the_schema_is_one(schema: Any) -> None:
    Draft202012Validator.check_schema(schema)


def test_every_object_is_closed_and_every_field_described(schema: Any) -> None:
    objects = [schema, *(each for each in schema["$defs"].values() if "properties" in each)]
    objects += [
        each for one in objects for each in one["properties"].values() if "properties" in each
    ]
    assert all(each["additionalProperties"] is False for each in objects)
    undescribed = [
        name
        for each in objects
        for name, value in each["properties"].items()
        if "description" not in value and "$ref" not in value
    ]
    assert [] == undescribed


def test_the_schema_knows_every_state(schema: Any) -> None:
    assert [state.value for state in State] == schema["$defs"]["state"]["enum"]


def test_a_run_in_which_everything_passed(schema: Any, run: Run) -> None:
    content = validate(schema, write(run))
    assert "conforms to dcm4chee-arc" == content["verdict"]


def test_a_run_with_every_state(schema: Any, run: Run) -> None:
    exchange = run.exchange(scenario_of("HTTP-01"))
    run.finding("HTTP-01", scenario_of("HTTP-01"), exchange)
    run.finding("WSA-03", scenario_of("HTTP-01"), exchange)
    run.ended = {
        scenario_of("HTTP-01"): ("failed", "why"),
        scenario_of("HTTP-02"): ("not testable", "why"),
        scenario_of("HTTP-03"): ("not shown", "why"),
        scenario_of("MIME-01"): ("not applicable", "why"),
        scenario_of("MIME-02"): ("error", "why"),
    }
    content = validate(schema, write(run))
    assert {state.value for state in State} == {each["state"] for each in content["requirements"]}


def test_hostile_texts(schema: Any, hostile_run: Run, hostile: str) -> None:
    content = validate(schema, write(hostile_run))
    assert hostile == content["requirements"][0]["findings"][0]["got"]


def test_the_header_that_a_real_run_writes(schema: Any, tmp_path: Path) -> None:
    real = Configuration(tmp_path / "real", url="http://archive.invalid/xdsi", select=("T0101",))
    real.out.mkdir()
    runs.write_header(real)
    header = read_events(real.out)[0]
    validate(schema, write(Run(tmp_path, header)))


def test_an_unknown_field_is_refused(schema: Any, run: Run) -> None:
    content = validate(schema, write(run))
    content["requirements"][0]["surprise"] = 1
    assert not Draft202012Validator(schema).is_valid(content)
