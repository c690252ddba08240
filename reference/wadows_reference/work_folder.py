"""A folder of this process for what it makes, of which nothing is left in the end."""

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from wadows_spec.errors import ConfigurationError

_PREFIX: Final = "wadows-reference-"
#: Seconds after which a folder that nobody holds is of a process that was killed.
_OLD: Final = 60


@contextmanager
def work_folder() -> Iterator[Path]:
    """Give a folder that is removed at the end, or, if this process is killed, by a later one.

    Raises `ConfigurationError` if it cannot be made.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        held = _hold(folder)
    except OSError as error:
        raise ConfigurationError(
            f"no folder for temporary files can be made: {error.strerror}",
            "Set TMPDIR to a folder that can be written and has room.",
        ) from error
    _remove_leftovers(folder.parent)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if held is not None:
            os.close(held)


def _hold(folder: Path) -> int | None:
    """Hold a folder for as long as this process lives, or its descriptor is open.

    Raises `BlockingIOError` if another holds it. None where the system has no such thing.
    """
    try:
        import fcntl
    except ImportError:
        return None
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        raise
    return held


def _remove_leftovers(where: Path) -> None:
    """Remove the folders of our own that processes left that are no more."""
    for folder in where.glob(f"{_PREFIX}*/"):
        with contextlib.suppress(OSError):
            state = folder.lstat()
            # A new one may not be held yet.
            if state.st_uid != os.geteuid() or time.time() - state.st_mtime < _OLD:
                continue
            held = _hold(folder)
            if held is not None:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(held)
