"""Headers of the documents rendered last: read once, and never another's."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pydicom import Dataset, dcmread
from werkzeug.test import Client

from tests.reference.client import RENDERED, Asked, ask, rendered
from tests.reference.test_changed_files import touch
from wadows_reference import create_app, recent
from wadows_reference.answer import Refusal
from wadows_reference.frame_source import FrameSource
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


def of(sources: RecentSources, file: Stored) -> FrameSource:
    with sources.lending() as source:
        return source(file)


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
    sizes = sorted(of(RecentSources(), file).start for file in (signed, unsigned, palette))
    sources = RecentSources(sum(sizes[1:]))
    read.clear()

    for file in (signed, unsigned, signed, palette, signed, palette, unsigned):
        assert Path(file.path) == of(sources, file).path

    assert ["signed.dcm", "unsigned.dcm", "palette.dcm", "unsigned.dcm"] == read


def test_what_is_lent_is_nobody_elses(folder: Path, read: list[str]) -> None:
    sources, file = RecentSources(), stored(folder, "signed")

    with sources.lending() as one, sources.lending() as other:
        assert one(file) is one(file)
        assert one(file) is not other(file)

    assert ["signed.dcm"] * 2 == read
    with sources.lending() as one:
        one(file)
    assert ["signed.dcm"] * 2 == read


def test_what_was_read_of_another_file_is_not_kept(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "own.dcm"
    path.write_bytes((folder / "signed.dcm").read_bytes())
    file, sources, really = Stored.of(str(path)), RecentSources(), recent.read_source

    def replaced_for_a_moment(path: Path) -> object:
        path.rename(path.with_suffix(".aside"))
        path.write_bytes((folder / "inverse.dcm").read_bytes())
        return really(path)

    monkeypatch.setattr(recent, "read_source", replaced_for_a_moment)
    with sources.lending() as source, pytest.raises(Refusal, match="has changed"):
        source(file)
    path.with_suffix(".aside").replace(path)
    monkeypatch.undo()

    assert "MONOCHROME2" == of(sources, file).dataset.PhotometricInterpretation


def test_what_has_no_room_at_all_pushes_nothing_out(folder: Path, read: list[str]) -> None:
    small, large = stored(folder, "signed"), stored(folder, "enhanced-ct")
    sources = RecentSources(of(RecentSources(), large).start - 1)
    read.clear()

    for file in (small, large, small):
        of(sources, file)

    assert ["signed.dcm", "enhanced-ct.dcm"] == read


def test_what_has_no_room_at_all_is_not_kept(folder: Path, read: list[str]) -> None:
    sources = RecentSources(10)

    for _ in range(2):
        of(sources, stored(folder, "signed"))

    assert ["signed.dcm"] * 2 == read


def test_a_deflated_header_is_not_kept(folder: Path, read: list[str]) -> None:
    sources = RecentSources()

    for _ in range(2):
        of(sources, stored(folder, "deflated"))

    assert ["deflated.dcm"] * 2 == read
