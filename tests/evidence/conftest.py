"""One run that all tests of this folder share, of an endpoint that tells too much."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.command.commands import run, serving
from tests.command.endpoints import endpoint
from tests.evidence import canaries
from wadows_spec.catalogue import Catalogue
from wadows_spec.constants import ENDPOINT_PATH

#: Documents in each transfer syntax, one that is not there, renderings, and malformed requests.
SELECT = (
    *(f"T0604[{role}]" for role in canaries.ROLES),
    "@T0619 or @T0606 or @T0107 or @T0315", "T0706[signed]",
)  # fmt: skip


@dataclass(frozen=True)
class Runs:
    """The folders of two runs, of the reference and of a mutant, and what they were about."""

    folder: Path
    mutant: Path
    catalogue: Catalogue
    hosts: tuple[str, str]


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """Certify the reference and a mutant, each behind an endpoint that tells too much."""
    scratch = tmp_path_factory.mktemp("runs")
    documents = scratch / "documents"
    documents.mkdir()
    catalogue = canaries.write_documents(documents)
    statement = scratch / f"{canaries.STATEMENT}.toml"
    statement.write_text(
        f'inherits = "dcm4chee-arc"\nname = "{canaries.STATEMENT}"\ntitle = "Spital Titel"\n',
        encoding="utf-8",
    )
    expected = scratch / "expected.toml"
    expected.write_text(
        f'[[expected]]\nid = "REG-13"\nreason = "{canaries.REASON}"\n', encoding="utf-8"
    )
    select = [option for entry in SELECT for option in ("--select", entry)]
    hosts = []
    for name, mutant in (("reference", ()), ("mutant", ("--mutant", MUTANT))):
        with serving(documents, *mutant) as url, endpoint(canaries.telling(url)) as told:
            told = told.replace(ENDPOINT_PATH, canaries.PATH)
            said = run(
                "certify", told, "--statement", statement, *select, "--out",
                scratch / name, "--documents", documents / "catalogue.toml",
                "--expected-failures", expected,
            )  # fmt: skip
            assert (0 if name == "reference" else 1) == said.code, said
            hosts.append(told.split("/")[2])
    return Runs(scratch / "reference", scratch / "mutant", catalogue, (hosts[0], hosts[1]))


#: Breaks DOC-02, which a redacted copy shows, and RET-02, which it cannot.
MUTANT = "document-with-another-uid"
