"""Requests that the standards leave open: no honest answer is blamed, and no other is passed."""

from dataclasses import dataclass, replace

import pytest

from tests.judge.builder import (
    MESSAGE_ID,
    MTOM_TYPE,
    REPOSITORY,
    Said,
    World,
    fault,
    page,
    refusal,
    registry_error,
    retrieved,
)
from tests.judge.documents import DOCUMENTS
from wadows_contract.consumer.malformed import document_asked_for, malformed_request
from wadows_contract.exchange import Headers
from wadows_contract.judge.either import served_or_refused
from wadows_contract.judge.finding import Case
from wadows_contract.judge.sweep import sweep
from wadows_spec.catalogue import Catalogue
from wadows_spec.constants import SOAP11, SOAP12, WSA
from wadows_spec.malformed import malformed_requests
from wadows_spec.register import register

EITHER = [name for name, row in malformed_requests().items() if row.kind == "either"]
#: Requests in which the documents asked for are in doubt, or the transfer syntaxes.
ODD_CONTENT = [
    "an element that nobody knows",
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
    "a UID of a million digits",
]
#: The only one in which nothing is wrong but that it comes twice.
RIGHT = "a MessageID that comes again"
ODD_MESSAGE = [name for name in EITHER if name not in (*ODD_CONTENT, RIGHT)]

#: The smallest document of the tests' catalogue that is an uncompressed image.
ROLE = "frames"
INSTANCE = DOCUMENTS[ROLE].instance
UNADDRESSED = fault().swap(f'<a:Action s:mustUnderstand="true">{WSA}/soap/fault</a:Action>', "")
SERVED = {
    "served": retrieved(ROLE),
    "unknown": refusal(registry_error("XDSMissingDocument", INSTANCE), asked=[INSTANCE]),
}
REFUSED = {
    "sender": fault(),
    "receiver": fault("s:Receiver", status=500),
}
#: Said before anybody has read what the request is about.
AT_THE_DOOR = {
    "fault": UNADDRESSED.swap(f"<a:RelatesTo>{MESSAGE_ID}</a:RelatesTo>", ""),
    "400": page(400, ""),
    "405": page(405, "").headed("Allow", "POST"),
    "415": page(415, ""),
    "500": page(500, ""),
}
#: Said by who takes what is in doubt for a mistake of the whole request, or for nothing.
IN_DOUBT = {
    "nothing": retrieved(),
    "whole": refusal(registry_error("XDSRepositoryError", None), asked=[]),
    "empty": refusal(registry_error("XDSDocumentUniqueIdError", ""), asked=[]),
}


@dataclass(frozen=True)
class Target:
    catalogue: Catalogue
    url: str = "http://127.0.0.1:1/"


@pytest.fixture(autouse=True)
def _message_id(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every request the MessageID that the answers of the tests relate to."""
    module = "wadows_contract.consumer.malformed.build"
    monkeypatch.setattr(f"{module}.uuid4", lambda: MESSAGE_ID.removeprefix("urn:uuid:"))


def case_of(name: str, said: Said, world: World) -> Case:
    """The answer that is said, as one to the malformed request of this name."""
    request = malformed_request(name, Target(world.catalogue))
    case = replace(said, request=request.body, method=request.method).case(world)
    asked = replace(case.exchange.request, headers=Headers(request.headers))
    return replace(case, exchange=replace(case.exchange, request=asked))


def blamed(case: Case) -> set[str]:
    """The requirements that an answer breaks, but for those that are information alone."""
    broken = {entry.requirement for entry in sweep(case) if not entry.met}
    broken |= {"SOAP-12" for entry in served_or_refused(case, {INSTANCE}) if not entry.met}
    return {id_ for id_ in broken if register()[id_].level != "may"}


def rows(names: list[str], answers: dict[str, Said]) -> list[object]:
    return [
        pytest.param(name, said, id=f"{name}-{kind}")
        for name in names
        for kind, said in answers.items()
    ]


def test_which_document_is_asked_for(world: World) -> None:
    assert ROLE == document_asked_for(world.catalogue).role
    assert REPOSITORY == world.catalogue.repository_unique_id


@pytest.mark.parametrize(("name", "said"), rows(EITHER, SERVED | REFUSED))
def test_who_reads_it_may_serve_or_refuse(name: str, said: Said, world: World) -> None:
    assert set() == blamed(case_of(name, said, world))


@pytest.mark.parametrize(("name", "said"), rows(ODD_MESSAGE, AT_THE_DOOR))
def test_a_message_may_be_refused_at_the_door(name: str, said: Said, world: World) -> None:
    assert set() == blamed(case_of(name, said, world))


@pytest.mark.parametrize(
    ("name", "said"), rows(ODD_CONTENT, IN_DOUBT | {"400": AT_THE_DOOR["400"]})
)
def test_content_in_doubt_may_be_answered_as_a_whole(name: str, said: Said, world: World) -> None:
    assert set() == blamed(case_of(name, said, world))


@pytest.mark.parametrize("name", ODD_CONTENT[1:4])
def test_any_transfer_syntax_will_do_if_none_is_asked_for(name: str, world: World) -> None:
    """What comes is in Explicit VR; asked for is nothing, or something not to be gone by."""
    request = malformed_request(name, Target(world.catalogue))
    other = request.body.replace(DOCUMENTS[ROLE].syntax.encode() + b"<", b"1.2.840.10008.1.2<")
    case = case_of(name, retrieved(ROLE), world)
    body = world.store.save((other,), "other")
    asked = replace(case.exchange.request, body=body)

    assert set() == blamed(replace(case, exchange=replace(case.exchange, request=asked)))


@pytest.mark.parametrize(
    ("name", "status"), [("the verb PUT", 405), ("a media type of plain text", 415)]
)
def test_a_fault_may_say_what_http_refuses(name: str, status: int, world: World) -> None:
    said = replace(AT_THE_DOOR["fault"], status=status).headed("Allow", "POST")

    assert set() == blamed(case_of(name, said, world))
    assert "HTTP-03" in blamed(case_of("no study", said, world))


def in_soap11(said: Said) -> Said:
    """The same from who answers SOAP 1.1 in kind."""
    return (
        said.swap(SOAP12, SOAP11)
        .swap('s:mustUnderstand="true"', 's:mustUnderstand="1"')
        .swap('type="application/soap+xml"', 'type="text/xml"')
        .headed("Content-Type", MTOM_TYPE.replace("application/soap+xml", "text/xml"))
    )


MISMATCH = (
    fault(status=500)
    .swap(SOAP12, SOAP11)
    .swap("s:Code><s:Value>s:Sender</s:Value></s:Code>", "faultcode>s:VersionMismatch</faultcode>")
    .headed("Content-Type", "text/xml")
)


def test_soap_11_may_be_answered_in_kind(world: World) -> None:
    for name in ("an envelope of SOAP 1.1", "an envelope and a media type of SOAP 1.1"):
        assert set() == blamed(case_of(name, in_soap11(retrieved(ROLE)), world))
        # That the envelopes understood are named is asked of every VersionMismatch fault.
        assert {"SOAP-11"} == blamed(case_of(name, MISMATCH, world))


def test_soap_12_may_not(world: World) -> None:
    said = in_soap11(retrieved(ROLE))

    assert {"SOAP-01", "XOP-02", "MIME-01"} <= blamed(case_of(RIGHT, said, world))


def test_an_answer_that_goes_elsewhere(world: World) -> None:
    accepted = page(202, "").saying(b"")

    assert set() == blamed(case_of("a ReplyTo that is somewhere else", accepted, world))
    assert {"SOAP-01", "SOAP-12"} == blamed(case_of("no MessageID", accepted, world))
    assert {"SOAP-01", "SOAP-12"} == blamed(
        case_of("a ReplyTo that is somewhere else", page(202, ""), world)
    )


BAD = {
    "200 and a page": (page(200, ""), {"SOAP-12"}),
    "200 and nothing": (page(200, "").saying(b""), {"SOAP-12"}),
    "200 and what is called SOAP": (
        page(200, "", "application/soap+xml").saying(b""), {"SOAP-01", "SOAP-12"}
    ),
    "a redirection": (page(307, ""), {"SOAP-12"}),
    "no answer": (
        replace(page(200, ""), reply=None, failure="no answer in time"), {"HTTP-01", "SOAP-12"}
    ),
    "half an answer": (replace(retrieved(ROLE), failure="cut"), {"HTTP-01", "SOAP-12"}),
    "another document": (retrieved("ct"), {"SOAP-12", "REG-06", "REG-07"}),
    "another document inside": (
        retrieved(ROLE, contents=[DOCUMENTS["ct"].content]), {"SOAP-12", "DOC-02", "RET-02"}
    ),
    "a fault without code": (fault(""), {"SOAP-12", "SOAP-05"}),
    "an empty Body": (
        page(200, "", "application/soap+xml", f'<s:Envelope xmlns:s="{SOAP12}"><s:Body/>'
             "</s:Envelope>".encode()), {"SOAP-01", "SOAP-12", "WSA-02"},
    ),
    "some other element": (
        page(200, "", "application/soap+xml", f'<s:Envelope xmlns:s="{SOAP12}"><s:Body><x/>'
             "</s:Body></s:Envelope>".encode()),
        {"SOAP-12", "WSA-01", "WSA-02", "REG-01", "REG-02", "REG-06"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("said", "expected"), BAD.values(), ids=list(BAD))
def test_what_is_neither_served_nor_refused(said: Said, expected: set[str], world: World) -> None:
    """To the one request of all that has nothing wrong but its packing."""
    name = "a plain envelope instead of an MTOM message"

    assert expected == blamed(case_of(name, said, world))


@pytest.mark.parametrize("name", ["no study", "an empty document UID", "a study without its UID"])
def test_a_document_that_nobody_asked_for(name: str, world: World) -> None:
    assert "SOAP-12" in blamed(case_of(name, retrieved("ct"), world))


def test_nothing_that_was_asked_for_may_come_unsaid(world: World) -> None:
    """Where the content is right, a Success of nothing is as wrong as ever."""
    for name in (RIGHT, *ODD_MESSAGE):
        case = case_of(name, retrieved(), world)
        if case.asked.operation:
            assert {"REG-06"} == blamed(case)


def test_who_could_read_all_of_it_may_not_refuse_by_http_alone(world: World) -> None:
    assert {"SOAP-01"} == blamed(case_of(RIGHT, page(400, ""), world))
