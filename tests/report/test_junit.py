"""junit.xml has a case for each requirement and scenario, and says all that is known."""

from pathlib import Path

from lxml import etree

from tests.report.handmade import Run, scenario_of, write
from wadows_spec.register import register


def suites(folder: Path) -> dict[str, etree._Element]:
    root = etree.parse(folder / "junit.xml").getroot()
    assert "testsuites" == root.tag
    return {suite.get("name", ""): suite for suite in root.iterfind("testsuite")}


def case(folder: Path, suite: str, id_: str) -> etree._Element:
    (found,) = (
        each
        for each in suites(folder)[suite].iterfind("testcase")
        if each.get("name", "").startswith(f"{id_} ")
    )
    return found


def test_a_case_for_each_requirement_and_each_scenario(run: Run) -> None:
    found = suites(write(run))
    names = [each.get("name", "").split()[0] for each in found["requirements"].iter("testcase")]
    assert list(register()) == names
    assert [scenario_of(id_) for id_ in register()] == [
        each.get("name", "").split()[0] for each in found["scenarios"].iter("testcase")
    ]


def test_what_failed_is_a_failure_with_all_that_explains_it(run: Run) -> None:
    scenario = scenario_of("HTTP-02")
    exchange = run.exchange(scenario, b"")
    run.finding("HTTP-02", scenario, exchange, expected="200", got="500", where="the HTTP status")
    failure = case(write(run), "requirements", "HTTP-02").find("failure")
    assert failure is not None
    line = 1 + next(n for n, each in enumerate(run.events) if each["event"] == "exchange")
    assert "expected 200; got 500" == failure.get("message")
    assert (
        "An answer that is no fault has HTTP status 200\n"
        "clause: SOAP 1.2 Part 2 section 7.5.2.2, Table 19\n"
        "\n"
        "expected: 200\n"
        "got: 500\n"
        "where: the HTTP status\n"
        f"exchange: {scenario}-1 (evidence.jsonl, line {line})\n"
        "run it again: wadows-contract certify http://archive.invalid/xdsi --select T0002"
    ) == failure.text


def test_each_state_has_its_element(run: Run) -> None:
    exchange = run.exchange(scenario_of("HTTP-01"))
    run.finding("WSA-03", scenario_of("HTTP-01"), exchange)
    run.ended = {
        scenario_of("HTTP-02"): ("not testable", "nothing came"),
        scenario_of("HTTP-03"): ("not shown", "no document"),
        scenario_of("MIME-01"): ("not applicable", "not declared"),
        scenario_of("MIME-02"): ("error", "our fault"),
    }
    folder = write(run)
    elements = {
        id_: [each.tag for each in case(folder, "requirements", id_)]
        for id_ in ("HTTP-01", "HTTP-02", "HTTP-03", "MIME-01", "MIME-02", "WSA-03")
    }
    assert {
        "HTTP-01": [],
        "HTTP-02": ["failure"],
        "HTTP-03": ["skipped"],
        "MIME-01": ["skipped"],
        "MIME-02": ["error"],
        "WSA-03": ["system-out"],
    } == elements
    skipped = case(folder, "scenarios", scenario_of("HTTP-03")).find("skipped")
    assert skipped is not None
    assert "no document" == skipped.get("message")
    counts = suites(folder)["requirements"].attrib
    assert (str(len(register())), "1", "1", "2") == tuple(
        str(counts[name]) for name in ("tests", "failures", "errors", "skipped")
    )


def test_the_time_of_a_scenario_is_that_of_its_exchanges(run: Run) -> None:
    scenario = scenario_of("HTTP-01")
    run.exchange(scenario, id_=f"{scenario}-1")
    run.exchange(scenario, id_=f"{scenario}-2")
    assert "0.5000" == case(write(run), "scenarios", scenario).get("time")


def test_hostile_texts_leave_it_well_formed_and_small(hostile_run: Run) -> None:
    folder = write(hostile_run)
    failure = case(folder, "requirements", "HTTP-01").find("failure")
    assert failure is not None
    assert [] == list(failure)
    assert (folder / "junit.xml").stat().st_size < 200_000
