"""Which trials there are, whose turn it is, and which scenarios each is judged by."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from wadows_contract.features import Scenario
from wadows_contract.prove.trials import ON_THE_WAY_OUT, Mutant, Trial, Variant
from wadows_spec.errors import ConfigurationError

#: Of each requirement so many scenarios are enough to see whether it turns red beside others.
CORE: Final = 2
_TODAY: Final = "today"


@dataclass(frozen=True)
class Part:
    """One of several parts of the live trials; all of them together are a whole proof."""

    number: int = 1
    of: int = 1

    def __str__(self) -> str:
        """Return what the option --part takes."""
        return f"{self.number}/{self.of}"


def read_part(text: str, today: date) -> Part:
    """Read `2/7`, or `today/7`, whose number follows from the date; whole if empty.

    Raises `ConfigurationError` if it is neither.
    """
    if not text:
        return Part()
    number, _, of = text.partition("/")
    count = int(of) if of.isdecimal() else 0
    if number == _TODAY and count:
        return Part(today.toordinal() % count + 1, count)
    if number.isdecimal() and 1 <= int(number) <= count:
        return Part(int(number), count)
    raise ConfigurationError(
        f"--part {text!r} is no part", "Write for instance 2/7, or today/7 to go by the date."
    )


def trials(
    mutants: Iterable[Mutant], variants: Iterable[Variant], part: Part, whole: bool = False
) -> list[Trial]:
    """Return every mutant that recorded exchanges will do for, and the part's share of the rest.

    Live are all mutants and variants; every so many of them belong to a part.
    Variants are tried by the `whole` contract, or by the core of it.
    """
    defects = list(mutants)
    recorded = [Trial(entry, live=False) for entry in defects if entry.way == ON_THE_WAY_OUT]
    live = [Trial(entry, live=True) for entry in defects]
    live += [Trial(entry, live=True, whole=whole) for entry in variants]
    return [*recorded, *live[part.number - 1 :: part.of]]


def named(every: Sequence[Trial], names: Sequence[str]) -> list[Trial]:
    """Return the trials of these mutants and variants, all of them if none is named.

    Raises `ConfigurationError` for a name that there is not.
    """
    known = {trial.subject.name for trial in every}
    if unknown := [name for name in names if name not in known]:
        raise ConfigurationError(
            f"there is no mutant or variant {unknown[0]!r}",
            "`wadows-contract serve --list-mutants` and `--list-variants` list them.",
        )
    return [trial for trial in every if not names or trial.subject.name in names]


def core(scenarios: Iterable[Scenario], each: int = CORE) -> frozenset[str]:
    """Return the ids of the first few scenarios of each requirement."""
    counted: Counter[str] = Counter()
    chosen = set()
    for scenario in scenarios:
        counted[scenario.requirement] += 1
        if counted[scenario.requirement] <= each:
            chosen.add(scenario.id)
    return frozenset(chosen)


def judged_by(trial: Trial, scenarios: Sequence[Scenario]) -> frozenset[str]:
    """Return the ids of the scenarios that judge a trial.

    A mutant is judged by all scenarios of its own requirement; as recorded, by the core
    of all others, too. A variant is judged by the core, or as a whole by all.
    """
    if trial.whole:
        return frozenset(scenario.id for scenario in scenarios)
    if not trial.requirement:
        return core(scenarios)
    own = frozenset(entry.id for entry in scenarios if entry.requirement == trial.requirement)
    return own if trial.live else own | core(scenarios)
