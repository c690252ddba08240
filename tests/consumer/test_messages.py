"""What the consumer sends: packed, typed, and as samples."""

import email
import email.policy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zeep.exceptions
from lxml import etree

from tests.judge.builder import (
    MESSAGE_ID,
    PARTIAL,
    SUCCESS,
    Said,
    fault,
    jpeg,
    page,
    plain,
    registry_error,
    rendered,
    retrieved,
)
from tests.judge.documents import DOCUMENTS, HOME, REPOSITORY, SERIES, STUDY, write_catalogue
from tests.judge.good import CT, CT_REQUEST, CT_SHOWN, SECOND, UNKNOWN
from wadows_contract.consumer.malformed import RawRequest
from wadows_contract.consumer.mtom import pack
from wadows_contract.consumer.requests import Wanted, rendered_request, retrieve_request
from wadows_contract.consumer.samples import (
    SAMPLE_ROLES,
    for_endpoint,
    read_sample_response,
    sample_request,
    sample_response,
)
from wadows_contract.consumer.typed import TypedAnswer, call
from wadows_contract.exchange import BodyStore, Exchange, Headers, Request, Response
from wadows_contract.judge.finding import Case
from wadows_contract.judge.own import own_faults
from wadows_contract.judge.sweep import sweep
from wadows_contract.wire.message import Message
from wadows_spec.catalogue import Catalogue
from wadows_spec.constants import (
    EXPLICIT_VR_LE,
    RENDERED_ACTION,
    RENDERED_ACTION_2018,
    RETRIEVE_ACTION,
    SOAP12,
    WSA,
)
from wadows_spec.documents import write_documents
from wadows_spec.statement import load_statement

URL = "http://127.0.0.1:1/ids?a=1&b=<2>"
STATEMENT = load_statement("dcm4chee-arc")


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return write_catalogue(tmp_path)


# MTOM


@pytest.mark.parametrize(
    "envelope", [b"<a/>", b"", b"\r\n<a>\r\n</a>\r\n\r\n", "<ä>--</ä>".encode("utf-16")]
)
def test_a_packed_request_is_read_by_the_standard_library(envelope: bytes) -> None:
    headers, body = pack(envelope, "urn:action")

    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    message = email.message_from_bytes(
        f"{head}MIME-Version: 1.0\r\n\r\n".encode() + body, policy=email.policy.HTTP
    )
    (part,) = message.iter_parts()
    outer, root = message["Content-Type"].params, part["Content-Type"]

    assert "multipart/related" == message.get_content_type()
    assert ("application/xop+xml", "application/soap+xml", "urn:action") == (
        outer["type"],
        outer["start-info"],
        outer["action"],
    )
    assert outer["start"] == part["Content-ID"]
    assert "application/xop+xml" == root.content_type
    assert {"charset": "UTF-8", "type": "application/soap+xml"} == dict(root.params)
    assert "binary" == part["Content-Transfer-Encoding"]
    assert [] == message.defects
    # The standard library reads text and may change line ends: the bytes are counted here.
    assert body.partition(b"\r\n\r\n")[2] == envelope + f"\r\n--{outer['boundary']}--\r\n".encode()


def test_each_message_has_a_boundary_of_its_own() -> None:
    assert pack(b"<a/>", "")[0] != pack(b"<a/>", "")[0]


def test_no_soap_action_is_sent() -> None:
    assert ["Content-Type", "Accept-Encoding"] == [name for name, _ in pack(b"<a/>", "urn:a")[0]]


# Request bodies


def wanted(
    instance: str, study: str = STUDY, series: str = SERIES, home: str | None = None
) -> Wanted:
    return Wanted("", study, series, instance, REPOSITORY, home)


def test_documents_stand_under_their_series_and_study() -> None:
    asked = [wanted("1"), wanted("2", series="2.25.7"), wanted("3"), wanted("4", study="2.25.8")]

    body = retrieve_request(asked, ["1.2"])

    tree = [
        (
            study["studyInstanceUID"],
            [
                (
                    series["seriesInstanceUID"],
                    [entry["DocumentUniqueId"] for entry in series["DocumentRequest"]],
                )
                for series in study["SeriesRequest"]
            ],
        )
        for study in body["StudyRequest"]
    ]
    assert [
        (STUDY, [(SERIES, ["1", "3"]), ("2.25.7", ["2"])]),
        ("2.25.8", [(SERIES, ["4"])]),
    ] == tree
    assert {"TransferSyntaxUID": ["1.2"]} == body["TransferSyntaxUIDList"]


def test_home_community_only_where_it_is_named() -> None:
    assert "HomeCommunityId" not in wanted("1").identity
    assert "" == wanted("1", home="").identity["HomeCommunityId"]


def test_content_types() -> None:
    def types(parameters: dict[str, str]) -> list[str]:
        (study,) = rendered_request([wanted("1")], parameters)["StudyRequest"]
        listed: list[str] = study["SeriesRequest"][0]["RenderedDocumentRequest"][0][
            "ContentTypeList"
        ]["ContentType"]
        return listed

    assert ["image/jpeg"] == types({"Rows": "1"})
    assert ["image/png", "image/gif"] == types({"ContentTypeList": "image/png image/gif"})


# The typed door


class Door:
    """Calls an operation and gives a canned answer, keeping what was sent."""

    def __init__(self, folder: Path) -> None:
        self.store = BodyStore(folder / "bodies")
        self.sent: list[Request] = []

    def call(
        self, said: Said, operation: str, body: dict[str, Any], action: str = ""
    ) -> TypedAnswer:
        def send(headers: tuple[tuple[str, str], ...], content: bytes) -> Exchange:
            request = Request(URL, Headers(headers), self.store.save((content,), "request"))
            self.sent.append(request)
            response = None
            if said.reply is not None:
                response = Response(
                    said.status,
                    "",
                    Headers(tuple(said.headers.items())),
                    self.store.save((said.reply,), "response"),
                )
            return Exchange("T1-1", "T1", request, response, said.failure)

        return call(URL, operation, action, body, send)


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door(tmp_path)


def test_what_is_no_envelope_is_not_put_into_the_problem(door: Door) -> None:
    """What zeep cannot read, it writes out, and the evidence has what it says."""
    answer = door.call(Said(b"", b"\0" * 100_000), "retrieve", RETRIEVE)

    assert None is answer.value
    assert 0 < len(answer.problem) < 10_000


RETRIEVE = retrieve_request([wanted(CT, home=HOME), wanted(SECOND)], [EXPLICIT_VR_LE])
RENDER = rendered_request([wanted(CT)], {"Rows": "32", "FrameNumber": "1", "Anonymize": "yes"})


@pytest.mark.parametrize(
    ("operation", "body", "action", "expected"),
    [
        ("retrieve", RETRIEVE, "", RETRIEVE_ACTION),
        ("rendered", RENDER, "", RENDERED_ACTION),
        ("rendered", RENDER, RENDERED_ACTION_2018, RENDERED_ACTION_2018),
    ],
)
def test_a_typed_request(
    operation: str, body: dict[str, Any], action: str, expected: str, door: Door,
    catalogue: Catalogue,
) -> None:  # fmt: skip
    exchange = door.call(retrieved("ct"), operation, body, action).exchange

    (request,) = door.sent
    message = Message(request.headers, request.body)
    assert message.envelope is not None
    header = message.envelope.root.find(f"{{{SOAP12}}}Header")
    assert header is not None
    # ITI TF-2x V.9.2.1: each once, the Action to be understood.
    assert {"Action", "MessageID", "To", "ReplyTo"} == {
        etree.QName(entry).localname for entry in header
    }
    assert 4 == len(header)
    assert (expected, 1, True) == (
        message.envelope.addressing.action,
        message.envelope.addressing.counts["Action"],
        message.envelope.addressing.action_must_understand,
    )
    assert URL == message.envelope.addressing.to
    assert f"{WSA}/anonymous" == header.findtext(f"{{{WSA}}}ReplyTo/{{{WSA}}}Address")
    assert message.envelope.addressing.message_id.startswith("urn:uuid:")
    assert expected == message.media_type.parameters["action"]
    case = Case(exchange, STATEMENT, catalogue)
    assert [] == own_faults(case)
    assert case.asked_in_full
    assert operation == message.asked.operation
    assert (STUDY, SERIES, CT, REPOSITORY) == (
        message.asked.documents[0].study,
        message.asked.documents[0].series,
        message.asked.documents[0].document,
        message.asked.documents[0].repository,
    )


def test_home_communities_are_sent_where_they_are_named(door: Door) -> None:
    door.call(retrieved("ct"), "retrieve", RETRIEVE)

    asked = Message(door.sent[0].headers, door.sent[0].body).asked
    assert [HOME, None] == [entry.home for entry in asked.documents]


def test_each_request_has_a_message_id_of_its_own(door: Door) -> None:
    for _ in range(2):
        door.call(retrieved("ct"), "retrieve", RETRIEVE)

    first, second = (Message(sent.headers, sent.body).asked.message_id for sent in door.sent)
    assert first != second


def test_a_typed_answer(door: Door) -> None:
    said = retrieved(
        "ct",
        "second",
        asked=[CT, SECOND, UNKNOWN],
        errors=[registry_error("XDSMissingDocument", UNKNOWN)],
        status=PARTIAL,
    )

    answer = door.call(said, "retrieve", RETRIEVE)

    assert "" == answer.problem
    assert PARTIAL == answer.value.RegistryResponse.status
    (error,) = answer.value.RegistryResponse.RegistryErrorList.RegistryError
    assert ("XDSMissingDocument", UNKNOWN) == (error.errorCode, error.location)
    # Documents stay where they are: their cid URL stands for them.
    assert [(CT, b"cid:1@x"), (SECOND, b"cid:2@x")] == [
        (entry.DocumentUniqueId, entry.Document) for entry in answer.value.DocumentResponse
    ]


def test_a_typed_answer_of_rendering(door: Door) -> None:
    answer = door.call(rendered("ct", jpeg(CT_SHOWN), {"Rows": "32"}), "rendered", RENDER)

    assert "" == answer.problem
    assert SUCCESS == answer.value.RegistryResponse.status
    (document,) = answer.value.RenderedDocumentResponse
    assert (CT, "32", "image/jpeg", b"cid:1@x") == (
        document.SourceDocumentUniqueId,
        document.Rows,
        document.mimeType,
        document.Document,
    )


def test_a_plain_answer_holds_the_document_itself(door: Door) -> None:
    answer = door.call(plain(retrieved("ct")), "retrieve", RETRIEVE)

    assert DOCUMENTS["ct"].content == answer.value.DocumentResponse[0].Document


@pytest.mark.parametrize(
    "said",
    [
        fault(),
        fault(status=500),
        page(500, CT_REQUEST),
        page(200, CT_REQUEST).saying(b""),
        retrieved("ct").swap("</s:Envelope>", ""),
        retrieved("ct").saying(b"--b\r\n"),
        replace(retrieved("ct"), reply=None, failure="refused"),
    ],
    ids=["fault", "500", "HTML", "nothing", "cut", "no part", "no answer"],
)
def test_what_zeep_makes_nothing_of(said: Said, door: Door) -> None:
    answer = door.call(said, "retrieve", RETRIEVE)

    assert said.failure == answer.exchange.failure
    assert answer.problem or answer.value is None
    assert "" == door.call(retrieved("ct"), "retrieve", RETRIEVE).problem


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("retrieve", {"StudyRequest": [], "TransferSyntaxUIDList": {"TransferSyntaxUID": ["1.2"]}}),
        ("retrieve", {"StudyRequest": RETRIEVE["StudyRequest"]}),
        ("rendered", {}),
    ],
)
def test_our_own_mistake_is_ours(operation: str, body: dict[str, Any], door: Door) -> None:
    with pytest.raises(zeep.exceptions.ValidationError):
        door.call(retrieved("ct"), operation, body)

    assert [] == door.sent
    assert "" == door.call(retrieved("ct"), "retrieve", RETRIEVE).problem


# Samples

OLD = [
    "1.3.12.2.1107.5.8.1.12345678",
    "1.3.6.1.4.1.21367.13.80.110",
    "localhost:8080",
    "3FC3AA9541DB19A2CA1509719154150",
]


def as_case(raw: RawRequest, catalogue: Catalogue, folder: Path) -> Case:
    request = Request(
        URL, Headers(raw.headers), BodyStore(folder / "bodies").save((raw.body,), "raw")
    )
    return Case(Exchange("T1-1", "T1", request, None), STATEMENT, catalogue)


@pytest.fixture
def elsewhere(catalogue: Catalogue) -> Catalogue:
    """A catalogue whose documents have other UIDs than the samples name."""
    entries = {
        role: replace(catalogue.documents[known], role=role)
        for role, known in (("sample-retrieve", "ct"), ("sample-rendered", "second"))
    }
    return Catalogue("1.9.1", HOME, entries, catalogue.folder)


@pytest.mark.parametrize("name", ["rad69", "rendered"])
def test_a_sample_for_another_endpoint(name: str, elsewhere: Catalogue, tmp_path: Path) -> None:
    sample = for_endpoint(sample_request(name), URL, elsewhere)

    document = elsewhere.documents[SAMPLE_ROLES[name]]
    case = as_case(RawRequest(sample.headers, sample.body), elsewhere, tmp_path)
    (asked,) = case.asked.documents
    assert [] == [old for old in OLD if old in sample.body.decode()]
    assert [] == own_faults(case)
    assert case.asked_in_full
    assert (document.study_instance_uid, document.series_instance_uid) == (
        asked.study,
        asked.series,
    )
    assert (document.sop_instance_uid, "1.9.1") == (asked.document, asked.repository)
    request = Message(case.exchange.request.headers, case.exchange.request.body)
    assert request.envelope is not None
    assert URL == request.envelope.addressing.to
    assert sample_request(name).headers == sample.headers
    again = for_endpoint(sample_request(name), URL, elsewhere)
    assert again.body != sample.body  # a MessageID of its own


@pytest.mark.parametrize("name", ["rad69", "rendered"])
def test_a_sample_is_read_as_it_is(name: str, elsewhere: Catalogue, tmp_path: Path) -> None:
    sample = sample_request(name)

    case = as_case(RawRequest(sample.headers, sample.body), elsewhere, tmp_path)
    assert sample.start_line == "POST /dcm4chee-arc/xdsi/ImagingDocumentSource HTTP/1.1"
    assert [] == own_faults(case)
    assert case.asked_in_full


@pytest.fixture
def built_in(tmp_path: Path) -> Catalogue:
    return write_documents(tmp_path / "documents")


def broken_by(
    name: str, change: Callable[[bytes], bytes], built_in: Catalogue, folder: Path
) -> set[str]:
    sample = read_sample_response(name)
    changed = replace(sample, body=change(sample.body))
    exchange = sample_response(changed, BodyStore(folder / "bodies"), "T1")
    findings = sweep(Case(exchange, STATEMENT, built_in))
    return {finding.requirement for finding in findings if not finding.met}


@pytest.mark.parametrize("name", ["rad69", "rendered"])
def test_a_sample_response_lacks_must_understand_alone(
    name: str, built_in: Catalogue, tmp_path: Path
) -> None:
    assert {"WSA-03"} == broken_by(name, lambda body: body, built_in, tmp_path)


@pytest.mark.parametrize(
    ("name", "old", "new", "requirement"),
    [
        ("rad69", b"d9--\r\n", b"d9\r\n", "MIME-02"),
        ("rad69", b"</ihe:DocumentUniqueId>", b"", "SOAP-01"),
        ("rad69", b"Type:Success", b"Type:Failure", "REG-03"),
        ("rad69", b"Content-Type: application/dicom", b"Content-Type: text/plain", "MIME-04"),
        ("rad69", b"DICM", b"DACM", "DOC-01"),
        ("rendered", b"<wado:Rows>64</wado:Rows>", b"", "REN-03"),
        ("rendered", b"JFIF", b"JFI", "REN-01"),
    ],
)
def test_a_sample_response_that_is_broken_is_found_out(
    name: str, old: bytes, new: bytes, requirement: str, built_in: Catalogue, tmp_path: Path
) -> None:
    """SAM-02 has no mutant, for the reference does not write the samples: this stands for it."""
    assert old in read_sample_response(name).body

    assert requirement in broken_by(name, lambda body: body.replace(old, new), built_in, tmp_path)


def test_the_message_id_of_the_tests_is_not_ours(door: Door) -> None:
    """Answers of the tests relate to a fixed message, which no request of ours is."""
    door.call(retrieved("ct"), "retrieve", RETRIEVE)

    assert MESSAGE_ID.encode() not in door.sent[0].body.read()
