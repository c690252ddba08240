"""Where secrets are read from, and what is added to a request."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from tests.reach.certificates import PASSWORD
from wadows_contract.configuration import Configuration, check_connection, check_url
from wadows_contract.connection import Connection, read_secret, ssl_context
from wadows_contract.consumer.credentials import Credentials, credentials
from wadows_spec.constants import SOAP12, WSSE
from wadows_spec.errors import ConfigurationError

Files = Mapping[str, Path]
SECRET = "s3cret/of<the>tests"


@pytest.fixture
def secret(tmp_path: Path) -> str:
    path = tmp_path / "secret"
    path.write_text(f"{SECRET}\n", encoding="utf-8")
    return str(path)


def test_a_bearer_token_from_a_file(secret: str) -> None:
    assert (("Authorization", f"Bearer {SECRET}"),) == credentials(
        Connection(bearer=secret)
    ).headers


def test_basic_credentials_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    # The example of RFC 7617 section 2.
    monkeypatch.setenv("WADOWS_TEST", "Aladdin:open sesame")

    headers = credentials(Connection(basic="env:WADOWS_TEST")).headers

    assert (("Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),) == headers


def test_extra_header_fields(secret: str) -> None:
    given = credentials(Connection(headers=("X-Route:  pacs2 ", f"X-Key: file:{secret}")))

    assert (("X-Route", "pacs2"), ("X-Key", SECRET)) == given.headers
    assert b"******" in b"".join(given.withheld([SECRET.encode()]))
    assert b"pacs2" == b"".join(given.withheld([b"pacs2"]))


@pytest.mark.parametrize(
    ("connection", "told"),
    [
        (Connection(bearer="env:NO_SUCH_VARIABLE"), "NO_SUCH_VARIABLE holds no secret"),
        (Connection(bearer="/no/such/file"), "/no/such/file cannot be read"),
        (Connection(basic="env:PATH", bearer="env:PATH"), "exclude each other"),
        (Connection(headers=("no field",)), "is no header field"),
        (Connection(headers=("X-A: b\nX-C: d",)), "is no header field"),
        (Connection(headers=("Authorization: Basic x",)), "would show a secret"),
        (Connection(headers=("content-type: text/xml",)), "none that can be added"),
        (Connection(ca="/no/such/ca"), "--ca /no/such/ca cannot be used"),
        (Connection(client_key="/no/such/key"), "without a client certificate"),
        (Connection(client_cert="/no/such/cert"), "/no/such/cert cannot be used"),
        (Connection(security="/no/such/token"), "/no/such/token cannot be read"),
        (Connection(security=__file__), "no well-formed XML"),
        (Connection(headers=("X-Api-Key: canary",)), "as if it showed a secret"),
        (Connection(headers=("Cookie: canary",)), "as if it showed a secret"),
        (Connection(headers=("X-Route: \u20ac",)), "not ASCII"),
        (Connection(security="a", username_token="b"), "exclude each other"),
    ],
)
def test_what_cannot_be_used(connection: Connection, told: str) -> None:
    with pytest.raises(ConfigurationError, match=told) as raised:
        credentials(connection)

    assert raised.value.hint


def test_a_byte_order_mark_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"\xef\xbb\xbf" + SECRET.encode() + b"\r\n")

    assert SECRET == read_secret(str(tmp_path / "secret"), "--bearer")


def test_a_bearer_token_that_http_cannot_carry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WADOWS_TEST", "canary-\u20ac")

    with pytest.raises(ConfigurationError, match="no bearer token") as raised:
        credentials(Connection(bearer="env:WADOWS_TEST"))

    assert "canary" not in f"{raised.value} {raised.value.hint}"


@pytest.mark.parametrize(
    ("url", "connection", "hint"),
    [
        ("http://tester:canary@host/ws", Connection(), "--basic env:NAME"),
        ("http://host/ws", Connection(proxy="http://tester:canary@proxy:1"), "--proxy-basic env:"),
        ("http://tester:canary@[/ws", Connection(), "--basic env:NAME"),
    ],
)
def test_credentials_in_a_url_are_refused_and_not_repeated(
    url: str, connection: Connection, hint: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigurationError, match="a user is named in the URL of") as raised:
        check_connection(Configuration(tmp_path, url, connection=connection))

    assert hint in raised.value.hint
    assert "canary" not in f"{raised.value} {raised.value.hint}"


def test_an_at_in_the_path_is_none_of_these(tmp_path: Path) -> None:
    assert check_connection(Configuration(tmp_path, "http://host/a@b?c=d@e"))


@pytest.mark.parametrize("url", ["http://me:canary@archive/ws", "https://me@archive/ws"])
def test_a_url_names_no_user(url: str) -> None:
    with pytest.raises(ConfigurationError, match="a user is named in the URL of archive") as raised:
        check_url(url)

    assert "canary" not in str(raised.value)


def test_what_can_be_said_of_a_connection_repeats_no_header() -> None:
    connection = Connection(
        ca="ca.pem", username_token="env:T", password_text=True, headers=("X-Key: canary",), rate=2
    )

    assert (
        "--ca", "ca.pem", "--username-token", "env:T", "--password-text", "--header", "X-Key: …"
    ) == connection.words  # fmt: skip


def test_basic_credentials_have_a_colon(secret: str) -> None:
    with pytest.raises(ConfigurationError, match="no colon") as raised:
        credentials(Connection(basic=secret))

    assert SECRET not in str(raised.value)


def test_a_key_with_a_password(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WADOWS_TEST", PASSWORD)
    monkeypatch.setenv("WADOWS_WRONG", "another")
    locked = Connection(client_cert=str(files["client"]), client_key=str(files["locked key"]))

    assert ssl_context(replace(locked, key_password="env:WADOWS_TEST"))
    for wrong in ("", "env:WADOWS_WRONG"):
        with pytest.raises(ConfigurationError, match="password of the key is wrong") as raised:
            ssl_context(replace(locked, key_password=wrong))
        assert "another" not in str(raised.value)


def test_a_key_of_another_certificate(files: Files) -> None:
    connection = Connection(client_cert=str(files["client"]), client_key=str(files["server"]))

    with pytest.raises(ConfigurationError, match="belongs to another certificate"):
        ssl_context(connection)


ENVELOPE = (
    f'<e:Envelope xmlns:e="{SOAP12}"><e:Header>%s<a/></e:Header><e:Body/></e:Envelope>'.encode()
)


def test_a_token_goes_into_the_soap_header_as_it_stands(files: Files) -> None:
    complete = credentials(Connection(security=str(files["assertion"]))).complete(ENVELOPE % b"")

    token = files["assertion"].read_bytes().partition(b"?>\n")[2].rstrip()
    opening, _, rest = complete.partition(token)
    assert (ENVELOPE % b"").partition(b"<a/>")[0] == opening.partition(b"<wsse:Security")[0]
    assert f'xmlns:wsse="{WSSE}"'.encode() in opening
    assert opening.endswith(b':mustUnderstand="true">')
    assert b"</wsse:Security>" + (ENVELOPE % b"").partition(b"e:Header>")[2] == rest


def test_a_security_header_of_ones_own_is_not_wrapped(tmp_path: Path) -> None:
    own = f'<s:Security xmlns:s="{WSSE}"><s:UsernameToken/></s:Security>'.encode()
    (tmp_path / "own.xml").write_bytes(own)

    given = credentials(Connection(security=str(tmp_path / "own.xml")))

    assert ENVELOPE % own == given.complete(ENVELOPE % b"")


@pytest.mark.parametrize("body", [b"", b"<e:Envelope><e:Header/></e:Envelope>", b"no XML"])
def test_where_there_is_no_header_nothing_is_added(body: bytes, files: Files) -> None:
    assert body == credentials(Connection(security=str(files["assertion"]))).complete(body)


WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
PROFILE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0"


def username_token(given: Credentials) -> Mapping[str, etree._Element]:
    """Return the parts of the UsernameToken that one request is sent with, by name."""
    envelope = etree.fromstring(given.complete(ENVELOPE % b""))
    security = envelope[0][0]
    assert (f"{{{WSSE}}}Security", "true") == (
        security.tag, security.get(f"{{{SOAP12}}}mustUnderstand")
    )  # fmt: skip
    (token,) = security
    return {etree.QName(part).localname: part for part in token}


def test_each_request_has_a_username_token_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WADOWS_TEST", "tester:canary-of-the-token")
    given = credentials(Connection(username_token="env:WADOWS_TEST"))

    first, second = (username_token(given.for_one_request()) for _ in range(2))

    # UsernameToken Profile 1.0 section 3.1: Base64 ( SHA-1 ( nonce + created + password ) ).
    nonce, created = base64.b64decode(first["Nonce"].text or ""), first["Created"].text or ""
    digest = hashlib.sha1(
        nonce + created.encode() + b"canary-of-the-token", usedforsecurity=False
    ).digest()
    assert "tester" == first["Username"].text
    assert base64.b64encode(digest).decode() == first["Password"].text
    assert f"{PROFILE}#PasswordDigest" == first["Password"].get("Type")
    assert f"{{{WSU}}}Created" == first["Created"].tag
    assert abs(datetime.now(UTC) - datetime.fromisoformat(created)) < timedelta(minutes=1)
    assert first["Nonce"].text != second["Nonce"].text


def test_a_username_token_with_the_password_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WADOWS_TEST", "tester:a<b&c")
    given = credentials(Connection(username_token="env:WADOWS_TEST", password_text=True))

    token = username_token(given.for_one_request())

    assert ["Username", "Password"] == list(token)
    assert ("a<b&c", f"{PROFILE}#PasswordText") == (
        token["Password"].text, token["Password"].get("Type")
    )  # fmt: skip


def test_a_digest_that_comes_back_is_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WADOWS_TEST", "tester:canary-of-the-token")
    given = credentials(Connection(username_token="env:WADOWS_TEST")).for_one_request()
    digest = (username_token(given)["Password"].text or "").encode()

    assert b"*" * len(digest) == b"".join(given.withheld([digest]))


def test_a_header_field_may_hold_a_secret_in_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WADOWS_TEST", "tester:s\u00e9same-of-the-tests")
    given = credentials(Connection(basic="env:WADOWS_TEST"))
    read_by_http_client = "s\u00e9same-of-the-tests".encode().decode("latin-1")

    assert "*" * 20 == given.withheld_text(read_by_http_client)
    assert "<" + "*" * 20 + ">" == given.withheld_text("<s\u00e9same-of-the-tests>")


def test_no_traceback_shows_a_secret(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WADOWS_TEST", "tester:canary-of-the-token")
    sources = {"basic": "env:WADOWS_TEST", "proxy": "http://p", "proxy_basic": "env:WADOWS_TEST"}
    by_user = credentials(Connection(username_token="env:WADOWS_TEST", **sources))
    by_assertion = credentials(Connection(security=str(files["assertion"]), **sources))

    shown = repr([by_user, by_user.for_one_request(), by_user.user, by_assertion])

    assert "tester" in shown
    for secret in ("canary-of-the-token", "dGVzdGVyOmN", "SignatureValue", "Nonce"):
        assert secret not in shown
