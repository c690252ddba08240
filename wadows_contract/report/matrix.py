"""What became of each stored transfer syntax under each requested one: a view of the evidence."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydicom.uid import UID

from wadows_contract.evidence import Event, exchanges
from wadows_contract.exchange import Exchange
from wadows_contract.level import Level
from wadows_contract.report.became import BECAME, Became, Shown, became_of
from wadows_contract.results import BrokenFinding, Results
from wadows_spec.catalogue import Catalogue, CatalogueDocument, load_catalogue
from wadows_spec.errors import ConfigurationError
from wadows_spec.tables import sop_classes, transfer_syntax_name, transfer_syntaxes
from wadows_spec.vocabulary import GROUPS

__all__ = ["BECAME", "Became", "Cell", "Matrix", "Shown", "Table", "matrix", "matrix_of_run",
           "pinned_catalogue", "syntax_name"]  # fmt: skip

#: The requirements whose failure makes what came wrong.
_ABOUT_DOCUMENTS: Final = ("DOC-", "RET-")
_MAX_TOLD: Final = 12


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
        for document, requested, shown in became_of(exchange, self._catalogue, failed):
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
                if document.transfer_syntax_uid and self._group(document) == group
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
