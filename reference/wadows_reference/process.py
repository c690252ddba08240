"""What a process that serves asks of Python and of the system, once, before it does."""

import ctypes
import gc
import sys
from typing import Final

from wadows_spec.errors import ConfigurationError

#: Of mallopt(3): how many heaps threads are spread over.
_M_ARENA_MAX: Final = -8
_HEAPS: Final = 2
#: Open files of one connection: itself, twice; the index; a document; what waits in a file, both
#: of the request and of the answer.
_FILES_EACH: Final = 6
#: Open files of the process besides.
_FILES_BESIDE: Final = 50


def settle() -> None:
    """Keep memory small while many threads serve."""
    # All that is there by now stays: it need not be looked through for what does not, again and
    # again, nor be copied for a worker because it was.
    gc.freeze()
    # glibc would give most threads a heap of their own, each as large as it ever had to be.
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "mallopt"):
        library.mallopt(_M_ARENA_MAX, _HEAPS)


def allow_files(connections: int) -> None:
    """Let the process have as many files open as it needs to serve so many connections at once.

    Raises `ConfigurationError` if the system does not let it: later on, connections would be
    accepted and not answered.
    """
    if sys.platform == "win32":
        return
    import resource

    needed = connections * _FILES_EACH + _FILES_BESIDE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or needed <= soft:
        return
    if hard != resource.RLIM_INFINITY and needed > hard:
        most = (hard - _FILES_BESIDE) // _FILES_EACH
        raise ConfigurationError(
            f"{connections} connections at once may need {needed} open files,"
            f" of which the system allows {hard}",
            f"Raise the hard limit of open files, or set --limit connections={max(most, 1)}.",
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
