"""Requests that mean harm: what they cost, what they may reach, and what of them comes back."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from werkzeug.test import Client

from tests.reference.client import MESSAGE_ID, RETRIEVE, Asked, ask, envelope, mtom, post, retrieve
from wadows_reference.envelope import parse
from wadows_reference.faults import SoapFault

MB = 1_000_000
#: Seconds that tell a hang from an answer.
LONG = 5
INCLUDED = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{}" parse="text"/>'


def resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / MB


@pytest.mark.parametrize("form", ["{}<a/>", "<a>{}</a>", "<a/>{}"])
def test_instructions_are_not_looked_for_again_and_again(form: str) -> None:
    started = time.process_time()

    with pytest.raises(SoapFault, match="processing instructions"):
        parse(form.format("<?p x?>" * 60_000).encode(), None, 64)

    assert time.process_time() - started < LONG


def test_names_that_were_met_once_are_forgotten() -> None:
    """A thread of libxml2 keeps all that it meets, and those of a server live long."""

    def names(message: int) -> bytes:
        return b"".join(b"<n%d_%d/>" % (message, each) for each in range(40_000))

    parse(b"<a>" + names(0) + b"</a>", None, 64)
    before = resident()
    for message in range(1, 20):
        parse(b"<a>" + names(message) + b"</a>", None, 64)

    assert resident() - before < 10


def test_inclusions_are_left_alone(client: Client, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("1.2.3.4.secret", encoding="ascii")
    uid = "<i:DocumentUniqueId>{}</i:DocumentUniqueId>"
    asked = retrieve(("1.2", "1.3", "1.4"))
    included = INCLUDED.format((tmp_path / "secret").as_uri())

    answer = ask(client, RETRIEVE, asked.replace(uid.format("1.4"), uid.format(included)))

    assert ("Sender",) == answer.fault
    assert b"1.2.3.4.secret" not in answer.body


@pytest.mark.parametrize(
    "path", ["../../../../../../etc/hostname", "/etc/hostname", "signed.dcm", "..\\signed.dcm"]
)
def test_a_uid_is_no_path(client: Client, path: str) -> None:
    answer = ask(client, RETRIEVE, retrieve((path, path, path)))

    assert [("XDSMissingDocument", path)] == answer.errors
    assert [] == answer.documents


def test_nor_is_the_name_of_a_schema(client: Client) -> None:
    for name in ("../error-codes.csv", "../../../etc/hostname", "%2e%2e/samples/README.md"):
        with client.get(
            "/dcm4chee-arc/xdsi/ImagingDocumentSource", query_string={"xsd": name}
        ) as answer:
            assert 404 == answer.status_code
            assert name not in answer.get_data(as_text=True)


@pytest.mark.parametrize("place", ["Action", "MessageID", "To"])
def test_what_comes_back_of_a_header_is_escaped(client: Client, place: str) -> None:
    text = envelope(RETRIEVE, retrieve(("1.2", "1.3", "1.4")))
    nasty = "&lt;script&gt;&#13;&#10;X-Evil: 1"
    before = {"Action": RETRIEVE, "MessageID": MESSAGE_ID, "To": "http://x/"}[place]

    answer = post(client, *mtom(text.replace(f">{before}<", f">{nasty}<")))

    assert b"<script>" not in answer.body
    assert "X-Evil" not in answer.headers


@pytest.mark.parametrize("header", ["Content-Type", "Content-Encoding"])
def test_what_comes_back_of_http_is_text(client: Client, header: str) -> None:
    nasty = {header: "a/<script>alert(1)</script>\x1b[2J"}
    kind = nasty.pop("Content-Type", "application/soap+xml")

    answer = post(client, kind, b"<a/>", **nasty)

    assert (415, "text/plain; charset=utf-8") == (answer.status, answer.headers["Content-Type"])
    assert b"\x1b" not in answer.body


def test_nothing_of_a_request_is_logged(
    client: Client, uids: Callable[[str], Asked], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "wadows_reference"):
        ask(client, RETRIEVE, retrieve(uids("signed")))
        ask(client, RETRIEVE, retrieve(("1.2", "1", "1")))
        post(client, "text/plain", b"Test^Patient")

    assert [] == [record.getMessage() for record in caplog.records]


def test_the_parser_resolves_nothing(tmp_path: Path) -> None:
    """What cannot be had is not missed: a parser that looked for it would say so."""
    nowhere = (tmp_path / "nowhere").as_uri()

    with pytest.raises(SoapFault, match="must not have a document type"):
        parse(f'<!DOCTYPE a [<!ENTITY e SYSTEM "{nowhere}">]><a>&e;</a>'.encode(), None, 64)
