"""Envelopes: what is read of them, whatever state they are in, and what is never opened."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wadows_contract.wire.envelope import Addressing, Fault, read_envelope
from wadows_spec.constants import SOAP11, SOAP12, WSA

ACTION = "urn:example:action"
HEADER = (
    f'<s:Header xmlns:a="{WSA}"><a:Action>{ACTION}</a:Action><a:MessageID>urn:m:1</a:MessageID>'
    "<a:RelatesTo>urn:m:0</a:RelatesTo><a:To>urn:to</a:To></s:Header>"
)
BODY = '<s:Body><x xmlns="urn:x"/></s:Body>'


def envelope(content: str = HEADER + BODY, namespace: str = SOAP12, prolog: str = "") -> bytes:
    return f'{prolog}<s:Envelope xmlns:s="{namespace}">{content}</s:Envelope>'.encode()


def test_all_that_is_in_an_envelope() -> None:
    read = read_envelope(envelope())

    assert read.is_soap12
    assert read.in_order
    assert (1, 1) == (read.bodies, read.body_children)
    assert read.body is not None
    assert "{urn:x}x" == read.body.tag
    assert read.fault is None
    assert Addressing(ACTION, 1, "urn:m:1", ("urn:m:0",), "urn:to", False) == read.addressing


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-1"]
)
def test_encodings(encoding: str) -> None:
    declared = "utf-16" if encoding.startswith("utf-16") else encoding.removesuffix("-sig")
    text = (
        f'<?xml version="1.0" encoding="{declared}"?>'
        + envelope(f'<s:Header><a:To xmlns:a="{WSA}">ü</a:To></s:Header>{BODY}').decode()
    )
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""

    assert "ü" == read_envelope((mark + text).encode(encoding)).addressing.to


def test_comments_and_processing_instructions_are_passed_over() -> None:
    noise = "<!-- <s:Body/> --><?suite <s:Body/>?>"
    header = HEADER.replace(ACTION, "urn:exam<!-- cut -->ple:<?in two?>action")
    content = f"{noise}{header}{noise}<s:Body>{noise}<x/>{noise}</s:Body>{noise}"

    read = read_envelope(envelope(content, prolog=f'<?xml version="1.0"?>{noise}'))

    assert (ACTION, True, 1, 1) == (
        read.addressing.action,
        read.in_order,
        read.bodies,
        read.body_children,
    )
    assert read.body is not None
    assert "x" == read.body.tag


ORDERS = [
    ("header and body", "<s:Header/><s:Body/>", True, 1),
    ("body alone", "<s:Body/>", True, 1),
    ("two bodies", "<s:Body/><s:Body/>", False, 2),
    ("two headers", "<s:Header/><s:Header/><s:Body/>", False, 1),
    ("header behind", "<s:Body/><s:Header/>", False, 1),
    ("something behind", "<s:Body/><x/>", False, 1),
    ("no body", "<s:Header/>", False, 0),
    ("body of another namespace", '<Body xmlns="urn:x"/>', False, 0),
    ("nothing", "", False, 0),
]


@pytest.mark.parametrize(
    ("content", "in_order", "bodies"), [row[1:] for row in ORDERS], ids=[row[0] for row in ORDERS]
)
def test_order(content: str, in_order: bool, bodies: int) -> None:
    read = read_envelope(envelope(content))

    assert (in_order, bodies, 0, None) == (
        read.in_order,
        read.bodies,
        read.body_children,
        read.body,
    )


@pytest.mark.parametrize("namespace", [SOAP11, "urn:example:envelope"])
def test_an_envelope_of_another_namespace_is_read(namespace: str) -> None:
    read = read_envelope(envelope(namespace=namespace))

    assert not read.is_soap12
    assert (ACTION, 1, True) == (read.addressing.action, read.bodies, read.in_order)


def test_an_envelope_without_namespace_is_read() -> None:
    read = read_envelope(b"<Envelope><Header/><Body><x/><y/></Body></Envelope>")

    assert not read.is_soap12
    assert (True, 1, 2) == (read.in_order, read.bodies, read.body_children)


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        ('s:mustUnderstand="true"', True),
        ('s:mustUnderstand="1"', True),
        ('s:mustUnderstand=" true "', True),
        ('s:mustUnderstand="0"', False),
        ('s:mustUnderstand="false"', False),
        ('s:mustUnderstand="TRUE"', False),  # no lexical form of xs:boolean
        ('mustUnderstand="true"', False),  # unqualified: another attribute
        ("", False),
    ],
)
def test_must_understand(attribute: str, expected: bool) -> None:
    header = HEADER.replace("<a:Action>", f"<a:Action {attribute}>")

    assert expected == read_envelope(envelope(header + BODY)).addressing.action_must_understand


def test_relationships_other_than_reply_relate_to_no_request() -> None:
    header = (
        f'<s:Header xmlns:a="{WSA}"><a:RelatesTo>urn:m:1</a:RelatesTo>'
        f'<a:RelatesTo RelationshipType="{WSA}/reply"> urn:m:2 </a:RelatesTo>'
        '<a:RelatesTo RelationshipType="urn:other">urn:m:3</a:RelatesTo></s:Header>'
    )

    assert ("urn:m:1", "urn:m:2") == read_envelope(envelope(header + BODY)).addressing.relates_to


def test_headers_that_are_repeated_or_nested() -> None:
    header = (
        f'<s:Header xmlns:a="{WSA}"><x><a:To>urn:nested</a:To></x>'
        "<a:Action>urn:1</a:Action><a:Action>urn:2</a:Action></s:Header>"
    )

    addressing = read_envelope(envelope(header + BODY)).addressing

    assert ("urn:1", 2, "") == (addressing.action, addressing.actions, addressing.to)


REASON = '<s:Reason><s:Text xml:lang="en"> Not so. </s:Text></s:Reason>'
FAULTS: list[tuple[str, str, Fault]] = [
    (
        "the envelope's prefix",
        f"<s:Code><s:Value>s:Sender</s:Value></s:Code>{REASON}",
        Fault(f"{{{SOAP12}}}Sender", (), (("en", "Not so."),)),
    ),
    (
        "a prefix of the value's own",
        f'<s:Code><s:Value xmlns:q="{SOAP12}">\n q:Receiver </s:Value></s:Code>{REASON}',
        Fault(f"{{{SOAP12}}}Receiver", (), (("en", "Not so."),)),
    ),
    (
        "the default namespace",
        f'<s:Code><s:Value xmlns="{SOAP12}">MustUnderstand</s:Value></s:Code>',
        Fault(f"{{{SOAP12}}}MustUnderstand", (), ()),
    ),
    (
        "nested subcodes",
        (
            "<s:Code><s:Value>s:Sender</s:Value><s:Subcode>"
            f'<s:Value xmlns:a="{WSA}">a:InvalidAddressingHeader</s:Value><s:Subcode>'
            f'<s:Value xmlns:b="{WSA}">b:InvalidCardinality</s:Value></s:Subcode></s:Subcode>'
            "</s:Code>"
        ),
        Fault(
            f"{{{SOAP12}}}Sender",
            (f"{{{WSA}}}InvalidAddressingHeader", f"{{{WSA}}}InvalidCardinality"),
            (),
        ),
    ),
    (
        "no value but a subcode's",
        "<s:Code><s:Subcode><s:Value>s:Sender</s:Value></s:Subcode></s:Code>",
        Fault("", (f"{{{SOAP12}}}Sender",), ()),
    ),
    ("unknown prefix", "<s:Code><s:Value>q:Sender</s:Value></s:Code>", Fault("q:Sender", (), ())),
    ("no prefix", "<s:Code><s:Value>Sender</s:Value></s:Code>", Fault("Sender", (), ())),
    (
        "reasons in two languages and in none",
        (
            '<s:Reason><s:Text xml:lang="en">a</s:Text><s:Text xml:lang="de">b</s:Text>'
            "<s:Text>c</s:Text></s:Reason>"
        ),
        Fault("", (), (("en", "a"), ("de", "b"), ("", "c"))),
    ),
    ("nothing", "", Fault("", (), ())),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "expected"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS]
)
def test_fault(content: str, expected: Fault) -> None:
    assert (
        expected == read_envelope(envelope(f"<s:Body><s:Fault>{content}</s:Fault></s:Body>")).fault
    )


@pytest.mark.parametrize(
    ("code", "expected"),
    [(f"{{{SOAP12}}}Sender", "Sender"), ("{urn:x}Sender", ""), ("Sender", ""), ("", "")],
)
def test_only_the_codes_of_soap_have_a_name(code: str, expected: str) -> None:
    assert expected == Fault(code, (), ()).name


def test_a_fault_of_soap_1_1() -> None:
    fault = (
        "<s:Body><s:Fault><faultcode>s:VersionMismatch</faultcode>"
        "<faultstring>Not so.</faultstring></s:Fault></s:Body>"
    )

    read = read_envelope(envelope(fault, SOAP11)).fault

    assert Fault(f"{{{SOAP11}}}VersionMismatch", (), (("", "Not so."),)) == read


NO_ENVELOPES = [
    ("nothing", b""),
    ("white space", b" \r\n"),
    ("no XML", b"Bad Gateway"),
    ("JSON", b'{"error": "no"}'),
    ("a comment", b"<!-- Envelope -->"),
    ("cut off", envelope()[:-5]),
    ("two roots", envelope() + envelope()),
    ("a character that XML has not", envelope("<s:Body>\0</s:Body>")),
    ("an undeclared prefix", b"<s:Envelope><s:Body/></s:Envelope>"),
    ("HTML that is XML", b'<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>'),
    ("deeper than any message", b"<Envelope>" + b"<x>" * 5000 + b"</x>" * 5000 + b"</Envelope>"),
    ("an encoding that nobody has", b'<?xml version="1.0" encoding="x-none"?><Envelope/>'),
    ("the wrong encoding", b'<?xml version="1.0" encoding="utf-16"?><Envelope/>'),
    ("an undeclared entity", envelope("<s:Body>&amp;&nbsp;</s:Body>")),
]


@pytest.mark.parametrize(
    "content", [row[1] for row in NO_ENVELOPES], ids=[r[0] for r in NO_ENVELOPES]
)
def test_what_is_no_envelope_is_told_in_words(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_envelope(content)


LAUGHS = "<!ENTITY l0 'lol'>" + "".join(
    f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10)
)
DOCTYPES = [
    ("empty", "<!DOCTYPE Envelope>"),
    ("internal entity", "<!DOCTYPE Envelope [<!ENTITY e 'expanded'>]>"),
    ("billion laughs", f"<!DOCTYPE Envelope [{LAUGHS}<!ENTITY e '&l9;'>]>"),
    ("external entity", "<!DOCTYPE Envelope [<!ENTITY e SYSTEM '{trap}'>]>"),
    ("parameter entity", "<!DOCTYPE Envelope [<!ENTITY % p SYSTEM '{trap}'> %p;]>"),
    ("external subset", "<!DOCTYPE Envelope SYSTEM '{trap}'>"),
    ("public identifier", "<!DOCTYPE Envelope PUBLIC '-//X//Y//EN' '{trap}'>"),
]


@pytest.fixture
def trap() -> Iterator[tuple[str, list[str]]]:
    """A server on loopback; the fixture's value holds its URL and the paths that were fetched."""
    fetched: list[str] = []

    class Trap(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            fetched.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Trap)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/trap", fetched
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("doctype", [row[1] for row in DOCTYPES], ids=[row[0] for row in DOCTYPES])
@pytest.mark.parametrize("use", ["<s:Body>&e;</s:Body>", '<s:Body x="&e;"/>', "<s:Body/>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_and_nothing_fetched(
    doctype: str, use: str, encoding: str, trap: tuple[str, list[str]]
) -> None:
    url, fetched = trap
    content = envelope(use, prolog=doctype.replace("{trap}", url)).decode().encode(encoding)

    with pytest.raises(ValueError, match="document type declaration"):
        read_envelope(content)
    assert [] == fetched


@pytest.mark.parametrize("doctype", [row[1] for row in DOCTYPES if "{trap}" in row[1]])
def test_no_file_is_opened_for_a_document_type(doctype: str, tmp_path: Path) -> None:
    """What the file would define is not known afterwards, and reading it would have told so."""
    secret = tmp_path / "secret"
    secret.write_text("this is no declaration at all", encoding="utf-8")
    content = envelope("<s:Body/>", prolog=doctype.replace("{trap}", secret.as_uri()))

    with pytest.raises(ValueError, match="document type declaration") as caught:
        read_envelope(content)
    assert "secret" not in str(caught.value)


@given(st.binary(max_size=60) | st.text("<>/&;!?[]x='\" :", max_size=40).map(str.encode))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for whole in (content, envelope()[:30] + content, envelope("<s:Body>")[:-13] + content):
        try:
            read_envelope(whole)
        except ValueError:
            continue
