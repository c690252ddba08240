"""The test documents are what PS3.3 asks for, as far as dciodvfy can tell."""

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from pydicom import dcmread, dcmwrite
from pydicom.uid import UID

from wadows_spec.catalogue import Catalogue
from wadows_spec.data import data_path
from wadows_spec.documents import TEST_DOCUMENTS, write_documents

KNOWN = tomllib.loads(data_path("spec/documents/dciodvfy.toml").read_text("utf-8"))
STAND_INS: dict[str, str] = KNOWN["stand_ins"]
EXPLAINED: dict[str, list[str]] = {
    role: entry["errors"] for entry in KNOWN["explained"] for role in entry["roles"]
}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return write_documents(tmp_path_factory.mktemp("documents"))


@pytest.fixture(scope="module")
def dciodvfy() -> str:
    found = shutil.which("dciodvfy")
    if found is None:
        pytest.fail("dciodvfy is missing: install it with `apt-get install dicom3tools`")
    return found


def errors_of(dciodvfy: str, path: Path) -> list[str]:
    run = subprocess.run([dciodvfy, "-new", path], capture_output=True, text=True, check=False)
    return [line for line in run.stderr.splitlines() if line.startswith("Error")]


def judgeable(path: Path, folder: Path) -> Path:
    """Return the file, or a copy in a transfer syntax of the same framing that dciodvfy knows."""
    dataset = dcmread(path)
    stand_in = STAND_INS.get(dataset.file_meta.TransferSyntaxUID)
    if stand_in is None:
        return path
    dataset.file_meta.TransferSyntaxUID = UID(stand_in)
    copy = folder / path.name
    dcmwrite(copy, dataset, enforce_file_format=True)
    return copy


@pytest.mark.parametrize("role", [document.role for document in TEST_DOCUMENTS])
def test_dciodvfy_finds_no_error_but_those_explained(
    catalogue: Catalogue, dciodvfy: str, tmp_path: Path, role: str
) -> None:
    path = judgeable(catalogue.path_of(role), tmp_path)

    assert EXPLAINED.get(role, []) == errors_of(dciodvfy, path)


def test_dciodvfy_would_find_an_error(catalogue: Catalogue, dciodvfy: str, tmp_path: Path) -> None:
    dataset = dcmread(catalogue.path_of("signed"))
    del dataset.RescaleSlope
    path = tmp_path / "wrong.dcm"
    dcmwrite(path, dataset, enforce_file_format=True)

    assert ["RescaleSlope" in error for error in errors_of(dciodvfy, path)]


def test_nothing_is_explained_that_is_not_there(catalogue: Catalogue) -> None:
    stored = {entry.transfer_syntax_uid for entry in catalogue.documents.values()}

    assert set(EXPLAINED) < set(catalogue.documents)
    assert set(STAND_INS) <= stored
