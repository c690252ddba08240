"""A short run of `benchmarks/thousand_documents.py`, which asks for a thousand."""

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from werkzeug.test import Client

from tests.reference.client import URL
from wadows_reference import create_app
from wadows_spec.catalogue import Catalogue

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
KIND = (
    'multipart/related; type="application/xop+xml"; boundary="edge"; '
    'start="<root@benchmark>"; start-info="application/soap+xml"'
)


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "path", [str(BENCHMARKS), *sys.path])
    module = import_module("thousand_documents")
    monkeypatch.setattr(module, "DOCUMENTS", 70)  # each test document, and some again
    return module


def answer(benchmark: ModuleType, folder: Path) -> tuple[Catalogue, str, bytes]:
    catalogue: Catalogue = benchmark.write(folder)
    client = Client(create_app(folder))
    response = client.post(URL, data=benchmark.message(catalogue), content_type=KIND)
    try:
        return catalogue, response.headers["Content-Type"], response.get_data()
    finally:
        response.close()


def test_all_are_right(benchmark: ModuleType, tmp_path: Path) -> None:
    catalogue, kind, body = answer(benchmark, tmp_path)

    assert 70 == benchmark._right(kind, body, catalogue)


def test_two_that_are_mixed_up_are_wrong(benchmark: ModuleType, tmp_path: Path) -> None:
    catalogue, kind, body = answer(benchmark, tmp_path)
    first, second = (
        f"<ihe:DocumentUniqueId>{entry.sop_instance_uid}<".encode()
        for entry in list(catalogue.documents.values())[:2]
    )
    assert 1 == body.count(first)

    mixed = body.replace(first, b"<-->").replace(second, first).replace(b"<-->", second)

    assert 68 == benchmark._right(kind, mixed, catalogue)


def test_a_limit_that_is_passed_is_told(
    benchmark: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert benchmark.row("first byte", 0.2, 0.2, "s")
    assert not benchmark.row("first byte", 0.21, 0.2, "s")
    assert not benchmark.row("right", 69, 70, "documents", most=False)
    assert [False, True, True] == [
        "BEYOND" in line for line in capsys.readouterr().out.splitlines()
    ]
