"""What single mutants change, byte for byte, in messages written by hand."""

from typing import Any

import pytest

from tests.reference.handwritten import (
    BODY,
    CTE,
    DECLARATION,
    ERROR,
    FAULT,
    FIRST,
    KIND,
    NOBODY,
    SECOND,
    SOAP,
    TRUE,
    change,
    expected,
)
from wadows_reference.message import Message
from wadows_reference.multipart import set_parameter
from wadows_reference.mutants import find_mutant
from wadows_reference.replay import mutate

ACTION = f"<a:Action {TRUE}>urn:ihe:iti:2007:RetrieveDocumentSetResponse</a:Action>"
MESSAGE_ID = "<a:MessageID>urn:uuid:0b3e7b11-0000-4000-8000-00000000000a</a:MessageID>"
SEVERITY = ' severity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error"'
WARNING = "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Warning"
LONG = "edge" + 67 * "x"
NIL = "urn:uuid:00000000-0000-4000-8000-000000000000"
FURTHER_PART = (
    f"\r\n--edge\r\nContent-Type: application/octet-stream\r\n{CTE}"
    "Content-ID: <nobody@wadows>\r\n\r\nof nobody"
)

# Mutant, Content-Type after it, and what stands in place of what in the body of the answer.
ANSWER: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "text-after-the-end": (KIND, [("--edge--\r\n", "--edge--\r\nThis is of no part.\r\n")]),
    "boundary-too-long": (KIND.replace('"edge"', f'"{LONG}"'), [("--edge", f"--{LONG}")]),
    "content-id-without-brackets": (
        KIND,
        [("Content-ID: <one@w>", "Content-ID: one@w"), ("ID: <two@w>", "ID: two@w")],
    ),
    "type-is-not-the-roots": (
        KIND.replace('type="application/xop+xml"', 'type="text/xml"'),
        [],
    ),
    "text-beside-include": (
        KIND,
        [('href="cid:one@w"/>', 'href="cid:one@w"/>text'), ('two@w"/>', 'two@w"/>text')],
    ),
    "part-shared": (KIND, [('href="cid:two@w"', 'href="cid:one@w"')]),
    "parts-without-transfer-encoding": (
        KIND,
        [
            (f"{CTE}Content-ID: <one@w>", "Content-ID: <one@w>"),
            (f"{CTE}Content-ID: <two@w>", "Content-ID: <two@w>"),
        ],
    ),
    "part-of-nobody": (
        KIND,
        [
            (
                "\r\n--edge--",
                f"{FURTHER_PART}\r\n--edge--",
            )
        ],
    ),
    "processing-instruction": (
        KIND,
        [("<s:Envelope ", "<?wadows of no use?><s:Envelope ")],
    ),
    "header-of-no-namespace": (KIND, [("</s:Header>", "<trace/></s:Header>")]),
    "must-understand-yes": (KIND, [("<a:MessageID>", '<a:MessageID s:mustUnderstand="yes">')]),
    "message-id-twice": (
        KIND,
        [(MESSAGE_ID, f"{MESSAGE_ID}<a:MessageID>{NIL}</a:MessageID>")],
    ),
    "action-parameter-differs": (f'{KIND}; action="urn:example:wadows:another-action"', []),
    "message-id-without-scheme": (KIND, [(MESSAGE_ID, "<a:MessageID>4711</a:MessageID>")]),
    "error-with-text": (KIND, [(ERROR, f"{ERROR[:-2]}>text</r:RegistryError>")]),
    "highest-severity-too-low": (
        KIND,
        [("<r:RegistryErrorList>", f'<r:RegistryErrorList highestSeverity="{WARNING}">')],
    ),
    "request-id-given": (
        KIND,
        [('PartialSuccess">', f'PartialSuccess" requestId="{NIL}">')],
    ),
    "error-without-severity": (KIND, [(SEVERITY, "")]),
}


@pytest.mark.parametrize("name", ANSWER)
def test_an_answer(name: str) -> None:
    kind, pairs = ANSWER[name]

    assert expected(kind, BODY, *pairs) == change(name, KIND, BODY)


def test_line_feeds_alone() -> None:
    framing = ("\r\n--edge", "\n--edge"), ("--edge\r\n", "--edge\n"), ("--edge--\r\n", "--edge--\n")
    headers = (
        ("+xml\r\nContent", "+xml\nContent"),
        ("dicom\r\nContent", "dicom\nContent"),
        (CTE, "Content-Transfer-Encoding: binary\n"),
        (f"@w>\r\n\r\n{DECLARATION}", f"@w>\n\n{DECLARATION}"),
        (f"@w>\r\n\r\n{FIRST}", f"@w>\n\n{FIRST}"),
        (f"@w>\r\n\r\n{SECOND}", f"@w>\n\n{SECOND}"),
    )

    changed = change("line-feeds-alone", KIND, BODY)

    assert expected(KIND, BODY, *framing, *headers) == changed
    assert 3 == changed[2].count("\r\n")  # those of the two contents: their own


STACK_TRACE = (
    "It is wrong.\njava.lang.NullPointerException\n"
    "\tat org.example.archive.xdsi.ImagingDocumentSource.retrieve(ImagingDocumentSource.java:112)\n"
    "\tat org.example.archive.soap.Dispatcher.dispatch(Dispatcher.java:58)\n"
)
FAULTS = {
    "fault-with-stack-trace": ("It is wrong.", STACK_TRACE),
    "not-understood-unnamed": ('<s:NotUnderstood xmlns:u="urn:u" qname="u:Toll"/>', ""),
    "upgrade-left-out": (
        '<s:Upgrade><s:SupportedEnvelope qname="s:Envelope"/></s:Upgrade>',
        "",
    ),
    "fault-without-action": (
        f"<a:Action {TRUE}>http://www.w3.org/2005/08/addressing/soap/fault</a:Action>",
        "",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault(name: str) -> None:
    assert expected(SOAP, FAULT, FAULTS[name], status=400) == change(name, SOAP, FAULT, status=400)


@pytest.mark.parametrize("name", [*ANSWER, "line-feeds-alone"])
def test_a_fault_is_no_answer(name: str) -> None:
    assert expected(SOAP, FAULT, status=400) == change(name, SOAP, FAULT, status=400)


@pytest.mark.parametrize("name", FAULTS)
def test_an_answer_is_no_fault(name: str) -> None:
    assert expected(KIND, BODY) == change(name, KIND, BODY)


def test_must_understand_yes_where_the_action_stands_alone() -> None:
    alone = BODY.replace(MESSAGE_ID, "")

    assert expected(
        KIND, alone, (TRUE, 's:mustUnderstand="yes"')
    ) == change("must-understand-yes", KIND, alone)  # fmt: skip


def test_second_content_length() -> None:
    status, headers, body = change("second-content-length", KIND, BODY)

    assert (200, BODY) == (status, body)
    assert [
        ("Content-Type", KIND), ("X-More", "1"),
        ("Content-Length", str(len(BODY))), ("Content-Length", str(len(BODY) + 1)),
    ] == headers  # fmt: skip


def test_a_length_that_is_not_given_has_no_second() -> None:
    headers = [("Content-Type", KIND), ("Transfer-Encoding", "chunked")]

    message = Message(NOBODY, 200, headers, BODY.encode())

    assert (200, headers, BODY.encode()) == mutate(find_mutant("second-content-length"), message)


@pytest.mark.parametrize(
    ("name", "status", "after"),
    [
        ("verbs-not-named", 405, (405, [("Content-Type", "text/plain")])),
        ("verbs-not-named", 200, None),
        ("verbs-not-named", 501, None),
        ("no-message-gets-500", 405, (500, None)),
        ("no-message-gets-500", 415, (500, None)),
        ("no-message-gets-500", 400, None),
        ("no-message-gets-500", 404, None),
        ("no-message-gets-500", 413, None),
    ],
)
def test_what_http_refuses(name: str, status: int, after: Any) -> None:
    headers = [("Content-Type", "text/plain"), ("ALLOW", "GET, POST")]

    changed = mutate(find_mutant(name), Message(NOBODY, status, list(headers), b"No.\n"))

    status, kept = after or (status, None)
    assert (status, kept or headers, b"No.\n") == changed


@pytest.mark.parametrize(
    ("content_type", "after"),
    [
        ("a/b", 'a/b; type="new"'),
        ("a/b; type=old", 'a/b; type="new"'),
        ('a/b;x="; type=x" ; Type = "old"; y=1', 'a/b;x="; type=x" ; type="new"; y=1'),
        ('a/b; x="\\"; type=x"; z', 'a/b; x="\\"; type=x"; z; type="new"'),
        ("a/b; start-type=x", 'a/b; start-type=x; type="new"'),
    ],
)
def test_a_parameter_is_replaced(content_type: str, after: str) -> None:
    assert after == set_parameter(content_type, "type", "new")
