"""Links that lead nowhere, and what would come from elsewhere, are named."""

from pathlib import Path

import pytest

from wadows_site.links import broken_links

GOOD = """<link rel="canonical" href="https://docs.example/"><a id="here"></a>
<a href="other.html#there">to a place</a> <a href="#here">here</a>
<a href="folder/file.toml">a file</a>
<a href="https://www.example/">elsewhere</a> <img src="data:image/png;base64,AA==">"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/file.toml").touch()
    (tmp_path / "page.html").write_text(GOOD, encoding="utf-8")
    (tmp_path / "other.html").write_text('<h1 id="there">Other</h1>', encoding="utf-8")
    return tmp_path


def test_good_links_hold(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)

    assert [] == broken_links(folder)
    assert [] == broken_links(Path(folder.name))


@pytest.mark.parametrize(
    ("markup", "problem"),
    [
        ('<a href="gone.html">', "gone.html leads nowhere"),
        ('<a href="other.html#gone">', "other.html#gone leads to no place of that page"),
        ('<a href="#gone">', "#gone leads to no place of that page"),
        ('<img src="gone.png">', "gone.png leads nowhere"),
        (
            '<script src="https://cdn.example/a.js">',
            "https://cdn.example/a.js would come from elsewhere",
        ),
        (
            '<link rel="stylesheet" href="https://fonts.example/a">',
            "https://fonts.example/a would come from elsewhere",
        ),
    ],
)
def test_a_bad_one_is_named(folder: Path, markup: str, problem: str) -> None:
    (folder / "page.html").write_text(GOOD + markup, encoding="utf-8")

    assert [f"page.html: {problem}"] == broken_links(folder)
