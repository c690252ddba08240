"""Putting documents in roles: each in one, for a role has a document of its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from wadows_contract.cataloguing.facts import Facts
from wadows_contract.cataloguing.roles import Role, roles
from wadows_spec.constants import EXPLICIT_VR_LE, IMPLICIT_VR_LE

#: So many documents that fit a role are tried in it at most; a trial takes up to a second.
_MOST_TRIED: Final = 12
#: An image of fewer rows or columns shows less, and is taken if there is no other.
_SMALL: Final = 48
_PAIR: Final = 2
#: SOP classes that are taken first where nothing but the identity is known.
_FIRST: Final = {"signed": "1.2.840.10008.5.1.4.1.1.2", "unsigned": "1.2.840.10008.5.1.4.1.1.4"}

#: Says why a document would not do in a role; empty if it would.
Trial = Callable[[Facts, str], str]


@dataclass(frozen=True)
class Missing:
    """A role that no document fills: what it would have to be, and what comes nearest, if any."""

    role: Role
    nearest: Facts | None = None
    lacks: str = ""


@dataclass
class Assignment:
    """The documents by role, in the order of the roles, and the roles that stay empty."""

    filled: dict[str, Facts] = field(default_factory=dict)
    missing: list[Missing] = field(default_factory=list)


def assign(documents: Sequence[Facts], trial: Trial) -> Assignment:
    """Fill each role that a document fits, and that it would be judged rightly in.

    Roles are filled in their order. Of documents that fit, those come first that are not
    compressed, that are not small, that fit few other roles, and whose files are short.
    """
    found = Assignment()
    fitting = {id(each): sum(role.fits(each, {}) for role in roles()) for each in documents}
    siblings: dict[str, int] = {}
    for each in documents:
        siblings[each.series] = siblings.get(each.series, 0) + 1

    def order(facts: Facts, role: Role) -> tuple[object, ...]:
        rows = facts.number("Rows") or _SMALL
        columns = facts.number("Columns") or _SMALL
        # Another document of its series has a role as well.
        lonely = role.name == "unsigned" and siblings[facts.series] < _PAIR
        windowless = role.name == "unsigned" and "WindowCenter" not in facts.attributes
        return (
            facts.sop_class != _FIRST.get(role.name, facts.sop_class) and not facts.has_file,
            lonely,
            facts.transfer_syntax not in (EXPLICIT_VR_LE, IMPLICIT_VR_LE),
            min(rows, columns) < _SMALL,
            windowless,
            fitting[id(facts)],
            facts.size,
            facts.instance,
        )

    left = {id(each): each for each in documents}
    for role in roles():
        chosen, missing = _choose(role, [*left.values()], found.filled, trial, order)
        if chosen is None:
            found.missing.append(missing)
        else:
            found.filled[role.name] = chosen
            del left[id(chosen)]
    return found


def _choose(
    role: Role,
    documents: Sequence[Facts],
    assigned: Mapping[str, Facts],
    trial: Trial,
    order: Callable[[Facts, Role], tuple[object, ...]],
) -> tuple[Facts | None, Missing]:
    """Return the document for a role; if there is none, what comes nearest."""
    fit = sorted(
        (each for each in documents if role.fits(each, assigned)),
        key=lambda each: order(each, role),
    )
    missing = Missing(role)
    for each in fit[:_MOST_TRIED]:
        reason = trial(each, role.name) if each.has_file else ""
        if not reason:
            return each, missing
        if missing.nearest is None:
            missing = Missing(role, each, reason)
    if missing.nearest is None and documents:
        nearest = max(documents, key=lambda each: role.lack(each, assigned)[0])
        met, words = role.lack(nearest, assigned)
        missing = Missing(role, nearest, f"it lacks {words}") if met else missing
    return None, missing
