"""Variants of DICOM documents: the same instance, encoded anew.

What pydicom cannot read is left as it is, and so is a document that pydicom would write anew
in more than is meant.
"""

import io
import struct
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Final

from pydicom import DataElement, Dataset, dcmread
from pydicom.encaps import encapsulate, generate_frames
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import dcmwrite, write_dataset
from pydicom.uid import (
    UID,
    JPEG2000TransferSyntaxes,
    JPEGLSTransferSyntaxes,
    JPEGTransferSyntaxes,
)

from wadows_reference.message import Message
from wadows_reference.multipart import Part
from wadows_reference.variants.registry import variant

_DICOM: Final = "application/dicom"
_PREAMBLE: Final = 128
#: Transfer syntaxes in which a frame may be several fragments: JPEG, JPEG-LS and JPEG 2000.
#: In RLE it is one (PS3.5 A.4.2), and of video all frames are one stream.
_FRAMES: Final = (*JPEGTransferSyntaxes, *JPEGLSTransferSyntaxes, *JPEG2000TransferSyntaxes)
Change = Callable[[Dataset], None]


def _documents(message: Message) -> Iterator[Part]:
    for part in message.parts:
        if part.get("Content-Type") == _DICOM:
            yield part


def _written_anew(message: Message, change: Change) -> None:
    for part in _documents(message):
        dataset = _read(part.body)
        if dataset is not None:
            change(dataset)
            content = io.BytesIO()
            dcmwrite(content, dataset, enforce_file_format=False)
            part.body = content.getvalue()


def _read(content: bytes) -> Dataset | None:
    """Read a document that comes out byte for byte as it went in; None if it is none."""
    try:
        dataset: Dataset = dcmread(io.BytesIO(content))
        again = io.BytesIO()
        dcmwrite(again, dataset, enforce_file_format=False)
    except Exception:  # noqa: BLE001  pydicom raises whatever a broken file provokes
        return None
    if again.getvalue() != content:
        return None
    return dataset


@variant("another-implementation", "File meta information names another implementation.")
def _another_implementation(message: Message) -> None:
    def change(dataset: Dataset) -> None:
        dataset.file_meta.ImplementationClassUID = UID("1.2.40.0.13.1.3")
        dataset.file_meta.ImplementationVersionName = "ARCHIVE-5.35.1"
        dataset.file_meta.SourceApplicationEntityTitle = "ARCHIVE"
        dataset.file_meta.PrivateInformationCreatorUID = UID("1.2.40.0.13.1.3")
        dataset.file_meta.PrivateInformation = b"tape 17 "

    _written_anew(message, change)


@variant("preamble-of-a-tiff", "The preamble of a document begins as a TIFF file does.")
def _preamble_of_a_tiff(message: Message) -> None:
    for part in _documents(message):
        if part.body[_PREAMBLE : _PREAMBLE + 4] == b"DICM":
            part.body = b"II*\0\x08\0\0\0".ljust(_PREAMBLE, b"\xff") + part.body[_PREAMBLE:]


def _without_lengths(dataset: Dataset) -> None:
    """Write every sequence and item with an undefined length."""
    for element in dataset:
        if element.VR == "SQ":
            element.is_undefined_length = True
            for item in element.value:
                item.is_undefined_length_sequence_item = True
                _without_lengths(item)


@variant("sequences-with-delimiters", "Sequences and their items have no length but delimiters.")
def _sequences_with_delimiters(message: Message) -> None:
    _written_anew(message, _without_lengths)


@variant("group-lengths", "Every group of a document begins with its length.")
def _group_lengths(message: Message) -> None:
    # PS3.5 section 7.2 has retired them outside file meta information; they may stand there.
    for part in _documents(message):
        dataset = _read(part.body)
        syntax = dataset and UID(dataset.file_meta.TransferSyntaxUID)
        if dataset and syntax and syntax.is_little_endian and not syntax.is_deflated:
            body = _grouped(dataset, syntax.is_implicit_VR)
            part.body = (
                part.body[: part.body.rindex(_encoded(dataset, syntax.is_implicit_VR))] + body
            )


def _grouped(dataset: Dataset, implicit: bool) -> bytes:
    tags = groupby(sorted(dataset.keys()), key=lambda tag: tag.group)
    pieces = []
    for group, found in tags:
        content = _encoded(dataset[next(iter(found)) : (group << 16) + 0x10000], implicit)
        head = struct.pack("<HH", group, 0) + (struct.pack("<L", 4) if implicit else b"UL\x04\0")
        pieces += [head, struct.pack("<L", len(content)), content]
    return b"".join(pieces)


def _encoded(dataset: Dataset, implicit: bool) -> bytes:
    buffer = DicomBytesIO()
    buffer.is_little_endian, buffer.is_implicit_VR = True, implicit
    write_dataset(buffer, dataset)
    return buffer.getvalue()


@variant("patient-corrected", "The archive has corrected the patient's name and the description.")
def _patient_corrected(message: Message) -> None:
    # What the statement calls coerced may change.
    def change(dataset: Dataset) -> None:
        dataset.PatientName = "Corrected^Name"
        dataset.PatientSex = "O"
        dataset.StudyDescription = "Corrected"

    _written_anew(message, change)


@variant("trailing-padding", "Data Set Trailing Padding ends each document.")
def _trailing_padding(message: Message) -> None:
    def change(dataset: Dataset) -> None:
        dataset[0xFFFCFFFC] = DataElement(0xFFFCFFFC, "OB", bytes(64))

    _written_anew(message, change)


def _encapsulated_anew(message: Message, fragments: int, table: bool) -> None:
    def change(dataset: Dataset) -> None:
        syntax = UID(dataset.file_meta.TransferSyntaxUID)
        if "PixelData" in dataset and syntax.is_encapsulated and syntax in _FRAMES:
            count = int(dataset.get("NumberOfFrames") or 1)
            frames = list(generate_frames(dataset.PixelData, number_of_frames=count))
            dataset.PixelData = encapsulate(frames, fragments, has_bot=table)

    _written_anew(message, change)


@variant("frames-in-fragments", "Each frame of encapsulated pixel data has three fragments.")
def _frames_in_fragments(message: Message) -> None:
    # PS3.5 section A.4 leaves open in how many.
    _encapsulated_anew(message, 3, table=True)


@variant("offset-table-left-out", "Encapsulated pixel data has an empty Basic Offset Table.")
def _offset_table_left_out(message: Message) -> None:
    _encapsulated_anew(message, 1, table=False)
