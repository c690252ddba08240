"""What an endpoint without TLS answers, and what doctor makes of it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command.endpoints import NO_ANSWERS, answering, endpoint, forwarding, refusing
from tests.doctor.conftest import Look
from wadows_contract.doctor.lines import State
from wadows_spec.constants import SOAP12, WSA

WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
ASSERTION = '<Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion" ID="a"/>'
Change = Callable[[bytes, bytes], bytes]


def test_all_is_well(look: Look, served: str) -> None:
    lines = look(served)

    absent = {name for name, result in lines.items() if result.state == State.NONE}
    without_tls = {"TLS", "certificate", "host name", "validity", "client certificate"}
    assert {"proxy", *without_tls, "credentials", "WS-Security"} == absent
    assert {"works", "none"} == {result.state.value for result in lines.values()}
    assert "there, byte for byte what was loaded (25810 bytes)" == lines["document"].found
    assert "a JPEG image, 96 rows of 128" == lines["rendered"].found
    assert lines["WSDL"].found.startswith("offered, ")


def test_a_name_that_nobody_has(look: Look) -> None:
    """RFC 6761: names under .invalid are never resolved."""
    lines = look("http://nobody.invalid/x")

    assert State.RED == lines["name"].state
    assert {"not looked at, because of name"} == {
        result.found for name, result in lines.items() if name != "name"
    }


def test_a_port_where_nobody_listens(look: Look) -> None:
    with refusing() as url:
        lines = look(url)

    assert ("red", "127.0.0.1: Connection refused") == (
        lines["port"].state.value,
        lines["port"].found,
    )
    assert "Nothing listens there" in lines["port"].advice


def http(status: str, *fields: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *fields, "Content-Length: 0", "", ""]).encode()


@pytest.mark.parametrize(
    ("answer", "line", "found", "advice"),
    [
        (http("404 Not Found"), "HTTP", "HTTP 404", "check the path"),
        (http("405 No", "Allow: GET"), "HTTP", "HTTP 405", "takes no POST"),
        (http("301 Moved", "Location: https://archive/x"), "HTTP", "https://archive/x", "the URL"),
        (http("502 Bad Gateway"), "HTTP", "HTTP 502", "gateway"),
        (NO_ANSWERS["no HTTP"], "HTTP", "", "https://"),
        (NO_ANSWERS["nothing"], "HTTP", "", "https://"),
        (
            http("401 No", 'WWW-Authenticate: Basic realm="a"'),
            "credentials",
            "Basic realm",
            "--basic",
        ),
        (http("401 No"), "credentials", "credentials: none", "--bearer"),
        (http("403 No"), "credentials", "403", "--client-cert"),
        (NO_ANSWERS["HTML"], "SOAP", "text/html, beginning b'<html>Hello", "login"),
        (NO_ANSWERS["an empty body"], "SOAP", "HTTP 200", "login"),
    ],
)
def test_no_answer(look: Look, answer: bytes, line: str, found: str, advice: str) -> None:
    with answering(answer) as url:
        lines = look(url)

    assert {line} == {name for name, result in lines.items() if result.state == State.RED}
    assert found in lines[line].found
    assert advice in lines[line].advice
    assert f"not looked at, because of {line}" == lines["document"].found


def refusing_operations(code: str, subcode: str, namespace: str) -> Change:
    """Answer the first fault that there is: one with these codes and a reason."""

    def change(request: bytes, answer: bytes) -> bytes:
        relates = re.search(rb"MessageID[^>]*>([^<]*)", request)
        return (
            f'<s:Envelope xmlns:s="{SOAP12}" xmlns:a="{WSA}" xmlns:x="{namespace}"><s:Header>'
            f"<a:Action>{WSA}/fault</a:Action>"
            f"<a:RelatesTo>{relates[1].decode() if relates else ''}</a:RelatesTo></s:Header>"
            f"<s:Body><s:Fault><s:Code><s:Value>s:{code}</s:Value>"
            f"<s:Subcode><s:Value>x:{subcode}</s:Value></s:Subcode></s:Code>"
            '<s:Reason><s:Text xml:lang="en">So it is.</s:Text></s:Reason>'
            "</s:Fault></s:Body></s:Envelope>"
        ).encode()

    return change


@pytest.mark.parametrize(
    ("subcode", "namespace", "given", "line", "advice"),
    [
        ("ActionNotSupported", WSA, "", "Action", "knows it by another Action"),
        ("ActionNotSupported", WSA, "saml.xml", "Action", "knows it by another Action"),
        ("Nonsense", "urn:example", "", "Action", "its reason says"),
        ("FailedAuthentication", WSSE, "", "WS-Security", "Give a SAML assertion"),
        ("FailedAuthentication", WSSE, "saml.xml", "WS-Security", "it lets in"),
        ("InvalidSecurityToken", WSSE, "saml.xml", "WS-Security", "its dates"),
        ("SecurityError", "http://ws.apache.org/wss4j", "saml.xml", "WS-Security", "log"),
        ("FailedAuthentication", WSSE, "env:TESTER", "WS-Security", "what is in env:TESTER"),
    ],
)
def test_a_fault(
    look: Look,
    subcode: str,
    namespace: str,
    given: str,
    line: str,
    advice: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "saml.xml").write_text(ASSERTION, encoding="utf-8")
    monkeypatch.setenv("TESTER", "tester:canary-of-the-doctor")
    reached_by = {"security": str(tmp_path / given)} if given else {}
    if given.startswith("env:"):
        reached_by = {"username_token": given}

    def answer(request: bytes) -> bytes:
        body = refusing_operations("Sender", subcode, namespace)(request, b"")
        head = f"Content-Type: application/soap+xml\r\nContent-Length: {len(body)}"
        return f"HTTP/1.1 400 Bad\r\n{head}\r\n\r\n".encode() + body

    with endpoint(lambda request: answer(request.body)) as url:
        lines = look(url, **reached_by)

    first = next(name for name, result in lines.items() if result.state == State.RED)
    assert line == first
    assert f"Sender / {subcode}: So it is." in lines[line].found
    assert advice in lines[line].advice


def changed(look: Look, served: str, change: Change) -> dict[str, str]:
    """Return what is red of an endpoint whose answers were changed, with what is said of it."""
    with endpoint(forwarding(served, change)) as url:
        lines = look(url)
    return {name: result.found for name, result in lines.items() if result.state == State.RED}


def test_a_rule_broken_is_not_in_the_way(look: Look, served: str) -> None:
    """RelatesTo names another message; what the answer carries is looked at all the same."""

    def relate_to_another(_: bytes, answer: bytes) -> bytes:
        return re.sub(rb"(RelatesTo[^>]*>urn:uuid:)[0-9a-f]{8}", rb"\g<1>00000000", answer)

    found = changed(look, served, relate_to_another)

    assert ["SOAP"] == list(found)
    assert found["SOAP"].startswith("WSA-02: expected urn:uuid:")


def test_a_status_that_is_none(look: Look, served: str) -> None:
    """The document is there all the same, and that is said beside what is wrong."""

    def spoil(_: bytes, answer: bytes) -> bytes:
        return answer.replace(b"ResponseStatusType:Success", b"ResponseStatusType:Goodness")

    found = changed(look, served, spoil)

    assert found["document"].startswith("there, byte for byte what was loaded (25810 bytes); REG-")


def test_an_answer_without_its_end(look: Look, served: str) -> None:
    """RFC 2046 section 5.1.1: the last delimiter has two hyphens behind it."""

    def cut_the_hyphens(_: bytes, answer: bytes) -> bytes:
        return re.sub(rb"--(\r\n)?$", b"  ", answer)

    found = changed(look, served, cut_the_hyphens)

    assert "MIME-02" in found["MTOM"]


def test_other_bytes(look: Look, served: str) -> None:
    """A pixel near the end of the document is changed."""

    def change_a_pixel(_: bytes, answer: bytes) -> bytes:
        if b"DICM" not in answer:
            return answer
        at = answer.rfind(b"\r\n--") - 100
        changed_byte = bytes([answer[at] ^ 1])
        return answer[:at] + changed_byte + answer[at + 1 :]

    found = changed(look, served, change_a_pixel)

    assert "RET-02" in found["document"]
    assert "PixelData" in found["document"]


@pytest.mark.parametrize(
    ("key", "value", "advice"),
    [
        ("sop_instance_uid", "2.25.1", "wadows-contract documents"),
        ("repository_unique_id", "2.25.1", "repository_unique_id"),
    ],
)
def test_a_document_that_is_not_there(
    look: Look, served: str, documents: Path, key: str, value: str, advice: str, tmp_path: Path
) -> None:
    """The catalogue says that the archive has something else than it has."""
    text = (documents / "catalogue.toml").read_text(encoding="utf-8")
    before, table, after = text.partition("[documents.signed]\n")
    if key == "repository_unique_id":
        text = re.sub(rf'^{key} = "[^"]*"', f'{key} = "{value}"', text, flags=re.MULTILINE)
    else:
        text = before + table + re.sub(rf'{key} = "[^"]*"', f'{key} = "{value}"', after, count=1)
    catalogue = documents / f"{tmp_path.name}.toml"
    catalogue.write_text(text, encoding="utf-8")

    lines = look(served, catalogue=catalogue)

    assert State.RED == lines["document"].state
    assert lines["document"].found.startswith("not there: the archive answered error ")
    assert advice in lines["document"].advice
    assert lines["rendered"].found.startswith("not there: the archive answered error ")


def test_what_is_not_declared_is_not_asked(look: Look, served: str) -> None:
    assert "ihe does not declare it" == look(served, statement="ihe")["rendered"].found


def test_an_archive_without_wsdl(look: Look, served: str) -> None:
    """It forwards no query, so that the WSDL is answered with 405."""
    with endpoint(forwarding(served, lambda _, answer: answer)) as url:
        lines = look(url)

    assert ("none", "not offered: HTTP 405") == (lines["WSDL"].state.value, lines["WSDL"].found)


def test_nothing_hostile_and_little_at_all_is_sent(look: Look, served: str) -> None:
    """A description, a document, a rendering: three requests, and the two are as they should be."""
    asked: list[bytes] = []
    forward = forwarding(served, lambda _, answer: answer)

    def note(request: object) -> bytes:
        asked.append(request.head.split(b" HTTP/")[0])  # type: ignore[attr-defined]
        return forward(request)  # type: ignore[arg-type]

    with endpoint(note) as url:
        look(url)

    path = url.split("/", 3)[3].encode()
    assert [b"POST /" + path, b"GET /" + path + b"?wsdl", b"POST /" + path] == asked
