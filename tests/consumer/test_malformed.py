"""Malformed requests: each has the one thing wrong that its name says, and nothing else."""

import gzip
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from lxml import etree

from tests.command.endpoints import Request as Came
from tests.command.endpoints import endpoint
from tests.judge.documents import DOCUMENTS, REPOSITORY, write_catalogue
from wadows_contract.consumer.limits import Limits
from wadows_contract.consumer.malformed import (
    RawRequest,
    document_asked_for,
    malformed_names,
    malformed_request,
)
from wadows_contract.consumer.transport import LiveTransport
from wadows_contract.exchange import BodyStore, Exchange, Headers, Request
from wadows_contract.judge.finding import Case
from wadows_contract.judge.own import own_faults
from wadows_spec.catalogue import Catalogue
from wadows_spec.constants import RETRIEVE_ACTION, SOAP11, SOAP12, WSA
from wadows_spec.malformed import malformed_requests
from wadows_spec.statement import load_statement

STATEMENT = load_statement("dcm4chee-arc")
FRAMES = DOCUMENTS["frames"]


@dataclass(frozen=True)
class Target:
    catalogue: Catalogue
    url: str = "http://127.0.0.1:1/ids?a=1&b=<2>"


@pytest.fixture
def target(tmp_path: Path) -> Target:
    return Target(write_catalogue(tmp_path))


def as_case(raw: RawRequest, target: Target, folder: Path) -> Case:
    body = BodyStore(folder / "bodies").save((raw.body,), "raw")
    request = Request(target.url, Headers(raw.headers), body, raw.method)
    return Case(Exchange("T1-1", "T1", request, None), STATEMENT, target.catalogue)


#: What keeps a request from being sent, addressed or asked properly; the others are all three.
SENT, ADDRESSED, ASKED = "sent", "addressed", "asked"
UNREADABLE = {ADDRESSED, ASKED}
ODD: Final[Mapping[str, Set[str]]] = {
    "an envelope that is not well-formed": UNREADABLE,
    "an envelope without a Body": UNREADABLE,
    "a Body that names no known operation": {ASKED},
    "a document type that defines nothing": {ADDRESSED},
    "a UID that is an entity of its own document type": UNREADABLE,
    "a root element that is no Envelope": UNREADABLE,
    "a UID that is an entity from elsewhere": UNREADABLE,
    "a UID of entities that multiply": UNREADABLE,
    "an envelope of an unknown namespace": UNREADABLE,
    "an envelope of no namespace": UNREADABLE,
    "an envelope of SOAP 1.1": UNREADABLE,
    "an envelope and a media type of SOAP 1.1": {SENT, *UNREADABLE},
    "elements nested ten thousand deep": UNREADABLE,
    **dict.fromkeys(
        (
            "a processing instruction",
            "no Header",
            "no Action",
            "an Action of no operation",
            "no MessageID",
            "two Actions",
            "two MessageIDs",
            "an action parameter that is not its Action",
            "a ReplyTo that is somewhere else",
        ),
        frozenset({ADDRESSED}),
    ),
    **dict.fromkeys(
        (
            "its transfer syntaxes before its studies",
            "no list of transfer syntaxes",
            "two lists of transfer syntaxes",
            "a list of no transfer syntax",
            "an empty transfer syntax",
            "the same transfer syntax twice",
            "no study",
            "a study of no series",
            "a series of no document",
            "a study without its UID",
            "an empty study UID",
            "an empty series UID",
            "an empty document UID",
            "two UIDs for one document",
            "the same document twice",
            "an element that nobody knows",
            "a UID of a million digits",
        ),
        frozenset({ASKED}),
    ),
    **dict.fromkeys(
        (
            "a plain envelope instead of an MTOM message",
            "an envelope in UTF-16",
            "an xop:Include that names no part",
            "a start that names no part",
            "no boundary parameter",
            "a boundary that never comes",
            "a media type of plain text",
            "no media type",
            "the verb PUT",
        ),
        frozenset({SENT}),
    ),
    "a body packed with gzip": {SENT, *UNREADABLE},
}


@pytest.mark.parametrize("name", sorted(malformed_names()))
def test_a_request_is_wrong_in_one_way(name: str, target: Target, tmp_path: Path) -> None:
    case = as_case(malformed_request(name, target), target, tmp_path)

    found = {
        word
        for word, proper in (
            (SENT, case.sent_properly),
            (ADDRESSED, case.addressed_properly),
            (ASKED, case.asked_properly),
        )
        if not proper
    }

    assert ODD.get(name, set()) == found
    assert (not found) == case.asked_in_full


@pytest.mark.parametrize(
    "name", [name for name, row in malformed_requests().items() if row.kind == "served"]
)
def test_what_must_be_served_is_right(name: str, target: Target, tmp_path: Path) -> None:
    case = as_case(malformed_request(name, target), target, tmp_path)

    assert [] == own_faults(case)
    (asked,) = case.asked.documents
    assert (FRAMES.instance, REPOSITORY) == (asked.document, asked.repository)
    assert (FRAMES.syntax,) == case.asked.transfer_syntaxes
    assert RETRIEVE_ACTION == case.asked.action
    assert case.question.envelope is not None
    assert target.url == case.question.envelope.addressing.to


BEFORE: Final = r'<?xml version="1.0" encoding="UTF-8"?>'
TOLL = "urn:example:wadows-contract:unknown"

#: What shows the one thing that is wrong: a pattern, and how often it is found in the request.
SIGNS: Final[Mapping[str, tuple[str, int]]] = {
    "an envelope that is not well-formed": ("</s:Envelope>", 0),
    "an envelope without a Body": ("Body", 0),
    "a Body that names no known operation": (r"<s:Body><u:Pay [^>]*/></s:Body>", 1),
    "a document type that defines nothing": (r"\?>\n<!DOCTYPE s:Envelope>\n<s:Envelope", 1),
    "a UID that is an entity of its own document type": (
        rf'\[<!ENTITY uid "{FRAMES.instance}">\]>.*<x:DocumentUniqueId>&uid;</x', 1,
    ),
    "a UID that is an entity from elsewhere": (
        r'\[<!ENTITY uid SYSTEM "http://consumer.invalid/uid.txt">\]>.*>&uid;</x', 1,
    ),
    "a UID of entities that multiply": (r'<!ENTITY e\d+ "(&e\d;){4}">', 10),
    "a root element that is no Envelope": (r"</?s:Message", 2),
    "a header that nobody knows and that must be understood": (
        rf'<u:Toll xmlns:u="{TOLL}" s:mustUnderstand="true">1</u:Toll>', 1,
    ),
    "a header that nobody knows and whose mustUnderstand is 1": (
        rf'<u:Toll xmlns:u="{TOLL}" s:mustUnderstand="1">1</u:Toll>', 1,
    ),
    "an envelope of an unknown namespace": (
        r'<s:Envelope xmlns:s="urn:example:wadows-contract:envelope"', 1,
    ),
    "an envelope of no namespace": (r"</?(Envelope|Header|Body)\b", 6),
    "blanks around its Action": (rf">  {RETRIEVE_ACTION} </a:Action>", 1),
    "line breaks around its Action": (rf">\n\t{RETRIEVE_ACTION}\n</a:Action>", 1),
    "its root part behind another part": (r"first@consumer.invalid>\r\n\r\nThis.*<s:Envelope", 1),
    "an empty SOAPAction": (r'(?m)^SOAPAction: ""$', 1),
    "the SOAPAction of its own operation": (rf'(?m)^SOAPAction: "{RETRIEVE_ACTION}"$', 1),
    "the SOAPAction of something else": (
        r'(?m)^SOAPAction: "urn:example:wadows-contract:soap-action"$', 1,
    ),
    "an envelope of SOAP 1.1": (
        rf'<s:Envelope xmlns:s="{SOAP11}".*<a:Action s:mustUnderstand="1">', 1,
    ),
    "an envelope and a media type of SOAP 1.1": (
        rf'Content-Type: text/xml; .*<s:Envelope xmlns:s="{SOAP11}"', 1,
    ),
    "a processing instruction": (r"\?>\n<\?wadows-contract [^>]*\?>\n<s:Envelope", 1),
    "no Header": ("Header", 0),
    "no Action": ("<a:Action", 0),
    "an Action of no operation": (">urn:example:wadows-contract:action</a:Action>", 1),
    "no MessageID": ("<a:MessageID", 0),
    "two Actions": (f">{RETRIEVE_ACTION}</a:Action>", 2),
    "two MessageIDs": ("<a:MessageID>", 2),
    "an action parameter that is not its Action": (
        r'action="urn:example:wadows-contract:action"', 1,
    ),
    "a ReplyTo that is somewhere else": (r"<a:Address>http://consumer.invalid/reply</a:Ad", 1),
    "its transfer syntaxes before its studies": ("UIDList><r:StudyRequest", 1),
    "no list of transfer syntaxes": ("TransferSyntax", 0),
    "two lists of transfer syntaxes": ("<r:TransferSyntaxUIDList>", 2),
    "a list of no transfer syntax": ("<r:TransferSyntaxUIDList></r:TransferSyntaxUIDList>", 1),
    "an empty transfer syntax": ("<r:TransferSyntaxUID/>", 1),
    "the same transfer syntax twice": (f"<r:TransferSyntaxUID>{FRAMES.syntax}</r", 2),
    "no study": ("StudyRequest", 0),
    "a study of no series": ("<r:StudyRequest [^>]*></r:StudyRequest>", 1),
    "a series of no document": ("<r:SeriesRequest [^>]*></r:SeriesRequest>", 1),
    "a study without its UID": ("<r:StudyRequest >", 1),
    "an empty study UID": ('studyInstanceUID=""', 1),
    "an empty series UID": ('seriesInstanceUID=""', 1),
    "an empty document UID": ("<x:DocumentUniqueId></x:DocumentUniqueId>", 1),
    "two UIDs for one document": ("<x:DocumentUniqueId>", 2),
    "the same document twice": ("<x:DocumentRequest>", 2),
    "an element that nobody knows": ("</r:SeriesRequest><u:Toll ", 1),
    "a UID of a million digits": (r"<x:DocumentUniqueId>2\.25\.1{999995}</x", 1),
    "elements nested ten thousand deep": ("(<u:d>){10000}(</u:d>){10000}", 1),
    "a plain envelope instead of an MTOM message": (
        r"\AContent-Type: application/soap\+xml; [^\n]*\n\n<\?xml", 1,
    ),
    "an xop:Include that names no part": (r'<o:Include [^>]*href="cid:nobody@consumer.inv', 1),
    "a start that names no part": (r'start="<nobody@consumer.invalid>"', 1),
    "no boundary parameter": ("boundary=", 0),
    "a boundary that never comes": ("wadows_never", 1),
    "a media type of plain text": (r"\AContent-Type: text/plain; [^\n]*\n\n<\?xml", 1),
    "no media type": (r"(?m)\A(Accept-Encoding: identity)\n\n", 1),
    "the verb PUT": (r"\A", 1),
    "a MessageID that comes again": ("<a:MessageID>urn:uuid:", 1),
}  # fmt: skip


def as_text(raw: RawRequest) -> str:
    """Header fields, an empty line, and the body."""
    fields = "".join(f"{name}: {value}\n" for name, value in raw.headers)
    return f"{fields}\n{raw.body.decode()}"


@pytest.mark.parametrize("name", SIGNS)
def test_a_request_shows_what_its_name_says(name: str, target: Target) -> None:
    pattern, times = SIGNS[name]

    raw = malformed_request(name, target)

    assert times == len(re.findall(pattern, as_text(raw), re.S))
    assert ("PUT" if name == "the verb PUT" else "POST") == raw.method


def test_those_whose_bytes_are_no_utf_8(target: Target) -> None:
    packed = malformed_request("a body packed with gzip", target)
    wide = malformed_request("an envelope in UTF-16", target)

    assert "gzip" == dict(packed.headers)["Content-Encoding"]
    assert b"</s:Envelope>\r\n--wadows_" in gzip.decompress(packed.body)
    part = wide.body.partition(b"\r\n\r\n")
    assert b"charset=UTF-16;" in part[0]
    envelope = part[2].rpartition(b"\r\n--wadows_")[0].decode("utf-16")
    assert f"{{{SOAP12}}}Envelope" == etree.fromstring(envelope.encode("utf-16")).tag
    assert 'encoding="UTF-16"' in envelope


def test_every_request_is_looked_at_here() -> None:
    bytes_alone = {"a body packed with gzip", "an envelope in UTF-16"}

    assert malformed_names() == SIGNS.keys() | bytes_alone
    assert set() == ODD.keys() - malformed_names()


def test_entities_multiply_to_a_million_digits(target: Target) -> None:
    """Ten times fourfold: enough to be seen, too little to end a parser that has no limit."""
    text = as_text(malformed_request("a UID of entities that multiply", target))
    values = dict(re.findall(r'<!ENTITY (e\d+) "([^"]*)">', text))
    lengths = {"e0": len(values["e0"])}
    for level in range(1, 11):
        assert {f"e{level - 1}"} == set(re.findall(r"&(\w+);", values[f"e{level}"]))
        lengths[f"e{level}"] = values[f"e{level}"].count("&") * lengths[f"e{level - 1}"]

    assert 4**10 == 1_048_576 == lengths["e10"]
    assert "<x:DocumentUniqueId>&e10;</x:DocumentUniqueId>" in text
    assert len(text) < 3000


@pytest.mark.parametrize("name", sorted(malformed_names()))
def test_nothing_is_left_to_be_filled_in(name: str, target: Target) -> None:
    request = malformed_request(name, target)
    packed = ("Content-Encoding", "gzip") in request.headers
    body = gzip.decompress(request.body) if packed else request.body

    assert not re.search(rb"@[A-Z]+@", body)


def test_each_has_a_message_id_of_its_own(target: Target) -> None:
    bodies = [malformed_request("no Header", target).body for _ in range(2)]
    ids = [
        re.findall(rb"urn:uuid:[0-9a-f-]{36}", malformed_request("two Actions", target).body)
        for _ in range(2)
    ]

    assert bodies[0] != bodies[1]  # the boundary is another
    assert [1, 1] == [len(found) for found in ids]
    assert ids[0] != ids[1]


def test_texts_of_the_target_are_escaped(target: Target) -> None:
    body = malformed_request("two Actions", target).body

    assert b"<a:To>http://127.0.0.1:1/ids?a=1&amp;b=&lt;2&gt;</a:To>" in body
    assert WSA.encode() in body


def test_there_is_no_other() -> None:
    with pytest.raises(KeyError):
        malformed_request("a wish", Target(Catalogue("1", "2", {})))


def test_without_an_uncompressed_image_the_smallest_document_is_asked_for(target: Target) -> None:
    documents = target.catalogue.documents
    others = {
        role: entry
        for role, entry in documents.items()
        if not entry.frames or entry.transfer_syntax_uid == DOCUMENTS["jpeg"].syntax
    }
    assert len(others) > 1

    asked = document_asked_for(Catalogue("1", "2", others))

    assert min(entry.size for entry in others.values()) == asked.size


def test_no_media_type_is_sent_where_none_is_given(target: Target, tmp_path: Path) -> None:
    """The HTTP library could add one of its own."""
    came: list[Came] = []

    def answer(received: Came) -> bytes:
        came.append(received)
        return b"HTTP/1.1 415 No\r\nContent-Length: 0\r\n\r\n"

    store = BodyStore(tmp_path / "bodies")
    with endpoint(answer) as url:
        for name in ("no media type", "an empty SOAPAction", "a body packed with gzip"):
            raw = malformed_request(name, target)
            request = Request(url, Headers(raw.headers), store.save((raw.body,), "raw"))
            LiveTransport(store, Limits(connect=5, read=5)).send("T1", 1, request)

    heads = [received.head.decode() for received in came]
    assert "content-type" not in heads[0].lower()
    assert '\r\nSOAPAction: ""\r\n' in heads[1]
    assert "\r\nContent-Encoding: gzip\r\n" in heads[2]
    assert came[2].body.startswith(b"\x1f\x8b")
