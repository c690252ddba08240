"""Headers of the documents rendered last: who looks at an image seldom looks but once."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Final

from wadows_reference.frame_source import FrameSource, read_source
from wadows_reference.lookup import check_as_it_was
from wadows_reference.spool import Stored

#: Bytes that headers kept have in their files, together and one alone. As data sets they take some
#: fifty times as much once everything in them has been looked at.
_KEPT: Final = 256 * 1024
_LARGEST: Final = 32 * 1024


class RecentSources:
    """Sources by their files as they were when they were read; may be used by many threads.

    Each is lent to one at a time: pydicom changes a data set when something in it is first looked
    at, which another thread must not see half done.
    """

    def __init__(self, kept: int = _KEPT) -> None:
        self._kept = kept
        self._bytes = 0
        self._sources: OrderedDict[Stored, FrameSource] = OrderedDict()
        self._lock = Lock()

    @contextmanager
    def lending(self) -> Iterator[Callable[[Stored], FrameSource]]:
        """Give what lends the source of a file, until it is asked for another's.

        Raises `Refusal` for a file that has changed, and what `read_source` raises.
        """
        lent: dict[Stored, FrameSource] = {}

        def source(file: Stored) -> FrameSource:
            if file not in lent:
                self._take_back(lent)
                lent[file] = self._of(file)
            return lent[file]

        try:
            yield source
        finally:
            self._take_back(lent)

    def _of(self, file: Stored) -> FrameSource:
        with self._lock:
            if (kept := self._sources.pop(file, None)) is not None:
                self._bytes -= kept.start
                return kept
        source = read_source(Path(file.path))
        check_as_it_was(file)
        return source

    def _take_back(self, lent: dict[Stored, FrameSource]) -> None:
        while lent:
            file, source = lent.popitem()
            # How much a deflated header is cannot be told by where it ends.
            if not source.syntax.is_deflated and source.start <= min(_LARGEST, self._kept):
                self._keep(file, source)

    def _keep(self, file: Stored, source: FrameSource) -> None:
        with self._lock:
            if file in self._sources:
                return
            self._sources[file] = source
            self._bytes += source.start
            while self._bytes > self._kept:
                _, oldest = self._sources.popitem(last=False)
                self._bytes -= oldest.start
