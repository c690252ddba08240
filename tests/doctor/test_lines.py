"""The order of probes, what is in whose way, and the exit code: without any endpoint."""

from io import StringIO

import pytest
from rich.console import Console

from wadows_contract.doctor.lines import (
    Line,
    Probe,
    Result,
    State,
    examine,
    gate_of,
    none,
    red,
    works,
)
from wadows_contract.doctor.show import Shown

GOOD = works("it", "good")
ABSENT = none("it", "absent")
BAD = red("it", "bad", "mend it")
PASSABLE = Result(State.RED, "it", "bad", "mend it", blocks=False)


def states(*results: Result) -> list[tuple[str, str]]:
    """Look at a chain of three, each of which needs the one before."""
    probes = [
        Probe[None](str(number), (str(number - 1),) if number else (), lambda _, each=each: each)
        for number, each in enumerate(results)
    ]
    return [(line.result.state.value, line.result.found) for line in examine(probes, None)]


@pytest.mark.parametrize(
    ("second", "third"),
    [
        (GOOD, ("works", "good")),
        (ABSENT, ("works", "good")),
        (PASSABLE, ("works", "good")),
        (BAD, ("not looked at", "not looked at, because of 1")),
    ],
)
def test_what_is_red_is_in_the_way(second: Result, third: tuple[str, str]) -> None:
    assert third == states(GOOD, second, GOOD)[2]


def test_the_first_cause_is_told() -> None:
    assert ("not looked at", "not looked at, because of 0") == states(BAD, GOOD, GOOD)[2]


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ([GOOD, ABSENT], "all is well: certify can begin"),
        ([GOOD, PASSABLE], "certify can begin, and will find the same: 1"),
        ([PASSABLE, BAD], "not ready for certify: 0, 1"),
    ],
)
def test_what_it_comes_to(results: list[Result], words: str) -> None:
    said = StringIO()
    lines = [Line(str(number), result, False) for number, result in enumerate(results)]

    Shown(Console(file=said), ["0", "1"]).end(lines, gate_of(lines))

    assert f"{words}\n" == said.getvalue()


@pytest.mark.parametrize(
    ("lines", "gate"),
    [
        ([(GOOD, True), (ABSENT, False)], 0),
        ([(GOOD, True), (PASSABLE, False)], 1),
        ([(GOOD, True), (BAD, False)], 1),
        ([(BAD, True), (BAD, False)], 3),
    ],
)
def test_exit_code(lines: list[tuple[Result, bool]], gate: int) -> None:
    assert gate == gate_of(Line("name", result, reaches) for result, reaches in lines)
