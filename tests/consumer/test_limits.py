"""The limits of one answer, by a clock of our own."""

import socket
from collections.abc import Iterator

import pytest

from wadows_contract.consumer.limits import BeyondLimits, Bounded, Limits


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_each_read_waits_no_longer_than_is_left(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = pair
    theirs.sendall(b"abc")
    times = iter([0.0, 1.0, 58.0, 60.5])
    bounded = Bounded(ours, Limits(read=10, answer=60), clock=lambda: next(times))

    waits = []
    for expected in (b"a", b"b"):
        assert expected == bounded.read(1)
        waits.append(ours.gettimeout())
    with pytest.raises(BeyondLimits, match="after 60 s"):
        bounded.read(1)
    bounded.close()

    assert [10.0, 2.0] == waits


def test_silence_is_told_from_lateness(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, _ = pair
    silent = Bounded(ours, Limits(read=0.01, answer=60), clock=lambda: 0.0)

    with pytest.raises(TimeoutError):
        silent.read(1)
    silent.close()


def test_a_size_that_is_just_allowed(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    theirs.sendall(b"abcde")
    bounded = Bounded(ours, Limits(size=4))

    assert b"abcd" == bounded.read(4)
    with pytest.raises(BeyondLimits, match="larger than"):
        bounded.read(1)
    bounded.close()
