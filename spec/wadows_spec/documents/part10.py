"""Data sets from tables of attributes, and their Part 10 files, the same bytes each time."""

import struct
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from pydicom import Dataset, dcmwrite
from pydicom.dataset import FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import UID, DeflatedExplicitVRLittleEndian

from wadows_spec.documents.identity import IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME
from wadows_spec.documents.patterns import Colour, Grey

#: Attributes of one module: DICOM keyword to value, in pydicom's terms.
Module = Mapping[str, Any]


def dataset_of(*modules: Module) -> Dataset:
    """Return a data set with the attributes of all the modules; the last one wins."""
    dataset = Dataset()
    for module in modules:
        for keyword, value in module.items():
            setattr(dataset, keyword, value)
    return dataset


def encode(dataset: Dataset, transfer_syntax_uid: str) -> bytes:
    """Return the Part 10 file of a data set whose pixel data is already in the transfer syntax."""
    meta = FileMetaDataset()
    meta.FileMetaInformationVersion = b"\x00\x01"
    meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    meta.TransferSyntaxUID = UID(transfer_syntax_uid)
    meta.ImplementationClassUID = UID(IMPLEMENTATION_CLASS_UID)
    meta.ImplementationVersionName = IMPLEMENTATION_VERSION_NAME
    dataset.file_meta = meta
    dataset.preamble = bytes(128)
    buffer = BytesIO()
    dcmwrite(buffer, dataset, enforce_file_format=True)
    return buffer.getvalue()


def encode_deflated(dataset: Dataset, deflated: bytes) -> bytes:
    """Return the Part 10 file of a data set that was deflated before: its frozen stream.

    Only the preamble and the file meta information are made here, since compression
    libraries give other bytes for the same data set.
    """
    plain = encode(dataset, DeflatedExplicitVRLittleEndian)
    meta_length = int.from_bytes(plain[140:144], "little")
    return plain[: 144 + meta_length] + deflated


def grey_plane(pattern: Grey, rows: int, columns: int, frame: int = 0) -> list[int]:
    """Return the stored values of one frame, row by row."""
    return [pattern(row, column, frame) for row in range(rows) for column in range(columns)]


def colour_plane(pattern: Colour, rows: int, columns: int, frame: int = 0) -> bytes:
    """Return one frame's red, green and blue bytes, pixel by pixel, row by row."""
    return bytes(
        sample
        for row in range(rows)
        for column in range(columns)
        for sample in pattern(row, column, frame)
    )


def put_words(dataset: Dataset, values: list[int], big_endian: bool = False) -> None:
    """Set the pixel data of a data set with 16 bits allocated."""
    order = ">" if big_endian else "<"
    kind = "h" if dataset.PixelRepresentation else "H"
    dataset.add_new("PixelData", "OW", struct.pack(f"{order}{len(values)}{kind}", *values))


def put_bytes(dataset: Dataset, values: bytes) -> None:
    """Set the pixel data of a data set with 8 bits allocated; an odd length gets a zero byte."""
    dataset.add_new("PixelData", "OB", values + bytes(len(values) % 2))


def put_streams(dataset: Dataset, streams: Iterable[bytes]) -> None:
    """Set encapsulated pixel data: a basic offset table, then one fragment for each frame."""
    dataset.add_new("PixelData", "OB", encapsulate(list(streams)))
    dataset["PixelData"].is_undefined_length = True


def put_fragments(dataset: Dataset, stream: bytes, count: int) -> None:
    """Set a video as encapsulated pixel data: an empty offset table, then `count` fragments."""
    content = encapsulate([stream], fragments_per_frame=count, has_bot=False)
    dataset.add_new("PixelData", "OB", content)
    dataset["PixelData"].is_undefined_length = True
