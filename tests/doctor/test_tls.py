"""Certificates of both sides, each wrong in turn: the line that is red is the one of what is wrong.

The servers are made of the ssl module alone, the certificates by trustme.
"""

import re
import ssl
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.doctor.certificates import Files, expired_authority, hanging_up, shaking_hands
from tests.doctor.conftest import Look
from wadows_contract.doctor.lines import Result, State
from wadows_spec.errors import ConfigurationError

TLS12, TLS13 = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3
BOTH = [(TLS12, TLS12), (TLS12, TLS13), (TLS13, TLS13)]
LAST = "client certificate"


def only_red(lines: Mapping[str, Result]) -> tuple[str, Result]:
    """Return the one line that is red; all others are looked at, but for what needs it."""
    (red,) = [item for item in lines.items() if item[1].state == State.RED]
    return red


@pytest.mark.parametrize("versions", BOTH)
def test_all_is_well(
    look: Look, files: Files, versions: tuple[ssl.TLSVersion, ssl.TLSVersion]
) -> None:
    with shaking_hands(files.server, files.ca, versions=versions) as url:
        lines = look(url, LAST, ca=files.ca, client_cert=files.client)

    assert {"works"} == {lines[name].state.value for name in lines if name != "proxy"}
    assert "asked for, and taken" == lines[LAST].found
    assert lines[LAST].looked_at.startswith("Example Viewer, ")
    assert lines["TLS"].found.startswith("TLSv1.3" if versions[1] == TLS13 else "TLSv1.2")
    assert "the certificate is for localhost, 127.0.0.1" == lines["host name"].found


@pytest.mark.parametrize(
    ("server", "ca", "line", "found", "advice"),
    [
        ("server", "other_ca", "certificate", "not trusted", "with --ca in place of"),
        ("server_unchained", "ca", "certificate", "not trusted", "send it along"),
        ("server_elsewhere", "ca", "host name", "for archive.example", "into the URL"),
        ("server_expired", "ca", "validity", "has expired", "Renew"),
        ("server_future", "ca", "validity", "not valid yet", "clock"),
    ],
)
def test_the_endpoints_certificate(
    look: Look, files: Files, server: str, ca: str, line: str, found: str, advice: str
) -> None:
    with shaking_hands(getattr(files, server)) as url:
        name, result = only_red(look(url, LAST, ca=getattr(files, ca)))

    assert line == name
    assert found in result.found
    assert advice in result.advice


def test_two_things_wrong_are_two_lines(look: Look, files: Files) -> None:
    """An unknown issuer keeps nobody from saying that the name is wrong, too."""
    with shaking_hands(files.server_elsewhere) as url:
        lines = look(url, LAST, ca=files.other_ca)

    red = {name for name, result in lines.items() if result.state == State.RED}
    assert {"certificate", "host name"} == red


def test_a_chain_that_is_sent_whole(look: Look, files: Files) -> None:
    with shaking_hands(files.server_chained) as url:
        lines = look(url, LAST, ca=files.ca)

    assert 2 == lines["certificate"].looked_at.count("←")
    assert State.WORKS == lines["certificate"].state


@pytest.mark.parametrize("versions", BOTH)
@pytest.mark.parametrize(
    ("client", "found", "advice"),
    [
        ("", "requires a certificate", "--client-cert"),
        ("client_unknown", "does not know who issued it", "trust the authority"),
        ("client_expired", "has expired", "new certificate"),
    ],
)
def test_our_certificate(
    look: Look,
    files: Files,
    client: str,
    found: str,
    advice: str,
    versions: tuple[ssl.TLSVersion, ssl.TLSVersion],
) -> None:
    given = getattr(files, client) if client else ""
    with shaking_hands(files.server, files.ca, versions=versions) as url:
        name, result = only_red(look(url, LAST, ca=files.ca, client_cert=given))

    assert LAST == name
    assert found in result.found
    assert advice in result.advice


@pytest.mark.parametrize(
    ("client", "wanted", "found"),
    [
        ("", ssl.CERT_OPTIONAL, "a certificate, but it goes on without one"),
        ("", ssl.CERT_NONE, "no certificate given, none asked for"),
        ("client", ssl.CERT_OPTIONAL, "asked for, and taken"),
        ("client", ssl.CERT_NONE, "the endpoint asks for none, so that it was not shown"),
    ],
)
def test_whether_one_is_asked_for(
    look: Look, files: Files, client: str, wanted: ssl.VerifyMode, found: str
) -> None:
    given = getattr(files, client) if client else ""
    with shaking_hands(files.server, files.ca, wanted) as url:
        lines = look(url, LAST, ca=files.ca, client_cert=given)

    assert found == lines[LAST].found
    assert State.RED not in {result.state for result in lines.values()}


def test_a_port_that_speaks_no_tls(look: Look, served: str) -> None:
    """Such a port answers at once, or waits for more: that hangs on the bytes of the handshake."""
    name, result = only_red(look(served.replace("http:", "https:"), LAST))

    assert "TLS" == name
    assert re.search("(write|try) http://", result.advice)


def test_an_endpoint_that_hangs_up_in_the_handshake(look: Look) -> None:
    with hanging_up() as url:
        name, result = only_red(look(url, LAST))

    assert ("TLS", "the other side hung up") == (name, result.found)


def test_an_authority_that_has_expired(look: Look, tmp_path: Path) -> None:
    """It is the date of who issued the certificate, and not the certificate's own."""
    authority = expired_authority(tmp_path)
    with shaking_hands(str(tmp_path / "server.pem")) as url:
        name, result = only_red(look(url, LAST, ca=authority))

    assert "certificate" == name
    assert "one of those who issued it" in result.found


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"ca": "nowhere.pem"}, "--ca"),
        ({"ca": "nonsense.pem"}, "--ca"),
        ({"client_cert": "nonsense.pem"}, "--client-cert"),
        ({"client_cert": "client.pem", "client_key": "server.pem"}, "belongs to another"),
    ],
)
def test_files_that_cannot_be_used(
    look: Look, files: Files, given: dict[str, str], words: str
) -> None:
    """They are refused before anything is looked at, with the file's name."""
    (files.folder / "nonsense.pem").write_text("nonsense", encoding="ascii")
    paths = {option: str(files.folder / name) for option, name in given.items()}

    with pytest.raises(ConfigurationError, match=words) as raised:
        look("https://localhost:1/x", LAST, **paths)

    assert next(iter(paths.values())) in str(raised.value)
