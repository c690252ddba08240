"""What could hurt a production system is sent if that is asked for, and to our own reference."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.command.endpoints import Request, endpoint
from wadows_contract.features import scenarios
from wadows_contract.reference_process import environment, reference
from wadows_spec.documents import write_documents

HOSTILE = {entry.id for entry in scenarios() if entry.hostile}


def certify(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "wadows_contract.cli", "certify", *arguments],
        capture_output=True,
        text=True,
        env=environment(),
    )


def results_of(folder: Path) -> dict[str, Any]:
    results: dict[str, Any] = json.loads((folder / "results.json").read_text("utf-8"))
    return results


def states(folder: Path) -> dict[str, str]:
    return {entry["id"]: entry["state"] for entry in results_of(folder)["scenarios"]}


def sent(folder: Path) -> set[str]:
    lines = (folder / "evidence.jsonl").read_text(encoding="utf-8").splitlines()
    events = map(json.loads, lines)
    return {event["scenario"] for event in events if event["event"] == "exchange"}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    documents = tmp_path_factory.mktemp("documents")
    write_documents(documents)
    with reference(documents, "dcm4chee-arc") as address:
        yield address


def test_an_endpoint_is_spared(url: str, tmp_path: Path) -> None:
    out = tmp_path / "out"

    done = certify(url, "--select", "SOAP-02 or hostile", "--out", str(out))

    assert 0 == done.returncode, done.stdout + done.stderr
    found = states(out)
    assert set() == HOSTILE & sent(out)
    assert {"not shown"} == {found[id_] for id_ in HOSTILE}
    assert {"passed"} == {state for id_, state in found.items() if id_ not in HOSTILE}
    # What other scenarios have shown stays shown.
    requirements = {entry["id"]: entry["state"] for entry in results_of(out)["requirements"]}
    assert "passed" == requirements["SOAP-02"]
    (reason,) = {
        entry["reason"] for entry in results_of(out)["scenarios"] if entry["id"] in HOSTILE
    }
    assert "--hostile" in reason


def test_what_is_not_declared_does_not_apply_hostile_or_not(url: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    rendered = {entry.id for entry in scenarios() if entry.hostile and entry.id.startswith("T08")}
    arguments = ("--statement", "ihe", "--select", "hostile", "--out", str(out))

    assert 0 == certify(url, *arguments).returncode

    found = states(out)
    assert rendered
    assert dict.fromkeys(rendered, "not applicable") == {id_: found[id_] for id_ in rendered}
    assert {"not shown"} == {found[id_] for id_ in HOSTILE - rendered}


def test_an_endpoint_that_may_be_hurt(url: str, tmp_path: Path) -> None:
    out = tmp_path / "out"

    done = certify(url, "--hostile", "--select", "hostile", "--out", str(out))

    assert 0 == done.returncode, done.stdout + done.stderr
    assert dict.fromkeys(HOSTILE, "passed") == states(out)
    assert sent(out) == HOSTILE


def test_our_own_reference_takes_all(tmp_path: Path) -> None:
    out = tmp_path / "out"

    assert 0 == certify("--select", "hostile", "--out", str(out)).returncode
    assert dict.fromkeys(HOSTILE, "passed") == states(out)


def test_evidence_without_it_is_judged_again(url: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    certify(url, "--select", "hostile", "--out", str(out))

    done = subprocess.run(
        [sys.executable, "-m", "wadows_contract.cli", "rejudge", str(out)],
        capture_output=True,
        text=True,
        env=environment(),
    )

    assert "Every requirement has the state that it had." in done.stdout


def test_the_plan_counts_what_is_sent() -> None:
    url, select = "http://127.0.0.1:1/", "--select=hostile"
    spared, hurt, own = (
        certify(*arguments, "--plan").stdout
        for arguments in ((url, select), (url, "--hostile", select), (select,))
    )

    many = len(HOSTILE)
    assert spared.startswith("0 scenarios, 0 requests, ")
    assert f"{many} scenarios are sent with --hostile alone" in spared
    assert hurt.startswith(f"{many} scenarios, {many} requests, ")
    assert "alone" not in hurt
    assert hurt.partition(", about")[0] == own.partition(", about")[0]


def test_what_is_sent_twice_counts_twice() -> None:
    (id_,) = (entry.id for entry in scenarios() if "the consumer sends it twice" in entry.steps)

    assert certify("--plan", "--select", id_).stdout.startswith("1 scenarios, 2 requests, ")


def test_the_list_shows_the_tag() -> None:
    lines = certify("--list", "--select", "SOAP-02").stdout.splitlines()

    tagged = {line for line in lines if " hostile " in line}
    assert {"T0307"} == {line.partition("[")[0] for line in tagged}
    assert len(tagged) < len(lines)


@pytest.mark.parametrize(("status", "state"), [(400, "not shown"), (405, "failed")])
def test_a_verb_may_be_refused_in_other_ways(status: int, state: str, tmp_path: Path) -> None:
    """Allow belongs to 405 alone: where another status comes, nothing is amiss."""

    def answer(_: Request) -> bytes:
        return f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n".encode()

    out = tmp_path / "out"
    with endpoint(answer) as url:
        done = certify(url, "--select", "HTTP-05", "--out", str(out))

    assert {"T0320": state} == states(out)
    assert int(state == "failed") == done.returncode


def test_an_endpoint_that_hangs_up_has_not_answered(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with endpoint(lambda _: b"") as url:
        certify(url, "--select", "T0312[no Action]", "--out", str(out))

    assert {"T0312[no Action]": "failed"} == states(out)
