"""Whatever an endpoint does on the wire, the transport ends soon, and says what came."""

import time
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest

from tests.command.hostile import (
    ENDLESS,
    LATE,
    MISBEHAVIOURS,
    Misbehaviour,
    misbehaving,
    not_accepting,
)
from wadows_contract.consumer.credentials import Credentials
from wadows_contract.consumer.limits import Limits
from wadows_contract.consumer.reach import connection_problem
from wadows_contract.consumer.transport import LiveTransport
from wadows_contract.exchange import BodyStore, Exchange, Headers, Request

LIMITS = Limits(connect=10.0, read=12.0, answer=12.0, size=5_000_000)
#: Seconds that tell a hang from an answer.
SOON = 10.0


def limits_for(row: Misbehaviour) -> Limits:
    """A stall takes as long as `read`, what drips as long as `answer`: there they are short.

    On a busy machine a response may be late by itself, and is to be recorded all the same.
    """
    if row.said == LATE:
        return replace(LIMITS, read=0.2, first_byte=0.2 if row.status is None else 10.0)
    if row.said == ENDLESS:
        return replace(LIMITS, answer=0.3 if row.status is None else 1.0)
    return LIMITS


def ask(url: str, folder: Path, limits: Limits = LIMITS) -> Exchange:
    store = BodyStore(folder)
    asked = Request(url, Headers((("Content-Type", "text/xml"),)), store.save((b"<a/>",), "ask"))
    return LiveTransport(store, limits).send("T0000", 1, asked)


@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_a_misbehaviour_becomes_an_exchange(name: str, tmp_path: Path) -> None:
    row = MISBEHAVIOURS[name]
    started = time.monotonic()
    with misbehaving(lambda _: row) as url:
        tracemalloc.start()
        exchange = ask(url, tmp_path, limits_for(row))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert time.monotonic() - started < SOON
    assert peak < 3_000_000
    response = exchange.response
    assert row.status == (response and response.status)
    assert row.said in exchange.failure
    assert bool(row.said) == bool(exchange.failure)
    if response is not None:
        assert response.body.read(0, len(row.kept)) == row.kept
        assert response.body.size <= LIMITS.size
    assert [] == [path for path in tmp_path.iterdir() if path.suffix == ".part"]


def test_a_connection_that_is_not_accepted(tmp_path: Path) -> None:
    started = time.monotonic()
    with not_accepting() as url:
        exchange = ask(url, tmp_path, Limits(connect=0.2))

        problem = connection_problem(url, 0.2, Credentials())

    assert time.monotonic() - started < SOON
    assert problem is not None
    assert "no answer within 0.2 s" == problem.what
    assert (None, "no answer in time (TimeoutError)") == (
        exchange.response,
        exchange.failure,
    )
