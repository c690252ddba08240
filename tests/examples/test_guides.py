"""What the guides quote is what the repository has, and what they offer to copy can be used."""

import re
from pathlib import Path

import pytest

from tests.examples.shown import ROOT, Block, blocks
from wadows_spec.statement import load_statement

GUIDES = ROOT / "docs" / "guides"
_FILE = re.compile(r"[\w/-]+\.(?:toml|py|feature)")


def quoted() -> list[tuple[str, str]]:
    """Each block of the guide, with the file that was last named before it."""
    text = (GUIDES / "add-a-requirement.md").read_text(encoding="utf-8")
    parts = re.split(r"^```(?:toml|python|gherkin|text)\n(.*?)^```$", text, flags=re.DOTALL | re.M)
    return [
        (_FILE.findall(parts[at - 1])[-1].lstrip("/"), parts[at]) for at in range(1, len(parts), 2)
    ]


@pytest.mark.parametrize(("name", "text"), quoted(), ids=lambda part: part.splitlines()[0])
def test_what_is_quoted_is_there(name: str, text: str) -> None:
    assert text in (ROOT / name).read_text(encoding="utf-8")


def test_every_place_is_quoted() -> None:
    assert [
        "spec/requirements.toml",
        "reference/wadows_reference/mutants/transport.py",
        "wadows_contract/judge/transport.py",
        "features/malformed-requests.feature",
        "tests/judge/good.py",
        "tests/judge/bad_packaging.py",
    ] == [name for name, _ in quoted()]


def test_the_statement_of_the_guide_can_be_used(tmp_path: Path) -> None:
    (block,) = [
        found for found in blocks(GUIDES / "write-a-statement.md") if found.language == "toml"
    ]
    assert isinstance(block, Block)
    (tmp_path / "acme.toml").write_text(block.text, encoding="utf-8")
    statement = load_statement(str(tmp_path / "acme.toml"))

    assert ("acme", ("retrieve",)) == (statement.name, statement.operations)
    assert ("1.2.840.10008.1.2.1",) == statement.groups["image"].converts_to
    assert frozenset({"XDSDocumentUniqueIdError"}) == statement.accepts["document-unknown"]
    assert "400" == statement.reading("fault-status")
