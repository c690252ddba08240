"""Rendered requests of several documents, and values that the sources disagree about."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.judge.builder import (
    Said,
    World,
    fault,
    jpeg,
    registry_error,
    rendered,
    renderings,
    window,
)
from tests.judge.documents import FRAMES, RAMP
from tests.judge.good import CT, CT_REQUEST, CT_SHOWN, SECOND
from wadows_contract.judge import either, expectations
from wadows_contract.judge.finding import Finding
from wadows_contract.judge.sweep import sweep
from wadows_spec.vocabulary import OPEN_READINGS, READINGS

INVALID, RANGE, UNSUPPORTED = (f"urn:dicom:wado:00{number}" for number in (12, 18, 13))
PICTURE = jpeg(CT_SHOWN)


def reading(world: World, key: str, value: str) -> World:
    """Judge by a statement that reads one clause so."""
    assert value in READINGS[key]
    return replace(world, statement=replace(world.statement, readings={key: value}))


def broken(findings: Iterator[Finding]) -> list[tuple[str, str]]:
    """What was expected and what came, of each finding that is broken."""
    listed = list(findings)
    assert listed, "nothing was judged"
    return [(finding.expected, finding.got) for finding in listed if not finding.met]


def swept(said: Said, world: World) -> set[str]:
    """The requirements that an answer breaks."""
    return {finding.requirement for finding in sweep(said.case(world)) if not finding.met}


# What the sources disagree about


def test_each_of_them_leaves_it_open_by_default(world: World) -> None:
    assert {"either"} == {READINGS[key][0] for key in OPEN_READINGS}
    assert {"either"} == {world.statement.reading(key) for key in OPEN_READINGS}


ASKED = {"Rows": "+32"}
SERVED = rendered("ct", PICTURE, ASKED)
REFUSED = renderings([("ct", ASKED)], [], registry_error(INVALID, CT))
WRONG_CODE = renderings([("ct", ASKED)], [], registry_error(RANGE, CT))
BOTH = renderings([("ct", ASKED)], [("ct", ASKED, PICTURE)], registry_error(INVALID, CT))
NEITHER = renderings([("ct", ASKED)], [])


@pytest.mark.parametrize(
    ("value", "met"),
    [
        ("either", {"served", "refused"}),
        ("served", {"served"}),
        ("refused", {"refused"}),
    ],
)
def test_served_or_refused_as_the_statement_reads_it(
    value: str, met: set[str], world: World
) -> None:
    answers = {
        "served": SERVED,
        "refused": REFUSED,
        "another code": WRONG_CODE,
        "both": BOTH,
        "neither": NEITHER,
        "a fault": fault(request=CT_REQUEST),
    }
    for key in OPEN_READINGS:
        so = reading(world, key, value)

        assert met == {
            name
            for name, said in answers.items()
            if not broken(either.as_read(said.case(so), CT, "value-invalid", key))
        }


@pytest.mark.parametrize(
    ("value", "met"), [("either", {UNSUPPORTED, INVALID}), ("first", {UNSUPPORTED})]
)
def test_codes_of_two_reasons(value: str, met: set[str], world: World) -> None:
    key = "several-reasons"
    so = reading(world, key, value)

    def missed(said: Said) -> list[tuple[str, str]]:
        return broken(
            either.refused_for_either(
                said.case(so), CT, key, "parameter-unsupported", "value-invalid"
            )
        )

    assert met == {
        code
        for code in (UNSUPPORTED, INVALID, RANGE)
        if not missed(renderings([("ct", ASKED)], [], registry_error(code, CT)))
    }
    # The value is ignored, and all is said to be well.
    assert missed(SERVED)
    allowed = " (or urn:dicom:wado:0012)" if value == "either" else ""
    assert (f"error urn:dicom:wado:0013{allowed}", "no error") == missed(NEITHER)[0]


def test_a_fault_for_what_the_schema_may_not_have(world: World) -> None:
    key = "extension-elements"
    said = fault(request=CT_REQUEST)

    for value, met in (("either", True), ("ignored", False)):
        so = reading(world, key, value)
        assert met is not bool(broken(either.delivered_or_fault(said.case(so), CT, key)))
        assert [] == broken(either.delivered_or_fault(SERVED.case(so), CT, key))
        assert broken(either.delivered_or_fault(REFUSED.case(so), CT, key))


# What is served has to be what the value says


def of_rows(count: int) -> NDArray[np.float64]:
    """The CT with fewer rows than its 32, and as many columns as that makes."""
    lines = np.linspace(0, 31, count).astype(int)
    return CT_SHOWN[lines][:, np.linspace(0, 63, 2 * count).astype(int)]


@pytest.mark.parametrize(
    ("rows", "right", "misread"),
    [
        ("+16", 16, 32),  # ignored, as if it were absent
        ("020", 20, 16),  # octal
        ("1e1", 10, 1),  # cut off at the letter
        ("20.0", 20, 2),
        (" 20 ", 20, 32),
    ],
)
def test_a_size_that_is_misread(rows: str, right: int, misread: int, world: World) -> None:
    asked = {"Rows": rows}

    assert set() == swept(rendered("ct", jpeg(of_rows(right)), asked), world)
    assert {"REN-04"} == swept(rendered("ct", jpeg(of_rows(misread)), asked), world)


def shown(center: float, width: float) -> bytes:
    return jpeg(window(RAMP - 504.0, center, width))


@pytest.mark.parametrize(
    ("center", "width", "right", "misread"),
    [
        ("1e2", "400", (100, 400), (1, 400)),
        ("40", "4.0E2", (40, 400), (40, 4)),
        ("0300", "400", (300, 400), (192, 400)),
        ("40", "1000.5", (40, 1000.5), (504, 1008)),  # ignored: all from black to white
    ],
)
def test_a_window_that_is_misread(
    center: str,
    width: str,
    right: tuple[float, float],
    misread: tuple[float, float],
    world: World,
) -> None:
    asked = {"WindowWidth": width, "WindowCenter": center}

    assert set() == swept(rendered("ct", shown(*right), asked), world)
    assert {"REN-05"} == swept(rendered("ct", shown(*misread), asked), world)


def test_a_frame_that_is_misread(world: World) -> None:
    asked = {"FrameNumber": "+2"}

    assert set() == swept(rendered("frames", jpeg(FRAMES[1]), asked), world)
    assert {"REN-07"} == swept(rendered("frames", jpeg(FRAMES[0]), asked), world)


# Several documents, each with parameters of its own

NARROW, WIDE = {"WindowWidth": "200", "WindowCenter": "0"}, {
    "WindowWidth": "1000", "WindowCenter": "100"
}  # fmt: skip
TWICE: list[tuple[str, Mapping[str, str]]] = [("ct", NARROW), ("ct", WIDE)]
NARROW_SHOWN, WIDE_SHOWN = ("ct", NARROW, shown(0, 200)), ("ct", WIDE, shown(100, 1000))


def test_both_windows_of_a_document(world: World) -> None:
    for came in ([NARROW_SHOWN, WIDE_SHOWN], [WIDE_SHOWN, NARROW_SHOWN]):
        said = renderings(TWICE, came)
        assert set() == swept(said, world)
        assert [] == broken(expectations.delivered(said.case(world), CT))


def test_one_window_of_two(world: World) -> None:
    said = renderings(TWICE, [NARROW_SHOWN])

    assert {"REG-06"} == swept(said, world)
    assert [("the document in 2 renderings", "the document")] == broken(
        expectations.delivered(said.case(world), CT)
    )


def test_windows_that_are_exchanged(world: World) -> None:
    said = renderings(TWICE, [("ct", NARROW, shown(100, 1000)), ("ct", WIDE, shown(0, 200))])

    assert {"REN-05"} == swept(said, world)


def test_frames_that_are_exchanged(world: World) -> None:
    first, second = {"FrameNumber": "1"}, {"FrameNumber": "2"}
    asked = [("frames", first), ("frames", second)]
    right = [("frames", first, jpeg(FRAMES[0])), ("frames", second, jpeg(FRAMES[1]))]
    exchanged = [("frames", first, jpeg(FRAMES[1])), ("frames", second, jpeg(FRAMES[0]))]

    assert set() == swept(renderings(asked, right), world)
    assert {"REN-07"} == swept(renderings(asked, exchanged), world)


def test_the_box_of_the_first_for_all(world: World) -> None:
    asked = [("ct", {"Rows": "16"}), ("second", {})]
    small, large = jpeg(of_rows(16)), jpeg(CT_SHOWN)
    came = [("ct", {"Rows": "16"}, small), ("second", {}, large)]
    first_for_all = [("ct", {"Rows": "16"}, small), ("second", {}, small)]

    assert set() == swept(renderings(asked, came), world)
    assert {"REN-04"} == swept(renderings(asked, first_for_all), world)


HALF = {"WindowCenter": "0"}
ONE = ("one rendering, and error urn:dicom:wado:0012",)


@pytest.mark.parametrize(
    ("said", "got"),
    [
        (renderings([*TWICE[:1], ("ct", HALF)], [NARROW_SHOWN],
                    registry_error(INVALID, CT)), None),
        (renderings([*TWICE[:1], ("ct", HALF)], [NARROW_SHOWN, ("ct", HALF, PICTURE)]),
         "2 and no error"),
        (renderings([*TWICE[:1], ("ct", HALF)], [NARROW_SHOWN]), "1 and no error"),
        (renderings([*TWICE[:1], ("ct", HALF)], [], registry_error(INVALID, CT)),
         f"0 and error {INVALID}: Why."),
        (renderings([*TWICE[:1], ("ct", HALF)], [NARROW_SHOWN], registry_error(RANGE, CT)),
         f"1 and error {RANGE}: Why."),
        (fault(request=CT_REQUEST), "a Sender fault: Why."),
    ],
)  # fmt: skip
def test_one_rendering_of_two(said: Said, got: str | None, world: World) -> None:
    findings = broken(expectations.one_of_two(said.case(world), CT, "value-invalid"))

    assert ([] if got is None else [(*ONE, got)]) == findings


def test_an_error_about_the_other_document(world: World) -> None:
    """The location says which of the documents was refused."""
    asked = [("ct", {"Rows": "16"}), ("second", {"Rows": "0"})]
    came = [("ct", {"Rows": "16"}, jpeg(of_rows(16)))]
    right = renderings(asked, came, registry_error(INVALID, SECOND)).case(world)
    wrong = renderings(asked, came, registry_error(INVALID, CT)).case(world)

    assert [] == broken(expectations.delivered(right, CT))
    assert [] == broken(expectations.refused(right, SECOND, "value-invalid"))
    assert broken(expectations.delivered(wrong, CT))
    assert broken(expectations.refused(wrong, SECOND, "value-invalid"))
