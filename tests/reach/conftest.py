"""A reference that wants to know who asks, what it takes to be let in, and the words for it."""

import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pytest_bdd import given, parsers, then, when

from tests.reach.certificates import write_certificates
from tests.reach.serving import serving
from wadows_contract.connection import Connection
from wadows_contract.consumer.credentials import credentials
from wadows_contract.consumer.reach import connection_problem

ASSERTION = """<?xml version="1.0" encoding="UTF-8"?>
<saml2:Assertion xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion" ID="_of-the-tests"
    Version="2.0" IssueInstant="2026-01-01T00:00:00Z">
  <saml2:Issuer>https://idp.invalid/</saml2:Issuer>
  <ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
    <ds:SignatureValue>Y2FuYXJ5IG9mIHRoZSBhc3NlcnRpb24=</ds:SignatureValue>
  </ds:Signature>
</saml2:Assertion>
"""


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("reach")
    files = dict(write_certificates(folder))
    for name, content in (
        ("assertion", ASSERTION),
        ("another assertion", ASSERTION.replace("_of-the-tests", "_of-nobody")),
        ("basic", "tester:canary-of-basic\n"),
        ("another basic", "tester:no-such-password\n"),
    ):
        files[name] = folder / name.replace(" ", "-")
        files[name].write_text(content, encoding="utf-8")
    return files


@pytest.fixture(scope="session")
def guarded(files: Mapping[str, Path]) -> Iterator[str]:
    """The URL of a reference that wants all there is: mutual TLS, basic credentials, a token."""
    with serving(
        "--tls-cert", files["server"], "--tls-client-ca", files["ca"],
        "--require-basic", files["basic"], "--require-security", files["assertion"],
    ) as url:  # fmt: skip
        yield url


# The words of secure-connections.feature


@given("an Imaging Document Source that serves over mutual TLS", target_fixture="url")
def mutual_tls(guarded: str) -> str:
    return guarded


@given(
    parsers.parse('an Imaging Document Source with the certificate "{name}"'), target_fixture="url"
)
def over_tls(name: str, files: Mapping[str, Path]) -> Iterator[str]:
    with serving("--tls-cert", files[name]) as url:
        yield url


@given(
    parsers.parse('an Imaging Document Consumer with the certificate "{name}"'),
    target_fixture="certificate",
)
def with_certificate(name: str, files: Mapping[str, Path]) -> str:
    return "" if name == "none" else str(files[name])


@given(parsers.parse('it knows the authority "{name}"'), target_fixture="authority")
def with_authority(name: str, files: Mapping[str, Path]) -> str:
    return "" if name == "none" else str(files[name])


@when("the Consumer connects", target_fixture="problem")
def connects(url: str, certificate: str, authority: str) -> str:
    connection = Connection(ca=authority, client_cert=certificate)
    unreached = connection_problem(url, 10, credentials(connection))
    return unreached.what if unreached else ""


@when("a Consumer asks without TLS", target_fixture="answer")
def asks_without_tls(url: str) -> bytes:
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), 10) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        return b"".join(iter(lambda: connection.recv(4096), b""))


@then("there is a connection")
def connected(problem: str) -> None:
    assert problem == ""


@then(parsers.parse("there is no connection: {reason}"))
def not_connected(problem: str, reason: str) -> None:
    assert problem.startswith(reason)


@then("no answer comes")
def unanswered(answer: bytes) -> None:
    assert b"HTTP/" not in answer
