"""What a plan says is what a run does: the same requests, and answers of about that size."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from wadows_contract import session
from wadows_contract.configuration import Configuration
from wadows_contract.evidence import Event, exchanges, read_events
from wadows_contract.planning import Plan


@pytest.fixture(scope="module", autouse=True)
def environment() -> Iterator[None]:
    """What a run sets in the environment, for the processes that it starts, ends with it."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return session.plan(Configuration(Path()))


@pytest.fixture(scope="module")
def sent(certified: Path) -> list[Event]:
    """The exchanges of a run, without the specification's sample responses, which nobody sent."""
    return [
        event
        for event in read_events(certified)
        if event["event"] == "exchange" and not event.get("fixture")
    ]


def test_every_request_is_counted(plan: Plan, sent: list[Event]) -> None:
    assert len(sent) == plan.requests
    assert len({event["scenario"] for event in sent}) == plan.scenarios


def test_requests_are_measured(plan: Plan, sent: list[Event]) -> None:
    """Each names the endpoint, whose URL is another one: that is all that differs."""
    up = sum(event["request"]["body"]["size"] for event in sent)

    assert up == pytest.approx(plan.up, rel=0.02)


def test_answers_are_estimated(plan: Plan, sent: list[Event]) -> None:
    down = sum(event["response"]["body"]["size"] for event in sent if event["response"])

    assert down == pytest.approx(plan.down, rel=0.25)


def test_nothing_is_sent_and_nothing_stays(
    certified: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The URL leads to a port where nobody could answer, and the folder stays empty."""
    monkeypatch.chdir(tmp_path)
    select = ("T0604[signed]",)

    plan = session.plan(Configuration(Path("out"), url="http://127.0.0.1:1/x", select=select))

    assert [] == list(tmp_path.iterdir())
    (recorded,) = [
        exchange
        for exchange in exchanges(read_events(certified), certified).values()
        if exchange.scenario == "T0604[signed]"
    ]
    assert (1, 1, 0, 0) == (plan.scenarios, plan.requests, plan.silent, plan.hostile)
    assert recorded.response is not None
    assert recorded.response.body.size == pytest.approx(plan.down, rel=0.1)


def test_in_words() -> None:
    plan = Plan(scenarios=603, requests=1032, up=2_800_000, down=8_000_000, silent=14, hostile=12)

    first, second, third, fourth = plan.in_words(rate=5).splitlines()
    assert "603 scenarios, 1032 requests, about 2.8 MB up and 8.0 MB down" == first
    assert "at 5 requests a second at least 3 min 26 s" == second  # 1032 / 5 = 206.4
    assert "12 scenarios are sent with --hostile alone" == third
    assert fourth.startswith("2 scenarios send nothing: ")
    assert 3 == len(plan.in_words().splitlines())
