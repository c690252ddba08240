"""What all trials together show of the suite."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median, quantiles
from typing import Final

from wadows_contract.prove.plan import Part
from wadows_contract.prove.trials import Mutant, Outcome

#: So many other requirements may turn red under a mutant without a word of why.
FEW: Final = 4


@dataclass(frozen=True)
class Proof:
    """The outcomes of all trials, and which part of the live ones they are.

    `checks` names those that have to find something under one mutant or another.
    """

    outcomes: tuple[Outcome, ...]
    part: Part
    checks: tuple[str, ...] = ()

    @cached_property
    def survivors(self) -> tuple[Outcome, ...]:
        """The mutants that were not found."""
        return tuple(entry for entry in self.outcomes if entry.survived)

    @cached_property
    def false_alarms(self) -> tuple[Outcome, ...]:
        """The variants of which something was found."""
        return tuple(entry for entry in self.outcomes if entry.is_false_alarm)

    @cached_property
    def failures(self) -> tuple[Outcome, ...]:
        """The trials in which the suite itself failed."""
        return tuple(entry for entry in self.outcomes if entry.failure)

    @cached_property
    def unexplained(self) -> tuple[Outcome, ...]:
        """The mutants that turn more than a few others red, and say not why."""
        return tuple(
            entry
            for entry in self.recorded
            if len(entry.others) > FEW
            and isinstance(entry.trial.subject, Mutant)
            and not entry.trial.subject.also
        )

    @cached_property
    def silent(self) -> tuple[str, ...]:
        """The checks that found nothing under any mutant."""
        found = {name for entry in self.outcomes for name in entry.checks}
        return tuple(name for name in self.checks if name not in found)

    @property
    def recorded(self) -> tuple[Outcome, ...]:
        """The mutants judged by recorded exchanges, which show what else turns red."""
        return tuple(entry for entry in self.outcomes if not entry.trial.live)

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against the suite."""
        return not (
            self.survivors or self.false_alarms or self.failures or self.unexplained or self.silent
        )

    @cached_property
    def spread(self) -> tuple[float, float]:
        """Median and 90th percentile of how many other requirements a mutant turns red."""
        counted = [len(entry.others) for entry in self.recorded]
        if len(counted) < 2:
            return (counted or [0])[0], (counted or [0])[0]
        return median(counted), quantiles(counted, n=10, method="inclusive")[-1]

    def killed_by(self) -> Mapping[str, Sequence[Outcome]]:
        """Return, by requirement, the mutants that it found as the one that they break."""
        found: dict[str, list[Outcome]] = {}
        for entry in self.outcomes:
            if entry.trial.requirement and not entry.survived:
                found.setdefault(entry.trial.requirement, []).append(entry)
        return found

    def in_words(self) -> str:
        """Return the last line: how many were tried, and how many of them speak against us."""
        recorded, live, variants = (
            sum(1 for entry in self.outcomes if choose(entry))
            for choose in (_is_recorded, _is_live_mutant, _is_variant)
        )
        middle, most = self.spread
        return (
            f"{recorded} mutants recorded and {live} live: {len(self.survivors)} survivors; "
            f"{variants} variants: {len(self.false_alarms)} false alarms; "
            f"other requirements turned red: median {middle:g}, 90th percentile {most:g}"
        )


def _is_recorded(entry: Outcome) -> bool:
    return not entry.trial.live


def _is_live_mutant(entry: Outcome) -> bool:
    return entry.trial.live and bool(entry.trial.requirement)


def _is_variant(entry: Outcome) -> bool:
    return not entry.trial.requirement
