"""Where secrets are read from, what is added to a request, and what is withheld of an answer."""

import base64
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reach.certificates import PASSWORD
from wadows_contract.configuration import check_url
from wadows_contract.connection import Connection, ssl_context
from wadows_contract.consumer.credentials import Credentials, credentials
from wadows_contract.consumer.pace import Pace
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
    ],
)
def test_what_cannot_be_used(connection: Connection, told: str) -> None:
    with pytest.raises(ConfigurationError, match=told) as raised:
        credentials(connection)

    assert raised.value.hint


@pytest.mark.parametrize("url", ["http://me:canary@archive/ws", "https://me@archive/ws"])
def test_a_url_names_no_user(url: str) -> None:
    with pytest.raises(ConfigurationError, match="a user is named in the URL of archive") as raised:
        check_url(url)

    assert "canary" not in str(raised.value)


def test_what_can_be_said_of_a_connection_repeats_no_header() -> None:
    connection = Connection(ca="ca.pem", bearer="env:T", headers=("X-Key: canary",), rate=2)

    assert ("--ca", "ca.pem", "--bearer", "env:T", "--header", "X-Key: …") == connection.words


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


@pytest.mark.parametrize(
    "form",
    [
        SECRET.encode(),
        base64.b64encode(SECRET.encode()),
        quote(SECRET, safe="").encode(),
        b"s3cret/of&lt;the&gt;tests",
    ],
)
def test_a_secret_that_comes_back_is_withheld(form: bytes, secret: str) -> None:
    withheld = b"".join(credentials(Connection(bearer=secret)).withheld([b"<" + form + b">"]))

    assert b"<" + b"*" * len(form) + b">" == withheld


@given(
    st.lists(st.sampled_from([b"abcdefgh", b"abcdefghij", b"abcd", b"x", b"*"]), max_size=9),
    st.lists(st.integers(0, 60), max_size=6),
)
def test_however_an_answer_is_cut_nothing_gets_through(words: list[bytes], cuts: list[int]) -> None:
    whole = b"".join(words)
    ends = sorted({0, *(min(cut, len(whole)) for cut in cuts), len(whole)})
    chunks = [whole[start:end] for start, end in pairwise(ends)]

    withheld = b"".join(Credentials(secrets=(b"abcdefghij", b"abcdefgh")).withheld(chunks))

    assert len(whole) == len(withheld)
    assert b"abcdefgh" not in withheld


def test_without_a_secret_an_answer_is_passed_on_as_it_comes() -> None:
    chunks = [b"a", b"", b"b"]

    assert chunks == list(Credentials().withheld(chunks))


def test_a_pace_is_kept() -> None:
    now, waits = [10.0], []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    pace = Pace(4, clock=lambda: now[0], wait=wait)
    for spent in (0.0, 0.125, 0.5, 0.0):
        pace.keep()
        now[0] += spent

    # Turns at 10, 10.25, 10.875 (late, so no wait) and 10.25 + 0.25 + ... from the last turn.
    assert [0.25, 0.125] == waits


def test_without_a_rate_nobody_waits() -> None:
    def never(_: float) -> None:
        raise AssertionError

    Pace(0, wait=never).keep()
