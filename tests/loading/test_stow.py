"""Documents sent by STOW-RS to servers that take them, refuse them, or are none."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.command.commands import run
from tests.command.endpoints import Request, endpoint
from wadows_contract.cli import main
from wadows_contract.connection import Connection
from wadows_contract.consumer.credentials import credentials
from wadows_contract.errors import UnreachableError
from wadows_contract.loading.part10 import Part10File, Unusable, read_file
from wadows_contract.loading.progress import Became, Loaded
from wadows_contract.loading.stow import store
from wadows_spec.documents import TEST_DOCUMENTS
from wadows_spec.documents.role import built
from wadows_spec.errors import ConfigurationError

JSON = "application/dicom+json"


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Part10File:
    path = tmp_path_factory.mktemp("documents") / "signed.dcm"
    path.write_bytes(built(next(each for each in TEST_DOCUMENTS if each.role == "signed")))
    found = read_file(path)
    assert not isinstance(found, Unusable)
    return found


def answer(status: str, kind: str = "", content: str = "") -> Callable[[Request], bytes]:
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(content)}\r\nConnection: close\r\n"
    head += f"Content-Type: {kind}\r\n" if kind else ""
    return lambda _: f"{head}\r\n{content}".encode()


def told(sequence: str, reason: str, code: int) -> str:
    item = {
        "00081150": {"vr": "UI", "Value": ["1.2.840.10008.5.1.4.1.1.2"]},
        "00081155": {"vr": "UI", "Value": ["1.2.3"]},
        reason: {"vr": "US", "Value": [code]},
    }
    return json.dumps({sequence: {"vr": "SQ", "Value": [item]}})


def loaded(document: Part10File, reply: Callable[[Request], bytes]) -> Loaded:
    with endpoint(reply) as url:
        (found,) = store([document], url)
    return found


def test_the_file_is_sent_byte_for_byte(document: Part10File) -> None:
    came: list[Request] = []

    def keep(request: Request) -> bytes:
        came.append(request)
        return answer("200 OK", JSON, "{}")(request)

    assert Became.STORED == loaded(document, keep).became
    head = came[0].head.decode()
    boundary = re.search(r'type="application/dicom"; boundary=(\S+)', head)
    assert boundary
    assert "POST /" in head
    assert "/studies HTTP/1.1" in head
    content = document.path.read_bytes()
    edge = boundary[1].encode()
    part = b"Content-Type: application/dicom\r\n\r\n" + content
    assert b"--" + edge + b"\r\n" + part + b"\r\n--" + edge + b"--\r\n" == came[0].body


def test_an_answer_that_is_packed_keeps_no_other_from_being_sent(
    document: Part10File, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WADOWS_TEST", "hidden-and-long")
    asked: list[Request] = []

    def reply(request: Request) -> bytes:
        asked.append(request)
        right = answer("200 OK", JSON, "{}")(request)
        return right if len(asked) != 2 else right.replace(
            b"\r\n\r\n", b"\r\nContent-Encoding: gzip-of-%b\r\n\r\n" % secret_of(request)
        )  # fmt: skip

    given = credentials(Connection(headers=("X-Key: env:WADOWS_TEST",)))
    with endpoint(reply) as url:
        found = list(store([document] * 3, url, given))

    assert [Became.STORED, Became.REFUSED, Became.STORED] == [each.became for each in found]
    assert found[1].reason.startswith("HTTP 200, with the content coding gzip-of-")
    assert "hidden-and-long" not in found[1].reason


def secret_of(request: Request) -> bytes:
    found = re.search(rb"(?i)x-key: (\S+)", request.head)
    assert found
    return found[1]


FAILED, STORED = ("00081198", "00081197"), ("00081199", "00081196")
XML = (
    '<?xml version="1.0"?><NativeDicomModel xmlns="http://dicom.nema.org/PS3.19/models/NativeDICOM">'
    '<DicomAttribute tag="00081198" vr="SQ"><Item number="1">'
    '<DicomAttribute tag="00081197" vr="US"><Value number="1">49442</Value></DicomAttribute>'
    "</Item></DicomAttribute></NativeDicomModel>"
)


@pytest.mark.parametrize(
    ("reply", "became", "reason"),
    [
        (answer("200 OK"), Became.STORED, ""),
        (
            answer("409 Conflict", JSON, told(*FAILED, 0x0122)), Became.REFUSED,
            "SOP class not supported (status 0122)",
        ),
        (
            answer("202 Accepted", "application/json", f"[{told(*FAILED, 0xA900)}]"),
            Became.REFUSED, "data set does not match its SOP class (status A900)",
        ),
        (
            answer("200 OK", JSON, told(*STORED, 0xB006)), Became.CHANGED,
            "elements discarded (status B006)",
        ),
        # 49442 is C122 in hexadecimal.
        (
            answer("409 Conflict", "application/dicom+xml", XML), Became.REFUSED,
            "transfer syntax not supported (status C122)",
        ),
        (answer("409 Conflict"), Became.REFUSED, "HTTP 409 Conflict, without a reason"),
        (
            answer("415 Unsupported Media Type", "text/plain", "no  video\nhere"), Became.REFUSED,
            "HTTP 415 Unsupported Media Type: no video here",
        ),
        (
            answer("200 OK", "text/html", "<p>Log in</p>"), Became.REFUSED,
            "HTTP 200, with text/html where a Store Instances Response belongs",
        ),
    ],
    ids=["empty", "failed", "failed-in-list", "warning", "xml", "bare-409", "415", "html"],
)  # fmt: skip
def test_what_became_of_a_document(
    document: Part10File, reply: Callable[[Request], bytes], became: Became, reason: str
) -> None:
    assert Loaded(document, became, reason) == loaded(document, reply)


def test_broken_json_stores_nothing(document: Part10File) -> None:
    found = loaded(document, answer("200 OK", JSON, "{"))

    assert Became.REFUSED == found.became
    assert found.reason.startswith(f"HTTP 200, with {JSON} that cannot be read: ")


@pytest.mark.parametrize("status", ["401 Unauthorized", "404 Not Found"])
def test_a_service_that_stores_nothing_from_anybody(document: Part10File, status: str) -> None:
    with pytest.raises(ConfigurationError, match=f"stores nothing: HTTP {status}") as caught:
        loaded(document, answer(status, "text/html", "<p>secret</p>"))

    assert caught.value.hint
    assert "secret" not in str(caught.value)


def test_a_connection_that_breaks_off(document: Part10File) -> None:
    with pytest.raises(UnreachableError, match="cannot be reached: "):
        loaded(document, lambda _: b"")


def test_the_command_says_what_was_refused(tmp_path: Path, document: Part10File) -> None:
    (tmp_path / "a.dcm").write_bytes(document.path.read_bytes())
    (tmp_path / "notes.txt").write_text("no DICOM")
    reply = answer("409 Conflict", JSON, told(*FAILED, 0xA700))

    with endpoint(reply) as url:
        said = run("documents", "stow", url, "--from", tmp_path)

    assert 1 == said.code
    assert f"0 of 1 documents stored by {url}\n" == said.output
    assert (
        "  a.dcm: out of resources (status A700) (CT Image Storage, Explicit VR Little Endian)"
        in said.errors
    )
    assert "no DICOM Part 10 file: no DICM after 128 bytes" in said.errors[-1]


def test_credentials_are_given_and_never_told(
    document: Part10File, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_TOKEN", "canary-4f1c9a77")
    came: list[Request] = []

    def tell(request: Request) -> bytes:
        came.append(request)
        return answer("403 Forbidden", "text/plain", "canary-4f1c9a77 may not")(request)

    with endpoint(tell) as url:
        ran = CliRunner().invoke(
            main,
            ["documents", "stow", url, "--from", str(document.path.parent),
             "--bearer", "env:ARCHIVE_TOKEN"],
        )  # fmt: skip

    assert b"Authorization: Bearer canary-4f1c9a77\r\n" in came[0].head
    assert 2 == ran.exit_code
    assert "HTTP 403 Forbidden: *************** may not" in ran.stderr
    assert "canary" not in ran.output
