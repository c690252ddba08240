"""What the suite is tried with, and what came of it."""

import json
import subprocess
from dataclasses import dataclass
from typing import Any, Final

from wadows_contract.errors import SuiteError
from wadows_contract.reference_process import command, environment

#: How a mutant works that changes answers by the exchange alone, so that recorded ones will do.
ON_THE_WAY_OUT: Final = "out"


@dataclass(frozen=True)
class Mutant:
    """A defect of the reference: what it breaks, in a sentence, and on which way.

    `also` says why it turns more than a few other requirements red; empty if it does not.
    """

    name: str
    requirement: str
    sentence: str
    way: str = ON_THE_WAY_OUT
    also: str = ""


@dataclass(frozen=True)
class Variant:
    """A conforming reference that answers in another form.

    `warns` are requirements that it does not keep because they only should be kept.
    """

    name: str
    sentence: str
    warns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trial:
    """A mutant or a variant to be judged: by recorded exchanges or live, by some of the contract.

    `whole` says that it is judged by all of it.
    """

    subject: Mutant | Variant
    live: bool
    whole: bool = False

    @property
    def requirement(self) -> str:
        """The requirement that has to turn red; empty for a variant, under which none may."""
        return self.subject.requirement if isinstance(self.subject, Mutant) else ""


@dataclass(frozen=True)
class Outcome:
    """What the suite said of a trial.

    `red` are the requirements that it found broken, as much as their level allows: for a variant,
    information alone is no finding. `untestable` are those that it could not judge,
    and `checks` names the checks that found it. `failure` says how the suite itself failed.
    """

    trial: Trial
    red: tuple[str, ...]
    untestable: tuple[str, ...]
    checks: tuple[str, ...]
    failure: str
    seconds: float

    @property
    def survived(self) -> bool:
        """Whether this is a mutant that was not found."""
        wanted = self.trial.requirement
        return bool(wanted) and wanted not in self.red

    @property
    def is_false_alarm(self) -> bool:
        """Whether this is a variant of which anything was found that it does not own up to."""
        subject = self.trial.subject
        if isinstance(subject, Mutant):
            return False
        return bool(set(self.red).difference(subject.warns) or self.untestable)

    @property
    def others(self) -> tuple[str, ...]:
        """The requirements that turned red beside the one that the mutant breaks."""
        return tuple(id_ for id_ in self.red if id_ != self.trial.requirement)


def mutants() -> tuple[Mutant, ...]:
    """Return the mutants that the reference has."""
    return tuple(Mutant(**entry) for entry in _listed("mutants"))


def variants() -> tuple[Variant, ...]:
    """Return the variants that the reference has."""
    return tuple(
        Variant(entry["name"], entry["sentence"], tuple(entry["warns"]))
        for entry in _listed("variants")
    )


def _listed(what: str) -> list[dict[str, Any]]:
    done = subprocess.run(command(what), capture_output=True, text=True, env=environment())
    if done.returncode:
        raise SuiteError(f"the reference does not list its {what}: {done.stderr.strip()}")
    listed: list[dict[str, Any]] = json.loads(done.stdout)
    return listed
