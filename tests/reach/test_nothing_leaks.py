"""Secrets, given in every way there is, are in no file of a run: not even if they come back."""

import base64
import html
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.command.commands import LEFT_BEHIND, run
from tests.command.endpoints import Request, endpoint

CANARIES: Mapping[str, str] = {
    "bearer": "canary<bearer>of-the-tests",
    "header": "canary&header-of-the-tests",
    "proxy": "canary-of-the-proxy:pass",
}
PASSWORD = "canary-password-of-the-tests"
TOKEN = (
    '<o:UsernameToken xmlns:o="http://docs.oasis-open.org/wss/2004/01/'
    'oasis-200401-wss-wssecurity-secext-1.0.xsd"><o:Username>tester</o:Username>'
    f"<o:Password>{PASSWORD}</o:Password></o:UsernameToken>"
)


def forms(secret: str) -> Iterator[bytes]:
    yield secret.encode()
    yield base64.b64encode(secret.encode())
    yield quote(secret, safe="").encode()
    yield html.escape(secret).encode()


def echoing(request: Request) -> bytes:
    """Answer with all that came, in every form, in the head and in the body."""
    said = request.head + request.body
    everything = b"\n".join(
        [said, *(form for secret in (*CANARIES.values(), PASSWORD) for form in forms(secret))]
    )
    head = CANARIES["bearer"].encode()
    return (
        b"HTTP/1.1 500 " + head + b"\r\nX-Echo: " + head + b"\r\n"
        b"Content-Type: text/plain\r\n"
        b"Content-Length: %d\r\n\r\n" % len(everything)
    ) + everything


@pytest.mark.parametrize("way", ["bearer", "basic"])
def test_no_file_of_a_run_holds_a_secret(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANARY_BEARER", CANARIES["bearer"])
    monkeypatch.setenv("CANARY_HEADER", CANARIES["header"])
    (tmp_path / "basic").write_text(f"tester:{PASSWORD}\n", encoding="utf-8")
    (tmp_path / "token.xml").write_text(TOKEN, encoding="utf-8")
    out = tmp_path / "out"
    shown = ("--bearer", "env:CANARY_BEARER") if way == "bearer" else (
        "--basic", tmp_path / "basic")  # fmt: skip

    with endpoint(echoing) as url:
        said = run(
            "certify", url, "--out", out, "--select", "T0203 or T0401 or T0103", *shown,
            "--header", "X-Key: env:CANARY_HEADER", "--security", tmp_path / "token.xml",
        )  # fmt: skip

    assert 1 == said.code
    written = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert {out / name for name in LEFT_BEHIND} <= set(written)
    assert any(b"***" in content for content in written.values())
    given = [CANARIES["header"], PASSWORD, *([CANARIES["bearer"]] if way == "bearer" else [])]
    printed = "\n".join([said.output, *said.errors]).encode()
    for secret in given:
        for form in forms(secret):
            assert [] == [path for path, content in written.items() if form in content]
            assert form not in printed


def test_through_a_proxy_that_asks_who_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANARY_PROXY", CANARIES["proxy"])
    came: list[bytes] = []

    def proxy(request: Request) -> bytes:
        came.append(request.head)
        known = base64.b64encode(CANARIES["proxy"].encode())
        status = b"404 X" if b"Proxy-Authorization: Basic " + known in request.head else b"407 X"
        return b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n"

    with endpoint(proxy) as url:
        through = ("--proxy", url.partition("/dcm4chee")[0], "--select", "T0203")
        known = run(
            "certify", "http://archive.invalid/ws", "--out", tmp_path / "known", *through,
            "--proxy-basic", "env:CANARY_PROXY",
        )  # fmt: skip
        unknown = run("certify", "http://archive.invalid/ws", "--out", tmp_path / "no", *through)

    assert (1, 3) == (known.code, unknown.code)
    assert "the proxy asks for other credentials (HTTP 407)" in unknown.errors[0]
    assert came[0].startswith(b"OPTIONS http://archive.invalid/ws ")
    assert any(head.startswith(b"POST http://archive.invalid/ws ") for head in came)
    for path in (tmp_path / "known").rglob("*"):
        for form in forms(CANARIES["proxy"]):
            assert not path.is_file() or form not in path.read_bytes()
