"""Pixels: values worked by hand, and images of made-up documents."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pydicom import Dataset
from pydicom.dataset import FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian

from wadows_reference.frame_source import read_source
from wadows_reference.geometry import fit
from wadows_reference.render import Wanted, render_jpeg
from wadows_reference.windows import linear as linear_window


def document(pixels: np.ndarray[Any, Any], folder: Path, **attributes: Any) -> Path:
    """Write an image of these pixels; a third dimension of 3 is colour."""
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.SOPClassUID = dataset.file_meta.MediaStorageSOPClassUID = UID(
        "1.2.840.10008.5.1.4.1.1.7"
    )
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = UID("1.2.3")
    dataset.Rows, dataset.Columns = pixels.shape[:2]
    dataset.SamplesPerPixel = 3 if pixels.ndim == 3 else 1
    dataset.PhotometricInterpretation = "RGB" if pixels.ndim == 3 else "MONOCHROME2"
    if pixels.ndim == 3:
        dataset.PlanarConfiguration = 0
    dataset.BitsAllocated = dataset.BitsStored = 8 * pixels.itemsize
    dataset.HighBit = dataset.BitsStored - 1
    dataset.PixelRepresentation = int(np.issubdtype(pixels.dtype, np.signedinteger))
    for keyword, value in attributes.items():
        setattr(dataset, keyword, value)
    dataset.PixelData = pixels.tobytes() + b"\0" * (pixels.nbytes % 2)
    path = folder / "image.dcm"
    dataset.save_as(path, enforce_file_format=True)
    return path


def shown(path: Path, **wanted: Any) -> np.ndarray[Any, Any]:
    content = render_jpeg(read_source(path), Wanted(**{"quality": 100, **wanted}))
    with Image.open(io.BytesIO(content)) as image:
        return np.asarray(image).astype(int)


def flat(*levels: int, kind: Any = np.int16) -> np.ndarray[Any, Any]:
    """Return one square of 8 by 8 for each level, side by side: JPEG keeps them apart."""
    return np.kron(np.array([levels]), np.ones((8, 8))).astype(kind)


def levels(image: np.ndarray[Any, Any]) -> list[Any]:
    return list(image[4, 4::8].tolist())


# PS3.3 C.11.2.1.2: c = 2048, w = 4096 is its first example, c = 0, w = 100 its second, and
# c = 0, w = 1 its third; y of 0 to 255.
# (x - (c - 0.5)) / (w - 1) + 0.5 for x = -25, c = 0, w = 100: (-24.5 / 99 + 0.5) * 255 = 64.3939…
@pytest.mark.parametrize(
    ("center", "width", "values", "expected"),
    [
        (2048, 4096, [-1, 0, 4095, 4096], [0, 0, 255, 255]),
        (2048, 4096, [1, 4094], [255 / 4095, 255 * 4094 / 4095]),
        (0, 100, [-51, -50, 49, 50], [0, 0, 255, 255]),
        (0, 100, [-25, 0], [64.393939, 128.787879]),
        (0, 1, [-1, -0.5, 0, 1], [0, 0, 255, 255]),
        (10, 2, [8, 9, 9.5, 10, 11], [0, 0, 127.5, 255, 255]),
    ],
)
def test_the_linear_window(
    center: float, width: float, values: list[float], expected: list[float]
) -> None:
    greys = linear_window(center, width)(np.array(values, dtype=np.float64))

    assert pytest.approx(expected, abs=1e-6) == greys


def test_a_window_of_no_width_is_none() -> None:
    with pytest.raises(ValueError, match=r"0\.5"):
        linear_window(0, 0.5)


@pytest.mark.parametrize(
    ("rows", "columns", "box", "expected"),
    [
        # The example of a source of 256 rows and 512 columns.
        (256, 512, (None, None), (256, 512)),
        (256, 512, (64, 64), (32, 64)),
        (256, 512, (100, None), (100, 200)),
        (256, 512, (None, 1024), (512, 1024)),
        (256, 512, (1000, 1), (1, 1)),
        (3, 1000, (1, 1), (1, 1)),
        (100, 100, (33, 200), (33, 33)),
    ],
)
def test_an_image_fits_its_box(
    rows: int, columns: int, box: tuple[int | None, int | None], expected: tuple[int, int]
) -> None:
    assert expected == fit(rows, columns, *box)


def test_smallest_to_largest_without_a_window(tmp_path: Path) -> None:
    path = document(flat(-1000, 0, 1000), tmp_path)

    assert [0, 128, 255] == levels(shown(path))


def test_the_window_of_the_document(tmp_path: Path) -> None:
    path = document(
        flat(-1000, 0, 50), tmp_path, WindowCenter=["0", "900"], WindowWidth=["100", "5"]
    )

    assert [0, 129, 255] == levels(shown(path))


def test_the_window_asked_for_wins_and_is_of_rescaled_values(tmp_path: Path) -> None:
    path = document(
        flat(0, 512, 1000), tmp_path, RescaleSlope="2", RescaleIntercept="-1024",
        WindowCenter="5000", WindowWidth="3",
    )  # fmt: skip

    assert [0, 129, 255] == levels(shown(path, window_center=0, window_width=100))


def test_monochrome1_is_turned_round(tmp_path: Path) -> None:
    path = document(
        flat(0, 64, 255, kind=np.uint8), tmp_path, PhotometricInterpretation="MONOCHROME1"
    )

    assert [255, 191, 0] == levels(shown(path))


def test_one_value_only(tmp_path: Path) -> None:
    assert [0, 0] == levels(shown(document(flat(7, 7), tmp_path)))


def test_grey_has_one_component_and_colour_three(tmp_path: Path) -> None:
    grey = shown(document(flat(0, 1), tmp_path))
    colour = shown(document(np.zeros((8, 8, 3), np.uint8), tmp_path))

    assert (2, 3) == (grey.ndim, colour.ndim)


def test_colours(tmp_path: Path) -> None:
    patches = np.zeros((8, 24, 3), np.uint8)
    patches[:, :8, 0] = patches[:, 8:16, 1] = patches[:, 16:, 2] = 200

    image = shown(document(patches, tmp_path), window_center=0, window_width=1)

    assert pytest.approx(np.diag([200] * 3), abs=2) == np.array(levels(image))


def test_sixteen_bits_of_colour(tmp_path: Path) -> None:
    patches = np.full((8, 8, 3), 0x8123, np.uint16)

    assert [[0x81, 0x81, 0x81]] == levels(shown(document(patches, tmp_path)))


def test_a_palette(tmp_path: Path) -> None:
    tables: dict[str, Any] = {}
    for name, entries in (("Red", [0, 255]), ("Green", [255, 0]), ("Blue", [16, 16])):
        tables[f"{name}PaletteColorLookupTableDescriptor"] = [2, 0, 16]
        words = np.array(entries, dtype="<u2") << 8
        tables[f"{name}PaletteColorLookupTableData"] = words.tobytes()
    path = document(
        flat(0, 1, kind=np.uint8), tmp_path, PhotometricInterpretation="PALETTE COLOR", **tables
    )

    assert pytest.approx(np.array([[0, 255, 16], [255, 0, 16]]), abs=2) == np.array(
        levels(shown(path))
    )


def test_the_frame_asked_for(tmp_path: Path) -> None:
    frames = np.concatenate([flat(0, 100, kind=np.uint8), flat(200, 0, kind=np.uint8)])
    path = document(frames, tmp_path, NumberOfFrames=2, Rows=8)

    assert [[0, 255], [255, 0]] == [levels(shown(path, frame=number)) for number in (1, 2)]


def test_a_window_in_the_functional_groups(tmp_path: Path) -> None:
    group, voi, rescale = Dataset(), Dataset(), Dataset()
    voi.WindowCenter, voi.WindowWidth = "0", "100"
    rescale.RescaleSlope, rescale.RescaleIntercept = "2", "-1024"
    group.FrameVOILUTSequence, group.PixelValueTransformationSequence = [voi], [rescale]
    path = document(flat(0, 512, 1000), tmp_path, SharedFunctionalGroupsSequence=[group])

    assert [0, 129, 255] == levels(shown(path))


def test_a_voi_table(tmp_path: Path) -> None:
    item = Dataset()
    item.LUTDescriptor = [3, 10, 8]
    item.LUTData = np.array([5, 90, 250], dtype="<u2").tobytes()
    item["LUTData"].VR = "OW"
    path = document(flat(0, 10, 11, 12, 13, kind=np.uint16), tmp_path, VOILUTSequence=[item])

    assert pytest.approx([5, 5, 90, 250, 250], abs=1) == levels(shown(path))


def test_quality_and_baseline(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (64, 64), dtype=np.uint8)
    path = document(noise, tmp_path)

    contents = [
        render_jpeg(read_source(path), Wanted(quality=quality)) for quality in (1, 50, 90, 100)
    ]

    assert sorted(contents, key=len) == contents
    for content in contents:
        # Start of frame 0 is baseline; 2 would be progressive.
        assert b"\xff\xc0" in content
        assert b"\xff\xc2" not in content


def test_an_image_too_large(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="larger"):
        render_jpeg(read_source(document(flat(0, 1), tmp_path)), Wanted(rows=100, max_pixels=100))


def test_flat_areas_stay_flat_when_resized(tmp_path: Path) -> None:
    path = document(flat(0, 255, kind=np.uint8), tmp_path)

    smaller, larger = shown(path, rows=4), shown(path, rows=16)

    assert ((4, 8), (16, 32)) == (smaller.shape, larger.shape)
    assert (0, 255) == (larger[8, 2], larger[8, -3])
