"""What a mutant is, and the list of them."""

from collections.abc import Callable
from dataclasses import dataclass

from wadows_reference.message import Message
from wadows_spec.errors import ConfigurationError

Change = Callable[[Message], None]


@dataclass(frozen=True)
class Mutant:
    """A defect: its name, the requirement that it breaks, and what it does in one sentence."""

    name: str
    requirement: str
    sentence: str
    change: Change


_MUTANTS: dict[str, Mutant] = {}


def mutant(name: str, requirement: str, sentence: str) -> Callable[[Change], Change]:
    """Enter the decorated function, which changes a message, as a mutant."""

    def enter(change: Change) -> Change:
        if name in _MUTANTS:
            raise ValueError(f"there are two mutants {name}")
        _MUTANTS[name] = Mutant(name, requirement, sentence, change)
        return change

    return enter


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
