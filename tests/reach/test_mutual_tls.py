"""Mutual TLS with an assertion and credentials: with all of them, and with each one wrong."""

import socket
import ssl
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.command.commands import run
from tests.reach.serving import serving
from wadows_contract.evidence import exchanges, read_events

Files = Mapping[str, Path]
RIGHT = (
    ("--ca", "ca"), ("--client-cert", "client"), ("--basic", "basic"), ("--security", "assertion")
)  # fmt: skip


def options(files: Files, **changed: str | None) -> Sequence[object]:
    """Return the right options, with some of them changed, or left out."""
    given = {
        option: changed.get(option.strip("-").replace("-", "_"), name) for option, name in RIGHT
    }
    return [word for option, name in given.items() if name for word in (option, files[name])]


def test_who_has_all_credentials_is_let_in(guarded: str, files: Files, tmp_path: Path) -> None:
    said = run(
        "certify", guarded, "--out", tmp_path / "out", "--select", "@WSA-02 or @RET-02",
        *options(files),
    )  # fmt: skip

    assert (0, []) == (said.code, said.errors)
    assert "Each request had Authorization and wsse:Security beside what is shown" in " ".join(
        said.output.split()
    )


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"ca": None}, "its certificate is not accepted: self-signed certificate"),
        ({"ca": "another ca"}, "its certificate is not accepted"),
        ({"client_cert": None}, "it asks for a client certificate"),
        ({"client_cert": "unknown client"}, "it does not know who issued the client certificate"),
        ({"client_cert": "expired client"}, "the client certificate has expired"),
    ],
)
def test_who_lacks_a_certificate_is_told_which(
    changed: Mapping[str, str | None], told: str, guarded: str, files: Files, tmp_path: Path
) -> None:
    said = run(
        "certify", guarded, "--out", tmp_path / "out", "--select", "T0203",
        *options(files, **changed),
    )  # fmt: skip

    assert 3 == said.code
    assert told in said.errors[0]


@pytest.mark.parametrize(
    ("server", "told"),
    [
        ("server of another host", "IP address mismatch"),
        ("expired server", "certificate has expired"),
    ],
)
def test_a_server_that_is_not_who_it_should_be(
    server: str, told: str, files: Files, tmp_path: Path
) -> None:
    with serving("--tls-cert", files[server]) as url:
        said = run("certify", url, "--out", tmp_path / "out", "--ca", files["ca"])

    assert 3 == said.code
    assert told in said.errors[0]


@pytest.mark.parametrize(
    ("changed", "status", "told"),
    [
        ({"basic": None}, 401, b"wants to know who asks"),
        ({"basic": "another basic"}, 401, b"wants to know who asks"),
        ({"security": None}, 400, b"InvalidSecurity"),
        ({"security": "another assertion"}, 400, b"FailedAuthentication"),
    ],
)
def test_who_shows_a_wrong_credential_is_refused(
    changed: Mapping[str, str | None],
    status: int,
    told: bytes,
    guarded: str,
    files: Files,
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    said = run(
        "certify", guarded, "--out", out, "--select", "T0401", *options(files, **changed)
    )  # fmt: skip

    first, *_ = exchanges(read_events(out), out).values()
    assert first.response is not None
    assert (1, status) == (said.code, first.response.status)
    assert told in first.response.body.read()
    assert (status == 401) == ("HTTP status 401 came" in said.output)


def test_plain_http_gets_no_answer_where_tls_is_served(guarded: str) -> None:
    parts = urlsplit(guarded)
    with socket.create_connection((parts.hostname or "", parts.port or 0), 10) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")

        said = b""
        while piece := connection.recv(4096):
            said += piece

    assert b"HTTP/" not in said


def test_a_silent_peer_keeps_nobody_waiting(guarded: str, files: Files) -> None:
    parts = urlsplit(guarded)
    address = (parts.hostname or "", parts.port or 0)
    context = ssl.create_default_context(cafile=files["ca"])
    context.load_cert_chain(files["client"])
    with (
        socket.create_connection(address, 10),  # and not a byte of a handshake
        socket.create_connection(address, 10) as other,
        context.wrap_socket(other, server_hostname=parts.hostname) as secure,
    ):
        secure.sendall(f"GET {parts.path}?wsdl HTTP/1.1\r\nHost: x\r\n\r\n".encode())

        assert secure.recv(64).startswith(b"HTTP/1.1 401")
