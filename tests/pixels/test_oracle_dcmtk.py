"""The oracle beside DCMTK's dcmj2pnm: grey levels before any JPEG, within one of each other.

Grey documents of the test set and of pydicom's files, through a window and through their own.
What differs is listed with the reason, and so is what dcmj2pnm cannot decode.
"""

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pydicom.data.data_manager import DATA_ROOT

from wadows_contract.pixels.compare import Levels
from wadows_contract.pixels.oracle import (
    Frame,
    Window,
    defaults,
    frame,
    modality_values,
    own_windows,
    windowed,
)
from wadows_spec.documents import write_documents


def dcmtk(path: Path, shown: Frame, *options: str) -> Levels | None:
    """Return what dcmj2pnm makes of a frame; None if it cannot."""
    command = ["dcmj2pnm", "-O", *options, "+F", str(shown.number), "+op", str(path)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    if done.returncode or not done.stdout:
        return None
    return np.asarray(Image.open(io.BytesIO(done.stdout)).convert("L"), dtype=np.float64)


def read(path: Path, number: int = 1) -> Frame | None:
    """Return a frame of a grey document; None if it is none or cannot be decoded."""
    try:
        shown = frame(path, number)
    except Exception:  # noqa: BLE001  pydicom raises whatever a broken file provokes
        return None
    return shown if shown.is_grey and shown.values.ndim == 2 else None


def some_window(shown: Frame) -> Window:
    """Return a window of whole numbers over the middle of a frame's values."""
    values = modality_values(shown)
    low, high = float(values.min()), float(values.max())
    return Window(round((low + high) / 2), max(2, round(0.6 * (high - low))))


#: Debian's dcmj2pnm knows neither JPEG-LS nor JPEG 2000 nor HTJ2K: other programs of DCMTK do.
BEYOND_DCMTK = {
    "htj2k-lossless",
    "htj2k-rpcl",
    "htj2k",
    "jpeg-2000-lossless",
    "jpeg-ls-near",
    "jpeg-ls",
    "693_J2KI",
    "J2K_pixelrep_mismatch",
    "JPEG2000",
    "JPEGLSNearLossless_08",
    "JPEGLSNearLossless_16",
    "MR_small_jp2klossless",
    "MR_small_jpeg_ls_lossless",
}
#: What differs, and why.
DIFFERENCES = {
    # dcmj2pnm reads words of 32 bits in Big Endian with their halves changed round;
    # the same files in Little Endian do not differ.
    ("rtdose_expb", "a window"),
    ("rtdose_expb_1frame", "a window"),
    # dcmj2pnm has LINEAR and SIGMOID, and takes LINEAR_EXACT for LINEAR: see the last test.
    ("linear-exact", "its window"),
}


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every file that may be grey, by name."""
    folder = tmp_path_factory.mktemp("documents")
    write_documents(folder)
    files = [*folder.rglob("*.dcm"), *(Path(DATA_ROOT) / "test_files").glob("*.dcm")]
    return {path.stem: path for path in files}


def grey_frames(documents: dict[str, Path]) -> Iterator[tuple[str, Path, Frame]]:
    """Yield the first frame and the last of each grey document."""
    for name, path in sorted(documents.items()):
        first = read(path)
        if first is None:
            continue
        yield name, path, first
        count = int(first.attributes.get("NumberOfFrames") or 1)
        last = read(path, count) if count > 1 else None
        if last is not None:
            yield name, path, last


def farthest(expected: Levels, returned: Levels) -> float:
    assert expected.shape == returned.shape
    return float(np.abs(np.rint(expected) - returned).max())


@pytest.mark.filterwarnings("ignore")
def test_greys_are_those_of_dcmtk(documents: dict[str, Path]) -> None:
    compared, unread, differing, tables = set(), set(), set(), set()
    for name, path, shown in grey_frames(documents):
        window = some_window(shown)
        options = ["+Ww", f"{window.center:.0f}", f"{window.width:.0f}", "+Wfl"]
        returned = dcmtk(path, shown, *options)
        if returned is None:
            unread.add(name)
            continue
        compared.add(name)
        if farthest(windowed(shown, window), returned) > 1:
            differing.add((name, "a window"))
        own = own_windows(shown)
        returned = dcmtk(path, shown, "+Wi", "1") if own else None
        if returned is not None and farthest(windowed(shown, own[0]), returned) > 1:
            differing.add((name, "its window"))
        table = defaults(shown).get("its VOI LUT 1")
        returned = None if table is None else dcmtk(path, shown, "+Wl", "1")
        if table is not None and returned is not None:
            tables.add(name)
            if farthest(table, returned) > 1:
                differing.add((name, "its table"))

    assert unread == BEYOND_DCMTK
    assert differing == DIFFERENCES
    assert len(compared) >= 40
    assert tables
    assert {"sigmoid", "modality-lut", "padded", "presentation-inverse"} <= compared


def test_dcmtk_takes_linear_exact_for_linear(documents: dict[str, Path]) -> None:
    path = documents["linear-exact"]
    shown = frame(path, 1)
    (own,) = own_windows(shown)

    returned = dcmtk(path, shown, "+Wi", "1")

    assert own.function == "LINEAR_EXACT"
    assert returned is not None
    assert farthest(windowed(shown, Window(own.center, own.width)), returned) <= 1
