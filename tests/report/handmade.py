"""A run made by hand: its events, its bodies, and the results that follow from them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wadows_contract.evidence import BODIES_FOLDER, Event
from wadows_contract.exchange import BodyStore
from wadows_contract.report.files import write_reports
from wadows_contract.results import Results
from wadows_contract.verdict import summarise
from wadows_spec.register import register
from wadows_spec.statement import load_statement

MULTIPART = (("Content-Type", "multipart/related; boundary=line"),)
ENVELOPE = (
    b'<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><answer/>'
    b"</e:Body></e:Envelope>"
)


def multipart(root: bytes) -> bytes:
    """Return a multipart body with one root part."""
    head = b"--line\r\nContent-Type: application/xop+xml\r\nContent-ID: <root@test.invalid>\r\n\r\n"
    return head + root + b"\r\n--line--\r\n"


@dataclass
class Run:
    """A run that a test writes down event by event; everything is planned and passes by itself."""

    folder: Path
    header: dict[str, Any] = field(default_factory=dict)
    expected: str = ""
    ended: dict[str, tuple[str, str]] = field(default_factory=dict)
    said: list[Event] = field(default_factory=list)

    def body(self, content: bytes) -> Mapping[str, Any]:
        body = BodyStore(self.folder / BODIES_FOLDER).save((content,), "test")
        return {"sha256": body.sha256, "size": body.size}

    def exchange(
        self,
        scenario: str,
        content: bytes | None = None,
        headers: Sequence[tuple[str, str]] = (
            ("Content-Type", "multipart/related; boundary=line"),
        ),
        id_: str = "",
        **fields: Any,
    ) -> str:
        """Write an exchange down; without content there was no response."""
        id_ = id_ or f"{scenario}-1"
        message = {"headers": [list(each) for each in headers]}
        response = None
        if content is not None:
            response = {"status": 200, "reason": "OK", **message, "body": self.body(content)}
        self.said.append({
            "event": "exchange", "id": id_, "scenario": scenario,
            "request": {"url": "http://archive.invalid/xdsi", "method": "POST", **message,
                        "body": self.body(multipart(ENVELOPE))},
            "response": response, "failure": "", "seconds": 0.25, **fields,
        })  # fmt: skip
        return id_

    def finding(self, requirement: str, scenario: str, exchange: str, **texts: Any) -> None:
        """Write a broken requirement down."""
        self.said.append({
            "event": "finding", "requirement": requirement, "scenario": scenario,
            "exchange": exchange, "met": False, "at_most": "failed",
            "expected": "one thing", "got": "another", "where": "there", **texts,
        })  # fmt: skip

    def remark(self, text: str) -> None:
        self.said.append({"event": "remark", "text": text})

    @property
    def events(self) -> list[Event]:
        text = load_statement("dcm4chee-arc").text
        pin = hashlib.sha256(b"").hexdigest()
        header = {
            "event": "run", "format": 1, "suite": "0.0.1", "python": "3.11.7",
            "started": "2024-05-06T07:08:09+00:00", "endpoint": "http://archive.invalid/xdsi",
            "embedded": False, "mutant": "", "variant": "", "hostile": False, "exact_codes": False,
            "select": [], "rejudged_from": "",
            "statement": {"name": "dcm4chee-arc", "sha256": pin, "text": text},
            "catalogue": {"sha256": pin, "given": "", "folder": "", "text": ""},
            "expected_failures": {"given": "", "sha256": pin, "text": self.expected,
                                  "on": "2024-05-06"},
            "register_sha256": pin, "features_sha256": pin, **self.header,
        }  # fmt: skip
        planned = [
            {"event": "planned", "scenario": scenario_of(id_), "name": f"Shows {id_}",
             "feature": "made-up", "requirement": id_, "selected": True}
            for id_ in register()
        ]  # fmt: skip
        ended = [
            {"event": "scenario", "scenario": entry["scenario"], "state": state, "reason": reason}
            for entry in planned
            for state, reason in [self.ended.get(entry["scenario"], ("passed", ""))]
        ]
        met = {"event": "met", "scenario": "", "exchange": "", "requirements": [
            entry["requirement"] for entry in planned
            if self.ended.get(entry["scenario"], ("passed",))[0] == "passed"
        ]}  # fmt: skip
        end = {"event": "end", "complete": True, "ended": "2024-05-06T07:09:09+00:00"}
        return [header, *planned, *self.said, met, *ended, end]

    @property
    def results(self) -> Results:
        return summarise(self.events, load_statement("dcm4chee-arc"))


def scenario_of(requirement: str) -> str:
    """Return the made-up scenario of a requirement: its place in the register."""
    return f"T{list(register()).index(requirement) + 1:04}"


#: Texts that an endpoint could send to break or mislead a report.
HOSTILE: Mapping[str, str] = {
    "markup": "</pre></style><script>alert(1)</script><img src=x onerror=alert(1)>&amp;",
    "controls": "a\x00b\x07\x1b[31mred\x1b]0;title\x07\x7f\x85\u2028end",
    "direction": "abc\u202egnp.exe\u2066\u200f",
    "surrogates": "\udcff\udc80 and \ud800",
    "no characters": "\ufffe\uffff\U0001ffff",
    "long": "x" * 1_000_000,
    "many lines": "line\n" * 2_000,
    "rich": "[bold red]not bold[/] [link=http://evil.invalid]here[/link] :warning:",
    "jinja": "{{ 7 * 7 }} {% for x in y %}",
    "cdata": "]]><x/>",
}


def write(run: Run) -> Path:
    """Write the reports of a run and return its folder."""
    write_reports(run.results, run.events, run.folder)
    return run.folder
