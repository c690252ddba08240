"""The command over mutual TLS, basic authentication and an assertion: right, and each wrong."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner, Result

from tests.command.commands import run, serving
from tests.command.endpoints import refusing
from tests.doctor.certificates import Files
from tests.doctor.conftest import Look
from wadows_contract.cli import main
from wadows_contract.doctor.lines import State

PASSWORD: Final = "correct-horse-battery"
TOKEN: Final = "TheSignatureOfNobodyInParticular"
ASSERTION: Final = (
    '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_1" Version="2.0">'
    "<saml:Issuer>urn:example:identity-provider</saml:Issuer>"
    '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">'
    f"<ds:SignatureValue>{TOKEN}</ds:SignatureValue></ds:Signature>"
    '<saml:Conditions NotOnOrAfter="END"/></saml:Assertion>'
)


@pytest.fixture(scope="module")
def given(files: Files) -> Mapping[str, str]:
    """What opens the endpoint, by option."""
    folder = files.folder
    (folder / "basic").write_text(f"viewer:{PASSWORD}", encoding="utf-8")
    (folder / "other_basic").write_text("viewer:another-horse", encoding="utf-8")
    for name, end in (("saml.xml", "2999-01-01T00:00:00Z"), ("ended.xml", "2001-01-01T00:00:00Z")):
        (folder / name).write_text(ASSERTION.replace("END", end), encoding="utf-8")
    return {
        "ca": files.ca,
        "client_cert": files.client,
        "basic": str(folder / "basic"),
        "security": str(folder / "saml.xml"),
    }


@pytest.fixture(scope="module")
def guarded(files: Files, given: Mapping[str, str]) -> Iterator[str]:
    """A reference that asks for a certificate, basic authentication and the assertion."""
    with serving(
        "--host", "localhost", "--tls-cert", files.server, "--tls-client-ca", files.ca,
        "--require-basic", given["basic"], "--require-security", given["security"],
    ) as url:  # fmt: skip
        yield url


def doctor(*arguments: str) -> Result:
    """Run the command in this process, which takes less time."""
    return CliRunner().invoke(main, ["doctor", *arguments])


def options(given: Mapping[str, str]) -> list[str]:
    return [
        word for name, value in given.items() for word in (f"--{name.replace('_', '-')}", value)
    ]


def test_all_is_well(guarded: str, given: Mapping[str, str], tmp_path: Path) -> None:
    out = tmp_path / "examination.json"

    said = run("doctor", guarded, *options(given), "--out", out, cwd=tmp_path)

    assert (0, []) == (said.code, said.errors), said.output
    heading, *lines, end = said.output.splitlines()
    assert (guarded, "all is well: certify can begin") == (heading, end)
    assert {"✓", "\N{EN DASH}"} == {line[0] for line in lines}
    assert "\x1b" not in said.output  # no colour where no terminal is
    # It leaves what it was asked for, and no secret in it.
    assert [out] == list(tmp_path.iterdir())
    text = out.read_text(encoding="utf-8")
    examined: dict[str, Any] = json.loads(text)
    assert (guarded, 0, len(lines)) == (
        examined["endpoint"],
        examined["gate"],
        len(examined["lines"]),
    )
    assert [] == [secret for secret in (PASSWORD, TOKEN) if secret in text + said.output]


@pytest.mark.parametrize(
    ("wrong", "line", "words"),
    [
        ({"ca": "other_ca.pem"}, "certificate", "--ca"),
        ({"client_cert": ""}, "client certificate", "--client-cert"),
        ({"client_cert": "client_unknown.pem"}, "client certificate", "authority"),
        ({"client_cert": "client_expired.pem"}, "client certificate", "new certificate"),
        ({"basic": ""}, "credentials", "--basic"),
        ({"basic": "other_basic"}, "credentials", "other_basic"),
        ({"basic": "", "bearer": "basic"}, "credentials", "--basic"),
        ({"security": ""}, "WS-Security", "--security"),
        ({"security": "ended.xml"}, "WS-Security", "new one"),
    ],
)
def test_each_credential_wrong_in_turn(
    look: Look,
    files: Files,
    guarded: str,
    given: Mapping[str, str],
    wrong: Mapping[str, str],
    line: str,
    words: str,
) -> None:
    changed = {name: str(files.folder / value) if value else "" for name, value in wrong.items()}

    lines = look(guarded, **{**given, **changed})

    assert [line] == [name for name, result in lines.items() if result.state == State.RED]
    assert words in lines[line].advice


def test_what_is_red_is_said_with_what_to_do(
    guarded: str, given: Mapping[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)

    said = doctor(guarded, *options({**given, "security": ""})[:-2])

    assert (1, "") == (said.exit_code, said.stderr)
    lines = said.stdout.splitlines()
    red = next(number for number, line in enumerate(lines) if line.startswith("✗ WS-Security"))
    assert "→ Give a SAML assertion" in lines[red + 1]
    assert "not ready for certify: WS-Security" == lines[-1]
    assert [] == list(tmp_path.iterdir())


def test_where_there_is_no_unicode(
    guarded: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(os.environ, "PYTHONIOENCODING", "ascii")

    said = run("doctor", guarded, cwd=tmp_path)

    assert 1 == said.code
    assert {"+", "x", "-", " "} == {line[0] for line in said.output.splitlines()[1:-1]}


def test_an_endpoint_that_cannot_be_reached() -> None:
    with refusing() as url:
        said = doctor(url)

    assert 3 == said.exit_code
    assert "the endpoint cannot be reached: port" == said.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["archive:8080/x"], "'archive:8080/x' is no URL"),
        (["http://archive/x", "--out", "there"], "there is there already"),
        (["http://archive/x", "--out", "nowhere/file"], "no folder nowhere"),
        (["http://archive/x", "--documents", "nowhere"], "nowhere"),
        (["https://archive/x", "--client-cert", "nowhere"], "--client-cert nowhere"),
        (["https://archive/x", "--basic", "env:NOBODY_HAS_THIS"], "NOBODY_HAS_THIS"),
    ],
)
def test_wrong_usage(
    arguments: list[str], word: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").touch()

    said = doctor(*arguments)

    assert (2, "") == (said.exit_code, said.stdout)
    assert word in said.stderr.splitlines()[0]
