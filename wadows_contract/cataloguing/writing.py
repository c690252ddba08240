"""Writing the catalogue of somebody's own documents, for a person to read and edit."""

import os
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from wadows_contract.cataloguing.assign import Assignment, Missing
from wadows_contract.cataloguing.facts import Facts
from wadows_spec.catalogue import Catalogue, CatalogueDocument
from wadows_spec.documents import describe
from wadows_spec.errors import ConfigurationError

_WIDTH: Final = 98
_HEADING: Final = """

# Roles that stay empty: what needs a document in one of them is "not shown".
# Each with what a document in it must be, and with what comes nearest, if anything does.
"""
_UNSEEN: Final = "its bytes are not at hand"


def write(
    assignment: Assignment, out: Path, repository_unique_id: str, home_community_id: str
) -> Catalogue:
    """Write a catalogue with the roles that stay empty as comments, and return it.

    Raises `ConfigurationError` if there is a file already, or it cannot be written.
    """
    documents = {role: _entry(role, facts, out.parent) for role, facts in assignment.filled.items()}
    catalogue = Catalogue(repository_unique_id, home_community_id, documents, out.parent)
    try:
        with out.open("x", encoding="utf-8"):
            pass  # so that what somebody has edited is never lost
        catalogue.dump(out)
        with out.open("a", encoding="utf-8", newline="\n") as file:
            file.write("\n".join(_remarks(assignment)))
    except FileExistsError:
        raise ConfigurationError(
            f"{out} is there already", "Give another file with --out, or remove this one."
        ) from None
    except OSError as error:
        raise ConfigurationError(
            f"{out} cannot be written: {error.strerror}", "Give another file with --out."
        ) from error
    return catalogue


def _entry(role: str, facts: Facts, folder: Path) -> CatalogueDocument:
    if facts.path is not None:
        file = Path(_relative(facts.path, folder)).as_posix()
        return describe(role, file, facts.path.read_bytes(), f"Yours: {facts.kind}.")
    return CatalogueDocument(
        role=role,
        file="",
        study_instance_uid=facts.study,
        series_instance_uid=facts.series,
        sop_instance_uid=facts.instance,
        sop_class_uid=facts.sop_class,
        transfer_syntax_uid=facts.transfer_syntax,
        sha256="",
        size=0,
        frames=facts.frames,
        rows=0,
        columns=0,
        note=f"Yours: {facts.kind}; {_UNSEEN}.",
    )


def _relative(path: Path, folder: Path) -> str:
    """Return a path as seen from a folder; as it is if they are on different drives."""
    try:
        return os.path.relpath(path, folder)
    except ValueError:
        return str(path.absolute())


def _remarks(assignment: Assignment) -> Iterator[str]:
    if assignment.missing:
        yield _HEADING
    for missing in assignment.missing:
        yield from _wrapped(f"{missing.role.name}: {missing.role.words}", "#   ")
        if missing.nearest is not None:
            yield from _wrapped(f"nearest: {nearest(missing)}", "#       ")
    yield ""


def nearest(missing: Missing) -> str:
    """Say what comes nearest to a role that stays empty, and why it is not enough."""
    assert missing.nearest is not None
    return f"{missing.nearest.name}: {missing.lacks}"


def _wrapped(text: str, margin: str) -> list[str]:
    plain = "".join(character if character.isprintable() else "?" for character in text)
    return textwrap.wrap(
        plain,
        _WIDTH,
        initial_indent=margin,
        subsequent_indent=f"{margin}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
