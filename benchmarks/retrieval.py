"""Documents as stored: the reference over RAD-69 against Orthanc over WADO-RS, and nginx.

All documents of a set are asked for in one request: of the reference by SOAP with MTOM, once as
`serve` comes and once with a worker for each core; of Orthanc as a study, by WADO-RS.
nginx sends the reference's answer as one plain file: faster than that nobody can be here.
Many clients ask at once, each for the whole set; they read and count, and parse nothing.
Servers and clients share the cores, as they come.

All are measured in turns, and the best that each did in any turn counts, but of memory the most:
what else a machine does can only slow down. Without Orthanc or nginx what needs it is left out.
"""

import argparse
import http.client
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import urlsplit

import _checkout
import peers
from memory import peak_mb, serving
from sets import Documents, large, message, numbered
from speed import processor_of

_READING: Final = _checkout.ROOT / "benchmarks" / "reading.py"
_CORES: Final = len(os.sched_getaffinity(0))
#: How often Orthanc has each document that it sends in memory, and what it may take of a machine.
_COPIES, _SHARE = 3, 0.4
#: Seconds after which there is no further turn of so many clients.
_ENOUGH: Final = 90.0


@dataclass(frozen=True)
class Server:
    """Who is asked: its port, what is sent to it, its process, and whether it copies documents."""

    port: int
    request: Path
    process: int
    copies: bool = False

    def processes(self) -> list[int]:
        """Return the process ids of its workers; its own if it has none."""
        path = Path(f"/proc/{self.process}/task/{self.process}/children")
        return [int(word) for word in path.read_text("ascii").split()] or [self.process]


@dataclass(frozen=True)
class Figures:
    """How fast a server is, and what it takes."""

    megabytes_per_second: float
    #: Median of all clients.
    first_byte_ms: float
    #: The most memory that a worker ever had.
    peak_mb: float
    #: Processor time for 100 MB of documents.
    processor_ms: float

    def better(self, other: "Figures") -> "Figures":
        """Return the better of each; of memory the most."""
        return Figures(
            max(self.megabytes_per_second, other.megabytes_per_second),
            min(self.first_byte_ms, other.first_byte_ms),
            max(self.peak_mb, other.peak_mb),
            min(self.processor_ms, other.processor_ms),
        )


def _asked(first: str, port: int, headers: dict[str, str], body: bytes = b"") -> bytes:
    """Return a request as it goes over the wire; the server hangs up after its answer."""
    lines = [f"{first} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


@contextmanager
def servers(documents: Documents, scratch: Path) -> Iterator[dict[str, Server]]:
    """Start all that can be had, with the documents loaded."""
    with ExitStack() as stack:
        started: dict[str, Server] = {}

        def enter(name: str, port: int, process: int, request: bytes, copies: bool = False) -> None:
            path = scratch / f"{name}.request"
            path.write_bytes(request)
            started[name] = Server(port, path, process, copies)

        body = message(documents)
        headers = {
            "Content-Length": str(len(body)),
            "Content-Type": 'multipart/related; type="application/xop+xml"; boundary="edge"; '
            'start="<root@benchmark>"; start-info="application/soap+xml"',
        }
        for name, options in (("reference", []), ("workers", ["--workers", str(_CORES)])):
            own = scratch / name
            own.mkdir()
            url, process = stack.enter_context(serving(documents.folder, own, *options))
            where = urlsplit(url)
            assert where.port
            request = _asked(f"POST {where.path}", where.port, headers, body)
            enter(name, where.port, process, request)
        if peers.found("Orthanc") and peers.DICOMWEB.is_file():
            port, process = stack.enter_context(peers.orthanc(scratch))
            _load(port, documents.folder)
            accepted = 'multipart/related; type="application/dicom"; transfer-syntax=*'
            place = f"GET /dicom-web/studies/{documents.study}"
            enter("Orthanc", port, process, _asked(place, port, {"Accept": accepted}), copies=True)
        if peers.found("nginx"):
            root = scratch / "files"
            root.mkdir()
            _save(started["reference"], root / "answer")
            port, process = stack.enter_context(peers.nginx(scratch, root))
            enter("nginx", port, process, _asked("GET /answer", port, {}))
        yield started


def _load(port: int, folder: Path) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for path in sorted(folder.glob("*.dcm")):
        with path.open("rb") as content:
            length = {"Content-Length": str(path.stat().st_size)}
            connection.request("POST", "/instances", content, length)
            answer = connection.getresponse()
            assert answer.status == 200, f"Orthanc does not take {path.name}: {answer.read()!r}"
            answer.read()
    connection.close()


def _save(server: Server, path: Path) -> None:
    """Write the body of an answer to a file."""
    head, _, body = server.request.read_bytes().partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    headers = dict(line.split(": ", 1) for line in lines[1:])
    connection.request("POST", lines[0].split()[1], body, headers)
    answer = connection.getresponse()
    with path.open("wb") as file:
        while piece := answer.read(1 << 20):
            file.write(piece)
    connection.close()


def ask(server: Server, clients: int, size: int = 0) -> list[dict[str, Any]]:
    """Let so many clients ask at once; returns what each says of its answer."""
    shares = [clients // _CORES + (core < clients % _CORES) for core in range(_CORES)]
    started = [
        subprocess.Popen(
            [sys.executable, _READING, *map(str, (server.port, share, size, server.request))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for share in shares
        if share
    ]
    for process in started:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    said = [line for process in started for line in process.communicate()[0].splitlines()]
    answers = [json.loads(line) for line in said]
    assert len(answers) == clients, "a client failed"
    assert all("200" in answer["status"] for answer in answers), answers
    assert not size or all(answer["size"] == size for answer in answers), (size, answers)
    return answers


def measured(server: Server, documents: Documents, clients: int, size: int) -> Figures:
    """Return the figures of one turn."""
    workers = server.processes()
    for process in workers:
        Path(f"/proc/{process}/clear_refs").write_text("5", "ascii")  # the peak so far: proc(5)
    clocks: list[Callable[[], float]] = [processor_of(process) for process in workers]
    before = sum(clock() for clock in clocks)
    answers = ask(server, clients, size)
    used = sum(clock() for clock in clocks) - before
    seconds = max(each["last"] for each in answers) - min(each["asked"] for each in answers)
    megabytes = documents.size * clients / 1e6
    return Figures(
        megabytes_per_second=megabytes / seconds,
        first_byte_ms=1000 * median(each["first"] - each["asked"] for each in answers),
        peak_mb=max(peak_mb(process) for process in workers),
        processor_ms=1e5 * used / megabytes,
    )


def _fits(server: Server, documents: Documents, clients: int) -> bool:
    """Tell whether a server that holds documents in memory leaves some to the machine."""
    found = re.search(r"MemAvailable:\s+(\d+)", Path("/proc/meminfo").read_text("ascii"))
    assert found
    largest = documents.size / len(documents.instances)
    return not server.copies or _COPIES * largest * clients < _SHARE * int(found[1]) * 1024


def measure(
    documents: Documents, scratch: Path, clients: list[int], turns: int
) -> dict[int, dict[str, Figures]]:
    """Return the figures by the number of clients and by server."""
    best: dict[int, dict[str, Figures]] = {count: {} for count in clients}
    with servers(documents, scratch) as asked:
        sizes = {name: ask(server, 1)[0]["size"] for name, server in asked.items()}
        assert all(size >= documents.size for size in sizes.values()), (documents.size, sizes)
        for count in clients:
            able = {name: each for name, each in asked.items() if _fits(each, documents, count)}
            begun = time.monotonic()
            for turn in range(turns):
                if turn and time.monotonic() - begun > _ENOUGH:
                    break
                for name, server in able.items():
                    figures = measured(server, documents, count, sizes[name])
                    best[count][name] = figures.better(best[count].get(name, figures))
            show(count, best[count])
    return best


def show(clients: int, figures: dict[str, Figures]) -> None:
    """Print a row for each server."""
    for name, each in figures.items():
        ratios = [
            f"{each.megabytes_per_second / figures[other].megabytes_per_second:>9.2f}"
            if other in figures and name not in ("Orthanc", "nginx")
            else f"{'-':>9}"
            for other in ("Orthanc", "nginx")
        ]
        print(
            f"{clients:>7} {name:<10}{each.megabytes_per_second:>8.0f}{each.first_byte_ms:>10.1f}"
            f"{each.peak_mb:>9.1f}{each.processor_ms:>10.1f}{''.join(ratios)}",
            flush=True,
        )


def main() -> int:
    """Measure, print a table, and write JSON."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, help="JSON of the results; retrieval.json by default",
                        default=_checkout.ROOT / "benchmarks" / "retrieval.json")  # fmt: skip
    parser.add_argument("--few", action="store_true", help="a tenth of it, for a first look")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--clients", type=int, nargs="*", default=[1, 8, 64])
    parser.add_argument("--only", default="", help="the set whose name has this word")
    parser.add_argument("--scratch", type=Path, help="folder on a disk with 10 GB to spare")
    given = parser.parse_args()
    part = 10 if given.few else 1
    sets: dict[str, Callable[[Path], Documents]] = {
        f"{200 // part} CT of 0.5 MB": lambda folder: numbered(folder, 200 // part, 512),
        f"{10_000 // part} of 3 KB": lambda folder: numbered(folder, 10_000 // part, 32),
        f"one of {2000 // part} MB": lambda folder: large(folder, 1000 // part),
    }
    found: dict[str, dict[int, dict[str, Figures]]] = {}
    for name, make in sets.items():
        if given.only not in name:
            continue
        print(f"{name}\nclients {'server':<10}{'MB/s':>8}{'first ms':>10}{'peak MB':>9}"
              f"{'CPU ms':>10}{'x Orthanc':>10}{'x nginx':>9}")  # fmt: skip
        with TemporaryDirectory(prefix="wadows-retrieval-", dir=given.scratch) as scratch:
            documents = make(Path(scratch) / "documents")
            found[name] = measure(documents, Path(scratch), given.clients, given.turns)
    given.out.write_text(json.dumps(found, indent=2, default=asdict) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
