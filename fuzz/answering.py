"""The suite's side: recorded answers, spoilt, through everything that reads and judges."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from inputs import Input

from wadows_contract.exchange import Body, Exchange, Headers, Response
from wadows_contract.judge import beyond, expectations
from wadows_contract.judge.finding import Case, Finding
from wadows_contract.judge.sweep import sweep
from wadows_spec.catalogue import Catalogue
from wadows_spec.constants import EXPLICIT_VR_LE
from wadows_spec.statement import load_statement


class Suite:
    """Judges answers to recorded requests; their bodies are put into `scratch`."""

    def __init__(self, recorded: Sequence[Exchange], catalogue: Catalogue, scratch: Path) -> None:
        self._recorded = {each.id: each for each in recorded}
        self._by = load_statement("dcm4chee-arc"), catalogue
        self._file = scratch / "answer"

    def seeds(self) -> Iterator[Input]:
        """Yield the answers as they came."""
        for exchange in self._recorded.values():
            if response := exchange.response:
                first = f"{response.status} {exchange.id}"
                yield Input(first, response.headers.fields, response.body.read())

    def feed(self, given: Input) -> str:
        """Judge an answer; returns in short what was found, and raises what must not be."""
        status, _, id_ = given.first.partition(" ")
        self._file.write_bytes(given.body)
        body = Body(self._file, len(given.body), "")
        response = Response(int(status), "", Headers(given.fields), body)
        exchange = replace(self._recorded[id_], response=response)
        found = judge(Case(exchange, *self._by))
        return " ".join(sorted({each.requirement for each in found if not each.met}))


def judge(case: Case) -> list[Finding]:
    """Return what every check and every expectation finds."""
    findings = sweep(case)
    uid = next((entry.document for entry in case.asked.documents), "1.2.3")
    judges: list[Callable[[], Iterator[Finding]]] = [
        lambda: expectations.delivered(case, uid),
        lambda: expectations.refused(case, uid, "document-unknown"),
        lambda: expectations.status(case, "Success"),
        lambda: expectations.fault(case, "Sender"),
        lambda: beyond.in_transfer_syntaxes(case, {uid: {EXPLICIT_VR_LE}}),
        lambda: expectations.better_image(case, case),
    ]
    for each in judges:
        try:
            findings += each()
        except expectations.Unreadable:
            continue
    expectations.in_short(case)
    return findings
