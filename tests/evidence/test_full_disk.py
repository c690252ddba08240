"""A disk that takes no more: our own failure, never the endpoint's, and nothing half is left."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from wadows_contract.exchange import BodyStore, BrokenBody


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let no file grow beyond some bytes, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size", [1 << 12, 1 << 20], ids=["at its end", "in the middle"])
def test_a_body_that_cannot_be_written_is_no_broken_answer(size: int, tmp_path: Path) -> None:
    store = BodyStore(tmp_path)
    with files_of_at_most(1 << 11), pytest.raises(OSError, match="File too large"):
        store.save((bytes(size),), "scratch")
    assert [] == list(tmp_path.iterdir())


def test_an_answer_that_breaks_off_is_kept(tmp_path: Path) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"came"
        raise OSError("connection reset")

    with pytest.raises(BrokenBody) as raised:
        BodyStore(tmp_path).save(chunks(), "scratch")

    assert b"came" == raised.value.body.read()
