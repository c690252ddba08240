"""Examinations in this process, against a reference that is started once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from tests.doctor.certificates import Files, write
from wadows_contract.configuration import Configuration
from wadows_contract.connection import Connection
from wadows_contract.doctor.examination import opened
from wadows_contract.doctor.lines import Result, examine
from wadows_contract.doctor.probes import PROBES
from wadows_contract.reference_process import reference
from wadows_spec.documents import write_documents

#: In seconds; those that are not here are as usual.
NO_HURRY: Final = {"connect_timeout": 5.0, "read_timeout": 5.0}
#: Looks at the endpoint of a URL, reached as is said, and returns a result for a name.
Look = Callable[..., Mapping[str, Result]]


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the test documents, with a catalogue of one of them."""
    folder = tmp_path_factory.mktemp("doctor")
    catalogue = write_documents(folder)
    # One document is all that is asked for, and a small catalogue is soon read.
    signed = {"signed": catalogue.documents["signed"]}
    replace(catalogue, documents=signed).dump(folder / "catalogue.toml")
    return folder


@pytest.fixture(scope="session")
def served(documents: Path) -> Iterator[str]:
    """The endpoint of the reference."""
    with reference(documents, "dcm4chee-arc") as url:
        yield url


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Certificates and keys."""
    return write(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def look(documents: Path) -> Look:
    """Look at an endpoint; `until` names the last line that is wanted, the rest a connection."""

    def looked(
        url: str,
        until: str = "rendered",
        statement: str = "dcm4chee-arc",
        catalogue: Path = documents,
        limits: Mapping[str, float] = NO_HURRY,
        **connection: Any,
    ) -> Mapping[str, Result]:
        configuration = Configuration(
            Path(),
            url=url,
            statement=statement,
            documents=str(catalogue),
            connection=Connection(**connection),
            **limits,
        )
        names = [probe.name for probe in PROBES]
        with opened(configuration) as context:
            lines = examine(PROBES[: names.index(until) + 1], context)
            return {line.name: line.result for line in lines}

    return looked
