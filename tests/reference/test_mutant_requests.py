"""Mutants that go by the request, on messages written by hand."""

from typing import Any

import pytest
from lxml import etree

from tests.reference.handwritten import (
    BODY,
    CTE,
    DOCUMENTS,
    ENVELOPE,
    ERRORS,
    FAULT,
    FIRST,
    KIND,
    SOAP,
    change,
    document,
    enveloped,
    expected,
)
from wadows_reference.message import RecordedRequest

REQUESTED = "urn:ihe:rad:2009:RetrieveImagingDocumentSet"
REQUEST = enveloped(
    f"<a:Action>{REQUESTED}</a:Action><a:MessageID>urn:uuid:7</a:MessageID>",
    '<q:RetrieveImagingDocumentSetRequest xmlns:q="urn:ihe:rad:xdsi-b:2009" '
    'xmlns:i="urn:ihe:iti:xds-b:2007"/>',
)


def asked(body: str = REQUEST, kind: str = SOAP, **headers: str) -> RecordedRequest:
    return RecordedRequest([("Content-Type", kind), *headers.items()], body.encode())


def related(*parts: tuple[str, str], start: str = "") -> RecordedRequest:
    """Return a multipart request of parts, each with a Content-ID."""
    body = "".join(f"--b\r\nContent-ID: <{name}>\r\n\r\n{text}\r\n" for name, text in parts)
    return asked(f"{body}--b--\r\n", f'multipart/related; boundary="b"{start}')


def refused(name: str, request: RecordedRequest) -> tuple[int, list[str], list[str]] | None:
    """Return status, codes and RelatesTo of the fault in place of an answer; None if it stays."""
    status, headers, body = change(name, KIND, BODY, request=request)
    if (status, headers, body) == expected(KIND, BODY):
        return None
    assert [("Content-Type", SOAP), ("X-More", "1"), ("Content-Length", str(len(body)))] == headers
    root: Any = etree.fromstring(body.encode())
    names = {"s": "http://www.w3.org/2003/05/soap-envelope"}
    values = root.xpath("//s:Fault/s:Code//s:Value/text()", namespaces=names)
    return status, values, root.xpath("//*[local-name()='RelatesTo']/text()")


SENDER = (400, ["soap:Sender"], ["urn:uuid:7"])
START = '; start="<root@q>"'
ROOT_FIRST = (("root@q", REQUEST), ("more@q", "more"))
ROOT_SECOND = ROOT_FIRST[::-1]


@pytest.mark.parametrize(
    ("name", "request_", "fault"),
    [
        ("soap-action-obeyed", asked(SOAPAction='"urn:other"'), SENDER),
        ("soap-action-obeyed", asked(soapaction="urn:other"), SENDER),
        ("soap-action-obeyed", asked(SOAPAction='""'), SENDER),
        ("soap-action-obeyed", asked(SOAPAction=f'"{REQUESTED}"'), None),
        ("soap-action-obeyed", asked(SOAPAction=REQUESTED), None),
        ("soap-action-obeyed", asked(), None),
        ("start-of-request-ignored", related(*ROOT_SECOND, start=START), SENDER),
        ("start-of-request-ignored", related(*ROOT_FIRST, start=START), None),
        ("start-of-request-ignored", related(*ROOT_FIRST), None),
        ("start-of-request-ignored", asked(), None),
        (
            "action-with-white-space-refused",
            asked(REQUEST.replace(REQUESTED, f"\n  {REQUESTED}\t")),
            (400, ["soap:Sender", "wsa:ActionNotSupported"], ["urn:uuid:7"]),
        ),
        ("action-with-white-space-refused", asked(), None),
        ("action-with-white-space-refused", asked("no XML"), None),
    ],
)  # fmt: skip
def test_a_request_that_is_refused(name: str, request_: RecordedRequest, fault: Any) -> None:
    assert fault == refused(name, request_)


@pytest.mark.parametrize(
    ("name", "request_"),
    [
        ("soap-action-obeyed", asked(SOAPAction="urn:other")),
        ("start-of-request-ignored", related(*ROOT_SECOND, start=START)),
        ("action-with-white-space-refused", asked(REQUEST.replace(REQUESTED, f" {REQUESTED}"))),
        ("plain-request-gets-nothing", asked()),
    ],
)
def test_a_request_that_got_a_fault_keeps_it(name: str, request_: RecordedRequest) -> None:
    assert expected(SOAP, FAULT, status=500) == change(
        name, SOAP, FAULT, status=500, request=request_
    )


def test_plain_request_gets_nothing() -> None:
    name = "plain-request-gets-nothing"

    assert expected("text/html", "") == change(name, KIND, BODY, request=asked())
    assert expected(KIND, BODY) == change(name, KIND, BODY, request=related(*ROOT_FIRST))


NOWHERE = "2.25.99999999999999999999999999999999999999"
SUCCESS = (
    '<r:RegistryResponse status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"/>'
)
FIRST_PART = (
    f"\r\n--edge\r\nContent-Type: application/dicom\r\n{CTE}Content-ID: <one@w>\r\n\r\n{FIRST}"
)


def series(*documents: tuple[str, str]) -> RecordedRequest:
    """Return a RAD-69 request for documents, each a UID and a repository."""
    listed = "".join(
        f"<i:DocumentRequest><i:RepositoryUniqueId>{repository}</i:RepositoryUniqueId>"
        f"<i:DocumentUniqueId>{uid}</i:DocumentUniqueId></i:DocumentRequest>"
        for uid, repository in documents
    )
    return asked(
        REQUEST.replace(
            'xds-b:2007"/>',
            'xds-b:2007"><q:StudyRequest studyInstanceUID="1.1">'
            f'<q:SeriesRequest seriesInstanceUID="1.2">{listed}</q:SeriesRequest>'
            "</q:StudyRequest></q:RetrieveImagingDocumentSetRequest>",
        )
    )


# Repositories of the documents 1.7 and 1.8 and of the error 1.9, and what is left of the answer.
OTHER: dict[str, tuple[tuple[str, str, str], list[tuple[str, str]]]] = {
    "none": (("1.2", "1.2", "1.2"), []),
    "the error": (("1.2", "1.2", NOWHERE), [(ERRORS, SUCCESS)]),
    "a document": (
        (NOWHERE, "1.2", "1.2"),
        [
            (document("1.7", "1.2", "one@w"), ""),
            (FIRST_PART, ""),
        ],
    ),
    "all": (
        (NOWHERE, f" {NOWHERE}\n", NOWHERE),
        [
            (ERRORS, SUCCESS),
            (DOCUMENTS, ""),
            (BODY[BODY.index(ENVELOPE) + len(ENVELOPE) : -len("\r\n--edge--\r\n")], ""),
        ],
    ),
}


@pytest.mark.parametrize("case", OTHER)
def test_other_repository_unanswered(case: str) -> None:
    repositories, pairs = OTHER[case]
    request = series(*zip(("1.7", "1.8", "1.9"), repositories, strict=True))

    changed = change("other-repository-unanswered", KIND, BODY, request=request)

    assert expected(KIND, BODY, *pairs) == changed
