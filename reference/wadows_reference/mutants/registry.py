"""What a mutant is, and the list of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from wadows_reference.message import Message, RecordedRequest
from wadows_spec.errors import ConfigurationError

Change = Callable[[Message], None]
#: Sends a body: the request that it answers, and the chunks that a right server would send.
Send = Callable[[RecordedRequest, Iterator[bytes]], Iterator[bytes]]


class Way(StrEnum):
    """Where a mutant takes hold; only what is changed on the way out can be changed offline."""

    #: The answer is changed, by what the recorded exchange alone says.
    OUT = "out"
    #: The request is changed before the operation reads it.
    IN = "in"
    #: The answer comes late, or breaks off.
    TIMING = "timing"
    #: The answer depends on other requests.
    STATE = "state"


def _unchanged(message: Message) -> None:
    """Leave a message as it is."""


def at_once(request: RecordedRequest, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Send what there is, as soon as there is any."""
    return chunks


@dataclass(frozen=True)
class Mutant:
    """A defect: its name, the requirement that it breaks, and what it does in one sentence.

    `change` changes answers, whatever the way; `change_request` changes a request, taken apart
    as an answer is; `send` sends a body; `remember` gives a `change` with a memory of its own.
    `also` says why it turns more than a few other requirements red.
    """

    name: str
    requirement: str
    sentence: str
    change: Change = _unchanged
    way: Way = Way.OUT
    change_request: Change = _unchanged
    send: Send = at_once
    remember: Callable[[], Change] | None = None
    also: str = ""

    def begun(self) -> "Mutant":
        """Return the mutant as a server has it that has answered nothing yet."""
        return self if self.remember is None else replace(self, change=self.remember())


_MUTANTS: dict[str, Mutant] = {}


def enter(new: Mutant) -> None:
    """Enter a mutant; raises `ValueError` if there is one of that name."""
    if new.name in _MUTANTS:
        raise ValueError(f"there are two mutants {new.name}")
    _MUTANTS[new.name] = new


def mutant(
    name: str, requirement: str, sentence: str, also: str = ""
) -> Callable[[Change], Change]:
    """Enter the decorated function, which changes an answer, as a mutant."""

    def decorate(change: Change) -> Change:
        enter(Mutant(name, requirement, sentence, change, also=also))
        return change

    return decorate


def all_mutants() -> tuple[Mutant, ...]:
    """Return every mutant in the order of the tables."""
    return tuple(_MUTANTS.values())


def find_mutant(name: str) -> Mutant:
    """Return a mutant; raises `ConfigurationError` if there is none of that name."""
    if name not in _MUTANTS:
        raise ConfigurationError(
            f"there is no mutant {name!r}", "`python -m wadows_reference mutants` lists them."
        )
    return _MUTANTS[name]
