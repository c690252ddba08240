"""What the test documents of other kinds hold, worked out by hand."""

import re
from typing import Any

import numpy as np
import pytest
from pydicom import Dataset, dcmread

from wadows_spec.catalogue import Catalogue
from wadows_spec.documents import write_documents


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return write_documents(tmp_path_factory.mktemp("documents"))


def reread(catalogue: Catalogue, role: str) -> Dataset:
    return dcmread(catalogue.path_of(role))


def pixels(catalogue: Catalogue, role: str) -> Any:
    return reread(catalogue, role).pixel_array


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ((0, 0, 0), 30),
        ((1, 0, 0), 90),
        ((2, 0, 0), 150),
        ((0, 10, 5), 255),
        ((1, 10, 30), 255),
        ((2, 20, 50), 255),
        ((2, 50, 20), 85),
    ],
)
def test_angiographic_run(catalogue: Catalogue, place: tuple[int, int, int], value: int) -> None:
    assert value == pixels(catalogue, "angiography")[place]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ((0, 8, 0), (255, 0, 0)),
        ((1, 23, 31), (0, 255, 0)),
        ((2, 16, 40), (0, 0, 255)),
        ((2, 24, 40), (160, 160, 160)),
        ((0, 47, 63), (40, 40, 40)),
    ],
)
def test_ultrasound_loop(
    catalogue: Catalogue, place: tuple[int, int, int], value: tuple[int, ...]
) -> None:
    assert value == tuple(int(s) for s in pixels(catalogue, "us-multi-frame")[place])


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ((0, 0, 0), 24),
        ((0, 4, 4), 1024),
        ((0, 27, 27), 1024),
        ((0, 28, 27), 24),
        ((0, 8, 6), 3000),
        ((1, 8, 6), 1024),
        ((1, 15, 17), 3000),
        ((2, 8, 18), 3000),
    ],
)
def test_volume(catalogue: Catalogue, place: tuple[int, int, int], value: int) -> None:
    assert value == pixels(catalogue, "enhanced-ct")[place]


def test_segment_is_the_stone_of_the_first_frame(catalogue: Catalogue) -> None:
    segment = pixels(catalogue, "segmentation")
    stone = pixels(catalogue, "enhanced-ct")[0] == 3000

    assert 128 == len(reread(catalogue, "segmentation").PixelData)  # 32 x 32 bits
    assert 48 == segment.sum()
    assert np.array_equal(segment, stone)


@pytest.mark.parametrize(
    ("place", "value"), [((0, 0, 0), 1000), ((0, 15, 15), 1030), ((1, 3, 4), 2007)]
)
def test_dose(catalogue: Catalogue, place: tuple[int, int, int], value: int) -> None:
    assert value == pixels(catalogue, "rt-dose")[place]


def test_electrocardiogram(catalogue: Catalogue) -> None:
    leads = reread(catalogue, "ecg").waveform_array(0)

    assert (250, 12) == leads.shape
    assert [100 * (lead + 1) for lead in range(12)] == leads[125].tolist()
    assert [50.0, 600.0] == [leads[120, 0], leads[130, 11]]
    assert 0 == leads[:116].max()


@pytest.mark.parametrize(
    ("role", "referred"),
    [
        ("segmentation", "enhanced-ct"),
        ("rt-structure-set", "enhanced-ct"),
        ("presentation-state", "jpeg-ls"),
        ("structured-report-implicit", "longest-uid"),
        ("structured-report-deflated", "longest-uid"),
    ],
)
def test_what_is_referred_to_is_there(catalogue: Catalogue, role: str, referred: str) -> None:
    entry = catalogue.documents[referred]
    dataset = reread(catalogue, role)
    instances = {e.value for e in dataset.iterall() if e.keyword == "ReferencedSOPInstanceUID"}
    classes = {e.value for e in dataset.iterall() if e.keyword == "ReferencedSOPClassUID"}

    assert entry.sop_instance_uid in instances
    assert entry.sop_class_uid in classes
    assert catalogue.documents[role].study_instance_uid == entry.study_instance_uid


def test_manifest_refers_to_every_other_document(catalogue: Catalogue) -> None:
    dataset = reread(catalogue, "manifest")
    referred = [
        (
            study.StudyInstanceUID,
            series.SeriesInstanceUID,
            instance.ReferencedSOPInstanceUID,
            instance.ReferencedSOPClassUID,
            series.RetrieveLocationUID,
        )
        for study in dataset.CurrentRequestedProcedureEvidenceSequence
        for series in study.ReferencedSeriesSequence
        for instance in series.ReferencedSOPSequence
    ]
    there = {
        (
            entry.study_instance_uid,
            entry.series_instance_uid,
            entry.sop_instance_uid,
            entry.sop_class_uid,
            "1.3.6.1.4.1.21367.13.80.110",
        )
        for role, entry in catalogue.documents.items()
        if role != "manifest"
    }

    assert there == set(referred)
    assert len(there) == len(referred)


def test_manifest_names_each_study_and_series_once_and_lists_all(catalogue: Catalogue) -> None:
    dataset = reread(catalogue, "manifest")
    studies = dataset.CurrentRequestedProcedureEvidenceSequence
    series = [one.SeriesInstanceUID for study in studies for one in study.ReferencedSeriesSequence]
    kinds = {
        item.ReferencedSOPSequence[0].ReferencedSOPInstanceUID: item.ValueType
        for item in dataset.ContentSequence
    }

    def kind(role: str) -> str:
        return kinds[catalogue.documents[role].sop_instance_uid]

    assert 10 == len({study.StudyInstanceUID for study in studies}) == len(studies)
    assert len(set(series)) == len(series)
    assert len(catalogue.documents) - 1 == len(kinds)
    assert ["IMAGE", "IMAGE", "COMPOSITE", "WAVEFORM"] == [
        kind(role) for role in ("jpeg-ls", "h264", "rt-dose", "ecg")
    ]


def test_one_ends_in_a_line_break(catalogue: Catalogue) -> None:
    assert catalogue.read("line-break-end").endswith(b"\r\n")
    assert [13, 10] == pixels(catalogue, "line-break-end")[63, 94:].tolist()


def test_one_has_lines_like_boundaries(catalogue: Catalogue) -> None:
    content = catalogue.read("boundary-lines")

    assert re.search(rb"\r\n--MIMEBoundary_[0-9a-f]{48}\r\n", content)
    assert re.search(rb"\r\n--MIMEBoundary_[0-9a-f]{48}--\r\n", content)
    assert re.search(rb"\r\n--uuid:[0-9a-f-]{36}\r\n", content)
    assert re.search(rb"\r\n--uuid:[0-9a-f-]{36}--\r\n", content)
    assert ["boundary-lines"] == [
        role for role in catalogue.documents if b"\r\n--" in catalogue.read(role)
    ]


def test_one_has_a_uid_as_long_as_may_be(catalogue: Catalogue) -> None:
    lengths = {role: len(d.sop_instance_uid) for role, d in catalogue.documents.items()}

    assert 64 == lengths["longest-uid"]
    assert 64 == max(lengths.values())


@pytest.mark.parametrize("role", ["structured-report-implicit", "structured-report-deflated"])
def test_reports_say_the_same_in_every_transfer_syntax(catalogue: Catalogue, role: str) -> None:
    def finding(role: str) -> str:
        return str(reread(catalogue, role).ContentSequence[0].TextValue)

    assert finding("structured-report") == finding(role)
