"""Answers to the suite: each is read and judged, and what is found can be shown."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from fuzz.message import Message, read_pair
from wadows_contract.exchange import Body, Exchange, Headers, Request, Response
from wadows_contract.judge import beyond, expectations
from wadows_contract.judge.finding import Case, Finding
from wadows_contract.judge.sweep import sweep
from wadows_spec.constants import EXPLICIT_VR_LE
from wadows_spec.documents import write_documents
from wadows_spec.statement import load_statement


class Answers:
    """Judging by the default statement and the test documents, which are written to a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._statement = load_statement("dcm4chee-arc")
        self._catalogue = write_documents(folder / "documents")

    def try_one(self, data: bytes) -> None:
        """Judge one answer; raises whatever goes wrong."""
        request, answer = map(Message.read, read_pair(data))
        case = Case(self._exchange(request, answer), self._statement, self._catalogue)
        for finding in judged(case):
            # What is said of it can be written down.
            json.dumps(finding.__dict__, ensure_ascii=False).encode()

    def _exchange(self, request: Message, answer: Message) -> Exchange:
        _, status, reason = (*answer.line.split(" ", 2), "", "", "")[:3]
        number = int(status) if status.isascii() and status.isdigit() else 200
        return Exchange(
            "T1-1",
            "T1",
            Request("http://127.0.0.1/", Headers(request.headers), self._body("sent", request)),
            Response(number, reason, Headers(answer.headers), self._body("came", answer)),
        )

    def _body(self, name: str, message: Message) -> Body:
        path = self._folder / name
        path.write_bytes(message.body)
        return Body(path, len(message.body), hashlib.sha256(message.body).hexdigest())


def judged(case: Case) -> list[Finding]:
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
    for judge in judges:
        try:
            findings += judge()
        except expectations.Unreadable:
            continue
    expectations.in_short(case)
    return findings
