"""The DICOM Part 10 files of a folder: which they are, and why the others are none."""

import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from wadows_contract.inflating import read_document
from wadows_spec.errors import ConfigurationError

_PREAMBLE: Final = 128
_IDENTITY: Final = {
    "StudyInstanceUID": "Study Instance UID",
    "SeriesInstanceUID": "Series Instance UID",
    "SOPInstanceUID": "SOP Instance UID",
    "SOPClassUID": "SOP Class UID",
}
#: The SOP class of a DICOMDIR, which no archive stores (PS3.4 section I).
_DIRECTORY: Final = "1.2.840.10008.1.3.10"


@dataclass(frozen=True)
class Part10File:
    """A document in a file, and what names it."""

    path: Path
    study: str
    series: str
    instance: str
    sop_class: str
    transfer_syntax: str


@dataclass(frozen=True)
class Unusable:
    """A file that is no document, and why."""

    path: Path
    reason: str


def read_folder(folder: Path) -> Iterator[Part10File | Unusable]:
    """Yield what each file of a folder and its subfolders is, in the order of their paths.

    Hidden files and files of TOML are passed over: they are nobody's documents.
    Raises `ConfigurationError` if the folder cannot be read.
    """
    if not folder.is_dir():
        raise ConfigurationError(
            f"{folder} is no folder", "Give the folder that the DICOM files lie in."
        )
    closed: list[OSError] = []
    for where, folders, names in os.walk(folder, onerror=closed.append):
        folders.sort()
        for name in sorted(names):
            if not name.startswith(".") and not name.endswith(".toml"):
                yield read_file(Path(where) / name)
    for error in closed:
        if Path(error.filename) == folder:
            raise ConfigurationError(
                f"{folder} cannot be read: {error.strerror}", "Check its permissions."
            )
        yield Unusable(Path(error.filename), f"cannot be read: {error.strerror}")


def read_file(path: Path) -> Part10File | Unusable:
    """Say what a file is."""
    try:
        with path.open("rb") as file:
            if file.read(_PREAMBLE + 4)[_PREAMBLE:] != b"DICM":
                return Unusable(path, "no DICOM Part 10 file: no DICM after 128 bytes")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what pydicom finds odd is not for our log
            header: Any = read_document(path, stop_before_pixels=True, specific_tags=[*_IDENTITY])
        syntax = str(header.file_meta.get("TransferSyntaxUID") or "")
        uids = {keyword: str(header.get(keyword) or "").strip() for keyword in _IDENTITY}
        is_directory = header.file_meta.get("MediaStorageSOPClassUID") == _DIRECTORY
    except OSError as error:
        return Unusable(path, f"cannot be read: {error.strerror}")
    except Exception as error:  # noqa: BLE001  pydicom raises whatever a broken file provokes
        return Unusable(path, f"broken: {type(error).__name__}: {error}")
    if is_directory:
        return Unusable(path, "a DICOMDIR, which is no document")
    if missing := [name for keyword, name in _IDENTITY.items() if not uids[keyword]]:
        return Unusable(path, f"no {', no '.join(missing)}")
    if not syntax:
        return Unusable(path, "no Transfer Syntax UID in its file meta information")
    study, series, instance, sop_class = uids.values()
    return Part10File(path, study, series, instance, sop_class, syntax)
