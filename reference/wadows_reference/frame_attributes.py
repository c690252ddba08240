"""Attributes of one frame, in its functional groups or in the data set itself."""

from collections.abc import Sequence
from typing import Any

from pydicom import Dataset


def of_frame(dataset: Dataset, frame: int, macro: str, keyword: str) -> Dataset:
    """Return where an attribute of a frame, counted from 1, is to be read.

    That is the item of the macro's sequence in the frame's functional groups (PS3.3 C.7.6.16),
    else in those that all frames share, else the data set itself.
    """
    per_frame = _items(dataset, "PerFrameFunctionalGroupsSequence")[frame - 1 : frame]
    shared = _items(dataset, "SharedFunctionalGroupsSequence")[:1]
    for group in [*per_frame, *shared]:
        for item in _items(group, macro)[:1]:
            if keyword in item:
                return item
    return dataset


def first_number(value: Any) -> float | None:
    """Return the first of one or more numbers; None if there is none."""
    if value is None or value == "":
        return None
    if isinstance(value, str | float | int):
        return float(value)
    return first_number(value[0]) if len(value) else None


def _items(dataset: Dataset, keyword: str) -> Sequence[Dataset]:
    return dataset.get(keyword) or ()
