"""Our documents into an Orthanc and out again, by either protocol; and a study of it by QIDO-RS."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from pydicom import dcmread

from tests.command.commands import Said, run
from tests.orthanc import Orthanc, running
from wadows_contract.cataloguing.qido import documents_of
from wadows_contract.judge.attributes import differing
from wadows_spec.catalogue import Catalogue
from wadows_spec.documents import write_documents
from wadows_spec.documents.identity import MODALITIES
from wadows_spec.errors import ConfigurationError

#: Of these transfer syntaxes Debian's Orthanc knows nothing, and refuses them on an association.
UNKNOWN = (
    "1.2.840.10008.1.2.4.100.1", "1.2.840.10008.1.2.4.101.1", "1.2.840.10008.1.2.4.102.1",
    "1.2.840.10008.1.2.4.103.1", "1.2.840.10008.1.2.4.104.1", "1.2.840.10008.1.2.4.105.1",
    "1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.202", "1.2.840.10008.1.2.4.203",
)  # fmt: skip


@pytest.fixture(scope="module")
def orthanc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Orthanc]:
    with running(tmp_path_factory.mktemp("orthanc"), dicomweb=True) as started:
        yield started


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return write_documents(tmp_path_factory.mktemp("documents"))


@pytest.fixture(scope="module")
def stowed(orthanc: Orthanc, ours: Catalogue) -> tuple[Said, list[bytes]]:
    """Load ours by STOW-RS; what the command said, and what Orthanc has of it."""
    said = run("documents", "stow", orthanc.dicomweb)
    return said, orthanc.stored()


def test_stow_leaves_the_same_bytes(stowed: tuple[Said, list[bytes]], ours: Catalogue) -> None:
    said, came = stowed

    assert (0, []) == (said.code, said.errors)
    assert said.output.startswith("71 of 71 documents stored by http://127.0.0.1:")
    assert {ours.read(role) for role in ours.documents} == set(came)


def test_send_leaves_the_same_data_sets(
    stowed: tuple[Said, list[bytes]], orthanc: Orthanc, ours: Catalogue
) -> None:
    orthanc.forget()

    said = run("documents", "send", orthanc.target)

    documents = ours.documents.values()
    refused = {entry.file for entry in documents if entry.transfer_syntax_uid in UNKNOWN}
    assert 1 == said.code
    assert (
        f"62 of 71 documents stored by ORTHANC at 127.0.0.1:{orthanc.dicom_port}\n" == said.output
    )
    told = [line.strip().partition(": ") for line in said.errors[2:]]
    assert refused == {file for file, _, _ in told}
    assert {True} == {reason.startswith("transfer syntax not accepted") for _, _, reason in told}
    came = {dcmread(BytesIO(each)).SOPInstanceUID: each for each in orthanc.stored()}
    for entry in documents:
        if entry.file not in refused:
            before = dcmread(BytesIO(ours.read(entry.role)))
            after = dcmread(BytesIO(came[entry.sop_instance_uid]))
            assert entry.transfer_syntax_uid == after.file_meta.TransferSyntaxUID
            assert [] == [*differing(before, after, lambda _: False)], entry.role


def test_a_study_of_it_is_found(
    stowed: tuple[Said, list[bytes]], orthanc: Orthanc, ours: Catalogue
) -> None:
    # By C-STORE nothing of this study is refused.
    expected = {
        (entry.series_instance_uid, entry.sop_instance_uid, entry.sop_class_uid, entry.frames)
        for entry in ours.documents.values()
        if entry.study_instance_uid == MODALITIES.uid
    }

    found = documents_of(orthanc.dicomweb, MODALITIES.uid)

    came = {(each.series, each.instance, each.sop_class, each.frames) for each in found}
    assert {each[:3] for each in expected} == {each[:3] for each in came}
    # An endpoint need not say how many frames there are; what it says is so.
    assert {each for each in came if each[3]} <= expected
    assert {False} == {each.has_file for each in found}


def test_several_studies_are_listed_to_choose_from(
    stowed: tuple[Said, list[bytes]], orthanc: Orthanc
) -> None:
    with pytest.raises(ConfigurationError, match=MODALITIES.uid) as caught:
        documents_of(orthanc.dicomweb, "")

    assert "Choose one with --study UID." == caught.value.hint
