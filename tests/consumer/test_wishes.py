"""What is asked for: by roles, by all that there is, and by what a manifest names."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from pydicom import Dataset
from pydicom.dataset import FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from wadows_contract.consumer.manifest import Reference, references
from wadows_contract.outcome import NotShown
from wadows_contract.wish import Wish
from wadows_spec.catalogue import Catalogue, load_catalogue
from wadows_spec.constants import EXPLICIT_VR_LE
from wadows_spec.documents import write_documents
from wadows_spec.statement import load_statement


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = tmp_path_factory.mktemp("documents")
    write_documents(folder)
    return load_catalogue(folder)


def manifest(path: Path, *series: tuple[str, str, str]) -> bytes:
    """Return a manifest of series: UID, Retrieve Location UID if any, and that of an instance."""
    dataset = Dataset()
    study = Dataset()
    study.StudyInstanceUID = "2.25.1"
    study.ReferencedSeriesSequence = []
    for uid, repository, instance in series:
        item, named = Dataset(), Dataset()
        named.ReferencedSOPInstanceUID = instance
        item.SeriesInstanceUID = uid
        item.ReferencedSOPSequence = [named]
        if repository:
            item.RetrieveLocationUID = repository
        study.ReferencedSeriesSequence.append(item)
    dataset.CurrentRequestedProcedureEvidenceSequence = [study]
    dataset.SOPInstanceUID = dataset.SOPClassUID = "2.25.9"
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.save_as(path, enforce_file_format=True)
    return path.read_bytes()


def test_a_manifest_is_read(tmp_path: Path) -> None:
    written = manifest(
        tmp_path / "manifest.dcm", ("2.25.2", "2.25.8", "2.25.3"), ("2.25.4", "", "2.25.5")
    )

    assert [
        Reference("2.25.1", "2.25.2", "2.25.3", "2.25.8"),
        Reference("2.25.1", "2.25.4", "2.25.5", ""),
    ] == list(references(written))


def test_what_is_no_manifest_names_nothing(catalogue: Catalogue) -> None:
    assert [] == list(references(catalogue.read("signed")))


def test_everything_is_asked_for(catalogue: Catalogue) -> None:
    wish = Wish(catalogue)
    wish.add_all()

    assert list(catalogue.documents) == [entry.role for entry in wish.wanted]
    assert [
        (entry.study_instance_uid, entry.series_instance_uid, entry.sop_instance_uid)
        for entry in catalogue.documents.values()
    ] == [(entry.study, entry.series, entry.instance) for entry in wish.wanted]


def test_the_manifest_names_every_other_document(catalogue: Catalogue) -> None:
    everything, named = Wish(catalogue), Wish(catalogue)
    everything.add_all()
    named.add_named_by("manifest")

    others = [entry for entry in everything.wanted if entry.role != "manifest"]
    assert sorted(others, key=str) == sorted(named.wanted, key=str)


def test_a_document_of_another_repository_is_asked_for_there(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    known = catalogue.documents["signed"]
    written = manifest(
        tmp_path / "own.dcm",
        ("2.25.2", "2.25.8", known.sop_instance_uid),
        ("2.25.4", "", catalogue.documents["colour"].sop_instance_uid),
        ("2.25.6", "", "2.25.7"),
    )
    wish = Wish(of_a_manifest(catalogue, tmp_path / "own.dcm", written))
    wish.add_named_by("manifest")

    assert [
        ("signed", "2.25.1", "2.25.2", "2.25.8"),
        ("colour", "2.25.1", "2.25.4", catalogue.repository_unique_id),
    ] == [(entry.role, entry.study, entry.series, entry.repository) for entry in wish.wanted]
    assert [EXPLICIT_VR_LE] == wish.stored_syntaxes(load_statement("dcm4chee-arc"))


def of_a_manifest(catalogue: Catalogue, path: Path, content: bytes) -> Catalogue:
    own = replace(
        catalogue.documents["manifest"],
        file=path.name,
        sha256=sha256(content).hexdigest(),
        size=len(content),
    )
    return replace(catalogue, documents={**catalogue.documents, "manifest": own},
                   folder=path.parent)  # fmt: skip


def test_nothing_is_asked_for_without_a_manifest(catalogue: Catalogue) -> None:
    without = {role: known for role, known in catalogue.documents.items() if role != "manifest"}

    with pytest.raises(NotShown, match="no document in the role 'manifest'"):
        Wish(replace(catalogue, documents=without)).add_named_by("manifest")
    with pytest.raises(NotShown, match="is not at hand"):
        Wish(replace(catalogue, folder=None)).add_named_by("manifest")
    with pytest.raises(NotShown, match="names none of the catalogue"):
        Wish(catalogue).add_named_by("signed")


def test_blanks_are_no_part_of_what_is_expected(catalogue: Catalogue) -> None:
    known = catalogue.documents["colour"]
    wish = Wish(catalogue)
    wish.add("signed")
    wish.add("colour")
    wish.put_blanks()

    assert f" {known.sop_instance_uid} " == wish.wanted[-1].instance
    assert f" {known.series_instance_uid} " == wish.wanted[-1].series
    assert f" {known.study_instance_uid} " == wish.wanted[-1].study
    assert [known.sop_instance_uid] == list(wish.instances("colour"))
    assert wish.wanted[0].instance == wish.wanted[0].instance.strip()
