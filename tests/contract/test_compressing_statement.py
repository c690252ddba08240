"""A statement whose archive compresses: the reference does so, and the suite finds it right."""

from pathlib import Path

import pytest

from tests.contract.test_statements import in_state, judged, run

#: Whatever the reference can make of an image.
CONVERTS_TO = {
    "JPEG-LS Lossless": "1.2.840.10008.1.2.4.80",
    "JPEG 2000 (Lossless Only)": "1.2.840.10008.1.2.4.90",
    "HTJ2K (Lossless Only)": "1.2.840.10008.1.2.4.201",
    "RLE Lossless": "1.2.840.10008.1.2.5",
    "Deflated Explicit VR Little Endian": "1.2.840.10008.1.2.1.99",
    "Explicit VR Little Endian": "1.2.840.10008.1.2.1",
    "Implicit VR Little Endian": "1.2.840.10008.1.2",
}


@pytest.fixture
def statement(tmp_path: Path) -> str:
    path = tmp_path / "compresses.toml"
    targets = "".join(f'    "{uid}",  # {name}\n' for name, uid in CONVERTS_TO.items())
    path.write_text(
        'name = "compresses"\ntitle = "Archive that compresses"\ninherits = "dcm4chee-arc"\n\n'
        f"[groups.image]\nconverts_to = [\n{targets}]\n",
        encoding="utf-8",
    )
    return str(path)


def test_the_reference_keeps_a_statement_that_compresses(statement: str, tmp_path: Path) -> None:
    select = "RET-01 or RET-02 or RET-03 or RET-07 or RET-10 or STM-01"

    gate, results = run(tmp_path / "out", "--statement", statement, "--select", select)

    assert 0 == gate
    assert set() == in_state(results, "failed", "warning", "error", "not testable")
    assert {"RET-02", "RET-03", "RET-07"} <= in_state(results, "passed")


def test_who_does_not_compress_does_not_keep_it(statement: str, tmp_path: Path) -> None:
    """The signed CT, asked for in each transfer syntax of its table."""
    gate, results = judged(tmp_path, "dcm4chee-arc", statement, "--select", "T0609")

    refused = {entry["id"] for entry in results["scenarios"] if entry["state"] == "failed"}
    assert 1 == gate
    assert {"RET-07"} == in_state(results, "failed")
    assert {
        "T0609[1.2.840.10008.1.2.4.80]",
        "T0609[1.2.840.10008.1.2.4.90]",
        "T0609[1.2.840.10008.1.2.4.201]",
        "T0609[1.2.840.10008.1.2.5]",
    } == refused
