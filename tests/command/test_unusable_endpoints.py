"""Endpoints that cannot be reached, or do not answer as one: a verdict, and the evidence kept."""

from pathlib import Path

import pytest

from tests.command.commands import results_in, run, states_in
from tests.command.endpoints import NO_ANSWERS, Request, answering, endpoint, refusing
from wadows_contract.features import scenarios


@pytest.mark.parametrize(
    ("url", "why"),
    [
        # RFC 6761: names under .invalid are never resolved.
        ("http://nobody.invalid:8080/x", "http://nobody.invalid:8080/x cannot be reached"),
        # A label of a host name may not be empty (RFC 1035 section 2.3.1).
        ("http://no..body/x", "no name that could be looked up"),
    ],
)
def test_unknown_host(url: str, why: str, tmp_path: Path) -> None:
    said = run("certify", url, "--out", tmp_path / "out", "--connect-timeout", 5)

    assert 3 == said.code
    assert 2 == len(said.errors)
    assert why in said.errors[0]
    results = results_in(tmp_path / "out")
    assert (3, "incomplete") == (results["gate"], results["verdict"])


def test_refused_connection(tmp_path: Path) -> None:
    with refusing() as url:
        said = run("certify", url, "--out", tmp_path / "out")

    assert 3 == said.code
    assert f"The endpoint {url} cannot be reached: Connection refused" == said.errors[0]
    assert 3 == results_in(tmp_path / "out")["gate"]


def test_html_for_everything(tmp_path: Path) -> None:
    with answering(NO_ANSWERS["HTML"]) as url:
        said = run("certify", url, "--out", tmp_path / "out")

    assert (1, []) == (said.code, said.errors)
    results = results_in(tmp_path / "out")
    assert "does not conform" == results["verdict"]
    assert "error" not in states_in(tmp_path / "out").values()


@pytest.mark.parametrize("kind", ["nothing", "an empty body", "half a body", "no HTTP"])
def test_no_answer_is_held_against_the_endpoint(kind: str, tmp_path: Path) -> None:
    with answering(NO_ANSWERS[kind]) as url:
        said = run(
            "certify", url, "--out", tmp_path / "out", "--select", "T0604[signed] or T0101"
        )  # fmt: skip

    assert (1, []) == (said.code, said.errors)
    states = states_in(tmp_path / "out")
    assert "not testable" == states["RET-02"]
    assert "error" not in states.values()


def test_an_endpoint_that_never_answers_is_soon_given_up(tmp_path: Path) -> None:
    asked = []

    def stay_silent(request: Request) -> bytes:
        asked.append(request)
        return b""

    with endpoint(stay_silent) as url:
        said = run("certify", url, "--out", tmp_path / "out", "--select", "@RET-02")

    assert 1 == said.code
    assert 3 == len(asked)
    assert "No request was answered: an endpoint that speaks TLS alone has" in said.output


def test_an_endpoint_that_hangs_up_on_some_requests_is_not_given_up(tmp_path: Path) -> None:
    asked = []

    def answer_once(request: Request) -> bytes:
        asked.append(request)
        return NO_ANSWERS["HTML"] if len(asked) == 1 else b""

    with endpoint(answer_once) as url:
        said = run("certify", url, "--out", tmp_path / "out", "--select", "@RET-02")

    assert 1 == said.code
    # One request for each scenario, and two where the same is asked for again.
    asking = [each for each in scenarios() if each.requirement == "RET-02"]
    twice = [each for each in asking if any("twice" in step for step in each.steps)]
    assert len(asking) + len(twice) == len(asked)
