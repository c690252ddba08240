"""What each key of a document in a catalogue may be, in words and as a check."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from wadows_spec.errors import ConfigurationError

#: Lenient towards leading zeros, which PS3.5 section 9.1 forbids but archives hold.
_UID: Final = re.compile(r"[0-9]+(\.[0-9]+)*")


def is_table(value: object) -> bool:
    """Tell a table."""
    return isinstance(value, dict)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def is_uid(value: object) -> bool:
    """Tell what could be a UID."""
    return isinstance(value, str) and len(value) <= 64 and _UID.fullmatch(value) is not None


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


_IMAGE_KEYS: Final = ("frames", "rows", "columns")
_UID_VALUE: Final = ("a UID: a string of numbers with dots between, at most 64 characters", is_uid)
_COUNT_VALUE: Final = ("a whole number, 0 or more", _is_count)
TEXT_VALUE: Final = ("a string that is not empty", _is_text)
#: The keys that say where the file of a document is; without one it has none of them.
OF_A_FILE: Final = ("file", "sha256", "size")
#: What may be left out of a document without a file.
OPTIONAL: Final = (*OF_A_FILE, "transfer_syntax_uid")
#: What each key of a document must be, in words and as a check.
VALUES: Final = {
    "file": TEXT_VALUE,
    "study_instance_uid": _UID_VALUE,
    "series_instance_uid": _UID_VALUE,
    "sop_instance_uid": _UID_VALUE,
    "sop_class_uid": _UID_VALUE,
    "transfer_syntax_uid": _UID_VALUE,
    "sha256": ("64 hex digits in lower case", _is_digest),
    "size": _COUNT_VALUE,
    "frames": _COUNT_VALUE,
    "rows": _COUNT_VALUE,
    "columns": _COUNT_VALUE,
    "note": TEXT_VALUE,
}


def check_value(
    where: str, key: str, value: object, wanted: str, fits: Callable[[object], bool]
) -> None:
    """Raise `ConfigurationError` for a value that cannot be."""
    if not fits(value):
        raise ConfigurationError(f"{where}: {key!r} is {value!r}", f"Make it {wanted}.")


def check_image(where: str, entry: Mapping[str, Any], has_file: bool) -> None:
    """Raise `ConfigurationError` for half an image; without a file its size may be unknown."""
    values = [entry[key] for key in _IMAGE_KEYS]
    size_unknown = not has_file and values[0] and not any(values[1:])
    if any(values) and not all(values) and not size_unknown:
        shown = ", ".join(f"{key!r} is {entry[key]}" for key in _IMAGE_KEYS)
        raise ConfigurationError(
            f"{where}: {shown}", "Make all three 1 or more for an image, all 0 for none."
        )
