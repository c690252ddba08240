"""Headers of the documents rendered last: read once, and never another's."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pydicom import Dataset, dcmread
from werkzeug.test import Client

from tests.reference.client import RENDERED, Asked, ask, rendered
from tests.reference.test_changed_files import touch
from wadows_reference import create_app, recent
from wadows_reference.recent import RecentSources
from wadows_reference.spool import Stored

Uids = Callable[[str], Asked]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the files whose headers are read, as they are."""
    names: list[str] = []
    really = recent.read_source

    def reading(path: Path) -> object:
        names.append(path.name)
        return really(path)

    monkeypatch.setattr(recent, "read_source", reading)
    return names


def stored(folder: Path, role: str) -> Stored:
    return Stored.of(str(folder / f"{role}.dcm"))


def test_a_header_is_read_once_for_two_requests(
    folder: Path, uids: Uids, tmp_path: Path, read: list[str]
) -> None:
    (tmp_path / "own.dcm").write_bytes((folder / "signed.dcm").read_bytes())
    client = Client(create_app(tmp_path))

    first, second = (ask(client, RENDERED, rendered(uids("signed"))) for _ in range(2))

    assert ["own.dcm"] == read
    assert 1 == len(first.documents)
    assert first.documents == second.documents


def test_a_header_that_has_changed_is_read_again(
    folder: Path, uids: Uids, tmp_path: Path, read: list[str]
) -> None:
    path = tmp_path / "own.dcm"
    path.write_bytes((folder / "signed.dcm").read_bytes())
    client = Client(create_app(tmp_path))
    first = ask(client, RENDERED, rendered(uids("signed")))
    dataset: Dataset = dcmread(path)
    dataset.PhotometricInterpretation = "MONOCHROME1"
    dataset.save_as(path)
    touch(path)

    second = ask(client, RENDERED, rendered(uids("signed")))

    assert ["own.dcm"] * 2 == read
    assert 1 == len(second.documents)
    assert first.documents != second.documents


def test_the_latest_are_kept_that_have_room(folder: Path, read: list[str]) -> None:
    signed, unsigned, palette = (stored(folder, role) for role in ("signed", "unsigned", "palette"))
    sizes = sorted(RecentSources().source(file).start for file in (signed, unsigned, palette))
    sources = RecentSources(sum(sizes[1:]))
    read.clear()

    for file in (signed, unsigned, signed, palette, signed, palette, unsigned):
        assert Path(file.path) == sources.source(file).path

    assert ["signed.dcm", "unsigned.dcm", "palette.dcm", "unsigned.dcm"] == read


def test_what_has_no_room_at_all_is_not_kept(folder: Path, read: list[str]) -> None:
    sources = RecentSources(10)

    for _ in range(2):
        sources.source(stored(folder, "signed"))

    assert ["signed.dcm"] * 2 == read


def test_a_deflated_header_is_not_kept(folder: Path, read: list[str]) -> None:
    sources = RecentSources()

    for _ in range(2):
        sources.source(stored(folder, "deflated"))

    assert ["deflated.dcm"] * 2 == read
