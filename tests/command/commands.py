"""Running the command as its users do, and looking at what it says and leaves behind."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wadows_contract.evidence import read_events
from wadows_contract.reference_process import environment

ROOT = Path(__file__).parents[2]
#: What every run leaves, whatever became of it.
LEFT_BEHIND = ("evidence.jsonl", "results.json", "junit.xml", "report.html")


@dataclass(frozen=True)
class Said:
    """How a command ended; `errors` are the lines on standard error."""

    code: int
    output: str
    errors: list[str]


def start(*arguments: object, cwd: Path | None = None) -> "subprocess.Popen[str]":
    """Start the command."""
    return subprocess.Popen(
        [sys.executable, "-m", "wadows_contract.cli", *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(), cwd=cwd,
        start_new_session=True,
    )  # fmt: skip


def finish(process: "subprocess.Popen[str]") -> Said:
    """Wait for a command; it never shows a traceback."""
    output, errors = process.communicate(timeout=120)
    assert "Traceback" not in output + errors
    return Said(process.returncode, output, errors.splitlines())


def run(*arguments: object, cwd: Path | None = None) -> Said:
    """Run the command."""
    return finish(start(*arguments, cwd=cwd))


def run_pytest(*arguments: object, what: str | Path = "features") -> Said:
    """Run the features, or others, as a checkout does."""
    return finish(
        subprocess.Popen(
            [sys.executable, "-m", "pytest", str(what), "-q", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment(),
        )
    )


@contextmanager
def serving(*arguments: object) -> Iterator[str]:
    """Serve the reference by the command; gives the URL of its endpoint."""
    with start("serve", *arguments, "--port", 0) as process:
        assert process.stdout is not None
        try:
            word, _, url = process.stdout.readline().strip().partition(" ")
            assert "serving" == word
            yield url
        finally:
            process.terminate()


def results_in(folder: Path) -> dict[str, Any]:
    """Return results.json, having seen that a run left all it should and its evidence is whole."""
    assert [] == [name for name in LEFT_BEHIND if not (folder / name).stat().st_size]
    assert "end" == read_events(folder)[-1]["event"]
    results: dict[str, Any] = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    return results


def states_in(folder: Path) -> Mapping[str, str]:
    """Return the state of each requirement and scenario."""
    results = results_in(folder)
    return {entry["id"]: entry["state"] for entry in results["requirements"] + results["scenarios"]}
