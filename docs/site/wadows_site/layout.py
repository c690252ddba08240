"""What Sphinx reads: the repository's own pages, and those that are made for the site beside them.

The folder is laid out as the repository is, so that the links that are good there are good here.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from wadows_contract.prove.trials import mutants
from wadows_site.command_page import command_page
from wadows_site.feature_pages import Known, feature_page, index_page
from wadows_site.last_run import LastRun
from wadows_spec.register import register

ROOT: Final = Path(__file__).resolve().parents[3]
_OWN: Final = ROOT / "docs" / "site"
#: The repository's own pages; Sphinx is told the same in conf.py.
_PAGES: Final = ("*.md", "docs/*.md", "docs/guides/*.md", "samples/*.md", "spec/documents/*.md")
_LINK: Final = re.compile(r"\]\(([^)#:\s]+)[^)]*\)")


def lay_out(source: Path, last: LastRun) -> None:
    """Write into `source`, which is emptied, what Sphinx makes the site of."""
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True)
    pages = [page for pattern in _PAGES for page in ROOT.glob(pattern)]
    for path in dict.fromkeys([*pages, *(file for page in pages for file in _led_to(page))]):
        there = source / path.relative_to(ROOT)
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, there)
    for path in _OWN.glob("*.md"):
        shutil.copy(path, source)
    _write_features(source / "features", last)
    (source / "command.md").write_text(command_page(), encoding="utf-8")


def _led_to(page: Path) -> Iterator[Path]:
    """Yield the files of the repository that a page leads to; of the contract there are pages."""
    for link in _LINK.findall(page.read_text(encoding="utf-8")):
        path = (page.parent / link).resolve()
        if path.is_file() and path.parent != ROOT / "features" and path.is_relative_to(ROOT):
            yield path


def _write_features(folder: Path, last: LastRun) -> None:
    folder.mkdir()
    paths = sorted((ROOT / "features").glob("*.feature"))
    known = Known(register(), {mutant.name: mutant for mutant in mutants()}, last)
    for path in paths:
        (folder / f"{path.stem}.md").write_text(feature_page(path, known), encoding="utf-8")
    (folder / "index.md").write_text(index_page(paths, known), encoding="utf-8")
