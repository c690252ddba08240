"""Writes the pages that are views of data: run `python docs/generate.py` after changing the data.

The tests fail while a page is not what the data says.
"""

import re
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path

from pydicom.uid import UID

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / folder) for folder in (".", "spec", "steps", "reference")]

from tests.protections.protections import FAMILIES, protections  # noqa: E402
from wadows_contract.features import scenarios  # noqa: E402
from wadows_contract.traceability import KINDS, of_kind, step_definitions, words  # noqa: E402
from wadows_reference.limits import limit_fields  # noqa: E402
from wadows_spec.coverage import THEMES, CoverageRow  # noqa: E402
from wadows_spec.coverage import coverage as coverage_rows  # noqa: E402
from wadows_spec.documents import NOT_MADE, TEST_DOCUMENTS, describe  # noqa: E402
from wadows_spec.ledger import ledger, ledger_of  # noqa: E402
from wadows_spec.malformed import malformed_requests  # noqa: E402
from wadows_spec.register import register  # noqa: E402
from wadows_spec.tables import (  # noqa: E402
    error_codes,
    rendered_parameters,
    sop_classes,
    transfer_syntaxes,
)

_NOTE = "<!-- Written by docs/generate.py: change the data, not this page. -->"
_LEDGER_ID = re.compile(r"`([a-z-]+)`")
_STEPS = {"asked": "Given", "asking": "When", "expected": "Then"}


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
                     for row in lines)  # fmt: skip


def _linked(requirement: str) -> str:
    return f"[{requirement}](requirements.md#{requirement.lower()})"


def requirements() -> str:
    """The register with the scenarios and the mutant of each requirement."""
    rows = []
    for entry in register().values():
        own = dict.fromkeys(
            each.id.partition("[")[0] for each in scenarios() if each.requirement == entry.id
        )
        proof = f"`{entry.mutant}`" if entry.mutant else f"none: {entry.reason}"
        source = "; ".join(filter(None, (entry.clause, entry.assertion))) + f" ({entry.certainty})"
        anchor = f'<a id="{entry.id.lower()}"></a>{entry.id}'
        rows.append([anchor, entry.title, entry.level, source, ", ".join(own), proof])
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
        spoken = (each for each in found if word in words(each))
        ids = (each.id for each in spoken if roles is None or roles & words(each))
        return ", ".join(dict.fromkeys(ids))

    def by_kind(name: str) -> list[str]:
        rows = [[entry.id for entry in of_kind(found, name, kind)] for kind in KINDS]
        spoken = dict.fromkeys(entry.id for entry in found if name in words(entry))
        rest = [id_ for id_ in spoken if not any(id_ in row for row in rows)]
        return [", ".join(row) for row in (*rows, rest)]

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
        [row.name, "yes" if row.supported else "no", row.restriction, *by_kind(row.name)]
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

The value of a scenario is *good*: anybody's; at a *boundary*: the last that is allowed, or the
first that needs care or is refused; *bad*: refused for what it is; or *open*: the sources disagree
about it, see the [ledger](ledger.md). What is not supported is refused with any value.

{_table(["parameter", "supported", "restriction", *KINDS, "other scenarios"], parameters)}

## Transfer syntaxes

{_table(["group", "name", "UID", "scenarios"], syntaxes)}

## SOP classes

A SOP class takes the path of its group, and a test document of each group shows it.
The two classes of the table that are no storage classes have no documents.

{_table(["group", "SOP classes", "test documents"], classes)}
"""


_ANSWERS = {"served": "the document", "either": "served or refused"}


def malformed() -> str:
    """Each malformed request with the answer that it is due, and why."""
    rows = []
    for row in malformed_requests().values():
        step = f"a request with {row.request}"
        sent = [entry for entry in scenarios() if step in entry.steps]
        own = next(entry for entry in sent if entry.requirement == row.requirement)
        due = _ANSWERS.get(row.kind) or next(
            text for text in own.steps if text.endswith("fault is returned")
        ).removesuffix(" is returned").replace('"', "")
        why = own.cells.get("why", "")
        ids = dict.fromkeys(entry.id.partition("[")[0] for entry in sent)
        rows.append(
            [
                row.request,
                due,
                why,
                f"{row.clause} ({row.certainty})",
                _linked(row.requirement),
                ", ".join(ids),
                "yes" if own.hostile else "",
            ]
        )
    header = ["a request with", "answer", "why", "clause (certainty)", "requirement", "scenarios",
              "hostile"]  # fmt: skip
    return f"""{_NOTE}

# Malformed requests

Requests that are right but for one thing, and what is expected of the answer.

- *A fault*: the standards say which, and nothing else will do.
  For Sender a bare HTTP 400 will do, too.
- *The document*: the request is right, however odd it looks.
- *Served or refused*: the standards leave it open, or stacks in the field differ. A registry
  response, any fault, or an HTTP status from 400 on will do;
  silence, an empty answer, or a document that was not asked for will not.

Clause: what makes the answer due, or leaves it open. Certainty: R, the text was read; I, inferred
from it; M, from memory.

What is *hostile* could hurt a production system and is sent with `--hostile` alone;
without it, the scenario is *not shown*.

{_table(header, rows)}
"""


def coverage() -> str:
    """Each rule of the standards and each check of other tools, with what covers it here."""
    parts = []
    for theme, heading in THEMES.items():
        rows = [
            [row.rule, row.source, _covered_by(row)]
            for row in coverage_rows()
            if row.theme == theme
        ]
        parts.append(f"## {heading}\n\n{_table(['rule', 'source', 'covered by'], rows)}\n")
    covered = sum(bool(row.requirements) for row in coverage_rows())
    head = f"""# Coverage

What the standards ask of a message, and what other tools check of it, beside the requirement that
covers it here, or the reason why none does.
It shows a reviewer what a certification leaves out, and a vendor who has passed another tool what
more is asked here.
Of {len(coverage_rows())} rows, {covered} are covered.
A rule for consumers binds the suite itself: no endpoint can break it.
"""
    return f"{_NOTE}\n\n{head}\n" + "\n".join(parts)


def _covered_by(row: CoverageRow) -> str:
    linked = [_linked(id_) for id_ in row.requirements]
    reason = _LEDGER_ID.sub(r"[the ledger, \1](ledger.md#\1)", row.reason)
    return ", ".join(linked) or f"none: {reason}"


def vocabulary() -> str:
    """The steps, each with what it means."""
    parts = []
    for name, word in _STEPS.items():
        parts.append(f"## {word}\n")
        for pattern, text in step_definitions([import_module(f"wadows_steps.{name}")]).items():
            parts.append(f"`{pattern}`\n\n{text}\n")
    return f"{_NOTE}\n\n# Steps\n\nThe whole vocabulary of the features.\n\n" + "\n".join(parts)


def readings() -> str:
    """The ledger, with a place for each entry's id."""
    parts = []
    for entry in ledger():
        listed = "\n".join(f"- {reading}" for reading in entry.readings)
        key = f"`{entry.statement_key}`" if entry.statement_key else "none: it is the same for all"
        bearing = [_linked(each.id) for each in register().values() if entry in ledger_of(each)]
        parts.append(
            f'<a id="{entry.id}"></a>\n\n## {entry.question}\n\nId: `{entry.id}`.\n\n'
            f"Clauses: {entry.clauses}.\n\nReadings:\n\n{listed}\n\n"
            f"Taken: {entry.taken}.\n\nWhy: {entry.why}.\n\n"
            f"Requirements: {', '.join(bearing) or 'none'}.\n\nStatement key: {key}.\n"
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


def protected() -> str:
    """What protects reference and suite, and the tests that fail without it."""
    parts = []
    for family, title in FAMILIES.items():
        rows = [
            [each.promise, f"`{each.file}`", ", ".join(f"`{test}`" for test in each.tests)]
            for each in protections()
            if each.family == family
        ]
        parts.append(f"## {title}\n\n{_table(['promise', 'kept in', 'shown by'], rows)}\n")
    return f"""{_NOTE}

# Protections

What keeps the reference answering and the suite going, whatever arrives.
`python tests/protections/taken_out.py` takes each out of a copy of the checkout
and insists that its tests fail without it.

""" + "\n".join(parts)


def limits() -> str:
    """What the reference takes from a peer, and what a peer gets that goes beyond it."""
    rows = [
        [f"`{name}`", f"{each.default:g}" if name.endswith("seconds") else str(each.default),
         each.metadata["bounds"], each.metadata["answer"]]
        for name, each in limit_fields().items()
    ]  # fmt: skip
    return f"""{_NOTE}

# Limits of the reference

How much the reference takes from a peer, and how long it waits for it.
No standard gives a value for any of this.
`wadows-contract serve --limit NAME=VALUE` sets one, and may be given again;
in Python it is `Settings(limits=Limits(documents=500))`.
Lengths are in bytes, times in seconds.

{_table(["limit", "default", "bounds", "beyond it"], rows)}

Times are those of the whole: a peer that drips gains nothing by it.
A connection may need six open files: more `connections` than the system allows files for
(`ulimit -n`) are refused at the start.
With `--workers` each of these holds for every worker: `connections` are those of one,
and the slowest peer of a worker that is full can lose its connection though another has room.
SIGINT after SIGTERM leaves what is in flight two seconds there.

## Files that change

A file that has changed since it was indexed is served as it is now, if it still is the document
that was asked for, in the same transfer syntax;
else there is a registry error for a processing failure, and the rest of the answer is as it was.
So there is for a file that changes while it is converted or rendered.
A file that disappears before its turn has come, or that changes while it is sent, in size, time or
inode, breaks the answer off: the connection ends before the Content-Length is reached.

## The end

SIGTERM and SIGINT close the port at once, let go of peers that have not asked yet,
and finish what is under way within `grace_seconds`; the exit code is 0.
A server that is killed leaves an index that the next start repairs, and at most a folder of
test documents in the folder for temporary files, which a later start removes.
"""


PAGES = {
    "coverage.md": coverage,
    "documents.md": documents,
    "requirements.md": requirements,
    "traceability.md": traceability,
    "steps.md": vocabulary,
    "ledger.md": readings,
    "malformed-requests.md": malformed,
    "protections.md": protected,
    "limits.md": limits,
}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (ROOT / "docs" / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
