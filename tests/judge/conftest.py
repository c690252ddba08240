"""The documents and the statement that the hand-made exchanges are judged by."""

import pytest

from tests.judge.builder import World
from tests.judge.documents import write_catalogue
from wadows_contract.exchange import BodyStore
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
