"""Code generators of two other languages accept our WSDL and give the expected names."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from wadows_spec.constants import RENDERED_ACTION, RETRIEVE_ACTION, RETRIEVE_RESPONSE_ACTION

#: Class of each named type that JAXB gives, and the classes inside it.
JAVA_CLASSES = {
    "ihe/rad/xdsi_b/_2009/RetrieveImagingDocumentSetRequestType.java": (
        "StudyRequest",
        "SeriesRequest",
        "TransferSyntaxUIDList",
    ),
    "ihe/iti/xds_b/_2007/RetrieveDocumentSetRequestType.java": ("DocumentRequest",),
    "ihe/iti/xds_b/_2007/RetrieveDocumentSetResponseType.java": ("DocumentResponse",),
    "dicom/wado/ws/_2011/RetrieveRenderedImagingDocumentSetRequestType.java": (
        "StudyRequest",
        "SeriesRequest",
        "RenderedDocumentRequest",
        "ContentTypeList",
        "CharsetList",
    ),
    "dicom/wado/ws/_2011/RetrieveRenderedImagingDocumentSetResponseType.java": (
        "RenderedDocumentResponse",
    ),
    "oasis/names/tc/ebxml_regrep/xsd/rs/_3/RegistryResponseType.java": (),
    "oasis/names/tc/ebxml_regrep/xsd/rs/_3/RegistryErrorList.java": (),
    "oasis/names/tc/ebxml_regrep/xsd/rs/_3/RegistryError.java": (),
}


def _run(tool: str, package: str, arguments: list[str], folder: Path) -> str:
    command = shutil.which(tool)
    if command is None:
        pytest.fail(f"{tool} is not installed: apt-get install {package}")
    done = subprocess.run(
        [command, *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
    )
    assert 0 == done.returncode, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def java(tmp_path_factory: pytest.TempPathFactory, wsdl: Path) -> Path:
    """Folder with the Java sources that JAX-WS makes of our WSDL."""
    folder = tmp_path_factory.mktemp("java")
    arguments = ["-extension", "-keep", "-Xnocompile", "-s", str(folder), str(wsdl)]
    output = _run("wsimport", "jaxws", arguments, folder)
    assert "[ERROR]" not in output, output
    return folder


@pytest.mark.parametrize(("path", "inner"), JAVA_CLASSES.items())
def test_jax_ws_gives_the_classes(java: Path, path: str, inner: tuple[str, ...]) -> None:
    source = (java / path).read_text(encoding="utf-8")
    missing = [name for name in inner if not re.search(rf"public static class {name}\b", source)]
    assert [] == missing


def test_jax_ws_gives_the_port_and_its_actions(java: Path) -> None:
    service = (java / "ihe/rad/xdsi_b/_2009/ImagingDocumentSource.java").read_text("utf-8")
    assert '@WebEndpoint(name = "ImagingDocumentSource_Port_Soap12")' in service
    port = (java / "ihe/rad/xdsi_b/_2009/ImagingDocumentSourcePortType.java").read_text("utf-8")
    assert f'@Action(input = "{RETRIEVE_ACTION}", output = "{RETRIEVE_RESPONSE_ACTION}")' in port
    assert f'@Action(input = "{RENDERED_ACTION}", output = "{RENDERED_ACTION}Response")' in port


@pytest.mark.parametrize(
    "path",
    [
        "ihe/iti/xds_b/_2007/RetrieveDocumentSetResponseType.java",
        "dicom/wado/ws/_2011/RetrieveRenderedImagingDocumentSetResponseType.java",
    ],
)
def test_jax_ws_streams_the_document(java: Path, path: str) -> None:
    """A DataHandler, for xmime:expectedContentTypes: without it a byte array in memory."""
    assert "protected DataHandler document;" in (java / path).read_text(encoding="utf-8")


def test_gsoap_reads_the_wsdl(tmp_path: Path, wsdl: Path) -> None:
    output = _run("wsdl2h", "gsoap", ["-o", "source.h", str(wsdl)], tmp_path)
    # wsdl2h counts what it could not resolve as a warning and still ends with 0.
    assert "Warning" not in output, output
    header = (tmp_path / "source.h").read_text(encoding="utf-8")
    actions = re.findall(r"^//gsoap .* method-(input|output)-action:\s(\S+) (\S+)$", header, re.M)
    retrieve = "ImagingDocumentSource_USCORERetrieveImagingDocumentSet"
    rendered = "ImagingDocumentSource_USCORERetrieveRenderedImagingDocumentSet"
    expected = [
        ("input", retrieve, RETRIEVE_ACTION),
        ("output", retrieve, RETRIEVE_RESPONSE_ACTION),
        ("input", rendered, RENDERED_ACTION),
        ("output", rendered, f"{RENDERED_ACTION}Response"),
    ]
    assert expected == actions
    assert 2 == header.count("MTOM attachment with content types application/octet-stream.")
