"""Redacted messages: words of the standards stay, all else goes, and equal things stay equal."""

import base64
from pathlib import Path

import pytest
from lxml import etree

from wadows_contract.exchange import Body, BodyStore, Headers
from wadows_contract.redaction.messages import Redaction
from wadows_contract.wire.message import read_message
from wadows_spec.documents import TEST_DOCUMENTS
from wadows_spec.documents.role import built

SOAP = "http://www.w3.org/2003/05/soap-envelope"
HIDDEN = [
    f'<s:Envelope xmlns:s="{SOAP}"><s:Body>Muster</s:Body></s:Envelope>',
    f'<s:Envelope xmlns:s="{SOAP}"><s:Body a="Muster" b=\'Muster\'/></s:Envelope>',
    f'<s:Envelope xmlns:s="{SOAP}"><!-- Muster --><?Muster Muster?><![CDATA[Muster]]></s:Envelope>',
    "<Muster><Muster:b/></Muster>",
    "<a xmlns:Mustermann-Erika='urn:Muster'/>",
    "<!DOCTYPE a [<!ENTITY n 'Muster'>]><a>&n;</a>",
    '<!DOCTYPE Muster SYSTEM "file:///Muster">',
    "<a>&#77;&#117;&#115;&#116;&#101;&#114; &Muster;</a>",
    "<a href='http://Muster.example/Muster?q=Muster'/>",
    "<a b='Muster",
    "<Muster",
    "<a b=Muster Muster>",
    "<html><body><h1>Muster</h1>",
    "<a>&lt;Muster&gt;</a>",
    "<a><MessageID>Muster</MessageID><a href='cid:Muster%4duster@Muster'/></a>",
]


@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "latin-1"])
@pytest.mark.parametrize("text", HIDDEN)
def test_nothing_of_a_name_is_left(text: str, coding: str) -> None:
    content = text.replace("Muster", "Müster" if coding == "latin-1" else "Muster").encode(coding)

    redacted = Redaction().content(content)

    assert len(content) == len(redacted)
    left = redacted.replace(b"\0", b"").lower()
    assert not [part for part in (b"muster", b"ster", b"m\xfc", b"&#77;", b"%4d") if part in left]
    assert redacted.startswith(content[:1])


def test_what_everybody_may_read_stays() -> None:
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="{SOAP}"><env:Body>'
        '<env:Fault><env:Code><env:Value>env:Sender</env:Value></env:Code></env:Fault>'
        '<Rows>64</Rows><a errorCode="XDSMissingDocument">1.2.840.10008.1.2.1</a></env:Body>'
        "</env:Envelope>"
    )  # fmt: skip
    assert text == Redaction().content(text.encode()).decode()


def test_equal_ids_stay_equal() -> None:
    text = (
        '<a studyInstanceUID="1.2.826.4711.1"><DocumentUniqueId>1.2.826.4711.1</DocumentUniqueId>'
        "<b>no document 1.2.826.4711.1 here</b><MessageID>urn:uuid:Muster</MessageID>"
        '<RelatesTo>urn:uuid:Muster</RelatesTo><c href="cid:Muster%40Ort"/></a>'
    )
    redaction = Redaction()
    root = etree.fromstring(redaction.content(text.encode()))
    uid = root.get("studyInstanceUID", "")
    assert "1.2.826.4711.1" != uid
    assert [uid, f"xx xxxxxxxx {uid} xxxx"] == [root[0].text, root[1].text]
    assert root[2].text == root[3].text != "urn:uuid:Muster"
    assert f"cid:{redaction.texts.identifier('Muster@Ort')}" == str(
        root[4].get("href")
    ).replace("%40", "@")  # fmt: skip


def message(store: BodyStore, body: bytes, content_type: str) -> tuple[Headers, Body]:
    return Headers((("Content-Type", content_type),)), store.save((body,), "body")


def test_a_multipart_message_is_put_together_as_before(tmp_path: Path) -> None:
    document = built(TEST_DOCUMENTS[0])
    coded = base64.encodebytes(document).replace(b"\n", b"\r\n")
    root = (
        f'<s:Envelope xmlns:s="{SOAP}" xmlns:x="urn:ihe:iti:xds-b:2007"><s:Body>'
        "<x:RetrieveDocumentSetResponse><x:DocumentResponse><x:Document>"
        '<o:Include xmlns:o="http://www.w3.org/2004/08/xop/include" href="cid:Muster%40Ort"/>'
        "</x:Document></x:DocumentResponse><x:DocumentResponse><x:Document>"
        f"{base64.b64encode(document).decode()}</x:Document></x:DocumentResponse>"
        "</x:RetrieveDocumentSetResponse></s:Body></s:Envelope>"
    )
    body = (
        b"Muster before\r\n--Muster=1\r\nContent-Type: application/xop+xml\r\n"
        b"Content-ID: <root@Muster>\r\nX-Muster: Muster\r\n Muster\r\n\r\n" + root.encode()
        + b"\r\n--Muster=1 \r\nContent-Type: application/dicom;\r\n name=Muster\r\n"
        b"Content-Transfer-Encoding: base64\r\nContent-ID: <Muster@Ort>\r\n\r\n" + coded
        + b"\r\n--Muster=1--\r\nMuster behind"
    )  # fmt: skip
    headers, kept = message(
        BodyStore(tmp_path), body,
        'multipart/related; boundary="Muster=1"; type="application/xop+xml"; start="<root@Muster>"',
    )  # fmt: skip
    redaction = Redaction()

    fields = redaction.headers.fields(headers.fields)
    redacted = redaction.body(headers, kept)

    assert len(body) == len(redacted)
    assert b"muster" not in redacted.lower()
    assert "muster" not in str(fields).lower()
    facts = read_message(Headers(fields), BodyStore(tmp_path).save((redacted,), "redacted"))
    assert facts.registry is not None
    contents = [facts.content(each) for each in facts.registry.documents]
    expected = redaction.content(document)
    assert [expected, expected] == [content and content.read() for content in contents]
    assert [] == redaction.removed


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"Muster is not known", "neither XML nor DICOM"),
        (b"%PDF-1.4 Muster", "neither XML nor DICOM"),
        (b"\x1f\x8bMuster", "neither XML nor DICOM"),
        (bytes(128) + b"DICM" + b"\2\0Muster, John", "file meta information"),
    ],
)
def test_what_cannot_be_read_is_removed_and_listed(content: bytes, what: str) -> None:
    redaction = Redaction()
    redacted = redaction.content(content)
    assert (len(content), b"") == (len(redacted), redacted.replace(b"DICM", b"").strip(b"\0"))
    assert what in redaction.removed[0]


def test_header_fields() -> None:
    fields = (
        ("Content-Length", "42"), ("Date", "Mon, 23 Nov 2026 08:26:30 GMT"), ("X-Muster", "Muster"),
        ("Content-Length", "Muster"), ("Date", "Muster, 23 Nov 2026 08:26:30 GMT"),
        ("Set-Cookie", "id=Muster4711; Path=/Muster"),
        ("Content-Type", "image/Muster; Muster=Muster"),
        ("Content-Type", 'multipart/related; type="application/xop+xml"'),
        ("Authorization", "Basic TXVzdGVyOjQ3MTE="),
    )  # fmt: skip
    redacted = Redaction().headers.fields(fields)
    assert redacted[0] == fields[0]
    assert redacted[1] == fields[1]
    assert redacted[7] == fields[7]
    assert "muster" not in str(redacted).lower()
    assert "TXVz" not in str(redacted)
    assert [len(str(field)) for field in fields] == [len(str(field)) for field in redacted]


def test_images_go_or_lose_their_comments() -> None:
    image = (
        b"\xff\xd8\xff\xfe\0\x08Muster\xff\xe1\0\x08Muster\xff\xe0\0\x04JF\xff\xda\0\x02xyz\xff\xd9"
    )
    assert bytes(len(image)) == Redaction().content(image)
    assert image.replace(b"Muster", bytes(6)) == Redaction(keep_pixels=True).content(image)
