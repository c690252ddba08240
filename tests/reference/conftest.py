"""The reference over the test documents, as one application for all tests of this folder."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from werkzeug.test import Client

from tests.reference.client import Asked, identity
from tests.reference.recordings import Exchanges, record
from wadows_reference import create_app
from wadows_spec.catalogue import Catalogue
from wadows_spec.documents import write_documents


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return write_documents(tmp_path_factory.mktemp("documents"))


@pytest.fixture(scope="session")
def folder(catalogue: Catalogue) -> Path:
    assert catalogue.folder is not None
    return catalogue.folder


@pytest.fixture(scope="session")
def client(folder: Path) -> Client:
    return Client(create_app(folder))


@pytest.fixture(scope="session")
def exchanges(client: Client, uids: Callable[[str], Asked]) -> Exchanges:
    return record(client, uids)


@pytest.fixture(autouse=True)
def _packages_for_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let processes that a test starts import what the test can."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))


@pytest.fixture(scope="session")
def uids(catalogue: Catalogue) -> Callable[[str], Asked]:
    """Give the UIDs of the document in a role."""
    return lambda role: identity(catalogue.documents[role])


@pytest.fixture(scope="session")
def stored(catalogue: Catalogue) -> Callable[[str], bytes]:
    """Give the file of the document in a role."""
    return lambda role: catalogue.path_of(role).read_bytes()


@pytest.fixture
def ask_of(folder: Path) -> Callable[[str], Client]:
    """Give a client of a server that misbehaves."""
    return lambda name: Client(create_app(folder, mutant=name))
