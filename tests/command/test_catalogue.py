"""`catalogue`, and what is certified by one: somebody else's files, and identities alone."""

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pydicom import Dataset
from pydicom.data.data_manager import DATA_ROOT
from pydicom.dataset import FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian

from tests.command.commands import Said, results_in, run, serving
from wadows_contract.cli import main
from wadows_spec.catalogue import load_catalogue
from wadows_spec.documents import write_documents
from wadows_spec.documents.identity import HOME_COMMUNITY_ID, REPOSITORY_UNIQUE_ID

#: Judged by bytes or pixels, which nobody has of identities alone.
SEEN = ("REN-04", "REN-05", "REN-07", "REN-16", "REN-17", "RET-02", "RET-10")

#: Scenarios of each of these, of requirements that identities show, and one that only asks whether
#: an image comes.
CHOSEN = ("T0705", "T0706", "T0709", "T0710", "T0734", "T0821", "T0604", "T0646", "T0605", "T0606",
          "T0409")  # fmt: skip


def in_process(*arguments: object) -> Said:
    """Run the command without a process of its own, which takes longer than what it does."""
    ran = CliRunner().invoke(main, [*map(str, arguments)])
    return Said(ran.exit_code, ran.stdout, ran.stderr.splitlines())


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ours")
    write_documents(folder)
    return folder


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pydicom's shipped files, as somebody else's folder: images, reports, and much that is odd."""
    folder = tmp_path_factory.mktemp("theirs") / "documents"
    shutil.copytree(Path(DATA_ROOT, "test_files"), folder)
    return folder


@pytest.fixture(scope="module")
def catalogued(theirs: Path) -> Said:
    return run("catalogue", theirs, "--out", theirs / "catalogue.toml")


def test_somebody_elses_folder_becomes_a_catalogue(catalogued: Said, theirs: Path) -> None:
    assert 0 == catalogued.code
    found = load_catalogue(theirs)
    assert "CT_small.dcm" == found.documents["signed"].file
    assert {
        "signed", "unsigned", "eight-bit", "colour", "jpeg", "structured-report", "palette"
    } <= {*found.documents}  # fmt: skip
    assert f"{len(found.documents)} of 71 roles filled by 105 documents" in catalogued.output
    listed = "\n".join(catalogued.errors)
    assert "a DICOMDIR, which is no document: DICOMDIR" in listed
    assert "another file has its SOP Instance UID and other content: " in listed
    text = (theirs / "catalogue.toml").read_text(encoding="utf-8")
    assert "#   video: stored in JPEG Baseline (Process 1); a video SOP class" in text
    assert "examples_ybr_color.dcm: it lacks grey levels" in text


def test_an_endpoint_is_certified_by_it(catalogued: Said, theirs: Path, tmp_path: Path) -> None:
    with serving(theirs) as url:
        said = run(
            "certify", url, "--documents", theirs / "catalogue.toml", "--out", tmp_path / "out"
        )

    results = results_in(tmp_path / "out")
    assert (0, "conforms to dcm4chee-arc") == (said.code, results["verdict"])
    assert 0.9 < results["coverage"] < 1
    states = {entry["id"]: entry["state"] for entry in results["requirements"]}
    # Of a document of several frames there is none that these could be shown by.
    assert {"not shown"} == {states[id_] for id_ in ("REN-07", "REN-12", "REN-15")}
    assert {"passed", "not shown"} == {*states.values()}


@pytest.fixture(scope="module")
def by_manifest(ours: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Results of a run by the identities that our manifest names, over what needs more or less."""
    folder = tmp_path_factory.mktemp("manifest")
    out = folder / "catalogue.toml"
    said = in_process("catalogue", "--kos", ours / "manifest.dcm", "--out", out)
    assert (0, []) == (said.code, said.errors)
    with serving(ours) as url:
        said = run(
            "certify", url, "--documents", out, "--out", folder / "out",
            "--select", " or ".join(f"@{id_}" for id_ in CHOSEN),
        )  # fmt: skip
    assert 0 == said.code
    return results_in(folder / "out")


def test_identities_alone_break_nothing(by_manifest: dict[str, Any]) -> None:
    states = {entry["state"] for entry in by_manifest["scenarios"]}

    assert {"passed", "not shown"} == states


def test_what_needs_bytes_or_pixels_is_not_shown(by_manifest: dict[str, Any]) -> None:
    states = {entry["id"]: entry["state"] for entry in by_manifest["requirements"]}

    assert dict.fromkeys(SEEN, "not shown") == {id_: states[id_] for id_ in SEEN}
    for shown in ("RET-03", "RET-05", "REG-07"):
        assert "passed" == states[shown], shown


def test_the_repository_is_that_of_the_manifest_or_as_given(ours: Path, tmp_path: Path) -> None:
    given = ("--repository-unique-id", "1.2.3", "--home-community-id", "urn:oid:1.2.4")

    for name, options in (("a.toml", ()), ("b.toml", given)):
        said = in_process(
            "catalogue", "--kos", ours / "manifest.dcm", "--out", tmp_path / name, *options
        )
        assert (0, []) == (said.code, said.errors)

    first, second = (
        tomllib.loads((tmp_path / name).read_text(encoding="utf-8"))
        for name in ("a.toml", "b.toml")
    )
    assert (REPOSITORY_UNIQUE_ID, HOME_COMMUNITY_ID) == (
        first["repository_unique_id"], first["home_community_id"]
    )  # fmt: skip
    assert ("1.2.3", "urn:oid:1.2.4") == (
        second["repository_unique_id"], second["home_community_id"]
    )  # fmt: skip


def test_the_reference_cannot_serve_identities(ours: Path, tmp_path: Path) -> None:
    out = tmp_path / "catalogue.toml"
    in_process("catalogue", "--kos", ours / "manifest.dcm", "--out", out)

    said = in_process("certify", "--documents", out, "--out", tmp_path / "out")

    assert 2 == said.code
    assert "has no file for 'signed', so that the reference cannot serve it" in said.errors[0]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "nothing to catalogue is named"),
        (["{empty}"], "there are no documents to put in a catalogue"),
        (["{empty}", "--kos", "x"], "more than one thing is named"),
        (["{empty}", "--study", "1.2"], "--study goes with --qido"),
        (["{empty}/none"], "{empty}/none is no folder"),
        (["--qido", "archive"], "'archive' is no address of a DICOMweb service"),
        (["{empty}", "--out", "{there}"], "{there} is there already"),
        (["{lonely}"], "none of 1 documents fills a role; fiducials.dcm: it lacks "),
    ],
)
def test_nothing_to_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str
) -> None:
    places = {name: tmp_path / name for name in ("empty", "there", "lonely")}
    for name in ("empty", "lonely"):
        places[name].mkdir()
    places["there"].write_text("# edited with care\n")
    spatial_fiducials = "1.2.840.10008.5.1.4.1.1.66.2"
    _put(places["lonely"] / "fiducials.dcm", spatial_fiducials)

    monkeypatch.chdir(tmp_path)

    said = in_process("catalogue", *(each.format(**places) for each in arguments))

    assert 2 == said.code
    assert said.errors[0].startswith(f"Error: {told.format(**places)}")
    assert "# edited with care\n" == places["there"].read_text()
    assert not (tmp_path / "catalogue.toml").exists()


def _put(path: Path, sop_class: str) -> None:
    dataset = Dataset()
    dataset.StudyInstanceUID = dataset.SeriesInstanceUID = dataset.SOPInstanceUID = "1.2.3"
    dataset.SOPClassUID = UID(sop_class)
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.save_as(path, enforce_file_format=True)
