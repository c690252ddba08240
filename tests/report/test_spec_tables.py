"""The specification's own tables, judged row by row."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from tests.report.handmade import Run, write
from wadows_contract.report.spec_tables import SpecRow, spec_tables
from wadows_contract.report.views import Views
from wadows_contract.results import State
from wadows_spec.catalogue import Catalogue
from wadows_spec.documents import write_documents
from wadows_spec.tables import error_codes, rendered_parameters, sop_classes

CT = "CT Image Storage"
#: Scenarios of the features by their ids, and what they are about: see docs/traceability.md.
REGION, ANNOTATION, ROWS = "T0802[Region]", "T0802[Annotation]", "T0807[Rows]"
PLANNED = {REGION: "REN-09", ANNOTATION: "REN-09", ROWS: "REN-13", "T0806": "REN-12",
           "T0601": "RET-01", "T0701[signed]": "REN-01"}  # fmt: skip


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return write_documents(tmp_path_factory.mktemp("documents"))


class Planned(Run):
    """A run of some of the features' own scenarios."""

    @property
    def events(self) -> list[dict[str, Any]]:
        header, *rest = super().events
        kept = [event for event in rest if event["event"] not in ("planned", "scenario", "met")]
        planned = [{"event": "planned", "scenario": id_, "name": id_, "feature": "f",
                    "requirement": requirement, "selected": True}
                   for id_, requirement in PLANNED.items()]  # fmt: skip
        ended = [
            {"event": "scenario", "scenario": id_, "state": state, "reason": reason}
            for id_ in PLANNED
            for state, reason in [self.ended.get(id_, ("passed", ""))]
        ]
        return [header, *planned, *kept[:-1], *ended, kept[-1]]


@pytest.fixture
def planned(tmp_path: Path) -> Planned:
    return Planned(tmp_path)


def rows(run: Run, catalogue: Catalogue | None = None, **seen: Any) -> Mapping[str, SpecRow]:
    tables = spec_tables(run.results, Views(catalogue=catalogue, **seen))
    return {row.cells[0]: row for table in tables for row in table.rows}


def fail(run: Run, requirement: str, scenario: str, where: str = "there") -> None:
    run.finding(requirement, scenario, run.exchange(scenario, b"answer"), where=where)
    run.ended |= {scenario: ("failed", "why")} if PLANNED[scenario] == requirement else {}


def test_every_row_of_the_specification_is_there_in_its_order(planned: Planned) -> None:
    codes, parameters, classes = spec_tables(planned.results, Views())
    assert [row.code for row in error_codes()] == [row.cells[0] for row in codes.rows]
    assert [row.name for row in rendered_parameters()] == [row.cells[0] for row in parameters.rows]
    assert [row.uid for row in sop_classes()] == [row.cells[1] for row in classes.rows]


def test_a_row_has_the_state_of_the_scenarios_that_speak_of_it(planned: Planned) -> None:
    fail(planned, "REN-09", REGION)
    found = rows(planned)
    assert (State.FAILED, ("REN-09",)) == (found["Region"].state, found["Region"].broken)
    assert (State.FAILED, (REGION, ANNOTATION)) == (
        found["urn:dicom:wado:0013"].state, found["urn:dicom:wado:0013"].scenarios,
    )  # fmt: skip
    assert State.PASSED == found["Annotation"].state
    assert State.PASSED == found["Rows"].state
    assert State.NOT_SHOWN == found["Columns"].state


def test_what_else_is_wrong_with_an_exchange_says_nothing_of_a_row(planned: Planned) -> None:
    for requirement in ("MIME-02", "REN-17", "WSA-02"):
        fail(planned, requirement, ROWS)
    assert State.PASSED == rows(planned)["Rows"].state


def test_a_rule_about_the_row_counts_wherever_it_was_broken(planned: Planned) -> None:
    """REN-13 is what the scenarios of Rows are about; it was found broken by the way."""
    fail(planned, "REN-13", ROWS)
    planned.ended[ROWS] = ("passed", "")
    assert State.FAILED == rows(planned)["Rows"].state


@pytest.mark.parametrize(
    ("state", "expected"),
    [("not testable", State.NOT_TESTABLE), ("error", State.ERROR),
     ("not shown", State.NOT_SHOWN), ("not applicable", State.NOT_APPLICABLE)],
)  # fmt: skip
def test_how_a_scenario_ends_without_a_finding(
    state: str, expected: State, planned: Planned
) -> None:
    planned.ended[ROWS] = (state, "why")
    assert expected == rows(planned)["Rows"].state


def test_a_failed_scenario_shows_nothing_of_what_it_did_not_come_to(planned: Planned) -> None:
    planned.ended[ROWS] = ("failed", "why")
    assert State.NOT_SHOWN == rows(planned)["Rows"].state


def test_how_often_a_code_came(planned: Planned) -> None:
    found = rows(planned, codes={"urn:dicom:wado:0013": 2, "urn:dicom:wado:0008": 1})
    assert "came in 2 answers" == found["urn:dicom:wado:0013"].note
    assert "came in 1 answer" == found["urn:dicom:wado:0008"].note
    assert "never came" == found["urn:dicom:wado:0002"].note


def test_a_sop_class_is_judged_by_its_own_documents(planned: Planned, catalogue: Catalogue) -> None:
    """T0601 asks for `signed`, a CT; what is wrong with its rendering is no matter of the class."""
    fail(planned, "REN-01", "T0701[signed]")
    assert State.PASSED == rows(planned, catalogue)[CT].state
    of_another = catalogue.documents["structured-report"].sop_instance_uid
    fail(planned, "RET-01", "T0601", where=f"document {of_another}")
    assert State.NOT_SHOWN == rows(planned, catalogue)[CT].state
    fail(
        planned,
        "RET-01",
        "T0601",
        where=f"document {catalogue.documents['signed'].sop_instance_uid}",
    )
    assert State.FAILED == rows(planned, catalogue)[CT].state


def test_a_sop_class_without_document_tells_of_its_group(
    planned: Planned, catalogue: Catalogue
) -> None:
    found = rows(planned, catalogue)
    assert State.NOT_APPLICABLE == found["Verification SOP Class"].state
    without = next(row for row in found.values() if row.note.startswith("no document of it")
                   and "group image" in row.note)  # fmt: skip
    assert "no document of it; others of the group image: passed" == without.note
    assert State.NOT_SHOWN == without.state


def test_the_page_has_them_with_links_that_lead_somewhere(planned: Planned) -> None:
    fail(planned, "REN-09", REGION)
    page = html.fromstring((write(planned) / "report.html").read_text(encoding="utf-8"))
    states = [" ".join(row.cssselect("td")[0].text_content().split())
              for row in page.cssselect("#t-parameters tbody tr")]  # fmt: skip
    assert {"✗ failed", "✓ passed", "○ not shown"} == set(states)
    assert "Error codes: 1 failed" in page.cssselect("#t-codes summary")[0].text_content()
    ids = {each.get("id") for each in page.cssselect("[id]")}
    links = page.cssselect("#specification a")
    assert links
    assert all(each.get("href")[1:] in ids for each in links)
