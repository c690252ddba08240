"""The engine behind the steps: one scenario's conversation with the endpoint."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import zeep.exceptions

from wadows_contract.consumer import requests as bodies
from wadows_contract.consumer.hostile import HOSTILE_REQUESTS
from wadows_contract.consumer.samples import Sample, for_endpoint, sample_response
from wadows_contract.consumer.transport import Transport
from wadows_contract.consumer.typed import call
from wadows_contract.errors import SuiteError
from wadows_contract.evidence import Recorder
from wadows_contract.exchange import Exchange, Headers, Request
from wadows_contract.judge import expectations
from wadows_contract.judge.finding import Case, Finding
from wadows_contract.judge.own import own_faults
from wadows_contract.judge.sweep import sweep
from wadows_contract.outcome import NotApplicable, NotShown, NotTestable, ScenarioFailed
from wadows_contract.verdict import State, level_of
from wadows_spec.catalogue import Catalogue, CatalogueDocument
from wadows_spec.register import register
from wadows_spec.statement import REFUSED_BY_DECLARATION, SITUATIONS, Statement

#: A SOP Instance UID that nobody has: no archive issues UIDs under this invented UUID.
UNKNOWN_INSTANCE = "2.25.99999999999999999999999999999999999999"


@dataclass(frozen=True)
class Endpoint:
    """What a run is about: the endpoint, what it declares, what it holds, how it is reached."""

    url: str
    embedded: bool
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
    wanted: list[bodies.Wanted] = field(default_factory=list)
    home: str | None = None
    sample: Sample | None = None
    hostile: str = ""
    cases: list[Case] = field(default_factory=list)
    swept: list[Finding] = field(default_factory=list)

    # What is asked for

    def document(self, role: str) -> CatalogueDocument:
        """Return the document in a role; raises `NotShown` if the catalogue has none."""
        try:
            return self.endpoint.catalogue.documents[role]
        except KeyError:
            raise NotShown(f"the catalogue has no document in the role {role!r}") from None

    def want(self, role: str) -> None:
        """Ask for the document in a role."""
        known = self.document(role)
        self._want(role, known, known.sop_instance_uid)

    def want_unknown(self) -> None:
        """Ask for a document that does not exist, in a series that does."""
        known = next(iter(self.endpoint.catalogue.documents.values()))
        self._want("", known, UNKNOWN_INSTANCE)

    def _want(self, role: str, known: CatalogueDocument, instance: str) -> None:
        self.wanted.append(
            bodies.Wanted(
                role,
                known.study_instance_uid,
                known.series_instance_uid,
                instance,
                self.endpoint.catalogue.repository_unique_id,
            )
        )

    def name_home_community(self) -> None:
        """Ask with the home community of the catalogue."""
        self.home = self.endpoint.catalogue.home_community_id

    # Asking

    def retrieve(self, syntaxes: Iterable[str] = ()) -> None:
        """Ask by RAD-69; without transfer syntaxes, in those that the documents are stored in."""
        stored = (self.document(entry.role).transfer_syntax_uid for entry in self.wanted
                  if entry.role)  # fmt: skip
        listed = list(dict.fromkeys(syntaxes or stored)) or ["1.2.840.10008.1.2.1"]
        self._call("retrieve", bodies.retrieve_request(self._asked(), listed))

    def render(self, parameters: Mapping[str, str]) -> None:
        """Ask for a rendering with these parameters, by element."""
        self._call("rendered", bodies.rendered_request(self._asked(), parameters))

    def render_frame(self, which: str) -> None:
        """Ask for a frame of the document: its first, a middle one, its last, or one beyond."""
        frames = self.document(self.wanted[0].role).frames
        numbers = {"first": 1, "middle": (frames + 1) // 2, "last": frames, "missing": frames + 1}
        self.render({"FrameNumber": str(numbers[which])})

    def _asked(self) -> Sequence[bodies.Wanted]:
        return [replace(entry, home=self.home) for entry in self.wanted]

    def _call(self, operation: str, body: dict[str, Any]) -> None:
        statement = self.endpoint.statement
        if operation not in statement.operations:
            raise NotApplicable(f"{statement.name} does not declare the operation {operation}")
        action = statement.rendered_actions[0] if operation == "rendered" else ""
        try:
            answer = call(self.endpoint.url, operation, action, body, self._send)
        except zeep.exceptions.ValidationError as error:
            raise SuiteError(f"our request does not fit our schema: {error}") from error
        self._hear(answer.exchange, typed=answer.problem or "read", own=True)

    def send_raw(self) -> None:
        """Send the malformed request or the sample; a sample as it is only to our reference."""
        if self.hostile:
            request = HOSTILE_REQUESTS[self.hostile](self.endpoint)
            self._hear(self._send(request.headers, request.body, request.method))
            return
        assert self.sample is not None
        sample = self.sample
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
        ordinal = len(self.cases) + 1
        body = self.endpoint.recorder.bodies.save((content,), f"{self.scenario}-{ordinal}-request")
        request = Request(self.endpoint.url, Headers(headers), body, method)
        return self.endpoint.transport.send(self.scenario, ordinal, request)

    def _hear(self, exchange: Exchange, typed: str = "", own: bool = False) -> None:
        recorder = self.endpoint.recorder
        recorder.exchange(exchange, typed=typed)
        case = self._case(exchange)
        self.cases.append(case)
        if own and (faults := own_faults(case)):
            raise SuiteError(f"our own request is at fault: {'; '.join(faults)}")
        self.swept = sweep(case)
        self._record(self.swept, exchange.id)

    def _case(self, exchange: Exchange) -> Case:
        return Case(exchange, self.endpoint.statement, self.endpoint.catalogue)

    # Judging

    @property
    def case(self) -> Case:
        """The latest exchange."""
        if not self.cases:
            raise SuiteError(f"{self.scenario} judges before it asks")
        return self.cases[-1]

    def each_instance(self, role: str = "") -> Iterator[str]:
        """Yield the SOP Instance UIDs asked for, or only the one in a role."""
        return (entry.instance for entry in self.wanted if role in ("", entry.role))

    def expect(self, judge: Callable[..., Iterator[Finding]], *arguments: Any) -> None:
        """Apply an expectation to the latest answer for the requirement of this scenario's rule.

        Raises `ScenarioFailed` if it is broken, `NotTestable` if nothing could be judged.
        """
        self._check_declared(arguments)
        try:
            findings = list(judge(self.case, *arguments))
        except expectations.Unreadable as reason:
            raise NotTestable(str(reason)) from None
        self.settle([replace(finding, requirement=self.requirement) for finding in findings])

    def expect_unknown_refused(self) -> None:
        """Expect an error, and no document, for the one that does not exist."""
        self.expect(expectations.refused, UNKNOWN_INSTANCE, "document-unknown")

    def expect_as_declared(self, syntax: str) -> None:
        """Expect each document in a transfer syntax if that is declared, else an error."""
        for entry in self.wanted:
            known = self.document(entry.role)
            declared = self.endpoint.statement.deliverable(
                known.sop_class_uid, known.transfer_syntax_uid
            )
            if syntax in declared:
                self.expect(expectations.delivered, entry.instance)
                self.expect(expectations.in_transfer_syntax, entry.instance, syntax)
            else:
                self.expect(expectations.refused, entry.instance, "transfer-syntax-refused")

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
        by_declaration = refusals & REFUSED_BY_DECLARATION
        if by_declaration - declared.keys():
            raise NotApplicable(f"{self.endpoint.statement.name} declares what the request has")
        if declared and not refusals & declared.keys():
            names = ", ".join(declared.values())
            raise NotApplicable(f"{self.endpoint.statement.name} does not declare {names}")

    def settle(self, findings: Sequence[Finding]) -> None:
        """Record findings and let the scenario end by them."""
        if not findings:
            came = expectations.in_short(self.case)
            raise NotTestable(f"nothing came that this could be judged by, but {came}")
        self._record(findings, self.case.exchange.id)
        if broken := [entry for entry in findings if self._fails(entry)]:
            raise ScenarioFailed(broken)

    def keeps_its_rule(self) -> None:
        """Expect that the sweep shows the requirement of this scenario's rule met."""
        self._check_declared()
        self.settle([entry for entry in self.swept if entry.requirement == self.requirement])

    def breaks_only(self, allowed: Iterable[str]) -> None:
        """Expect that the sweep finds no requirement broken but these."""
        broken = {entry.requirement for entry in self.swept if not entry.met}
        got = ", ".join(sorted(broken)) or "none"
        expected = ", ".join(sorted(allowed)) or "none"
        met = broken <= set(allowed)
        self.settle([Finding(self.requirement, met, f"broken: at most {expected}", got, "")])

    def _fails(self, finding: Finding) -> bool:
        requirement = register()[finding.requirement]
        level = level_of(requirement, self.endpoint.statement, finding.warning)
        return not finding.met and level == State.FAILED

    def _record(self, findings: Iterable[Finding], exchange: str) -> None:
        """Write findings; those met only by the requirement that they show."""
        met: dict[str, None] = {}
        for finding in findings:
            if finding.met:
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
                warning=finding.warning,
            )
        self.endpoint.recorder.event(
            "met", scenario=self.scenario, exchange=exchange, requirements=list(met)
        )
