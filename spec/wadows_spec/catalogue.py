"""The catalogue: which documents an endpoint holds, and the files that they were loaded from.

A catalogue is a TOML file, beside the documents that it lists.
Roles are the names by which the features speak of documents.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import tomli_w
from pydicom import dcmread

from wadows_spec.catalogue_values import (
    OF_A_FILE,
    OPTIONAL,
    TEXT_VALUE,
    VALUES,
    check_image,
    check_value,
    is_table,
)
from wadows_spec.errors import ConfigurationError
from wadows_spec.toml import check_keys, read_toml

#: Name of the catalogue in a folder of documents.
CATALOGUE_FILE: Final = "catalogue.toml"

_COMMENT: Final = """\
# Catalogue: the documents that the endpoint holds, each in a role that the features speak of.
#
# To use documents of your own, change what stands behind a role, or leave the role out:
# requirements that need a document in that role are then "not shown".
# One table for each document:
#   file                 the Part 10 file, relative to this one; it must be the stored document,
#                        byte for byte, since sha256 (hex digits) and size (bytes) are checked
#                        Of a document whose file is not at hand leave out all three: what needs
#                        its bytes or pixels is then "not shown". Leave out transfer_syntax_uid,
#                        too, if it is not known, and let rows and columns be 0.
#   *_uid                the UIDs of the document, and of its SOP class and transfer syntax
#   frames rows columns  of the image; all 0 for a document that is no image
#   note                 one sentence: what the document is good for
# repository_unique_id and home_community_id are what requests name and responses must repeat.

"""
_TOP_KEYS: Final = ("repository_unique_id", "home_community_id", "documents")


@dataclass(frozen=True)
class CatalogueDocument:
    """A document in a role.

    `file` is relative to the catalogue's folder, `sha256` is in lower-case hex digits,
    `size` in bytes; `frames`, `rows` and `columns` are 0 for a document that is no image.
    Of a document without a file `file` and `sha256` are empty, `size`, `rows` and `columns` are 0,
    and `transfer_syntax_uid` is empty if nobody said it.
    """

    role: str
    file: str
    study_instance_uid: str
    series_instance_uid: str
    sop_instance_uid: str
    sop_class_uid: str
    transfer_syntax_uid: str
    sha256: str
    size: int
    frames: int
    rows: int
    columns: int
    note: str


@dataclass(frozen=True)
class Catalogue:
    """The documents of one repository by role; `folder` is where their files are, if anywhere."""

    repository_unique_id: str
    home_community_id: str
    documents: Mapping[str, CatalogueDocument]
    folder: Path | None = None

    @cached_property
    def by_instance(self) -> Mapping[str, CatalogueDocument]:
        """The documents by SOP Instance UID; the first of those that share one."""
        entries = reversed(list(self.documents.values()))
        return {entry.sop_instance_uid: entry for entry in entries}

    def path_of(self, role: str) -> Path:
        """Return the path of a document's file.

        Raises `ConfigurationError` if no document has the role, or there is no folder or file.
        """
        document = self.documents.get(role)
        if document is None:
            raise ConfigurationError(
                f"the catalogue has no document in the role {role!r}",
                f"Roles that it has: {', '.join(self.documents)}.",
            )
        if self.folder is None:
            raise ConfigurationError(
                f"the catalogue has no folder, so no file for {role!r}", "Load it from a folder."
            )
        if not document.file:
            raise ConfigurationError(
                f"the catalogue has no file for {role!r}, only its identity",
                f"Add 'file', 'sha256' and 'size' to [documents.{role}].",
            )
        return self.folder / document.file

    def read(self, role: str) -> bytes:
        """Return a document's file, byte for byte as the catalogue describes it.

        Raises `ConfigurationError` as `path_of` does,
        and if the file cannot be read or is not the one that was catalogued.
        """
        path = self.path_of(role)
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ConfigurationError(
                f"{path}, the document in the role {role!r}, cannot be read: {error.strerror}",
                f"Put the file there, or correct 'file' in [documents.{role}].",
            ) from error
        if sha256(content).hexdigest() != self.documents[role].sha256:
            raise ConfigurationError(
                f"{path} is not the file that the catalogue describes as {role!r}: "
                "its SHA-256 differs",
                f"Put the file back, or correct 'sha256' and 'size' in [documents.{role}].",
            )
        return content

    def dump(self, path: Path) -> None:
        """Write the catalogue as TOML, with a comment that says how to edit it.

        Raises `OSError` if the file cannot be written.
        """
        table: dict[str, Any] = {
            "repository_unique_id": self.repository_unique_id,
            "home_community_id": self.home_community_id,
            "documents": {role: _written(document) for role, document in self.documents.items()},
        }
        path.write_text(_COMMENT + tomli_w.dumps(table), encoding="utf-8", newline="\n")


def load_catalogue(path: Path, *, with_files: bool = True) -> Catalogue:
    """Read a catalogue from its file, or from the folder that holds a catalogue.toml.

    Without files the catalogue has no folder: what its documents hold is then not at hand.
    Raises `ConfigurationError`, which names file, role and key, if the catalogue cannot be read,
    has a missing or unknown key, a value that cannot be, no documents at all,
    two roles for one document, or a document whose file is not there.
    """
    if path.is_dir():
        folder, path = path, path / CATALOGUE_FILE
        if not path.exists():
            raise ConfigurationError(
                f"the folder {folder} has no {CATALOGUE_FILE}",
                f"Describe the documents of the folder in a {CATALOGUE_FILE}, "
                "or name the folder of another catalogue.",
            )
    table = read_toml(path)
    where = f"catalogue {path}"
    check_keys(where, table, _TOP_KEYS, _TOP_KEYS)
    for key in ("repository_unique_id", "home_community_id"):
        check_value(where, key, table[key], *TEXT_VALUE)
    entries = table["documents"]
    check_value(where, "documents", entries, 'a table for each role, [documents."ROLE"]', is_table)
    if not entries:
        raise ConfigurationError(
            f"{where}: no documents", 'Add at least one table [documents."ROLE"].'
        )
    documents = {role: _document(where, role, entry) for role, entry in entries.items()}
    _check_distinct(where, documents)
    catalogue = Catalogue(
        table["repository_unique_id"],
        table["home_community_id"],
        documents,
        path.parent if with_files else None,
    )
    for role, document in documents.items() if with_files else ():
        if document.file:
            _check_file(where, role, catalogue)
    return catalogue


def _written(document: CatalogueDocument) -> dict[str, Any]:
    """Return a document as a table, without what is not known of it."""
    table = {key: value for key, value in asdict(document).items() if key != "role"}
    unknown = [key for key in OPTIONAL if not table[key]] if not document.file else []
    return {key: value for key, value in table.items() if key not in unknown}


def _document(where: str, role: str, entry: object) -> CatalogueDocument:
    where = f"{where}, [documents.{role}]"
    if not isinstance(entry, dict):
        raise ConfigurationError(
            f"{where} is {entry!r}", f'Make it a table, headed [documents."{role}"].'
        )
    has_file = any(key in entry for key in OF_A_FILE)
    check_keys(where, entry, VALUES, VALUES.keys() - (() if has_file else OPTIONAL))
    for key, (wanted, fits) in VALUES.items():
        if key in entry:
            check_value(where, key, entry[key], wanted, fits)
    check_image(where, entry, has_file)
    unknown: dict[str, Any] = {**dict.fromkeys(OPTIONAL, ""), "size": 0}
    return CatalogueDocument(role=role, **(unknown | entry))


def _check_distinct(where: str, documents: Mapping[str, CatalogueDocument]) -> None:
    roles: dict[str, str] = {}
    for role, document in documents.items():
        first = roles.setdefault(document.sop_instance_uid, role)
        if first != role:
            raise ConfigurationError(
                f"{where}, [documents.{role}]: 'sop_instance_uid' is that of {first!r} too",
                "Give each role a document of its own.",
            )


def _check_file(where: str, role: str, catalogue: Catalogue) -> None:
    """Look at a document's size only: the content is checked when it is read."""
    path = catalogue.path_of(role)
    where = f"{where}, [documents.{role}]"
    if not path.is_file():
        raise ConfigurationError(
            f"{where}: 'file' names {path}, which is not there",
            "Put the file there, or correct 'file'.",
        )
    size = catalogue.documents[role].size
    if path.stat().st_size != size:
        raise ConfigurationError(
            f"{where}: 'size' is {size}, but {path} has {path.stat().st_size} bytes",
            "Put the catalogued file back, or correct 'size' and 'sha256'.",
        )


def check_against_files(catalogue: Catalogue) -> None:
    """Compare what the catalogue says of its documents with what their files say.

    Raises `ConfigurationError` for the first contradiction: an endpoint must not be blamed for it.
    """
    for role, document in catalogue.documents.items():
        if not document.file:
            continue
        path = catalogue.path_of(role)
        try:
            attributes = dcmread(path, stop_before_pixels=True)
        except Exception as error:  # pydicom raises whatever a file provokes
            raise ConfigurationError(
                f"{path}, the document in the role {role!r}, cannot be read: {error}",
                "Give a DICOM Part 10 file, or leave the role out.",
            ) from error
        rows = int(attributes.get("Rows") or 0)
        for key, found in (
            ("study_instance_uid", attributes.get("StudyInstanceUID", "")),
            ("series_instance_uid", attributes.get("SeriesInstanceUID", "")),
            ("sop_instance_uid", attributes.get("SOPInstanceUID", "")),
            ("sop_class_uid", attributes.get("SOPClassUID", "")),
            ("transfer_syntax_uid", attributes.file_meta.get("TransferSyntaxUID", "")),
            ("frames", int(attributes.get("NumberOfFrames") or 1) if rows else 0),
            ("rows", rows),
            ("columns", int(attributes.get("Columns") or 0)),
        ):
            if (said := getattr(document, key)) != found:
                raise ConfigurationError(
                    f"[documents.{role}]: {key!r} is {said}, but {path} has {found}",
                    f"Correct {key!r}, or the file.",
                )
