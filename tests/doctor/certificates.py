"""Certificates of two authorities, and small servers that show or want them."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

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


def expired_authority(folder: Path) -> str:
    """Make an authority of the past that issued a certificate for today, `server.pem`; its file.

    trustme makes authorities that never expire.
    """
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    past, today = datetime.now(UTC) - 9 * _DAY, datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "An Authority of the Past")])
    authority = (
        x509.CertificateBuilder(name, name, authority_key.public_key())
        .serial_number(1)
        .not_valid_before(past)
        .not_valid_after(past + _DAY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    certificate = (
        x509.CertificateBuilder(name, x509.Name([]), key.public_key())
        .serial_number(2)
        .not_valid_before(today - _DAY)
        .not_valid_after(today + _DAY)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    pem = certificate.public_bytes(Encoding.PEM)
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "server.pem").write_bytes(plain + pem)
    (folder / "authority.pem").write_bytes(authority.public_bytes(Encoding.PEM))
    return str(folder / "authority.pem")


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

    def serve(connection: socket.socket) -> None:
        with settings.wrap_socket(connection, server_side=True) as secure:
            secure.recv(1)

    with _serving(serve) as port:
        yield f"https://localhost:{port}/x"


@contextmanager
def hanging_up() -> Iterator[str]:
    """Take connections and close them as soon as something comes; gives a URL."""
    with _serving(lambda connection: connection.recv(1) and None) as port:
        yield f"https://localhost:{port}/x"


@contextmanager
def _serving(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    listener = socket.create_server(("127.0.0.1", 0))

    def serve_one(connection: socket.socket) -> None:
        connection.settimeout(10)
        with contextlib.suppress(OSError), connection:
            serve(connection)

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:  # closed: the test is over
                return
            threading.Thread(target=serve_one, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
