"""What became of each stored transfer syntax under each requested one: a view of the evidence."""

import re
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from pydicom.filereader import read_dataset
from pydicom.uid import UID

from wadows_contract.evidence import Event, exchanges
from wadows_contract.exchange import Exchange
from wadows_contract.level import Level
from wadows_contract.results import BrokenFinding, Results
from wadows_contract.wire.content import Content
from wadows_contract.wire.message import Message, read_message
from wadows_contract.wire.registry import RegistryAnswer
from wadows_contract.wire.request import AskedDocument
from wadows_spec.catalogue import Catalogue, CatalogueDocument, load_catalogue
from wadows_spec.errors import ConfigurationError
from wadows_spec.tables import sop_classes, transfer_syntax_name, transfer_syntaxes
from wadows_spec.vocabulary import GROUPS

#: The requirements whose failure makes what came wrong.
_ABOUT_DOCUMENTS: Final = ("DOC-", "RET-")
_UID: Final = re.compile(r"[0-9]+(?:\.[0-9]+)+")
_MAX_TOLD: Final = 12
_MAX_CODE: Final = 80


class Became(StrEnum):
    """What became of a document that was asked for, the worst first."""

    WRONG = "wrong"
    REFUSED = "refused"
    CONVERTED = "converted"
    DELIVERED = "delivered"
    NOT_SHOWN = "not shown"


#: How each is told, by symbol and by words.
BECAME: Final[Mapping[Became, tuple[str, str]]] = {
    Became.DELIVERED: ("✓", "delivered as stored"),
    Became.CONVERTED: ("→", "converted to the transfer syntax asked for"),
    Became.REFUSED: ("⊘", "refused with an error; the number is that of its code"),
    Became.WRONG: ("✗", "wrong: unreadable, in a transfer syntax not asked for, or against a rule"),
    Became.NOT_SHOWN: ("·", "not shown: no exchange of the run asked for it"),
}


@dataclass(frozen=True)
class Shown:
    """What one exchange shows of one document.

    `codes` are the error codes of a refusal, `came` is the Transfer Syntax UID of what came,
    `reason` says why it is wrong.
    """

    scenario: str
    exchange: str
    role: str
    became: Became
    codes: tuple[str, ...] = ()
    came: str = ""
    reason: str = ""

    @property
    def words(self) -> str:
        """All of that in one line."""
        more = {
            Became.WRONG: self.reason,
            Became.REFUSED: ", ".join(self.codes),
            Became.CONVERTED: transfer_syntax_name(self.came),
        }.get(self.became, "")
        told = f"{self.became}: {more}" if more else f"{self.became}"
        return f"{self.exchange}, {self.role}, {told}"


@dataclass(frozen=True)
class Cell:
    """All that a run shows of a stored and a requested transfer syntax, which are UIDs."""

    stored: str
    requested: str
    shown: tuple[Shown, ...] = ()

    @property
    def became(self) -> Became:
        """The worst of what was shown."""
        return min((one.became for one in self.shown), key=_SEVERITY.index, default=_LEAST)

    @property
    def exchange(self) -> str:
        """The exchange that shows the worst; empty if nothing is shown."""
        ordered = sorted(self.shown, key=lambda one: _SEVERITY.index(one.became))
        return ordered[0].exchange if ordered else ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The error codes of all refusals."""
        return tuple(dict.fromkeys(code for one in self.shown for code in one.codes))

    @property
    def title(self) -> str:
        """The exchanges behind it, a line each."""
        ordered = sorted(self.shown, key=lambda one: _SEVERITY.index(one.became))
        lines = [one.words for one in ordered[:_MAX_TOLD]]
        if more := len(ordered) - _MAX_TOLD:
            lines += [f"and {more} more"] if more > 0 else []
        names = f"{syntax_name(self.stored)} as {syntax_name(self.requested)}"
        return "\n".join([names, *(lines or [Became.NOT_SHOWN.value])])


_SEVERITY: Final = list(Became)
_LEAST: Final = Became.NOT_SHOWN


@dataclass(frozen=True)
class Table:
    """The cells of a SOP class group; `rows` are stored and `columns` requested UIDs."""

    group: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]

    def cell(self, stored: str, requested: str) -> Cell:
        """Return a cell, one in which nothing is shown too."""
        return self.cells.get((stored, requested), Cell(stored, requested))


def matrix_of_run(results: Results, events: Sequence[Event], folder: Path) -> tuple[Table, ...]:
    """Return the tables of a run; none if its bodies or its catalogue are not at hand."""
    catalogue = pinned_catalogue(results.header)
    if catalogue is None:
        return ()
    try:
        recorded = exchanges(events, folder)
    except ConfigurationError:
        return ()
    return matrix(recorded.values(), catalogue, broken_of(results))


def broken_of(results: Results) -> Mapping[str, Sequence[BrokenFinding]]:
    """Return the findings of the requirements about documents, by requirement."""
    return {
        entry.requirement.id: entry.findings
        for entry in results.requirements
        if entry.requirement.id.startswith(_ABOUT_DOCUMENTS)
    }


def matrix(
    recorded: Iterable[Exchange],
    catalogue: Catalogue,
    broken: Mapping[str, Sequence[BrokenFinding]],
) -> tuple[Table, ...]:
    """Return a table for each SOP class group that the catalogue has documents of.

    `broken` holds the findings of the requirements about documents, by requirement.
    """
    seen = Matrix(catalogue, broken)
    for exchange in recorded:
        seen.look_at(exchange)
    return seen.tables


class Matrix:
    """The cells, filled by one exchange after the other; the arguments are those of `matrix`."""

    def __init__(self, catalogue: Catalogue, broken: Mapping[str, Sequence[BrokenFinding]]) -> None:
        self._catalogue = catalogue
        self._failed: dict[str, list[tuple[str, BrokenFinding]]] = {}
        for requirement, findings in broken.items():
            for finding in findings:
                if finding.level == Level.FAILED:
                    self._failed.setdefault(finding.exchange, []).append((requirement, finding))
        self._groups = {row.uid: row.group for row in sop_classes() if row.group in GROUPS}
        self._cells: dict[str, dict[tuple[str, str], list[Shown]]] = {g: {} for g in GROUPS}

    def _group(self, document: CatalogueDocument) -> str:
        return self._groups.get(document.sop_class_uid, "other")

    def look_at(self, exchange: Exchange) -> None:
        """Enter what an exchange shows."""
        failed = self._failed.get(exchange.id, ())
        for document, requested, shown in _shown(exchange, self._catalogue, failed):
            key = document.transfer_syntax_uid, requested
            self._cells[self._group(document)].setdefault(key, []).append(shown)

    @property
    def tables(self) -> tuple[Table, ...]:
        """A table for each group that the catalogue has documents of."""
        tables = []
        for group in GROUPS:
            listed = [row.uid for row in transfer_syntaxes() if row.group == group]
            stored = {
                document.transfer_syntax_uid
                for document in self._catalogue.documents.values()
                if self._group(document) == group
            }
            if stored:
                found = {key: Cell(*key, tuple(shown)) for key, shown in self._cells[group].items()}
                asked = {requested for _, requested in found}
                rows, columns = _ordered(stored, listed), _ordered(asked | {*listed}, listed)
                tables.append(Table(group, rows, columns, found))
        return tuple(tables)


def _ordered(uids: Iterable[str], listed: Sequence[str]) -> tuple[str, ...]:
    """Sort as the specification's table does; what it has not stands at the end."""
    place = {uid: number for number, uid in enumerate(listed)}
    return tuple(sorted(uids, key=lambda uid: (place.get(uid, len(listed)), uid)))


def syntax_name(uid: str) -> str:
    """Return the name of a transfer syntax; with its UID where no table of ours has it."""
    name = transfer_syntax_name(uid)
    standard = UID(uid).name
    return f"{standard}, {uid}" if name == uid != standard else name


def pinned_catalogue(header: Event) -> Catalogue | None:
    """Return the catalogue that a run was judged by, without its files; None if it has none."""
    text = str(dict(header.get("catalogue", {})).get("text", ""))
    with tempfile.TemporaryDirectory(prefix="wadows-") as scratch:
        path = Path(scratch) / "catalogue.toml"
        path.write_text(text, encoding="utf-8", errors="replace")
        try:
            return load_catalogue(path, with_files=False)
        except ConfigurationError:
            return None


def _shown(
    exchange: Exchange, catalogue: Catalogue, failed: Sequence[tuple[str, BrokenFinding]]
) -> Iterator[tuple[CatalogueDocument, str, Shown]]:
    """Yield documents asked for, with the transfer syntax that each counts under."""
    asked = read_message(exchange.request.headers, exchange.request.body).asked
    if asked.operation != "retrieve":
        return
    known = {entry.sop_instance_uid: entry for entry in catalogue.documents.values()}
    listed = tuple(dict.fromkeys(filter(None, asked.transfer_syntaxes)))
    instances = {each.document for each in asked.documents}
    response = exchange.response
    answer = read_message(response.headers, response.body) if response else None
    for each in dict.fromkeys(one.document for one in asked.documents):
        document = known.get(each)
        requests = [one for one in asked.documents if one.document == each]
        # A refusal of wrong identifiers says nothing of transfer syntaxes.
        if document and all(_names_it(one, document, catalogue) for one in requests):
            against = [
                requirement
                for requirement, finding in failed
                if each in (named := instances & {*_UID.findall(finding.where)}) or not named
            ]
            became = _became(answer, document, instances, listed, sorted({*against}))
            if became:
                facts = Shown(exchange.scenario, exchange.id, document.role, **became)
                under = (facts.came,) if facts.came in listed else listed
                yield from ((document, requested, facts) for requested in under)


def _names_it(asked: AskedDocument, document: CatalogueDocument, catalogue: Catalogue) -> bool:
    return (
        asked.study == document.study_instance_uid
        and asked.series == document.series_instance_uid
        and asked.repository == catalogue.repository_unique_id
        and asked.home in (None, catalogue.home_community_id)
    )


def _became(
    answer: Message | None,
    document: CatalogueDocument,
    instances: set[str],
    listed: Sequence[str],
    against: Sequence[str],
) -> dict[str, Any]:
    """Return what became of a document as fields of `Shown`; empty if nothing tells it.

    A fault or no answer is about the request as a whole, and tells only if a rule was broken.
    """
    registry = answer.registry if answer else None
    if answer is None or registry is None:
        return {"became": Became.WRONG, "reason": ", ".join(against)} if against else {}
    codes = _codes(registry, document.sop_instance_uid, instances)
    responses = [each for each in registry.documents if each.document == document.sop_instance_uid]
    if not responses:
        reasons = [*against, *([] if codes else ["neither a document nor an error came"])]
        became = Became.WRONG if reasons else Became.REFUSED
        return {"became": became, "codes": codes, "reason": ", ".join(reasons)}
    content = answer.content(responses[0])
    came = _transfer_syntax(content) if content else ""
    reasons = list(against)
    if not came:
        reasons.append("what came is not readable")
    elif came not in listed:
        reasons.append(f"it came in {transfer_syntax_name(came)[:_MAX_CODE]}")
    as_stored = came == document.transfer_syntax_uid
    became = Became.DELIVERED if as_stored else Became.CONVERTED
    return {
        "became": Became.WRONG if reasons else became,
        "came": came,
        "reason": ", ".join(reasons),
    }


def _codes(registry: RegistryAnswer, instance: str, instances: set[str]) -> tuple[str, ...]:
    """Return the codes of the errors that name an instance, or no other that was asked for."""
    return tuple(
        dict.fromkeys(
            (error.code or "no code")[:_MAX_CODE]
            for error in registry.errors
            if instance in (named := instances & {(error.location or "").strip()}) or not named
        )
    )


def _transfer_syntax(content: Content) -> str:
    """Return what the file meta information says, without reading the data set."""
    with warnings.catch_warnings(), content.open() as file:
        warnings.simplefilter("ignore")
        try:
            if file.read(132)[128:] != b"DICM":
                return ""
            meta = read_dataset(
                file,
                is_implicit_VR=False,
                is_little_endian=True,
                stop_when=lambda tag, vr, length: tag.group != 2,
            )
            return str(meta.get("TransferSyntaxUID", ""))
        except Exception:  # noqa: BLE001  pydicom raises whatever a broken file provokes
            return ""
