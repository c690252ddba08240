"""report.html: one file that explains a run to somebody who was not there.

It asks for nothing from anywhere, runs no script, and shows nothing as markup that came
from an endpoint: the template escapes, and the content security policy forbids the rest.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from wadows_contract.evidence import Event
from wadows_contract.level import Level
from wadows_contract.report.complaints import (
    Complaint,
    Evidence,
    complaints,
    explained,
    information,
    informing,
)
from wadows_contract.report.declared import declared, pinned_statement
from wadows_contract.report.exchange_view import exchange_views
from wadows_contract.report.matrix import BECAME, Table, syntax_name
from wadows_contract.report.renderings import RenderedImage
from wadows_contract.report.text import clip, percent, printable, size_in_words
from wadows_contract.report.words import (
    EXPLAINED,
    OUTCOMES,
    STATES,
    gate_words,
    repeat_command,
)
from wadows_contract.results import RequirementResult, Results, State
from wadows_spec.ledger import LedgerEntry, ledger, ledger_of

#: Bytes of HTML that exchanges may fill; the rest of the page is bounded by what is clipped.
MAX_EXCHANGES: Final = 10_000_000
#: The colour of a verdict and its symbol, by the word that the verdict begins with.
_TONES: Final = {
    "conforms": ("good", STATES[State.PASSED].symbol),
    "does": ("bad", STATES[State.FAILED].symbol),
    "no": ("suite", STATES[State.ERROR].symbol),
    "incomplete": ("", "…"),
}
_MAX_TEXT: Final = 1_000
_MAX_COMPLAINTS: Final = 5
_MAX_PLACES: Final = 12
_MAX_REASON: Final = 300
#: Error codes that the matrix numbers; an endpoint may make up any number.
_MAX_CODES: Final = 30


def html(
    results: Results,
    events: Sequence[Event],
    folder: Path,
    matrix: Sequence[Table] = (),
    images: Sequence[RenderedImage] = (),
) -> str:
    """Return the page; `folder` holds the bodies of the exchanges among `events`."""
    environment = page_environment()
    evidence = Evidence(events)
    by_id = {entry.id: entry for entry in results.scenarios}
    blocks = [(entry, complaints(entry, by_id, evidence)) for entry in explained(results)]
    informed = [(entry, information(entry, evidence)) for entry in informing(results)]
    told = [one for _, said in (*blocks, *informed) for one in said]
    shown = _exchanges(environment, results, events, folder, told)
    style = page_style()
    statement = pinned_statement(results.header)
    tables = declared(statement) if statement else ()
    broken = {
        finding.exchange
        for entry in results.requirements
        for finding in entry.findings
        if finding.level != Level.INFORMATION
    }
    tone, symbol = _TONES[results.verdict.partition(" ")[0].rstrip(":")]
    return environment.get_template("report.html.j2").render(
        results=results,
        header=results.header,
        tone=tone,
        symbol=symbol,
        started=_time(str(results.header.get("started", ""))),
        facts=_facts(results, events),
        statement=statement,
        blocks=blocks,
        informed=informed,
        informed_ids={entry.requirement.id for entry, _ in informed},
        requirement_states=_counts(entry.state for entry in results.requirements),
        scenario_states=_counts(entry.state for entry in results.scenarios),
        outlines=_outlines,
        exchanges=shown,
        exchange_total=len(evidence.lines),
        groups=[
            ("exchanges with findings", [shown[id_] for id_ in shown if id_ in broken]),
            ("other exchanges", [shown[id_] for id_ in shown if id_ not in broken]),
        ],
        declared=tables,
        asks_less=sum(row.asks_less for table in tables for row in table.rows),
        matrix=matrix,
        matrix_codes=_codes(matrix),
        images=[
            ("with something wrong", [image for image in images if image.words]),
            ("as they should be", [image for image in images if not image.words]),
        ],
        bearing=_bearing(results),
        style=Markup(style),  # noqa: S704  our own file
        style_hash=content_hash(style),
    )


def page_style() -> str:
    """Return the style of every page."""
    return (Path(__file__).parent / "templates" / "style.css").read_text(encoding="utf-8")


def page_environment() -> Environment:
    """Return what pages are made with: it escapes, and knows what an empty field is."""
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
        "anchor": _anchor,
        "percent": percent,
        "size": size_in_words,
    }
    environment.globals |= {
        "states": STATES,
        "explained_states": EXPLAINED,
        "outcomes": OUTCOMES,
        "gate_words": gate_words,
        "ledger_of": ledger_of,
        "repeat": repeat_command,
        "became": BECAME,
        "syntax_name": syntax_name,
        "max_complaints": _MAX_COMPLAINTS,
        "max_places": _MAX_PLACES,
        "max_reason": _MAX_REASON,
    }
    return environment


def _finalize(value: Any) -> Any:
    """Make every text that is printed printable; what is marked as HTML was made by us."""
    return printable(value) if type(value) is str else value


def _anchor(text: str) -> str:
    """Return a text as a name for a place in the page, another one for another text."""
    return re.sub(
        "[^A-Za-z0-9.-]",
        lambda match: "-" if match[0] == " " else f"_{ord(match[0]):x}_",
        str(text.value if isinstance(text, State) else text),
    )


def _time(text: str) -> str:
    """Return a time that was written in ISO 8601 as people write it; else as it is."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{time.day} {time:%B %Y, %H:%M:%S %Z}"


def _counts(states: Iterable[State]) -> Mapping[State, int]:
    """Count every state, those that do not occur too."""
    listed = list(states)
    return {state: listed.count(state) for state in State}


def _facts(results: Results, events: Sequence[Event]) -> Sequence[tuple[str, str]]:
    """Return what pins the run, as label and value; nothing for what is not known."""
    header = results.header
    pinned = {key: dict(header.get(key, {})) for key in ("statement", "catalogue")}
    ended = str(events[-1].get("ended", "")) if events else ""
    listed = (
        ("endpoint", header.get("endpoint")),
        ("mutant", header.get("mutant")),
        ("variant", header.get("variant")),
        ("started", _time(str(header.get("started", "")))),
        ("ended", _time(ended)),
        ("complete", "yes" if results.complete else "no: it was cut short"),
        ("selection", ", ".join(header.get("select", ()))),
        ("rejudged from", header.get("rejudged_from")),
        ("suite", f"wadows-contract {header.get('suite', '')}, Python {header.get('python', '')}"),
        ("statement", _pin(pinned["statement"].get("name"), pinned["statement"])),
        ("catalogue", _pin(pinned["catalogue"].get("folder") or "built in", pinned["catalogue"])),
        ("requirements", f"SHA-256 {header.get('register_sha256', '')}"),
        ("features", f"SHA-256 {header.get('features_sha256', '')}"),
    )
    return [(label, str(value)) for label, value in listed if value]


def _pin(name: object, pinned: Mapping[str, object]) -> str:
    return f"{name}, SHA-256 {pinned.get('sha256', '')}"


def content_hash(text: str) -> str:
    """Return what a content security policy allows a text by: its SHA-256 in base64."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _outlines(entry: RequirementResult) -> Mapping[str, Sequence[str]]:
    """Return the scenarios of a requirement, rows of one outline together."""
    found: dict[str, list[str]] = {}
    for scenario in entry.scenarios:
        found.setdefault(scenario.partition("[")[0], []).append(scenario)
    return found


def _bearing(results: Results) -> Mapping[LedgerEntry, Sequence[str]]:
    """Return the requirements that each ledger entry bears on."""
    found: dict[LedgerEntry, list[str]] = {entry: [] for entry in ledger()}
    for entry in results.requirements:
        for unclear in ledger_of(entry.requirement):
            found[unclear].append(entry.requirement.id)
    return found


def _codes(matrix: Sequence[Table]) -> Sequence[str]:
    """Return the error codes of a matrix in the order in which they are numbered."""
    codes = {code for table in matrix for cell in table.cells.values() for code in cell.codes}
    return sorted(codes)[:_MAX_CODES]


def _exchanges(
    environment: Environment,
    results: Results,
    events: Sequence[Event],
    folder: Path,
    said: Iterable[Complaint],
) -> Mapping[str, Markup]:
    """Return exchanges as HTML by id, within the bound: those first that complaints name."""
    named = [place.exchange for complaint in said for place in complaint.places[:_MAX_PLACES]]
    template = environment.get_template("exchange.html.j2")
    shown: dict[str, Markup] = {}
    left = MAX_EXCHANGES
    for exchange in exchange_views(results, events, folder, named):
        rendered = template.render(exchange=exchange)
        left -= len(rendered.encode())
        if left < 0:
            break
        shown[exchange.id] = Markup(rendered)  # noqa: S704  escaped by the template
    return shown
