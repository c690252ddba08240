"""The expected-failures file, on every way to run the contract, and when judged again."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command.commands import Said, results_in, run, run_pytest, serving
from tests.command.endpoints import endpoint, forwarding
from wadows_contract.evidence import EVENTS_FILE, read_events
from wadows_contract.features import scenarios

#: The mutant of the tests, and what it breaks: its requirement, in each scenario that asks.
MUTANT, BROKEN = "relates-to-another-message", "WSA-02"
WAYS = ["certify", "certify with two jobs", "pytest", "pytest with xdist"]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving("--mutant", MUTANT) as served:
        yield served


@pytest.fixture(scope="module")
def sound() -> Iterator[str]:
    with serving() as served:
        yield served


def known(tmp_path: Path, *ids: str, until: str = "") -> Path:
    """Write a file of expected failures with an entry for each id."""
    path = tmp_path / "known.toml"
    end = f"until = {until}\n" if until else ""
    path.write_text(
        "".join(f'[[expected]]\nid = "{id_}"\nreason = "Ticket 4711"\n{end}' for id_ in ids),
        encoding="utf-8",
    )
    return path


def judge(way: str, url: str, out: Path, *arguments: object) -> Said:
    if way.startswith("certify"):
        jobs = ("--jobs", 2) if "jobs" in way else ()
        return run("certify", url, "--out", out, *jobs, *arguments)
    processes = ("-n", 2) if "xdist" in way else ()
    return run_pytest("--endpoint", url, "--out", out, *processes, *arguments)


@pytest.mark.parametrize("way", WAYS)
def test_it_turns_the_gate_green_and_not_the_verdict(way: str, url: str, tmp_path: Path) -> None:
    listed = ("--expected-failures", known(tmp_path, BROKEN))

    said = judge(way, url, tmp_path / "out", "--select=@WSA-02", *listed)

    assert (0, []) == (said.code, said.errors), said.output
    results = results_in(tmp_path / "out")
    (entry,) = (each for each in results["requirements"] if each["id"] == BROKEN)
    assert ("failed", "Ticket 4711") == (entry["state"], entry["expected_failure"])
    assert ["failed"] == [each["outcome"] for each in results["expected_failures"]]


def test_without_it_the_gate_is_red(url: str, tmp_path: Path) -> None:
    assert 1 == judge("certify", url, tmp_path / "out", "--select=@WSA-02").code


def test_the_verdict_of_a_whole_run_stays(url: str, tmp_path: Path) -> None:
    def wrong(_: bytes, answer: bytes) -> bytes:
        return re.sub(rb"(RelatesTo[^>]*>urn:uuid:)[0-9a-f]{8}", rb"\g<1>00000000", answer)

    with serving() as served, endpoint(forwarding(served, wrong)) as changed:
        said = judge("pytest", changed, tmp_path / "out", "--expected-failures",
                     known(tmp_path, BROKEN))  # fmt: skip

    results = results_in(tmp_path / "out")
    assert ("does not conform", 0, 0) == (results["verdict"], results["gate"], said.code), (
        said.output
    )
    assert "xfailed" in said.output


@pytest.mark.parametrize(
    ("way", "id_"),
    [("certify", BROKEN), ("pytest", BROKEN), ("certify", "T0203"), ("pytest with xdist", "T0203")],
)
def test_what_passes_fails_the_gate(way: str, id_: str, sound: str, tmp_path: Path) -> None:
    listed = ("--expected-failures", known(tmp_path, id_))

    said = judge(way, sound, tmp_path / "out", "--select=@WSA-02", *listed)

    assert 1 == said.code, said.output
    assert "it passed: remove the entry" in said.output
    assert [(id_, "passed")] == [
        (each["id"], each["outcome"]) for each in results_in(tmp_path / "out")["expected_failures"]
    ]


@pytest.mark.parametrize(
    ("way", "until", "code"),
    [("certify", "2001-01-01", 1), ("pytest", "2001-01-01", 1), ("certify", "2999-12-31", 0)],
)
def test_an_entry_ends(way: str, until: str, code: int, url: str, tmp_path: Path) -> None:
    listed = ("--expected-failures", known(tmp_path, BROKEN, until=until))

    said = judge(way, url, tmp_path / "out", "--select=@WSA-02", *listed)

    assert code == said.code, said.output


def test_scenarios_can_be_listed_one_by_one(url: str, tmp_path: Path) -> None:
    own = [each.id for each in scenarios() if each.requirement == BROKEN]

    whole = known(tmp_path, *own)
    assert 0 == judge("certify", url, tmp_path / "all", "--select=@WSA-02",
                      "--expected-failures", whole).code  # fmt: skip

    part = known(tmp_path, *own[1:])
    assert 1 == judge("certify", url, tmp_path / "part", "--select=@WSA-02",
                      "--expected-failures", part).code  # fmt: skip


def test_judged_again_it_gives_the_same_gate(url: str, tmp_path: Path) -> None:
    """By the file as it was then, and by the day of the run: it may be gone by now."""
    path = known(tmp_path, BROKEN, until="2999-12-31")
    first = judge("certify", url, tmp_path / "out", "--select=@WSA-02",
                  "--expected-failures", path)  # fmt: skip
    path.unlink()

    again = run("rejudge", tmp_path / "out", "--out", tmp_path / "again")

    assert (0, 0) == (first.code, again.code), again
    assert "Every requirement has the state that it had." == again.output.splitlines()[-1]
    before, after = (read_events(tmp_path / name)[0]["expected_failures"]
                     for name in ("out", "again"))  # fmt: skip
    assert (before["text"], before["on"]) == (after["text"], after["on"])


def test_judged_again_after_its_last_day_it_still_counts(url: str, tmp_path: Path) -> None:
    """The recorded run is moved to a day long past, on which its entry counted."""
    listed = ("--expected-failures", known(tmp_path, BROKEN, until="2999-12-31"))
    judge("certify", url, tmp_path / "out", "--select=@WSA-02", *listed)
    path = tmp_path / "out" / EVENTS_FILE
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    header = json.loads(first)
    pinned = header["expected_failures"]
    pinned |= {"on": "2001-01-01", "text": pinned["text"].replace("2999-12-31", "2001-01-01")}
    path.write_text(f"{json.dumps(header)}\n{rest}", encoding="utf-8")

    assert 0 == run("rejudge", tmp_path / "out").code


WRONG = [
    ("certify", "nowhere.toml", "", "nowhere.toml cannot be read"),
    ("certify", "known.toml", '[[expected]]\nid = "REG-99"\nreason = "x"', "'REG-99'"),
    ("certify", "known.toml", '[[expected]]\nid = "REG-05"', "key 'reason' is missing"),
    ("pytest", "known.toml", "[[expected", "is not TOML"),
    ("pytest with xdist", "nowhere.toml", "", "nowhere.toml cannot be read"),
]


@pytest.mark.parametrize(("way", "name", "text", "word"), WRONG)
def test_a_wrong_file_is_refused_before_anything_is_sent(
    way: str, name: str, text: str, word: str, tmp_path: Path
) -> None:
    asked = []

    def note(request: object) -> bytes:
        asked.append(request)
        return b""

    (tmp_path / "known.toml").write_text(text, encoding="utf-8")
    with endpoint(note) as silent:
        said = judge(way, silent, tmp_path / "out", "--expected-failures", tmp_path / name)

    assert 2 == said.code
    assert word in said.output + "\n".join(said.errors)
    assert [] == asked
    assert not (tmp_path / "out").exists()


def test_an_endpoint_that_cannot_be_reached_is_not_excused(tmp_path: Path) -> None:
    listed = ("--expected-failures", known(tmp_path, BROKEN))

    said = run("certify", "http://nobody.invalid/x", "--out", tmp_path / "out", *listed)

    assert 3 == said.code
    assert 3 == results_in(tmp_path / "out")["gate"]
