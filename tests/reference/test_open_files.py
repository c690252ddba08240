"""Connections need open files, of which the system may not allow enough."""

import resource
import subprocess
import sys

import pytest

SERVE = [sys.executable, "-m", "wadows_reference", "serve", "--port", "0"]
FIFTY = ["--limit", "connections=50"]


def with_files(limit: str, *arguments: str) -> list[str]:
    return ["bash", "-c", f'ulimit {limit} && exec "$@"', "bash", *SERVE, *arguments]


@pytest.mark.parametrize(("files", "offered"), [("349", "49"), ("200", "25"), ("55", "1")])
def test_too_few_are_refused_with_how_many_would_do(files: str, offered: str) -> None:
    run = subprocess.run(
        with_files(f"-n {files}", *FIFTY), capture_output=True, text=True, check=False, timeout=30
    )

    assert 2 == run.returncode
    assert (
        f"50 connections at once may need 350 open files, of which the system allows {files}"
        in (run.stderr)
    )
    assert f"--limit connections={offered}." in run.stderr


@pytest.mark.parametrize(("before", "after"), [(349, 350), (350, 350), (400, 400)])
def test_what_the_system_allows_is_taken(before: int, after: int) -> None:
    with subprocess.Popen(
        with_files(f"-Sn {before}", *FIFTY), stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("serving ")
            assert after == resource.prlimit(process.pid, resource.RLIMIT_NOFILE)[0]
        finally:
            process.terminate()
