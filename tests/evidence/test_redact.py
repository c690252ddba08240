"""`redact`: nothing of a patient, a person or a place is left, and the rest can be judged."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.command.commands import run
from tests.evidence import canaries
from tests.evidence.conftest import Runs
from wadows_contract.checksums import differences
from wadows_contract.evidence import exchanges, read_events
from wadows_contract.judge.documents import read_documents
from wadows_contract.verdict import summarise
from wadows_contract.wire.message import read_message
from wadows_spec.statement import load_statement


@dataclass(frozen=True)
class Copies:
    """The redacted copies of both runs."""

    plain: Path
    mutant: Path


@pytest.fixture(scope="module")
def copies(runs: Runs, tmp_path_factory: pytest.TempPathFactory) -> Copies:
    scratch = tmp_path_factory.mktemp("copies")
    for name, folder in (("plain", runs.folder), ("mutant", runs.mutant)):
        said = run("redact", folder, "--out", scratch / name)
        assert 0 == said.code, said
        assert "Look through the copy before it leaves the house" in said.output
    return Copies(scratch / "plain", scratch / "mutant")


def test_every_canary_is_in_the_original_and_none_in_a_copy(runs: Runs, copies: Copies) -> None:
    """That each is found in the original shows that the search finds what is there."""
    texts = (*canaries.TEXTS, *runs.hosts)
    assert set(texts) - {runs.hosts[1]} == canaries.found_in(runs.folder, texts).keys()

    assert {} == canaries.found_in(copies.plain, texts)
    assert {} == canaries.found_in(copies.mutant, texts)


def states(folder: Path) -> dict[str, str]:
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    return {entry["id"]: entry["state"] for entry in results["requirements"]
            if entry["selected"]}  # fmt: skip


def test_a_copy_shows_what_the_run_did_but_for_what_is_not_shown(
    runs: Runs, copies: Copies
) -> None:
    for folder, copy, lost in (
        (runs.folder, copies.plain, {"REN-05"}),
        (runs.mutant, copies.mutant, {"REN-05", "RET-02"}),
    ):
        before, after = states(folder), states(copy)
        assert lost == {id_ for id_, state in before.items() if after[id_] != state}
        assert {"not shown"} == {after[id_] for id_ in lost}
    assert ("passed", "failed") == (states(copies.plain)["DOC-02"], states(copies.mutant)["DOC-02"])
    assert "failed" == states(runs.mutant)["RET-02"]


def test_a_copy_rejudges_to_the_same(copies: Copies) -> None:
    assert [False, False] == [bool(differences(copy)) for copy in (copies.plain, copies.mutant)]
    again = run("rejudge", copies.mutant)
    assert (1, "Every requirement has the state that it had.") == (
        again.code, again.output.splitlines()[-1],
    ), again  # fmt: skip


def test_a_copy_is_no_better_than_its_original(runs: Runs, copies: Copies) -> None:
    """Even if none of what was found broken can be shown any more."""
    events = read_events(copies.plain)
    statement = load_statement("dcm4chee-arc")
    assert 0 == summarise(events, statement).gate
    lost = events[0]["redacted"]
    events[0]["redacted"] = lost | {"lost": lost["lost"] | {"DOC-02": "failed"}, "gate": 1}

    results = summarise(events, statement)

    assert 1 == results.gate
    states = {entry.requirement.id: (entry.state, entry.reason) for entry in results.requirements}
    reason = "the evidence was redacted; before, it was failed"
    assert ("not shown", reason) == states["DOC-02"]


def test_lengths_and_transfer_syntaxes_stay(runs: Runs, copies: Copies) -> None:
    before = exchanges(read_events(runs.folder), runs.folder)
    after = exchanges(read_events(copies.plain), copies.plain)
    syntaxes = set()
    for id_, exchange in after.items():
        for one, other in (
            (before[id_].request, exchange.request), (before[id_].response, exchange.response),
        ):  # fmt: skip
            assert one is not None
            assert other is not None
            assert one.body.size == other.body.size
            assert len(str(one.headers)) == len(str(other.headers))
            first, second = (read_message(m.headers, m.body) for m in (one, other))
            for left, right in zip(read_documents(first), read_documents(second), strict=True):
                assert left.transfer_syntax == right.transfer_syntax
                assert bool(left.problem) == bool(right.problem)
                syntaxes.add(right.transfer_syntax)
    assert {document.transfer_syntax_uid for document in runs.catalogue.documents.values()} <= (
        syntaxes
    )


def test_what_was_taken_out_is_listed(copies: Copies) -> None:
    text = (copies.mutant / "REDACTED.txt").read_text(encoding="utf-8")
    assert "  RET-02: failed\n" in text
    assert "so the copy does not conform" in text
    assert "gzip]-1, request: a body in a content coding: " in text
