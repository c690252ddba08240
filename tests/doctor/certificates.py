"""Certificates of two authorities, and small servers that show or want them."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

_DAY = timedelta(days=1)
PAST = {"not_before": datetime.now(UTC) - 9 * _DAY, "not_after": datetime.now(UTC) - _DAY}
FUTURE = {"not_before": datetime.now(UTC) + _DAY, "not_after": datetime.now(UTC) + 9 * _DAY}


@dataclass(frozen=True)
class Files:
    """PEM files by what is in them; `server_*` and `client_*` hold certificate and key."""

    folder: Path

    def __getattr__(self, name: str) -> str:
        return str(self.folder / f"{name}.pem")


def write(folder: Path) -> Files:
    """Make all certificates; names tell what is wrong with them."""
    ours, others = trustme.CA(), trustme.CA()
    between = ours.create_child_ca()
    ours.cert_pem.write_to_path(folder / "ca.pem")
    others.cert_pem.write_to_path(folder / "other_ca.pem")
    for name, certificate in {
        "server": ours.issue_cert("localhost", "127.0.0.1"),
        "server_expired": ours.issue_cert("localhost", **PAST),
        "server_future": ours.issue_cert("localhost", **FUTURE),
        "server_elsewhere": ours.issue_cert("archive.example"),
        "server_chained": between.issue_cert("localhost"),
        "client": ours.issue_cert("pacs@example.org", common_name="Example Viewer"),
        "client_expired": ours.issue_cert("pacs@example.org", **PAST),
        "client_unknown": others.issue_cert("pacs@example.org"),
    }.items():
        certificate.private_key_and_cert_chain_pem.write_to_path(folder / f"{name}.pem")
    leaf = between.issue_cert("localhost")
    # The certificate that stands between the root and it is left out.
    (folder / "server_unchained.pem").write_bytes(
        leaf.private_key_pem.bytes() + leaf.cert_chain_pems[0].bytes()
    )
    return Files(folder)


@contextmanager
def shaking_hands(
    certificate: str,
    client_ca: str = "",
    wanted: ssl.VerifyMode = ssl.CERT_REQUIRED,
    versions: tuple[ssl.TLSVersion, ssl.TLSVersion] = (
        ssl.TLSVersion.TLSv1_2,
        ssl.TLSVersion.TLSv1_3,
    ),
) -> Iterator[str]:
    """Serve handshakes, and nothing after them; gives a URL by name."""
    settings = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    settings.load_cert_chain(certificate)
    settings.minimum_version, settings.maximum_version = versions
    if client_ca:
        settings.load_verify_locations(client_ca)
        settings.verify_mode = wanted
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(connection: socket.socket) -> None:
        connection.settimeout(10)
        with (
            contextlib.suppress(OSError),
            connection,
            settings.wrap_socket(connection, server_side=True) as secure,
        ):
            secure.recv(1)

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:  # closed: the test is over
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield f"https://localhost:{listener.getsockname()[1]}/x"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
