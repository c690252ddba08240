"""`statement`: what came is claimed, and nothing else."""

from pathlib import Path

import docutils.core
import pytest
from click.testing import CliRunner, Result

from tests.evidence import canaries
from tests.evidence.conftest import Runs
from wadows_contract.cli import main
from wadows_spec.statement import load_statement

EXPLICIT, IMPLICIT, DEFLATED = (f"1.2.840.10008.1.2{end}" for end in (".1", "", ".1.99"))
JPEG, RLE = "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.5"


def statement(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["statement", *map(str, arguments)])


def test_what_the_reference_showed(runs: Runs, tmp_path: Path) -> None:
    result = statement(runs.folder, "--out", tmp_path / "observed.toml")

    assert 0 == result.exit_code, result.output
    observed = load_statement(str(tmp_path / "observed.toml"))
    assert f"{canaries.STATEMENT}-observed" == observed.name
    assert ("retrieve", "rendered") == observed.operations
    assert ("image/jpeg",) == observed.content_types
    assert {EXPLICIT, IMPLICIT, JPEG, RLE} == set(observed.groups["image"].delivers_stored)
    assert (DEFLATED,) == observed.groups["structured-report"].delivers_stored
    # No video was asked for, so that none is claimed.
    assert () == observed.groups["video"].delivers_stored
    assert "XDSMissingDocument" == observed.emits["document-unknown"]
    assert () == observed.coerced
    text = (tmp_path / "observed.toml").read_text(encoding="utf-8")
    assert 'inherits = "dcm4chee-arc"\n' in text
    assert "#   code urn:dicom:wado:0008 for frame-missing: never came\n" in text
    assert "#   parameter ImageQuality: not asked\n" in text
    assert "# Observed, and not declared:\n#   nothing\n" in text


def test_what_a_mutant_breaks_is_not_claimed(runs: Runs, tmp_path: Path) -> None:
    assert 0 == statement(runs.mutant, "--out", tmp_path / "observed.toml").exit_code

    observed = load_statement(str(tmp_path / "observed.toml"))
    assert () == observed.groups["image"].delivers_stored
    text = (tmp_path / "observed.toml").read_text(encoding="utf-8")
    assert "#   image delivered as stored in RLE Lossless: was not\n" in text


def test_the_tables_of_the_specification(runs: Runs) -> None:
    result = statement(runs.folder, "--rst")

    assert 0 == result.exit_code
    settings = {"report_level": 1, "halt_level": 2}  # any remark is an error
    page = docutils.core.publish_string(
        result.output, writer="html", settings_overrides=settings
    ).decode()
    assert "Error Codes" in page
    assert '   "JPEG Baseline (Process 1)","1.2.840.10008.1.2.4.50","✓","not asked"\n' in (
        result.output
    )
    assert '   "Image Quality","not asked","not asked"\n' in result.output
    assert '"XDSMissingDocument","","document-unknown"\n' in result.output


@pytest.mark.parametrize("there", [True, False])
def test_nothing_to_be_stated(there: bool, tmp_path: Path) -> None:
    if there:
        (tmp_path / "evidence.jsonl").write_text('{"event": "run", "format": 1}\n')
    result = statement(tmp_path)
    assert 2 == result.exit_code
    assert "Error: " in result.output
