"""How long an answer may take and how large it may be: without an end no run would end.

A limit between bytes, which is all that sockets know, holds nobody back who drips.
"""

import io
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

#: Bytes that a head, with all interim responses before it, may have: servers send a few kB.
_MOST_HEAD: Final = 1 << 18


@dataclass(frozen=True)
class Limits:
    """Limits of a run, in seconds and bytes.

    `connect` is for a connection, `first_byte` up to the first byte of an answer (0: as `read`),
    `read` between bytes, `answer` for all of an answer, `size` for how much of it there is;
    `patience` for all answers together that were waited for in vain.
    """

    connect: float = 10.0
    read: float = 60.0
    answer: float = 600.0
    size: int = 1 << 32
    patience: float = 1200.0
    first_byte: float = 0.0


class BeyondLimits(OSError):
    """An answer that takes longer, or is larger, than a run allows."""


class TooLarge(BeyondLimits):
    """An answer that is larger than a run allows."""


class Bounded(io.RawIOBase):
    """What a socket sends, within the limits of one answer, which begins now with its head.

    Reading raises `BeyondLimits`, or `TimeoutError` if no byte comes in time.
    """

    def __init__(
        self, sock: socket.socket, limits: Limits, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._sock = sock
        # Keeps the socket open until it is closed itself, as http.client relies on.
        self._raw = sock.makefile("rb", buffering=0)
        self._limits, self._clock = limits, clock
        self._end = clock() + limits.answer
        self._size = 0
        self._in_head = True

    def end_head(self) -> None:
        """Take what is read from now on for the body."""
        self._in_head = False

    def readable(self) -> bool:
        """Reading is all that it can do."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what there is, waiting for it no longer than is left; returns how many bytes."""
        left = self._end - self._clock()
        silence = self._limits.read if self._size else self._limits.first_byte or self._limits.read
        if left > 0:
            self._sock.settimeout(min(left, silence))
            try:
                count = self._raw.readinto(buffer) or 0
            except TimeoutError:
                if left >= silence:
                    raise
            else:
                self._size += count
                self._check_size()
                return count
        raise BeyondLimits(
            f"the answer had not ended after {self._limits.answer:g} s,"
            " which is as long as this run waits for one (--answer-timeout)"
        )

    def _check_size(self) -> None:
        if self._size > self._limits.size:
            raise TooLarge(
                f"the answer is larger than {self._limits.size / 1e6:g} MB,"
                " which is as much as this run takes (--max-answer)"
            )
        if self._in_head and self._size > _MOST_HEAD:
            raise BeyondLimits(f"the head of the answer is larger than {_MOST_HEAD >> 10} KiB")

    def close(self) -> None:
        """Close this reader of the socket."""
        self._raw.close()
        super().close()
