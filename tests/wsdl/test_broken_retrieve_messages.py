"""Broken messages of RAD-69 are invalid, for the reason they were broken for."""

from collections.abc import Callable

import pytest

#: Broken messages: what is put in place of what in which message,
#: and the name that both validators must give as the place of the trouble.
BROKEN = {
    "retrieve-request: no study": (
        "retrieve-request",
        r"<iherad:StudyRequest.*</iherad:StudyRequest>",
        "",
        "StudyRequest",
    ),
    "retrieve-request: no studyInstanceUID": (
        "retrieve-request",
        r' studyInstanceUID="1.2.3"',
        "",
        "studyInstanceUID",
    ),
    "retrieve-request: no series": (
        "retrieve-request",
        r"<iherad:SeriesRequest.*</iherad:SeriesRequest>",
        "",
        "SeriesRequest",
    ),
    "retrieve-request: no seriesInstanceUID": (
        "retrieve-request",
        r' seriesInstanceUID="1.2.3.4"',
        "",
        "seriesInstanceUID",
    ),
    "retrieve-request: no document": (
        "retrieve-request",
        r"<ihe:DocumentRequest>.*</ihe:DocumentRequest>",
        "",
        "DocumentRequest",
    ),
    "retrieve-request: no RepositoryUniqueId": (
        "retrieve-request",
        r"<ihe:RepositoryUniqueId>1.2.8</ihe:RepositoryUniqueId>",
        "",
        "RepositoryUniqueId",
    ),
    "retrieve-request: no DocumentUniqueId": (
        "retrieve-request",
        r"<ihe:DocumentUniqueId>1.2.3.4.5</ihe:DocumentUniqueId>",
        "",
        "DocumentUniqueId",
    ),
    "retrieve-request: DocumentUniqueId first": (
        "retrieve-request",
        r"(<ihe:RepositoryUniqueId>\S*)\s*(<ihe:DocumentUniqueId>\S*)",
        r"\2\1",
        "DocumentUniqueId",
    ),
    "retrieve-request: DocumentRequest of iherad": (
        "retrieve-request",
        r"ihe:DocumentRequest>",
        "iherad:DocumentRequest>",
        "DocumentRequest",
    ),
    "retrieve-request: identifier too long": (
        "retrieve-request",
        r"1\.2\.8",
        "1" * 257,
        "256",
    ),
    "retrieve-request: no TransferSyntaxUIDList": (
        "retrieve-request",
        r"<iherad:TransferSyntaxUIDList>.*</iherad:TransferSyntaxUIDList>",
        "",
        "TransferSyntaxUIDList",
    ),
    "retrieve-request: empty TransferSyntaxUIDList": (
        "retrieve-request",
        r"<iherad:TransferSyntaxUID>.*</iherad:TransferSyntaxUID>",
        "",
        "TransferSyntaxUID",
    ),
    "retrieve-request: TransferSyntaxUIDList before the studies": (
        "retrieve-request",
        r"(<iherad:StudyRequest.*)(<iherad:TransferSyntaxUIDList.*</iherad:TransferSyntaxUIDList>)",
        r"\2\1",
        "TransferSyntaxUIDList",
    ),
    "retrieve-request: unknown element": (
        "retrieve-request",
        r"<iherad:TransferSyntaxUIDList>",
        "<iherad:Priority>1</iherad:Priority><iherad:TransferSyntaxUIDList>",
        "Priority",
    ),
    "retrieve-request: unknown attribute": (
        "retrieve-request",
        r"seriesInstanceUID=",
        'modality="CT" seriesInstanceUID=',
        "modality",
    ),
    "retrieve-response: no RegistryResponse": (
        "retrieve-response",
        r"<rs:RegistryResponse.*</rs:RegistryResponse>",
        "",
        "RegistryResponse",
    ),
    "retrieve-response: RegistryResponse of ihe": (
        "retrieve-response",
        r"rs:RegistryResponse\b",
        "ihe:RegistryResponse",
        "RegistryResponse",
    ),
    "retrieve-response: no status": ("retrieve-response", r' status="[^"]*"', "", "status"),
    "retrieve-response: empty error list": (
        "retrieve-response",
        r"<rs:RegistryError [^>]*/>",
        "",
        "RegistryError",
    ),
    "retrieve-response: no errorCode": (
        "retrieve-response",
        r' errorCode="[^"]*"',
        "",
        "errorCode",
    ),
    "retrieve-response: no codeContext": (
        "retrieve-response",
        r' codeContext="[^"]*"',
        "",
        "codeContext",
    ),
    "retrieve-response: no mimeType": (
        "retrieve-response",
        r"<ihe:mimeType>.*</ihe:mimeType>",
        "",
        "mimeType",
    ),
    "retrieve-response: no Document": (
        "retrieve-response",
        r"<ihe:Document>.*</ihe:Document>",
        "",
        "Document",
    ),
    "retrieve-response: Document before mimeType": (
        "retrieve-response",
        r"(<ihe:mimeType>\S*)\s*(<ihe:Document>\S*)",
        r"\2\1",
        "Document",
    ),
    "retrieve-response: Document not base64": (
        "retrieve-response",
        r"RElDTQ==",
        "RElDT",
        "Document",
    ),
}


@pytest.mark.parametrize(("name", "old", "new", "place"), BROKEN.values(), ids=list(BROKEN))
def test_a_broken_message_is_invalid(
    name: str,
    old: str,
    new: str,
    place: str,
    changed: Callable[[str, str, str], str],
    complaints: Callable[[str], list[str]],
) -> None:
    found = complaints(changed(name, old, new))
    assert found, "the broken message counts as valid"
    assert any(place in complaint for complaint in found), found
