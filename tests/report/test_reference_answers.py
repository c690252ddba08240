"""The reference's answer to what an endpoint failed by: asked once, recorded, and shown again."""

import json
import shutil
from pathlib import Path

import pytest
from lxml import html

from tests.command.commands import results_in, run, serving
from tests.report.handmade import ENVELOPE, Run, multipart, scenario_of, write
from wadows_contract.configuration import Configuration
from wadows_contract.evidence import EVENTS_FILE, read_events
from wadows_contract.reference_answers import FOLDER, ask_reference, reference_answers

MUTANT = "parameter-refused-with-another-code"
REGION = "T0802[Region]"


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of one scenario against an endpoint that gives a wrong code, by its own documents."""
    folder = tmp_path_factory.mktemp("asked")
    assert 0 == run("documents", "write", folder / "documents").code
    before = sorted((folder / "documents").iterdir())
    with serving("--mutant", MUTANT) as url:
        said = run("certify", url, "--documents", folder / "documents" / "catalogue.toml",
                   "--select", REGION, "--out", folder / "out")  # fmt: skip
    assert 1 == said.code
    assert before == sorted((folder / "documents").iterdir())
    return folder / "out"


def differing(folder: Path) -> list[list[str]]:
    page = html.fromstring((folder / "report.html").read_text(encoding="utf-8"))
    return [
        [cell.text_content().strip() for cell in row.cssselect("td")]
        for row in page.cssselect("#e-REN-09 .beside tr.differs")
    ]


def test_the_line_that_differs_is_shown_beside_the_references(certified: Path) -> None:
    ((ours, theirs),) = differing(certified)
    assert 'errorCode="urn:dicom:wado:0012"' in ours
    assert 'errorCode="urn:dicom:wado:0013"' in theirs


def test_it_was_sent_the_same_request_and_stands_apart_from_the_evidence(certified: Path) -> None:
    answers, problem = reference_answers(certified)
    events = read_events(certified)
    (sent,) = (event for event in events if event["event"] == "exchange")
    assert "" == problem
    assert [f"{REGION}-1"] == [*answers]
    assert sent["request"]["body"]["sha256"] == answers[f"{REGION}-1"].request.body.sha256
    assert "REN-09" in {entry["id"] for entry in results_in(certified)["requirements"]
                        if entry["state"] == "failed"}  # fmt: skip


def test_a_report_is_written_again_without_the_reference(certified: Path, tmp_path: Path) -> None:
    said = run("rejudge", certified, "--out", tmp_path / "again")
    assert 1 == said.code
    assert differing(certified) == differing(tmp_path / "again")
    assert 0 == run("verify", tmp_path / "again").code


def failing(run: Run) -> Run:
    """A run against an endpoint that failed by its only exchange."""
    exchange = run.exchange(scenario_of("HTTP-01"), multipart(ENVELOPE))
    run.finding("HTTP-01", scenario_of("HTTP-01"), exchange)
    return run


def asked(run: Run, **options: object) -> tuple[list[str], str]:
    ask_reference(Configuration(run.folder, **options), run.results, run.events)  # type: ignore[arg-type]
    answers, problem = reference_answers(run.folder)
    return [*answers], problem


@pytest.mark.parametrize(
    "options",
    [{"url": ""}, {"url": "http://archive.invalid/xdsi", "originals": False}],
    ids=["the reference itself", "without the documents"],
)
def test_nothing_is_asked(options: dict[str, object], run: Run) -> None:
    assert ([], "") == asked(failing(run), **options)
    assert not (run.folder / FOLDER).exists()


def test_nothing_is_asked_where_nothing_failed(run: Run) -> None:
    run.exchange(scenario_of("HTTP-01"), multipart(ENVELOPE))
    assert ([], "") == asked(run, url="http://archive.invalid/xdsi")


def test_that_it_cannot_be_asked_is_said_and_no_more(run: Run, tmp_path: Path) -> None:
    answers, problem = asked(failing(run), url="http://archive.invalid/xdsi",
                             documents=str(tmp_path / "gone.toml"))  # fmt: skip
    assert [] == answers
    assert "gone.toml" in problem
    page = html.fromstring((write(run) / "report.html").read_text(encoding="utf-8"))
    assert "gone.toml" in page.cssselect("#explained > .note")[0].text_content()


@pytest.mark.parametrize("spoilt", ["no json", '{"event": "run"}', ""])
def test_answers_that_cannot_be_read_are_left_out(
    spoilt: str, certified: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(certified, tmp_path / "spoilt"))
    (folder / FOLDER / EVENTS_FILE).write_text(spoilt, encoding="utf-8")
    assert ({}, "") == reference_answers(folder)
    assert json.loads((folder / "results.json").read_text(encoding="utf-8"))
