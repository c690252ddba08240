"""Which attributes differ between two data sets, however each of them is coded."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np
from pydicom import Dataset
from pydicom.datadict import keyword_for_tag
from pydicom.dataelem import DataElement, RawDataElement, convert_raw_data_element
from pydicom.tag import BaseTag

PADDING: Final = 0xFFFCFFFC
#: Size in bytes of the words of values that pydicom leaves as the bytes that they are read as.
_WORDS: Final = {"OW": 2, "OF": 4, "OL": 4, "OD": 8, "OV": 8}
Passed = Callable[[BaseTag], bool]


def name(tag: BaseTag) -> str:
    """Return the keyword of a tag; if it has none, group and element."""
    return keyword_for_tag(tag) or str(tag)


def differing(
    before: Dataset, after: Dataset, passed_over: Passed, turned: bool = False
) -> Iterator[BaseTag]:
    """Yield the tags that differ, but for group lengths, padding and what is passed over.

    Private elements in Implicit VR, which have lost their VR, are read with the other's.
    `turned` says that one of the two is in big endian.
    """
    same_text = before.get("SpecificCharacterSet") == after.get("SpecificCharacterSet")
    for tag in sorted(set(before.keys()) | set(after.keys())):
        # No data set has a group 0; padding at its end means nothing (PS3.10 section 7.2).
        if tag == PADDING or (tag.element == 0 and tag.group) or passed_over(tag):
            continue
        if (tag in before) != (tag in after) or not _same(before, after, tag, same_text, turned):
            yield tag


def _same(before: Dataset, after: Dataset, tag: BaseTag, same_text: bool, turned: bool) -> bool:
    old: Any = before.get_item(tag)
    new: Any = after.get_item(tag)
    if (
        isinstance(old, RawDataElement)
        and isinstance(new, RawDataElement)
        and old.is_little_endian == new.is_little_endian
        and old.value == new.value
        and same_text
    ):
        return True
    a, b = before[tag], after[tag]
    if "UN" in (a.VR, b.VR) and a.VR != b.VR:
        a = _as(a, old, b.VR, before)
        b = _as(b, new, a.VR, after)
    if a.VR == "SQ" and b.VR == "SQ":
        nothing: Passed = lambda _: False  # noqa: E731
        return len(a.value) == len(b.value) and not any(
            next(differing(x, y, nothing, turned), None) is not None
            for x, y in zip(a.value, b.value, strict=True)
        )
    return bool(a.value == (_turned(b) if turned else b.value))


def _as(element: DataElement, item: Any, vr: str, dataset: Dataset) -> DataElement:
    """Read an element of unknown VR with the VR that it has elsewhere, if it can be."""
    if element.VR != "UN" or not isinstance(item, RawDataElement):
        return element
    try:
        known = item._replace(VR=vr)
        encoding = dataset.original_character_set
        return convert_raw_data_element(known, encoding=encoding)
    except Exception:  # noqa: BLE001  pydicom raises whatever such bytes provoke
        return element


def _turned(element: DataElement) -> object:
    """Return a value that can be compared with one of the other byte order."""
    size = _WORDS.get(element.VR, 1)
    value: object = element.value
    if isinstance(value, bytes) and len(value) % size == 0:
        return np.frombuffer(value, np.uint8).reshape(-1, size)[:, ::-1].tobytes()
    return value
