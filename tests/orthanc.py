"""An Orthanc of our own on free ports (Debian's packages `orthanc` and `orthanc-dicomweb`)."""

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
#: Where Debian has its DICOMweb.
DICOMWEB = Path("/usr/share/orthanc/plugins/libOrthancDicomWeb.so")
TITLE = "ORTHANC"


class Orthanc:
    """An archive with a port for DICOM and one for HTTP; an instance keeps a connection to it."""

    def __init__(self, http_port: int, dicom_port: int) -> None:
        self.dicom_port = dicom_port
        self.dicomweb = f"http://127.0.0.1:{http_port}/dicom-web"
        self._connection = http.client.HTTPConnection("127.0.0.1", http_port, timeout=60)

    @property
    def target(self) -> str:
        """Where it takes C-STORE, as AET@HOST:PORT."""
        return f"{TITLE}@127.0.0.1:{self.dicom_port}"

    def close(self) -> None:
        """Close the connection; the next request opens another one."""
        self._connection.close()

    def wait(self) -> None:
        """Return when it answers; raises `TimeoutError`."""
        ends = time.monotonic() + STARTING
        while time.monotonic() < ends:
            try:
                self.ask("GET", "/system")
            except OSError:
                self._connection.close()
                time.sleep(0.1)
            else:
                return
        raise TimeoutError("Orthanc does not answer")

    def take(self, path: Path) -> str | None:
        """Store a document and return its name there; None if Orthanc does not want it."""
        status, body = self.ask("POST", "/instances", path.read_bytes())
        return str(json.loads(body)["ID"]) if status == 200 else None

    def stored(self) -> list[bytes]:
        """Return every file that it holds."""
        self.close()  # it may have been idle for longer than Orthanc keeps it
        names = json.loads(self.ask("GET", "/instances")[1])
        return [self.ask("GET", f"/instances/{name}/file")[1] for name in names]

    def forget(self) -> None:
        """Delete every file that it holds."""
        self.close()
        for name in json.loads(self.ask("GET", "/patients")[1]):
            self.ask("DELETE", f"/patients/{name}")

    def rendered(self, name: str, frame: int, **parameters: object) -> bytes | None:
        """Return the JPEG of a frame, counted from 1; None if Orthanc cannot show it."""
        place = f"/instances/{name}/frames/{frame - 1}/rendered?{urlencode(parameters)}"
        status, body = self.ask("GET", place)
        return body if status == 200 else None

    def ask(self, verb: str, place: str, content: bytes | None = None) -> tuple[int, bytes]:
        """Return the status and body of an answer."""
        self._connection.request(verb, place, content, {"Accept": "image/jpeg, */*;q=0.1"})
        answer = self._connection.getresponse()
        return answer.status, answer.read()


def _free_ports(count: int) -> list[int]:
    listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    try:
        return [listener.getsockname()[1] for listener in listeners]
    finally:
        for listener in listeners:
            listener.close()


@contextmanager
def running(scratch: Path, dicomweb: bool = False) -> Iterator[Orthanc]:
    """Start an Orthanc with nothing in it, and end it afterwards."""
    http_port, dicom_port = _free_ports(2)
    configuration = scratch / "orthanc.json"
    settings = {
        "HttpPort": http_port,
        "RemoteAccessAllowed": False,
        "AuthenticationEnabled": False,
        "DicomAet": TITLE,
        "DicomPort": dicom_port,
        "DicomAlwaysAllowStore": True,
        "UnknownSopClassAccepted": True,
        "KeepAlive": True,
        "StorageDirectory": str(scratch / "stored"),
        "IndexDirectory": str(scratch / "stored"),
        "Plugins": [str(DICOMWEB)] if dicomweb else [],
    }
    configuration.write_text(json.dumps(settings), encoding="utf-8")
    assert COMMAND is not None, "Orthanc is missing: install it with `apt-get install orthanc`"
    assert not dicomweb or DICOMWEB.is_file(), "`apt-get install orthanc-dicomweb`"
    with (
        (scratch / "orthanc.log").open("wb") as log,
        subprocess.Popen([COMMAND, configuration], stdout=log, stderr=log) as process,
    ):
        orthanc = Orthanc(http_port, dicom_port)
        try:
            orthanc.wait()
            yield orthanc
        finally:
            orthanc.close()
            process.terminate()
