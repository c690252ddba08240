"""What the exchanges of a run show, gathered in one pass: each message is read only once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wadows_contract.evidence import Event, exchanges
from wadows_contract.exchange import Exchange
from wadows_contract.reference_answers import reference_answers
from wadows_contract.report.declared import pinned_statement
from wadows_contract.report.matrix import Matrix, Table, broken_of, pinned_catalogue
from wadows_contract.report.renderings import Images, RenderedImage, originals
from wadows_contract.results import Results
from wadows_contract.wire.message import read_message
from wadows_spec.catalogue import Catalogue
from wadows_spec.errors import ConfigurationError

#: Error codes that are counted; an endpoint may make up any number.
_MAX_CODES = 1_000


@dataclass(frozen=True)
class Views:
    """The exchanges of a run by id, and what they show.

    `codes` counts the answers that an error code came in. `reference` has what the reference
    answered to the same request, by the id of the exchange; `reference_problem` says why it was
    not asked, or not all. All is empty without the bodies.
    """

    recorded: Mapping[str, Exchange] = field(default_factory=dict)
    catalogue: Catalogue | None = None
    matrix: tuple[Table, ...] = ()
    images: tuple[RenderedImage, ...] = ()
    codes: Mapping[str, int] = field(default_factory=dict)
    reference: Mapping[str, Exchange] = field(default_factory=dict)
    reference_problem: str = ""


def views(results: Results, events: Sequence[Event], folder: Path) -> Views:
    """Look at every exchange among `events`, whose bodies are in `folder`."""
    try:
        recorded = exchanges(events, folder)
    except ConfigurationError:
        return Views()
    codes: Counter[str] = Counter()
    catalogue, statement = pinned_catalogue(results.header), pinned_statement(results.header)
    with originals(results.header) as at_hand:
        matrix = Matrix(catalogue, broken_of(results)) if catalogue else None
        images = Images(results, statement, at_hand) if statement and at_hand else None
        for exchange in recorded.values():
            if matrix:
                matrix.look_at(exchange)
            if images:
                images.look_at(exchange)
            if len(codes) < _MAX_CODES:
                codes.update(_codes(exchange))
    tables = matrix.tables if matrix else ()
    answers, problem = reference_answers(folder)
    shown = images.shown if images else ()
    return Views(recorded, catalogue, tables, shown, codes, answers, problem)


def _codes(exchange: Exchange) -> set[str]:
    response = exchange.response
    registry = read_message(response.headers, response.body).registry if response else None
    return {error.code for error in registry.errors if error.code} if registry else set()
