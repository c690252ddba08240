"""`compare`: what differs between runs stands first, on the terminal and on the page."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import html

from tests.evidence import canaries
from tests.evidence.conftest import Runs
from wadows_contract.cli import main


def compare(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["compare", *map(str, arguments)], env={"COLUMNS": "120"})


def test_the_same_run_twice(runs: Runs) -> None:
    result = compare(runs.folder, runs.folder)

    assert 0 == result.exit_code, result.output
    assert "0 requirements differ, 90 are the same in all runs.\n" in result.output


def test_what_a_mutant_breaks_stands_first(runs: Runs, tmp_path: Path) -> None:
    result = compare(runs.folder, runs.mutant, "--out", tmp_path / "page.html")

    assert 1 == result.exit_code
    assert re.search(r"^DOC-02 +✓ passed +✗ failed ", result.output, re.MULTILINE)
    for run, host in enumerate(runs.hosts, 1):
        assert f"Run {run}\n" in result.output
        assert f"  endpoint      http://{host}{canaries.PATH}\n" in result.output
    page = html.parse(tmp_path / "page.html")
    rows = page.xpath('//section[@id="What-differs"]//tbody/tr')
    cells = [" ".join(cell.text_content().split()) for cell in rows[-1]]
    assert ["DOC-02", "✓ passed"] == [cells[0], cells[2]]
    assert cells[3].startswith("✗ failed")
    assert not page.xpath("//script | //link | //img")


@pytest.mark.parametrize("second", [None, "nowhere"])
def test_wrong_usage(second: str | None, runs: Runs, tmp_path: Path) -> None:
    result = compare(runs.folder, *([tmp_path / second] if second else []))
    assert 2 == result.exit_code
    assert "Error: " in result.output
