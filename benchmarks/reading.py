"""Many clients at once that ask a server, and read and count what comes: nothing is parsed.

Started as a process by `retrieval.py`: `reading.py PORT CLIENTS SIZE FILE`, where FILE has the
bytes of a request and SIZE is that of the answer in bytes, 0 if it is not known yet.
Prints `ready`, waits for a line, lets each client ask once, and prints a line of JSON for each.
"""

import json
import socket
import struct
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

_PIECE: Final = 256 * 1024
#: Longer than anybody waits, in seconds.
_TOO_LONG: Final = 900


@dataclass(frozen=True)
class Read:
    """An answer: when it was asked for, when its first and last bytes came, its size in bytes.

    Times are of the monotonic clock, in seconds, which all processes of a machine share.
    """

    asked: float
    first: float
    last: float
    size: int
    status: str


def read(port: int, request: bytes, size: int) -> Read:
    """Ask once and read `size` bytes, or until the server hangs up if that is 0."""
    piece = bytearray(_PIECE)
    view = memoryview(piece)
    with socket.create_connection(("127.0.0.1", port)) as connection:
        patience = struct.pack("ll", _TOO_LONG, 0)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, patience)
        asked = time.monotonic()
        connection.sendall(request)
        got = connection.recv_into(view)
        first = time.monotonic()
        status = bytes(view[:12]).decode("latin-1")
        # As many bytes at once as there is room for: fewer wake-ups, so less work for who reads.
        while got != size and (more := connection.recv_into(
            view, min(_PIECE, size - got) if size else 0, socket.MSG_WAITALL
        )):  # fmt: skip
            got += more
        return Read(asked, first, time.monotonic(), got, status)


def main() -> None:
    """Let clients ask at once."""
    port, clients, size = map(int, sys.argv[1:4])
    request = Path(sys.argv[4]).read_bytes()
    answers: list[Read] = []
    begin = threading.Event()

    def ask() -> None:
        begin.wait()
        answers.append(read(port, request, size))

    threads = [threading.Thread(target=ask) for _ in range(clients)]
    for thread in threads:
        thread.start()
    print("ready", flush=True)
    sys.stdin.readline()
    begin.set()
    for thread in threads:
        thread.join()
    for answer in answers:
        print(json.dumps(asdict(answer)))


if __name__ == "__main__":
    main()
