"""The features as pages: a page for each, a section for each rule, its scenarios as prose."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from wadows_contract.features import parse_feature
from wadows_contract.prove.trials import Mutant
from wadows_site.last_run import LastRun, shown
from wadows_site.markup import bare_table, described, escaped, prose, table
from wadows_spec.ledger import ledger_of
from wadows_spec.register import Requirement

_CERTAINTY: Final = {
    "R": "the text was read",
    "I": "inferred from the text; so it can only warn",
    "M": "from memory; so it can only warn",
}
_INTRODUCTION: Final = """\
The contract in prose that runs: a feature for each topic, a rule for each requirement,
scenarios as its examples.
Below each rule stand its clause, how surely that is known,
and the misbehaviour of the reference that proves its check."""


@dataclass(frozen=True)
class Known:
    """What is known beside the features: the register, the mutants by name, the last run."""

    requirements: Mapping[str, Requirement]
    mutants: Mapping[str, Mutant]
    last: LastRun


def feature_page(path: Path, known: Known) -> str:
    """Return the page of a feature."""
    feature = parse_feature(path)["feature"]
    parts = [f"# {escaped(feature['name'])}", described(feature["description"])]
    for child in feature["children"]:
        if "rule" in child:
            parts += _rule(child["rule"], path.stem, known)
        else:
            parts += _child(child, known, "##")
    return "\n\n".join(parts) + "\n"


def index_page(paths: list[Path], known: Known) -> str:
    """Return the page that leads to the features, with a row for each rule."""
    parts = [
        "# The features",
        _INTRODUCTION,
        known.last.about,
    ]
    for path in paths:
        feature = parse_feature(path)["feature"]
        ids = [tag for child in feature["children"] if (tag := _requirement(child.get("rule")))]
        rows = [
            [
                f"[{id_}](#{_place(id_, path.stem)})",
                escaped(known.requirements[id_].title),
                known.requirements[id_].level,
                *([_state(known.last.requirements, id_)] if known.last.requirements else []),
            ]
            for id_ in ids
        ]
        header = ["id", "rule", "level", *(["last result"] if known.last.requirements else [])]
        parts += [f"## [{escaped(feature['name'])}]({path.stem}.md)", table(header, rows)]
    contents = "\n".join(path.stem for path in paths)
    return "\n\n".join([*parts, f"```{{toctree}}\n:hidden:\n\n{contents}\n```"]) + "\n"


def _rule(rule: Any, feature: str, known: Known) -> Iterator[str]:
    id_ = _requirement(rule)
    yield f"({_place(id_, feature)})=\n## {escaped(rule['name'])}"
    yield _facts(known.requirements[id_], known)
    yield described(rule["description"])
    for child in rule["children"]:
        yield from _child(child, known, "###")


def _place(requirement: str, feature: str) -> str:
    """Return what a rule's section is called in links; a requirement can have several rules."""
    return f"{requirement.lower()}-in-{feature}"


def _requirement(rule: Any) -> str:
    tags = [tag["name"].removeprefix("@") for tag in rule["tags"]] if rule else []
    return next((tag for tag in tags if tag[-1:].isdigit()), "")


def _facts(entry: Requirement, known: Known) -> str:
    source = "; ".join(filter(None, (entry.clause, entry.assertion)))
    facts = {
        "Requirement": f"[{entry.id}](../docs/requirements.md#{entry.id.lower()}), {entry.level}",
        "Clause": escaped(source),
        "Certainty": f"{entry.certainty}: {_CERTAINTY[entry.certainty]}",
        "Proof": _proof(entry, known),
    }
    readings = [f"[{each.id}](../docs/ledger.md#{each.id})" for each in ledger_of(entry)]
    if readings:
        facts["Ledger"] = ", ".join(readings)
    if entry.id in known.last.requirements:
        facts["Last result"] = _state(known.last.requirements, entry.id)
    return "\n".join(f":{name}: {fact}" for name, fact in facts.items())


def _proof(entry: Requirement, known: Known) -> str:
    if not entry.mutant:
        return f"none: {escaped(entry.reason)}"
    sentence = escaped(known.mutants[entry.mutant].sentence)
    return f"{sentence} `wadows-contract serve --mutant {entry.mutant}` shows it."


def _child(child: Any, known: Known, heading: str) -> Iterator[str]:
    if "background" in child:
        yield f"{heading} Background"
        yield _steps(child["background"]["steps"])
        return
    scenario = child["scenario"]
    tags = [tag["name"].removeprefix("@") for tag in scenario["tags"]]
    number = next(tag for tag in tags if tag[:1] == "T" and tag[1:].isdigit())
    yield f"({number.lower()})=\n{heading} {prose(scenario['name'])}"
    # An outline has no result of its own: each of its rows has one, in the table.
    state = _state(known.last.scenarios, number) if number in known.last.scenarios else ""
    yield ", ".join(filter(None, [f"`{number}`", *_others(tags), state]))
    if scenario["description"]:
        yield described(scenario["description"])
    yield _steps(scenario["steps"])
    for examples in scenario["examples"]:
        yield _examples(examples, number, known)


def _others(tags: list[str]) -> list[str]:
    return ["hostile: sent with `--hostile` alone"] if "hostile" in tags else []


def _steps(steps: list[Any]) -> str:
    lines = []
    for step in steps:
        lines.append(f"- **{step['keyword'].strip()}** {prose(step['text'])}")
        if "dataTable" in step:
            rows = [[prose(cell["value"]) for cell in row["cells"]]
                    for row in step["dataTable"]["rows"]]  # fmt: skip
            lines += ["", bare_table(rows, "  "), ""]
        if "docString" in step:
            text = step["docString"]["content"].splitlines()
            lines += ["", "  ```text", *(f"  {line}" for line in text), "  ```", ""]
    return "\n".join(lines)


def _examples(examples: Any, number: str, known: Known) -> str:
    header = [escaped(cell["value"]) for cell in examples["tableHeader"]["cells"]]
    rows = [[cell["value"] for cell in row["cells"]] for row in examples["tableBody"]]
    cells = [[escaped(cell) for cell in row] for row in rows]
    states = [_state(known.last.scenarios, f"{number}[{row[0]}]") for row in rows]
    if any(states):
        header.append("last result")
        cells = [[*row, state] for row, state in zip(cells, states, strict=True)]
    name = f"{escaped(examples['name'])}:\n\n" if examples["name"] else ""
    return name + table(header, cells)


def _state(states: Mapping[str, Any], id_: str) -> str:
    return shown(states[id_]) if id_ in states else ""
