"""The pages that are views of data say what the data says."""

import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGES = runpy.run_path(str(DOCS / "generate.py"))["PAGES"]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_current(name: str) -> None:
    written = (DOCS / name).read_text(encoding="utf-8")

    assert PAGES[name]() == written, "run `python docs/generate.py`"
