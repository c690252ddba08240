"""Every test document in every transfer syntax that the reference can make, asked for by RAD-69.

What comes back is looked at by libraries that the reference does not convert with, and by dcmtk.
"""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from pydicom import Dataset, dcmread
from pydicom.encaps import generate_frames
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    HTJ2KLossless,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGLSLossless,
    RLELossless,
)
from werkzeug.test import Client

from tests.reference.client import RETRIEVE, ask, identity, retrieve
from wadows_contract.pixels.decoders import stored_values
from wadows_reference import create_app
from wadows_spec.catalogue import Catalogue
from wadows_spec.documents import TEST_DOCUMENTS, write_documents
from wadows_spec.statement import load_statement

ROLES: Final = [document.role for document in TEST_DOCUMENTS]
NATIVE: Final = (
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    DeflatedExplicitVRLittleEndian,
)
COMPRESSED: Final = (JPEGLSLossless, JPEG2000Lossless, HTJ2KLossless, RLELossless)
TARGETS: Final = (*NATIVE, *COMPRESSED)

CANNOT_BE_MADE, CANNOT_BE_DECODED = "urn:dicom:wado:0007", "urn:dicom:wado:0014"
#: Documents that are refused: the code, the transfer syntaxes in which they are, and why.
REFUSED: Final = {
    "damaged": (CANNOT_BE_DECODED, TARGETS, "its JPEG has no scan"),
    "jpeg-spectral": (CANNOT_BE_DECODED, TARGETS, "no library decodes retired arithmetic JPEG"),
    "segmentation": (CANNOT_BE_MADE, COMPRESSED, "the encoders take no pixels of 1 bit"),
    "rt-dose": (CANNOT_BE_MADE, COMPRESSED, "the encoders take no pixels of 32 bits"),
}
#: Video is never decoded, but for that in JPEG Baseline, which is an image a frame.
NEVER_DECODED: Final = ("mpeg2-", "h264", "hevc")
#: Documents that must be given another photometric interpretation: by which, in which syntaxes.
RECOLOURED: Final = {
    # Decoders of these give RGB.
    "jpeg": ("RGB", TARGETS),
    "video": ("RGB", TARGETS),
    "jpeg-2000": ("RGB", TARGETS),
    # The encoders take as many samples of each colour.
    "ybr-full-422": ("YBR_FULL", COMPRESSED),
}
#: How far two decoders may be apart: HTJ2K with loss is decoded in floating point.
DECODERS_DIFFER: Final = {"htj2k": 2}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return write_documents(tmp_path_factory.mktemp("documents"))


@pytest.fixture(scope="module")
def client(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Client:
    """The reference, declaring that it converts everything to whatever it can make."""
    converts = "converts_to = [" + ", ".join(f'"{uid}"' for uid in TARGETS) + "]\n"
    groups = ("image", "video", "structured-report", "other")
    path = tmp_path_factory.mktemp("statement") / "whatever.toml"
    path.write_text(
        'name = "whatever"\ntitle = "Whatever can be made"\ninherits = "dcm4chee-arc"\n'
        + "".join(f"[groups.{group}]\n{converts}" for group in groups),
        encoding="utf-8",
    )
    assert catalogue.folder is not None
    return Client(create_app(catalogue.folder, load_statement(str(path))))


def refusal(role: str, target: UID) -> str:
    if role.startswith(NEVER_DECODED):
        return CANNOT_BE_MADE
    code, targets, _ = REFUSED.get(role, ("", (), ""))
    return code if target in targets else ""


def pixels(source: Path, dataset: Dataset) -> Any:
    if "PixelData" not in dataset:
        return np.array([])
    syntax = dataset.file_meta.TransferSyntaxUID
    return stored_values(source, syntax, None).astype(np.int64)


def attributes(dataset: Dataset) -> dict[int, Any]:
    """All but the pixel data and its photometric interpretation, as value representation, value."""
    coding = ("PixelData", "PhotometricInterpretation")
    return {e.tag: (e.VR, e.value) for e in dataset if e.keyword not in coding}


def file_meta(dataset: Dataset) -> dict[int, Any]:
    """All but what another transfer syntax changes."""
    changed = ("TransferSyntaxUID", "FileMetaInformationGroupLength")
    return {e.tag: e.value for e in dataset.file_meta if e.keyword not in changed}


@pytest.mark.parametrize("role", ROLES)
def test_what_comes_is_what_was_stored(
    role: str, catalogue: Catalogue, client: Client, tmp_path: Path
) -> None:
    entry = catalogue.documents[role]
    source = catalogue.path_of(role)
    before = dcmread(source)
    decodable = not any(refusal(role, target) == CANNOT_BE_DECODED for target in TARGETS)
    for target in TARGETS:
        answer = ask(client, RETRIEVE, retrieve(identity(entry), syntaxes=(target,)))
        if code := refusal(role, target):
            assert [(code, entry.sop_instance_uid)] == answer.errors, target.name
            assert [] == answer.documents
            continue
        assert [] == answer.errors, target.name
        (content,) = answer.documents
        if target == entry.transfer_syntax_uid:
            assert source.read_bytes() == content
            continue
        path = tmp_path / f"{target}.dcm"
        path.write_bytes(content)
        after = dcmread(path)
        assert target == after.file_meta.TransferSyntaxUID
        assert file_meta(before) == file_meta(after)
        assert entry.sop_instance_uid == after.SOPInstanceUID
        assert attributes(before) == attributes(after), target.name
        colour, where = RECOLOURED.get(role, ("", ()))
        expected = colour if target in where else before.get("PhotometricInterpretation")
        assert expected == after.get("PhotometricInterpretation")
        assert decodable
        expected, got = pixels(source, before), pixels(path, after)
        assert expected.shape == got.shape
        assert np.abs(expected - got).max(initial=0) <= DECODERS_DIFFER.get(role, 0), target.name


@pytest.mark.parametrize("role", DECODERS_DIFFER)
def test_what_decoders_differ_in_is_the_same_in_every_transfer_syntax(
    role: str, catalogue: Catalogue, client: Client, tmp_path: Path
) -> None:
    found = []
    for target in TARGETS:
        asked = retrieve(identity(catalogue.documents[role]), syntaxes=(target,))
        (content,) = ask(client, RETRIEVE, asked).documents
        path = tmp_path / f"{target}.dcm"
        path.write_bytes(content)
        found.append(pixels(path, dcmread(path)))

    assert [True] * len(TARGETS) == [np.array_equal(found[0], other) for other in found]


@pytest.mark.parametrize("target", TARGETS, ids=lambda uid: uid.keyword)
def test_dcmtk_reads_every_document_that_comes(
    target: UID, catalogue: Catalogue, client: Client, tmp_path: Path
) -> None:
    dcmdump = shutil.which("dcmdump")
    if dcmdump is None:
        pytest.fail("dcmdump is missing: install it with `apt-get install dcmtk`")
    asked = [role for role in ROLES if not refusal(role, target)]
    uids = [identity(catalogue.documents[role]) for role in asked]

    documents = ask(client, RETRIEVE, retrieve(*uids, syntaxes=(target,))).documents

    assert len(asked) == len(documents)
    files = [tmp_path / f"{role}.dcm" for role in asked]
    for file, content in zip(files, documents, strict=True):
        file.write_bytes(content)
    done = subprocess.run([dcmdump, "-q", *files], capture_output=True, text=True)
    assert (0, "") == (done.returncode, done.stderr)


@pytest.mark.parametrize("role", REFUSED)
def test_what_cannot_be_converted_still_comes_as_stored(
    role: str, catalogue: Catalogue, client: Client
) -> None:
    entry = catalogue.documents[role]

    asked = retrieve(identity(entry), syntaxes=(entry.transfer_syntax_uid,))

    assert [catalogue.path_of(role).read_bytes()] == ask(client, RETRIEVE, asked).documents


@pytest.mark.parametrize("target", [JPEG2000Lossless, HTJ2KLossless], ids=lambda uid: uid.keyword)
@pytest.mark.parametrize("role", ["colour", "us-multi-frame", "ybr-full", "jpeg-2000"])
def test_no_component_transformation_where_none_is_declared(
    role: str, target: UID, catalogue: Catalogue, client: Client
) -> None:
    """YBR_RCT is what a stream with one declares (DICOM PS3.5 8.2.4); these declare RGB and so on.

    What says so is the fifth byte of the COD marker segment's parameters (ITU-T T.800 A.6.1).
    """
    asked = retrieve(identity(catalogue.documents[role]), syntaxes=(target,))
    (content,) = ask(client, RETRIEVE, asked).documents
    dataset = dcmread(BytesIO(content))

    frames = int(dataset.get("NumberOfFrames") or 1)
    streams = list(generate_frames(dataset.PixelData, number_of_frames=frames))
    assert [0] * frames == [stream[stream.index(b"\xff\x52") + 8] for stream in streams]
