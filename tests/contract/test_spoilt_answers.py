"""Whatever an endpoint sends is judged: recorded answers, spoilt at random.

A short run of `benchmarks/spoilt_answers.py`, which does it 200 000 times.
"""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from wadows_contract.exchange import BodyStore, Exchange, Headers, Request, Response
from wadows_contract.judge.finding import Case
from wadows_contract.reference_process import environment
from wadows_spec.documents import write_documents
from wadows_spec.statement import load_statement

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "spoilt_answers.py"


def spoil(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", str(BENCHMARK), *arguments],
        capture_output=True,
        text=True,
        env=environment(),
    )


def test_a_short_run(certified: Path) -> None:
    done = spoil("--count", "2000", "--evidence", str(certified))

    assert 0 == done.returncode, done.stderr
    assert "2000 spoilt answers" in done.stdout
    assert ": 0 raised;" in done.stdout
    assert "" == done.stderr


def test_what_is_raised_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARK.parent))
    benchmark = import_module("spoilt_answers")
    body = BodyStore(tmp_path).save((b"an answer",), "answer")
    recorded = Exchange(
        "T1-1",
        "T1",
        Request("http://127.0.0.1:1/", Headers(), body),
        Response(200, "", Headers(), body),
    )
    judged_by = (load_statement("dcm4chee-arc"), write_documents(tmp_path / "documents"))

    def fails(case: Case) -> None:
        raise ZeroDivisionError(case.exchange.id)

    assert "" == benchmark.try_one(7, [recorded], tmp_path / "spoilt", judged_by)
    monkeypatch.setattr(benchmark, "judge", fails)
    assert "ZeroDivisionError: T1-1" in benchmark.try_one(7, [recorded], tmp_path / "x", judged_by)
