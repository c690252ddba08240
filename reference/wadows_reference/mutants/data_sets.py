"""Changes of DICOM files for mutants: bytes to bytes, what cannot be changed is left as it is.

Elements are cut out or replaced where they lie; nothing else of a file is written anew.
"""

import io
import struct
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from pydicom import Dataset, dcmread
from pydicom.dataelem import RawDataElement
from pydicom.uid import UID
from pydicom.valuerep import EXPLICIT_VR_LENGTH_32

from wadows_spec.constants import EXPLICIT_VR_LE

_PIXELS: Final = 0x7FE00010
_INSTANCE: Final = 0x00080018
_META_INSTANCE: Final = b"\x02\x00\x03\x00UI"
_META_SYNTAX: Final = b"\x02\x00\x10\x00UI"
#: The group length of file meta information is the first element: its value, then what it counts.
_GROUP_LENGTH, _META = 140, 144
_UNDEFINED: Final = b"\xff\xff\xff\xff"
_ITEM, _END = b"\xfe\xff\x00\xe0", b"\xfe\xff\xdd\xe0\x00\x00\x00\x00"
Pixels = Callable[[bytes, Dataset], bytes]


def _read(content: bytes) -> Dataset | None:
    """Read a file of little endian whose elements lie in it as they are; None if it is none."""
    try:
        dataset: Dataset = dcmread(io.BytesIO(content))
        syntax = UID(dataset.file_meta.TransferSyntaxUID)
    except Exception:  # noqa: BLE001  pydicom raises whatever a broken file provokes
        return None
    return None if syntax.is_deflated or not syntax.is_little_endian else dataset


def _element(dataset: Dataset, tag: int) -> RawDataElement | None:
    element = dataset.get_item(tag) if tag in dataset else None
    return element if isinstance(element, RawDataElement) else None


def without(content: bytes, tags: Sequence[int]) -> bytes:
    """Cut out elements of the data set, which are given from the last to the first."""
    dataset = _read(content)
    for tag in tags if dataset else ():
        element = _element(dataset, tag) if dataset else None
        if element is not None and element.value is not None:
            explicit = not element.is_implicit_VR and element.VR in EXPLICIT_VR_LENGTH_32
            start = element.value_tell - (12 if explicit else 8)
            content = content[:start] + content[element.value_tell + element.length :]
    return content


def with_pixels(content: bytes, change: Pixels) -> bytes:
    """Replace the pixel data of an uncompressed document by others of the same length."""
    dataset = _read(content)
    element = _element(dataset, _PIXELS) if dataset else None
    if dataset is None or element is None or not element.value:
        return content
    if dataset.file_meta.TransferSyntaxUID.is_encapsulated:
        return content
    start = element.value_tell
    changed = change(content[start : start + element.length], dataset)
    return content[:start] + changed + content[start + element.length :]


def encapsulated(content: bytes) -> bytes:
    """Put native pixel data into the one fragment of an encapsulated form, and say nothing."""
    dataset = _read(content)
    element = _element(dataset, _PIXELS) if dataset else None
    if dataset is None or element is None or not element.value:
        return content
    if dataset.file_meta.TransferSyntaxUID != EXPLICIT_VR_LE:
        return content
    start = element.value_tell
    value = content[start : start + element.length]
    sequence = _ITEM + bytes(4) + _ITEM + struct.pack("<L", len(value)) + value + _END
    head = content[: start - 8] + b"OB\0\0" + _UNDEFINED
    return head + sequence + content[start + element.length :]


def with_other_instance(content: bytes, everywhere: bool) -> bytes:
    """Name another instance in the file meta information, and in the data set if `everywhere`."""
    at = content.find(_META_INSTANCE)
    if at < 0:
        return content
    content = _with_other_uid(content, at + 8)
    dataset = _read(content) if everywhere else None
    element = _element(dataset, _INSTANCE) if dataset else None
    return content if element is None else _with_other_uid(content, element.value_tell)


def with_other_uid(content: bytes, tag: int) -> bytes:
    """Give an element of the data set, whose value is a UID, another UID of the same length."""
    dataset = _read(content)
    element = _element(dataset, tag) if dataset else None
    return content if element is None else _with_other_uid(content, element.value_tell)


def _with_other_uid(content: bytes, start: int) -> bytes:
    """Change the last digit of the UID of the element whose value begins at `start`."""
    (length,) = struct.unpack("<H", content[start - 2 : start])
    uid = content[start : start + length].rstrip(b"\0")
    last = b"1" if uid[-1:] != b"1" else b"2"
    end = start + len(uid)
    return content[: end - 1] + last + content[end:]


def relabelled(content: bytes, labels: Mapping[str, str]) -> bytes:
    """Say that what is in one transfer syntax is in another: `labels` by what is true."""
    at = content.find(_META_SYNTAX)
    if at < 0 or len(content) < _META:
        return content
    (length,) = struct.unpack("<H", content[at + 6 : at + 8])
    label = labels.get(content[at + 8 : at + 8 + length].rstrip(b"\0").decode("latin-1"), "")
    if not label:
        return content
    new = label.encode() + bytes(len(label) % 2)
    (group,) = struct.unpack("<L", content[_GROUP_LENGTH:_META])
    changed = content[: at + 6] + struct.pack("<H", len(new)) + new + content[at + 8 + length :]
    group += len(new) - length
    return changed[:_GROUP_LENGTH] + struct.pack("<L", group) + changed[_META:]
