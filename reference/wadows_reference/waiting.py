"""Requests that are long wait in a file until it is their turn: many of them take no memory."""

import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, Final, TypeVar, cast

from wadows_reference.faults import RECEIVER, SoapFault

#: Bytes of a request that wait in memory, and that is answered without waiting: with some 250
#: documents in it.
_SHORT: Final = 64 * 1024
#: Long requests that are answered at once. More would not be faster, since Python does one thing
#: at a time, and each takes twenty times its length in memory; one that takes long, because all
#: it asks for has to be converted, keeps only the long ones waiting.
_AT_ONCE: Final = 2

T = TypeVar("T")


def read_body(stream: BinaryIO, folder: Path | None) -> BinaryIO:
    """Return a body in a file of its own, read to its end; whoever calls closes it.

    Raises whatever the stream raises, and `SoapFault` if there is no room for the file.
    """
    where = str(folder) if folder else None
    file = cast("BinaryIO", tempfile.SpooledTemporaryFile(_SHORT, dir=where))  # noqa: SIM115
    try:
        while piece := stream.read(_SHORT):
            try:
                file.write(piece)
            except OSError as error:
                reason = f"There is no room for the request here: {error.strerror}."
                raise SoapFault(RECEIVER, reason) from error
    except BaseException:
        file.close()
        raise
    return file


class Turns:
    """Lets short requests be answered at once, and long ones in their turn.

    These have threads of their own, as the C library keeps memory for each thread that had any.
    """

    def __init__(self) -> None:
        # Its threads are started when they are needed: none is lost when a worker is forked.
        self._threads = ThreadPoolExecutor(_AT_ONCE, "long-request")

    def take(self, size: int, answer: Callable[[], T]) -> T:
        """Return the answer to a request of so many bytes."""
        return answer() if size <= _SHORT else self._threads.submit(answer).result()
