"""What a process that serves asks of Python and of the C library, once, before it does."""

import ctypes
import gc
import sys
from typing import Final

#: Of mallopt(3): how many heaps threads are spread over.
_M_ARENA_MAX: Final = -8
_HEAPS: Final = 2


def settle() -> None:
    """Keep memory small while many threads serve."""
    # All that is there by now stays: it need not be looked through for what does not, again and
    # again, nor be copied for a worker because it was.
    gc.freeze()
    # glibc would give most threads a heap of their own, each as large as it ever had to be.
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "mallopt"):
        library.mallopt(_M_ARENA_MAX, _HEAPS)
