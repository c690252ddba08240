"""Where documents are found: folders, imaging manifests, and studies by QIDO-RS."""

import gzip
import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydicom import Dataset, dcmread

from tests.command.endpoints import Request, endpoint
from wadows_contract.cataloguing import folder, manifest, qido
from wadows_contract.dicomweb import service
from wadows_contract.errors import UnreachableError
from wadows_spec.catalogue import Catalogue
from wadows_spec.documents import write_documents
from wadows_spec.documents.identity import REPOSITORY_UNIQUE_ID
from wadows_spec.errors import ConfigurationError

CT = "1.2.840.10008.5.1.4.1.1.2"


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return write_documents(tmp_path_factory.mktemp("documents"))


def refusal(function: Callable[..., object], *given: object) -> str:
    with pytest.raises(ConfigurationError) as caught:
        function(*given)
    assert caught.value.hint
    return str(caught.value)


@pytest.mark.filterwarnings("ignore:Invalid value for VR UI")
def test_a_folder_of_many_things(tmp_path: Path, ours: Catalogue) -> None:
    signed = ours.read("signed")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "signed").write_bytes(signed)
    (tmp_path / "same.dcm").write_bytes(signed)
    (tmp_path / "one.dcm").write_bytes(ours.read("unsigned"))
    (tmp_path / "other.dcm").write_bytes(ours.read("unsigned") + b"\0\0")
    (tmp_path / "notes.txt").write_text("no DICOM")
    (tmp_path / "short.dcm").write_bytes(signed[:200])
    (tmp_path / ".hidden").write_bytes(signed)
    (tmp_path / "catalogue.toml").write_text("")
    dataset = dcmread(ours.path_of("colour"))
    del dataset.StudyInstanceUID
    dataset.save_as(tmp_path / "nameless.dcm")
    dataset = dcmread(ours.path_of("inverse"))
    dataset.SeriesInstanceUID = "1.x"
    dataset.save_as(tmp_path / "wrong.dcm")
    (tmp_path / "gone.dcm").symlink_to(tmp_path / "nowhere")

    documents, unusable = folder.scan(tmp_path)

    assert ["same.dcm"] == [each.name for each in documents]
    reasons = {each.path.name: each.reason for each in unusable}
    ambiguous = "another file has its SOP Instance UID and other content"
    assert reasons.pop("short.dcm")
    assert {
        "one.dcm": ambiguous,
        "other.dcm": ambiguous,
        "notes.txt": "no DICOM Part 10 file: no DICM after 128 bytes",
        "nameless.dcm": "no Study Instance UID",
        "wrong.dcm": "'1.x' is no UID",
        "gone.dcm": "cannot be read: No such file or directory",
    } == reasons


def test_no_folder(tmp_path: Path) -> None:
    assert f"{tmp_path / 'none'} is no folder" == refusal(folder.scan, tmp_path / "none")


def test_a_manifest_names_documents(ours: Catalogue) -> None:
    found, remarks = manifest.documents_of(ours.path_of("manifest"))

    expected = {
        (each.study_instance_uid, each.series_instance_uid, each.sop_instance_uid,
         each.sop_class_uid, REPOSITORY_UNIQUE_ID)
        for role, each in ours.documents.items() if role != "manifest"
    }  # fmt: skip
    came = {(each.study, each.series, each.instance, each.sop_class, each.repository)
            for each in found}  # fmt: skip
    assert (expected, []) == (came, remarks)
    assert {(False, "")} == {(each.has_file, each.transfer_syntax) for each in found}


def changed(ours: Catalogue, path: Path, change: Callable[[Dataset], object]) -> Path:
    dataset = dcmread(ours.path_of("manifest"))
    change(dataset)
    dataset.save_as(path)
    return path


def test_a_catalogue_is_of_one_repository(ours: Catalogue, tmp_path: Path) -> None:
    def move_a_study(dataset: Dataset) -> None:
        for series in dataset.CurrentRequestedProcedureEvidenceSequence[0].ReferencedSeriesSequence:
            series.RetrieveLocationUID = "1.2.3"

    path = changed(ours, tmp_path / "kos.dcm", move_a_study)
    everything, _ = manifest.documents_of(ours.path_of("manifest"))
    moved = dcmread(path).CurrentRequestedProcedureEvidenceSequence[0].StudyInstanceUID

    found, remarks = manifest.documents_of(path)

    assert [each for each in everything if each.study != moved] == found
    assert remarks[0].startswith(f"{len(everything) - len(found)} documents are in other repos")


def _rejects(dataset: Dataset) -> None:
    dataset.ConceptNameCodeSequence[0].CodeValue = "113037"


def _names_nothing(dataset: Dataset) -> None:
    del dataset.CurrentRequestedProcedureEvidenceSequence


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_rejects, "rejects the documents that it names (its title is 113037)"),
        (_names_nothing, "names no document by UID and SOP class"),
    ],
)
def test_manifests_of_no_use(
    ours: Catalogue, tmp_path: Path, change: Callable[[Dataset], object], told: str
) -> None:
    path = changed(ours, tmp_path / "kos.dcm", change)

    assert f"{path} {told}" == refusal(manifest.documents_of, path)


def test_what_is_no_manifest(ours: Catalogue, tmp_path: Path) -> None:
    image, text = ours.path_of("signed"), tmp_path / "notes.txt"
    text.write_text("no DICOM")

    assert f"{image} is no Key Object Selection: its SOP class is {CT}" == refusal(
        manifest.documents_of, image
    )
    assert f"{text}: no DICOM Part 10 file: no DICM after 128 bytes" == refusal(
        manifest.documents_of, text
    )
    assert "cannot be read: No such file" in refusal(manifest.documents_of, tmp_path / "none")


def told(**values: Any) -> dict[str, Any]:
    """Return an instance as QIDO-RS tells of it."""
    tags = {
        "study": "0020000D", "series": "0020000E", "instance": "00080018",
        "sop_class": "00080016", "frames": "00280008", "syntaxes": "00083002",
    }  # fmt: skip
    return {
        tags[name]: {"vr": "IS" if name == "frames" else "UI",
                     "Value": value if isinstance(value, list) else [value]}
        for name, value in values.items()
    }  # fmt: skip


def answering(*pages: Any, status: str = "200 OK", kind: str = "application/dicom+json") -> Any:
    """Answer each request with the next page, the last one again and again."""
    left = list(pages)
    asked: list[str] = []

    def answer(request: Request) -> bytes:
        asked.append(request.head.decode().split()[1])
        page = left.pop(0) if len(left) > 1 else left[0]
        content = (page if isinstance(page, str) else json.dumps(page)).encode()
        return (
            f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nConnection: close\r\n"
            f"Content-Length: {len(content)}\r\n\r\n"
        ).encode() + content

    return answer, asked


def test_a_study_by_qido() -> None:
    one = told(series="1.2", instance="1.2.1", sop_class=CT, syntaxes="1.2.840.10008.1.2.1")
    two = told(series="1.2", instance="1.2.2", sop_class=CT, syntaxes=["1.2", "1.3"], frames=3)
    nameless = told(series="1.2", sop_class=CT)
    answer, asked = answering([one, two, nameless, one])

    with endpoint(answer) as url:
        found = qido.documents_of(url, "1.1")

    assert [
        ("1.1", "1.2", "1.2.1", CT, "1.2.840.10008.1.2.1", 1),
        ("1.1", "1.2", "1.2.2", CT, "", 3),
    ] == [
        (each.study, each.series, each.instance, each.sop_class, each.transfer_syntax, each.frames)
        for each in found
    ]
    assert 1 == len(asked)
    assert "/studies/1.1/instances?limit=500&offset=0&includefield=" in asked[0]


@pytest.mark.parametrize("pages", [2, 1], ids=["pages", "the-same-again"])
def test_pages_of_a_long_list(pages: int) -> None:
    many = [told(series="1.2", instance=f"1.2.{n}", sop_class=CT) for n in range(500)]
    last = [told(series="1.2", instance="1.2.500", sop_class=CT)]
    answer, asked = answering(*[many, last][:pages])

    with endpoint(answer) as url:
        found = qido.documents_of(url, "1.1")

    assert (500 + (pages == 2), 2) == (len(found), len(asked))
    assert "offset=500" in asked[1]


def test_the_only_study() -> None:
    answer, asked = answering(
        [told(study="1.7")], [told(series="1.2", instance="1.2.1", sop_class=CT)]
    )

    with endpoint(answer) as url:
        assert ["1.7"] == [each.study for each in qido.documents_of(url, "")]

    assert "/studies/1.7/instances?" in asked[1]


HTML = "<html>Log in</html>"


@pytest.mark.parametrize(
    ("answer", "study", "told"),
    [
        (answering([told(study="1.7"), told(study="1.8")])[0], "", "several studies: 1.7, 1.8"),
        (answering([])[0], "", "has no studies"),
        (answering([])[0], "1.1", "has no documents in the study 1.1"),
        (answering("", status="204 No Content")[0], "1.1", "has no documents in the study 1.1"),
        (answering(HTML, kind="text/html")[0], "1.1",
         "answered with text/html where application/dicom+json belongs"),
        (answering("[")[0], "1.1", "answered with application/dicom+json that cannot be read: "),
        (answering("[7]")[0], "1.1", "answered with application/dicom+json that cannot be read: "),
        (answering(HTML, status="401 Unauthorized", kind="text/html")[0], "1.1",
         "cannot be searched: HTTP 401 Unauthorized"),
        (answering("", status="302 Found")[0], "1.1", "cannot be searched: HTTP 302 Found"),
    ],
    ids=["several", "empty", "no-study", "204", "html", "half", "number", "401", "redirect"],
)  # fmt: skip
def test_answers_of_no_use(answer: Callable[[Request], bytes], study: str, told: str) -> None:
    with endpoint(answer) as url:
        assert told in refusal(qido.documents_of, url, study)


def test_a_list_without_measure() -> None:
    answer, _ = answering(17_000_000 * " ")

    with endpoint(answer) as url:
        assert f"{url}/studies answered with more than 16 MB" in refusal(qido.documents_of, url, "")


def test_a_list_that_is_packed_is_not_unpacked() -> None:
    packed = gzip.compress(b"[]" + 9_000_000 * b" ")
    asked: list[bytes] = []

    def answer(request: Request) -> bytes:
        asked.append(request.head)
        return (
            "HTTP/1.1 200 OK\r\nContent-Type: application/dicom+json\r\nConnection: close\r\n"
            f"Content-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n"
        ).encode() + packed

    with endpoint(answer) as url:
        said = refusal(qido.documents_of, url, "")

    assert f"{url}/studies answered with the content coding gzip, which was not asked for" in said
    assert b"\r\naccept-encoding: identity\r\n" in asked[0].lower()


def test_nobody_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    with pytest.raises(UnreachableError, match="cannot be reached: Connection refused"):
        qido.documents_of(f"http://127.0.0.1:{port}", "")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("http://a.example/dicom-web", "http://a.example/dicom-web"),
        ("https://a.example:8443/rs/", "https://a.example:8443/rs"),
        ("http://a.example/rs/studies", "http://a.example/rs"),
    ],
)
def test_addresses(given: str, expected: str) -> None:
    assert expected == service(given)


@pytest.mark.parametrize(
    "given", ["a.example/rs", "ftp://a.example", "http://", "http://a:b@c.example", "http://a:x/",
              "http://a.example/rs?x=1"],
)  # fmt: skip
def test_no_addresses(given: str) -> None:
    assert "is no address of a DICOMweb service" in refusal(service, given)
