"""A running reference, and the documents that it holds."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from wadows_spec.catalogue import Catalogue
from wadows_spec.documents import write_documents

#: Seconds in which the reference has to say where it serves; a dead one says nothing.
START = 60.0


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """Write the test documents to files."""
    return write_documents(tmp_path_factory.mktemp("documents"))


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    """Start a reference that holds the test documents, and give its URL."""
    process = subprocess.Popen(
        [sys.executable, "-m", "wadows_reference", "serve", "--port", "0"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    silent = threading.Timer(START, process.kill)
    silent.start()
    line = process.stdout.readline()
    silent.cancel()
    try:
        assert line.startswith("serving http"), f"the reference said {line!r}"
        yield line.split()[1]
    finally:
        process.terminate()
        process.wait(timeout=30)
        process.stdout.close()
