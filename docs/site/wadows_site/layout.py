"""What Sphinx reads: the repository's own pages, and those that are made for the site beside them.

The folder is laid out as the repository is, so that the links that are good there are good here.
"""

import shutil
from pathlib import Path
from typing import Final

from wadows_contract.prove.trials import mutants
from wadows_site.command_page import command_page
from wadows_site.feature_pages import Known, feature_page, index_page
from wadows_site.last_run import LastRun
from wadows_spec.register import register

ROOT: Final = Path(__file__).resolve().parents[3]
_OWN: Final = ROOT / "docs" / "site"
#: Folders with pages, or with files that pages lead to.
_FOLDERS: Final = ("docs", "samples", "spec", "wsdl")
_LEFT_OUT: Final = shutil.ignore_patterns("site", "*.py", "__pycache__")


def lay_out(source: Path, last: LastRun) -> None:
    """Write into `source`, which is emptied, what Sphinx makes the site of."""
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True)
    for name in _FOLDERS:
        shutil.copytree(ROOT / name, source / name, ignore=_LEFT_OUT)
    for path in (*ROOT.iterdir(), *_OWN.glob("*.md")):
        if path.is_file() and not path.name.startswith("."):
            shutil.copy(path, source)
    _write_features(source / "features", last)
    (source / "command.md").write_text(command_page(), encoding="utf-8")


def _write_features(folder: Path, last: LastRun) -> None:
    folder.mkdir()
    paths = sorted((ROOT / "features").glob("*.feature"))
    known = Known(register(), {mutant.name: mutant for mutant in mutants()}, last)
    for path in paths:
        (folder / f"{path.stem}.md").write_text(feature_page(path, known), encoding="utf-8")
    (folder / "index.md").write_text(index_page(paths, known), encoding="utf-8")
