"""The reference as a process of its own: it shares data with the suite, never code."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from wadows_contract.errors import SuiteError

_READY = "serving "
_PATIENCE = 10  # seconds that the process gets to end by itself


def command(*arguments: str) -> list[str]:
    """Return the command line that runs the reference with these arguments.

    With -P, so that no module is taken from whatever folder the user stands in.
    """
    return [sys.executable, "-P", "-m", "wadows_reference", *arguments]


def environment() -> dict[str, str]:
    """Return an environment in which the reference is found as this process finds it."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}


@contextmanager
def reference(
    folder: Path, statement: str, mutant: str = "", repository: str = "", variant: str = ""
) -> Iterator[str]:
    """Serve a folder on a free port; yields the endpoint's URL.

    Without a repository it is that of the catalogue in the folder.
    Raises `SuiteError`, with what the reference said, if it does not start.
    """
    arguments: Sequence[str] = ["serve", str(folder), "--port", "0", "--statement", statement,
                                "--repository-unique-id", repository]  # fmt: skip
    if mutant:
        arguments = [*arguments, "--mutant", mutant]
    if variant:
        arguments = [*arguments, "--variant", variant]
    log = folder / ".reference.log"
    with log.open("w+", encoding="utf-8") as errors:
        process = subprocess.Popen(
            command(*arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=environment(),
        )
        try:
            assert process.stdout is not None
            line = process.stdout.readline().strip()
            if not line.startswith(_READY):
                process.wait(_PATIENCE)
                said = log.read_text(encoding="utf-8").strip() or line or "nothing"
                raise SuiteError(f"the reference did not start; it said: {said}")
            yield line.removeprefix(_READY)
        finally:
            process.terminate()
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            assert process.stdout is not None
            process.stdout.close()
