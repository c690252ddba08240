"""Entries by what they are about, so that each is found without a look at all of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


def grouped(entries: Iterable[T], about: Callable[[T], str]) -> Mapping[str, Sequence[T]]:
    """Return the entries by what each is about, both in the order in which they come."""
    found: dict[str, list[T]] = {}
    for entry in entries:
        found.setdefault(about(entry), []).append(entry)
    return found
