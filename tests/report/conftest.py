"""Runs made by hand, good and hostile."""

from pathlib import Path

import pytest

from tests.report.handmade import HOSTILE, MULTIPART, Run, multipart, scenario_of


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A run in which everything passes until a test writes something else down."""
    return Run(tmp_path)


@pytest.fixture(params=HOSTILE.values(), ids=HOSTILE)
def hostile(request: pytest.FixtureRequest) -> str:
    """One of the hostile texts."""
    text: str = request.param
    return text


@pytest.fixture
def hostile_run(run: Run, hostile: str) -> Run:
    """A run in which an endpoint put one hostile text wherever it can put any."""
    scenario = scenario_of("HTTP-01")
    content = multipart(hostile.encode("utf-8", "surrogatepass"))
    headers = [*MULTIPART, (hostile[:500], hostile)]
    exchange = run.exchange(scenario, content, headers, failure=hostile, typed=hostile)
    run.finding("HTTP-01", scenario, exchange, expected=hostile, got=hostile, where=hostile)
    run.ended = {
        scenario: ("failed", hostile),
        scenario_of("XOP-01"): ("not testable", hostile),
        scenario_of("XOP-02"): ("not shown", hostile),
        scenario_of("SOAP-01"): ("error", hostile),
    }
    run.remark(hostile)
    run.header = {"endpoint": f"http://archive.invalid/{hostile[:2000]}"}
    return run
