"""What is otherwise when evidence is judged again, perhaps by a newer suite."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from wadows_contract.consumer.replay import NOT_ASKED
from wadows_contract.evidence import Event
from wadows_contract.report.text import one_line
from wadows_contract.results import Results

#: What a header pins of the suite, in words.
_PINNED: Final[Mapping[str, str]] = {
    "suite": "The suite",
    "register_sha256": "The register of requirements",
    "features_sha256": "The features",
}
_SAME: Final = "Every requirement has the state that it had."
#: Digits of a hash that tell two apart for people.
_DIGITS: Final = 12
_MOST_TOLD: Final = 10
_MAX_TEXT: Final = 200


def differences(
    before: Sequence[Event], earlier: Results, later: Results, folder: Path
) -> Iterator[str]:
    """Yield in words what became other than it was, a line each.

    `before` are the events in `folder`, `earlier` what they say, weighed by the register of today.
    Where the suite was another then, the results.json in `folder` says more, if it is there.
    """
    changed = [*_changed_suite(earlier.header, later.header)]
    yield from changed
    yield from _not_asked(later)
    states = {entry.requirement.id: entry.state.value for entry in earlier.requirements}
    verdict = earlier.verdict
    if changed:
        planned = {str(event["requirement"]) for event in before if event["event"] == "planned"}
        own = own_results(folder, earlier.header)
        states = {**{id_: states.get(id_, "") for id_ in planned}, **_states(own)}
        verdict = str(own.get("verdict", ""))
    lines = [*_changed_states(states, later)]
    yield from lines or [_SAME]
    if verdict and verdict != later.verdict:
        yield f"Verdict: was {one_line(verdict, _MAX_TEXT)}, is {later.verdict}"


def _changed_suite(then: Event, now: Event) -> Iterator[str]:
    for key, what in _PINNED.items():
        was, is_ = str(then.get(key, "")), str(now.get(key, ""))
        if was != is_:
            yield (f"{what} changed since: was {one_line(was[:_DIGITS], _DIGITS)}, "
                   f"is {is_[:_DIGITS]}")  # fmt: skip


def _not_asked(later: Results) -> Iterator[str]:
    """Say which scenarios there was nothing of in the evidence."""
    lacking = [entry.id for entry in later.scenarios if NOT_ASKED in entry.reason]
    if lacking:
        more = len(lacking) - _MOST_TOLD
        told = ", ".join(lacking[:_MOST_TOLD]) + (f" and {more} more" if more > 0 else "")
        yield f"{len(lacking)} scenarios ask what that run did not, and are not shown: {told}"


def _changed_states(states: Mapping[str, str], later: Results) -> Iterator[str]:
    now = {entry.requirement.id: entry.state.value for entry in later.requirements}
    for id_, state in now.items():
        if id_ not in states:
            yield f"{id_}: new, is {state}"
        elif states[id_] != state:
            yield f"{id_}: was {states[id_]}, is {state}"
    for id_ in sorted(states.keys() - now.keys()):
        yield f"{one_line(id_, _MAX_TEXT)}: gone{f', was {states[id_]}' if states[id_] else ''}"


def own_results(folder: Path, header: Event) -> Mapping[str, Any]:
    """Return what the results.json of a run holds; nothing if it is not there, or of another."""
    try:
        own = json.loads((folder / "results.json").read_text(encoding="utf-8"))
        same: bool = own["run"] == {key: header[key] for key in header if key != "event"}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return own if same else {}


def _states(own: Mapping[str, Any]) -> Mapping[str, str]:
    try:
        return {str(entry["id"]): str(entry["state"]) for entry in own.get("requirements", ())}
    except (KeyError, TypeError):
        return {}
