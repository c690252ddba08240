"""The reference, started with options of its own."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from wadows_contract.reference_process import command, environment


@contextmanager
def serving(*options: object) -> Iterator[str]:
    """Serve the test documents on a free port, and give the URL."""
    arguments = command("serve", "--port", "0", *map(str, options))
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().removeprefix("serving ").strip()
        finally:
            process.terminate()
            _, said = process.communicate(timeout=30)
    assert "Traceback" not in said
