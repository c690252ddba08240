"""Which documents are to be loaded: ours, those of a catalogue, or those of a folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wadows_contract.loading.part10 import Part10File, Unusable, read_file, read_folder
from wadows_spec.catalogue import load_catalogue
from wadows_spec.documents import write_documents
from wadows_spec.errors import ConfigurationError


@dataclass(frozen=True)
class Selection:
    """The documents to load, and what cannot be, with the reason."""

    documents: Sequence[Part10File]
    unusable: Sequence[Unusable]


def selected(catalogue: str, folder: Path | None, scratch: Path) -> Selection:
    """Return the documents of a catalogue or a folder; of neither, ours, written to `scratch`.

    Raises `ConfigurationError` if both are given, or if there is nothing to load.
    """
    if catalogue and folder:
        raise ConfigurationError(
            "--documents and --from are both given", "Give one of the two, or neither for ours."
        )
    if folder:
        read, what = [*read_folder(folder)], f"the folder {folder}"
    else:
        loaded = load_catalogue(Path(catalogue)) if catalogue else write_documents(scratch)
        with_file = [role for role, entry in loaded.documents.items() if entry.file]
        read, what = [read_file(loaded.path_of(role)) for role in with_file], catalogue
    found = Selection(
        [entry for entry in read if isinstance(entry, Part10File)],
        [entry for entry in read if isinstance(entry, Unusable)],
    )
    if not found.documents:
        first = f"; {found.unusable[0].path}: {found.unusable[0].reason}" if read else ""
        raise ConfigurationError(
            f"{what} has no DICOM file that could be loaded{first}",
            "Give a folder of DICOM Part 10 files with --from, or none for our own documents.",
        )
    return found
