"""Orthanc's rendered images, after its JPEG, within the bounds derived for any honest renderer.

Once around what the oracle expects, and once around the reference's own greys.
Grey documents of the test set and of pydicom's files, first and last frame, through a window.
What differs is listed with the reason, and so is what Orthanc cannot show.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from pydicom.data.data_manager import DATA_ROOT

from tests.orthanc import running
from tests.pixels.test_oracle_dcmtk import read, some_window
from wadows_contract.judge.rendered_pixels import as_grey, seen_through
from wadows_contract.pixels.compare import Levels, Picture, decode
from wadows_contract.pixels.envelope import deviation, envelope
from wadows_contract.pixels.oracle import Frame, Window, frame
from wadows_reference.frame_source import read_source
from wadows_reference.render import Wanted, render_levels
from wadows_spec.documents import write_documents

pytestmark = pytest.mark.filterwarnings("ignore")

#: Why Orthanc does not show some: it has neither JPEG 2000 nor HTJ2K without a plugin, ...
NOT_DECODED = {
    "htj2k",
    "htj2k-lossless",
    "htj2k-rpcl",
    "jpeg-2000-lossless",
    "693_J2KI",
    "J2K_pixelrep_mismatch",
    "JPEG2000",
}
#: ... it shows no greys of 32 bits, ...
BEYOND_16_BITS = {
    "rt-dose",
    "rtdose",
    "rtdose_1frame",
    "rtdose_expb",
    "rtdose_expb_1frame",
}
#: ... and these have no patient or study, by which it stores.
NOT_STORED = {"JPEGLSNearLossless_08", "JPEGLSNearLossless_16"}
#: What Orthanc shows otherwise, and why.
DIFFERENCES = {
    # It leaves a Modality LUT Sequence out,
    "modality-lut",
    # and the Rescale Slope and Intercept of functional groups.
    "enhanced-ct",
}
#: And what only the reference does: SIGMOID where the data set says so; Orthanc takes LINEAR.
#: The suite lets both pass.
ONLY_OF_THE_REFERENCE = {"sigmoid"}


@dataclass(frozen=True)
class Shown:
    """A frame of a file as Orthanc shows it through a window."""

    name: str
    path: Path
    frame: Frame
    window: Window
    picture: Picture


@dataclass(frozen=True)
class Shows:
    """All that Orthanc shows, and the names of the files that it does not store, or not show."""

    images: tuple[Shown, ...]
    unstored: frozenset[str]
    unshown: frozenset[str]


@pytest.fixture(scope="module")
def shows(tmp_path_factory: pytest.TempPathFactory) -> Shows:
    folder = tmp_path_factory.mktemp("orthanc")
    write_documents(folder / "documents")
    files = [*folder.rglob("*.dcm"), *(Path(DATA_ROOT) / "test_files").glob("*.dcm")]
    images, unstored, unshown = [], set(), set()
    with running(folder) as orthanc:
        for path in sorted(files):
            first = read(path)
            if first is None:
                continue
            name = orthanc.take(path)
            if name is None:
                unstored.add(path.stem)
                continue
            for number in sorted({1, int(first.attributes.get("NumberOfFrames") or 1)}):
                shown = frame(path, number)
                window = some_window(shown)
                asked = {"window-center": window.center, "window-width": window.width}
                content = orthanc.rendered(name, number, quality=90, **asked)
                if content is None:
                    unshown.add(path.stem)
                    continue
                picture = as_grey(decode(content))
                images.append(Shown(path.stem, path, shown, window, picture))
    return Shows(tuple(images), frozenset(unstored), frozenset(unshown))


def differing(images: Iterable[Shown], expected: dict[int, list[Levels]]) -> set[str]:
    """Return the names of what is out of its bounds."""
    found = set()
    for number, shown in enumerate(images):
        assert shown.picture.size == shown.frame.values.shape
        bounds = envelope(expected[number], shown.picture.size, shown.frame.padding)
        if not deviation(bounds, shown.picture).met:
            found.add(shown.name)
    return found


def half_steps(shown: Shown) -> Iterator[Levels]:
    """Yield the reference's greys, and those with the centre half a stored value aside."""
    source = read_source(shown.path)
    step = max(1.0, abs(float(shown.frame.attributes.get("RescaleSlope") or 1)))
    for aside in (-0.5 * step, 0.0, 0.5 * step):
        center = shown.window.center + aside
        wanted = Wanted(
            frame=shown.frame.number, window_center=center, window_width=shown.window.width
        )
        yield render_levels(source, wanted).astype(np.float64)


def test_orthanc_is_as_the_oracle_expects(shows: Shows) -> None:
    expected = {
        number: list(seen_through(shown.frame, shown.window, shown.picture.size))
        for number, shown in enumerate(shows.images)
    }

    assert differing(shows.images, expected) == DIFFERENCES


def test_orthanc_is_as_the_reference_shows(shows: Shows) -> None:
    expected = {number: list(half_steps(shown)) for number, shown in enumerate(shows.images)}

    assert differing(shows.images, expected) == DIFFERENCES | ONLY_OF_THE_REFERENCE


def test_the_bounds_tell_one_window_from_another(shows: Shows) -> None:
    """That all is within bounds says something: with a fifth of the width aside, nothing is."""
    images = [shown for shown in shows.images if shown.window.width >= 100 and has_greys(shown)]
    expected = {
        number: [next(half_steps(replace(shown, window=aside(shown.window))))]
        for number, shown in enumerate(images)
    }

    assert len(images) >= 30
    assert differing(images, expected) == {shown.name for shown in images}


def has_greys(shown: Shown) -> bool:
    """Tell whether a tenth of the pixels or more are neither black nor white."""
    levels = next(half_steps(shown))
    return bool(np.mean((levels > 0) & (levels < 255)) >= 0.1)


def aside(window: Window) -> Window:
    return Window(window.center + 0.2 * window.width, window.width)


def test_what_orthanc_does_not_show(shows: Shows) -> None:
    assert shows.unstored == NOT_STORED
    assert shows.unshown == NOT_DECODED | BEYOND_16_BITS
    assert len({shown.name for shown in shows.images}) >= 40
