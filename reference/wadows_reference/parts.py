"""The contents of an answer's parts: ten thousand of them must not wait in memory."""

import marshal
from collections.abc import Iterator
from typing import Final

from wadows_reference.spool import Payload, Spool, Stored

#: So many documents are looked up, written and noted together.
BUNDLE: Final = 250


class Parts:
    """The contents of the parts in their order.

    Which files they are is noted in the spool, where they are many: else memory would be held
    for as long as a slow peer takes to read the answer.
    """

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._bundles: list[Payload | list[Payload]] = []
        self._last: list[Payload] = []
        #: How many there are, and their size in bytes, all together.
        self.count = self.size = 0

    def append(self, payload: Payload) -> None:
        """Add the content of the next part."""
        self.count += 1
        self.size += payload.size
        self._last.append(payload)
        if len(self._last) == BUNDLE:
            self._bundles.append(self._noted(self._last))
            self._last = []

    def __iter__(self) -> Iterator[Payload]:
        for bundle in self._bundles:
            yield from bundle if isinstance(bundle, list) else _read(bundle)
        yield from self._last

    def _noted(self, bundle: list[Payload]) -> Payload | list[Payload]:
        files = [tuple(each) for each in bundle if isinstance(each, Stored)]
        if len(files) == len(bundle):
            return self._spool.keep(marshal.dumps(files))
        return bundle


def _read(noted: Payload) -> Iterator[Stored]:
    # By this process, into a file that has no name.
    for file in marshal.loads(noted.content()):  # noqa: S302
        yield Stored(*file)
