"""Findings that say the same become one complaint; the scenario of the rule speaks first."""

from tests.report.handmade import Run, scenario_of
from wadows_contract.report.complaints import Complaint, Evidence, complaints, explained
from wadows_contract.results import State


def said(run: Run, requirement: str) -> list[Complaint]:
    results = run.results
    by_id = {entry.id: entry for entry in results.scenarios}
    (entry,) = (each for each in results.requirements if each.requirement.id == requirement)
    return list(complaints(entry, by_id, Evidence(run.events)))


def test_alike_findings_are_one_complaint(run: Run) -> None:
    own = scenario_of("MIME-02")
    for scenario in ("T0001", "T0003", own):
        run.finding("MIME-02", scenario, run.exchange(scenario, b""), got="nothing")
    (complaint,) = said(run, "MIME-02")
    assert [own, "T0001", "T0003"] == [place.scenario for place in complaint.places]


def test_what_differs_by_exchange_alone_is_alike(run: Run) -> None:
    for scenario, got in (
        ("T0001", "urn:uuid:6f1bb7a0-1111-4222-8333-0123456789ab in 27435 bytes of 2.25.1234.5"),
        ("T0002", "urn:uuid:00000000-aaaa-4bbb-8ccc-ddddddddeeee in 12 bytes of 2.25.99.1"),
    ):
        run.finding("WSA-02", scenario, run.exchange(scenario, b""), got=got)
    assert 2 == len(said(run, "WSA-02")[0].places)


def test_different_statuses_are_different_complaints(run: Run) -> None:
    for scenario, got in (("T0001", "404"), ("T0003", "500")):
        run.finding("HTTP-02", scenario, run.exchange(scenario, b""), got=got)
    assert ["404", "500"] == [complaint.got for complaint in said(run, "HTTP-02")]


def test_a_place_has_the_line_of_its_exchange(run: Run) -> None:
    run.finding("HTTP-02", "T0002", run.exchange("T0002", b""))
    (place,) = said(run, "HTTP-02")[0].places
    assert "exchange" == run.events[place.line - 1]["event"]
    assert "T0002-1" == run.events[place.line - 1]["id"]


def test_not_testable_says_the_reason_of_its_scenario(run: Run) -> None:
    scenario = scenario_of("XOP-01")
    run.exchange(scenario, id_=f"{scenario}-1")
    run.exchange(scenario, id_=f"{scenario}-2")
    run.ended = {scenario: ("not testable", "the answer is no MTOM message")}
    (complaint,) = said(run, "XOP-01")
    assert "Every xop:Include names a part of the message" == complaint.expected
    assert "the answer is no MTOM message" == complaint.got
    assert [f"{scenario}-2"] == [place.exchange for place in complaint.places]


def test_the_worst_stands_first(run: Run) -> None:
    exchange = run.exchange("T0001")
    run.finding("REG-09", "T0001", exchange)
    run.finding("WSA-03", "T0001", exchange)
    run.ended = {
        scenario_of("HTTP-02"): ("not testable", ""),
        scenario_of("SOAP-01"): ("error", ""),
    }
    assert [
        ("SOAP-01", State.ERROR),
        ("REG-09", State.FAILED),
        ("HTTP-02", State.NOT_TESTABLE),
        ("WSA-03", State.WARNING),
    ] == [(entry.requirement.id, entry.state) for entry in explained(run.results)]
