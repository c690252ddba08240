"""What a renderer may get wrong is found, and told by its name."""

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from pydicom import Dataset

from tests.judge.builder import World
from tests.judge.renderings import (
    WINDOWS,
    Levels,
    answered,
    asked_window,
    coded,
    dataset,
    in_colour,
    judged,
    resized,
    shown,
    through,
    values,
)
from wadows_contract.exchange import BodyStore
from wadows_spec.catalogue import Catalogue
from wadows_spec.statement import load_statement


@pytest.fixture(scope="session")
def archive(test_documents: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> World:
    store = BodyStore(tmp_path_factory.mktemp("archive") / "bodies")
    return World(store, load_statement("dcm4chee-arc"), test_documents)


def stored(source: Dataset) -> Levels:
    return np.asarray(source.pixel_array, dtype=np.float64)


Mistake = Callable[[Dataset, float, float], Levels]

#: Role, mistake, and what is said of it, of an image for which a window was asked.
WITH_A_WINDOW: list[tuple[str, Mistake, str]] = [
    ("signed", lambda source, c, w: shown(source, c + 0.1 * w, w),
     "too dark: center off by about 100"),
    ("signed", lambda source, c, w: shown(source, c - 0.1 * w, w),
     "too bright: center off by about 100"),
    ("inverse", lambda source, c, w: shown(source, c + 0.2 * w, w),
     "too bright: center off by about 51.2"),
    ("unsigned", lambda source, c, w: shown(source, c, 2 * w), "too flat: width about 8192"),
    ("unsigned", lambda source, c, w: shown(source, c, w / 2), "too harsh: width about 2048"),
    ("signed", lambda source, c, w: 255 - shown(source, c, w), "inverted"),
    ("inverse", lambda source, c, w: 255 - shown(source, c, w), "inverted"),
    ("signed", lambda source, c, w: through(stored(source), c, w), "no rescale"),
    ("signed", lambda source, c, w: through(
        values(source) + np.where(stored(source) < 0, 65536.0, 0.0), c, w),
     "signed values taken as unsigned"),
    ("signed", lambda source, c, w: through(values(source), *_extent(values(source))),
     "the window was ignored for smallest to largest value"),
    ("unsigned", lambda source, c, w: through(
        values(source), float(source.WindowCenter), float(source.WindowWidth)),
     "the window was ignored for its window 1024, 1024"),
    ("signed", lambda source, c, w: shown(source, c, w)[:, ::-1], "mirrored left to right"),
    ("signed", lambda source, c, w: shown(source, c, w)[::-1], "upside down"),
    ("signed", lambda source, c, w: shown(source, c, w)[::-1, ::-1], "turned by 180 degrees"),
]  # fmt: skip


def _extent(levels: Levels) -> tuple[float, float]:
    """Return centre and width of the linear window from the smallest value to the largest."""
    low, high = float(levels.min()), float(levels.max())
    return (low + high + 1) / 2, high - low + 1


@pytest.mark.parametrize(
    ("role", "mistake", "words"),
    WITH_A_WINDOW,
    ids=[f"{role} {words}" for role, _, words in WITH_A_WINDOW],
)
def test_with_a_window(role: str, mistake: Mistake, words: str, archive: World) -> None:
    levels = mistake(dataset(archive, role), *WINDOWS[role])

    said = answered(archive, role, coded(levels), asked_window(role))
    (finding,) = judged(archive, said, "REN-05")

    assert not finding.met
    assert words == finding.got.partition(": ")[2]


def test_the_image_of_another_document(archive: World) -> None:
    """Of the same size, and through the window asked for."""
    levels = shown(dataset(archive, "padded"), -300, 2000)
    asked = {"WindowCenter": "-300", "WindowWidth": "2000"}

    for parameters, requirement in ((asked, "REN-05"), ({}, "REN-17")):
        said = answered(archive, "two-windows", coded(levels), parameters)
        (finding,) = judged(archive, said, requirement)
        assert not finding.met
        assert "the document in the role padded" == finding.got.partition(": ")[2]


@pytest.mark.parametrize(
    ("way", "words"),
    [
        (np.transpose, "rows and columns exchanged"),
        (np.rot90, "turned by 90 degrees to the left"),
        (lambda levels: np.rot90(levels, -1), "turned by 90 degrees to the right"),
        (np.fliplr, "mirrored left to right"),
        (lambda levels: 255 - levels, "inverted"),
    ],
)
def test_without_a_window(way: Callable[[Levels], Levels], words: str, archive: World) -> None:
    """Of a square image, through any window."""
    source = dataset(archive, "two-windows")
    levels = way(shown(source, -300, 2000))
    assert source.Rows == source.Columns

    said = answered(archive, "two-windows", coded(levels), {})
    (finding,) = judged(archive, said, "REN-17")

    assert not finding.met
    assert words == finding.got.partition(": ")[2]


@pytest.mark.parametrize("windowed", [False, True])
def test_another_frame_is_said_once(windowed: bool, archive: World) -> None:
    """By the requirement of frames, and by no other."""
    frames = stored(dataset(archive, "multi-frame"))
    asked = {"FrameNumber": "2"}
    if windowed:
        asked |= {"WindowCenter": "128", "WindowWidth": "256"}

    said = answered(archive, "multi-frame", coded(frames[2]), asked)

    assert [False] == [each.met for each in judged(archive, said, "REN-07")]
    assert [] == [each for name in ("REN-05", "REN-17") for each in judged(archive, said, name)]


def _as_ybr(levels: Levels) -> Levels:
    picture = Image.fromarray(np.rint(levels).astype(np.uint8)).convert("YCbCr")
    return np.asarray(picture, dtype=np.float64)


@pytest.mark.parametrize(
    ("role", "mistake", "words"),
    [
        ("colour", lambda source: in_colour(source)[..., ::-1], "red and blue exchanged"),
        ("palette", lambda source: in_colour(source)[..., ::-1], "red and blue exchanged"),
        ("colour", lambda source: _as_ybr(in_colour(source)), "not converted from YBR"),
        ("palette", lambda source: np.repeat(stored(source)[..., None], 3, axis=2),
         "palette not applied"),
        ("colour", lambda source: in_colour(source)[:, ::-1], "mirrored left to right"),
        ("colour", lambda source: 255 - in_colour(source), "inverted"),
    ],
)  # fmt: skip
def test_colours(
    role: str, mistake: Callable[[Dataset], Levels], words: str, archive: World
) -> None:
    levels = mistake(dataset(archive, role))

    (finding,) = judged(archive, answered(archive, role, coded(levels), {}), "REN-16")

    assert not finding.met
    assert words == finding.got.partition(": ")[2]


@pytest.mark.parametrize(("rows", "columns"), [(64, 64), (32, 96)])
def test_stretched(rows: int, columns: int, archive: World) -> None:
    levels = shown(dataset(archive, "signed"), *WINDOWS["signed"])
    picture = resized(levels, (rows, columns), Image.Resampling.BILINEAR)

    said = answered(archive, "signed", coded(picture), {"Rows": str(rows), "Columns": str(columns)})
    (finding,) = judged(archive, said, "REN-04")

    assert not finding.met
    assert finding.got.endswith(": stretched")


# What an honest implementation may do

FILTERS = [
    Image.Resampling.NEAREST,
    Image.Resampling.BILINEAR,
    Image.Resampling.BICUBIC,
    Image.Resampling.LANCZOS,
    Image.Resampling.HAMMING,
    Image.Resampling.BOX,
]


@pytest.mark.parametrize("quality", [1, 10, 25, 50, 75, 90, 100])
@pytest.mark.parametrize("role", WINDOWS)
def test_any_quality(role: str, quality: int, archive: World) -> None:
    levels = shown(dataset(archive, role), *WINDOWS[role])
    said = answered(archive, role, coded(levels, quality=quality), asked_window(role))

    assert [True] == [each.met for each in judged(archive, said, "REN-05")]


@pytest.mark.parametrize("how", FILTERS)
@pytest.mark.parametrize("scale", [0.25, 0.4, 0.5, 0.75, 1.5, 2.0, 3.3])
@pytest.mark.parametrize("role", WINDOWS)
def test_any_filter(role: str, scale: float, how: Image.Resampling, archive: World) -> None:
    levels = shown(dataset(archive, role), *WINDOWS[role])
    rows, columns = (max(1, round(side * scale)) for side in levels.shape)
    picture = resized(levels, (rows, columns), how)

    said = answered(archive, role, coded(picture), asked_window(role) | {"Rows": str(rows)})

    assert [True] == [each.met for each in judged(archive, said, "REN-05")]


@pytest.mark.parametrize("off", [(0, 0), (-1, 0), (0, -1), (-1, -1)])
def test_a_size_off_by_one(off: tuple[int, int], archive: World) -> None:
    levels = shown(dataset(archive, "signed"), *WINDOWS["signed"])
    size = (levels.shape[0] // 2 + off[0], levels.shape[1] // 2 + off[1])
    picture = resized(levels, size, Image.Resampling.BILINEAR)
    asked = asked_window("signed") | {"Rows": str(levels.shape[0] // 2)}

    said = answered(archive, "signed", coded(picture), asked)

    assert [True, True] == [
        each.met for name in ("REN-04", "REN-05") for each in judged(archive, said, name)
    ]


@pytest.mark.parametrize("half", [-0.5, 0.5])
@pytest.mark.parametrize("role", WINDOWS)
def test_a_window_off_by_half_a_step(role: str, half: float, archive: World) -> None:
    center, width = WINDOWS[role]
    levels = shown(dataset(archive, role), center + half, width)

    said = answered(archive, role, coded(levels), asked_window(role))

    assert [True] == [each.met for each in judged(archive, said, "REN-05")]


@pytest.mark.parametrize(("center", "width"), [(0, 500), (40, 400), (0, 4000), (300, 1000)])
def test_any_window_where_none_was_asked_for(center: int, width: int, archive: World) -> None:
    levels = shown(dataset(archive, "signed"), center, width)

    said = answered(archive, "signed", coded(levels), {})

    assert [True] == [each.met for each in judged(archive, said, "REN-17")]


@pytest.mark.parametrize("gamma", [0.5, 1.0, 2.2])
def test_any_rising_mapping_where_none_was_asked_for(gamma: float, archive: World) -> None:
    modality = values(dataset(archive, "signed"))
    share = (modality - modality.min()) / np.ptp(modality)

    said = answered(archive, "signed", coded(255 * share**gamma), {})

    assert [True] == [each.met for each in judged(archive, said, "REN-17")]


@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0"])
@pytest.mark.parametrize("quality", [1, 25, 50, 75, 95])
@pytest.mark.parametrize("role", ["colour", "palette", "ybr-full", "ybr-full-422", "jpeg"])
def test_any_subsampling(role: str, quality: int, subsampling: str, archive: World) -> None:
    picture = coded(in_colour(dataset(archive, role)), quality=quality, subsampling=subsampling)

    found = judged(archive, answered(archive, role, picture, {}), "REN-16")

    assert [True] == [each.met for each in found]


def test_another_encoder(archive: World) -> None:
    """That of imagecodecs, libjpeg-turbo with tables of its own."""
    import imagecodecs

    levels = np.rint(shown(dataset(archive, "signed"), *WINDOWS["signed"])).astype(np.uint8)
    colours = np.rint(in_colour(dataset(archive, "colour"))).astype(np.uint8)
    for level in (50, 75, 95):
        grey = imagecodecs.jpeg8_encode(levels, level=level)
        said = answered(archive, "signed", grey, asked_window("signed"))
        assert [True] == [each.met for each in judged(archive, said, "REN-05")]
        coloured = imagecodecs.jpeg8_encode(colours, level=level, subsampling="420")
        said = answered(archive, "colour", coloured, {})
        assert [True] == [each.met for each in judged(archive, said, "REN-16")]
