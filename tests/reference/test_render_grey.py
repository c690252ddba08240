"""Greys of made-up documents: what decides, and values worked out by hand."""

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom import Dataset

from tests.reference.test_render import document, flat
from wadows_reference.frame_source import read_source
from wadows_reference.geometry import fit, pixel_height
from wadows_reference.render import Wanted, render_jpeg, render_levels
from wadows_reference.tables import VoiTable, read_table
from wadows_reference.windows import linear_exact, sigmoid


def greys(path: Path, **wanted: Any) -> list[Any]:
    image = render_levels(read_source(path), Wanted(**wanted))
    return list(image[4, 4::8].tolist())


def table(first: int, bits: int, entries: list[int], kind: str = "<u2", **other: Any) -> Dataset:
    item = Dataset()
    item.LUTDescriptor = [len(entries) % 0x10000, first, bits]
    item.add_new("LUTData", "OW", np.array(entries, dtype=kind).tobytes())
    for keyword, value in other.items():
        setattr(item, keyword, value)
    return item


# PS3.3 C.11.2.1.3.2: x <= c - w / 2 is black, x > c + w / 2 white, else (x - c) / w + 0.5.
@pytest.mark.parametrize(
    ("center", "width", "values", "expected"),
    [
        (2048, 4096, [-1, 0, 1024, 4096, 5000], [0, 0, 63.75, 255, 255]),
        (0, 100, [-51, -50, 0, 25, 50], [0, 0, 127.5, 191.25, 255]),
        (0.5, 0.5, [0.25, 0.5, 0.625, 0.75], [0, 127.5, 191.25, 255]),
    ],
)
def test_linear_exact(
    center: float, width: float, values: list[float], expected: list[float]
) -> None:
    assert pytest.approx(expected) == linear_exact(center, width)(np.array(values, float))


# PS3.3 C.11.2.1.3.1: 255 / (1 + exp(-4 (x - c) / w)); at c + w / 4 that is 255 / (1 + 1 / e).
def test_sigmoid() -> None:
    values = np.array([-1e9, 75, 100, 125, 1e9])

    assert pytest.approx([0, 68.5798, 127.5, 186.4202, 255], abs=1e-3) == sigmoid(100, 100)(values)


@pytest.mark.parametrize("function", [linear_exact, sigmoid])
def test_these_functions_have_no_width_of_nothing(function: Any) -> None:
    with pytest.raises(ValueError, match="0"):
        function(0, 0)


@pytest.mark.parametrize(
    "changed",
    [
        {"RescaleIntercept": "50"},
        {"WindowCenter": "50.5"},
        {"PixelPaddingValue": 100},
        {"PresentationLUTShape": "INVERSE"},
        {"BitsStored": 6, "HighBit": 5},
    ],
)
def test_a_file_that_changes_is_shown_as_it_is(tmp_path: Path, changed: dict[str, Any]) -> None:
    """With its size and time as they were: what is kept of an image is not kept by its file."""
    as_it_was = {"WindowCenter": "100.5", "WindowWidth": "101", "RescaleIntercept": "0"} | {
        "PixelPaddingValue": 7, "PresentationLUTShape": "IDENTITY", "RescaleSlope": "1",
    }  # fmt: skip
    path = document(flat(50, 100), tmp_path, **as_it_was)
    before, shown = path.stat(), greys(path)

    document(flat(50, 100), tmp_path, **(as_it_was | changed))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert [0, 128] == shown
    assert shown != greys(path)


@pytest.mark.parametrize(
    ("interpretation", "shape", "expected"),
    [
        ("MONOCHROME2", None, [0, 255]),
        ("MONOCHROME1", None, [255, 0]),
        ("MONOCHROME2", "IDENTITY", [0, 255]),
        ("MONOCHROME1", "IDENTITY", [0, 255]),
        ("MONOCHROME2", "INVERSE", [255, 0]),
        ("MONOCHROME1", "INVERSE", [255, 0]),
    ],
)
def test_polarity(
    tmp_path: Path, interpretation: str, shape: str | None, expected: list[int]
) -> None:
    more = {} if shape is None else {"PresentationLUTShape": shape}
    path = document(flat(3, 9), tmp_path, PhotometricInterpretation=interpretation, **more)

    assert expected == greys(path)


@pytest.mark.parametrize(
    ("padding", "expected"),
    [
        # (10 + 100) / 200 * 255
        ({"PixelPaddingValue": -2000}, [0, 0, 140, 255]),
        ({"PixelPaddingValue": -2000, "PixelPaddingRangeLimit": -100}, [0, 0, 0, 255]),
        # (-100 + 2000) / 2010 * 255
        ({"PixelPaddingValue": 100, "PixelPaddingRangeLimit": 50}, [0, 241, 255, 0]),
    ],
)
def test_padding(tmp_path: Path, padding: dict[str, int], expected: list[int]) -> None:
    assert expected == greys(document(flat(-2000, -100, 10, 100), tmp_path, **padding))


def test_padding_is_black_in_monochrome1_too(tmp_path: Path) -> None:
    path = document(
        flat(4095, 0, 100), tmp_path, PhotometricInterpretation="MONOCHROME1",
        PixelPaddingValue=4095,
    )  # fmt: skip

    assert [0, 255, 0] == greys(path)


def test_nothing_but_padding(tmp_path: Path) -> None:
    assert [0] == greys(document(flat(7), tmp_path, PixelPaddingValue=7))


def test_bits_beside_those_stored_do_not_count(tmp_path: Path) -> None:
    """12 bits, signed, in the middle of 16: an old overlay beside them, and a sign within."""
    words = np.array([0x001, 0xFFF, 0x800, 0x7FF]) << 2 | 0x8002
    path = document(
        flat(*words, kind=np.uint16), tmp_path, BitsStored=12, HighBit=13, PixelRepresentation=1,
        WindowCenter="0", WindowWidth="4096",
    )  # fmt: skip

    # 1, -1, -2048 and 2047: (x + 2048) * 255 / 4095
    assert [128, 127, 0, 255] == greys(path)


def test_more_than_sixteen_bits(tmp_path: Path) -> None:
    path = document(flat(0, 1 << 20, 1 << 30, kind=np.uint32), tmp_path)

    # 2 ** 20 of 2 ** 30 is 0.25 of 255.
    assert [0, 0, 255] == greys(path)
    assert [0, 255, 255] == greys(path, window_center=1 << 15, window_width=1 << 16)


def test_a_window_that_is_none_is_passed_over(tmp_path: Path) -> None:
    path = document(flat(0, 10), tmp_path, WindowCenter="5", WindowWidth="0")

    assert [0, 255] == greys(path)


def test_a_window_comes_before_a_voi_table(tmp_path: Path) -> None:
    path = document(
        flat(0, 1), tmp_path, WindowCenter="1", WindowWidth="2",
        VOILUTSequence=[table(0, 8, [255, 0])],
    )  # fmt: skip

    assert [0, 255] == greys(path)


def test_a_voi_table_that_begins_below_zero(tmp_path: Path) -> None:
    path = document(
        flat(-11, -10, -9, 0), tmp_path, VOILUTSequence=[table(-10, 10, [0, 341, 1023])]
    )

    # Of 10 bits: 341 of 1023 is a third.
    assert [0, 0, 85, 255] == greys(path)


def test_a_modality_table_comes_before_the_window(tmp_path: Path) -> None:
    item = table(2, 16, [5000, 3000, 1000], ModalityLUTType="US")
    path = document(
        flat(0, 2, 3, 4, 9), tmp_path, ModalityLUTSequence=[item],
        WindowCenter="3000.5", WindowWidth="4001",
    )  # fmt: skip

    assert [255, 255, 128, 0, 0] == greys(path)


@pytest.mark.parametrize(
    ("sop_class", "relationship", "expected"),
    [
        ("1.2.840.10008.5.1.4.1.1.12.1", "LOG", [0, 102]),
        ("1.2.840.10008.5.1.4.1.1.12.2", "DISP", [0, 102]),
        ("1.2.840.10008.5.1.4.1.1.12.1", "LIN", [255, 51]),
        ("1.2.840.10008.5.1.4.1.1.1", "LOG", [255, 51]),
    ],
)
def test_a_modality_table_that_is_not_for_display(
    tmp_path: Path, sop_class: str, relationship: str, expected: list[int]
) -> None:
    item = table(0, 16, [5, 5, 1], ModalityLUTType="US")
    path = document(
        flat(0, 2), tmp_path, SOPClassUID=sop_class, PixelIntensityRelationship=relationship,
        ModalityLUTSequence=[item], WindowCenter="3", WindowWidth="6",
    )  # fmt: skip

    # (x - 2.5) / 5 + 0.5 of the stored values 0 and 2, or of the entries 5 and 1
    assert expected == greys(path)


def test_entries_of_eight_bits_two_in_a_word() -> None:
    read = read_table(table(0, 8, [1, 2, 3, 4], kind="u1"))

    assert [1, 2, 3, 4] == read(np.arange(4.0)).tolist()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # The first entry is for -10, or for 65526 and all below it.
        ([-10, -9, -1, 0], [5, 6, 7, 7]),
        ([0, 65526, 65527, 65535], [5, 5, 6, 7]),
    ],
)
def test_a_first_value_is_below_zero_only_where_values_are(
    values: list[float], expected: list[int]
) -> None:
    read = read_table(table(65526, 16, [5, 6, 7]))

    assert expected == read(np.array(values, float)).tolist()


def test_a_table_of_all_sixteen_bits() -> None:
    item = table(0, 16, list(range(0x10000)))

    assert [0, 1, 0xFFFF] == read_table(item)(np.array([0.0, 1.0, 0xFFFF])).tolist()
    assert [0.0, 255.0] == VoiTable(read_table(item))(np.array([0.0, 0xFFFF])).tolist()


def test_a_table_cut_short() -> None:
    item = table(0, 16, [1, 2, 3])
    item.LUTDescriptor = [4, 0, 16]

    with pytest.raises(ValueError, match="4 entries and has 3"):
        read_table(item)


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({}, 1),
        ({"PixelAspectRatio": ["2", "1"]}, 2),
        ({"PixelAspectRatio": ["3", "4"], "PixelSpacing": ["1", "9"]}, 0.75),
        ({"PixelSpacing": ["0.5", "0.25"], "ImagerPixelSpacing": ["1", "9"]}, 2),
        ({"ImagerPixelSpacing": ["0.1", "0.2"], "NominalScannedPixelSpacing": ["9", "1"]}, 0.5),
        ({"NominalScannedPixelSpacing": ["3", "1"]}, 3),
        ({"PixelAspectRatio": ["0", "1"]}, 1),
        ({"PixelSpacing": ["1", "0"]}, 1),
        ({"PixelSpacing": "1"}, 1),
        ({"PixelSpacing": None}, 1),
    ],
)
def test_the_shape_of_pixels(attributes: dict[str, Any], expected: float) -> None:
    dataset = Dataset()
    for keyword, value in attributes.items():
        setattr(dataset, keyword, value)

    assert expected == pixel_height(dataset)


def test_the_shape_of_pixels_in_the_functional_groups() -> None:
    dataset, group, measures = Dataset(), Dataset(), Dataset()
    measures.PixelSpacing = ["2", "1"]
    group.PixelMeasuresSequence = [measures]
    dataset.SharedFunctionalGroupsSequence = [group]

    assert 2 == pixel_height(dataset)


# A source of 32 rows and 96 columns whose pixels are twice as high as wide is 64 by 96.
@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((None, None), (64, 96)),
        ((128, None), (128, 192)),
        ((None, 48), (32, 48)),
        ((64, 64), (43, 64)),
        ((32, 96), (32, 48)),
    ],
)
def test_pixels_that_are_not_square_in_a_box(
    box: tuple[int | None, int | None], expected: tuple[int, int]
) -> None:
    assert expected == fit(32, 96, *box, pixel_height=2)


def test_pixel_data_cut_short(tmp_path: Path) -> None:
    path = document(flat(1, 2), tmp_path)
    path.write_bytes(path.read_bytes()[:-1])

    with pytest.raises(ValueError, match="ends within frame 1"):
        render_jpeg(read_source(path), Wanted())


def test_the_largest_box_costs_nothing(tmp_path: Path) -> None:
    """Refused by its size, before the pixels, which are not there."""
    path = document(flat(0), tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: content.index(b"\xe0\x7f\x10\x00")])

    with pytest.raises(ValueError, match="larger than this server makes"):
        render_jpeg(read_source(path), Wanted(rows=2**31 - 1, columns=2**31 - 1))
