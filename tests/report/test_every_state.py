"""Each state, information and expected failures, told alike in all four reports."""

import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html
from rich.console import Console

from tests.report.handmade import ENVELOPE, Run, multipart, scenario_of, write
from wadows_contract.evidence import EVENTS_FILE
from wadows_contract.report.terminal import print_summary

#: A requirement for each state and weight, and how a run comes to it.
FAILED, WARNED, MAY, INFORMED = "HTTP-01", "WSA-03", "XOP-06", "REG-02"
NOT_TESTABLE, NOT_SHOWN, NOT_APPLICABLE, ERROR = "HTTP-02", "HTTP-03", "MIME-01", "MIME-02"
BOTH = "REG-05"
PASSED = "SOAP-01"


@pytest.fixture
def every(run: Run) -> Run:
    """A run with every state, and with information in three requirements."""
    exchange = run.exchange(scenario_of(FAILED), multipart(ENVELOPE))
    own = scenario_of(FAILED)
    run.finding(FAILED, own, exchange, got="broken off")
    run.finding(WARNED, own, exchange, got="no attribute")
    run.finding(MAY, own, exchange, got="a part of nobody")
    run.finding(MAY, own, exchange, got="a part of nobody")
    run.finding(INFORMED, own, exchange, got="an odd word", at_most="information")
    run.finding(BOTH, own, exchange, got="a remarkable thing", at_most="information")
    run.finding(BOTH, own, exchange, got="a bad thing")
    run.ended = {
        scenario_of(FAILED): ("failed", "why it failed"),
        scenario_of(NOT_TESTABLE): ("not testable", "no answer came"),
        scenario_of(NOT_SHOWN): ("not shown", "no such document"),
        scenario_of(NOT_APPLICABLE): ("not applicable", "not declared"),
        scenario_of(ERROR): ("error", "our own fault"),
    }
    return run


def terminal(run: Run) -> str:
    lines = "".join(f"{json.dumps(event)}\n" for event in run.events)
    (run.folder / EVENTS_FILE).write_text(lines, encoding="utf-8")
    file = io.StringIO()
    print_summary(run.results, run.folder, Console(file=file, width=200))
    return file.getvalue()


def line_of(text: str, id_: str) -> str:
    """Return the first line of the terminal that has an id in it, blanks as one."""
    return next((" ".join(each.split()) for each in text.splitlines() if f" {id_} " in each), "")


def page_of(folder: Path) -> html.HtmlElement:
    return html.document_fromstring((folder / "report.html").read_text(encoding="utf-8"))


def text_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def row_of(folder: Path, table: str, id_: str) -> list[str]:
    (row,) = (
        each
        for each in page_of(folder).cssselect(f"#{table} tbody tr")
        if text_of(each.cssselect("th")[0]) == id_
    )
    return [text_of(each) for each in row.cssselect("td")]


def results_of(folder: Path) -> Mapping[str, Any]:
    table: dict[str, Any] = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    return table


def entry_of(folder: Path, id_: str) -> Mapping[str, Any]:
    content = results_of(folder)
    listed = content["requirements"] + content["scenarios"]
    entry: Mapping[str, Any] = next(each for each in listed if each["id"] == id_)
    return entry


def case_of(folder: Path, id_: str) -> etree._Element:
    (case,) = (
        each
        for each in etree.parse(folder / "junit.xml").getroot().iter("testcase")
        if each.get("name", "").split()[0] == id_
    )
    return case


STATES: list[tuple[str, str, str, list[str]]] = [
    # The requirement, its state, how the terminal's table begins, the elements of JUnit
    (ERROR, "error", "‼ error MIME-02 ", ["error"]),
    (FAILED, "failed", "✗ failed HTTP-01 ", ["failure"]),
    (NOT_TESTABLE, "not testable", "? not testable HTTP-02 ", ["failure"]),
    (WARNED, "warning", "! warning WSA-03 ", ["system-out"]),
    (NOT_SHOWN, "not shown", "○ not shown HTTP-03 ", ["skipped"]),
    (NOT_APPLICABLE, "not applicable", "\N{EN DASH} not applicable MIME-01 ", ["skipped"]),
    (MAY, "passed", "XOP-06 Every part is referred to: ", ["system-out"]),
    (INFORMED, "passed", "REG-02 The status is one of the three ", ["system-out"]),
    (BOTH, "failed", "✗ failed REG-05 ", ["failure", "system-out"]),
    (PASSED, "passed", "", []),
]


@pytest.mark.parametrize(
    ("requirement", "state", "printed", "elements"), STATES, ids=[row[0] for row in STATES]
)
def test_a_state_is_told_alike_everywhere(
    requirement: str, state: str, printed: str, elements: list[str], every: Run
) -> None:
    folder = write(every)

    assert state == entry_of(folder, requirement)["state"]
    assert state == row_of(folder, "requirements", requirement)[0].split(maxsplit=1)[1]
    assert elements == [each.tag for each in case_of(folder, requirement)]
    assert line_of(terminal(every), requirement).startswith(printed)
    if not printed:
        assert requirement not in terminal(every)


def test_information_in_the_terminal_is_one_short_section(every: Run) -> None:
    text = terminal(every)
    section = text.partition("information: ")[2].partition("\n\n")[0]
    lines = [line.strip() for line in section.splitlines()]

    # Two findings that say the same count once.
    assert "3, counted neither way" == lines[0]
    said = [line for line in lines[1:] if "evidence.jsonl" not in line]
    assert ["XOP-06", "REG-02", "REG-05"] == [line.split()[0] for line in said]
    assert "Every part is referred to: expected one thing; got a part of nobody" in said[0]
    assert said[1].endswith(": expected one thing; got an odd word")
    assert said[2].endswith(": expected one thing; got a remarkable thing")
    # What a requirement failed by does not tell of what is information.
    assert "remarkable" not in text.replace(section, "")


def test_information_has_its_own_section_of_the_page(every: Run) -> None:
    page = page_of(write(every))
    (section,) = page.cssselect("#information")
    articles = {each.get("id"): text_of(each) for each in section.cssselect("article")}

    assert ["i-XOP-06", "i-REG-02", "i-REG-05"] == list(articles)
    assert "got a part of nobody" in articles["i-XOP-06"]
    assert "MAY, MTOM section 4.3.1.1" in articles["i-XOP-06"]
    assert "got a remarkable thing" in articles["i-REG-05"]
    assert "#information" in [each.get("href") for each in page.cssselect("nav a")]
    assert "#i-XOP-06" in [each.get("href") for each in page.cssselect("#requirements a")]
    (found,) = page.cssselect("#explained")
    assert "got a bad thing" in text_of(found)
    assert "remarkable" not in text_of(found)
    assert "e-XOP-06" not in [each.get("id") for each in found.cssselect("article")]


def test_information_in_junit_stands_beside_a_failure(every: Run) -> None:
    case = case_of(write(every), BOTH)

    assert "a bad thing" in (case.findtext("failure") or "")
    assert "remarkable" not in (case.findtext("failure") or "")
    assert "got: a remarkable thing" in (case.findtext("system-out") or "")


def test_information_in_results_has_its_level(every: Run) -> None:
    folder = write(every)

    assert ("may", ["information"] * 2) == (
        entry_of(folder, MAY)["level"],
        [each["level"] for each in entry_of(folder, MAY)["findings"]],
    )
    assert ["information", "failed"] == [
        each["level"] for each in entry_of(folder, BOTH)["findings"]
    ]


def test_without_information_there_is_no_section(run: Run) -> None:
    assert "information" not in terminal(run)
    assert [] == page_of(write(run)).cssselect("#information, #expected")


def expecting(run: Run, *entries: str) -> Run:
    run.expected = "".join(f"[[expected]]\n{entry}\n" for entry in entries)
    return run


def broken(run: Run, requirement: str) -> str:
    """Let a requirement fail in its own scenario, and return that."""
    scenario = scenario_of(requirement)
    run.finding(requirement, scenario, run.exchange(scenario), got="a bad thing")
    run.ended[scenario] = ("failed", f"{requirement}: expected one thing; got a bad thing")
    return scenario


KNOWN = f'id = "{BOTH}"\nreason = "Ticket 4711: until release 6"\nuntil = 2027-03-31'


def test_what_failed_as_expected_is_marked_everywhere(run: Run) -> None:
    scenario = broken(expecting(run, KNOWN), BOTH)
    folder, text = write(run), terminal(run)

    for id_ in (BOTH, scenario):
        entry = entry_of(folder, id_)
        assert ("failed", "Ticket 4711: until release 6") == (
            entry["state"],
            entry["expected_failure"],
        )
        case = case_of(folder, id_)
        assert ["skipped", "system-out"] == [each.tag for each in case]
        assert "failed, as expected: Ticket 4711: until release 6" == case[0].get("message")
        assert "a bad thing" in (case[1].text or "")
    assert line_of(text, BOTH).startswith("✗ failed, as expected REG-05 ")
    assert "  known     Ticket 4711: until release 6\n" in text
    assert (
        "  REG-05    it failed, as expected (Ticket 4711: until release 6, until 2027-03-31)\n"
        in (text)
    )
    (block,) = page_of(folder).cssselect("#e-REG-05")
    assert "✗ failed, as expected REG-05" in text_of(block)
    assert "Expected to fail: Ticket 4711: until release 6" in text_of(block)
    assert "✗ failed, as expected" == row_of(folder, "requirements", BOTH)[0]
    assert "✗ failed, as expected" == row_of(folder, "scenarios", scenario)[0]
    assert [
        "✓ failed, as expected", "Ticket 4711: until release 6it failed, as expected", "2027-03-31",
    ] == row_of(folder, "expected", BOTH)  # fmt: skip
    assert [
        {"id": BOTH, "reason": "Ticket 4711: until release 6", "until": "2027-03-31",
         "outcome": "failed", "remark": "it failed, as expected"},
    ] == results_of(folder)["expected_failures"]  # fmt: skip


def test_the_verdict_stays_and_the_gate_says_why_it_is_green(run: Run) -> None:
    broken(expecting(run, KNOWN), BOTH)
    folder = write(run)

    last = terminal(run).splitlines()[-1]
    assert "does not conform, coverage 100 % (all that was broken was expected to be)" == last
    head = text_of(page_of(folder).cssselect("header")[0])
    assert "✗ Does not conform" in head
    assert "Gate 0 all that was broken was expected to be" in head
    content = results_of(folder)
    assert ("does not conform", 0) == (content["verdict"], content["gate"])
    root = etree.parse(folder / "junit.xml").getroot()
    assert ("0", "0", "2") == (root.get("failures"), root.get("errors"), root.get("skipped"))


@pytest.mark.parametrize("id_", [PASSED, scenario_of(PASSED)])
def test_what_unexpectedly_passed_fails_everywhere(id_: str, run: Run) -> None:
    expecting(run, f'id = "{id_}"\nreason = "Ticket 5"')
    folder, text = write(run), terminal(run)

    (failure,) = case_of(folder, id_)
    assert ("failure", "unexpectedly passed") == (failure.tag, failure.get("type"))
    assert f"{id_} was expected to fail (Ticket 5), but it passed: remove the entry" == (
        failure.get("message")
    )
    assert "1" == etree.parse(folder / "junit.xml").getroot().get("failures")
    assert "it passed: remove the entry (Ticket 5)" in line_of(text, id_)
    assert (
        "conforms to dcm4chee-arc, coverage 100 % (something passed that was expected to fail)"
    ) == text.splitlines()[-1]
    assert "✗ unexpectedly passed" == row_of(folder, "expected", id_)[0]
    head = text_of(page_of(folder).cssselect("header")[0])
    assert "✓ Conforms to dcm4chee-arc" in head
    assert "Gate 1 something passed that was expected to fail" in head
    content = results_of(folder)
    assert ("conforms to dcm4chee-arc", 1) == (content["verdict"], content["gate"])
    assert ("passed", "") == (
        entry_of(folder, id_)["state"],
        content["expected_failures"][0]["until"],
    )


def test_what_only_warns_fails_as_an_entry(run: Run) -> None:
    expecting(run, f'id = "{WARNED}"\nreason = "Ticket 5"')
    run.finding(WARNED, scenario_of(FAILED), run.exchange(scenario_of(FAILED)))
    failure = case_of(write(run), WARNED).find("failure")

    assert failure is not None
    assert "it only warns, and a warning needs no entry" in str(failure.get("message"))


def test_broken_and_stale_at_once_says_both(run: Run) -> None:
    broken(expecting(run, f'id = "{PASSED}"\nreason = "Ticket 5"'), BOTH)

    assert (
        terminal(run)
        .splitlines()[-1]
        .endswith(
            "(something judged was broken, or could not be tested;"
            " something passed that was expected to fail)"
        )
    )


EXPIRED = f'id = "{BOTH}"\nreason = "Ticket 4711"\nuntil = 2024-05-05'
UNSEEN = f'id = "{NOT_SHOWN}"\nreason = "Ticket 6"'


def expired(run: Run) -> None:
    broken(expecting(run, EXPIRED), BOTH)


def unseen(run: Run) -> None:
    expecting(run, UNSEEN)
    run.ended[scenario_of(NOT_SHOWN)] = ("not shown", "no such document")


@pytest.mark.parametrize(
    ("let", "id_", "outcome", "remark", "elements", "gate"),
    [
        (expired, BOTH, "expired", "the last day was 2024-05-05: it counts no more",
         ["failure"], 1),
        (unseen, NOT_SHOWN, "not judged", "not shown: T0003: no such document", ["skipped"], 0),
    ],
)  # fmt: skip
def test_an_entry_that_counts_for_nothing_says_so(
    let: Callable[[Run], None],
    id_: str,
    outcome: str,
    remark: str,
    elements: list[str],
    gate: int,
    run: Run,
) -> None:
    let(run)
    folder = write(run)

    (entry,) = results_of(folder)["expected_failures"]
    assert (outcome, remark) == (entry["outcome"], entry["remark"])
    assert remark in terminal(run)
    said = row_of(folder, "expected", id_)
    assert outcome == said[0].split(maxsplit=1)[1]
    assert said[1].endswith(remark)
    assert elements == [each.tag for each in case_of(folder, id_)]
    assert gate == results_of(folder)["gate"]


def test_a_complaint_leads_to_the_ledger(run: Run) -> None:
    exchange = run.exchange(scenario_of(FAILED))
    run.finding(WARNED, scenario_of(FAILED), exchange)
    folder = write(run)
    page = page_of(folder)

    link = "#l-response-action-must-understand"
    assert link in [each.get("href") for each in page.cssselect("#e-WSA-03 a")]
    assert [] != page.cssselect(link)
    assert "response-action-must-understand" in entry_of(folder, WARNED)["ledger"]
    assert "ledger    response-action-must-understand: " in terminal(run)
    assert "ledger: response-action-must-understand: " in (
        case_of(folder, WARNED).findtext("system-out") or ""
    )
