"""What every report calls things: states, verdicts, gates, and how to repeat a scenario."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from wadows_contract.evidence import Event
from wadows_contract.results import BREAKING, Gate, Outcome, Results, State
from wadows_spec.constants import ENDPOINT_PATH

#: The statement that certify judges by when it is given none.
_DEFAULT_STATEMENT: Final = "dcm4chee-arc"
_SERVED: Final = f"http://127.0.0.1:8080{ENDPOINT_PATH}"


@dataclass(frozen=True)
class StateWords:
    """How a state is told: by symbol and by word, never by colour alone.

    `plain` is the symbol where only ASCII can be printed, `style` is Rich's.
    """

    symbol: str
    plain: str
    style: str
    meaning: str
    effect: str


STATES: Final[Mapping[State, StateWords]] = {
    State.ERROR: StateWords(
        "‼", "#", "bold magenta", "The suite itself went wrong; the endpoint is not to blame.",
        "There is no verdict.",
    ),
    State.FAILED: StateWords(
        "✗", "x", "bold red", "A rule that must be kept was broken.",
        "The endpoint does not conform.",
    ),
    State.NOT_TESTABLE: StateWords(
        "?", "?", "red", "It could have been judged, had not something it needs failed.",
        "The endpoint does not conform.",
    ),
    State.WARNING: StateWords(
        "!", "!", "yellow", "A rule that should be kept was not.", "The endpoint still conforms.",
    ),
    State.PASSED: StateWords(
        "✓", "+", "green", "The run showed that the endpoint keeps it.", "",
    ),
    State.NOT_SHOWN: StateWords(
        "○", "o", "dim", "Nothing in this run could show it, one way or the other.",
        "The endpoint conforms, with coverage below 100 %.",
    ),
    State.NOT_APPLICABLE: StateWords(
        "\N{EN DASH}", "-", "dim",
        "It belongs to something that the statement does not declare.", "",
    ),
}  # fmt: skip

GATES: Final[Mapping[Gate, str]] = {
    Gate.CONFORMS: "everything judged was kept",
    Gate.DOES_NOT_CONFORM: "something judged was broken, or could not be tested",
    Gate.USAGE: "the run was not set up rightly",
    Gate.UNREACHABLE: "the endpoint could not be reached",
    Gate.SUITE_FAILED: "the suite failed, or the run did not come to its end",
}

#: What became of an entry of the expected-failures file, by symbol and by word.
OUTCOMES: Final[Mapping[Outcome, tuple[str, str]]] = {
    Outcome.FAILED: ("✓", "failed, as expected"),
    Outcome.PASSED: ("✗", "unexpectedly passed"),
    Outcome.EXPIRED: ("!", "expired"),
    Outcome.NOT_JUDGED: ("○", "not judged"),
}


def gate_words(results: Results) -> str:
    """Return why the gate is what it is, where what was expected to fail has a part in it."""
    broken = [each for each in results.requirements if each.selected and each.state in BREAKING]
    stale = any(each.outcome == Outcome.PASSED for each in results.expected)
    if results.gate == Gate.CONFORMS and broken:
        return "all that was broken was expected to be"
    if results.gate != Gate.DOES_NOT_CONFORM or not stale:
        return GATES[results.gate]
    passed = "something passed that was expected to fail"
    unexpected = any(not each.excused for each in broken)
    return f"{GATES[results.gate]}; {passed}" if unexpected else passed


#: States of a requirement that a report explains at length.
EXPLAINED: Final = (State.ERROR, State.FAILED, State.NOT_TESTABLE, State.WARNING)


def repeat_command(header: Event, scenario: str) -> str:
    """Return the shell command that runs one scenario again, as the run with this header did.

    An embedded reference that misbehaved, or was a variant, is started by a line of its own.
    """
    built = [
        word
        for way in ("mutant", "variant")
        if header.get("embedded") and header.get(way)
        for word in (f"--{way}", str(header[way]))
    ]
    endpoint = [_SERVED] if built else []
    if not header.get("embedded"):
        endpoint = [str(header.get("endpoint", ""))]
    given = dict(header.get("statement", {}))
    statement = str(given.get("given") or given.get("name", _DEFAULT_STATEMENT))
    documents = str(dict(header.get("catalogue", {})).get("given", ""))
    judged_by = ("--statement", statement) if statement != _DEFAULT_STATEMENT else ()
    certify = shlex.join([
        "wadows-contract", "certify", *endpoint, *judged_by,
        *(("--documents", documents) if documents else ()),
        *header.get("reached_by", ()),
        *(("--hostile",) if header.get("hostile") else ()),
        *(("--exact-codes",) if header.get("exact_codes") else ()),
        *(("--select", scenario) if scenario else ()),
    ])  # fmt: skip
    if not built:
        return certify
    return shlex.join(["wadows-contract", "serve", *built, *judged_by]) + f" &\n{certify}"
