"""report.html: one file that explains a run to somebody who was not there.

It asks for nothing from anywhere, runs no script but its own, and shows nothing as markup that
came from an endpoint: the template escapes, and the content security policy forbids the rest.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from wadows_contract.evidence import Event
from wadows_contract.exchange import Exchange
from wadows_contract.report.complaints import (
    Complaint,
    Evidence,
    complaints,
    explained,
    information,
    informing,
)
from wadows_contract.report.declared import declared, pinned_statement
from wadows_contract.report.exchange_view import ExchangeViews
from wadows_contract.report.facts import facts, readable_time
from wadows_contract.report.matrix import BECAME, Table, syntax_name
from wadows_contract.report.renderings import RenderedImage
from wadows_contract.report.spec_tables import SpecRow, spec_tables
from wadows_contract.report.text import clip, percent, printable, size_in_words
from wadows_contract.report.views import Views
from wadows_contract.report.words import (
    EXPLAINED,
    OUTCOMES,
    STATES,
    gate_words,
    repeat_command,
)
from wadows_contract.results import RequirementResult, Results, State
from wadows_spec.catalogue import Catalogue
from wadows_spec.ledger import LedgerEntry, ledger, ledger_of

#: Bytes of HTML that exchanges may fill; the rest of the page is bounded by what is clipped.
MAX_EXCHANGES: Final = 1_200_000
#: The colour of a verdict and its symbol, by the word that the verdict begins with.
_TONES: Final = {
    "conforms": ("good", STATES[State.PASSED].symbol),
    "does": ("bad", STATES[State.FAILED].symbol),
    "no": ("suite", STATES[State.ERROR].symbol),
    "incomplete": ("", "…"),
}
_UID: Final = re.compile(r"[0-9]+(?:\.[0-9]+){2,}")
_MAX_TEXT: Final = 1_000
_MAX_COMPLAINTS: Final = 5
_MAX_PLACES: Final = 12
_MAX_REASON: Final = 300
#: Exchanges that stand in the table of those told in a line.
_MAX_BRIEF: Final = 2_000
#: Error codes that the matrix numbers; an endpoint may make up any number.
_MAX_CODES: Final = 30


def html(results: Results, events: Sequence[Event], views: Views) -> Iterator[str]:
    """Return the page of a run, piece by piece; `views` has what its exchanges show."""
    environment = page_environment()
    evidence = Evidence(events)
    by_id = {entry.id: entry for entry in results.scenarios}
    blocks = [(entry, complaints(entry, by_id, evidence)) for entry in explained(results)]
    informed = [(entry, information(entry, evidence)) for entry in informing(results)]
    told = [one for _, said in (*blocks, *informed) for one in said]
    exchanges = ExchangeViews(results, events, views.recorded, views.reference)
    homes = _homes(blocks, views.recorded)
    shown = _exchanges(environment, exchanges, told, _examples(results, exchanges), homes)
    style, script = page_style(), page_script()
    statement = pinned_statement(results.header)
    tables = declared(statement) if statement else ()
    rest = [id_ for id_ in shown if id_ not in homes.values()]
    brief = [exchanges.brief(id_) for id_ in exchanges.ids if id_ not in shown]
    images = views.images
    tone, symbol = _TONES[results.verdict.partition(" ")[0].rstrip(":")]
    return environment.get_template("report.html.j2").generate(
        results=results,
        header=results.header,
        tone=tone,
        symbol=symbol,
        started=readable_time(str(results.header.get("started", ""))),
        facts=facts(results, events),
        statement=statement,
        blocks=blocks,
        homes=homes,
        roles_in=partial(_roles_in, views.catalogue),
        pictured=partial(_pictured, images),
        informed=informed,
        informed_ids={entry.requirement.id for entry, _ in informed},
        requirement_states=_counts(entry.state for entry in results.requirements),
        scenario_states=_counts(entry.state for entry in results.scenarios),
        outlines=_outlines,
        exchanges=shown,
        exchange_total=len(evidence.lines),
        groups=[
            (
                "more exchanges with findings",
                [shown[id_] for id_ in rest if id_ in exchanges.broken],
            ),
            (
                "examples without findings, one of each requirement",
                [shown[id_] for id_ in rest if id_ not in exchanges.broken],
            ),
        ],
        brief=brief[:_MAX_BRIEF],
        brief_more=max(0, len(brief) - _MAX_BRIEF),
        reference_problem=views.reference_problem,
        specification=spec_tables(results, views),
        declared=tables,
        asks_less=sum(row.asks_less for table in tables for row in table.rows),
        matrix=views.matrix,
        matrix_codes=_codes(views.matrix),
        images=[
            ("with something wrong", [image for image in images if image.words]),
            ("as they should be", [image for image in images if not image.words]),
        ],
        bearing=_bearing(results),
        style=Markup(style),  # noqa: S704  our own file
        style_hash=content_hash(style),
        script=Markup(script),  # noqa: S704  our own file
        script_hash=content_hash(script),
    )


def page_script() -> str:
    """Return the one script that the report may run: it filters and unfolds, and sends nothing."""
    return (Path(__file__).parent / "templates" / "report.js").read_text(encoding="utf-8")


def page_style() -> str:
    """Return the style of every page."""
    return (Path(__file__).parent / "templates" / "style.css").read_text(encoding="utf-8")


@cache
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


def _counts(states: Iterable[State]) -> Mapping[State, int]:
    """Count every state, those that do not occur too."""
    listed = list(states)
    return {state: listed.count(state) for state in State}


def content_hash(text: str) -> str:
    """Return what a content security policy allows a text by: its SHA-256 in base64."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _outlines(entry: RequirementResult | SpecRow) -> Mapping[str, Sequence[str]]:
    """Return the scenarios of a requirement or a row, rows of one outline together."""
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


def _roles_in(catalogue: Catalogue | None, text: str) -> Sequence[str]:
    """Return the roles of the documents that a text names by their UIDs."""
    named = {*_UID.findall(text[:_MAX_TEXT])}
    documents = catalogue.documents.values() if catalogue and named else ()
    return [document.role for document in documents if document.sop_instance_uid in named]


def _pictured(
    images: Iterable[RenderedImage], requirement: str, exchange: str
) -> Sequence[RenderedImage]:
    """Return an image of an exchange of which a requirement found something wrong, if any is."""
    found = (
        image
        for image in images
        if image.exchange == exchange
        and any(said.startswith(f"{requirement}:") for said in image.words)
    )
    return list(found)[:1]


def _homes(
    blocks: Iterable[tuple[RequirementResult, Sequence[Complaint]]],
    recorded: Mapping[str, Exchange],
) -> Mapping[tuple[str, int], str]:
    """Return the exchange that is shown in each complaint: its first, if no other has it yet."""
    homes: dict[tuple[str, int], str] = {}
    for entry, said in blocks:
        for number, complaint in enumerate(said[:_MAX_COMPLAINTS]):
            first = complaint.places[0].exchange if complaint.places else ""
            if first in recorded and first not in homes.values():
                homes[entry.requirement.id, number] = first
    return homes


def _examples(results: Results, exchanges: ExchangeViews) -> Sequence[str]:
    """Return an exchange of each requirement: the first of its first scenario that has one."""
    firsts: dict[str, str] = {}
    for id_ in exchanges.ids:
        firsts.setdefault(id_.rpartition("-")[0], id_)
    found = (
        next((firsts[id_] for id_ in entry.scenarios if id_ in firsts), "")
        for entry in results.requirements
    )
    return [id_ for id_ in found if id_]


def _exchanges(
    environment: Environment,
    exchanges: ExchangeViews,
    said: Iterable[Complaint],
    examples: Sequence[str],
    homes: Mapping[tuple[str, int], str],
) -> Mapping[str, Markup]:
    """Return exchanges as HTML by id, within the bound: those first that complaints name."""
    named = [place.exchange for complaint in said for place in complaint.places[:_MAX_PLACES]]
    template = environment.get_template("exchange.html.j2")
    shown: dict[str, Markup] = {}
    left = MAX_EXCHANGES
    for id_ in dict.fromkeys((*homes.values(), *named, *exchanges.broken, *examples)):
        if exchange := exchanges.view(id_):
            level = 4 if id_ in homes.values() else 3
            rendered = template.render(exchange=exchange, level=level)
            left -= len(rendered.encode())
            if left < 0:
                break
            shown[id_] = Markup(rendered)  # noqa: S704  escaped by the template
    return shown
