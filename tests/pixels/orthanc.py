"""An Orthanc of our own on a free port, to render documents with (Debian's package `orthanc`)."""

import http.client
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

#: Seconds in which Orthanc has to answer for the first time.
STARTING = 30
#: Debian puts it where only the administrator's PATH leads.
COMMAND = shutil.which("Orthanc", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


class Orthanc:
    """Renders documents that it was given; an instance is a connection that is kept."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def wait(self) -> None:
        """Return when it answers; raises `TimeoutError`."""
        ends = time.monotonic() + STARTING
        while time.monotonic() < ends:
            try:
                self._ask("GET", "/system")
            except OSError:
                self._connection.close()
                time.sleep(0.1)
            else:
                return
        raise TimeoutError("Orthanc does not answer")

    def take(self, path: Path) -> str | None:
        """Store a document and return its name there; None if Orthanc does not want it."""
        status, body = self._ask("POST", "/instances", path.read_bytes())
        return str(json.loads(body)["ID"]) if status == 200 else None

    def rendered(self, name: str, frame: int, **parameters: object) -> bytes | None:
        """Return the JPEG of a frame, counted from 1; None if Orthanc cannot show it."""
        place = f"/instances/{name}/frames/{frame - 1}/rendered?{urlencode(parameters)}"
        status, body = self._ask("GET", place)
        return body if status == 200 else None

    def _ask(self, verb: str, place: str, content: bytes | None = None) -> tuple[int, bytes]:
        self._connection.request(verb, place, content, {"Accept": "image/jpeg, */*;q=0.1"})
        answer = self._connection.getresponse()
        return answer.status, answer.read()


@contextmanager
def running(scratch: Path) -> Iterator[Orthanc]:
    """Start an Orthanc with nothing in it, and end it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    configuration = scratch / "orthanc.json"
    settings = {
        "HttpPort": port,
        "RemoteAccessAllowed": False,
        "AuthenticationEnabled": False,
        "DicomServerEnabled": False,
        "KeepAlive": True,
        "StorageDirectory": str(scratch / "stored"),
        "IndexDirectory": str(scratch / "stored"),
    }
    configuration.write_text(json.dumps(settings), encoding="utf-8")
    assert COMMAND is not None, "Orthanc is missing: install it with `apt-get install orthanc`"
    with (
        (scratch / "orthanc.log").open("wb") as log,
        subprocess.Popen([COMMAND, configuration], stdout=log, stderr=log) as process,
    ):
        try:
            orthanc = Orthanc(port)
            orthanc.wait()
            yield orthanc
        finally:
            process.terminate()
