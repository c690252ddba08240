"""Headers of the documents rendered last: who looks at an image seldom looks but once."""

from collections import OrderedDict
from pathlib import Path
from threading import Lock
from typing import Final

from wadows_reference.frame_source import FrameSource, read_source
from wadows_reference.spool import Stored

#: Bytes that headers kept have in their files, together; as data sets they take some ten times it.
_KEPT: Final = 1024 * 1024


class RecentSources:
    """Sources by their files as they were when they were read; may be used by many threads."""

    def __init__(self, kept: int = _KEPT) -> None:
        self._kept = kept
        self._bytes = 0
        self._sources: OrderedDict[Stored, FrameSource] = OrderedDict()
        self._lock = Lock()

    def source(self, file: Stored) -> FrameSource:
        """Return what to take frames of a file from; raises what `read_source` raises."""
        with self._lock:
            if (source := self._sources.get(file)) is not None:
                self._sources.move_to_end(file)
                return source
        source = read_source(Path(file.path))
        # How much a deflated header is cannot be told by where it ends.
        if not source.syntax.is_deflated:
            self._keep(file, source)
        return source

    def _keep(self, file: Stored, source: FrameSource) -> None:
        with self._lock:
            if file in self._sources:
                return
            self._sources[file] = source
            self._bytes += source.start
            while self._bytes > self._kept:
                _, oldest = self._sources.popitem(last=False)
                self._bytes -= oldest.start
