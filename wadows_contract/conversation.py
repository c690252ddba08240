"""The engine behind the steps: one scenario's conversation with the endpoint."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

import zeep.exceptions

from wadows_contract.consumer import requests as bodies
from wadows_contract.consumer.malformed import document_asked_for, malformed_request
from wadows_contract.consumer.samples import (
    SAMPLE_OPERATIONS,
    Sample,
    for_endpoint,
    sample_response,
)
from wadows_contract.consumer.transport import Transport
from wadows_contract.consumer.typed import Message, call, message
from wadows_contract.errors import SuiteError
from wadows_contract.evidence import Recorder
from wadows_contract.exchange import Exchange, Headers, Request
from wadows_contract.judge import beyond, expectations
from wadows_contract.judge.finding import Case, Finding
from wadows_contract.judge.own import own_faults
from wadows_contract.judge.sweep import sweep
from wadows_contract.judge.unseen import needs_a_look, unseen
from wadows_contract.level import Level, level_of
from wadows_contract.outcome import NotApplicable, NotShown, NotTestable, ScenarioFailed
from wadows_contract.wish import Wish
from wadows_spec.catalogue import Catalogue, CatalogueDocument
from wadows_spec.constants import EXPLICIT_VR_LE
from wadows_spec.malformed import malformed_requests
from wadows_spec.register import register
from wadows_spec.statement import Statement
from wadows_spec.tables import transfer_syntaxes
from wadows_spec.vocabulary import OPEN_READINGS, REFUSED_BY_DECLARATION, SITUATIONS


@dataclass(frozen=True)
class Endpoint:
    """What a run is about: the endpoint, what it declares, what it holds, how it is reached.

    `hostile` allows requests that could hurt a production system.
    """

    url: str
    embedded: bool
    hostile: bool
    statement: Statement
    catalogue: Catalogue
    transport: Transport
    recorder: Recorder


@dataclass
class Conversation:
    """What one scenario has said and heard so far."""

    endpoint: Endpoint
    scenario: str
    requirement: str
    wish: Wish = field(init=False)
    sample: Sample | None = None
    malformed: str = ""
    cases: list[Case] = field(default_factory=list)
    swept: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin without anything to ask for."""
        self.wish = Wish(self.endpoint.catalogue)

    # Asking

    def malform(self, name: str) -> None:
        """Ask for a document by the malformed request of this name.

        Raises `NotApplicable` if it would have to be served by an operation that is not declared,
        and `NotShown` if nobody knows a transfer syntax to ask for.
        """
        if malformed_requests()[name].kind == "served":
            self.needs("retrieve")
        document = document_asked_for(self.endpoint.catalogue)
        self._declared(document, {document.transfer_syntax_uid or EXPLICIT_VR_LE})
        self.wish.add(document.role)
        self.malformed = name

    def retrieve(self, syntaxes: Iterable[str] = ()) -> None:
        """Ask by RAD-69; without transfer syntaxes, in those that the documents are stored in."""
        stored = self.wish.stored_syntaxes(self.endpoint.statement)
        listed = list(dict.fromkeys(syntaxes)) or stored or [EXPLICIT_VR_LE]
        self._call("retrieve", bodies.retrieve_request(self.wish.wanted, listed))

    def retrieve_at_once(self) -> None:
        """Ask for each document by a request of its own, all of them on their way together."""
        self.needs("retrieve")
        url = self.endpoint.url
        listed = self.wish.stored_syntaxes(self.endpoint.statement)
        messages = [
            message(url, "retrieve", "", bodies.retrieve_request([entry], listed))
            for entry in self.wish.wanted
        ]
        with ThreadPoolExecutor(len(messages)) as pool:
            answered = list(pool.map(self._send_as, itertools.count(len(self.cases) + 1), messages))
        swept: list[Finding] = []
        for exchange in answered:
            self._hear(exchange, own=True)
            swept += self.swept
        self.swept = swept

    def retrieve_in_each(self) -> None:
        """Ask by RAD-69 once for each transfer syntax of the table of the document's group."""
        known = self.wish.document(self.wish.wanted[0].role)
        group = self.endpoint.statement.group_of(known.sop_class_uid)
        for row in transfer_syntaxes():
            if row.group == group:
                self.retrieve([row.uid])

    def render(self, parameters: Mapping[str, Any]) -> None:
        """Ask for a rendering with these parameters, by element, beside those of each document."""
        self._call("rendered", bodies.rendered_request(self.wish.wanted, parameters))

    def render_frame(self, which: str) -> None:
        """Ask for a frame of the document: its first, a middle one, its last, or one beyond."""
        frames = self.wish.document(self.wish.wanted[0].role).frames
        numbers = {"first": 1, "middle": (frames + 1) // 2, "last": frames, "missing": frames + 1}
        self.render({"FrameNumber": str(numbers[which])})

    def try_undeclared(self, operation: str) -> None:
        """Ask by an operation that the statement leaves out.

        The answer is not swept: what is not declared is not judged.
        Raises `NotApplicable` if the operation is declared.
        """
        if operation in self.endpoint.statement.operations:
            raise NotApplicable(f"{self.endpoint.statement.name} declares {operation}")
        rendered = bodies.rendered_request(self.wish.wanted, {})
        stored = self.wish.stored_syntaxes(self.endpoint.statement)
        retrieve = bodies.retrieve_request(self.wish.wanted, stored)
        body = {"rendered": rendered, "retrieve": retrieve}[operation]
        self._call(operation, body, declared=False)

    def _call(self, operation: str, body: dict[str, Any], declared: bool = True) -> None:
        if declared:
            self.needs(operation)
        action = self.endpoint.statement.rendered_actions[0] if operation == "rendered" else ""
        try:
            answer = call(self.endpoint.url, operation, action, body, self._send)
        except zeep.exceptions.ValidationError as error:
            raise SuiteError(f"our request does not fit our schema: {error}") from error
        self._hear(answer.exchange, answer.problem or "read", own=True, swept=declared)

    def needs(self, operation: str) -> None:
        """Raise `NotApplicable` if the statement does not declare an operation."""
        statement = self.endpoint.statement
        if operation not in statement.operations:
            raise NotApplicable(f"{statement.name} does not declare the operation {operation}")

    def send_raw(self, times: int = 1) -> None:
        """Send the malformed request or the sample; a sample as it is only to our reference."""
        if self.malformed:
            request = malformed_request(self.malformed, self.endpoint)
            for _ in range(times):
                self._hear(self._send(request.headers, request.body, request.method))
            return
        assert self.sample is not None
        sample = self.sample
        self.needs(SAMPLE_OPERATIONS[sample.name])
        if not self.endpoint.embedded:
            sample = for_endpoint(sample, self.endpoint.url, self.endpoint.catalogue)
        self._hear(self._send(sample.headers, sample.body))

    def hear_sample_response(self) -> None:
        """Take a sample response for an answer; nothing of it counts for the endpoint."""
        assert self.sample is not None
        store = self.endpoint.recorder.bodies
        exchange = sample_response(self.sample, store, self.scenario)
        self.endpoint.recorder.exchange(exchange, fixture=True)
        self.cases.append(self._case(exchange))
        self.swept = sweep(self.case)

    def _send(
        self, headers: tuple[tuple[str, str], ...], content: bytes, method: str = "POST"
    ) -> Exchange:
        return self._send_as(len(self.cases) + 1, (headers, content), method)

    def _send_as(self, ordinal: int, message: Message, method: str = "POST") -> Exchange:
        headers, content = message
        body = self.endpoint.recorder.bodies.save((content,), f"{self.scenario}-{ordinal}-request")
        request = Request(self.endpoint.url, Headers(headers), body, method)
        return self.endpoint.transport.send(self.scenario, ordinal, request)

    def _hear(
        self, exchange: Exchange, typed: str = "", own: bool = False, swept: bool = True
    ) -> None:
        recorder = self.endpoint.recorder
        recorder.exchange(exchange, typed=typed)
        case = self._case(exchange)
        self.cases.append(case)
        if own and (faults := own_faults(case)):
            raise SuiteError(f"our own request is at fault: {'; '.join(faults)}")
        self.swept = sweep(case) if swept else []
        self._record(self.swept, exchange.id, swept=True)

    def _case(self, exchange: Exchange) -> Case:
        return Case(exchange, self.endpoint.statement, self.endpoint.catalogue)

    # Judging

    @property
    def case(self) -> Case:
        """The latest exchange."""
        if not self.cases:
            raise SuiteError(f"{self.scenario} judges before it asks")
        return self.cases[-1]

    def expect(self, judge: Callable[..., Iterator[Finding]], *arguments: Any) -> None:
        """Apply an expectation to the latest answer for the requirement of this scenario's rule.

        Raises `ScenarioFailed` if it is broken, `NotTestable` if nothing could be judged.
        """
        self._check_declared(arguments)
        try:
            findings = list(judge(self.case, *arguments))
        except expectations.Unreadable as reason:
            raise self._not_judged(str(reason)) from None
        own = self.requirement
        self.settle([replace(each, requirement=each.requirement or own) for each in findings])

    def expect_as_declared(self, syntax: str = "") -> None:
        """Expect each document in a transfer syntax if that is declared, else an error.

        Without one, in any of those that were asked for and are declared.
        """
        asked = {syntax} if syntax else set(self.case.asked.transfer_syntaxes)
        due = {}
        for entry in self.wish.wanted:
            known = self.wish.document(entry.role)
            if declared := self._declared(known, asked):
                due[entry.instance] = declared
                self.expect(expectations.delivered, entry.instance)
            else:
                self.expect(beyond.syntax_refused, entry.instance, "transfer-syntax-refused")
        if due:
            self.expect(beyond.in_transfer_syntaxes, due)

    def expect_failure(self, situation: str) -> None:
        """Expect each document refused: as declared, or for what comes of trying to convert it."""
        asked = set(self.case.asked.transfer_syntaxes)
        for entry in self.wish.wanted:
            known = self.wish.document(entry.role)
            declared = self._declared(known, asked)
            refusal = situation if declared else "transfer-syntax-refused"
            self.expect(expectations.refused, entry.instance, refusal)

    def _declared(self, known: CatalogueDocument, asked: set[str]) -> set[str]:
        """Return the transfer syntaxes asked for in which the document is declared to be had.

        Raises `NotShown` if that depends on the one that it is stored in, and nobody knows it.
        """
        statement = self.endpoint.statement
        stored = known.transfer_syntax_uid
        declared = asked.intersection(statement.deliverable(known.sop_class_uid, stored))
        possible = asked.intersection(statement.possible(known.sop_class_uid))
        if stored:
            return declared
        if possible and not declared:
            raise NotShown(f"the catalogue does not say what {known.role!r} is stored in")
        return possible

    def expect_each_as_declared(self) -> None:
        """Expect the same of every exchange; all that break it are told."""
        heard, broken = self.cases, list[Finding]()
        for count in range(1, len(heard) + 1):
            self.cases = heard[:count]
            try:
                self.expect_as_declared()
            except ScenarioFailed as failed:
                broken += failed.findings
        if broken:
            raise ScenarioFailed(broken)

    def expect_better_second(self) -> None:
        """Expect the second of two images to be of better quality than the first."""
        first, second = self.cases
        self.expect(lambda _: expectations.better_image(first, second))

    def _check_declared(self, arguments: Sequence[Any] = ()) -> None:
        """Raise `NotApplicable` if the statement declares another answer than the step expects.

        A parameter or content type that is not declared is refused, and nothing else can be
        expected of a request that has it; one that is declared is not refused.
        """
        refusals = {situation for situation in SITUATIONS if situation in arguments}
        declared = self.endpoint.statement.refusals(
            entry.parameters for entry in self.case.asked.documents
        )
        by_declaration = refusals & set(REFUSED_BY_DECLARATION)
        # A content type whose form is open is none that a statement speaks of.
        if any(key in arguments for key in OPEN_READINGS):
            by_declaration.discard("content-type-refused")
        if by_declaration - declared.keys():
            raise NotApplicable(f"{self.endpoint.statement.name} declares what the request has")
        if declared and not refusals & declared.keys():
            names = ", ".join(declared.values())
            raise NotApplicable(f"{self.endpoint.statement.name} does not declare {names}")

    def settle(self, findings: Sequence[Finding]) -> None:
        """Record findings and let the scenario end by them."""
        if not findings:
            came = expectations.in_short(self.case)
            raise self._not_judged(f"nothing came that this could be judged by, but {came}")
        self._record(findings, self.case.exchange.id)
        if broken := [entry for entry in findings if self._fails(entry)]:
            raise ScenarioFailed(broken)

    def _not_judged(self, reason: str) -> NotTestable | NotShown:
        """Return how a scenario ends that nothing can be judged by; a MAY never breaks a run."""
        level = level_of(register()[self.requirement], self.endpoint.statement)
        return NotShown(reason) if level == Level.INFORMATION else NotTestable(reason)

    def keeps_its_rule(self, where_it_applies: bool = False) -> None:
        """Expect that the sweep shows the requirement of this scenario's rule met.

        Raises `NotShown` if the answer is one that the rule need not apply to, and does not.
        """
        self._check_declared()
        findings = [entry for entry in self.swept if entry.requirement == self.requirement]
        if where_it_applies and not findings:
            raise NotShown("the answer is not one that this rule is about")
        if not findings and (reason := unseen(self.case, self.requirement)):
            raise NotShown(reason)
        self.settle(findings)

    def breaks_only(self, allowed: Iterable[str]) -> None:
        """Expect that the sweep finds no requirement broken but these."""
        findings = expectations.broken_at_most(self.swept, set(allowed))
        self.settle([replace(finding, requirement=self.requirement) for finding in findings])

    def _fails(self, finding: Finding) -> bool:
        """Tell whether the scenario fails by a finding: only by those of its own requirement."""
        requirement = register()[finding.requirement]
        level = level_of(requirement, self.endpoint.statement, finding.at_most)
        own = finding.requirement == self.requirement
        return own and not finding.met and level == Level.FAILED

    def _record(self, findings: Iterable[Finding], exchange: str, swept: bool = False) -> None:
        """Write findings; those met only by the requirement that they show.

        What takes a look is shown by the sweep alone.
        """
        met: dict[str, None] = {}
        originals = self.wish.has_originals()
        for finding in findings:
            if finding.met:
                if swept or not needs_a_look(finding.requirement, originals):
                    met[finding.requirement] = None
                continue
            self.endpoint.recorder.event(
                "finding",
                scenario=self.scenario,
                exchange=exchange,
                requirement=finding.requirement,
                met=False,
                expected=finding.expected,
                got=finding.got,
                where=finding.where,
                at_most=finding.at_most.value,
            )
        self.endpoint.recorder.event(
            "met", scenario=self.scenario, exchange=exchange, requirements=list(met)
        )
