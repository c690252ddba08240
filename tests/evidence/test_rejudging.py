"""Evidence of another suite, judged again; and evidence that is not whole."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.command.commands import run
from tests.evidence.conftest import Runs
from wadows_contract import __version__
from wadows_contract.cli import main
from wadows_contract.evidence import EVENTS_FILE, Event, read_events


def rewrite(folder: Path, change: Callable[[Event], Event | None]) -> None:
    """Change events, or leave some out."""
    events = [changed for event in read_events(folder) if (changed := change(event))]
    text = "".join(json.dumps(event) + "\n" for event in events)
    (folder / EVENTS_FILE).write_text(text, encoding="utf-8")


@pytest.fixture
def copy(runs: Runs, tmp_path: Path) -> Path:
    """Return a copy of the run of the reference that may be changed."""
    shutil.copytree(runs.folder, tmp_path / "copy")
    return tmp_path / "copy"


def test_a_newer_suite_says_what_changed(copy: Path) -> None:
    """As if MIME-04 were new, GONE-01 gone, and a request for one document asked since."""

    def older(event: Event) -> Event | None:
        if event["event"] == "run":
            return event | {"features_sha256": "0" * 64, "suite": "0.0.9"}
        if event.get("requirement") == "MIME-04" and event["event"] == "planned":
            return event | {"requirement": "GONE-01"}
        if event.get("scenario") == "T0619" and event["event"] == "exchange":
            return None
        return event

    rewrite(copy, older)
    said = run("rejudge", copy)

    assert 0 == said.code, said
    assert [
        f"The suite changed since: was 0.0.9, is {__version__}",
        f"The features changed since: was {'0' * 12}, is",
        "1 scenarios ask what that run did not, and are not shown: T0619",
        "MIME-04: new, is passed",
        "GONE-01: gone",
    ] == [
        line.rpartition(" ")[0] if line.startswith("The features") else line
        for line in said.output.splitlines()
        if "changed since" in line or "do not" in line or "did not" in line or "new, is" in line
        or "gone" in line
    ]  # fmt: skip


def without_a_body(folder: Path) -> None:
    next((folder / "bodies").iterdir()).unlink()


def with_a_changed_body(folder: Path) -> None:
    body = max((folder / "bodies").iterdir(), key=lambda path: path.stat().st_size)
    body.write_bytes(body.read_bytes()[:-1] + b"\xff")


def of_another_format(folder: Path) -> None:
    rewrite(folder, lambda event: event | {"format": 99} if event["event"] == "run" else event)


def without_what_it_was_judged_by(folder: Path) -> None:
    rewrite(
        folder,
        lambda event: {"event": "run", "format": 1} if event["event"] == "run" else event,
    )


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (without_a_body, "the evidence lacks a body"),
        (with_a_changed_body, "was changed: its SHA-256 is not its name"),
        (of_another_format, "does not begin with the header of a run in format 1"),
        (without_what_it_was_judged_by, "does not say what the run was judged by"),
    ],
)
def test_evidence_that_is_not_whole(
    spoil: Callable[[Path], None], words: str, copy: Path, tmp_path: Path
) -> None:
    spoil(copy)
    for command in (["rejudge", copy], ["redact", copy, "--out", tmp_path / "redacted"]):
        result = CliRunner().invoke(main, [str(argument) for argument in command])
        assert (2, True) == (result.exit_code, words in result.output), result.output


def test_half_of_the_evidence_can_be_read(runs: Runs, copy: Path) -> None:
    content = (copy / EVENTS_FILE).read_bytes()
    (copy / EVENTS_FILE).write_bytes(content[: len(content) // 2])

    result = CliRunner().invoke(main, ["compare", str(runs.folder), str(copy)])

    assert 1 == result.exit_code
    assert "changed: evidence.jsonl" in CliRunner().invoke(main, ["verify", str(copy)]).output
