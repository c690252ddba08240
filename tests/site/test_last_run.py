"""What the site says of the last run, and of a file that tells of none."""

import json
from pathlib import Path

import pytest

from tests.site.handmade import results
from wadows_contract.results import State
from wadows_site.last_run import LastRun, last_run


def test_states_are_read(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_text(json.dumps(results(embedded=True)), encoding="utf-8")

    assert LastRun(
        "Results are those of a run of 2031-05-06 against the reference: *does not conform*.",
        {"HTTP-01": State.PASSED, "REN-01": State.FAILED},
        {"T0701[signed]": State.NOT_TESTABLE, "T0804": State.FAILED},
    ) == last_run(path)


def test_a_mutant_is_called_one(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_text(json.dumps(results(embedded=True, mutant="image-is-png")), encoding="utf-8")

    assert "against the reference as the mutant `image-is-png`" in last_run(path).about


def test_a_run_of_other_features_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_text(json.dumps(results(features_sha256="0" * 64)), encoding="utf-8")

    assert LastRun("The run at hand when this page was built was of other features.") == last_run(
        path
    )


@pytest.mark.parametrize("text", ["{", "[]", '{"format": 2}', '{"format": 1}'])
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "results.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ValueError, match=r"results\.json is no results\.json that can be read"):
        last_run(path)
