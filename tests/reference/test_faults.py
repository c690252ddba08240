"""Each fault of the standard, by the request that provokes it."""

import gzip
from collections.abc import Callable

import pytest
from werkzeug.test import Client

from tests.reference.client import (
    EXPLICIT,
    MESSAGE_ID,
    NS,
    RENDERED,
    RETRIEVE,
    URL,
    Answer,
    Asked,
    ask,
    envelope,
    header,
    mtom,
    post,
    retrieve,
)

BODY = retrieve(("1.2", "1.3", "1.4"))
PLAIN = "application/soap+xml; charset=UTF-8"
ACTION = header("Action", RETRIEVE)
MESSAGE = header("MessageID", MESSAGE_ID)
OTHER_REPLY_TO = "<a:ReplyTo><a:Address>http://elsewhere.example/</a:Address></a:ReplyTo>"
ANONYMOUS_REPLY_TO = f"<a:ReplyTo><a:Address> {NS['a']}/anonymous </a:Address></a:ReplyTo>"

SENDER = (400, ("Sender",))
SYNTAXES = BODY[BODY.index("<r:TransferSyntaxUIDList>") : BODY.index("</r:RetrieveImaging")]
UID = "<i:DocumentUniqueId>1.4</i:DocumentUniqueId>"
#: Twenty times tenfold: more than any machine could hold.
MULTIPLYING = '<!ENTITY e0 "1">' + "".join(
    f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 21)
)

MESSAGES = {
    "not-well-formed": (envelope(RETRIEVE, BODY)[:-1], SENDER),
    "nothing": ("", SENDER),
    "document-type": ("<!DOCTYPE x>" + envelope(RETRIEVE, BODY), SENDER),
    "entities": (
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
        + envelope(RETRIEVE, BODY.replace("1.4", "&e;")),
        SENDER,
    ),
    "entities-that-multiply": (
        f"<!DOCTYPE x [{MULTIPLYING}]>" + envelope(RETRIEVE, BODY.replace("1.4", "&e20;")), SENDER,
    ),
    "processing-instruction-before": ("<?p x?>" + envelope(RETRIEVE, BODY), SENDER),
    "processing-instruction-inside": (
        envelope(RETRIEVE, BODY.replace("1.4", "1<?p x?>.4")), SENDER,
    ),
    "processing-instruction-behind": (envelope(RETRIEVE, BODY) + "<?p x?>", SENDER),
    "deep": (envelope(RETRIEVE, BODY, more=f"{'<d>' * 5000}{'</d>' * 5000}"), SENDER),
    "no-body": (f'<s:Envelope xmlns:s="{NS["s"]}"><s:Header/></s:Envelope>', SENDER),
    "two-bodies": (
        envelope(RETRIEVE, BODY).replace("</s:Envelope>", "<s:Body/></s:Envelope>"), SENDER,
    ),
    "empty-body": (envelope(RETRIEVE, ""), SENDER),
    "soap-1.1": (
        envelope(RETRIEVE, BODY, soap="http://schemas.xmlsoap.org/soap/envelope/"),
        (500, ("VersionMismatch",)),
    ),
    "unknown-namespace": (envelope(RETRIEVE, BODY, soap="urn:x"), (500, ("VersionMismatch",))),
    "no-namespace": ("<Envelope/>", (500, ("VersionMismatch",))),
    "unknown-header": (
        envelope(RETRIEVE, BODY, more='<u:Security xmlns:u="urn:u" s:mustUnderstand="1"/>'),
        (500, ("MustUnderstand",)),
    ),
    "odd-must-understand": (
        envelope(RETRIEVE, BODY, more='<u:Security xmlns:u="urn:u" s:mustUnderstand="yes"/>'),
        SENDER,
    ),
    "no-header": (
        f'<s:Envelope xmlns:s="{NS["s"]}"><s:Body>{BODY}</s:Body></s:Envelope>',
        (400, ("Sender", "MessageAddressingHeaderRequired")),
    ),
    "no-action": (
        envelope(RETRIEVE, BODY, MESSAGE), (400, ("Sender", "MessageAddressingHeaderRequired")),
    ),
    "no-message-id": (
        envelope(RETRIEVE, BODY, ACTION), (400, ("Sender", "MessageAddressingHeaderRequired")),
    ),
    "two-actions": (
        envelope(RETRIEVE, BODY, more=ACTION),
        (400, ("Sender", "InvalidAddressingHeader", "InvalidCardinality")),
    ),
    "two-message-ids": (
        envelope(RETRIEVE, BODY, more=MESSAGE),
        (400, ("Sender", "InvalidAddressingHeader", "InvalidCardinality")),
    ),
    "unknown-action": (envelope("urn:x", BODY), (400, ("Sender", "ActionNotSupported"))),
    "other-reply-to": (
        envelope(RETRIEVE, BODY, more=OTHER_REPLY_TO),
        (400, ("Sender", "InvalidAddressingHeader", "OnlyAnonymousAddressSupported")),
    ),
    "reply-to-without-address": (
        envelope(RETRIEVE, BODY, more="<a:ReplyTo/>"),
        (400, ("Sender", "InvalidAddressingHeader", "MissingAddressInEPR")),
    ),
    "unknown-body": (envelope(RETRIEVE, '<x xmlns="urn:x"/>'), SENDER),
    "body-of-other-action": (envelope(RENDERED, BODY), SENDER),
    "syntaxes-first": (
        envelope(RETRIEVE, BODY.replace(SYNTAXES, "").replace("<r:Study", f"{SYNTAXES}<r:Study")),
        SENDER,
    ),
    "two-syntax-lists": (envelope(RETRIEVE, BODY.replace(SYNTAXES, 2 * SYNTAXES)), SENDER),
    "no-study": (envelope(RETRIEVE, retrieve()), SENDER),
    "unknown-element": (envelope(RETRIEVE, BODY.replace(SYNTAXES, f"{SYNTAXES}<x/>")), SENDER),
    "two-uids": (
        envelope(RETRIEVE, BODY.replace(UID, 2 * UID)), SENDER,
    ),
    "long-uid": (envelope(RETRIEVE, BODY.replace("1.4", "1" * 1_000_000)), SENDER),
    "no-syntax-list": (
        envelope(RETRIEVE, BODY.partition("<r:TransferSyntaxUIDList")[0]
                 + "</r:RetrieveImagingDocumentSetRequest>"), SENDER,
    ),
    "empty-syntax-list": (envelope(RETRIEVE, retrieve(("1", "2", "3"), syntaxes=())), SENDER),
    "no-study-attribute": (
        envelope(RETRIEVE, BODY.replace(' studyInstanceUID="1.2"', "")), SENDER,
    ),
    "include-of-nothing": (
        envelope(RETRIEVE, BODY.replace("1.4", f'<x:Include xmlns:x="{NS["x"]}" href="cid:n"/>')),
        SENDER,
    ),
}  # fmt: skip


@pytest.mark.parametrize("charset", ["idna", "cp037", "base64", "no-such-charset"])
def test_a_charset_that_xml_has_not(client: Client, charset: str) -> None:
    content = envelope(RETRIEVE, BODY).encode()

    answer = post(client, f"application/soap+xml; charset={charset}", content)

    assert SENDER == (answer.status, answer.fault)
    assert charset in answer.one("//s:Reason/s:Text[@xml:lang='en']/text()")


def test_a_charset_that_is_no_text(client: Client) -> None:
    kind, body = mtom(envelope(RETRIEVE, BODY))

    answer = post(client, kind, body.replace(b"charset=UTF-8", b'charset="\0"'))

    assert SENDER == (answer.status, answer.fault)


@pytest.mark.parametrize("wrapped", [True, False], ids=["mtom", "plain"])
@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_gets_the_fault_of_the_standard(client: Client, name: str, wrapped: bool) -> None:
    text, expected = MESSAGES[name]

    answer = post(client, *mtom(text)) if wrapped else post(client, PLAIN, text.encode())

    assert expected == (answer.status, answer.fault)
    assert answer.headers["Content-Type"].startswith("application/soap+xml")
    (reason,) = answer.all("//s:Reason/s:Text[@xml:lang='en']/text()")
    assert 20 < len(reason) < 1100
    assert "Traceback" not in reason
    addressing = "addressing/fault" if len(answer.fault) > 1 else "addressing/soap/fault"
    assert answer.one("//s:Header/a:Action/text()").endswith(addressing)
    readable = name not in (
        "not-well-formed",
        "nothing",
        "document-type",
        "entities",
        "entities-that-multiply",
        "deep",
        "processing-instruction-before",
        "processing-instruction-inside",
        "processing-instruction-behind",
        "no-body",
        "no-namespace",
        "no-header",
        "no-message-id",
    )
    assert ([MESSAGE_ID] if readable else []) == answer.all("//a:RelatesTo/text()")


def test_a_version_mismatch_says_what_is_supported(client: Client) -> None:
    answer = post(client, *mtom("<x/>"))

    supported = answer.one("/s:Envelope/s:Header/s:Upgrade/s:SupportedEnvelope")

    prefix, _, name = supported.get("qname").partition(":")
    assert (NS["s"], "Envelope") == (supported.nsmap[prefix], name)


def test_what_is_not_understood_is_named(client: Client) -> None:
    text = envelope(RETRIEVE, BODY, more='<u:Security xmlns:u="urn:u" s:mustUnderstand="true"/>')

    block = post(client, *mtom(text)).one("/s:Envelope/s:Header/s:NotUnderstood")

    prefix, _, name = block.get("qname").partition(":")
    assert ("urn:u", "Security") == (block.nsmap[prefix], name)


def test_a_missing_header_is_named(client: Client) -> None:
    answer = post(client, *mtom(envelope(RETRIEVE, BODY, ACTION)))

    assert "wsa:MessageID" == answer.one("//s:Detail/a:ProblemHeaderQName/text()")


def test_an_unknown_action_is_repeated(client: Client) -> None:
    answer = post(client, *mtom(envelope("urn:x", BODY)))

    assert "urn:x" == answer.one("//s:Detail/a:ProblemAction/a:Action/text()")


@pytest.mark.parametrize(
    ("content_type", "body", "expected"),
    [
        ("text/xml", b"<x/>", 415),
        ("", b"<x/>", 415),
        ("application/json", b"{}", 415),
        ("multipart/related", b"--x\r\n\r\n--x--", 400),
        ('multipart/related; boundary="x"', b"nothing", 400),
        ('multipart/related; boundary="x"; start="<a>"', b"--x\r\n\r\ny\r\n--x--", 400),
    ],
)
def test_a_wrapping_that_cannot_be_read(
    client: Client, content_type: str, body: bytes, expected: int
) -> None:
    assert expected == post(client, content_type, body).status


@pytest.mark.parametrize(
    "text",
    [
        envelope(f"\n  {RETRIEVE}\n ", BODY),
        envelope(RETRIEVE, BODY, more=ANONYMOUS_REPLY_TO),
        envelope(RETRIEVE, BODY, more='<u:X xmlns:u="urn:u"/>'),
        envelope(
            RETRIEVE, BODY,
            more='<u:X xmlns:u="urn:u" s:mustUnderstand="true" s:role="urn:somebody-else"/>',
        ),
        envelope(RETRIEVE, BODY.replace("1.4", "1<!-- a comment -->.4")),
        f'<?xml version="1.0" encoding="UTF-8"?>\n{envelope(RETRIEVE, BODY)}',
    ],
    ids=["white-space", "reply-to", "header", "header-of-another-role", "comment", "declaration"],
)  # fmt: skip
def test_what_is_odd_but_right_is_answered(client: Client, text: str) -> None:
    assert [("XDSMissingDocument", "1.4")] == post(client, *mtom(text)).errors


def test_the_soap_action_header_is_ignored(client: Client) -> None:
    answer = post(client, *mtom(envelope(RETRIEVE, BODY)), SOAPAction='"urn:nonsense"')

    assert 200 == answer.status


def test_the_action_parameter_must_be_the_action(client: Client) -> None:
    text = envelope(RETRIEVE, BODY)

    same = post(client, *mtom(text, parameters=f'; action="{RETRIEVE}"'))
    other = post(client, *mtom(text, parameters=f'; action="{RENDERED}"'))

    assert (200, 400) == (same.status, other.status)
    assert ("Sender", "InvalidAddressingHeader", "ActionMismatch") == other.fault


def test_empty_uids_are_asked_for_and_not_found(client: Client) -> None:
    for asked in (("", "1.3", "1.4"), ("1.2", "", "1.4"), ("1.2", "1.3", "")):
        answer = ask(client, RETRIEVE, retrieve(asked))

        assert [("XDSMissingDocument", asked[2])] == answer.errors


def test_an_empty_transfer_syntax_is_none_that_can_be_had(
    client: Client, uids: Callable[[str], Asked]
) -> None:
    answer = ask(client, RETRIEVE, retrieve(uids("signed"), syntaxes=("",)))

    assert [("urn:dicom:wado:0007", uids("signed")[2])] == answer.errors


def test_what_is_said_twice_is_answered_once(client: Client, uids: Callable[[str], Asked]) -> None:
    asked = uids("signed")
    answer = ask(client, RETRIEVE, retrieve(asked, asked, syntaxes=(EXPLICIT, EXPLICIT)))

    assert (1, True) == (len(answer.documents), answer.registry_status.endswith(":Success"))


def test_a_message_that_comes_again_is_answered_again(client: Client) -> None:
    message = mtom(envelope(RETRIEVE, BODY))

    first, second = (post(client, *message) for _ in range(2))

    assert (200, first.errors) == (second.status, second.errors)


def test_a_content_coding_is_refused(client: Client) -> None:
    content_type, body = mtom(envelope(RETRIEVE, BODY))

    packed = post(client, content_type, gzip.compress(body), **{"Content-Encoding": "gzip"})
    plain = post(client, content_type, body, **{"Content-Encoding": "Identity"})

    assert (415, "identity") == (packed.status, packed.headers["Accept-Encoding"])
    assert 200 == plain.status


def test_a_media_type_is_refused_with_those_that_are_taken(client: Client) -> None:
    answer = post(client, "text/plain", b"<x/>")

    assert (415, "multipart/related, application/soap+xml") == (
        answer.status,
        answer.headers["Accept"],
    )


def test_the_root_part_is_the_one_that_start_names(client: Client) -> None:
    kind, body = mtom(envelope(RETRIEVE, BODY))
    first = b"--edge\r\nContent-Type: text/plain\r\nContent-ID: <other@test>\r\n\r\nhello\r\n"

    assert 200 == post(client, kind, first + body).status


def test_line_feeds_alone_are_put_up_with(client: Client) -> None:
    kind, body = mtom(envelope(RETRIEVE, BODY))

    assert 200 == post(client, kind, body.replace(b"\r\n", b"\n")).status


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_other_encodings_are_read(client: Client, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{envelope(RETRIEVE, BODY)}'

    answer = post(client, "application/soap+xml", text.encode(encoding))

    assert 200 == answer.status


def test_the_reason_of_a_schema_fault_teaches(client: Client) -> None:
    answer = ask(client, RETRIEVE, BODY.replace(' seriesInstanceUID="1.3"', ""))

    reason = answer.one("//s:Reason/s:Text/text()")

    assert "seriesInstanceUID" in reason
    assert "?xsd=xdsi-b.xsd" in reason


def test_the_server_goes_on_after_every_bad_request(client: Client) -> None:
    for text, _ in MESSAGES.values():
        post(client, *mtom(text))
    for verb in (client.put, client.delete, client.options, client.patch):
        verb(URL).close()

    assert 200 == ask(client, RETRIEVE, BODY).status


def test_a_failure_of_ours_is_a_receiver_fault_without_a_traceback(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("wadows_reference.store.Store.snapshot", fail)

    answer: Answer = ask(client, RETRIEVE, BODY)

    assert (500, ("Receiver",)) == (answer.status, answer.fault)
    assert b"secret" not in answer.body
    assert [MESSAGE_ID] == answer.all("//a:RelatesTo/text()")
