"""The last run, as far as results.json tells it: what became of requirements and scenarios."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wadows_contract.report.words import STATES
from wadows_contract.results import State
from wadows_contract.run import features_sha256

#: The format of results.json that is read here.
_FORMAT = 1


@dataclass(frozen=True)
class LastRun:
    """A run by what the site shows of it; neither an address nor anything that was returned.

    `about` is a sentence about it, in Markdown; `requirements` and `scenarios` have states by id.
    """

    about: str = "No run was at hand when this page was built."
    requirements: Mapping[str, State] = field(default_factory=dict)
    scenarios: Mapping[str, State] = field(default_factory=dict)


def last_run(path: Path | None) -> LastRun:
    """Read a results.json; a run of other features than these says nothing about them.

    Raises `ValueError` if the file is no results.json of a known format.
    """
    if path is None:
        return LastRun()
    try:
        results = json.loads(path.read_text(encoding="utf-8"))
        if results["format"] != _FORMAT:
            raise ValueError(f"its format is {results['format']}, and not {_FORMAT}")
        run = results["run"]
        if run["features_sha256"] != features_sha256():
            return LastRun("The run at hand when this page was built was of other features.")
        whose = "the reference" if run["embedded"] else "an endpoint"
        spoilt = f" as the mutant `{run['mutant']}`" if run["mutant"] else ""
        return LastRun(
            f"Results are those of a run of {run['started'][:10]} against {whose}{spoilt}: "
            f"*{results['verdict']}*.",
            {entry["id"]: State(entry["state"]) for entry in results["requirements"]},
            {entry["id"]: State(entry["state"]) for entry in results["scenarios"]},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path} is no results.json that can be read: {error}") from error


def shown(state: State) -> str:
    """Return a state by symbol and by word, never by colour alone."""
    return f"{STATES[state].symbol} {state.value}".replace(" ", "\N{NO-BREAK SPACE}")
