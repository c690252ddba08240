"""What doctor asks of an endpoint that goes wrong on the wire: it says so, and ends."""

import pytest

from tests.command.endpoints import forwarding
from tests.command.hostile import MISBEHAVIOURS, misbehaving
from tests.doctor.conftest import Look
from wadows_contract.doctor.lines import State

LIMITS = {"read_timeout": 1.0, "answer_timeout": 2.0, "max_answer": 5.0}


@pytest.mark.parametrize(
    "name",
    [
        "stalls before the status line",
        "stalls within the body",
        "resets within the headers",
        "closes at once",
        "drips a header without an end",
        "sends 100 GB",
        "sends a chunk of size -1",
        "sends 100 Continue without an end",
        "sends garbage",
        "sends garbage for headers",
        "redirects to itself",
        "says that it is too long",
        "has a length of 5000 digits",
    ],
)
def test_it_ends_with_a_red_line(name: str, look: Look) -> None:
    row = MISBEHAVIOURS[name]
    with misbehaving(lambda _: row) as url:
        lines = look(url, until="SOAP", limits=LIMITS)

    red = {line: result for line, result in lines.items() if result.state == State.RED}
    assert set() < set(red) <= {"HTTP", "SOAP"}
    assert all(result.advice for result in red.values())
    if row.said:
        assert row.said in red["HTTP"].found


@pytest.mark.parametrize(
    "name",
    [
        "stalls before the status line",
        "resets within the headers",
        "drips a body without an end",
        "sends without an end and without a length",
        "sends 100 Continue without an end",
    ],
)
def test_a_description_that_goes_wrong_is_none(name: str, look: Look, served: str) -> None:
    """Nothing but it is the matter, so that all else works."""
    row = MISBEHAVIOURS[name]
    forward = forwarding(served, lambda _, answer: answer)
    with misbehaving(lambda head: row if head.startswith(b"GET ") else None, forward) as url:
        lines = look(url, limits=LIMITS)

    assert {State.WORKS, State.NONE} == {result.state for result in lines.values()}
    assert lines["WSDL"].found.startswith("not offered: ")
    assert row.said in lines["WSDL"].found
