"""An Imaging Document Source on node's soap package, as that comes, fails for the right reasons."""

import shutil
from pathlib import Path

import pytest

from tests.foreign.conftest import certified, made, serving, tool
from wadows_spec.catalogue import Catalogue
from wadows_spec.data import data_path

pytestmark = pytest.mark.interop

SOURCES = Path(__file__).parent / "node"
#: Requirement, and what the endpoint or its stack does that breaks it.
FAILED = {
    "HTTP-07": "it looks for the operation by SOAPAction",
    "MIME-02": "it repeats the Content-Type of the request: multipart, with nothing of the kind",
    "MIME-03": "and a start that names a part of the request",
    "MIME-07": "and a boundary, or none, as the request had it",
    "MIME-10": "it takes the first part of a request for the root",
    "SOAP-01": "it takes what is packed with gzip for text, and sends it back in a fault",
    "SOAP-02": "a fault is never one of the Sender",
    "SOAP-03": "it does not look at headers that must be understood",
    "SOAP-04": "it does not look at the namespace of an envelope",
    "SOAP-05": "a fault has no code of SOAP 1.2, or none, and no reason",
    "SOAP-12": "a fault without code is no answer",
    "WSA-01": "an answer has no headers of WS-Addressing",
    "WSA-02": "an answer has no headers of WS-Addressing",
    "WSA-07": "nor has a fault",
    "REG-01": "elements of another schema are put into the namespace of the response",
    "REG-02": "PartialSuccess is one of OASIS, not of IHE",
    "REG-03": "so that it is not the status of an answer with some of the documents",
    "REG-08": "it repeats its own repository, whatever it was asked for",
    "REG-09": "it does not repeat HomeCommunityId",
    "RET-05": "a document that is not there gets the code of any other trouble",
    "RET-08": "it takes any repository for its own",
    "RET-09": "it finds a document in whatever study and series it is asked for",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with the endpoint and its packages, as the lock file has them."""
    folder = tmp_path_factory.mktemp("node")
    shutil.copytree(SOURCES, folder, dirs_exist_ok=True)
    npm = tool("npm", "nodejs npm")
    made([npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], folder)
    return folder


def test_it_fails_in_these_requirements(folder: Path, catalogue: Catalogue, tmp_path: Path) -> None:
    assert catalogue.folder is not None
    command = [
        *(tool("node", "nodejs npm"), "source.mjs"),
        *(data_path("wsdl/ImagingDocumentSource.wsdl"), catalogue.folder),
        catalogue.repository_unique_id,
    ]
    with serving(command, folder) as url:
        code, results = certified(url, catalogue, tmp_path / "out")

    states = {entry["id"]: entry["state"] for entry in results["requirements"]}
    assert (1, "does not conform") == (code, results["verdict"])
    assert {id_ for id_, state in states.items() if state == "failed"} == set(FAILED)
    assert "error" not in states.values()
    # Documents are right, as far as they come.
    assert ("passed", "passed", "passed") == (states["RET-01"], states["RET-02"], states["DOC-02"])
