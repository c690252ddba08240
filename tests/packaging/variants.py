"""Running what was installed, with nothing of the environment that the tests run in."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parents[2]
LEFT_BEHIND = ("evidence.jsonl", "junit.xml", "report.html", "results.json")

#: Shows that all is found: documents, features, schemas, the reference with both operations.
#: A whole certification by what was installed is a stage of CI.
PART = ("--select=@RET-02 or @RET-10 or @REN-05 or @REG-01 or @SAM-01 or @SOAP-05",)
#: Whatever was selected was kept.
INCOMPLETE = "incomplete"


def clean_environment() -> dict[str, str]:
    """Return this process's environment without what would change Python or pytest."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST", "PYTHON", "VIRTUAL_ENV", "TOX"))
    }


def call(
    command: Sequence[str], cwd: Path | None = None, more: Mapping[str, str] | None = None
) -> str:
    """Run a command that should succeed, and return what it printed."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=clean_environment() | dict(more or {}),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert 0 == done.returncode, f"{command} in {cwd}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def packages_of(environment: Path, cwd: Path) -> Path:
    """Return the folder that an environment takes `wadows_spec` from."""
    program = "import wadows_spec; print(wadows_spec.__file__)"
    return Path(call([str(environment / "bin" / "python"), "-P", "-c", program], cwd)).parents[1]


def assert_conforms(folder: Path, said: str) -> None:
    """Assert that what was selected of a run conformed, and that it left what it should."""
    results: dict[str, Any] = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    assert (INCOMPLETE, 0, True, 1.0) == tuple(
        results[key] for key in ("verdict", "gate", "complete", "coverage")
    )
    assert INCOMPLETE in said
    for name in LEFT_BEHIND:
        assert (folder / name).stat().st_size > 0
    assert 0o700 == folder.stat().st_mode & 0o777


def assert_rejudged_alike(
    rejudge: Sequence[str], folder: Path, cwd: Path, more: Mapping[str, str] | None = None
) -> None:
    """Assert that judging the evidence again agrees."""
    said = call([*rejudge, str(folder)], cwd, more)
    assert "Every requirement has the state that it had." == said.splitlines()[-1]
    assert INCOMPLETE in said
