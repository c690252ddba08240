"""The table of malformed requests, what makes them, and the features agree; none hurts anybody."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from werkzeug.test import Client

from wadows_contract.consumer.malformed import malformed_names, malformed_request
from wadows_contract.features import Scenario, scenarios
from wadows_reference import create_app
from wadows_spec.catalogue import Catalogue
from wadows_spec.constants import ENDPOINT_PATH
from wadows_spec.documents import write_documents
from wadows_spec.malformed import KINDS, MalformedRequest, malformed_requests
from wadows_spec.register import register

GIVEN = "a request with "
#: By kind, how the steps that judge it end.
ENDS = {
    "fault": " fault is returned",
    "served": "it is returned",
    "either": "it is served or refused",
}


def asking() -> list[tuple[str, Scenario]]:
    """Every scenario that sends a malformed request, with the name of the request."""
    return [
        (step.removeprefix(GIVEN), scenario)
        for scenario in scenarios()
        for step in scenario.steps
        if step.startswith(GIVEN)
    ]


def misfits(row: MalformedRequest, found: list[tuple[str, Scenario]]) -> Iterator[str]:
    """Yield how the scenarios of a request differ from what its row says of it."""
    named = [scenario for name, scenario in found if name == row.request]
    judging = [entry for entry in named if not any("this rule" in step for step in entry.steps)]
    if not judging:
        yield f"{row.request}: no scenario judges it"
    for scenario in judging:
        if scenario.requirement != row.requirement:
            yield f"{row.request}: {scenario.id} is not under {row.requirement}"
        if not any(step.endswith(ENDS[row.kind]) for step in scenario.steps):
            yield f"{row.request}: {scenario.id} does not expect {row.kind}"


def test_every_request_of_the_table_can_be_made_and_no_other() -> None:
    assert malformed_requests().keys() == malformed_names()


def test_every_request_is_judged_as_its_row_says() -> None:
    found = asking()

    assert [] == [text for row in malformed_requests().values() for text in misfits(row, found)]
    assert set() == {name for name, _ in found} - malformed_requests().keys()


def test_a_misfit_is_found() -> None:
    row = malformed_requests()["no Action"]
    found = asking()

    assert [] == list(misfits(row, found))
    other = MalformedRequest("no Action", "fault", "SOAP-02", "", "R")
    (under, kind) = misfits(other, found)
    assert under.startswith("no Action: T0312[no Action] is not under SOAP-02")
    assert kind.startswith("no Action: T0312[no Action] does not expect fault")
    assert ["no Action: no scenario judges it"] == list(misfits(row, []))


def test_rows_are_sound() -> None:
    for row in malformed_requests().values():
        assert row.kind in KINDS
        assert row.requirement in register()
        assert row.clause
        # What was not read may be a reason to leave a request open, and no other.
        assert row.certainty == "R" or row.kind == "either"


def test_every_row_of_the_features_says_why() -> None:
    assert [] == [
        scenario.id for _, scenario in asking() if scenario.cells and not scenario.cells["why"]
    ]


def test_what_could_hurt_is_tagged() -> None:
    """Worked by hand: what makes a parser expand, fetch, dig deep or remember, or a server call."""
    hostile = {
        "a UID that is an entity from elsewhere",
        "a UID of entities that multiply",
        "a ReplyTo that is somewhere else",
        "a UID of a million digits",
        "elements nested ten thousand deep",
    }

    assert hostile == {name for name, scenario in asking() if scenario.hostile}
    assert set() == hostile & {name for name, scenario in asking() if not scenario.hostile}


@dataclass(frozen=True)
class Target:
    catalogue: Catalogue
    url: str = f"http://localhost{ENDPOINT_PATH}"


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Target:
    return Target(write_documents(tmp_path_factory.mktemp("documents")))


@pytest.fixture(scope="module")
def client(target: Target) -> Client:
    assert target.catalogue.folder is not None
    return Client(create_app(Path(target.catalogue.folder)))


@pytest.mark.parametrize("name", list(malformed_requests()))
def test_the_reference_takes_it_without_a_word(
    name: str, client: Client, target: Target, caplog: pytest.LogCaptureFixture
) -> None:
    request = malformed_request(name, target)

    with (
        caplog.at_level(logging.DEBUG),
        client.open(
            ENDPOINT_PATH, method=request.method, data=request.body, headers=list(request.headers)
        ) as answer,
    ):
        size = len(answer.get_data())

    assert [] == caplog.records
    kind = malformed_requests()[name].kind
    assert (answer.status_code == 200) == (kind == "served") or kind == "either"
    # A refusal does not send back what was sent.
    assert answer.status_code == 200 or size < 4096
