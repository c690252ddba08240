"""Writes the pages that are views of data: run `python docs/generate.py` after changing the data.

The tests fail while a page is not what the data says.
"""

import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path

from pydicom.uid import UID

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / folder) for folder in (".", "spec", "steps")]

from wadows_contract.features import scenarios  # noqa: E402
from wadows_contract.traceability import step_definitions, words  # noqa: E402
from wadows_spec.documents import NOT_MADE, TEST_DOCUMENTS, describe  # noqa: E402
from wadows_spec.ledger import ledger  # noqa: E402
from wadows_spec.register import register  # noqa: E402
from wadows_spec.tables import (  # noqa: E402
    error_codes,
    rendered_parameters,
    sop_classes,
    transfer_syntaxes,
)

_NOTE = "<!-- Written by docs/generate.py: change the data, not this page. -->"
_STEPS = {"asked": "Given", "asking": "When", "expected": "Then"}


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
                     for row in lines)  # fmt: skip


def requirements() -> str:
    """The register with the scenarios and the mutant of each requirement."""
    rows = []
    for entry in register().values():
        own = dict.fromkeys(
            scenario.id.partition("[")[0]
            for scenario in scenarios()
            if scenario.requirement == entry.id
        )
        proof = f"`{entry.mutant}`" if entry.mutant else f"none: {entry.reason}"
        source = f"{entry.clause} ({entry.certainty})"
        rows.append([entry.id, entry.title, entry.level, source, ", ".join(own), proof])
    header = ["id", "requirement", "level", "clause (certainty)", "scenarios", "mutant"]
    return f"""{_NOTE}

# Requirements

Certainty: R, the text was read; I, inferred from it; M, from memory.
Only what was read may fail a run.
`wadows-contract serve --mutant NAME` lets a reader see the failure that proves a requirement.

{_table(header, rows)}
"""


def traceability() -> str:
    """Each row of the specification's tables with the scenarios that speak of it."""
    found = scenarios()

    def speaking(word: str, roles: set[str] | None = None) -> str:
        return ", ".join(
            dict.fromkeys(
                scenario.id
                for scenario in found
                if word in words(scenario) and (roles is None or roles & words(scenario))
            )
        )

    by_group = {
        group: {document.role for document in TEST_DOCUMENTS if document.group == group}
        for group in ("image", "video", "structured-report", "other")
    }
    classes = [
        [group, str(sum(row.group == group for row in sop_classes())), ", ".join(sorted(roles))]
        for group, roles in by_group.items()
    ]
    codes = [[row.code, row.situation, speaking(row.code)] for row in error_codes()]
    parameters = [
        [row.name, "yes" if row.supported else "no", row.restriction, speaking(row.name)]
        for row in rendered_parameters()
    ]
    syntaxes = [
        [row.group, row.name, row.uid, speaking(row.uid, by_group[row.group])]
        for row in transfer_syntaxes()
    ]
    return f"""{_NOTE}

# Traceability

Each row of the specification's tables, and the scenarios that speak of it.

## Error codes

{_table(["code", "situation", "scenarios"], codes)}

## Rendered parameters

{_table(["parameter", "supported", "restriction", "scenarios"], parameters)}

## Transfer syntaxes

{_table(["group", "name", "UID", "scenarios"], syntaxes)}

## SOP classes

A SOP class takes the path of its group, and a test document of each group shows it.
The two classes of the table that are no storage classes have no documents.

{_table(["group", "SOP classes", "test documents"], classes)}
"""


def vocabulary() -> str:
    """The steps, each with what it means."""
    parts = []
    for name, word in _STEPS.items():
        parts.append(f"## {word}\n")
        for pattern, text in step_definitions([import_module(f"wadows_steps.{name}")]).items():
            parts.append(f"`{pattern}`\n\n{text}\n")
    return f"{_NOTE}\n\n# Steps\n\nThe whole vocabulary of the features.\n\n" + "\n".join(parts)


def readings() -> str:
    """The ledger."""
    parts = []
    for entry in ledger():
        listed = "\n".join(f"- {reading}" for reading in entry.readings)
        key = f"`{entry.statement_key}`" if entry.statement_key else "none: it is the same for all"
        parts.append(
            f"## {entry.question}\n\nClauses: {entry.clauses}.\n\nReadings:\n\n{listed}\n\n"
            f"Taken: {entry.taken}, for {entry.why}.\n\nStatement key: {key}.\n"
        )
    head = "# Ledger\n\nWhere sources are silent or contradict each other, and the reading taken.\n"
    return f"{_NOTE}\n\n{head}\n" + "\n".join(parts)


def documents() -> str:
    """The test documents: what each is, how it is stored, what it is good for."""
    classes = {row.uid: row.name for row in sop_classes()}
    # A transfer syntax beyond the tables has its name from pydicom.
    syntaxes = {row.uid: row.name for row in transfer_syntaxes()}
    rows = []
    for document in TEST_DOCUMENTS:
        entry = describe(document.role, document.file, document.build())
        syntax = entry.transfer_syntax_uid
        rows.append(
            [
                f"`{document.role}`",
                document.group,
                classes[entry.sop_class_uid].removesuffix(" Storage"),
                f"{syntaxes.get(syntax, UID(syntax).name)} ({syntax})",
                str(entry.size),
                document.note,
            ]
        )
    lacking = [[group, syntaxes[uid], uid, why] for (group, uid), why in NOT_MADE.items()]
    header = ["role", "group", "SOP class", "transfer syntax", "bytes", "good for"]
    return f"""{_NOTE}

# Test documents

`wadows-contract documents write FOLDER` writes them; all that they say is invented.
[spec/documents](../spec/documents/README.md) has their encoded streams,
and the commands that made them.

{_table(header, rows)}

No document is stored in these rows of the transfer syntax tables:

{_table(["group", "name", "UID", "why"], lacking)}
"""


PAGES = {
    "documents.md": documents,
    "requirements.md": requirements,
    "traceability.md": traceability,
    "steps.md": vocabulary,
    "ledger.md": readings,
}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (ROOT / "docs" / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
