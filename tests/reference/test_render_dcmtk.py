"""Greys before JPEG are those of DCMTK's dcmj2pnm, within one level: it cuts off, we round.

Colours are, too, within two levels where luma and chroma were not compressed.
"""

import shutil
import subprocess
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from PIL import Image
from pydicom import Dataset, dcmread

from wadows_reference.frame_source import read_source
from wadows_reference.render import Wanted, render_levels
from wadows_spec.documents import TEST_DOCUMENTS

# Some of the shipped files are off the standard on purpose, of which pydicom warns.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:pydicom")

SHIPPED = Path(pydicom.__file__).parent / "data"
#: What dcmj2pnm decodes: without compression, deflated, JPEG and RLE; JPEG-LS with dcmdjpls before.
READ_BY_DCMTK = (
    "1.2.840.10008.1.2",
    "1.2.840.10008.1.2.1",
    "1.2.840.10008.1.2.1.99",
    "1.2.840.10008.1.2.2",
    "1.2.840.10008.1.2.4.50",
    "1.2.840.10008.1.2.4.51",
    "1.2.840.10008.1.2.4.57",
    "1.2.840.10008.1.2.4.70",
    "1.2.840.10008.1.2.5",
)
JPEG_LS = ("1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81")
#: File and how its greys are made to how they differ.
DIFFERENT = {
    ("linear-exact.dcm", "own"): "DCMTK 3.6.7 does not know LINEAR_EXACT and takes LINEAR",
    ("padded.dcm", "own"): "DCMTK counts padding into the smallest and largest value",
    ("rtdose_expb.dcm", "own"): "DCMTK reads 32 bits in Big Endian with the words changed round",
    ("rtdose_expb_1frame.dcm", "own"): "the same",
}
#: Shipped on purpose with a Number of Frames that is none, cut short, or without an offset table.
NOT_READABLE = ("badVR.dcm", "MR_truncated.dcm", "SC_rgb_jpeg.dcm")
GREYS = ("MONOCHROME1", "MONOCHROME2")
COLOURS = ("RGB", "YBR_FULL", "YBR_FULL_422", "PALETTE COLOR")
#: A linear window of DCMTK's that is, worked by hand, the same as one that it does not have.
SAME_AS = {
    # LINEAR_EXACT of 4 and 8 is a ramp from 0 to 8; LINEAR's goes from c - w / 2 to c + w / 2 - 1.
    "linear-exact.dcm": ("4.5", "9"),
    # From -1000 to 1000, without the padding of -2000.
    "padded.dcm": ("0.5", "2001"),
}


@pytest.fixture(scope="module")
def dcmtk() -> None:
    for name in ("dcmj2pnm", "dcmdjpls"):
        if shutil.which(name) is None:
            pytest.fail(f"{name} is missing: install it with `apt-get install dcmtk`")


def readable(path: Path) -> Dataset | None:
    """Return a file's data set if it is an image that DCMTK can read."""
    if path.name in NOT_READABLE:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dataset = dcmread(path, force=True)
    syntax = dataset.file_meta.get("TransferSyntaxUID", "") if hasattr(dataset, "file_meta") else ""
    return dataset if syntax in READ_BY_DCMTK + JPEG_LS and "PixelData" in dataset else None


def grey(path: Path) -> bool:
    dataset = readable(path)
    return dataset is not None and dataset.get("PhotometricInterpretation") in GREYS


def colour(path: Path) -> bool:
    dataset = readable(path)
    return dataset is not None and dataset.get("PhotometricInterpretation") in COLOURS


def shipped(kind: Callable[[Path], bool]) -> list[str]:
    return [str(path.relative_to(SHIPPED)) for path in sorted(SHIPPED.rglob("*.dcm")) if kind(path)]


def own(dataset: Dataset) -> list[str]:
    """Return the option for what the data set says itself, in the order that we take it."""
    if "WindowCenter" in dataset:
        return ["+Wi", "1"]
    return ["+Wl", "1"] if "VOILUTSequence" in dataset else ["+Wm"]


def of_dcmtk(path: Path, folder: Path, frame: int, *options: str) -> np.ndarray[Any, Any]:
    """Return what dcmj2pnm makes of a frame, without overlays and without scaling."""
    source, made = path, folder / "made.pgm"
    if dcmread(path, stop_before_pixels=True).file_meta.TransferSyntaxUID in JPEG_LS:
        source = folder / "decoded.dcm"
        subprocess.run(["dcmdjpls", "-q", path, source], check=True)
    choice = ["-q", "-O", "+op", "+F", str(frame), *options]
    subprocess.run(["dcmj2pnm", *choice, source, made], check=True)
    with Image.open(made) as image:
        return np.asarray(image).astype(int)


def largest(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> int:
    assert one.shape == other.shape
    return int(np.abs(one.astype(int) - other.astype(int)).max())


def check(path: Path, folder: Path) -> None:
    dataset = dcmread(path)
    for frame in sorted({1, int(dataset.get("NumberOfFrames") or 1)}):
        theirs = of_dcmtk(path, folder, frame, *own(dataset))
        mine = render_levels(read_source(path), Wanted(frame=frame))
        assert ((path.name, "own") in DIFFERENT) == (largest(theirs, mine) > 1)

        theirs = of_dcmtk(path, folder, frame, "+Ww", "100", "600")
        mine = render_levels(
            read_source(path), Wanted(frame=frame, window_center=100, window_width=600)
        )
        assert largest(theirs, mine) <= 1


def check_colours(path: Path, folder: Path) -> None:
    theirs = of_dcmtk(path, folder, 1)

    assert theirs.shape[2] == 3
    assert largest(theirs, render_levels(read_source(path), Wanted())) <= 2


@pytest.mark.usefixtures("dcmtk")
@pytest.mark.parametrize("file", [document.file for document in TEST_DOCUMENTS])
def test_our_documents(folder: Path, tmp_path: Path, file: str) -> None:
    """Those of our documents that DCMTK reads; `test_enough_is_compared` counts them."""
    if file != "damaged.dcm" and grey(folder / file):
        check(folder / file, tmp_path)
    if colour(folder / file):
        check_colours(folder / file, tmp_path)


@pytest.mark.usefixtures("dcmtk")
@pytest.mark.parametrize("file", shipped(grey))
def test_shipped_greys(tmp_path: Path, file: str) -> None:
    check(SHIPPED / file, tmp_path)


@pytest.mark.usefixtures("dcmtk")
@pytest.mark.parametrize("file", shipped(colour))
def test_shipped_colours(tmp_path: Path, file: str) -> None:
    check_colours(SHIPPED / file, tmp_path)


@pytest.mark.usefixtures("dcmtk")
@pytest.mark.parametrize(("file", "window"), SAME_AS.items())
def test_what_differs_is_what_a_window_of_dcmtk_says(
    folder: Path, tmp_path: Path, file: str, window: tuple[str, str]
) -> None:
    theirs = of_dcmtk(folder / file, tmp_path, 1, "+Wfl", "+Ww", *window)

    assert largest(theirs, render_levels(read_source(folder / file), Wanted())) <= 1


def test_enough_is_compared(folder: Path) -> None:
    """Most of the images: were a reader to fail, nothing would be compared."""
    assert len([path for path in folder.iterdir() if path.suffix == ".dcm" and grey(path)]) >= 25
    assert len(shipped(grey)) >= 25
    assert len(shipped(colour)) >= 25


def test_every_difference_is_of_a_file_that_is_there(folder: Path) -> None:
    there = {path.name for path in folder.iterdir()} | {Path(name).name for name in shipped(grey)}

    assert {name for name, _ in DIFFERENT} <= there
