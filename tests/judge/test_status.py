"""Status, documents, errors and warnings in every combination, worked by hand.

ITI TF-3 Table 4.2.4.2-4: Success is all, PartialSuccess is some and at least one error, Failure
is none and at least one error; warnings change nothing. ITI TF-2 3.43.5: each document asked for
is there or has an error, and not both; or one error stands for the whole request. An error that
names no document breaks that alone, where there is one for each document that is not answered.
"""

from collections.abc import Sequence

import pytest

from tests.judge.builder import (
    FAILURE,
    PARTIAL,
    SUCCESS,
    WARNING,
    World,
    refusal,
    registry_error,
    retrieved,
)
from tests.judge.documents import DOCUMENTS
from wadows_contract.judge.sweep import sweep

CT, SECOND = DOCUMENTS["ct"].instance, DOCUMENTS["second"].instance
UNKNOWN_STATUS = "urn:example:Success"
JUDGED = {"REG-02", "REG-03", "REG-05", "REG-06", "REG-07"}

ERROR_CT, ERROR_SECOND = registry_error("A", CT), registry_error("B", SECOND)
ERROR_OF_ALL, ANOTHER_OF_ALL = registry_error("C", None), registry_error("D", None)
WARN_CT, WARN_SECOND = registry_error("E", CT, WARNING), registry_error("F", SECOND, WARNING)

#: Of two documents asked for: which came, the errors beside them, the one status that agrees,
#: and what is broken whatever the status is.
COMBINATIONS: list[tuple[list[str], list[str], str, set[str]]] = [
    ([], [], SUCCESS, {"REG-06"}),
    ([], [WARN_CT, WARN_SECOND], SUCCESS, {"REG-06"}),
    ([], [ERROR_CT, ERROR_SECOND], FAILURE, set()),
    ([], [ERROR_CT], FAILURE, {"REG-06"}),
    ([], [ERROR_CT, WARN_SECOND], FAILURE, {"REG-06"}),
    ([], [ERROR_CT, ERROR_SECOND, WARN_SECOND], FAILURE, set()),
    ([], [ERROR_OF_ALL], FAILURE, set()),
    ([], [ERROR_OF_ALL, WARN_CT], FAILURE, set()),
    ([], [ERROR_OF_ALL, ANOTHER_OF_ALL], FAILURE, {"REG-05"}),
    ([], [ERROR_OF_ALL, ERROR_CT], FAILURE, {"REG-05"}),
    ([], [ERROR_OF_ALL, ERROR_CT, ERROR_SECOND], FAILURE, {"REG-05"}),
    ([], [ERROR_OF_ALL, WARN_SECOND, ERROR_CT], FAILURE, {"REG-05"}),
    (["ct"], [], SUCCESS, {"REG-06"}),
    (["ct"], [WARN_CT], SUCCESS, {"REG-06"}),
    (["ct"], [WARN_SECOND], SUCCESS, {"REG-06"}),
    (["ct"], [ERROR_SECOND], PARTIAL, set()),
    (["ct"], [ERROR_SECOND, WARN_CT], PARTIAL, set()),
    (["ct"], [ERROR_CT], PARTIAL, {"REG-06"}),
    (["ct"], [ERROR_CT, ERROR_SECOND], PARTIAL, {"REG-06"}),
    (["ct"], [ERROR_OF_ALL], PARTIAL, {"REG-05"}),
    (["ct"], [ERROR_OF_ALL, ERROR_SECOND], PARTIAL, {"REG-05"}),
    (["ct", "second"], [], SUCCESS, set()),
    (["ct", "second"], [WARN_CT, WARN_SECOND], SUCCESS, set()),
    (["ct", "second"], [ERROR_SECOND], PARTIAL, {"REG-06"}),
    (["ct", "second"], [ERROR_SECOND, WARN_CT], PARTIAL, {"REG-06"}),
    (["ct", "second"], [ERROR_OF_ALL], PARTIAL, {"REG-05"}),
]


@pytest.mark.parametrize("status", [SUCCESS, PARTIAL, FAILURE, UNKNOWN_STATUS])
@pytest.mark.parametrize(("roles", "errors", "agreeing", "broken"), COMBINATIONS)
def test_a_combination(
    roles: list[str], errors: list[str], agreeing: str, broken: set[str], status: str, world: World
) -> None:
    expected = set(broken)
    if status == UNKNOWN_STATUS:
        expected.add("REG-02")
    elif status != agreeing:
        expected.add("REG-03")

    assert expected == found(roles, [CT, SECOND], errors, status, world)


@pytest.mark.parametrize(
    ("status", "errors", "expected"),
    [
        (SUCCESS, [], set()),
        (SUCCESS, [ERROR_OF_ALL], {"REG-03"}),
        (FAILURE, [ERROR_OF_ALL], set()),
        (FAILURE, [], {"REG-03"}),
        (PARTIAL, [ERROR_OF_ALL], {"REG-03"}),
    ],
)
def test_nothing_was_asked_for(
    status: str, errors: list[str], expected: set[str], world: World
) -> None:
    assert expected == found([], [], errors, status, world)


@pytest.mark.parametrize(
    ("roles", "errors", "status", "expected"),
    [
        (["ct"], [], SUCCESS, set()),
        (["ct"], [WARN_CT], SUCCESS, set()),
        ([], [ERROR_CT], FAILURE, set()),
        # Of one document there is nothing else that an error could be about.
        ([], [ERROR_OF_ALL], FAILURE, {"REG-05"}),
        (["ct"], [ERROR_OF_ALL], PARTIAL, {"REG-05", "REG-06"}),
        ([], [WARN_CT], FAILURE, {"REG-03", "REG-06"}),
    ],
)
def test_one_document_was_asked_for(
    roles: list[str], errors: list[str], status: str, expected: set[str], world: World
) -> None:
    assert expected == found(roles, [CT], errors, status, world)


def test_a_document_that_is_asked_for_twice_is_one_document(world: World) -> None:
    assert set() == found(["ct", "ct"], [CT, CT], [], SUCCESS, world)
    assert set() == found(["ct"], [CT, CT], [], SUCCESS, world)
    assert set() == found([], [CT, CT], [ERROR_CT], FAILURE, world)


def test_what_is_said_of_a_status_without_error(world: World) -> None:
    """Where a document is missing it cannot be told whether status or error is wrong."""
    for said, expected in (
        (refusal(asked=[CT], status=FAILURE), f"{SUCCESS}, or an error"),
        (retrieved("ct", asked=[CT, SECOND], status=PARTIAL), f"{SUCCESS}, or an error"),
        (retrieved("ct", status=FAILURE), SUCCESS),
    ):
        (finding,) = (entry for entry in sweep(said.case(world)) if entry.requirement == "REG-03")
        assert expected == finding.expected


def found(
    roles: Sequence[str], asked: Sequence[str], errors: Sequence[str], status: str, world: World
) -> set[str]:
    said = retrieved(*roles, asked=asked, errors=errors, status=status)
    return {
        finding.requirement
        for finding in sweep(said.case(world))
        if not finding.met and finding.requirement in JUDGED
    }
