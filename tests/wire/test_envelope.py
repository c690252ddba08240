"""Envelopes: what is read of them, whatever state they are in, and what is never opened."""

import http.server
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wadows_contract.wire.envelope import Addressing, Fault, HeaderBlock, read_envelope
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
    assert (
        Addressing(
            ACTION,
            "urn:m:1",
            ("urn:m:0",),
            "urn:to",
            False,
            {"Action": 1, "MessageID": 1, "RelatesTo": 1, "To": 1},
            (
                ("wsa:Action", ACTION),
                ("wsa:MessageID", "urn:m:1"),
                ("wsa:RelatesTo", "urn:m:0"),
                ("wsa:To", "urn:to"),
            ),
        )
        == read.addressing
    )
    assert (False, ()) == (read.document_type, read.instructions)
    names = ("Action", "MessageID", "RelatesTo", "To")
    assert tuple(HeaderBlock(f"{{{WSA}}}{name}") for name in names) == read.headers
    assert ((), ()) == (read.not_understood, read.supported)


def test_an_envelope_without_header() -> None:
    read = read_envelope(envelope(BODY))

    assert (Addressing(), ()) == (read.addressing, read.headers)


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


def test_comments_and_processing_instructions_are_no_elements() -> None:
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
    assert ("suite",) * 2 + ("in",) + ("suite",) * 4 == read.instructions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (envelope(prolog="<?a?>"), ("a",)),
        (envelope() + b"\n<?b?>", ("b",)),
        (envelope(prolog="<?a b?><!DOCTYPE x [<?in it?>]><?c?>") + b"<?d?>", ("a", "c", "d")),
        (envelope(prolog='<?xml version="1.0"?><?xml-stylesheet href="x"?>'), ("xml-stylesheet",)),
        (envelope(prolog="<!-- <?a?> -->"), ()),
        (envelope('<s:Body x="&lt;?a?>"><![CDATA[<?a?>]]></s:Body>'), ()),
    ],
)
def test_processing_instructions_outside_too(text: bytes, expected: tuple[str, ...]) -> None:
    assert expected == read_envelope(text).instructions


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

    assert ("urn:1", {"Action": 2}, "") == (addressing.action, addressing.counts, addressing.to)
    assert (("wsa:Action", "urn:1"), ("wsa:Action", "urn:2")) == addressing.iris


def test_the_second_header_is_not_read() -> None:
    read = read_envelope(envelope(f"<s:Header/>{HEADER}{BODY}"))

    assert (Addressing(), ()) == (read.addressing, read.headers)


def test_header_blocks() -> None:
    header = (
        '<s:Header xmlns:x="urn:x"><plain/><x:one s:mustUnderstand=" yes "/><!-- x -->'
        '<x:two mustUnderstand="1"><x:three s:mustUnderstand="1"/></x:two></s:Header>'
    )

    expected = (HeaderBlock("plain"), HeaderBlock("{urn:x}one", " yes "), HeaderBlock("{urn:x}two"))
    assert expected == read_envelope(envelope(header + BODY)).headers


def test_every_address() -> None:
    header = (
        f'<s:Header xmlns:a="{WSA}"><a:To/>'
        '<a:RelatesTo RelationshipType=" reply ">\n urn:m </a:RelatesTo>'
        "<a:From><a:Address>/from</a:Address></a:From><a:ReplyTo/>"
        "<a:FaultTo><a:Address> urn:f </a:Address><x><a:Address>in</a:Address></x></a:FaultTo>"
        "<a:More>no</a:More></s:Header>"
    )

    addressing = read_envelope(envelope(header + BODY)).addressing

    assert (
        ("wsa:To", ""),
        ("wsa:RelatesTo", "urn:m"),
        ("wsa:RelatesTo/@RelationshipType", "reply"),
        ("wsa:From/wsa:Address", "/from"),
        ("wsa:FaultTo/wsa:Address", "urn:f"),
    ) == addressing.iris
    assert {"To": 1, "RelatesTo": 1, "From": 1, "ReplyTo": 1, "FaultTo": 1, "More": 1} == (
        addressing.counts
    )


def test_headers_that_were_not_understood() -> None:
    header = (
        f'<s:Header xmlns:a="{WSA}"><s:NotUnderstood qname="a:To"/>'
        '<s:NotUnderstood xmlns:q="urn:q" qname="\tq:x "/><s:NotUnderstood qname="z:x"/>'
        '<s:NotUnderstood xmlns="urn:d" qname="x"/><s:NotUnderstood/><a:NotUnderstood qname="a:x"/>'
        '<x><s:NotUnderstood qname="a:x"/></x></s:Header>'
    )

    expected = (f"{{{WSA}}}To", "{urn:q}x", "z:x", "{urn:d}x", "")
    assert expected == read_envelope(envelope(header + BODY)).not_understood


@pytest.mark.parametrize("namespace", [SOAP12, SOAP11])
def test_envelopes_that_are_supported(namespace: str) -> None:
    """A node that knows SOAP 1.1 alone may say all of it in that namespace."""
    upgrade = (
        f'<v:Upgrade xmlns:v="{namespace}"><v:SupportedEnvelope qname="v:Envelope"/><!-- x -->'
        f'<v:SupportedEnvelope xmlns:w="{SOAP12}" qname="w:Envelope"/><v:SupportedEnvelope/>'
        '<x:SupportedEnvelope xmlns:x="urn:x" qname="x:Envelope"/></v:Upgrade>'
    )

    read = read_envelope(envelope(f"<s:Header>{upgrade}</s:Header>{BODY}", SOAP11))

    expected = (f"{{{namespace}}}Envelope", f"{{{SOAP12}}}Envelope", "")
    assert expected == read.supported


def test_an_upgrade_of_another_namespace_is_none() -> None:
    upgrade = '<x:Upgrade xmlns:x="urn:x"><x:SupportedEnvelope qname="x:Envelope"/></x:Upgrade>'

    assert () == read_envelope(envelope(f"<s:Header>{upgrade}</s:Header>{BODY}")).supported


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
    read = read_envelope(envelope(f"<s:Body><s:Fault>{content}</s:Fault></s:Body>")).fault

    assert read is not None
    assert expected == replace(read, children=())


def test_what_stands_in_a_fault() -> None:
    detail = (
        '<s:Detail x="of the detail"> \n<d e="an attribute">a text<f/>behind<!-- aside --></d>'
        "</s:Detail>behind it"
    )
    content = f"<s:Role/><!-- x --><more/>{detail}<q:x xmlns:q='urn:q'/>"

    read = read_envelope(envelope(f"<s:Body><s:Fault>{content}</s:Fault></s:Body>")).fault

    assert read is not None
    assert (f"{{{SOAP12}}}Role", "more", f"{{{SOAP12}}}Detail", "{urn:q}x") == read.children
    assert "of the detail\nan attribute\na text\nbehind\naside" == read.detail


@pytest.mark.parametrize(
    ("code", "expected"),
    [(f"{{{SOAP12}}}Sender", "Sender"), ("{urn:x}Sender", ""), ("Sender", ""), ("", "")],
)
def test_only_the_codes_of_soap_have_a_name(code: str, expected: str) -> None:
    assert expected == Fault(code, (), ()).name


def test_a_fault_of_soap_1_1() -> None:
    fault = (
        "<s:Body><s:Fault><faultcode>s:VersionMismatch</faultcode>"
        "<faultstring>Not so.</faultstring><detail><x>Why.</x></detail></s:Fault></s:Body>"
    )

    read = read_envelope(envelope(fault, SOAP11)).fault

    children = ("faultcode", "faultstring", "detail")
    reasons = (("", "Not so."),)
    assert Fault(f"{{{SOAP11}}}VersionMismatch", (), reasons, children, "Why.") == read


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
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    "around", ["{}", "<!-- <!DOCTYPE x> -->{}", "<?x <!DOCTYPE x>?>\n{}<!-- >-->"]
)
def test_a_document_type_is_left_out_and_nothing_fetched(
    doctype: str, encoding: str, around: str, trap: tuple[str, list[str]]
) -> None:
    url, fetched = trap
    prolog = around.format(doctype.replace("{trap}", url))
    read = read_envelope(envelope(prolog=prolog).decode().encode(encoding))

    assert (True, True, ACTION) == (read.document_type, read.is_soap12, read.addressing.action)
    assert "" == read.root.getroottree().docinfo.doctype
    assert [] == fetched


@pytest.mark.parametrize("doctype", [row[1] for row in DOCTYPES], ids=[row[0] for row in DOCTYPES])
@pytest.mark.parametrize("use", ["<s:Body>&e;</s:Body>", '<s:Body x="&e;"/>'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_of_a_document_type_is_never_expanded(
    doctype: str, use: str, encoding: str, trap: tuple[str, list[str]]
) -> None:
    url, fetched = trap
    content = envelope(use, prolog=doctype.replace("{trap}", url)).decode().encode(encoding)

    with pytest.raises(ValueError, match=r"'e' not defined.*document type was left out"):
        read_envelope(content)
    assert [] == fetched


@pytest.mark.parametrize("doctype", [row[1] for row in DOCTYPES if "{trap}" in row[1]])
def test_no_file_is_opened_for_a_document_type(doctype: str, tmp_path: Path) -> None:
    """What the file defines is not known afterwards."""
    secret = tmp_path / "secret"
    secret.write_text("<!ENTITY e 'secret'>", encoding="utf-8")
    content = envelope("<s:Body>&e;</s:Body>", prolog=doctype.replace("{trap}", secret.as_uri()))

    with pytest.raises(ValueError, match="'e' not defined"):
        read_envelope(content)


@pytest.mark.parametrize(
    ("doctype", "kept"),
    [
        ("<!DOCTYPE x [<!ENTITY e ']>'> <!-- ]> --> <?p ]>?>]>", True),
        ("<!DOCTYPE x [<!ATTLIST x y CDATA '>'>]\n>", True),
        ("<!DOCTYPE x SYSTEM ']>' [ ] >", True),
        ("<!DOCTYPE x [", False),
        ("<!DOCTYPE>", False),
        ("<!DOCTYPE x><!DOCTYPE x>", False),
        ("<!doctype x>", False),
        ("<!DOCTYPE x [<!ENTITY e '&e;'>]>", True),
    ],
)
def test_where_a_document_type_ends(doctype: str, kept: bool) -> None:
    """What is well-formed is left out, what is not cannot be read."""
    for encoding in ("utf-8", "utf-16"):
        content = envelope(prolog=doctype).decode().encode(encoding)
        if kept:
            read = read_envelope(content)
            assert (True, ACTION) == (read.document_type, read.addressing.action)
        else:
            with pytest.raises(ValueError, match=r"\w"):
                read_envelope(content)


def test_a_document_type_behind_the_root_element_is_no_xml() -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_envelope(envelope() + b"<!DOCTYPE x>")


def faulty(name: str, content: str) -> str:
    return f"<s:Body><s:Fault><s:{name}>{content}</s:{name}></s:Fault></s:Body>"


LARGE = [
    ("attribute", f'<s:Body x="{"y" * 4_000_000}"/>'),
    ("attributes", "<s:Body " + " ".join(f'x{n}="y"' for n in range(20_000)) + "/>"),
    ("headers", "<s:Header>" + "<x/>" * 100_000 + "</s:Header><s:Body/>"),
    ("instructions", "<?x?>" * 100_000 + "<s:Body/>"),
    ("texts", HEADER.replace(ACTION, "x<!-- x -->" * 100_000) + "<s:Body/>"),
    ("comments", "<!-- x -->" * 100_000 + "<s:Body/>"),
    ("a detail", faulty("Detail", '<x y="z">z</x>z' * 60_000)),
    ("reasons", faulty("Reason", "<s:Text>z</s:Text>" * 60_000)),
    ("deep", "<s:Body>" + "<x>" * 1900 + "</x>" * 1900 + "</s:Body>"),
]  # fmt: skip


@pytest.mark.parametrize("content", [row[1] for row in LARGE], ids=[row[0] for row in LARGE])
def test_what_is_large_is_read_in_linear_time(content: str) -> None:
    """Each takes less than a second; in quadratic time most of them would take minutes."""
    began = time.process_time()
    read = read_envelope(envelope(content, prolog="<!DOCTYPE x>"))

    assert time.process_time() - began < 10
    assert (True, 1) == (read.document_type, read.bodies)


@given(st.binary(max_size=60) | st.text("<>/&;!?[]x='\" :", max_size=40).map(str.encode))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for whole in (content, envelope()[:30] + content, envelope("<s:Body>")[:-13] + content):
        try:
            read_envelope(whole)
        except ValueError:
            continue
