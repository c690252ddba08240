"""Make the messages that inputs are made of anew, from a recorded run.

`python -m fuzz.seeds RUN`: of all that was sent and came back, the corpus keeps what reaches code
that nothing smaller reaches.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from fuzz import CORPUS, ROOT
from fuzz.message import Message, write_pair
from wadows_contract.evidence import exchanges, read_events
from wadows_contract.exchange import Exchange, Headers

#: A message of more bytes is left out.
_LARGEST: Final = 16_000


def main(run: str) -> None:
    """Write the corpus of both ways."""
    with TemporaryDirectory(prefix="wadows-") as scratch:
        for way in ("requests", "answers"):
            (Path(scratch) / way).mkdir()
        for number, exchange in enumerate(exchanges(read_events(Path(run)), Path(run)).values()):
            write(exchange, Path(scratch), f"{number:04}.http")
        for way in ("requests", "answers"):
            merge(way, Path(scratch) / way)


def write(exchange: Exchange, folder: Path, name: str) -> None:
    """Write a request, and its answer beside it, if they are small."""
    sent, came = exchange.request, exchange.response
    path = sent.url.partition("://")[2].partition("/")[2]
    request = Message(
        f"{sent.method} /{path} HTTP/1.1", _fields(sent.headers), sent.body.read()
    ).write()
    if len(request) <= _LARGEST:
        (folder / "requests" / name).write_bytes(request)
    if came and came.body.size + len(request) <= _LARGEST:
        answer = Message(
            f"HTTP/1.1 {came.status} {came.reason}", _fields(came.headers), came.body.read()
        )
        (folder / "answers" / name).write_bytes(write_pair(request, answer.write()))


def _fields(headers: Headers) -> tuple[tuple[str, str], ...]:
    left_out = ("host", "user-agent", "accept-encoding", "connection", "date", "server")
    return tuple(field for field in headers.fields if field[0].lower() not in left_out)


def merge(way: str, seeds: Path) -> None:
    """Add to the corpus what reaches more."""
    command = [sys.executable, "-m", "fuzz.worker", way, "merge", str(CORPUS / way), str(seeds)]
    subprocess.run(command, cwd=ROOT, check=True)


if __name__ == "__main__":
    main(sys.argv[1])
