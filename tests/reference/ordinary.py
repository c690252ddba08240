"""Doing things as somebody whom permissions bind, which root is not."""

import ctypes
import os
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
#: _LINUX_CAPABILITY_VERSION_3, for this thread.
_HEADER = (ctypes.c_uint32 * 2)(0x20080522, 0)


def ordinarily(action: Callable[[], T]) -> T:
    """Return what an action returns, done in a thread that has none of root's capabilities."""
    results: list[T] = []

    def act() -> None:
        if os.geteuid() == 0:
            nothing = (ctypes.c_uint32 * 6)()
            assert 0 == ctypes.CDLL(None).capset(_HEADER, nothing)
        results.append(action())

    thread = threading.Thread(target=act)
    thread.start()
    thread.join()
    (result,) = results
    return result
