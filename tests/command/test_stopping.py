"""A run that is stopped in the middle keeps what it has."""

import itertools
import os
import signal
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command.commands import finish, results_in, run, start
from tests.command.endpoints import NO_ANSWERS, Request, endpoint
from wadows_contract.checksums import differences
from wadows_contract.evidence import read_events


class Stopper:
    """An endpoint that has the command stopped as soon as a few requests were answered."""

    def __init__(self, stop: Callable[["subprocess.Popen[str]"], None]) -> None:
        self.stop = stop
        self.process: subprocess.Popen[str]
        self.started = threading.Event()
        self.numbers = itertools.count(1)  # unlike +=, safe among threads

    def __call__(self, request: Request) -> bytes:
        number = next(self.numbers)
        if number <= 4:
            return NO_ANSWERS["HTML"]
        self.started.wait()
        if number == 5:
            self.stop(self.process)
        return b""  # after the signal, so that it comes while the scenario is under way


def press_control_c(process: "subprocess.Popen[str]") -> None:
    """Signal every process of the command, as a terminal does."""
    os.killpg(process.pid, signal.SIGINT)


def terminate(process: "subprocess.Popen[str]") -> None:
    """Signal the command alone, as `kill` does."""
    process.terminate()


@pytest.mark.parametrize(("stop", "jobs"), [(press_control_c, 1), (terminate, 1),
                                            (press_control_c, 2)])  # fmt: skip
def test_a_run_that_is_stopped(
    stop: Callable[["subprocess.Popen[str]"], None], jobs: int, tmp_path: Path
) -> None:
    stopper = Stopper(stop)
    with endpoint(stopper) as url:
        stopper.process = start("certify", url, "--out", tmp_path / "out", "--jobs", jobs)
        stopper.started.set()
        said = finish(stopper.process)

    assert 4 == said.code, said
    results = results_in(tmp_path / "out")
    assert (4, "incomplete", False) == (
        results["gate"], results["verdict"], results["complete"],
    )  # fmt: skip
    events = read_events(tmp_path / "out")
    answered = [event for event in events if event["event"] == "exchange" and event["response"]]
    # Each process but one may have been stopped before it wrote down what it had heard.
    assert 5 - jobs <= len(answered) <= 4, said

    assert not differences(tmp_path / "out"), "of its manifest"

    again = run("rejudge", tmp_path / "out")

    assert 4 == again.code
    assert "Every requirement has the state that it had." == again.output.splitlines()[-1]
