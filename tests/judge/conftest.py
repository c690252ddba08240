"""The documents and the statement that the hand-made exchanges are judged by."""

import pytest

from tests.judge.builder import World
from tests.judge.documents import write_catalogue
from wadows_contract.exchange import BodyStore
from wadows_spec.catalogue import Catalogue
from wadows_spec.documents import write_documents
from wadows_spec.statement import load_statement


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("judge")
    (folder / "documents").mkdir()
    return World(
        BodyStore(folder / "bodies"),
        load_statement("dcm4chee-arc"),
        write_catalogue(folder / "documents"),
    )


@pytest.fixture(scope="session")
def test_documents(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The test documents of the suite."""
    return write_documents(tmp_path_factory.mktemp("test-documents"))
