"""An examination from its first line to its exit code."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from wadows_contract.configuration import (
    Configuration,
    catalogue_for,
    check_connection,
    check_url,
    statement_for,
)
from wadows_contract.consumer.pace import Pace
from wadows_contract.consumer.transport import LiveTransport
from wadows_contract.conversation import Endpoint
from wadows_contract.doctor.context import Context
from wadows_contract.doctor.lines import Line, examine, gate_of
from wadows_contract.doctor.probes import PROBES
from wadows_contract.doctor.show import Shown
from wadows_contract.evidence import Recorder
from wadows_contract.results import Gate
from wadows_spec.errors import ConfigurationError


def examination(configuration: Configuration, out: Path | None, console: Console) -> Gate:
    """Look at everything, print a line for each as soon as it is known, and return the gate.

    What was exchanged is thrown away; `out` is a file for the lines as JSON, if they are wanted.
    Raises `ConfigurationError` for what the user gave.
    """
    check_url(configuration.url)
    _check_new(out)
    shown = Shown(console, [probe.name for probe in PROBES])
    with opened(configuration) as context:
        shown.heading(configuration.url)
        lines = []
        for line in examine(PROBES, context):
            shown.line(line)
            lines.append(line)
    gate = gate_of(lines)
    shown.end(lines, gate)
    if out:
        _write(out, configuration, lines, gate)
    return gate


@contextmanager
def opened(configuration: Configuration) -> Iterator[Context]:
    """Make what the probes need; what they exchange is gone when this ends."""
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(TemporaryDirectory(prefix="wadows-")))
        recorder = Recorder(scratch)
        stack.callback(recorder.close)
        catalogue = catalogue_for(configuration, scratch)
        connection, given = configuration.connection, check_connection(configuration)
        transport = LiveTransport(
            recorder.bodies, configuration.limits, given, Pace(connection.rate)
        )
        statement = statement_for(configuration)
        yield Context(
            Endpoint(configuration.url, False, False, statement, catalogue, transport, recorder),
            connection,
            given,
            configuration.connect_timeout,
        )


def _check_new(out: Path | None) -> None:
    if out is not None and out.exists():
        raise ConfigurationError(f"{out} is there already", "Give a new file with --out.")
    if out is not None and not out.parent.is_dir():
        raise ConfigurationError(f"there is no folder {out.parent}", "Give another with --out.")


def _write(out: Path, configuration: Configuration, lines: Sequence[Line], gate: Gate) -> None:
    try:
        out.write_text(as_json(configuration.url, lines, gate), encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(
            f"{out} cannot be written: {error.strerror}", "Give another file with --out."
        ) from error


def as_json(url: str, lines: Iterable[Line], gate: Gate) -> str:
    """Return an examination as JSON: what was looked at, found, and is to be done, by line."""
    listed = [
        {"name": line.name, "state": line.result.state.value, "looked_at": line.result.looked_at,
         "found": line.result.found, "advice": line.result.advice}
        for line in lines
    ]  # fmt: skip
    table = {"endpoint": url, "gate": int(gate), "lines": listed}
    return json.dumps(table, ensure_ascii=False, indent=2) + "\n"
