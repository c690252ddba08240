"""What a run prints: plain, unwrapped where it will be copied, and safe."""

import io
import json

import pytest
from rich.console import Console

from tests.report.handmade import Run, scenario_of
from wadows_contract.evidence import EVENTS_FILE
from wadows_contract.report.terminal import print_summary


def printed(run: Run, width: int = 80, **options: bool) -> str:
    lines = "".join(f"{json.dumps(event)}\n" for event in run.events)
    (run.folder / EVENTS_FILE).write_text(lines, encoding="utf-8")
    console = Console(file=io.StringIO(), width=width, **options)  # type: ignore[arg-type]
    print_summary(run.results, run.folder, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_run_in_which_everything_passed_is_told_in_few_lines(run: Run) -> None:
    number = len(run.results.requirements)
    assert [
        f"{number} requirements: {number} passed",
        f"{number} scenarios: {number} passed",
        "",
        "conforms to dcm4chee-arc, coverage 100 %",
    ] == printed(run).splitlines()


def test_a_failure_says_all_that_a_colleague_needs(run: Run) -> None:
    scenario = scenario_of("HTTP-02")
    exchange = run.exchange(scenario, b"")
    run.finding("HTTP-02", scenario, exchange, expected="200", got="500", where="the HTTP status")
    run.ended = {scenario: ("failed", "HTTP-02: expected 200; got 500")}
    text = printed(run)
    line = 1 + next(n for n, each in enumerate(run.events) if each["event"] == "exchange")
    for expected in (
        "✗ failed  HTTP-02  An answer that is no fault has HTTP status 200\n",
        "  clause    SOAP 1.2 Part 2 section 7.5.2.2, Table 19 (MUST)\n",
        "  expected  200\n",
        "  got       500\n",
        "  where     the HTTP status\n",
        f"  exchange  {exchange}, {run.folder / EVENTS_FILE}:{line}\n",
        f"  again     wadows-contract certify http://archive.invalid/xdsi --select {scenario}\n",
    ):
        assert expected in text
    assert "does not conform, coverage 100 %" == text.splitlines()[-1]


@pytest.mark.parametrize("width", [20, 40, 200])
def test_commands_are_never_broken_and_the_verdict_is_last(run: Run, width: int) -> None:
    scenario = scenario_of("HTTP-02")
    run.finding("HTTP-02", scenario, run.exchange(scenario, b""))
    text = printed(run, width)
    assert f"certify http://archive.invalid/xdsi --select {scenario}\n" in text
    assert "does not conform, coverage 100 %" == text.splitlines()[-1]


def test_coverage_below_100_is_told_with_the_reason(run: Run) -> None:
    run.ended = {scenario_of("REN-07"): ("not shown", "no document in the role 'multi-frame'")}
    text = printed(run, 200)
    assert "no document in the role 'multi-frame'" in text
    assert "conforms to dcm4chee-arc, coverage 98" in text.splitlines()[-1]


def test_hostile_texts_stay_text(hostile_run: Run, hostile: str) -> None:
    text = printed(hostile_run)
    assert set() == {character for character in text if ord(character) < 0x20} - {"\n"}
    assert "no verdict: the suite failed" in text.splitlines()[-1]
    if "[bold red]" in hostile:
        assert "got       [bold red]not bold[/] [link=http://evil.invalid]here[/link]" in text
    assert len(text) < 50_000


def test_hostile_texts_send_no_escape_to_a_terminal(hostile_run: Run) -> None:
    text = printed(hostile_run, force_terminal=True)
    assert "\x1b]" not in text
    assert "\x07" not in text
    assert "\x1b[31mred" not in text


def test_a_console_without_unicode_gets_ascii(hostile_run: Run) -> None:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding="ascii", errors="strict")
    print_summary(hostile_run.results, hostile_run.folder, Console(file=file, width=80))
    file.flush()
    assert b"x failed" in raw.getvalue()


def test_a_folder_without_evidence_is_no_obstacle(run: Run) -> None:
    console = Console(file=io.StringIO(), width=80)
    print_summary(run.results, run.folder / "gone", console)
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue().endswith("coverage 100 %\n")
