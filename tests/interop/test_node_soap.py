"""Node's soap package, which we did not write, retrieves from the reference byte for byte.

It is a good hard case: in its MTOM requests it calls a SOAP 1.2 envelope text/xml,
it can also ask without MTOM, and it takes the first part for the root whatever start says.
"""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from wadows_spec.catalogue import Catalogue, CatalogueDocument
from wadows_spec.constants import (
    RENDERED_ACTION,
    RETRIEVE_ACTION,
    RETRIEVE_RESPONSE_ACTION,
    STATUS_FAILURE,
    STATUS_PARTIAL,
    STATUS_SUCCESS,
)
from wadows_spec.data import data_path

pytestmark = pytest.mark.interop

SOURCES = Path(__file__).parent / "node"
RETRIEVE = "ImagingDocumentSource_RetrieveImagingDocumentSet"
RENDERED = "ImagingDocumentSource_RetrieveRenderedImagingDocumentSet"


def _tool(name: str) -> str:
    command = shutil.which(name)
    if command is None:
        pytest.fail(f"{name} is not installed: apt-get install nodejs npm")
    return command


@pytest.fixture(scope="module")
def consumer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with the consumer and its packages, as the lock file has them."""
    folder = tmp_path_factory.mktemp("node")
    for name in ("package.json", "package-lock.json", "retrieve.mjs"):
        shutil.copy(SOURCES / name, folder / name)
    done = subprocess.run(
        [_tool("npm"), "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
    )
    assert 0 == done.returncode, done.stdout
    return folder


def _ask(
    consumer: Path, endpoint: str, operation: str, request: dict[str, Any], form: str = "mtom"
) -> dict[str, Any]:
    action = RETRIEVE_ACTION if operation == RETRIEVE else RENDERED_ACTION
    wsdl = data_path("wsdl/ImagingDocumentSource.wsdl")
    done = subprocess.run(
        [_tool("node"), "retrieve.mjs", str(wsdl), endpoint, operation, action, form],
        cwd=consumer,
        input=json.dumps(request),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert 0 == done.returncode, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _studies(
    catalogue: Catalogue, documents: list[CatalogueDocument], name: str, **asked: object
) -> list[dict[str, Any]]:
    """Give a StudyRequest for each document, in the form of node's soap package."""
    return [
        {
            "attributes": {"studyInstanceUID": document.study_instance_uid},
            "SeriesRequest": {
                "attributes": {"seriesInstanceUID": document.series_instance_uid},
                name: {
                    "RepositoryUniqueId": catalogue.repository_unique_id,
                    "DocumentUniqueId": document.sop_instance_uid,
                    **asked,
                },
            },
        }
        for document in documents
    ]


def _retrieve_request(
    catalogue: Catalogue, documents: list[CatalogueDocument], syntaxes: list[str]
) -> dict[str, Any]:
    return {
        "StudyRequest": _studies(catalogue, documents, "DocumentRequest"),
        "TransferSyntaxUIDList": {"TransferSyntaxUID": syntaxes},
    }


@pytest.mark.parametrize("form", ["mtom", "plain"])
def test_every_document_arrives_as_stored(
    consumer: Path, endpoint: str, catalogue: Catalogue, form: str
) -> None:
    documents = list(catalogue.documents.values())
    syntaxes = sorted({document.transfer_syntax_uid for document in documents})
    request = _retrieve_request(catalogue, documents, syntaxes)
    answer = _ask(consumer, endpoint, RETRIEVE, request, form)
    assert STATUS_SUCCESS == answer["status"]
    assert RETRIEVE_RESPONSE_ACTION == answer["action"]
    assert answer["relatesTo"]
    assert {document.sop_instance_uid: document.sha256 for document in documents} == {
        document["uid"]: document["sha256"] for document in answer["documents"]
    }
    assert len(documents) == len(answer["documents"])
    assert {("application/dicom", "application/dicom")} == {
        (document["mimeType"], document["partType"]) for document in answer["documents"]
    }


def test_what_cannot_be_had_is_told_apart(
    consumer: Path, endpoint: str, catalogue: Catalogue
) -> None:
    """The video cannot be had in the other document's transfer syntax."""
    documents = [catalogue.documents["signed"], catalogue.documents["video"]]
    request = _retrieve_request(catalogue, documents, [documents[0].transfer_syntax_uid])
    answer = _ask(consumer, endpoint, RETRIEVE, request)
    assert STATUS_PARTIAL == answer["status"]
    assert ["urn:dicom:wado:0007"] == answer["errors"]
    assert [(documents[0].sop_instance_uid, documents[0].sha256)] == [
        (document["uid"], document["sha256"]) for document in answer["documents"]
    ]


def test_a_rendered_document_arrives(consumer: Path, endpoint: str, catalogue: Catalogue) -> None:
    document = catalogue.documents["eight-bit"]
    studies = _studies(
        catalogue,
        [document],
        "RenderedDocumentRequest",
        ContentTypeList={"ContentType": "image/jpeg"},
    )
    answer = _ask(consumer, endpoint, RENDERED, {"StudyRequest": studies})
    assert STATUS_SUCCESS == answer["status"]
    assert f"{RENDERED_ACTION}Response" == answer["action"]
    assert [(document.sop_instance_uid, "image/jpeg", "image/jpeg")] == [
        (found["uid"], found["mimeType"], found["partType"]) for found in answer["documents"]
    ]
    assert "ffd8ff" == answer["documents"][0]["start"]


def test_a_refused_rendering_is_read_as_an_error(
    consumer: Path, endpoint: str, catalogue: Catalogue
) -> None:
    studies = _studies(
        catalogue,
        [catalogue.documents["eight-bit"]],
        "RenderedDocumentRequest",
        Region="0.1,0.1,0.9,0.9",
        ContentTypeList={"ContentType": "image/jpeg"},
    )
    answer = _ask(consumer, endpoint, RENDERED, {"StudyRequest": studies})
    assert (
        answer["status"],
        answer["errors"],
        answer["documents"],
    ) == (STATUS_FAILURE, ["urn:dicom:wado:0013"], [])
