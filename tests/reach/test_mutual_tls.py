"""Mutual TLS with an assertion and credentials, beyond what secure-connections.feature tells."""

import re
import socket
import ssl
import threading
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.command.commands import ROOT, run
from tests.reach.serving import serving
from wadows_contract.connection import Connection
from wadows_contract.consumer.credentials import Credentials, credentials
from wadows_contract.consumer.limits import Limits
from wadows_contract.consumer.reach import connection_problem
from wadows_contract.consumer.transport import LiveTransport
from wadows_contract.exchange import BodyStore, Headers, Request
from wadows_spec.constants import WSSE

Files = Mapping[str, Path]


def problem(url: str, **given: Path | str) -> str:
    """Return why there is no connection."""
    connection = Connection(**{name: str(value) for name, value in given.items()})
    unreached = connection_problem(url, 10, credentials(connection))
    assert unreached is not None
    assert unreached.advice
    return unreached.what


def test_a_server_that_speaks_no_tls() -> None:
    def refuse() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(4096)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=refuse)
        thread.start()
        assert "it does not speak TLS" == problem(f"https://127.0.0.1:{listener.getsockname()[1]}")
        thread.join()


def test_a_server_that_says_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"https://127.0.0.1:{listener.getsockname()[1]}"
        unreached = connection_problem(url, 0.1, Credentials())

    assert unreached is not None
    assert "no answer within 0.1 s" == unreached.what


def test_without_a_connection_nothing_is_judged(guarded: str, files: Files, tmp_path: Path) -> None:
    said = run("certify", guarded, "--out", tmp_path / "out", "--client-cert", files["client"])

    assert 3 == said.code
    assert f"The endpoint {guarded} cannot be reached: its certificate" in said.errors[0]
    assert said.errors[1].startswith("Give the certificate of the authority that issued it with")


def asked(url: str, connection: Connection, folder: Path) -> tuple[int, bytes]:
    """Return status and body of the answer to the sample of a request."""
    head, _, body = (ROOT / "samples/rad69-request.http").read_bytes().partition(b"\r\n\r\n")
    content_type = re.search(rb"(?im)^content-type: *([^\r]*)", head)
    assert content_type
    store = BodyStore(folder)
    headers = Headers((("Content-Type", content_type[1].decode()),))
    request = Request(url, headers, store.save((body,), "asked"))
    transport = LiveTransport(store, Limits(), credentials(connection))
    response = transport.send("T", 1, request).response
    assert response is not None
    return response.status, response.body.read()


@pytest.mark.parametrize(
    ("changed", "status", "told"),
    [
        ({}, 200, b"RegistryResponse"),
        ({"basic": ""}, 401, b"wants to know who asks"),
        ({"basic": "another basic"}, 401, b"wants to know who asks"),
        ({"security": ""}, 400, b"InvalidSecurity"),
        ({"security": "another assertion"}, 400, b"FailedAuthentication"),
    ],
)
def test_who_shows_a_wrong_credential_is_refused(
    changed: Mapping[str, str],
    status: int,
    told: bytes,
    guarded: str,
    files: Files,
    tmp_path: Path,
) -> None:
    right = {"ca": "ca", "client_cert": "client", "basic": "basic", "security": "assertion"}
    given = {option: str(files.get(name, "")) for option, name in (right | changed).items()}

    code, answer = asked(guarded, Connection(**given), tmp_path)

    assert status == code
    assert told in answer


def test_a_username_token_of_each_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "token.xml").write_text(
        f'<o:UsernameToken xmlns:o="{WSSE}"><o:Username>tester</o:Username>'
        "<o:Password>canary-of-the-token</o:Password></o:UsernameToken>",
        encoding="utf-8",
    )
    monkeypatch.setenv("RIGHT", "tester:canary-of-the-token")
    monkeypatch.setenv("WRONG", "tester:another-password")
    monkeypatch.setenv("NOBODY", "nobody:canary-of-the-token")
    with serving("--require-security", tmp_path / "token.xml") as url:
        statuses = {
            (name, text): asked(
                url, Connection(username_token=f"env:{name}", password_text=text), tmp_path
            )[0]
            for name in ("RIGHT", "WRONG", "NOBODY")
            for text in (False, True)
        }
        as_it_stands = asked(url, Connection(security=str(tmp_path / "token.xml")), tmp_path)[0]

    assert 200 == as_it_stands
    assert {key: 200 if key[0] == "RIGHT" else 400 for key in statuses} == statuses


def test_a_client_ca_without_a_certificate_is_refused(files: Files) -> None:
    said = run("serve", "--port", 0, "--tls-client-ca", files["ca"])

    assert 2 == said.code
    assert "without --tls-cert nothing is served over TLS" in said.errors[0]


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
