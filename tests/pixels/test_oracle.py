"""The expected grey levels, against values worked by hand from PS3.3 C.11.2.1.2.

Of a window of centre c and width w: black up to c - 0.5 - (w - 1) / 2, white beyond
c - 0.5 + (w - 1) / 2, and ((x - (c - 0.5)) / (w - 1) + 0.5) * 255 between.
"""

from pathlib import Path

import numpy as np
import pytest
from pydicom import Dataset
from pydicom.dataset import FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from wadows_contract.pixels.oracle import Frame, Window, displayed_values, frame, windowed

LEVELS = [
    # The whole range of 12 bits.
    (2048, 4096, 0, 0),
    (2048, 4096, 819, 51),  # (819 - 2047.5) / 4095 = -0.3
    (2048, 4096, 3276, 204),  # (3276 - 2047.5) / 4095 = +0.3
    (2048, 4096, 4095, 255),
    (2048, 4096, 5000, 255),
    # Soft tissue: black up to -160, white beyond 239.
    (40, 400, -1000, 0),
    (40, 400, -160, 0),
    (40, 400, -159, 255 / 399),
    (40, 400, 40, 127.5 + 127.5 / 399),
    (40, 400, 238, 255 * 398 / 399),
    (40, 400, 239, 255),
    (40, 400, 240, 255),
    # The narrowest ramp: one value is black, the next one white.
    (10, 2, 9, 0),
    (10, 2, 10, 255),
    # A threshold: up to c - 0.5 black.
    (10, 1, 9, 0),
    (10, 1, 9.5, 0),
    (10, 1, 10, 255),
    (10.5, 1, 10, 0),
    # Neither has to be a whole number.
    (0.5, 3.0, 0, 127.5),
    (0.5, 3.0, 0.5, 191.25),
]


def attributes(**values: object) -> Dataset:
    dataset = Dataset()
    dataset.PhotometricInterpretation = "MONOCHROME2"
    for keyword, value in values.items():
        setattr(dataset, keyword, value)
    return dataset


@pytest.mark.parametrize(("center", "width", "value", "level"), LEVELS)
def test_window(center: float, width: float, value: float, level: float) -> None:
    got = windowed(Frame(attributes(), np.array([[value]])), Window(center, width))

    assert level == pytest.approx(float(got[0, 0]), abs=1e-9)


@pytest.mark.parametrize(("center", "width", "value", "level"), LEVELS)
def test_monochrome1_is_turned_round(
    center: float, width: float, value: float, level: float
) -> None:
    inverse = attributes(PhotometricInterpretation="MONOCHROME1")

    got = windowed(Frame(inverse, np.array([[value]])), Window(center, width))

    assert 255 - level == pytest.approx(float(got[0, 0]), abs=1e-9)


@pytest.mark.parametrize(
    ("rescale", "stored", "level"),
    [
        ({"RescaleSlope": "1", "RescaleIntercept": "-1024"}, 1063, 127.5 - 127.5 / 399),  # 39
        ({"RescaleSlope": "2", "RescaleIntercept": "-1024"}, 632, 255),  # 240
        ({"RescaleSlope": "2", "RescaleIntercept": "-1024"}, 432, 0),  # -160
        ({"RescaleIntercept": "100"}, -60, 127.5 + 127.5 / 399),  # 40
        ({"RescaleSlope": "0.5"}, 80, 127.5 + 127.5 / 399),  # 40
        ({"RescaleSlope": "", "RescaleIntercept": ""}, 40, 127.5 + 127.5 / 399),
    ],
)  # fmt: skip
def test_the_window_is_in_units_of_the_modality(
    rescale: dict[str, str], stored: int, level: float
) -> None:
    got = windowed(Frame(attributes(**rescale), np.array([[stored]], np.int16)), Window(40, 400))

    assert level == pytest.approx(float(got[0, 0]), abs=1e-9)


def test_unsigned_values_do_not_wrap() -> None:
    stored = np.array([[0, 255]], np.uint8)
    rescale = attributes(RescaleSlope="1", RescaleIntercept="-128")

    assert [[0.0, 255.0]] == windowed(Frame(rescale, stored), Window(0, 100)).tolist()


def write(path: Path, frames: list[list[list[int]]]) -> None:
    dataset = attributes(
        SOPClassUID="1.2.840.10008.5.1.4.1.1.7.2",
        SOPInstanceUID="2.25.1",
        SamplesPerPixel=1,
        Rows=len(frames[0]),
        Columns=len(frames[0][0]),
        BitsAllocated=16,
        BitsStored=16,
        HighBit=15,
        PixelRepresentation=1,
        PixelData=np.array(frames, "<i2").tobytes(),
    )
    if len(frames) > 1:
        dataset.NumberOfFrames = len(frames)
    dataset["PixelData"].VR = "OW"
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    dataset.save_as(path, enforce_file_format=True)


def test_frames_count_from_1(tmp_path: Path) -> None:
    path = tmp_path / "three.dcm"
    write(path, [[[1, 2, 3]], [[4, 5, -6]], [[7, 8, 9]]])

    read = frame(path, 2)

    assert 3 == read.attributes.NumberOfFrames
    assert ([[4, 5, -6]], 2) == (read.values.tolist(), read.number)


def test_a_document_of_one_frame(tmp_path: Path) -> None:
    path = tmp_path / "one.dcm"
    write(path, [[[1, -2], [3, 4]]])

    assert [[1, -2], [3, 4]] == frame(path, 1).values.tolist()


@pytest.mark.parametrize(
    ("sop_class", "relationship", "values"),
    [
        ("1.2.840.10008.5.1.4.1.1.12.1", "LOG", [[-190.0], [10.0]]),
        ("1.2.840.10008.5.1.4.1.1.12.2", "DISP", [[-190.0], [10.0]]),
        # Linear to the intensity already, and no run of X-rays.
        ("1.2.840.10008.5.1.4.1.1.12.1", "LIN", [[-190.0]]),
        ("1.2.840.10008.5.1.4.1.1.2", "LOG", [[-190.0]]),
    ],
)
def test_angiography_may_be_displayed_as_it_is_stored(
    sop_class: str, relationship: str, values: list[list[float]]
) -> None:
    shown = Frame(
        attributes(
            SOPClassUID=sop_class,
            PixelIntensityRelationship=relationship,
            RescaleSlope="-20",
            RescaleIntercept="10",
        ),
        np.array([[10]]),
    )

    assert [each.tolist() for each in displayed_values(shown)] == [[row] for row in values]
