"""The form of an examination: named probes in order, each of which makes one line."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from wadows_contract.results import Gate

ContextT = TypeVar("ContextT")


class State(StrEnum):
    """What a line says of its subject."""

    WORKS = "works"
    RED = "red"
    #: Nothing is amiss, but there is nothing to look at: plain HTTP has no certificate.
    NONE = "none"
    #: Something before it does not work, so that nothing can be said of it.
    NOT_LOOKED_AT = "not looked at"


@dataclass(frozen=True)
class Result:
    """What a probe looked at and what it found there; a red one says what to do next.

    `blocks` says whether what needs it can be looked at no more, should it be red.
    """

    state: State
    looked_at: str
    found: str
    advice: str = ""
    blocks: bool = True


def works(looked_at: str, found: str) -> Result:
    """Return the result of a probe that has nothing to say against its subject."""
    return Result(State.WORKS, looked_at, found)


def red(looked_at: str, found: str, advice: str) -> Result:
    """Return the result of a probe that found something to be mended first."""
    return Result(State.RED, looked_at, found, advice)


def none(looked_at: str, found: str) -> Result:
    """Return the result of a probe whose subject is not there, and need not be."""
    return Result(State.NONE, looked_at, found)


@dataclass(frozen=True)
class Probe(Generic[ContextT]):
    """A question by its name; it is asked if none of the probes that it `needs` is in the way.

    `reaches` says that without it there is no endpoint at all.
    """

    name: str
    needs: tuple[str, ...]
    ask: Callable[[ContextT], Result]
    reaches: bool = False


@dataclass(frozen=True)
class Line:
    """A probe's name with its result."""

    name: str
    result: Result
    reaches: bool


def examine(probes: Iterable[Probe[ContextT]], context: ContextT) -> Iterator[Line]:
    """Yield a line for each probe, in order, as soon as it is known."""
    in_the_way: dict[str, str] = {}
    for probe in probes:
        causes = [in_the_way[name] for name in probe.needs if name in in_the_way]
        if causes:
            result = Result(State.NOT_LOOKED_AT, "", f"not looked at, because of {causes[0]}")
            in_the_way[probe.name] = causes[0]
        else:
            result = probe.ask(context)
            if result.state == State.RED and result.blocks:
                in_the_way[probe.name] = probe.name
        yield Line(probe.name, result, probe.reaches)


def gate_of(lines: Iterable[Line]) -> Gate:
    """Return the exit code: 0 all is well, 1 something is red, 3 there is no connection."""
    broken = [line for line in lines if line.result.state == State.RED]
    if any(line.reaches for line in broken):
        return Gate.UNREACHABLE
    return Gate.DOES_NOT_CONFORM if broken else Gate.CONFORMS
