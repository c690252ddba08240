"""Secrets, given in every way there is, are in no file of a run: not even if they come back."""

import base64
import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.command.commands import LEFT_BEHIND, Said, run
from tests.command.endpoints import Request, endpoint
from tests.reach.certificates import PASSWORD
from tests.reach.conftest import ASSERTION
from wadows_contract.connection import Connection
from wadows_contract.consumer.credentials import credentials
from wadows_contract.consumer.reach import connection_problem
from wadows_contract.consumer.unreached import Unreached

#: What each variable of the environment holds, and what in it is the secret.
CANARIES: Mapping[str, str] = {
    "BASIC": "canary-of<basic>&password",
    "BEARER": "canary<bearer>of-the-tests",
    "HEADER": "canary&header-of-the-tests",
    "PROXY": "canary-of-the-proxy",
    "TOKEN": 'canary/of+the"username=token',
}
SIGNATURE = "Y2FuYXJ5IG9mIHRoZSBhc3NlcnRpb24="


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, secret in CANARIES.items():
        user = "tester:" if name in ("BASIC", "PROXY", "TOKEN") else ""
        monkeypatch.setenv(name, user + secret)


def written(secret: str) -> Iterator[bytes]:
    yield secret.encode()
    yield quote(secret, safe="").encode()
    yield html.escape(secret).encode()


def encoded(secret: str) -> Iterator[bytes]:
    for before in ("", "a", "ab"):
        yield base64.b64encode(f"{before}{secret}".encode())


def forms(secret: str) -> Iterator[bytes]:
    """Yield what is looked for: of base64 what only the secret has a part in."""
    yield from written(secret)
    for before, whole in enumerate(encoded(secret)):
        yield whole[-(-before * 4 // 3) : -4]


@dataclass
class Echo:
    """Answers with all that came, and with every form of every secret, in head and body."""

    proofs: set[bytes] = field(default_factory=set)

    def __call__(self, request: Request) -> bytes:
        for name in (b"Password", b"Nonce", b"SignatureValue"):
            self.proofs |= set(re.findall(rb"<[^<>]*" + name + rb"[^<>]*>([^<]+)<", request.body))
        secrets = [*CANARIES.values(), SIGNATURE]
        everything = b"\n".join(
            [
                request.head,
                request.body,
                base64.b64encode(request.body),
                *(form for secret in secrets for form in (*written(secret), *encoded(secret))),
                *(base64.b64encode(f"tester:{secret}!".encode()) for secret in secrets),
            ]
        )
        head = " ".join(CANARIES.values()).encode()
        return (
            b"HTTP/1.1 401 " + head + b"\r\nX-Echo: " + head + b"\r\nContent-Type: text/plain\r\n"
            b"Content-Length: %d\r\n\r\n" % len(everything)
        ) + everything


def assert_in_no_file(secrets: Sequence[bytes], said: Said, out: Path) -> None:
    written = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert {out / name for name in LEFT_BEHIND} <= set(written)
    printed = "\n".join([said.output, *said.errors]).encode()
    for secret in secrets:
        assert len(secret) >= 8
        where = [path.name for path, content in written.items() if secret in content]
        assert (secret, []) == (secret, where)
        assert secret not in printed


@pytest.mark.parametrize(
    ("shown", "given"),
    [
        (("--bearer", "env:BEARER", "--username-token", "env:TOKEN"), ("BEARER", "TOKEN")),
        (("--basic", "env:BASIC", "--security", "assertion.xml"), ("BASIC",)),
    ],
)
def test_no_file_of_a_run_holds_a_secret(
    shown: Sequence[str], given: Sequence[str], tmp_path: Path
) -> None:
    (tmp_path / "assertion.xml").write_text(ASSERTION, encoding="utf-8")
    out, echo = tmp_path / "out", Echo()

    with endpoint(echo) as url:
        said = run(
            "certify", url, "--out", out, "--select", "T0203 or T0401 or T0103", *shown,
            "--header", "X-Key: env:HEADER", cwd=tmp_path,
        )  # fmt: skip

    assert 1 == said.code
    assert "HTTP status 401 came" in said.output
    # A digest and a nonce of each request, or the one signature of the assertion.
    assert (2 * 3 if "TOKEN" in given else 1) <= len(echo.proofs)
    assert any(b"***" in path.read_bytes() for path in (out / "bodies").iterdir())
    secrets = [form for name in (*given, "HEADER") for form in forms(CANARIES[name])]
    assert_in_no_file([*secrets, *echo.proofs], said, out)


def test_what_lets_in_is_in_no_file_either(
    guarded: str, files: Mapping[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mutual TLS, with a key that has a password, basic credentials and an assertion."""
    monkeypatch.setenv("KEY_PASSWORD", PASSWORD)
    out = tmp_path / "out"

    said = run(
        "certify", guarded, "--out", out, "--select", "T0203 or T0604[signed]", "--ca", files["ca"],
        "--client-cert", files["client"], "--client-key", files["locked key"],
        "--key-password", "env:KEY_PASSWORD", "--basic", files["basic"],
        "--security", files["assertion"],
    )  # fmt: skip

    assert (0, []) == (said.code, said.errors)
    assert "Each request had Authorization and wsse:Security beside what is shown" in " ".join(
        said.output.split()
    )
    secrets = [
        form for secret in (PASSWORD, "canary-of-basic", SIGNATURE) for form in forms(secret)
    ]
    assert_in_no_file([*secrets, b"_of-the-tests"], said, out)


def test_through_a_proxy_that_asks_who_one_is(
    tmp_path: Path,
) -> None:
    came: list[bytes] = []
    known_by = base64.b64encode(f"tester:{CANARIES['PROXY']}".encode())

    def proxy(request: Request) -> bytes:
        came.append(request.head)
        status = b"404 X" if b"Proxy-Authorization: Basic " + known_by in request.head else b"407 X"
        return b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n"

    with endpoint(proxy) as url:
        through = ("--proxy", url.partition("/dcm4chee")[0], "--select", "T0203")
        known = run(
            "certify", "http://archive.invalid/ws", "--out", tmp_path / "known", *through,
            "--proxy-basic", "env:PROXY",
        )  # fmt: skip
        unknown = [
            connection_problem(target, 10, credentials(Connection(proxy=through[1])))
            for target in ("http://archive.invalid/ws", "https://archive.invalid/ws")
        ]

    assert 1 == known.code
    refused = Unreached("the proxy asks for other credentials (HTTP 407)", "See --proxy-basic.")
    assert [refused, refused] == unknown
    assert came[0].startswith(b"OPTIONS http://archive.invalid/ws ")
    assert any(head.startswith(b"POST http://archive.invalid/ws ") for head in came)
    assert_in_no_file([*forms(CANARIES["PROXY"]), known_by], known, tmp_path / "known")
