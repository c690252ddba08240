"""Two answers beside each other: what means the same is not marked, and what does not is."""

from dataclasses import replace

import pytest

from tests.judge.builder import Said, World, fault, refusal, registry_error, retrieved
from tests.judge.conftest import world
from tests.judge.good import CT
from wadows_contract.exchange import Response
from wadows_contract.report.beside import Pair, beside

__all__ = ["world"]

REFUSED = refusal(registry_error("urn:dicom:wado:0007", CT), asked=[CT])
FAULT = fault()
SOAP = b"http://www.w3.org/2003/05/soap-envelope"


def response(said: Said, world: World) -> Response:
    answer = said.case(world).exchange.response
    assert answer is not None
    return answer


def marked(world: World, one: Said, other: Said) -> list[tuple[str, str]]:
    sections = beside(response(one, world), response(other, world))
    pairs = [pair for section in sections for pair in section.pairs if pair.differs]
    assert sum(section.differing for section in sections) == len(pairs)
    return [(pair.endpoint.strip(), pair.reference.strip()) for pair in pairs]


@pytest.mark.parametrize(
    "said", [retrieved("ct"), REFUSED, FAULT], ids=["document", "error", "fault"]
)
def test_an_answer_beside_itself(said: Said, world: World) -> None:
    assert [] == marked(world, said, said)
    envelope = beside(response(said, world), response(said, world))[2]
    assert "<soap12:Envelope>" == envelope.pairs[0].endpoint


@pytest.mark.parametrize(
    ("said", "old", "new"),
    [
        (REFUSED, b"s:Envelope", b"z:Envelope"),
        (REFUSED, b"><", b">\n\t<"),
        (retrieved("ct"), b"1@x", b"another@y"),
    ],
    ids=["another prefix", "white space between elements", "another Content-ID"],
)
def test_what_means_the_same_differs_not(said: Said, old: bytes, new: bytes, world: World) -> None:
    assert said.reply is not None
    changed = said.reply.replace(old, new).replace(b"xmlns:s=", b'xmlns:z="%s" xmlns:s=' % SOAP)
    assert new in changed
    assert [] == marked(world, said.saying(changed), said)


def test_another_code_is_one_line_that_differs(world: World) -> None:
    other = REFUSED.swap("urn:dicom:wado:0007", "urn:dicom:wado:0012")
    ((ours, theirs),) = marked(world, other, REFUSED)
    assert 'errorCode="urn:dicom:wado:0012"' in ours
    assert 'errorCode="urn:dicom:wado:0007"' in theirs
    assert ours.startswith("<rs:RegistryError ")


def test_another_namespace_differs(world: World) -> None:
    told = marked(world, REFUSED.swap("urn:ihe:iti:xds-b:2007", "urn:example"), REFUSED)
    assert (
        "<{urn:example}RetrieveDocumentSetResponse>",
        "<xdsb:RetrieveDocumentSetResponse>",
    ) in told


def test_another_status_and_a_header_of_one_alone(world: World) -> None:
    other = replace(FAULT, status=500, headers={**FAULT.headers, "X-Only": "here"})
    told = marked(world, other, FAULT)
    assert ("X-Only: here", "") in told
    assert any(ours.startswith("500") and theirs.startswith("400") for ours, theirs in told)


def test_the_code_of_a_fault_is_shown_with_the_usual_prefix(world: World) -> None:
    sections = beside(response(FAULT, world), None)
    lines = [pair.endpoint.strip() for pair in sections[2].pairs]
    assert "<soap12:Value>soap12:Sender</soap12:Value>" in lines


def test_no_answer(world: World) -> None:
    head, parts, envelope = beside(None, response(FAULT, world))
    assert Pair("no answer", f"400 {response(FAULT, world).reason}".strip(), True) == head.pairs[0]
    assert all(pair.differs and not pair.endpoint for pair in envelope.pairs)
    assert parts.more <= 0


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe\x00", b"<a>" * 5_000, b"<a>" * 200 + b"</a>" * 200, b"x\n" * 100_000,
     b"<a " + b"b='&#38;' " * 3 + b"/>"],
    ids=["nothing", "bytes", "not closed", "deep", "many lines", "attributes twice"],
)  # fmt: skip
def test_whatever_came_is_shown_and_bounded(body: bytes, world: World) -> None:
    came = response(FAULT.saying(body), world)
    sections = beside(came, response(FAULT, world))
    assert all(len(section.pairs) <= 600 for section in sections)
    assert all(len(pair.endpoint) < 500 for section in sections for pair in section.pairs)
    assert any(section.differing for section in sections)
