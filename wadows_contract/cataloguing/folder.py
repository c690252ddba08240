"""The documents of a folder, with all that their files say of them."""

import hashlib
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path

from wadows_contract.cataloguing.facts import KEYWORDS, Facts
from wadows_contract.inflating import read_document
from wadows_contract.loading.part10 import Part10File, Unusable, read_folder

#: Told of each file that has been read.
Tick = Callable[[], object]


def scan(folder: Path, tick: Tick = lambda: None) -> tuple[list[Facts], list[Unusable]]:
    """Return the documents of a folder and its subfolders, and the files that are none, with why.

    Of copies of one document the first is taken. Where files of one SOP Instance UID differ,
    nobody can tell which of them an archive holds, and none is taken.
    Raises `ConfigurationError` if the folder cannot be read.
    """
    found: dict[str, list[Part10File]] = {}
    unusable: list[Unusable] = []
    for entry in read_folder(folder):
        tick()
        if isinstance(entry, Unusable):
            unusable.append(entry)
        else:
            found.setdefault(entry.instance, []).append(entry)
    documents = []
    for entries in found.values():
        if len(entries) > 1 and len({_digest(each.path) for each in entries}) > 1:
            unusable += _ambiguous(entries)
            continue
        try:
            facts = facts_of(entries[0])
        except Exception as error:  # noqa: BLE001  pydicom raises whatever a broken file provokes
            reason = f"broken: {type(error).__name__}: {error}"
            unusable.append(Unusable(entries[0].path, reason))
            continue
        if facts.wrong_uid:
            unusable.append(Unusable(entries[0].path, f"{facts.wrong_uid} is no UID"))
        else:
            documents.append(facts)
    return documents, unusable


def facts_of(entry: Part10File) -> Facts:
    """Return what the file of a document says of it; raises what pydicom raises."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what pydicom finds odd about a file is not for our log
        attributes = read_document(
            Path(entry.path), stop_before_pixels=True, specific_tags=[*KEYWORDS]
        )
        attributes.walk(lambda dataset, element: None)  # raw elements are read here
    return Facts(
        entry.study,
        entry.series,
        entry.instance,
        entry.sop_class,
        entry.transfer_syntax,
        path=entry.path,
        size=entry.path.stat().st_size,
        attributes=attributes,
    )


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _ambiguous(entries: Iterable[Part10File]) -> list[Unusable]:
    paths = [entry.path for entry in entries]
    reason = "another file has its SOP Instance UID and other content"
    return [Unusable(path, reason) for path in paths]
