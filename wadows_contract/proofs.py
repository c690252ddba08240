"""What shows that a requirement is kept, and where it comes from, hold together.

Each function returns what is wrong, a sentence each; the build fails if there is any.
"""

import ast
import inspect
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType

from wadows_contract.features import Scenario
from wadows_contract.traceability import matcher, pattern_of
from wadows_spec.register import Requirement

#: How a Then step begins that only says that a check of the sweep was met.
_SWEPT = "the answer follows this rule"
#: Where the functions are that say what is expected of an answer.
_JUDGES = "wadows_contract.judge."


@dataclass(frozen=True)
class Proofs:
    """Ids of requirements, by what speaks for each of them.

    `checks` are entered with `@check`; `expected` names, for each requirement, the expectations
    that its own scenarios end with; `right` and `wrong` are shown by answers written by hand;
    `mutants` are broken by one; `covered` are named by a rule of a standard.
    """

    checks: Collection[str]
    expected: Mapping[str, Collection[str]]
    right: Collection[str]
    wrong: Collection[str]
    mutants: Collection[str]
    covered: Collection[str]


def missing_proofs(
    requirements: Mapping[str, Requirement], scenarios: Sequence[Scenario], proofs: Proofs
) -> list[str]:
    """Name every requirement that one of its proofs is missing for.

    A reason in the register stands for the mutant and for the answers written by hand.
    """
    shown = {scenario.requirement for scenario in scenarios}
    lacking: list[str] = []
    for id_, entry in requirements.items():
        wanted = {
            "check, and no expectation in its scenarios": (*proofs.checks, *proofs.expected),
            "scenario": shown,
            "rule of a standard or of another tool": proofs.covered,
        }
        if not entry.reason:
            wanted |= {
                "right answer written by hand": proofs.right,
                "wrong answer written by hand": proofs.wrong,
                "mutant": proofs.mutants,
            }
        lacking += [f"{id_} has no {what}" for what, having in wanted.items() if id_ not in having]
    return lacking


def unknown_requirements(
    requirements: Mapping[str, Requirement], named: Iterable[tuple[str, Iterable[str]]]
) -> list[str]:
    """Name what speaks of a requirement that the register does not have.

    `named` pairs a place, in words, with the ids that it names.
    """
    return [
        f"{place} names {id_}, which is no requirement"
        for place, ids in named
        for id_ in ids
        if id_ not in requirements
    ]


def unjudged_scenarios(scenarios: Sequence[Scenario], checks: Collection[str]) -> list[str]:
    """Name scenarios that end with the check of a requirement that has none."""
    return [
        f"scenario {scenario.id} ends with the check of {scenario.requirement}, which has none"
        for scenario in scenarios
        if any(step.startswith(_SWEPT) for step in scenario.steps)
        and scenario.requirement not in checks
    ]


def expectations(
    scenarios: Sequence[Scenario], used: Mapping[str, Collection[str]]
) -> dict[str, set[str]]:
    """Return, by requirement, the expectations that its scenarios end with.

    `used` holds them by the pattern of the Then step.
    """
    found: dict[str, set[str]] = {}
    for scenario in scenarios:
        for step in scenario.steps:
            for pattern, names in used.items():
                if names and matcher(pattern).fullmatch(step):
                    found.setdefault(scenario.requirement, set()).update(names)
    return found


def expectations_of_steps(steps: ModuleType, engine: type) -> dict[str, set[str]]:
    """Return, by the pattern of each step, the names of the expectations that it comes to use.

    A step uses them itself, or by a method of the engine; both are read from the source.
    """
    around = sys.modules[engine.__module__]
    (body,) = ast.parse(inspect.getsource(engine)).body
    methods = {node.name: node for node in ast.walk(body) if isinstance(node, ast.FunctionDef)}

    def used(node: ast.AST, module: ModuleType, seen: frozenset[str]) -> set[str]:
        names = {judge for part in ast.walk(node) if (judge := _expectation(part, module))}
        for part in ast.walk(node):
            name = part.attr if isinstance(part, ast.Attribute) else ""
            if name in methods and name not in seen:
                names |= used(methods[name], around, seen | {name})
        return names

    return {
        pattern: used(node, steps, frozenset())
        for node in ast.parse(inspect.getsource(steps)).body
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if (pattern := pattern_of(decorator))
    }


def _expectation(node: ast.AST, module: ModuleType) -> str:
    """Return the name of the expectation that a part of a module's source speaks of, if any."""
    match node:
        case ast.Name(id=name):
            found = getattr(module, name, None)
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            found = getattr(getattr(module, owner, None), name, None)
        case _:
            return ""
    judges = inspect.isgeneratorfunction(found) and found.__module__.startswith(_JUDGES)
    return name if judges else ""
