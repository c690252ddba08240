"""Traceability: tables, requirements, scenarios, steps and mutants hold together, both ways.

Each function returns what is wrong, a sentence each; the build fails if there is any.
"""

import ast
import inspect
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Final

from wadows_contract.features import Scenario
from wadows_spec.register import Requirement
from wadows_spec.tables import ErrorCode, RenderedParameter, SopClass, TransferSyntax

_QUOTED = re.compile(r'"([^"]*)"')
_PARAMETER_COLUMN = "parameter"
_KIND_COLUMN = "kind"
#: What the value of a rendered parameter is: allowed, the last or first of those that are, refused
#: for what it is, or what the sources disagree about.
KINDS: Final = ("good", "boundary", "bad", "open")


def words(scenario: Scenario) -> set[str]:
    """Return what a scenario speaks of: quoted arguments, cells of its row, cells of its tables."""
    quoted = {word for step in scenario.steps for word in _QUOTED.findall(step)}
    return quoted | set(scenario.cells.values()) | set(scenario.tables)


def rows_without_scenario(
    scenarios: Sequence[Scenario],
    codes: Iterable[ErrorCode],
    parameters: Iterable[RenderedParameter],
    syntaxes: Iterable[TransferSyntax],
    classes: Iterable[SopClass],
    group_of_role: Mapping[str, str],
) -> list[str]:
    """Name every table row that no scenario speaks of.

    A transfer syntax must be asked for of a document whose group has it in its table.
    A SOP class takes the path of its group: a scenario must have a document of that group.
    """
    spoken = set().union(*map(words, scenarios))
    asked = {
        (group, word)
        for scenario in scenarios
        for role in words(scenario) & group_of_role.keys()
        for group in (group_of_role[role],)
        for word in words(scenario)
    }
    groups = {group_of_role[word] for word in spoken & group_of_role.keys()}
    return [
        *(f"error code {row.code} has no scenario" for row in codes if row.code not in spoken),
        *(f"parameter {row.name} has no scenario" for row in parameters if row.name not in spoken),
        *(
            f"transfer syntax {row.name} ({row.uid}) of the {row.group} table has no scenario"
            for row in syntaxes
            if (row.group, row.uid) not in asked
        ),
        *(
            f"SOP class {row.name} ({row.uid}) is of group {row.group}, which has no scenario"
            for row in classes
            if row.group not in groups | {"none"}
        ),
    ]


def of_kind(scenarios: Iterable[Scenario], parameter: str, kind: str) -> list[Scenario]:
    """Return the rows of outlines that give a rendered parameter a value of one of `KINDS`."""
    return [
        scenario
        for scenario in scenarios
        if scenario.cells.get(_PARAMETER_COLUMN) == parameter
        and scenario.cells.get(_KIND_COLUMN) == kind
    ]


def values_without_scenario(
    scenarios: Sequence[Scenario], parameters: Iterable[RenderedParameter]
) -> list[str]:
    """Name every rendered parameter that lacks a good, a boundary or a bad value.

    What the sources disagree about is open, and not asked of every parameter. Name also the rows
    of a kind that there is none of.
    """
    return [
        *(
            f"parameter {row.name} has no {kind} value"
            for row in parameters
            for kind in KINDS[:-1]
            if not of_kind(scenarios, row.name, kind)
        ),
        *(
            f"scenario {scenario.id} is of a kind {kind!r}, which there is not"
            for scenario in scenarios
            if (kind := scenario.cells.get(_KIND_COLUMN, KINDS[0])) not in KINDS
        ),
    ]


def loose_requirements(
    scenarios: Sequence[Scenario], requirements: Mapping[str, Requirement]
) -> list[str]:
    """Name requirements without scenario and without reason, and scenarios without requirement."""
    shown = {scenario.requirement for scenario in scenarios}
    return [
        *(
            f"requirement {entry.id} has neither scenario nor reason"
            for entry in requirements.values()
            if entry.id not in shown and not entry.reason
        ),
        *(
            f"scenario {scenario.id or scenario.name} stands under no requirement of the register"
            for scenario in scenarios
            if scenario.requirement not in requirements
        ),
        *(
            f"scenario {scenario.id} stands under {scenario.requirement}"
            " but is tagged another level"
            for scenario in scenarios
            if scenario.requirement in requirements
            and requirements[scenario.requirement].level not in scenario.tags
        ),
        *(
            f"the rule of {scenario.requirement} is not titled as the register has it"
            for scenario in scenarios
            if scenario.requirement in requirements
            and requirements[scenario.requirement].title != scenario.rule
        ),
    ]


def unproven_requirements(
    requirements: Mapping[str, Requirement], mutants: Mapping[str, str]
) -> list[str]:
    """Name requirements that no mutant proves and no reason excuses.

    `mutants` maps each mutant's name to the requirement that it says it breaks.
    """
    return [
        *(
            f"requirement {entry.id} has neither mutant nor reason"
            for entry in requirements.values()
            if not entry.mutant and not entry.reason
        ),
        *(
            f"requirement {entry.id} names the mutant {entry.mutant}, which breaks"
            f" {mutants.get(entry.mutant, 'nothing: there is none')}"
            for entry in requirements.values()
            if entry.mutant and mutants.get(entry.mutant) != entry.id
        ),
        *(
            f"mutant {name} breaks {broken}, which is no requirement"
            for name, broken in mutants.items()
            if broken not in requirements
        ),
    ]


def doubled_scenarios(scenarios: Sequence[Scenario]) -> list[str]:
    """Name scenarios that share a name in one feature, or an id anywhere, or have no id.

    pytest-bdd keeps only the last of two scenarios of one name.
    """
    names = Counter((entry.feature, entry.name, entry.line) for entry in scenarios)
    by_name = Counter((feature, name) for feature, name, _ in names)
    ids = Counter(entry.id for entry in scenarios)
    return [
        *(f"{feature}: two scenarios are called {name!r}"
          for (feature, name), times in by_name.items() if times > 1),
        *(f"the id {id_} is given to {times} scenarios or rows"
          for id_, times in ids.items() if times > 1 and id_),
        *(f"{entry.feature}: {entry.name!r} has no id" for entry in scenarios if not entry.id),
    ]  # fmt: skip


def step_definitions(modules: Iterable[ModuleType]) -> dict[str, str]:
    """Return the pattern of every step with the docstring of its function, read from the source.

    Raises `ValueError` for a decorator whose pattern is not a literal.
    """
    found = {}
    for module in modules:
        for node in ast.parse(inspect.getsource(module)).body:
            if isinstance(node, ast.FunctionDef):
                for decorator in node.decorator_list:
                    if pattern := pattern_of(decorator):
                        found[pattern] = ast.get_docstring(node) or ""
    return found


def pattern_of(decorator: ast.expr) -> str:
    """Return the pattern of a step's decorator, empty if it is another one.

    Raises `ValueError` if it is no literal.
    """
    match decorator:
        case ast.Call(func=ast.Name(id="given" | "when" | "then" as word), args=[argument]):
            literal = argument.args[0] if isinstance(argument, ast.Call) else argument
            if not (isinstance(literal, ast.Constant) and isinstance(literal.value, str)):
                raise ValueError(f"the pattern of a {word} step is no literal")
            return literal.value
    return ""


def unsound_steps(definitions: Mapping[str, str], texts: Collection[str]) -> list[str]:
    """Name steps that no scenario uses, or that nothing documents."""
    return [
        *(f"step {pattern!r} has no docstring" for pattern, text in definitions.items()
          if not text),
        *(f"step {pattern!r} is used by no scenario" for pattern in definitions
          if not any(map(matcher(pattern).fullmatch, texts))),
        *(f"no step fits {text!r}" for text in texts
          if not any(matcher(pattern).fullmatch(text) for pattern in definitions)),
    ]  # fmt: skip


def matcher(pattern: str) -> re.Pattern[str]:
    """Return a regular expression for a step pattern, parse fields standing for any text."""
    if "(?P<" in pattern:
        return re.compile(pattern)
    return re.compile("".join(
        ".*" if part.startswith("{") else re.escape(part)
        for part in re.split(r"(\{[^}]*\})", pattern)
    ))  # fmt: skip


#: Packages and what each may import of the others.
ARROWS: Mapping[str, frozenset[str]] = {
    "wadows_spec": frozenset(),
    "wadows_contract": frozenset({"wadows_spec"}),
    "wadows_steps": frozenset({"wadows_contract", "wadows_spec"}),
    "wadows_reference": frozenset({"wadows_spec"}),
}


def forbidden_imports(root: Path, package: str) -> list[str]:
    """Name the imports by which a package breaks the law that suite and reference share no code."""
    ours = frozenset(ARROWS)
    return [
        f"{path.relative_to(root)} imports {name}"
        for path in sorted(root.rglob("*.py"))
        for name in _imported(path)
        if name in ours - ARROWS[package] - {package}
    ]


def _imported(path: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
        elif (
            isinstance(node, ast.Call)
            and ast.unparse(node.func) in ("importlib.import_module", "__import__")
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            names.append(str(node.args[0].value))
    return [name.partition(".")[0] for name in names]
