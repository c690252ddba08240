"""The test documents: the same bytes everywhere, and pixels as worked out by hand."""

import shutil
import subprocess
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pydicom import Dataset, dcmread
from pydicom.encaps import generate_frames
from pydicom.uid import UID

from wadows_spec.catalogue import Catalogue, load_catalogue
from wadows_spec.data import data_path
from wadows_spec.documents import NOT_MADE, TEST_DOCUMENTS, write_documents
from wadows_spec.documents.others import leaflet
from wadows_spec.tables import sop_classes, transfer_syntaxes

#: What `sha256sum` says of the files: role to digest.
DIGESTS = {
    name.removesuffix(".dcm"): digest
    for digest, name in (
        line.split()
        for line in Path(__file__).with_name("documents.sha256").read_text("utf-8").splitlines()
    )
}

BY_ROLE = {document.role: document for document in TEST_DOCUMENTS}
GREY = {
    # role: (row, column) -> stored value, worked out from the formulas in patterns.py
    "signed": {
        (0, 0): -800,
        (10, 10): 1200,
        (30, 100): 403,
        (44, 100): -1200,
        (63, 127): 731,
        (64, 0): -1000,
        (95, 127): 750,
    },
    "unsigned": {
        (0, 0): 0,
        (10, 20): 4095,
        (30, 100): 3203,
        (50, 104): 0,
        (79, 127): 4073,
        (80, 16): 585,
        (127, 127): 4095,
    },
    "unsigned-sibling": {
        (0, 0): 4095,
        (10, 20): 0,
        (30, 100): 892,
        (50, 104): 4095,
        (80, 16): 3510,
        (127, 127): 0,
    },
    "eight-bit": {
        (0, 0): 0,
        (5, 5): 255,
        (20, 50): 102,
        (30, 86): 0,
        (47, 95): 195,
        (48, 12): 36,
        (63, 95): 252,
    },
    "inverse": {
        (0, 0): 0,
        (10, 10): 4095,
        (20, 30): 1922,
        (40, 50): 0,
        (63, 63): 4039,
        (64, 8): 585,
        (95, 63): 4095,
    },
    "sample-retrieve": {
        (0, 0): 0,
        (5, 10): 4095,
        (20, 30): 1922,
        (30, 52): 0,
        (47, 63): 4037,
        (48, 8): 585,
        (63, 63): 4095,
    },
    "sample-rendered": {
        (0, 0): 0,
        (20, 20): 2000,
        (40, 100): 1505,
        (70, 110): 0,
        (95, 127): 1916,
        (96, 16): 250,
        (127, 127): 1750,
    },
    "sigmoid": {(0, 0): 1000, (10, 10): 4095, (20, 30): 1962, (26, 44): 0, (63, 63): 2816},
    "linear-exact": {(0, 0): 0, (10, 10): 4095, (20, 30): 2, (26, 44): 0, (63, 63): 7},
    "voi-lut": {(0, 0): 1000, (10, 10): 4095, (20, 30): 1242, (26, 44): 0, (63, 63): 1504},
    "modality-lut": {(0, 0): 100, (10, 10): 1023, (20, 30): 222, (26, 44): 0, (63, 63): 352},
    "two-windows": {(0, 0): 124, (10, 10): 4095, (20, 30): 726, (26, 44): 0, (63, 63): 1234},
    "tall-pixels": {(0, 0): 0, (5, 10): 255, (20, 30): 62, (14, 80): 0, (31, 95): 252},
    "padded": {(3, 9): -2000, (4, 0): -1000, (12, 20): 1000, (30, 45): -1000, (59, 63): 750},
    "presentation-inverse": {(0, 0): 0, (10, 10): 4095, (20, 30): 1922, (26, 44): 0},
}
RANGES = {
    "signed": (-1200, 1200),
    "unsigned": (0, 4095),
    "unsigned-sibling": (0, 4095),
    "eight-bit": (0, 255),
    "inverse": (0, 4095),
    "sample-retrieve": (0, 4095),
    "sample-rendered": (0, 2000),
    "sigmoid": (0, 4095),
    "linear-exact": (0, 4095),
    "voi-lut": (0, 4095),
    "modality-lut": (0, 1023),
    "two-windows": (0, 4095),
    "tall-pixels": (0, 255),
    "padded": (-2000, 1000),
    "presentation-inverse": (0, 4095),
}
#: Role to centers, widths and function (empty: LINEAR) of the windows.
WINDOWS = {
    "unsigned": ([1024], [1024], ""),
    "sigmoid": ([2048], [1024], "SIGMOID"),
    "linear-exact": ([4], [8], "LINEAR_EXACT"),
    "modality-lut": ([32768], [65536], ""),
    "two-windows": ([40, -600], [400, 1500], ""),
    "presentation-inverse": ([2048], [4096], ""),
}
PATCHES = {
    (0, 0): (255, 0, 0),
    (10, 33): (0, 255, 0),
    (20, 70): (0, 0, 255),
    (31, 127): (255, 255, 255),
    (32, 0): (0, 255, 255),
    (40, 40): (255, 0, 255),
    (60, 95): (255, 255, 0),
    (63, 96): (64, 64, 64),
}
PATCH_CENTRES = {
    (16, 16): (255, 0, 0),
    (16, 48): (0, 255, 0),
    (16, 80): (0, 0, 255),
    (16, 112): (255, 255, 255),
    (48, 16): (0, 255, 255),
    (48, 48): (255, 0, 255),
    (48, 80): (255, 255, 0),
    (48, 112): (64, 64, 64),
}
VIDEO = {
    # (frame, row, column): the lamp's middle, and grey below it
    (0, 16, 8): (255, 0, 0),
    (1, 16, 24): (0, 255, 0),
    (2, 16, 40): (0, 0, 255),
    (0, 40, 8): (40, 40, 40),
    (1, 40, 24): (100, 100, 100),
    (2, 40, 40): (160, 160, 160),
}
OF_THE_STUDY = (
    "PatientName",
    "PatientID",
    "PatientBirthDate",
    "PatientSex",
    "StudyDate",
    "StudyTime",
    "StudyID",
    "AccessionNumber",
    "StudyDescription",
    "ReferringPhysicianName",
)
#: Role to the transfer syntax in which it is stored, though the table of its group lacks it.
BEYOND_THE_TABLES = {
    "jpeg-lossless": "1.2.840.10008.1.2.4.57",
    "deflated": "1.2.840.10008.1.2.1.99",
    "big-endian": "1.2.840.10008.1.2.2",
}
#: Levels by which JPEG of quality 95 may miss the middle of a flat area.
LOSSY = 4


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return write_documents(tmp_path_factory.mktemp("documents"))


def reread(catalogue: Catalogue, role: str) -> Dataset:
    return dcmread(catalogue.path_of(role))


def samples(array: Any, row: int, column: int) -> tuple[int, ...]:
    return tuple(int(sample) for sample in array[row, column])


def test_every_document_has_a_pinned_digest() -> None:
    assert list(DIGESTS) == [document.role for document in TEST_DOCUMENTS]


@pytest.mark.parametrize("role", DIGESTS)
def test_bytes_are_the_same_everywhere(role: str) -> None:
    content = BY_ROLE[role].build()

    assert DIGESTS[role] == sha256(content).hexdigest()
    assert content == BY_ROLE[role].build()


def test_written_files_are_what_is_built(catalogue: Catalogue) -> None:
    assert [d.build() for d in TEST_DOCUMENTS] == [catalogue.read(role) for role in DIGESTS]


def test_all_together_stay_small(catalogue: Catalogue) -> None:
    assert sum(document.size for document in catalogue.documents.values()) < 1_000_000
    assert catalogue.documents["sample-retrieve"].size <= 16_384


def test_write_documents_makes_the_folder_and_may_write_it_again(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "documents"

    first = write_documents(folder)

    assert first == write_documents(folder)
    assert first == load_catalogue(folder)


@pytest.mark.parametrize(
    ("role", "row", "column", "value"),
    [(role, *place, value) for role, table in GREY.items() for place, value in table.items()],
)
def test_grey_values(catalogue: Catalogue, role: str, row: int, column: int, value: int) -> None:
    assert value == reread(catalogue, role).pixel_array[row, column]


@pytest.mark.parametrize(("role", "expected"), RANGES.items())
def test_ranges(catalogue: Catalogue, role: str, expected: tuple[int, int]) -> None:
    array = reread(catalogue, role).pixel_array

    assert expected == (array.min(), array.max())


@pytest.mark.parametrize("role", GREY)
def test_no_mirroring_or_turning_goes_unseen(catalogue: Catalogue, role: str) -> None:
    array = reread(catalogue, role).pixel_array
    turned = [np.rot90(base, turns) for base in (array, array.T) for turns in range(4)]

    assert 1 == sum(np.array_equal(array, other) for other in turned)


@pytest.mark.parametrize(
    ("frame", "row", "column", "value"),
    [
        (0, 0, 0, 30),
        (1, 0, 0, 90),
        (2, 0, 0, 150),
        (0, 10, 5, 255),
        (1, 10, 5, 90),
        (1, 10, 30, 255),
        (2, 20, 50, 255),
        (2, 50, 20, 85),
        (0, 63, 63, 255),
    ],
)
def test_multi_frame_values(
    catalogue: Catalogue, frame: int, row: int, column: int, value: int
) -> None:
    assert value == reread(catalogue, "multi-frame").pixel_array[frame, row, column]


@pytest.mark.parametrize(("place", "value"), PATCHES.items())
def test_colour_values(
    catalogue: Catalogue, place: tuple[int, int], value: tuple[int, ...]
) -> None:
    assert value == samples(reread(catalogue, "colour").pixel_array, *place)


@pytest.mark.parametrize(("place", "value"), PATCH_CENTRES.items())
def test_jpeg_decodes_with_pillow(
    catalogue: Catalogue, place: tuple[int, int], value: tuple[int, ...]
) -> None:
    dataset = reread(catalogue, "jpeg")
    (stream,) = generate_frames(dataset.PixelData, number_of_frames=1)

    image = Image.open(BytesIO(stream))

    assert (128, 64) == image.size
    assert value == pytest.approx(samples(np.asarray(image), *place), abs=LOSSY)
    assert value == pytest.approx(samples(dataset.pixel_array, *place), abs=LOSSY)


@pytest.mark.parametrize(("place", "value"), VIDEO.items())
def test_video_frames(
    catalogue: Catalogue, place: tuple[int, int, int], value: tuple[int, ...]
) -> None:
    frame, row, column = place

    array = reread(catalogue, "video").pixel_array

    assert (3, 48, 64, 3) == array.shape
    assert value == pytest.approx(samples(array[frame], row, column), abs=LOSSY)


def test_damaged_cannot_be_decoded(catalogue: Catalogue) -> None:
    dataset = reread(catalogue, "damaged")
    (stream,) = generate_frames(dataset.PixelData, number_of_frames=1)

    with pytest.raises(RuntimeError, match="Unable to decode"):
        _ = dataset.pixel_array
    with pytest.raises(OSError, match="cannot load this image"):
        Image.open(BytesIO(stream)).load()


def test_damaged_is_a_whole_part_10_file_all_the_same(catalogue: Catalogue) -> None:
    """It can be read and written again as it is: only its stream is damaged."""
    copy = BytesIO()
    reread(catalogue, "damaged").save_as(copy, enforce_file_format=True)

    assert catalogue.read("damaged") == copy.getvalue()


def test_frozen_streams_are_all_used() -> None:
    content = b"".join(document.build() for document in TEST_DOCUMENTS)
    streams = sorted(
        path
        for path in data_path("spec/documents").iterdir()
        if path.name not in ("README.md", "dciodvfy.toml")
    )

    assert 26 == len(streams)
    assert [] == [path.name for path in streams if path.read_bytes() not in content]


@pytest.mark.parametrize("document", TEST_DOCUMENTS, ids=lambda document: document.role)
def test_group_is_that_of_the_sop_class(catalogue: Catalogue, document: Any) -> None:
    entry = catalogue.documents[document.role]
    listed = {row.uid for row in transfer_syntaxes() if row.group == document.group}

    assert [document.group] == [
        row.group for row in sop_classes() if row.uid == entry.sop_class_uid
    ]
    if document.role in BEYOND_THE_TABLES:
        assert entry.transfer_syntax_uid not in listed
        assert BEYOND_THE_TABLES[document.role] == entry.transfer_syntax_uid
    else:
        assert entry.transfer_syntax_uid in listed


def test_every_row_of_the_tables_has_a_document_or_a_reason(catalogue: Catalogue) -> None:
    groups = {document.role: document.group for document in TEST_DOCUMENTS}
    stored = {(groups[r], d.transfer_syntax_uid) for r, d in catalogue.documents.items()}
    rows = {(row.group, row.uid) for row in transfer_syntaxes()}

    assert rows - stored == set(NOT_MADE)
    assert {
        ("video", "1.2.840.10008.1.2.4.106"),
        ("video", "1.2.840.10008.1.2.4.106.1"),
    } == set(NOT_MADE)


@pytest.mark.parametrize(
    ("role", "series", "instance"),
    [
        (
            "sample-retrieve",
            "1.3.12.2.1107.5.8.1.12345678.199508041416590860429",
            "1.3.12.2.1107.5.8.1.12345678.199508041416590861483",
        ),
        (
            "sample-rendered",
            "1.3.12.2.1107.5.8.1.12345678.199508041416590859569.0",
            "1.3.12.2.1107.5.8.1.12345678.199508041416590859569.0.1",
        ),
    ],
)
def test_samples_have_the_uids_of_the_sample_requests(
    catalogue: Catalogue, role: str, series: str, instance: str
) -> None:
    entry = catalogue.documents[role]

    assert "1.3.12.2.1107.5.8.1.12345678.199508041416590859569" == entry.study_instance_uid
    assert series == entry.series_instance_uid
    assert instance == entry.sop_instance_uid


def test_sample_of_retrieval_is_implicit_vr(catalogue: Catalogue) -> None:
    assert "1.2.840.10008.1.2" == catalogue.documents["sample-retrieve"].transfer_syntax_uid


def test_one_series_has_two_documents_and_its_study_three_more_series(
    catalogue: Catalogue,
) -> None:
    entries = catalogue.documents
    study = entries["unsigned"].study_instance_uid
    of_study = {
        r: d.series_instance_uid for r, d in entries.items() if d.study_instance_uid == study
    }

    assert of_study["unsigned"] == of_study["unsigned-sibling"]
    assert 4 == len(set(of_study.values()))
    assert {"eight-bit", "structured-report", "encapsulated-pdf"} < set(of_study)


def test_a_study_has_one_patient_and_one_date(catalogue: Catalogue) -> None:
    """Archives hold those by study: documents that differed would be coerced."""
    datasets = [reread(catalogue, role) for role in DIGESTS]
    values = {
        (str(dataset.StudyInstanceUID), *(str(dataset[keyword].value) for keyword in OF_THE_STUDY))
        for dataset in datasets
    }

    assert len({dataset.StudyInstanceUID for dataset in datasets}) == len(values)


def test_every_person_is_invented(catalogue: Catalogue) -> None:
    names = {
        str(element.value)
        for role in DIGESTS
        for element in reread(catalogue, role).iterall()
        if element.VR == "PN"
    }

    assert [] == [name for name in names if not name.endswith(" Invented")]
    assert "Testperson^Gustav Invented" in names


def test_uids_are_sound_and_no_instance_is_there_twice(catalogue: Catalogue) -> None:
    instances = [entry.sop_instance_uid for entry in catalogue.documents.values()]
    series = {
        (entry.series_instance_uid, entry.study_instance_uid)
        for entry in catalogue.documents.values()
    }

    assert [] == [name for name in instances if not UID(name).is_valid]
    assert len(set(instances)) == len(instances)
    assert len({name for name, _ in series}) == len(series)


def test_a_series_has_one_modality_and_no_number_twice(catalogue: Catalogue) -> None:
    datasets = [reread(catalogue, role) for role in DIGESTS]
    series = {(d.SeriesInstanceUID, d.Modality, d.SeriesNumber) for d in datasets}
    numbers = {(d.SeriesInstanceUID, d.InstanceNumber) for d in datasets}

    assert len({uid for uid, _, _ in series}) == len(series)
    assert len(datasets) == len(numbers)


def test_windows(catalogue: Catalogue) -> None:
    windows = {
        role: (
            np.ravel(dataset.WindowCenter).tolist(),
            np.ravel(dataset.WindowWidth).tolist(),
            dataset.get("VOILUTFunction", ""),
        )
        for role in DIGESTS
        if "WindowCenter" in (dataset := reread(catalogue, role))
    }

    assert windows == WINDOWS


def test_tables(catalogue: Catalogue) -> None:
    """Descriptors, and entries as worked out from the steps."""
    modality = reread(catalogue, "modality-lut").ModalityLUTSequence[0]
    voi = reread(catalogue, "voi-lut").VOILUTSequence[0]
    entries = [np.frombuffer(item.LUTData, "<u2").tolist() for item in (modality, voi)]

    assert [256, 100, 16] == list(modality.LUTDescriptor)
    assert [65025, 63729, 59841, 53361, 44289, 32625, 18369, 1521] == entries[0][::36]
    assert [512, 1000, 16] == list(voi.LUTDescriptor)
    assert [0, 5, 20, 45, 81, 127, 182, 249] == [value // 257 for value in entries[1][::72]]


def test_how_they_are_to_be_shown(catalogue: Catalogue) -> None:
    tall, padded, inverse = (
        reread(catalogue, role) for role in ("tall-pixels", "padded", "presentation-inverse")
    )

    assert [2, 1] == list(tall.PixelAspectRatio)
    assert -2000 == padded.PixelPaddingValue
    assert ("MONOCHROME1", "INVERSE") == (
        inverse.PhotometricInterpretation,
        inverse.PresentationLUTShape,
    )


def test_report_says_what_was_found_and_where(catalogue: Catalogue) -> None:
    finding, image = reread(catalogue, "structured-report").ContentSequence

    assert "größer" in finding.TextValue
    assert (
        catalogue.documents["unsigned"].sop_instance_uid
        == image.ReferencedSOPSequence[0].ReferencedSOPInstanceUID
    )


def test_pdf_is_sound(catalogue: Catalogue) -> None:
    """Every offset of the cross-reference table leads to its object."""
    pdf = leaflet()
    table = int(pdf.split(b"startxref\n")[1].split()[0])
    lines = pdf[table:].splitlines()
    count = int(lines[1].split()[1])
    offsets = [int(line.split()[0]) for line in lines[3 : count + 2]]
    dataset = reread(catalogue, "encapsulated-pdf")

    assert b"xref" == lines[0]
    assert [pdf.index(b"\n%d 0 obj" % n) + 1 for n in range(1, count)] == offsets
    assert 46 == len(pdf.split(b"stream\n")[1].removesuffix(b"\nend"))
    assert pdf == dataset.EncapsulatedDocument[: dataset.EncapsulatedDocumentLength]


@pytest.fixture(scope="module")
def dcmdump() -> str:
    found = shutil.which("dcmdump")
    if found is None:
        pytest.fail("dcmdump is missing: install it with `apt-get install dcmtk`")
    return found


@pytest.mark.parametrize("role", DIGESTS)
def test_dcmtk_reads_it(catalogue: Catalogue, dcmdump: str, role: str) -> None:
    path = catalogue.path_of(role)

    run = subprocess.run(
        [dcmdump, "--quote-nonascii", "--search", "SOPInstanceUID", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, "") == (run.returncode, run.stderr)
    assert f"[{catalogue.documents[role].sop_instance_uid}]" in run.stdout
