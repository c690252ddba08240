"""How much a finding weighs: a MUST fails, a SHOULD warns, silence is information."""

from enum import StrEnum
from typing import Final

from wadows_spec.register import Requirement
from wadows_spec.statement import Statement


class Level(StrEnum):
    """What breaking a rule means, the worst first."""

    FAILED = "failed"
    WARNING = "warning"
    INFORMATION = "information"


_ORDER: Final = list(Level)
_BY_WORD: Final = {"must": Level.FAILED, "warning": Level.WARNING}


def level_of(
    requirement: Requirement, statement: Statement, at_most: Level = Level.FAILED
) -> Level:
    """Return what breaking a requirement means under a statement; a check may say less of it."""
    reading = statement.readings.get(requirement.reading)
    if reading is not None:
        own = _BY_WORD[reading]
    elif requirement.level == "may":
        own = Level.INFORMATION
    else:
        own = Level.FAILED if requirement.can_fail else Level.WARNING
    return max(own, at_most, key=_ORDER.index)
