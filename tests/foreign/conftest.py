"""Documents for endpoints that know neither DICOM nor TOML, and certifying such an endpoint."""

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from wadows_contract.reference_process import environment
from wadows_spec.catalogue import Catalogue
from wadows_spec.documents import write_documents

STATEMENT = Path(__file__).parent / "stored-only.toml"
#: Seconds in which an endpoint has to say where it serves.
START = 120.0


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The test documents in a folder, with a line for each of them in documents.tsv."""
    folder = tmp_path_factory.mktemp("documents")
    catalogue = write_documents(folder)
    lines = [
        (
            entry.study_instance_uid,
            entry.series_instance_uid,
            entry.sop_instance_uid,
            entry.transfer_syntax_uid,
            entry.file,
        )
        for entry in catalogue.documents.values()
    ]
    text = "".join("\t".join(line) + "\n" for line in lines)
    (folder / "documents.tsv").write_text(text, encoding="utf-8")
    return catalogue


def tool(name: str, packages: str) -> str:
    """Return where a command is; a test without it fails, for it would prove nothing."""
    command = shutil.which(name)
    if command is None:
        pytest.fail(f"{name} is not installed: apt-get install {packages}")
    return command


def made(command: Sequence[str | Path], folder: Path) -> None:
    """Run a command that has to succeed."""
    done = subprocess.run(
        [*map(str, command)],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
    )
    assert 0 == done.returncode, done.stdout


@contextmanager
def serving(command: Sequence[str | Path], folder: Path) -> Iterator[str]:
    """Run an endpoint while the context lasts; yields its URL."""
    log = folder / "endpoint.log"
    with log.open("w", encoding="utf-8") as said:
        process = subprocess.Popen(
            [*map(str, command)],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        )
        assert process.stdout is not None
        silent = threading.Timer(START, process.kill)
        silent.start()
        line = process.stdout.readline()
        silent.cancel()
        try:
            assert line.startswith("serving http"), log.read_text(encoding="utf-8")
            yield line.split()[1]
        finally:
            process.kill()
            process.wait()
            process.stdout.close()


def certified(url: str, catalogue: Catalogue, out: Path) -> tuple[int, dict[str, Any]]:
    """Certify an endpoint, and return the exit code and results.json."""
    arguments = ["certify", url, "--statement", STATEMENT, "--documents", catalogue.folder]
    done = subprocess.run(
        [sys.executable, "-m", "wadows_contract.cli", *map(str, arguments), "--out", str(out)],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=600,
    )
    assert (out / "results.json").is_file(), done.stdout + done.stderr
    results: dict[str, Any] = json.loads((out / "results.json").read_text(encoding="utf-8"))
    assert url == results["run"]["endpoint"]
    return done.returncode, results
