"""Who may work through many small things just now: one thread at a time.

Each look at a file lets other threads run Python. If these are busy with the same, it comes back
late, and both spend more time on taking turns than on the files.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

#: Held for some hundred small things at most, and never while a peer or a codec is waited for.
TURN: Final = threading.Lock()


@contextmanager
def stepping_aside() -> Iterator[None]:
    """Let others have their turn meanwhile."""
    TURN.release()
    try:
        yield
    finally:
        TURN.acquire()
