"""What a run shows of an endpoint, told as a conformance statement tells it.

Only what came is claimed: what was not asked for is said to be so, and what failed is none of it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from wadows_contract.evidence import Event, exchanges
from wadows_contract.exchange import Exchange
from wadows_contract.features import scenarios
from wadows_contract.report.matrix import Became, matrix_of_run
from wadows_contract.results import BREAKING, Results, State
from wadows_contract.wire.media_type import parse_media_type
from wadows_contract.wire.message import Message, read_message
from wadows_contract.wire.registry import RegistryError
from wadows_contract.wire.request import Asked as Question
from wadows_contract.wire.request import AskedDocument
from wadows_spec.catalogue import Catalogue
from wadows_spec.constants import UNKNOWN_UID
from wadows_spec.statement import Statement
from wadows_spec.vocabulary import GROUPS, OPERATIONS, SITUATIONS

_QUOTED: Final = re.compile(r'"([^"]*)"')
_COERCED: Final = "coerced: "
#: The requirement that says whether a parameter was heeded, where there is one.
_HEEDED: Final[Mapping[str, str]] = {
    "Rows": "REN-04",
    "Columns": "REN-04",
    "WindowCenter": "REN-05",
    "WindowWidth": "REN-05",
    "ImageQuality": "REN-06",
    "FrameNumber": "REN-07",
}


@dataclass
class Asked:
    """How often something was asked for, how often it was served, and with which codes refused."""

    times: int = 0
    served: int = 0
    codes: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Group:
    """What came of the documents of a group: transfer syntax and SOP class UIDs, sorted.

    `stored` are the transfer syntaxes of documents that were asked for as they are stored.
    """

    stored: tuple[str, ...] = ()
    delivered: tuple[str, ...] = ()
    converted: tuple[str, ...] = ()
    sop_classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Observed:
    """What was observed; keys as in a statement. `unheeded` are the parameters found broken."""

    operations: Mapping[str, Asked]
    actions: Mapping[str, Asked]
    content_types: tuple[str, ...]
    parameters: Mapping[str, Asked]
    unheeded: Mapping[str, str]
    groups: Mapping[str, Group]
    emits: Mapping[str, Counter[str]]
    coerced: tuple[str, ...]

    @property
    def served(self) -> tuple[str, ...]:
        """The operations that gave a document."""
        return tuple(each for each in OPERATIONS if self.operations[each].served)


def observe(
    results: Results,
    events: Sequence[Event],
    folder: Path,
    statement: Statement,
    catalogue: Catalogue,
) -> Observed:
    """Look through the exchanges of a run; raises `ConfigurationError` if bodies are missing."""
    operations = {operation: Asked() for operation in OPERATIONS}
    actions: dict[str, Asked] = {}
    parameters: dict[str, Asked] = {}
    content_types: dict[str, None] = {}
    emits: dict[str, Counter[str]] = {}
    fixtures = {event["id"] for event in events if event.get("fixture")}
    passed = {entry.id for entry in results.scenarios if entry.state == State.PASSED}
    situations = _situations()
    for exchange in exchanges(events, folder).values():
        answer = _answer(exchange)
        asked = read_message(exchange.request.headers, exchange.request.body).asked
        if exchange.id in fixtures or not asked.operation or answer is None:
            continue
        registry = answer.registry
        came = {each.document for each in registry.documents} if registry else set()
        codes = [error.code for error in registry.errors if error.code] if registry else []
        _count(operations[asked.operation], bool(came), codes)
        if asked.operation == "rendered":
            _count(actions.setdefault(asked.action, Asked()), bool(came), codes)
            for document in asked.documents:
                for element in document.parameters:
                    _count(
                        parameters.setdefault(element, Asked()), document.document in came, codes
                    )
            for response in registry.documents if registry else ():
                content_types[parse_media_type(response.mime_type).name] = None
        if registry and exchange.scenario in passed:
            for error in registry.errors:
                situation = _situation(error, asked, situations.get(exchange.scenario, ""))
                if error.code and situation:
                    emits.setdefault(situation, Counter())[error.code] += 1
    return Observed(
        operations=operations,
        actions=actions,
        content_types=tuple(filter(None, content_types)),
        parameters=parameters,
        unheeded=dict(_unheeded(results)),
        groups=_groups(results, events, folder, catalogue, statement),
        emits=emits,
        coerced=tuple(dict.fromkeys(_coerced(events))),
    )


def _answer(exchange: Exchange) -> Message | None:
    response = exchange.response
    return None if response is None else read_message(response.headers, response.body)


def _count(asked: Asked, served: bool, codes: Iterable[str]) -> None:
    asked.times += 1
    asked.served += served
    if not served:
        asked.codes.update(codes)


def _situation(error: RegistryError, asked: Question, about: str) -> str:
    """Return the situation that an error answers: by the document that it names, or the only one.

    `about` is the one that the scenario is about; empty where nothing tells.
    """
    named = asked.by_document.get((error.location or "").strip())
    among = named or asked.documents
    found = {_of_identity(entry) or about for entry in among}
    return found.pop() if len(found) == 1 else ""


def _of_identity(entry: AskedDocument) -> str:
    """Return the situation that comes of asking for what nobody has."""
    if entry.repository == UNKNOWN_UID:
        return "repository-unknown"
    if entry.document != UNKNOWN_UID:
        return ""
    if entry.study == UNKNOWN_UID:
        return "study-unknown"
    return "series-unknown" if entry.series == UNKNOWN_UID else "document-unknown"


def _situations() -> Mapping[str, str]:
    """Return the situation that a scenario is about, where it is about one."""
    found = {}
    for scenario in scenarios():
        named = {word for step in scenario.steps for word in _QUOTED.findall(step)
                 if word in SITUATIONS}  # fmt: skip
        if len(named) == 1:
            found[scenario.id] = named.pop()
    return found


def _unheeded(results: Results) -> Iterator[tuple[str, str]]:
    broken = {entry.requirement.id for entry in results.requirements if entry.state in BREAKING}
    for element, requirement in _HEEDED.items():
        if requirement in broken:
            yield element, requirement


def _groups(
    results: Results,
    events: Sequence[Event],
    folder: Path,
    catalogue: Catalogue,
    statement: Statement,
) -> Mapping[str, Group]:
    """Return what the matrix of transfer syntaxes says, where nothing was wrong with it."""
    found = dict.fromkeys(GROUPS, Group())
    for table in matrix_of_run(results, events, folder):
        cells = table.cells.values()
        stored = {cell.stored for cell in cells if cell.stored == cell.requested}
        shown = [(cell, one) for cell in cells for one in cell.shown]
        delivered = {
            cell.stored
            for cell, one in shown
            if one.became == Became.DELIVERED and cell.stored == cell.requested
        }
        converted = {one.came for _, one in shown if one.became == Became.CONVERTED}
        roles = {one.role for _, one in shown if one.became in (Became.DELIVERED, Became.CONVERTED)}
        classes = {catalogue.documents[role].sop_class_uid for role in roles}
        found[table.group] = Group(
            *(tuple(sorted(uids)) for uids in (stored, delivered, converted, classes))
        )
    return found


def _coerced(events: Iterable[Event]) -> Iterator[str]:
    """Yield the attributes that came back changed, as the statement lets them."""
    for event in events:
        if event["event"] == "finding" and str(event.get("got", "")).startswith(_COERCED):
            yield from str(event["got"]).removeprefix(_COERCED).split(", ")
