"""Where documents wait that do not lie on disk as they are to be sent."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Payload:
    """The content of a part: a file and its size in bytes when the answer was made."""

    path: Path
    size: int

    @classmethod
    def of(cls, path: Path) -> "Payload":
        """Return the payload of a file as it is now; raises `OSError` if it cannot be had."""
        with path.open("rb"):
            return cls(path, path.stat().st_size)

    def read(self, piece: int) -> Iterator[bytes]:
        """Yield the content in pieces of at most `piece` bytes.

        Raises `OSError` if the file has become shorter: the length is promised already.
        """
        left = self.size
        with self.path.open("rb") as content:
            while left:
                data = content.read(min(piece, left))
                if not data:
                    raise OSError(f"{self.path} lost {left} bytes while it was sent")
                left -= len(data)
                yield data


class Spool:
    """A folder for the files of one answer, made when first used and removed at the end."""

    def __init__(self, parent: Path | None = None) -> None:
        self._parent = parent
        self._folder: Path | None = None
        self._count = 0

    def new_path(self, suffix: str) -> Path:
        """Return the path of a file yet to be written."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="wadows-", dir=self._parent))
        self._count += 1
        return self._folder / f"{self._count}{suffix}"

    def close(self) -> None:
        """Remove what was written; may be called again."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None
