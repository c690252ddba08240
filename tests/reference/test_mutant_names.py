"""What mutants of identity, status, errors and faults make of messages written by hand."""

import pytest

from tests.reference.handwritten import (
    BODY,
    DOCUMENTS,
    ERROR,
    ERRORS,
    FAULT,
    KIND,
    SOAP,
    change,
    document,
    expected,
)

NOBODY = "1.2.3.4.5.6.7.8.9"
SUCCESS = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"
FAILURE = SUCCESS.replace("Success", "Failure")
PARTIAL = "urn:ihe:iti:2007:ResponseStatusType:PartialSuccess"
UNKNOWN = "2.25.99999999999999999999999999999999999999"
HOME = "<i:HomeCommunityId>urn:oid:1.1</i:HomeCommunityId>"
REPOSITORY = "<i:RepositoryUniqueId>1.2</i:RepositoryUniqueId>"
ONE, TWO = document("1.7", "1.2", "one@w"), document("1.8", "1.2", "two@w")
AT_HOME = ONE.replace(REPOSITORY, HOME + REPOSITORY, 1)
FIRST_AT_HOME = BODY.replace(ONE, AT_HOME)
#: Two errors, of which the second is about a document in a transfer syntax that it has not.
REFUSED = ERROR.replace("XDSMissingDocument", "urn:dicom:wado:0007").replace("1.9", "1.6")
TWO_ERRORS = BODY.replace(ERROR, ERROR + REFUSED)

# Mutant, and what stands in place of what in the body of the answer.
ANSWER: dict[str, list[tuple[str, str]]] = {
    "another-document-unique-id": [(">1.8<", f">{NOBODY}<")],
    "document-unique-ids-swapped": [
        (DOCUMENTS, document("1.8", "1.2", "one@w") + document("1.7", "1.2", "two@w"))
    ],
    "documents-swapped": [
        (DOCUMENTS, document("1.7", "1.2", "two@w") + document("1.8", "1.2", "one@w"))
    ],
    "repository-left-out": [(REPOSITORY, "")],
    "repository-empty": [(REPOSITORY, "<i:RepositoryUniqueId></i:RepositoryUniqueId>")],
    "failure-beside-documents": [(PARTIAL, FAILURE)],
    "status-empty": [(PARTIAL, "")],
    "status-missing": [(f' status="{PARTIAL}"', "")],
    "status-of-a-namespace": [(f' status="{PARTIAL}"', f' r:status="{PARTIAL}"')],
    "errors-left-out-beside-documents": [(ERRORS, f'<r:RegistryResponse status="{PARTIAL}"/>')],
    "error-about-the-document-beside-it": [('location="1.9"', 'location="1.7"')],
    "error-about-nobody": [('location="1.9"', f'location="{NOBODY}"')],
    "unknown-document-without-error": [(ERRORS, f'<r:RegistryResponse status="{SUCCESS}"/>')],
}


@pytest.mark.parametrize("name", ANSWER)
def test_an_answer(name: str) -> None:
    assert expected(KIND, BODY, *ANSWER[name]) == change(name, KIND, BODY)


# Mutant, the status before, and the one after.
STATUSES = [
    ("failure-with-every-document", SUCCESS, FAILURE),
    ("partial-success-without-an-error", SUCCESS, PARTIAL),
    ("partial-success-of-nothing", FAILURE, PARTIAL),
    ("success-of-ihe", SUCCESS, PARTIAL.replace("PartialSuccess", "Success")),
    ("failure-of-ihe", FAILURE, PARTIAL.replace("PartialSuccess", "Failure")),
    ("success-by-its-name-alone", SUCCESS, "Success"),
    ("status-of-no-profile", FAILURE, FAILURE.replace("Failure", "Unavailable")),
]


OF_RENDERED = ("success-of-ihe", "success-by-its-name-alone")
OF_BOTH = ("partial-success-of-nothing", "failure-of-ihe", "status-of-no-profile")
NAME = "i:RetrieveDocumentSetResponse"
RENDERED_NAME = "w:RetrieveRenderedImagingDocumentSetResponse"
RENDERED = BODY.replace(f"</{NAME}", f"</{RENDERED_NAME}").replace(
    f"<{NAME}", f'<{RENDERED_NAME} xmlns:w="urn:dicom:wado:ws:2011"'
)


@pytest.mark.parametrize(("name", "before", "after"), STATUSES)
@pytest.mark.parametrize("answer", [BODY, RENDERED], ids=["retrieve", "rendered"])
def test_a_status(answer: str, name: str, before: str, after: str) -> None:
    body = answer.replace(PARTIAL, before)
    changes = name in OF_BOTH or (name in OF_RENDERED) == (answer == RENDERED)

    pairs = [(before, after)] if changes else []
    assert expected(KIND, body, *pairs) == change(name, KIND, body)
    assert expected(KIND, answer) == change(name, KIND, answer)


# Mutant, and what becomes of the documents of which the first was asked with a home community.
HOMES = {
    "home-community-of-all": AT_HOME + TWO.replace(REPOSITORY, HOME + REPOSITORY),
    "home-community-swapped": ONE + TWO.replace(REPOSITORY, HOME + REPOSITORY),
    "home-community-unasked": AT_HOME
    + TWO.replace(REPOSITORY, HOME.replace("1.1", "1.2.3.4.5") + REPOSITORY),
    "another-home-community": AT_HOME.replace("oid:1.1", "oid:1.2.3.4.5") + TWO,
    "home-community-bare": AT_HOME.replace("urn:oid:1.1", "1.1") + TWO,
}


@pytest.mark.parametrize("name", HOMES)
def test_a_home_community(name: str) -> None:
    after = expected(KIND, FIRST_AT_HOME, (AT_HOME + TWO, HOMES[name]))

    assert after == change(name, KIND, FIRST_AT_HOME)


def test_codes_exchanged() -> None:
    exchanged = ERROR.replace("XDSMissingDocument", "urn:dicom:wado:0007") + REFUSED.replace(
        "urn:dicom:wado:0007", "XDSMissingDocument"
    )

    after = expected(KIND, TWO_ERRORS, (ERROR + REFUSED, exchanged))
    assert after == change("codes-exchanged", KIND, TWO_ERRORS)


def test_success_with_nothing() -> None:
    alone = BODY.replace(DOCUMENTS, "").replace(PARTIAL, FAILURE)
    unknown = alone.replace('location="1.9"', f'location="{UNKNOWN}"')
    errors = ERRORS.replace(PARTIAL, FAILURE).replace('"1.9"', f'"{UNKNOWN}"')

    assert expected(
        KIND, unknown, (errors, f'<r:RegistryResponse status="{SUCCESS}"/>')
    ) == change("success-with-nothing", KIND, unknown)  # fmt: skip
    assert expected(KIND, alone) == change("success-with-nothing", KIND, alone)


REASON = '<s:Reason><s:Text xml:lang="en">It is wrong.</s:Text></s:Reason>'
CODE = "<s:Code><s:Value>s:Sender</s:Value></s:Code>"
FAULTS: dict[str, tuple[str, str]] = {
    "fault-without-code": (CODE, ""),
    "fault-code-of-soap-1.1": ("s:Sender<", "s:Client<"),
    "fault-code-of-no-namespace": ("s:Sender<", "Sender<"),
    "fault-reason-without-language": (' xml:lang="en"', ""),
    "fault-reason-empty": ("It is wrong.", ""),
    "fault-turned-round": (CODE + REASON, REASON + CODE),
    "not-understood-names-another": ('qname="u:Toll"', 'qname="soap:Nobody"'),
    "upgrade-names-no-envelope": ('qname="s:Envelope"', 'qname="soap:Body"'),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault(name: str) -> None:
    assert expected(SOAP, FAULT, FAULTS[name], status=400) == change(name, SOAP, FAULT, status=400)


@pytest.mark.parametrize(
    ("name", "kind", "body", "status"),
    [
        ("fault-with-status-403", SOAP, FAULT, 403),
        ("must-understand-with-status-400", SOAP, FAULT.replace("Sender", "MustUnderstand"), 400),
        ("answer-with-status-206", KIND, BODY, 206),
        ("error-with-status-404", KIND, BODY.replace(DOCUMENTS, ""), 404),
    ],
)
def test_a_status_of_http(name: str, kind: str, body: str, status: int) -> None:
    assert expected(kind, body, status=status) == change(name, kind, body, status=500)


@pytest.mark.parametrize("name", [*ANSWER, *HOMES])
def test_a_fault_is_no_answer(name: str) -> None:
    assert expected(SOAP, FAULT, status=400) == change(name, SOAP, FAULT, status=400)
