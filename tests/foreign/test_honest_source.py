"""An honest Imaging Document Source on Java's JAX-WS RI passes all that it declares."""

from pathlib import Path

import pytest

from tests.foreign.conftest import certified, made, serving, tool
from wadows_spec.catalogue import Catalogue
from wadows_spec.data import data_path

pytestmark = pytest.mark.interop

SOURCES = Path(__file__).parent / "java"
#: Debian's library; its manifest names the others that it needs.
LIBRARY = Path("/usr/share/java/jaxws-rt.jar")
#: What the stack does that only should not be, and nobody can change from outside of it.
WARNINGS = {
    "SOAP-09": "a fault of the stack's own names the class of its exception",
    "SOAP-11": "a VersionMismatch fault has no Upgrade",
}
#: What the endpoint never does, so that nothing could show it.
NEVER = {
    "HTTP-05": "a verb other than POST is not refused with 405",
    "WSA-05": "the Content-Type of an answer has no action",
}


@pytest.fixture(scope="module")
def classes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with the compiled endpoint."""
    if not LIBRARY.is_file():
        pytest.fail(f"{LIBRARY} is not installed: apt-get install jaxws")
    folder = tmp_path_factory.mktemp("java")
    wsdl = data_path("wsdl/ImagingDocumentSource.wsdl")
    made(
        [tool("wsimport", "jaxws"), "-quiet", "-extension", "-Xnocompile", "-s", folder, wsdl],
        folder,
    )
    sources = [*folder.rglob("*.java"), *SOURCES.glob("*.java")]
    compiler = tool("javac", "default-jdk-headless")
    made([compiler, "-encoding", "UTF-8", "-cp", LIBRARY, "-d", folder, *sources], folder)
    return folder


def test_it_conforms(classes: Path, catalogue: Catalogue, tmp_path: Path) -> None:
    assert catalogue.folder is not None
    command = [
        *(tool("java", "default-jdk-headless"), "-cp", f"{classes}:{LIBRARY}", "Source"),
        *(catalogue.folder, catalogue.repository_unique_id),
    ]
    with serving(command, tmp_path) as url:
        code, results = certified(url, catalogue, tmp_path / "out")

    states = {entry["id"]: entry["state"] for entry in results["requirements"]}
    other = {id_: state for id_, state in states.items() if state != "passed"}
    assert (0, "conforms to stored-only") == (code, results["verdict"])
    assert {id_ for id_, state in other.items() if state == "warning"} == set(WARNINGS)
    assert {id_ for id_, state in other.items() if state == "not shown"} == set(NEVER)
    assert {id_ for id_, state in other.items() if state == "not applicable"} == {
        id_ for id_ in states if id_.startswith("REN-")
    }
