"""A reference that wants to know who asks, and what it takes to be let in."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.reach.certificates import write_certificates
from tests.reach.serving import serving

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
