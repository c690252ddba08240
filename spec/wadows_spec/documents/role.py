"""What a test document is: a role, and how its file is made."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import ClassVar


@dataclass(frozen=True)
class TestDocument:
    """A document in a role: what it is good for (one sentence) and how it is made.

    `group` is that of its SOP class: image, video, structured-report or other.
    `build` returns the whole Part 10 file, the same bytes each time.
    """

    __test__: ClassVar[bool] = False  # not a test, whatever pytest thinks of its name

    role: str
    group: str
    build: Callable[[], bytes]
    note: str

    @property
    def file(self) -> str:
        """Name of its file."""
        return f"{self.role}.dcm"


@cache
def built(document: TestDocument) -> bytes:
    """Return the file of a document, made only once in a process: the manifest needs all others."""
    return document.build()
