"""Runs of endpoints that go wrong on the wire: a verdict in time, and evidence to be read."""

import itertools
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.command.commands import results_in, run, states_in
from tests.command.hostile import LARGE, MISBEHAVIOURS, misbehaving
from wadows_contract.checksums import differences
from wadows_contract.evidence import read_events
from wadows_contract.reference_process import environment

#: Megabytes that a process may take, whatever it is sent.
LIMIT: Final = 150
#: The command, which says at its end how much memory it had at its peak.
_MEASURED: Final = """
import sys
from wadows_contract.cli import main
try:
    main(sys.argv[1:])
finally:
    print(open("/proc/self/status").read(), file=sys.stderr)
"""
#: Those that are no answer come later: an endpoint that only ever has such is given up.
_IN_TURN: Final = sorted(
    (row for row in MISBEHAVIOURS.values() if row.reads and row.said != LARGE),
    key=lambda row: row.status is None,
)


def test_a_run_in_which_everything_goes_wrong(tmp_path: Path) -> None:
    """It ends with a verdict and words, in little memory, and its evidence can be judged again."""
    out = tmp_path / "out"
    turns = itertools.chain(_IN_TURN, itertools.repeat(MISBEHAVIOURS["sends 100 GB"]))

    with misbehaving(lambda head: next(turns) if head else None) as url:
        said = subprocess.run(
            [sys.executable, "-c", _MEASURED, "certify", url, "--out", out, "--select", "@RET-02",
             "--read-timeout", "0.2", "--answer-timeout", "0.6", "--max-answer", "40"],
            capture_output=True, text=True, env=environment(), timeout=120, check=False,
        )  # fmt: skip

    assert 1 == said.returncode, said.stderr
    assert "Traceback" not in said.stdout + said.stderr
    (unsent,) = re.findall(r"(\d+) requests were not sent: 5 answers were larger", said.stdout)
    assert (1, "incomplete") == (results_in(out)["gate"], results_in(out)["verdict"])
    assert "error" not in states_in(out).values()
    peak = re.search(r"VmHWM:\s+(\d+) kB", said.stderr)
    assert peak is not None
    assert int(peak[1]) < LIMIT * 1024
    asked = [event for event in read_events(out) if event["event"] == "exchange"]
    assert len(_IN_TURN) + 5 + int(unsent) == len(asked)
    assert not differences(out), "of its manifest"

    again = run("rejudge", out)

    assert 1 == again.code
    assert "Every requirement has the state that it had." == again.output.splitlines()[-1]
