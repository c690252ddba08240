"""Every file that pydicom ships for its tests, asked for by RAD-69 in Explicit VR Little Endian.

Its pixels come as pydicom itself decodes them, or it is refused.
"""

import shutil
from io import BytesIO
from pathlib import Path
from typing import Final

import pydicom
import pytest
from pydicom import Dataset, dcmread
from werkzeug.test import Client

from tests.reference.client import EXPLICIT, RETRIEVE, Answer, ask, retrieve
from wadows_reference import create_app
from wadows_reference.store import Store

#: pydicom warns of what is odd in its files, on purpose.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")
#: The files that the package has with it; pydicom's own function would download more.
SHIPPED: Final = Path(pydicom.__file__).parent / "data" / "test_files"
FILES: Final = sorted(
    path.relative_to(SHIPPED).as_posix() for path in SHIPPED.rglob("*") if path.is_file()
)

NO_INSTANCE, NO_PART_10 = "no SOP Instance UID", "not a DICOM Part 10 file"
#: No part of an archive: what the store says of them.
NOT_SERVED: Final = {
    "ExplVR_BigEndNoMeta.dcm": NO_PART_10,  # a data set without preamble and file meta
    "ExplVR_LitEndNoMeta.dcm": NO_PART_10,
    "README.txt": NO_PART_10,  # this and the like are no DICOM at all
    "UN_sequence.dcm": NO_INSTANCE,  # one sequence, to try its reading
    "crayons.icc": NO_PART_10,
    "dicomdirtests/DICOMDIR": NO_INSTANCE,  # directories of media are no instances
    "dicomdirtests/DICOMDIR-bigEnd": NO_INSTANCE,
    "dicomdirtests/DICOMDIR-empty.dcm": NO_INSTANCE,
    "dicomdirtests/DICOMDIR-implicit": NO_INSTANCE,
    "dicomdirtests/DICOMDIR-nooffset": NO_INSTANCE,
    "dicomdirtests/DICOMDIR-nopatient": NO_INSTANCE,
    "dicomdirtests/DICOMDIR-reordered": NO_INSTANCE,
    "dicomdirtests/README.txt": NO_PART_10,
    "dicomdirtests/TINY_ALPHA/DICOMDIR": NO_INSTANCE,
    "dicomdirtests/TINY_ALPHA/README": NO_PART_10,
    "empty_charset_LEI.dcm": NO_INSTANCE,  # an answer to a query
    "meta_missing_tsyntax.dcm": NO_INSTANCE,  # a few elements, to try the reading of file meta
    "nested_priv_SQ.dcm": NO_INSTANCE,  # private sequences, to try their reading
    "no_meta.dcm": NO_PART_10,
    "no_meta_group_length.dcm": NO_INSTANCE,
    "priv_SQ.dcm": NO_INSTANCE,
    "rtplan.dump": NO_PART_10,
    "rtstruct.dcm": NO_PART_10,
    "rtstruct.dump": NO_PART_10,
    "test1.json": NO_PART_10,
    "test_PN.json": NO_PART_10,
    "zipMR.gz": NO_PART_10,
}
#: Refused: the code, and why.
REFUSED: Final = {
    "JPEG2000-embedded-sequence-delimiter.dcm": (
        "urn:dicom:wado:0014",
        "OpenJPEG refuses what stands behind the end of its stream",
    ),
    "SC_rgb_jpeg.dcm": (
        "urn:dicom:wado:0014",
        "its data set is in another transfer syntax than its file meta says",
    ),
}
#: Stored in Explicit VR Little Endian, and so returned as they are, though pydicom decodes none.
BROKEN: Final = {
    "MR_truncated.dcm": "its pixel data is cut short",
    "badVR.dcm": "a number of bits is no number",
}


def ask_for(path: Path, folder: Path, syntax: str = EXPLICIT) -> Answer:
    """Serve one file, in a folder of its own since many of them are the same instance."""
    shutil.copy(path, folder)
    dataset = dcmread(path, stop_before_pixels=True)
    names = ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID")
    study, series, sop = (str(dataset.get(name, "")) for name in names)
    client = Client(create_app(folder))
    return ask(client, RETRIEVE, retrieve((study, series, sop), syntaxes=(syntax,)))


def attributes(dataset: Dataset) -> dict[int, object]:
    """All but the pixel data, what says how it is coded, and group lengths (retired)."""
    coding = ("PixelData", "PhotometricInterpretation", "PlanarConfiguration")
    return {
        entry.tag: (entry.VR, entry.value)
        for entry in dataset
        if entry.tag.element and entry.keyword not in coding
    }


def test_the_tables_name_files_that_are_there() -> None:
    assert set() == {*NOT_SERVED, *REFUSED, *BROKEN} - set(FILES)


@pytest.mark.parametrize("name", NOT_SERVED)
def test_a_file_that_is_no_document_is_not_served(name: str, tmp_path: Path) -> None:
    shutil.copy(SHIPPED / name, tmp_path)

    summary = Store.open(tmp_path).summary

    assert 0 == summary.indexed
    assert [True] == [entry.reason.startswith(NOT_SERVED[name]) for entry in summary.skipped]


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_decoded_is_refused_but_comes_as_stored(name: str, tmp_path: Path) -> None:
    path = SHIPPED / name
    stored = str(dcmread(path).file_meta.TransferSyntaxUID)

    converted = ask_for(path, tmp_path)
    unconverted = ask_for(path, tmp_path, stored)

    code, _ = REFUSED[name]
    assert [code] == [found for found, _ in converted.errors]
    assert [] == converted.documents
    assert ([], [path.read_bytes()]) == (unconverted.errors, unconverted.documents)


@pytest.mark.parametrize("name", sorted({*FILES} - {*NOT_SERVED, *REFUSED, *BROKEN}))
def test_any_other_file_is_returned_with_its_pixels(name: str, tmp_path: Path) -> None:
    path = SHIPPED / name

    answer = ask_for(path, tmp_path)

    assert [] == answer.errors
    (content,) = answer.documents
    before, after = dcmread(path), dcmread(BytesIO(content))
    assert EXPLICIT == after.file_meta.TransferSyntaxUID
    if before.file_meta.TransferSyntaxUID == EXPLICIT:
        assert path.read_bytes() == content
        return
    assert attributes(before) == attributes(after)
    assert ("PixelData" in before) == ("PixelData" in after)
    if "PixelData" in before:
        expected, got = before.pixel_array, after.pixel_array
        assert expected.shape == got.shape
        assert (expected == got).all()


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_that_needs_no_conversion_comes_as_it_is(name: str, tmp_path: Path) -> None:
    answer = ask_for(SHIPPED / name, tmp_path)

    assert [(SHIPPED / name).read_bytes()] == answer.documents
