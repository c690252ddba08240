"""Reading from a file's header what the index needs to know of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wadows_reference.inflating import read_document

_PREAMBLE: Final = 128
_MAGIC: Final = b"DICM"
_TAGS: Final = ("SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID")


class Unusable(Exception):
    """The file is no document that could be asked for; the text says why."""


@dataclass(frozen=True)
class Header:
    """What names a document, and how it is encoded; UIDs may be empty, save that of the instance.

    `transfer_syntax_uid` is never empty either.
    """

    study: str
    series: str
    sop: str
    sop_class_uid: str
    transfer_syntax_uid: str


def read_header(path: Path) -> Header:
    """Read a DICOM Part 10 file as far as its pixel data.

    Raises `Unusable` if it is none, and `OSError` if it cannot be opened.
    """
    with path.open("rb") as content:
        if content.read(_PREAMBLE + len(_MAGIC))[_PREAMBLE:] != _MAGIC:
            raise Unusable("not a DICOM Part 10 file: no DICM after a preamble of 128 bytes")
    try:
        dataset = read_document(path, stop_before_pixels=True, specific_tags=list(_TAGS))
        syntax = str(dataset.file_meta.get("TransferSyntaxUID", "") or "")
        uids = {name: str(dataset.get(name, "") or "").strip() for name in _TAGS}
    except OSError:
        raise
    except Exception as error:
        # A broken file makes pydicom raise almost anything.
        raise Unusable(f"broken: {type(error).__name__}: {error}") from error
    if not uids["SOPInstanceUID"]:
        raise Unusable("no SOP Instance UID (a DICOMDIR has none)")
    if not syntax:
        raise Unusable("no Transfer Syntax UID in the file meta information")
    return Header(
        study=uids["StudyInstanceUID"],
        series=uids["SeriesInstanceUID"],
        sop=uids["SOPInstanceUID"],
        sop_class_uid=uids["SOPClassUID"],
        transfer_syntax_uid=syntax,
    )
