"""Retrieve Imaging Document Set."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from lxml import etree
from pydicom import dcmread
from werkzeug.test import Client

from tests.reference.client import (
    EXPLICIT,
    IMPLICIT,
    MESSAGE_ID,
    RENDERED,
    REPOSITORY,
    RETRIEVE,
    Answer,
    Asked,
    ask,
    envelope,
    post,
    rendered,
    retrieve,
)
from wadows_reference import create_app
from wadows_reference.settings import Settings
from wadows_spec.data import data_path
from wadows_spec.errors import ConfigurationError
from wadows_spec.statement import load_statement

Uids = Callable[[str], Asked]
Stored = Callable[[str], bytes]
BASELINE = "1.2.840.10008.1.2.4.50"
OASIS = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType"
SUCCESS, FAILURE = f"{OASIS}:Success", f"{OASIS}:Failure"
PARTIAL = "urn:ihe:iti:2007:ResponseStatusType:PartialSuccess"
UNKNOWN = ("1.2.3", "1.2.4", "1.2.5")


def keeps_to_schema(answer: Answer, name: str) -> bool:
    """Validate the body element with each xop:Include replaced by text."""
    for document in answer.all("//i:Document"):
        document.remove(document[0])
        document.text = "QUJD"
    schema = etree.XMLSchema(file=str(data_path("wsdl") / name))
    return bool(schema.validate(answer.one("//s:Body/*")))


def test_a_document_comes_as_stored(client: Client, uids: Uids, stored: Stored) -> None:
    answer = ask(client, RETRIEVE, retrieve(uids("signed")))

    assert 200 == answer.status
    assert SUCCESS == answer.registry_status
    assert [stored("signed")] == answer.documents
    assert ["application/dicom"] == answer.all("//i:mimeType/text()")
    assert [REPOSITORY] == answer.all("//i:RepositoryUniqueId/text()")
    assert [uids("signed")[2]] == answer.all("//i:DocumentUniqueId/text()")
    assert [] == answer.all("//i:HomeCommunityId")
    assert keeps_to_schema(answer, "xds-b.xsd")


def test_the_message_is_mtom(client: Client, uids: Uids) -> None:
    answer = ask(client, RETRIEVE, retrieve(uids("signed")))

    kinds = [kind for kind, _ in answer.parts.values()]
    assert 'application/xop+xml; charset=UTF-8; type="application/soap+xml"' == kinds[0]
    assert ["application/dicom"] == kinds[1:]
    content_type = answer.headers["Content-Type"]
    assert 'type="application/xop+xml"' in content_type
    assert 'start-info="application/soap+xml"' in content_type


def test_the_headers_of_an_answer(client: Client, uids: Uids) -> None:
    answer = ask(client, RETRIEVE, retrieve(uids("signed")))

    action = answer.one("/s:Envelope/s:Header/a:Action[@s:mustUnderstand='true']/text()")
    assert "urn:ihe:iti:2007:RetrieveDocumentSetResponse" == action
    assert [MESSAGE_ID] == answer.all("//s:Header/a:RelatesTo/text()")
    assert answer.one("//s:Header/a:MessageID/text()").startswith("urn:uuid:")
    assert answer.one("//s:Header/a:To/text()").endswith("/anonymous")


def test_a_plain_soap_request_gets_mtom(client: Client, uids: Uids, stored: Stored) -> None:
    text = envelope(RETRIEVE, retrieve(uids("signed")))

    answer = post(client, "application/soap+xml", text.encode())

    assert [stored("signed")] == answer.documents


def test_the_home_community_is_echoed(client: Client, uids: Uids) -> None:
    answer = ask(client, RETRIEVE, retrieve(uids("signed"), home="urn:oid:1.9"))

    assert ["urn:oid:1.9"] == answer.all("//i:DocumentResponse/i:HomeCommunityId/text()")
    assert keeps_to_schema(answer, "xds-b.xsd")


def test_a_compressed_document_comes_as_stored_if_that_is_allowed(
    client: Client, uids: Uids, stored: Stored
) -> None:
    answer = ask(client, RETRIEVE, retrieve(uids("jpeg"), syntaxes=(EXPLICIT, BASELINE)))

    assert [stored("jpeg")] == answer.documents


@pytest.mark.parametrize(
    ("syntaxes", "expected"),
    [
        ((EXPLICIT,), EXPLICIT),
        ((IMPLICIT,), IMPLICIT),
        ((IMPLICIT, EXPLICIT), EXPLICIT),
        (("1.2.840.10008.1.2.4.90", IMPLICIT), IMPLICIT),
    ],
)
def test_a_compressed_document_is_decoded_otherwise(
    client: Client, uids: Uids, stored: Stored, syntaxes: tuple[str, ...], expected: str
) -> None:
    answer = ask(client, RETRIEVE, retrieve(uids("jpeg"), syntaxes=syntaxes))

    (content,) = answer.documents
    document, source = dcmread(BytesIO(content)), dcmread(BytesIO(stored("jpeg")))
    assert expected == document.file_meta.TransferSyntaxUID
    assert (
        uids("jpeg")[2] == document.SOPInstanceUID == document.file_meta.MediaStorageSOPInstanceUID
    )
    assert (source.pixel_array == document.pixel_array).all()


@pytest.mark.parametrize("role", ["signed", "structured-report", "encapsulated-pdf", "colour"])
def test_an_uncompressed_document_is_converted(
    client: Client, uids: Uids, stored: Stored, role: str
) -> None:
    answer = ask(client, RETRIEVE, retrieve(uids(role), syntaxes=(IMPLICIT,)))

    (content,) = answer.documents
    document = dcmread(BytesIO(content))
    assert IMPLICIT == document.file_meta.TransferSyntaxUID
    source = dcmread(BytesIO(stored(role)))
    assert [(e.tag, e.value) for e in source] == [(e.tag, e.value) for e in document]


@pytest.mark.parametrize(
    ("role", "syntaxes"),
    [
        ("jpeg", ("1.2.840.10008.1.2.4.90",)),
        ("signed", ("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.2", "")),
        ("video", (EXPLICIT, IMPLICIT)),
    ],
)
def test_a_transfer_syntax_that_cannot_be_had(
    client: Client, uids: Uids, role: str, syntaxes: tuple[str, ...]
) -> None:
    answer = ask(client, RETRIEVE, retrieve(uids(role), syntaxes=syntaxes))

    assert (FAILURE, []) == (answer.registry_status, answer.documents)
    assert [("urn:dicom:wado:0007", uids(role)[2])] == answer.errors
    (context,) = answer.all("//rs:RegistryError/@codeContext")
    assert syntaxes[0] in context


def test_damaged_pixel_data_comes_as_stored_and_is_not_converted(
    client: Client, uids: Uids, stored: Stored
) -> None:
    as_stored = ask(client, RETRIEVE, retrieve(uids("damaged"), syntaxes=(BASELINE,)))
    converted = ask(client, RETRIEVE, retrieve(uids("damaged")))

    assert [stored("damaged")] == as_stored.documents
    assert [("urn:dicom:wado:0014", uids("damaged")[2])] == converted.errors
    assert b"Traceback" not in converted.body


def misfits(uids: Uids) -> dict[str, tuple[Asked, str]]:
    """What does not fit together, each with the code that PS3.18 has for it."""
    signed, unsigned, screen = uids("signed"), uids("unsigned"), uids("eight-bit")
    return {
        "nothing known": (UNKNOWN, "0015"),
        "no such study": ((UNKNOWN[0], signed[1], signed[2]), "0015"),
        "no study": (("", signed[1], signed[2]), "0015"),
        "no such series": ((signed[0], UNKNOWN[1], signed[2]), "0016"),
        "no series": ((signed[0], "", signed[2]), "0016"),
        "no such instance": ((signed[0], signed[1], UNKNOWN[2]), "0017"),
        "no instance": ((signed[0], signed[1], ""), "0017"),
        "a series of its study": ((unsigned[0], screen[1], unsigned[2]), "0010"),
        "the series of another study": ((signed[0], unsigned[1], signed[2]), "0010"),
        "another study": ((unsigned[0], signed[1], signed[2]), "0010"),
    }


@pytest.mark.parametrize("statement", ["dcm4chee-arc", "ihe", "wado"])
def test_study_series_and_instance_have_to_fit(folder: Path, uids: Uids, statement: str) -> None:
    client = Client(create_app(folder, statement))
    one_code = {"dcm4chee-arc": "XDSMissingDocument", "ihe": "XDSDocumentUniqueIdError"}

    for document, number in misfits(uids).values():
        answer = ask(client, RETRIEVE, retrieve(document))

        code = one_code.get(statement, f"urn:dicom:wado:{number}")
        assert [(code, document[2])] == answer.errors
        assert FAILURE == answer.registry_status


ELSEWHERE = "1.2.3.4.5"


@pytest.mark.parametrize("operation", ["retrieve", "rendered"])
def test_another_repository_is_refused(client: Client, uids: Uids, operation: str) -> None:
    action, body = {
        "retrieve": (RETRIEVE, retrieve(uids("signed"))),
        "rendered": (RENDERED, rendered(uids("signed"))),
    }[operation]

    answer = ask(client, action, body.replace(REPOSITORY, ELSEWHERE))

    assert [("XDSUnknownRepositoryId", uids("signed")[2])] == answer.errors
    assert (FAILURE, []) == (answer.registry_status, answer.documents)


def test_a_repository_is_compared_without_white_space(
    client: Client, uids: Uids, stored: Stored
) -> None:
    body = retrieve(uids("signed")).replace(REPOSITORY, f"\n {REPOSITORY} ")

    assert [stored("signed")] == ask(client, RETRIEVE, body).documents


def test_one_document_from_another_repository_keeps_no_other_away(
    client: Client, uids: Uids, stored: Stored
) -> None:
    body = retrieve(uids("signed"), uids("colour")).replace(REPOSITORY, ELSEWHERE, 1)

    answer = ask(client, RETRIEVE, body)

    assert PARTIAL == answer.registry_status
    assert [stored("colour")] == answer.documents
    assert [("XDSUnknownRepositoryId", uids("signed")[2])] == answer.errors


def test_without_a_catalogue_every_repository_is_the_own_one(
    uids: Uids, stored: Stored, tmp_path: Path
) -> None:
    (tmp_path / "x.dcm").write_bytes(stored("signed"))
    body = retrieve(uids("signed")).replace(REPOSITORY, ELSEWHERE)

    assert [stored("signed")] == ask(Client(create_app(tmp_path)), RETRIEVE, body).documents


def test_a_repository_that_is_set_goes_before_the_catalogues(
    folder: Path, uids: Uids, stored: Stored
) -> None:
    settings = Settings(repository_unique_id=ELSEWHERE)
    client = Client(create_app(folder, settings=settings))
    body = retrieve(uids("signed"))

    assert [] == ask(client, RETRIEVE, body).documents
    answer = ask(client, RETRIEVE, body.replace(REPOSITORY, ELSEWHERE))
    assert [stored("signed")] == answer.documents


def test_a_catalogue_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "catalogue.toml").write_text("no TOML", encoding="utf-8")

    with pytest.raises(ConfigurationError, match=r"catalogue\.toml is not TOML"):
        create_app(tmp_path)


def test_what_a_statement_leaves_out_is_served_all_the_same(
    folder: Path, uids: Uids, stored: Stored
) -> None:
    ihe = load_statement("ihe")
    for operations in (("retrieve",), ("rendered",)):
        client = Client(create_app(folder, replace(ihe, operations=operations)))

        assert [stored("signed")] == ask(client, RETRIEVE, retrieve(uids("signed"))).documents
        assert 1 == len(ask(client, RENDERED, rendered(uids("signed"))).documents)


def test_some_delivered_and_some_not(client: Client, uids: Uids, stored: Stored) -> None:
    answer = ask(client, RETRIEVE, retrieve(uids("signed"), UNKNOWN, uids("video"), uids("colour")))

    assert PARTIAL == answer.registry_status
    assert [stored("signed"), stored("colour")] == answer.documents
    assert [
        ("XDSMissingDocument", "1.2.5"),
        ("urn:dicom:wado:0007", uids("video")[2]),
    ] == answer.errors
    assert keeps_to_schema(answer, "xds-b.xsd")
    severities = answer.all("//rs:RegistryError/@severity")
    assert ["urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error"] * 2 == severities


def test_a_document_asked_for_twice_comes_once(client: Client, uids: Uids) -> None:
    answer = ask(client, RETRIEVE, retrieve(uids("signed"), UNKNOWN, uids("signed"), UNKNOWN))

    assert (1, 1) == (len(answer.documents), len(answer.errors))


def test_odd_characters_of_a_request_come_back_in_an_error(client: Client) -> None:
    odd = quoteattr("a<b&'\"\t☃")[1:-1]

    answer = ask(client, RETRIEVE, retrieve(("1", "2", odd.replace("\t", "&#9;"))))

    assert 1 == len(answer.errors)
    assert "a<b&'\"\t☃" == answer.errors[0][1]


def test_a_file_that_has_vanished_is_a_processing_failure(
    uids: Uids, stored: Stored, tmp_path: Path
) -> None:
    (tmp_path / "x.dcm").write_bytes(stored("signed"))
    client = Client(create_app(tmp_path))
    (tmp_path / "x.dcm").unlink()

    answer = ask(client, RETRIEVE, retrieve(uids("signed")))

    assert [("urn:dicom:wado:0014", uids("signed")[2])] == answer.errors
    assert str(tmp_path).encode() not in answer.body


def test_an_index_that_has_vanished_is_a_processing_failure(
    uids: Uids, stored: Stored, tmp_path: Path
) -> None:
    (tmp_path / "x.dcm").write_bytes(stored("signed"))
    application = create_app(tmp_path)
    application.store.index.write_bytes(b"no database any more, whatever it was")

    answer = ask(Client(application), RETRIEVE, retrieve(uids("signed")))

    assert [("urn:dicom:wado:0014", uids("signed")[2])] == answer.errors
