"""A JAX-WS client on the classes generated from our WSDL retrieves byte for byte."""

import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from wadows_spec.catalogue import Catalogue
from wadows_spec.constants import EXPLICIT_VR_LE, STATUS_FAILURE, STATUS_SUCCESS
from wadows_spec.data import data_path

pytestmark = pytest.mark.interop

SOURCE = Path(__file__).parent / "java" / "Retrieve.java"
#: Debian's library; its manifest names the others that it needs.
LIBRARY = Path("/usr/share/java/jaxws-rt.jar")


def _run(tool: str, package: str, arguments: list[str], folder: Path) -> str:
    command = shutil.which(tool)
    if command is None:
        pytest.fail(f"{tool} is not installed: apt-get install {package}")
    done = subprocess.run(
        [command, *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def consumer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with the compiled consumer."""
    if not LIBRARY.is_file():
        pytest.fail(f"{LIBRARY} is not installed: apt-get install jaxws")
    folder = tmp_path_factory.mktemp("java")
    wsdl = str(data_path("wsdl/ImagingDocumentSource.wsdl"))
    arguments = ["-quiet", "-extension", "-Xnocompile", "-s", str(folder), wsdl]
    _run("wsimport", "jaxws", arguments, folder)
    sources = [str(path) for path in (*folder.rglob("*.java"), SOURCE)]
    arguments = ["-encoding", "UTF-8", "-cp", str(LIBRARY), "-d", str(folder), *sources]
    _run("javac", "default-jdk-headless", arguments, folder)
    return folder


def _retrieve(
    consumer: Path, endpoint: str, catalogue: Catalogue, operation: str, role: str, syntax: str
) -> list[str]:
    document = catalogue.documents[role]
    arguments = [
        *("-cp", f"{consumer}:{LIBRARY}", "Retrieve"),
        *(str(data_path("wsdl/ImagingDocumentSource.wsdl")), endpoint, operation),
        *(document.study_instance_uid, document.series_instance_uid, document.sop_instance_uid),
        *(catalogue.repository_unique_id, syntax, "document"),
    ]
    (consumer / "document").unlink(missing_ok=True)
    return _run("java", "default-jdk-headless", arguments, consumer).splitlines()


@pytest.mark.parametrize("role", ["signed", "jpeg"])
def test_a_document_arrives_as_stored(
    consumer: Path, endpoint: str, catalogue: Catalogue, role: str
) -> None:
    document = catalogue.documents[role]
    syntax = document.transfer_syntax_uid
    printed = _retrieve(consumer, endpoint, catalogue, "retrieve", role, syntax)
    assert [
        f"status {STATUS_SUCCESS}",
        f"document {document.sop_instance_uid} application/dicom application/dicom",
    ] == printed
    assert document.sha256 == sha256((consumer / "document").read_bytes()).hexdigest()


def test_a_refused_document_is_read_as_an_error(
    consumer: Path, endpoint: str, catalogue: Catalogue
) -> None:
    printed = _retrieve(consumer, endpoint, catalogue, "retrieve", "video", EXPLICIT_VR_LE)
    assert [f"status {STATUS_FAILURE}", "error urn:dicom:wado:0007"] == printed


def test_a_rendered_document_arrives(consumer: Path, endpoint: str, catalogue: Catalogue) -> None:
    document = catalogue.documents["eight-bit"]
    printed = _retrieve(consumer, endpoint, catalogue, "rendered", "eight-bit", "")
    assert [
        f"status {STATUS_SUCCESS}",
        f"document {document.sop_instance_uid} image/jpeg image/jpeg",
    ] == printed
    assert b"\xff\xd8\xff" == (consumer / "document").read_bytes()[:3]
