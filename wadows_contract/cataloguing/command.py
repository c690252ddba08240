"""From somebody's documents to a catalogue, and what a person is told on the way."""

import contextlib
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import Progress, TextColumn

from wadows_contract.cataloguing import folder, manifest, qido
from wadows_contract.cataloguing.assign import Assignment, assign
from wadows_contract.cataloguing.facts import Facts
from wadows_contract.cataloguing.roles import roles
from wadows_contract.cataloguing.trial import Trials
from wadows_contract.cataloguing.writing import nearest, write
from wadows_contract.connection import Connection
from wadows_contract.consumer.credentials import credentials
from wadows_contract.dicomweb import service
from wadows_contract.exchange import BodyStore
from wadows_contract.loading.part10 import Unusable
from wadows_contract.saying import say
from wadows_spec.documents.identity import HOME_COMMUNITY_ID, REPOSITORY_UNIQUE_ID
from wadows_spec.errors import ConfigurationError

#: So many files are named for each reason that files are passed over for.
_NAMED: Final = 6


@dataclass(frozen=True)
class Wanted:
    """Where the documents are, one of the three, and what the catalogue is to be."""

    out: Path
    folder: Path | None = None
    manifest: Path | None = None
    qido: str = ""
    study: str = ""
    repository_unique_id: str = ""
    home_community_id: str = ""
    connection: Connection = Connection()  # noqa: RUF009  frozen


@dataclass(frozen=True)
class _Found:
    documents: Sequence[Facts]
    unusable: Sequence[Unusable] = ()
    remarks: list[str] = field(default_factory=list)


def catalogue(wanted: Wanted) -> None:
    """Find documents, put them in roles, write the catalogue, and say what came of it.

    Raises `ConfigurationError` if there is nothing to put in a catalogue, `UnreachableError` if
    a server does not answer.
    """
    if wanted.out.exists():
        raise ConfigurationError(
            f"{wanted.out} is there already", "Give another file with --out, or remove this one."
        )
    with _status() as tick:
        found = _found(wanted, tick)
        with tempfile.TemporaryDirectory(prefix="wadows-") as scratch:
            tick("trying documents in roles")
            assignment = assign(found.documents, Trials(BodyStore(Path(scratch))).reason)
    _say_unusable(found.unusable)
    for remark in found.remarks:
        say(remark, err=True)
    if not assignment.filled:
        raise ConfigurationError(_nothing(found, assignment), "Load ours: see documents --help.")
    said = next((each.repository for each in found.documents if each.repository), "")
    repository = wanted.repository_unique_id or said
    write(
        assignment,
        wanted.out,
        repository or REPOSITORY_UNIQUE_ID,
        wanted.home_community_id or HOME_COMMUNITY_ID,
    )
    _say(wanted, found, assignment, repository)


def _found(wanted: Wanted, tick: Callable[[str], None]) -> _Found:
    given = [each for each in (wanted.folder, wanted.manifest, wanted.qido) if each]
    if len(given) != 1:
        raise ConfigurationError(
            "nothing to catalogue is named" if not given else "more than one thing is named",
            "Give one: a folder, --kos FILE, or --qido URL.",
        )
    if wanted.study and not wanted.qido:
        raise ConfigurationError("--study goes with --qido", "Leave it out.")
    if wanted.folder:
        tick(f"reading {wanted.folder}")
        return _Found(*folder.scan(wanted.folder))
    if wanted.manifest:
        documents, remarks = manifest.documents_of(wanted.manifest)
        return _Found(documents, remarks=remarks)
    tick(f"asking {wanted.qido}")
    secret = credentials(wanted.connection)
    return _Found(qido.documents_of(service(wanted.qido), wanted.study, secret))


def _say_unusable(unusable: Sequence[Unusable]) -> None:
    """List the files that were passed over, by reason."""
    reasons: dict[str, list[str]] = {}
    for each in unusable:
        reasons.setdefault(each.reason, []).append(each.path.name)
    if reasons:
        say(f"Passed over ({len(unusable)} files):", err=True)
    for reason, names in reasons.items():
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        say(f"  {reason}: {', '.join(names[:_NAMED])}{more}", err=True)


def _nothing(found: _Found, assignment: Assignment) -> str:
    if not found.documents:
        return "there are no documents to put in a catalogue"
    told = next((nearest(each) for each in assignment.missing if each.nearest), "")
    return f"none of {len(found.documents)} documents fills a role" + (f"; {told}" if told else "")


def _say(wanted: Wanted, found: _Found, assignment: Assignment, repository: str) -> None:
    filled, unseen = assignment.filled, [
        role for role, each in assignment.filled.items() if not each.has_file
    ]  # fmt: skip
    say(
        f"{len(filled)} of {len(roles())} roles filled by {len(found.documents)} documents,"
        f" in {wanted.out}"
    )
    width = max(map(len, filled))
    for role, each in filled.items():
        say(f"  {role:<{width}}  {each.name}: {each.kind}")
    if unseen:
        say("Their bytes are not at hand: what needs those, or pixels, is not shown.")
    if assignment.missing:
        say(
            f"{len(assignment.missing)} roles stay empty: what needs one is not shown, and coverage"
            " stays below 100 %.\nComments at the end of the file say what each would have to be."
        )
    if not repository:
        say("Set repository_unique_id in it to your endpoint's, or give --repository-unique-id.")
    say(f"Next: wadows-contract certify URL --documents {wanted.out}")


@contextlib.contextmanager
def _status() -> Iterator[Callable[[str], None]]:
    """Say what goes on, where somebody looks."""
    with Progress(
        TextColumn("{task.description}"),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as progress:
        task = progress.add_task("", total=None)
        yield lambda text: progress.update(task, description=text)
