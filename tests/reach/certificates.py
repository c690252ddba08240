"""Certificates made for the tests: right ones, and one for each way to be wrong."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

HOST = "127.0.0.1"
PASSWORD = "open-sesame-of-the-tests"


def write_certificates(folder: Path) -> Mapping[str, Path]:
    """Write PEM files, a certificate with its key each, and return them by what they are."""
    ours, another = trustme.CA(), trustme.CA()
    past = datetime.now(UTC) - timedelta(days=1)
    issued: Mapping[str, Callable[[], trustme.LeafCert]] = {
        "server": lambda: ours.issue_cert(HOST),
        "server of another host": lambda: ours.issue_cert("elsewhere.invalid"),
        "expired server": lambda: ours.issue_cert(HOST, not_after=past),
        "client": lambda: ours.issue_cert("consumer.invalid"),
        "unknown client": lambda: another.issue_cert("consumer.invalid"),
        "expired client": lambda: ours.issue_cert("consumer.invalid", not_after=past),
    }
    files = {}
    for name, issue in issued.items():
        files[name] = folder / f"{name.replace(' ', '-')}.pem"
        issue().private_key_and_cert_chain_pem.write_to_path(files[name])
    for name, authority in (("ca", ours), ("another ca", another)):
        files[name] = folder / f"{name.replace(' ', '-')}.pem"
        authority.cert_pem.write_to_path(files[name])
    key = load_pem_private_key(files["client"].read_bytes(), None)
    files["locked key"] = folder / "locked-key.pem"
    files["locked key"].write_bytes(
        key.private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(PASSWORD.encode())
        )
    )
    return files
