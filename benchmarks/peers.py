"""Servers that the reference is measured against, each a process of its own on a free port."""

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
from typing import Final

#: Where Debian has Orthanc's DICOMweb.
DICOMWEB: Final = Path("/usr/share/orthanc/plugins/libOrthancDicomWeb.so")
_NGINX: Final = """
daemon off; master_process on; worker_processes auto; pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; default_type application/octet-stream;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""


def found(command: str) -> str:
    """Return the path of a server; empty if it is not installed."""
    # Debian puts them where only the administrator's PATH leads.
    return shutil.which(command, path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def orthanc(scratch: Path) -> Iterator[tuple[int, int]]:
    """Start an Orthanc with nothing in it; yields its port and process id when it answers."""
    port = free_port()
    settings = {
        "HttpPort": port,
        "HttpThreadsCount": 64,
        "RemoteAccessAllowed": False,
        "AuthenticationEnabled": False,
        "DicomServerEnabled": False,
        "KeepAlive": True,
        "SyncStorageArea": False,
        "StorageDirectory": str(scratch / "orthanc"),
        "IndexDirectory": str(scratch / "orthanc"),
        "Plugins": [str(DICOMWEB)] if DICOMWEB.is_file() else [],
    }
    configuration = scratch / "orthanc.json"
    configuration.write_text(json.dumps(settings), encoding="utf-8")
    with _running([found("Orthanc"), str(configuration)], scratch / "orthanc.log", port) as process:
        yield port, process


@contextmanager
def nginx(scratch: Path, root: Path) -> Iterator[tuple[int, int]]:
    """Let nginx send the files of a folder; yields its port and process id when it answers."""
    folder, port = scratch / "nginx", free_port()
    folder.mkdir()
    configuration = folder / "nginx.conf"
    # Workers are another user if they are started by root, who alone can read a scratch folder.
    user = "user root;" if os.geteuid() == 0 else ""
    written = user + _NGINX.format(folder=folder, root=root, port=port)
    configuration.write_text(written, encoding="utf-8")
    started = [found("nginx"), "-p", str(folder), "-c", str(configuration)]
    with _running(started, scratch / "nginx.log", port) as process:
        yield port, process


@contextmanager
def _running(command: list[str], log: Path, port: int) -> Iterator[int]:
    with (
        log.open("w", encoding="utf-8") as said,
        subprocess.Popen(command, stdout=said, stderr=said) as process,
    ):
        try:
            _wait(port)
            yield process.pid
        finally:
            process.terminate()


def _wait(port: int) -> None:
    for _ in range(100):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        try:
            connection.request("GET", "/system")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise TimeoutError(f"nothing answers on port {port}")
