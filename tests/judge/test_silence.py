"""Where nothing can be judged, nothing is said: neither a violation nor an error of the suite."""

import itertools
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from pydicom import Dataset, dcmread
from pydicom.sequence import Sequence
from pydicom.uid import MPEG2MPML

from tests.judge.builder import (
    Said,
    World,
    jpeg,
    rendered,
    retrieved,
    window,
)
from tests.judge.documents import COLOURS, DOCUMENTS, FRAMES, RAMP, write_catalogue
from tests.judge.good import CT_SHOWN, CT_WINDOW
from wadows_contract.judge.sweep import sweep

_numbers = itertools.count()


def findings_of(requirement: str, said: Said, world: World) -> list[bool]:
    return [entry.met for entry in sweep(said.case(world)) if entry.requirement == requirement]


def edited_world(
    world: World, role: str, edit: Callable[[Dataset], object], frames: int | None = None
) -> World:
    """The same world, in which the document in a role is another."""
    assert world.catalogue.folder is not None
    # A name of its own: what was decoded from another file of this name may still be known.
    path = world.catalogue.folder / f"edited-{role}-{next(_numbers)}.dcm"
    dataset = dcmread(world.catalogue.folder / f"{role}.dcm")
    edit(dataset)
    dataset.save_as(path)
    known = world.catalogue.documents[role]
    entry = replace(
        known,
        file=path.name,
        size=path.stat().st_size,
        frames=known.frames if frames is None else frames,
    )
    documents = {**world.catalogue.documents, role: entry}
    return replace(world, catalogue=replace(world.catalogue, documents=documents))


@pytest.mark.parametrize(
    "parameters",
    [
        {},  # no frame is asked for: that it comes is another requirement's
        {"FrameNumber": "4"},
        {"FrameNumber": "0"},
        {"FrameNumber": "-1"},
        {"FrameNumber": "1.5"},
        {"FrameNumber": "one"},
        {"FrameNumber": "nan"},
        {"FrameNumber": "inf"},
    ],
)
def test_an_image_of_a_frame_that_does_not_exist(parameters: dict[str, str], world: World) -> None:
    for extra in ({}, CT_WINDOW):
        said = rendered("frames", jpeg(FRAMES[0]), parameters | extra)

        assert [] == findings_of("REN-07", said, world)
        assert [] == findings_of("REN-05", said, world)


@pytest.mark.parametrize(
    "parameters",
    [
        {"WindowCenter": "0"},
        {"WindowWidth": "1000"},
        {"WindowCenter": "0", "WindowWidth": "0"},
        {"WindowCenter": "0", "WindowWidth": "-5"},
        {"WindowCenter": "0", "WindowWidth": "0.5"},
        {"WindowCenter": "nan", "WindowWidth": "1000"},
        {"WindowCenter": "wide", "WindowWidth": "1000"},
    ],
)
def test_half_a_window(parameters: dict[str, str], world: World) -> None:
    assert [] == findings_of("REN-05", rendered("ct", jpeg(CT_SHOWN), parameters), world)


@pytest.mark.parametrize("value", ["0", "-1", "nan", "inf", "1e400", "wide", ""])
def test_a_size_that_is_none(value: str, world: World) -> None:
    """An image in its own size is then as right as can be."""
    said = rendered("ct", jpeg(CT_SHOWN), {"Rows": value})

    assert [True] == findings_of("REN-04", said, world)


@pytest.mark.parametrize("requirement", ["REN-04", "REN-05", "REN-07", "REN-16", "REN-17"])
def test_an_image_of_what_is_none(requirement: str, world: World) -> None:
    said = rendered("report", jpeg(CT_SHOWN), CT_WINDOW | {"FrameNumber": "1"})

    assert [] == findings_of(requirement, said, world)


@pytest.mark.parametrize("requirement", ["REN-05", "REN-07", "REN-16", "REN-17"])
@pytest.mark.parametrize("frames", [1, 3])
def test_an_image_of_what_we_cannot_decode(requirement: str, frames: int, world: World) -> None:
    def undecodable(dataset: Dataset) -> None:
        dataset.file_meta.TransferSyntaxUID = MPEG2MPML
        dataset.PixelData = b"\xfe\xff\x00\xe0\0\0\0\0\xfe\xff\x00\xe0\4\0\0\0\0\0\1\xb3"

    other = edited_world(world, "frames", undecodable, frames=frames)
    said = rendered("frames", jpeg(FRAMES[0]), CT_WINDOW | {"FrameNumber": "1"})

    assert [] == findings_of(requirement, said, other)


def test_a_window_on_what_the_oracle_cannot_follow(world: World) -> None:
    """A Modality LUT that has no table in it."""
    other = edited_world(
        world, "ct", lambda data: setattr(data, "ModalityLUTSequence", Sequence([Dataset()]))
    )

    assert [] == findings_of("REN-05", rendered("ct", jpeg(CT_SHOWN * 0), CT_WINDOW), other)


def test_a_window_on_colours(world: World) -> None:
    assert [] == findings_of("REN-05", rendered("colour", jpeg(COLOURS), CT_WINDOW), world)


def test_frames_of_one_grey_are_not_told_apart(world: World) -> None:
    other = edited_world(
        world, "frames", lambda data: setattr(data, "PixelData", bytes(FRAMES.size))
    )

    said = rendered("frames", jpeg(FRAMES[0] * 0), {"FrameNumber": "2"})

    assert [] == findings_of("REN-07", said, other)


def test_either_of_two_frames_alike_will_do(world: World) -> None:
    def same(data: Dataset) -> None:
        data.PixelData = np.stack([FRAMES[0], FRAMES[0], FRAMES[2]]).tobytes()

    other = edited_world(world, "frames", same)
    said = rendered("frames", jpeg(FRAMES[0]), {"FrameNumber": "2"})

    assert [True] == findings_of("REN-07", said, other)


def test_frames_of_monochrome1_are_compared_as_they_are_shown(world: World) -> None:
    other = edited_world(
        world, "frames", lambda data: setattr(data, "PhotometricInterpretation", "MONOCHROME1")
    )
    shown = rendered("frames", jpeg(255.0 - FRAMES[1]), {"FrameNumber": "2"})
    not_turned = rendered("frames", jpeg(FRAMES[1]), {"FrameNumber": "2"})

    assert [True] == findings_of("REN-07", shown, other)
    assert [False] == findings_of("REN-07", not_turned, other)


@pytest.mark.parametrize("requirement", ["RET-02", "RET-10", "DOC-02", "DOC-03"])
def test_documents_that_nobody_catalogued(requirement: str, world: World) -> None:
    empty = replace(world, catalogue=replace(world.catalogue, documents={}))

    assert set(findings_of(requirement, retrieved("ct"), empty)) <= {True}


@pytest.mark.parametrize("folder", [None, "elsewhere"])
def test_documents_that_are_not_at_hand(folder: str | None, world: World) -> None:
    """By its digest a document that is unchanged is known all the same."""
    assert world.catalogue.folder is not None
    there = None if folder is None else world.catalogue.folder / folder
    away = replace(world, catalogue=replace(world.catalogue, folder=there))
    changed = retrieved("ct", contents=[DOCUMENTS["ct"].content + b"\0\0"])

    assert [True] == findings_of("RET-02", retrieved("ct"), away)
    assert [] == findings_of("RET-02", changed, away)
    assert [] == findings_of("REN-05", rendered("ct", jpeg(CT_SHOWN * 0), CT_WINDOW), away)


def test_nothing_is_said_of_rendering_about_documents_and_the_reverse(world: World) -> None:
    of_documents = {entry.requirement for entry in sweep(retrieved("ct").case(world))}
    of_images = {entry.requirement for entry in sweep(rendered("ct", jpeg(CT_SHOWN)).case(world))}

    assert not [entry for entry in of_documents if entry.startswith("REN")]
    assert not [entry for entry in of_images if entry.startswith(("RET", "DOC"))]


def test_parameters_that_the_statement_does_not_declare_are_not_echoed(world: World) -> None:
    said = rendered("ct", jpeg(CT_SHOWN), {"Annotation": "patient"})

    assert [] == findings_of("REN-03", said.swap("<w:Annotation>patient</w:Annotation>", ""), world)


def test_the_bound_follows_how_finely_the_image_is_quantised(world: World) -> None:
    """At quality 1 the mean of a block is coded in steps of 32 levels, half of which is 16."""
    brighter = window(RAMP - 504.0, 0, 1000) + 12
    for quality, met in ((1, True), (50, False), (90, False)):
        said = rendered("ct", jpeg(brighter, quality=quality), CT_WINDOW)
        assert [met] == findings_of("REN-05", said, world)


def test_the_catalogue_is_what_was_written(world: World) -> None:
    """The tests' own ground: entries agree with files."""
    assert world.catalogue.folder is not None
    assert world.catalogue.documents == write_catalogue(world.catalogue.folder).documents
    for role, document in world.catalogue.documents.items():
        assert DOCUMENTS[role].content == world.catalogue.read(role)
        assert document.size == len(DOCUMENTS[role].content)
