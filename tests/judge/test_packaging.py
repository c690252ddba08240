"""What the tables of answers do not show: where packaging gives nothing to judge."""

from dataclasses import replace

import pytest

from tests.judge.builder import MTOM_TYPE, Said, World, page, plain, retrieved
from wadows_contract.judge.finding import Finding
from wadows_contract.judge.sweep import sweep
from wadows_contract.wire.multipart import MAX_PARTS

SAID = retrieved("ct")
REPLY = SAID.reply or b""


def findings_of(requirement: str, said: Said, world: World) -> list[Finding]:
    return [entry for entry in sweep(said.case(world)) if entry.requirement == requirement]


def met(requirement: str, said: Said, world: World) -> list[bool]:
    return [entry.met for entry in findings_of(requirement, said, world)]


def test_more_parts_than_are_read_are_not_held_against_the_answer(world: World) -> None:
    """The document's part is the last of them, so that nobody can tell whether it is there."""
    root, part = REPLY.split(b"--b\r\n")[1:]
    said = SAID.saying(b"--b\r\n" + root + b"--b\r\n\r\n\r\n" * MAX_PARTS + b"--b\r\n" + part)

    assert [True] == met("MIME-02", said, world)
    assert [] == met("XOP-01", said, world)
    assert [] == met("DOC-01", said, world)


@pytest.mark.parametrize("number", [5, 6, 7, 8, 9])
def test_a_plain_answer_has_no_parts_to_judge(number: int, world: World) -> None:
    assert [] == findings_of(f"MIME-0{number}", plain(SAID), world)


@pytest.mark.parametrize("requirement", ["MIME-05", "MIME-06", "MIME-08", "MIME-09", "XOP-06"])
def test_an_answer_without_any_delimiter_is_no_multipart(requirement: str, world: World) -> None:
    said = SAID.saying(b"For MIME.")

    assert [] == findings_of(requirement, said, world)
    assert [False] == met("MIME-02", said, world)


def test_a_page_that_is_called_multipart_is_not_closed(world: World) -> None:
    said = page(500, "nonsense", MTOM_TYPE)

    assert [False] == met("MIME-02", said, world)
    assert [] == findings_of("MIME-05", said, world)


@pytest.mark.parametrize("length", ["", "7", "0"])
@pytest.mark.parametrize(("method", "status"), [("HEAD", 405), ("POST", 204), ("POST", 304)])
def test_what_has_no_body_has_the_length_that_it_would_have(
    length: str, method: str, status: int, world: World
) -> None:
    said = replace(page(status, "nonsense"), method=method, reply=b"")

    assert [True] == met("HTTP-01", said.headed("Content-Length", length), world)


@pytest.mark.parametrize("status", [200, 400, 404, 500, 501])
def test_only_a_405_has_to_name_methods(status: int, world: World) -> None:
    assert [] == findings_of("HTTP-05", page(status, "nonsense"), world)


@pytest.mark.parametrize(
    "media_type",
    ["multipart/related; boundary=b", "application/soap+xml", "Text/XML; charset=x",
     "application/xml"],
)  # fmt: skip
def test_what_may_be_a_message_need_not_be_refused_by_http(media_type: str, world: World) -> None:
    said = replace(page(500, "nonsense"), request_type=media_type)

    assert [] == findings_of("HTTP-06", said, world)


def test_oddities_of_one_kind_are_one_finding(world: World) -> None:
    said = SAID.saying(REPLY.replace(b"\r\n--b", b"\n--b").replace(b"--b\r\n", b"--b\n"))

    first, second = findings_of("MIME-06", said, world)

    assert "2 with a line feed alone before it, the first at byte " == first.got.rstrip(
        "0123456789"
    )
    assert "2 with a line feed alone behind it, the first at byte 0" == second.got
