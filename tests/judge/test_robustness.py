"""Whatever comes is judged: no answer, however broken, may break the suite."""

import json
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.judge.builder import Said, World
from tests.judge.good import CT, GOOD, SEEDS
from tests.judge.wrong import WRONG
from wadows_contract.judge import beyond, expectations
from wadows_contract.judge.expectations import Unreadable
from wadows_contract.judge.finding import Finding
from wadows_contract.judge.sweep import sweep

LIKELY = [
    b"",
    b"\0",
    b"\xff",
    b"--b",
    b"--b--",
    b"\r\n",
    b"<",
    b">",
    b"</s:Body>",
    b"<s:Body>",
    b"&e;",
    b"<!DOCTYPE x>",
    b"cid:",
    b"%",
    b"DICM",
    b"\xff\xd8",
    b'xmlns="x"',
    b"Content-ID: <1@x>\r\n",
    b"999999999999999999999999",
    "ü".encode("utf-16"),
]
seeds = st.integers(0, len(SEEDS) - 1)
splices = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(LIKELY) | st.binary(max_size=6)),
    min_size=1,
    max_size=4,
)
deterministic = settings(
    database=None,
    derandomize=True,
    deadline=None,
    max_examples=250,
    suppress_health_check=list(HealthCheck),
)


def judged(said: Said, world: World) -> Iterator[Finding]:
    """Apply every check and every expectation."""
    case = said.case(world)
    yield from sweep(case)
    judges: list[Callable[[], Iterator[Finding]]] = [
        lambda: expectations.delivered(case, CT),
        lambda: expectations.refused(case, CT, "document-unknown"),
        lambda: expectations.status(case, "Success"),
        lambda: expectations.fault(case, "Sender"),
        lambda: beyond.in_transfer_syntaxes(case, {CT: {"1.2"}}),
        lambda: expectations.better_image(case, case),
    ]
    for judge in judges:
        try:
            yield from judge()
        except Unreadable:
            continue


def check(said: Said, world: World) -> None:
    findings = list(judged(said, world))

    assert findings
    for finding in findings:
        # What is said of it can be written down.
        json.dumps(finding.__dict__, ensure_ascii=False).encode()
        assert finding.met or (finding.expected and finding.got)


@given(seeds, splices)
@deterministic
def test_an_answer_spoilt_at_random(
    world: World, seed: int, changes: list[tuple[float, int, bytes]]
) -> None:
    said = SEEDS[seed]
    reply = said.reply or b""
    for place, length, new in changes:
        at = int(place * len(reply))
        reply = reply[:at] + new + reply[at + length :]

    check(said.saying(reply), world)


@given(
    seeds,
    st.text(max_size=30) | st.sampled_from(["multipart/related", "multipart/x; boundary=\xff"]),
    st.integers(100, 599),
)
@deterministic
def test_headers_spoilt_at_random(world: World, seed: int, content_type: str, status: int) -> None:
    spoilt = SEEDS[seed].headed("Content-Type", content_type).headed("Content-Length", content_type)

    check(Said(**{**spoilt.__dict__, "status": status}), world)


@pytest.mark.parametrize("seed", SEEDS, ids=["retrieve", "rendered", "fault"])
def test_an_answer_cut_anywhere(seed: Said, world: World) -> None:
    reply = seed.reply or b""
    for end in range(0, len(reply), max(1, len(reply) // 60)):
        check(seed.saying(reply[:end]), world)


def test_a_boundary_that_is_no_text(world: World) -> None:
    said = SEEDS[0].headed("Content-Type", "")

    check(said.saying((said.reply or b"").replace(b"--b\r\n", b"--\xff\xfe\r\n")), world)


def test_every_case_of_the_tables_is_judged_by_every_expectation(world: World) -> None:
    for said in (*(row[1] for row in GOOD), *(bad.said for bad in WRONG)):
        list(judged(said, world))


def test_base64_of_any_size_is_judged(world: World) -> None:
    """libxml2 takes a text of more than 10 million characters for an attack unless told."""
    said = next(row[1] for row in GOOD if row[0] == "plain as it was asked")
    reply = said.reply or b""
    start = reply.index(b"<x:Document>") + len(b"<x:Document>")
    end = reply.index(b"</x:Document>")
    large = said.saying(reply[:start] + b"AAAA" * 3_000_000 + reply[end:])

    broken = {finding.requirement for finding in sweep(large.case(world)) if not finding.met}

    assert {"DOC-01"} == broken
