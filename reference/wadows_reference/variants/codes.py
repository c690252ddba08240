"""Variants of error codes: the others that a statement accepts in each situation."""

from dataclasses import replace
from typing import Final

from wadows_reference.variants.registry import declaring
from wadows_spec.statement import Statement

#: The shipped statements accept no more codes than these beside the one that they emit.
_MOST: Final = 5


def _other_codes(statement: Statement, number: int) -> Statement:
    """Emit, where there are as many, the code of that number from the others accepted."""
    emits = dict(statement.emits)
    for situation, sent in statement.emits.items():
        others = sorted(statement.accepts[situation] - {sent})
        if others:
            emits[situation] = others[min(number, len(others)) - 1]
    return replace(statement, emits=emits)


def _enter(number: int) -> None:
    @declaring(
        f"accepted-codes-{number}",
        f"Every error has the {number}. of the other codes accepted for it, or the last of them.",
    )
    def declare(statement: Statement) -> Statement:
        return _other_codes(statement, number)


for each in range(1, _MOST + 1):
    _enter(each)
