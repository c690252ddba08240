"""The summary in Markdown: what it says, and that nothing an endpoint sends is markup in it."""

from pathlib import Path

import pytest

from tests.command.commands import run
from tests.command.endpoints import Request, answering, endpoint

HOSTILE = b"<script>alert(1)</script> | [x](http://evil.invalid) `code` **bold** @team #1\n## head"


def test_a_run_that_conforms(tmp_path: Path) -> None:
    said = run("certify", "--out", tmp_path / "out", "--select", "T0203", "--summary",
               tmp_path / "summary.md")  # fmt: skip

    assert 0 == said.code
    assert [
        "## WADO-WS contract: incomplete",
        "",
        "- endpoint: embedded reference",
        "- statement: dcm4chee-arc",
        "- coverage: 100 % (everything judged was kept)",
        "- requirements: 1 passed",
        "- scenarios: 1 passed",
    ] == (tmp_path / "summary.md").read_text(encoding="utf-8").splitlines()


def test_what_was_broken_has_a_row_without_any_markup_of_the_endpoint(tmp_path: Path) -> None:
    def answer(request: Request) -> bytes:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: " + HOSTILE.replace(b"\n", b" ") + b"\r\n"
        return head + b"Content-Length: %d\r\n\r\n" % len(HOSTILE) + HOSTILE

    with endpoint(answer) as url:
        said = run("certify", url, "--out", tmp_path / "out", "--select", "@SOAP-01 or @HTTP-08",
                   "--summary", tmp_path / "summary.md")  # fmt: skip

    text = (tmp_path / "summary.md").read_text(encoding="utf-8")
    lines = text.splitlines()
    rows = [line for line in lines if line.startswith("|")]
    assert 1 == said.code
    assert rows[0] == "| requirement | state | expected | got | clause |"
    assert len(rows) > 2
    assert {6} == {row.count("|") for row in rows}
    assert 1 == sum(line.startswith("#") for line in lines)
    for markup in ("<", "](", "`", "**", "@team"):
        assert markup not in text


def test_an_endpoint_that_is_not_there(tmp_path: Path) -> None:
    with answering(b"") as url:
        pass
    said = run("certify", url, "--out", tmp_path / "out", "--summary", tmp_path / "summary.md")

    assert 3 == said.code
    assert "could not be reached" in (tmp_path / "summary.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["no/such/folder/summary.md"])
def test_a_summary_that_cannot_be_written(name: str, tmp_path: Path) -> None:
    said = run("certify", "--out", tmp_path / "out", "--select", "T0203", "--summary",
               tmp_path / name)  # fmt: skip

    assert 2 == said.code
    assert "cannot be written" in said.errors[0]
