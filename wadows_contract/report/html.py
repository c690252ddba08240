"""report.html: one file that explains a run to somebody who was not there.

It asks for nothing from anywhere, runs no script, and shows nothing as markup that came
from an endpoint: the template escapes, and the content security policy forbids the rest.
"""

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from wadows_contract.evidence import Event, exchanges
from wadows_contract.exchange import Exchange
from wadows_contract.report.complaints import Complaint, Evidence, complaints, explained
from wadows_contract.report.declared import declared, pinned_statement
from wadows_contract.report.message_view import MessageView, view
from wadows_contract.report.text import clip, percent, printable, size_in_words
from wadows_contract.report.words import GATES, STATES, repeat_command
from wadows_contract.verdict import RequirementResult, Results, State
from wadows_spec.errors import ConfigurationError
from wadows_spec.ledger import ledger

#: Bytes of HTML that exchanges may fill; the rest of the page is bounded by what is clipped.
MAX_EXCHANGES: Final = 10_000_000
_MAX_TEXT: Final = 1_000
_MAX_COMPLAINTS: Final = 5
_MAX_PLACES: Final = 12
_MAX_REASON: Final = 300


@dataclass(frozen=True)
class ExchangeView:
    """An exchange to be shown; `broken` lists the requirements with a finding in it."""

    id: str
    scenario: str
    name: str
    line: int
    request: MessageView
    response: MessageView | None
    failure: str
    seconds: float
    fixture: bool
    typed: str
    broken: Sequence[str]


def html(results: Results, events: Sequence[Event], folder: Path) -> str:
    """Return the page; `folder` holds the bodies of the exchanges among `events`."""
    environment = _environment()
    evidence = Evidence(events)
    by_id = {entry.id: entry for entry in results.scenarios}
    blocks = [(entry, complaints(entry, by_id, evidence)) for entry in explained(results)]
    shown = _exchanges(environment, results, events, folder, [said for _, said in blocks])
    style = (Path(__file__).parent / "templates" / "style.css").read_text(encoding="utf-8")
    statement = pinned_statement(results.header)
    return environment.get_template("report.html.j2").render(
        results=results,
        header=results.header,
        statement=statement,
        blocks=blocks,
        scenarios=results.scenarios,
        scenario_states=[entry.state for entry in results.scenarios],
        requirement_states=[entry.state for entry in results.requirements],
        outlines=_outlines,
        exchanges=shown,
        exchange_total=len(evidence.lines),
        declared=declared(statement) if statement else (),
        ledger=ledger(),
        ledger_ids={entry.id for entry in ledger()},
        readings=_readings(results),
        style=Markup(style),  # noqa: S704  our own file
        style_hash=_hash(style),
    )


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("wadows_contract.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters |= {
        "clip": lambda text, limit=_MAX_TEXT: clip(str(text), limit),
        "percent": percent,
        "size": size_in_words,
    }
    environment.globals |= {
        "states": STATES,
        "gates": GATES,
        "repeat": repeat_command,
        "max_complaints": _MAX_COMPLAINTS,
        "max_places": _MAX_PLACES,
        "max_reason": _MAX_REASON,
    }
    return environment


def _finalize(value: Any) -> Any:
    """Make every text that is printed printable; what is marked as HTML was made by us."""
    return printable(value) if type(value) is str else value


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _outlines(entry: RequirementResult) -> Mapping[str, Sequence[str]]:
    """Return the scenarios of a requirement, rows of one outline together."""
    found: dict[str, list[str]] = {}
    for scenario in entry.scenarios:
        found.setdefault(scenario.partition("[")[0], []).append(scenario)
    return found


def _readings(results: Results) -> Mapping[str, Sequence[str]]:
    """Return the requirements that each ledger entry decides about."""
    found: dict[str, list[str]] = {}
    for entry in results.requirements:
        if entry.requirement.reading:
            found.setdefault(entry.requirement.reading, []).append(entry.requirement.id)
    return found


def _exchanges(
    environment: Environment,
    results: Results,
    events: Sequence[Event],
    folder: Path,
    said: Sequence[Sequence[Complaint]],
) -> Mapping[str, Markup]:
    """Return exchanges as HTML by id, within the bound: those first that complaints name."""
    try:
        recorded = exchanges(events, folder)
    except ConfigurationError:
        return {}
    wanted = [place.exchange for each in said for one in each for place in one.places[:_MAX_PLACES]]
    wanted += [place.exchange for each in said for one in each for place in one.places]
    module = environment.get_template("exchange.html.j2")
    shown: dict[str, Markup] = {}
    left = MAX_EXCHANGES
    for exchange in _views(results, events, recorded, [*wanted, *recorded]):
        rendered = module.render(exchange=exchange)
        left -= len(rendered.encode())
        if left < 0:
            break
        shown[exchange.id] = Markup(rendered)  # noqa: S704  escaped by the template
    return shown


def _views(
    results: Results,
    events: Sequence[Event],
    recorded: Mapping[str, Exchange],
    order: Sequence[str],
) -> Iterator[ExchangeView]:
    names = {entry.id: entry.name for entry in results.scenarios}
    broken: dict[str, dict[str, None]] = {}
    for entry in results.requirements:
        for finding in entry.findings:
            broken.setdefault(finding.exchange, {})[entry.requirement.id] = None
    lines = {event["id"]: (line, event) for line, event in enumerate(events, 1)
             if event["event"] == "exchange"}  # fmt: skip
    for id_ in dict.fromkeys(order):
        if id_ not in recorded:
            continue
        exchange, (line, event) = recorded[id_], lines[id_]
        request, response = exchange.request, exchange.response
        yield ExchangeView(
            id=id_,
            scenario=exchange.scenario,
            name=names.get(exchange.scenario, ""),
            line=line,
            request=view(f"{request.method} {request.url}", request.headers, request.body),
            response=response
            and view(f"{response.status} {response.reason}", response.headers, response.body),
            failure=exchange.failure,
            seconds=exchange.seconds,
            fixture=bool(event.get("fixture")),
            typed=str(event.get("typed", "")),
            broken=list(broken.get(id_, ())),
        )


def state_counts(states: Sequence[State]) -> Mapping[State, int]:
    """Count every state, those that do not occur too."""
    return {state: states.count(state) for state in State}
