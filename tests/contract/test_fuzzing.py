"""Whatever is sent is answered, and whatever is answered is judged: short runs of `fuzz/run.py`."""

import random
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from wadows_contract.reference_process import environment

FUZZ = Path(__file__).parents[2] / "fuzz"


@pytest.fixture
def fuzz(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The fuzzer, keeping what it finds in a folder of the test's own."""
    monkeypatch.syspath_prepend(str(FUZZ))
    run = import_module("run")
    monkeypatch.setattr(run, "FOUND", tmp_path / "found")
    return run


def feed(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", FUZZ / "run.py", *map(str, arguments)],
        capture_output=True,
        text=True,
        env=environment(),
    )


@pytest.mark.parametrize(("side", "count"), [("requests", 1000), ("answers", 100)])
def test_a_short_run(side: str, count: int, certified: Path) -> None:
    done = feed(side, "--count", count, "--seed", 7, "--evidence", certified)

    assert 0 == done.returncode, done.stderr
    assert f"{count} spoilt {side}" in done.stdout
    assert ": 0 went wrong;" in done.stdout
    assert "" == done.stderr


class Fussy:
    """Cannot stand an opening bracket."""

    def feed(self, given: object) -> str:
        if b"[" in vars(given)["body"]:
            raise ZeroDivisionError("a bracket")
        return str(len(vars(given)["body"]) % 3)


def test_what_goes_wrong_is_kept_and_can_be_tried_again(fuzz: ModuleType, tmp_path: Path) -> None:
    seed = fuzz.Input("POST /", (("Content-Type", "text/xml"),), b"<a>[</a>")
    run = fuzz.Run("requests", [seed], random.Random(1))  # noqa: S311

    fuzz.fuzz(run, Fussy(), 60, 200)

    kept = sorted((tmp_path / "found").iterdir())
    assert 0 < run.found == len(kept)
    again = fuzz.Input.from_json(kept[0].read_text(encoding="utf-8"))
    assert b"[" in again.body
    assert "ZeroDivisionError: a bracket" in fuzz.tried(Fussy(), again)[1]


def test_an_input_that_says_something_new_is_one_to_go_on_from(
    fuzz: ModuleType, tmp_path: Path
) -> None:
    seed = fuzz.Input("POST /", (), b"<a/>")
    run = fuzz.Run("requests", [seed], random.Random(1))  # noqa: S311

    fuzz.fuzz(run, Fussy(), 60, 200)
    fuzz.write_corpus(tmp_path / "corpus.jsonl", run.fresh)

    assert {"0", "1", "2"} == run.said
    assert [seed, *run.fresh] == run.pool
    assert run.fresh == [*fuzz.read_corpus(tmp_path / "corpus.jsonl")]


@pytest.mark.parametrize(
    ("status", "kind", "content", "told"),
    [
        ("500 X", "text/html", b"oops", "HTTP status 500 with text/html"),
        ("500 X", "application/soap+xml", b"<a/>", "no fault in it"),
        ("200 OK", 'multipart/related; boundary="b"', b"--b\r\n\r\nx", "without beginning or end"),
    ],
)
def test_what_no_request_may_get(
    fuzz: ModuleType, status: str, kind: str, content: bytes, told: str
) -> None:
    requesting = import_module("requesting")
    fields = {"Content-Type": kind, "Content-Length": str(len(content))}

    with pytest.raises(requesting.NotAsItShould, match=told):
        requesting._looked_at(status, fields, content, False)
    with pytest.raises(requesting.NotAsItShould, match="bytes came of"):
        requesting._looked_at(status, fields | {"Content-Length": "1"}, content, False)
