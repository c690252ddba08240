"""What was observed as a conformance statement: in TOML, and as the specification's tables."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import tomli_w
from pydicom.uid import UID

from wadows_contract.evidence import Event
from wadows_contract.observing import Asked, Observed
from wadows_contract.report.matrix import syntax_name
from wadows_contract.report.text import one_line, printable
from wadows_spec.statement import Statement, load_statement
from wadows_spec.statement_file import shipped_names
from wadows_spec.tables import error_codes, rendered_parameters
from wadows_spec.vocabulary import GROUPS, OPERATIONS, SITUATIONS, SUPPORTED

_DEFAULT: Final = "dcm4chee-arc"
_MAX_TEXT: Final = 200
_NOT_ASKED: Final = "not asked"


@dataclass(frozen=True)
class Differences:
    """What is declared and was not observed, and the other way round; a line each."""

    not_observed: tuple[str, ...]
    not_declared: tuple[str, ...]


def differences(observed: Observed, declared: Statement) -> Differences:
    """Compare what was observed with what is declared, both ways."""
    return Differences(
        tuple(_not_observed(observed, declared)), tuple(_not_declared(observed, declared))
    )


def _not_observed(observed: Observed, declared: Statement) -> Iterator[str]:
    for operation in declared.operations:
        if operation not in observed.served:
            yield f"operation {operation}: {_told(observed.operations[operation])}"
    for action in declared.rendered_actions if "rendered" in declared.operations else ():
        if not (asked := observed.actions.get(action, Asked())).served:
            yield f"rendered Action {action}: {_told(asked)}"
    for name in declared.content_types:
        if name not in observed.content_types:
            yield f"content type {name}: never came"
    for element, support in declared.parameters.items():
        asked = observed.parameters.get(element, Asked())
        if support == SUPPORTED and element in observed.unheeded:
            yield f"parameter {element}: {observed.unheeded[element]} was found broken"
        elif support == SUPPORTED and not asked.served:
            yield f"parameter {element}: {_told(asked)}"
        elif support != SUPPORTED and not asked.codes:
            yield f"parameter {element} refused as {support}: {_told(asked)}"
    for group in GROUPS:
        seen, support_ = observed.groups[group], declared.groups[group]
        for uid in support_.delivers_stored:
            if uid not in seen.delivered:
                why = "was not" if uid in seen.stored else "no document stored so was asked for"
                yield f"{group} delivered as stored in {syntax_name(uid)}: {why}"
        for uid in support_.converts_to:
            if uid not in seen.converted:
                yield f"{group} converted to {syntax_name(uid)}: none came, or none that was right"
    for situation, code in declared.emits.items():
        if code not in observed.emits.get(situation, {}):
            yield f"code {code} for {situation}: never came"


def _not_declared(observed: Observed, declared: Statement) -> Iterator[str]:
    for operation in observed.served:
        if operation not in declared.operations:
            yield f"operation {operation}"
    for action, asked in observed.actions.items():
        if asked.served and action not in declared.rendered_actions:
            yield f"rendered Action {action}"
    for name in observed.content_types:
        if name not in declared.content_types:
            yield f"content type {name}"
    for element, asked in observed.parameters.items():
        if asked.served and declared.parameters.get(element, SUPPORTED) != SUPPORTED:
            yield f"parameter {element}: a request that has it is served"
    for group in GROUPS:
        seen, support = observed.groups[group], declared.groups[group]
        for uid in sorted({*seen.delivered} - {*support.delivers_stored, *support.converts_to}):
            yield f"{group} delivered as stored in {syntax_name(uid)}"
        for uid in sorted({*seen.converted} - {*support.converts_to}):
            yield f"{group} converted to {syntax_name(uid)}"
    for situation, codes in observed.emits.items():
        for code in codes:
            if code not in declared.accepts.get(situation, ()):
                yield f"code {code} for {situation}"


def _told(asked: Asked) -> str:
    if not asked.times:
        return _NOT_ASKED
    codes = ", ".join(sorted(asked.codes)) or "no code"
    return f"asked {asked.times} times, {f'served {asked.served}' if asked.served else codes}"


def as_toml(observed: Observed, declared: Statement, header: Event) -> str:
    """Return a statement file that says what was observed, and inherits a shipped one.

    Of transfer syntaxes, operations, Actions and content types it says what came and nothing else;
    what was not asked for of the rest stays as it was declared.
    """
    parent = declared.name if declared.name in shipped_names() else _DEFAULT
    table = {
        "inherits": parent,
        "name": f"{declared.name}-observed",
        "title": f"{declared.title}, as observed on {str(header.get('started', ''))[:10]}",
        **_changes(_table(observed, declared), load_statement(parent)),
    }
    return _comment(observed, declared, header) + tomli_w.dumps(table)


def _table(observed: Observed, declared: Statement) -> Mapping[str, Any]:
    """Return all keys of a statement as observed."""
    actions = [action for action, asked in observed.actions.items() if asked.served]
    return {
        "operations": list(observed.served),
        "rendered_actions": actions or list(declared.rendered_actions),
        "content_types": list(observed.content_types),
        "coerced": list(observed.coerced),
        "parameters": {element: _support(observed, declared, element)
                       for element in declared.parameters},
        "groups": {group: {"delivers_stored": list(observed.groups[group].delivered),
                           "converts_to": list(observed.groups[group].converted)}
                   for group in GROUPS},
        "emits": {situation: _most(observed.emits.get(situation, {}), declared.emits[situation])
                  for situation in SITUATIONS},
        "readings": dict(declared.readings),
    }  # fmt: skip


def _support(observed: Observed, declared: Statement, element: str) -> str:
    asked = observed.parameters.get(element, Asked())
    if asked.served and element not in observed.unheeded:
        return SUPPORTED
    for situation in ("anonymization-unsupported", "parameter-unsupported", "content-type-refused"):
        if not asked.served and asked.codes.keys() & declared.accepts[situation]:
            fitting = (situation == "anonymization-unsupported") == (element == "Anonymize")
            if fitting:
                return situation
    return declared.parameters[element]


def _most(codes: Mapping[str, int], otherwise: str) -> str:
    """Return the code that came most often; the declared one if it came as often."""
    most = max(codes.values(), default=0)
    best = [code for code, count in codes.items() if count == most]
    return otherwise if otherwise in best or not best else best[0]


def _changes(table: Mapping[str, Any], parent: Statement) -> dict[str, Any]:
    """Return what a table says otherwise than the statement that it inherits."""
    theirs: Mapping[str, Any] = {
        "operations": list(parent.operations),
        "rendered_actions": list(parent.rendered_actions),
        "content_types": list(parent.content_types),
        "parameters": parent.parameters,
        "emits": parent.emits,
        "readings": parent.readings,
    }
    changed: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict) and key in theirs:
            own = {each: entry for each, entry in value.items() if theirs[key].get(each) != entry}
            changed |= {key: own} if own else {}
        elif theirs.get(key) != value:
            changed[key] = value
    return changed


def _comment(observed: Observed, declared: Statement, header: Event) -> str:
    found = differences(observed, declared)
    lines = [
        f"What wadows-contract {header.get('suite', '')} observed of {header.get('endpoint', '')}.",
        f"The endpoint was judged by the statement {declared.name}.",
        "Transfer syntaxes, operations, Actions and content types are those that came; what else",
        "was not asked for stands as it was declared. Readings were taken over.",
        "",
        "Declared, and not observed:",
        *(f"  {line}" for line in found.not_observed or ("nothing",)),
        "",
        "Observed, and not declared:",
        *(f"  {line}" for line in found.not_declared or ("nothing",)),
    ]
    return commented(lines)


def commented(lines: Iterable[str]) -> str:
    """Return comments in TOML, whatever the lines hold, and an empty line."""
    shown = (printable(one_line(line, _MAX_TEXT)) for line in lines)
    return "".join(f"# {line}".rstrip() + "\n" for line in shown) + "\n"


def as_rst(observed: Observed, declared: Statement, header: Event) -> str:
    """Return the tables of the specification, in reStructuredText, as observed."""
    found = differences(observed, declared)
    operations = [(name, "✓" if observed.operations[name].served else "✗",
                   _told(observed.operations[name])) for name in OPERATIONS]  # fmt: skip
    parts = [
        _title("WADO-WS, as observed", "="),
        _sentence(declared, header),
        _title("Operations", "^"),
        _table_of("Operations", ("Operation", "Support", "Observed"), operations),
        _title("Transfer Syntaxes", "^"),
        *(_syntaxes(group, observed) for group in GROUPS),
        _title("SOP Classes", "^"),
        _table_of("SOP Classes that came", ("SOP Class Name", "SOP Class UID", "Group"),
                  [(UID(uid).name, uid, group) for group in GROUPS
                   for uid in observed.groups[group].sop_classes]),
        _title("WADO-WS Retrieve Rendered Imaging Document Set Specification", "^"),
        _table_of("WADO-WS Retrieve Rendered Imaging Document Set Specification",
                  ("Parameter", "Support", "Restrictions"), _parameters(observed)),
        _title("Error Codes", "^"),
        _table_of("Error Codes", ("Error Code", "Error Situation", "Observed"), _codes(observed)),
        _title("Declared, and not observed", "^"),
        *(f"- {one_line(line, _MAX_TEXT)}\n" for line in found.not_observed or ("nothing",)),
        "\n" + _title("Observed, and not declared", "^"),
        *(f"- {one_line(line, _MAX_TEXT)}\n" for line in found.not_declared or ("nothing",)),
    ]  # fmt: skip
    return "".join(parts)


def _sentence(declared: Statement, header: Event) -> str:
    suite, day = header.get("suite", ""), str(header.get("started", ""))[:10]
    return f"Observed by wadows-contract {suite} on {day}; declared: {declared.name}.\n\n"


def _syntaxes(group: str, observed: Observed) -> str:
    seen = observed.groups[group]
    uids = dict.fromkeys((*seen.stored, *seen.delivered, *seen.converted))
    rows = [
        (
            syntax_name(uid).removesuffix(f", {uid}"),
            uid,
            _mark(uid, seen.delivered, seen.stored),
            _mark(uid, seen.converted, ()),
        )
        for uid in uids
    ]
    title = f"Transfer Syntaxes, {group.replace('-', ' ')}"
    names = ("Transfer Syntax Name", "Transfer Syntax UID", "As stored", "Converted to")
    return _table_of(title, names, rows or [(_NOT_ASKED, "", "", "")])


def _mark(uid: str, came: Sequence[str], asked: Sequence[str]) -> str:
    return "✓" if uid in came else "✗" if uid in asked else _NOT_ASKED


def _parameters(observed: Observed) -> Iterator[tuple[str, str, str]]:
    for row in rendered_parameters():
        if row.element:
            asked = observed.parameters.get(row.element, Asked())
            broken = observed.unheeded.get(row.element, "")
            support = "✓" if asked.served and not broken else "✗" if asked.times else _NOT_ASKED
            yield row.name, support, f"{broken} was found broken" if broken else _told(asked)


def _codes(observed: Observed) -> Iterator[tuple[str, str, str]]:
    """Yield the specification's codes, and then those beside them that came."""
    came: dict[str, list[str]] = {}
    for situation, codes in observed.emits.items():
        for code in codes:
            came.setdefault(code, []).append(situation)
    known = {row.code: row.situation for row in error_codes()}
    for code in dict.fromkeys((*known, *came)):
        yield code, known.get(code, ""), ", ".join(came.get(code, ["never came"]))


def _title(text: str, line: str) -> str:
    return f"{text}\n{line * len(text)}\n\n"


def _table_of(title: str, names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    content = io.StringIO()
    writer = csv.writer(content, quoting=csv.QUOTE_ALL, lineterminator="\n")
    for row in rows:
        writer.writerow([one_line(cell, _MAX_TEXT) for cell in row])
    header = ", ".join(f'"{name}"' for name in names)
    lines = "".join(f"   {line}\n" for line in content.getvalue().splitlines())
    return f".. csv-table:: {title}\n   :header: {header}\n\n{lines}\n"
