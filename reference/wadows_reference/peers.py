"""The peers that are being served: how long each may keep its connection waiting."""

import contextlib
import io
import socket
import threading
import time
from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING, Final

from wadows_reference.limits import Limits

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

#: Seconds in which a peer may say the rest of what nobody listens to any more.
FAREWELL: Final = 2.0
_NEVER: Final = float("inf")
_PIECE: Final = 64 * 1024


class Peer(io.RawIOBase):
    """A peer as a stream for both directions, in the hands of one thread; every wait has an end.

    What it sends has to be there by a time, so that one that drips gains nothing by it.
    What it is sent it has to take piece by piece.
    """

    def __init__(self, connection: socket.socket, limits: Limits) -> None:
        self._limits = limits
        # TLS takes the connection for its own; this one stays, for `let_go`.
        self._own = connection.dup()
        self._connection = connection
        self._began = time.monotonic()
        self._end = self._began + limits.header_seconds
        self._unwanted = False
        #: Since when it keeps us waiting, on the monotonic clock.
        self.waiting_since = self._began
        #: Whether the headers of its request have come.
        self.asked = False

    def speaks_over(self, connection: socket.socket) -> None:
        """Take the connection as it is to be read and written, be it encrypted."""
        self._connection = connection

    def expect_body(self) -> None:
        """Count the time for the body of its request from now on."""
        self.asked = True
        self._end = time.monotonic() + self._limits.body_seconds

    def expect_no_more(self) -> None:
        """Leave it a little time for what it still sends, which is not wanted."""
        self._unwanted = True
        self._end = _NEVER

    def readable(self) -> bool:
        """It is."""
        return True

    def writable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Wait for what comes next; raises `TimeoutError` when its time is over.

        Of what is not wanted it gives little, and nothing once there is no more in time.
        """
        if self._unwanted:
            self._end = min(self._end, time.monotonic() + FAREWELL)
        try:
            left = self._end - time.monotonic()
            if left <= 0:
                raise TimeoutError("the request did not come in time")
            self._connection.settimeout(left)
            with self._waiting(self._began):
                return self._connection.recv_into(buffer, _PIECE if self._unwanted else 0)
        except OSError:
            if self._unwanted:
                return 0
            raise

    def write(self, data: "ReadableBuffer") -> int:
        """Send all of it; raises `TimeoutError` if it is not taken in time."""
        self._connection.settimeout(self._limits.stall_seconds)
        with self.waiting():
            self._connection.sendall(data)
        return memoryview(data).nbytes

    def waiting(self) -> contextlib.AbstractContextManager[None]:
        """Return what to wait in until it takes the next piece, if not by `write`."""
        return self._waiting(time.monotonic())

    def let_go(self) -> None:
        """End its connection, from whatever thread: who reads or writes it hears of it."""
        with contextlib.suppress(OSError):
            self._own.shutdown(socket.SHUT_RDWR)

    def leave(self) -> None:
        """Forget its connection, which has ended."""
        self._own.close()

    @contextlib.contextmanager
    def _waiting(self, since: float) -> Iterator[None]:
        self.waiting_since = since
        try:
            yield
        finally:
            self.waiting_since = _NEVER


class Peers:
    """All that are being served at once, of which there are so many and no more."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._all: dict[Hashable, Peer] = {}
        self._changed = threading.Condition()

    def __getitem__(self, address: Hashable) -> Peer:
        return self._all[address]

    def __len__(self) -> int:
        return len(self._all)

    def add(self, address: Hashable, connection: socket.socket) -> None:
        """Take in a peer."""
        with self._changed:
            self._all[address] = Peer(connection, self._limits)

    def remove(self, address: Hashable) -> None:
        """Forget a peer that has been served."""
        with self._changed:
            self._all.pop(address).leave()
            self._changed.notify_all()

    def have_room(self, seconds: float) -> bool:
        """Tell whether one more can be served; wait for it so many seconds.

        The peer that keeps its connection waiting for longest loses it, if it is long enough.
        """
        with self._changed:
            if len(self._all) >= self._limits.connections:
                slowest = min(self._all.values(), key=lambda peer: peer.waiting_since)
                if time.monotonic() - slowest.waiting_since > self._limits.crowded_seconds:
                    slowest.let_go()
                self._changed.wait(seconds)
            return len(self._all) < self._limits.connections

    def finish(self, seconds: float) -> int:
        """Wait until all that have asked are served; return how many were not in time."""
        with self._changed:
            for peer in self._all.values():
                if not peer.asked:
                    peer.let_go()
            self._changed.wait_for(lambda: not self._all, seconds)
            return len(self._all)
