"""Mutants of returned DICOM documents."""

import io
from typing import Final
from urllib.parse import unquote

from PIL import Image
from pydicom import Dataset

from wadows_reference.message import Message
from wadows_reference.multipart import Part
from wadows_reference.mutants import data_sets
from wadows_reference.mutants.registry import mutant
from wadows_reference.xml import qname
from wadows_spec.constants import EXPLICIT_VR_LE, IMPLICIT_VR_LE, XDSB, XOP

DICOM: Final = "application/dicom"
_OCTETS: Final = "application/octet-stream"
_PREAMBLE: Final = 132
#: (0002,0010) and (0008,0018) with VR UI in little endian; the latter with implicit VR as well.
_SYNTAX: Final = b"\x02\x00\x10\x00UI"
_SOP_UID: Final = b"\x08\x00\x18\x00"


def _documents(message: Message) -> list[Part]:
    return [part for part in message.parts if part.get("Content-Type") == DICOM]


@mutant("document-called-octet-stream", "RET-01", "A document is called an octet stream.")
def _document_called_octet_stream(message: Message) -> None:
    for document in message.documents():
        for node in document.iterfind(qname(XDSB, "mimeType")):
            if node.text == DICOM:
                node.text = _OCTETS
    for part in _documents(message):
        part.set("Content-Type", _OCTETS)


@mutant("pixel-changed", "RET-02", "One byte near the end of each document is another.")
def _pixel_changed(message: Message) -> None:
    for part in _documents(message):
        if len(part.body) > _PREAMBLE + 512:
            # In front of a trailing padding byte, and inside the last kilobyte.
            position = len(part.body) - 16
            changed = bytes([part.body[position] ^ 0x01])
            part.body = part.body[:position] + changed + part.body[position + 1 :]


@mutant(
    "another-transfer-syntax", "RET-03", "The file says a transfer syntax that nobody asked for."
)
def _another_transfer_syntax(message: Message) -> None:
    for part in _documents(message):
        start = part.body.find(_SYNTAX)
        if start < 0:
            continue
        first = start + len(_SYNTAX) + 2
        length = int.from_bytes(part.body[first - 2 : first], "little")
        # A private syntax of the same length: the group length stays right.
        other = b"1.2.826.0.1.3680043.8.498.1.1.1.1.1.1"[:length].rstrip(b".").ljust(length, b"\0")
        part.body = part.body[:first] + other + part.body[first + length :]


@mutant("document-without-preamble", "DOC-01", "The preamble and DICM are cut off.")
def _document_without_preamble(message: Message) -> None:
    for part in _documents(message):
        part.body = part.body[_PREAMBLE:]


@mutant("document-with-another-uid", "DOC-02", "The SOP Instance UID in the data set is another.")
def _document_with_another_uid(message: Message) -> None:
    for document in message.documents():
        uid = (document.findtext(qname(XDSB, "DocumentUniqueId")) or "").strip().encode()
        for include in document.iter(qname(XOP, "Include")):
            content_id = unquote(include.get("href", "").removeprefix("cid:"))
            for part in _documents(message):
                if part.content_id == content_id and uid:
                    part.body = _with_another_uid(part.body, uid)


def _with_another_uid(body: bytes, uid: bytes) -> bytes:
    tag = body.find(_SOP_UID)
    start = body.find(uid, tag, tag + 12 + len(uid)) if tag >= 0 else -1
    if start < 0:
        return body
    last = b"1" if uid[-1:] != b"1" else b"2"
    return body[:start] + uid[:-1] + last + body[start + len(uid) :]


@mutant("new-instance-uid", "DOC-02", "The whole document is another instance than asked for.")
def _new_instance_uid(message: Message) -> None:
    for part in _documents(message):
        part.body = data_sets.with_other_instance(part.body, everywhere=True)


@mutant("file-meta-of-another-instance", "DOC-02", "File meta information names another instance.")
def _file_meta_of_another_instance(message: Message) -> None:
    for part in _documents(message):
        part.body = data_sets.with_other_instance(part.body, everywhere=False)


@mutant("line-break-after-the-data-set", "DOC-03", "Each document has CR LF behind it.")
def _line_break_after_the_data_set(message: Message) -> None:
    for part in _documents(message):
        part.body += b"\r\n"


@mutant("attributes-lost", "RET-02", "Documents lack InstanceNumber, Modality and Manufacturer.")
def _attributes_lost(message: Message) -> None:
    for part in _documents(message):
        part.body = data_sets.without(part.body, (0x00200013, 0x00080070, 0x00080060))


@mutant("frames-swapped", "RET-02", "Of several uncompressed frames, first and last are exchanged.")
def _frames_swapped(message: Message) -> None:
    for part in _documents(message):
        part.body = data_sets.with_pixels(part.body, _first_and_last_exchanged)


def _first_and_last_exchanged(pixels: bytes, dataset: Dataset) -> bytes:
    frames = int(dataset.get("NumberOfFrames") or 1)
    if frames == 1 or dataset.BitsAllocated == 1:
        return pixels
    size = len(pixels) // frames
    last = size * (frames - 1)
    return pixels[last : last + size] + pixels[size:last] + pixels[:size] + pixels[last + size :]


@mutant(
    "pixel-changed-in-conversion",
    "RET-10",
    "One bit of the first pixel of each uncompressed document is another.",
)
def _pixel_changed_in_conversion(message: Message) -> None:
    for part in _documents(message):
        part.body = data_sets.with_pixels(
            part.body, lambda pixels, _: bytes([pixels[0] ^ 1]) + pixels[1:]
        )


@mutant("lossy-for-lossless", "RET-10", "Uncompressed pixels of 8 bits were a JPEG of quality 50.")
def _lossy_for_lossless(message: Message) -> None:
    for part in _documents(message):
        part.body = data_sets.with_pixels(part.body, _coarse)


def _coarse(pixels: bytes, dataset: Dataset) -> bytes:
    """Code each frame with loss and decode it again; planes are taken for one high frame."""
    samples = int(dataset.SamplesPerPixel)
    together = samples == 3 and not dataset.get("PlanarConfiguration")
    height = int(dataset.Rows) * (1 if together else samples)
    size = height * int(dataset.Columns) * (3 if together else 1)
    frames = int(dataset.get("NumberOfFrames") or 1)
    if dataset.BitsAllocated != 8 or size * frames > len(pixels):
        return pixels
    made = []
    for start in range(0, size * frames, size):
        content = io.BytesIO()
        frame = pixels[start : start + size]
        mode = "RGB" if together else "L"
        image = Image.frombytes(mode, (int(dataset.Columns), height), frame)
        image.save(content, "JPEG", quality=50)
        with Image.open(content) as decoded:
            made.append(decoded.tobytes())
    return b"".join(made) + pixels[size * frames :]


@mutant(
    "relabelled-without-conversion",
    "RET-10",
    "Documents in Explicit VR Little Endian have encapsulated pixel data.",
)
def _relabelled_without_conversion(message: Message) -> None:
    for part in _documents(message):
        part.body = data_sets.encapsulated(part.body)


@mutant(
    "converted-without-relabelling",
    "RET-03",
    "Documents in Explicit VR Little Endian say that it is implicit, and the reverse.",
)
def _converted_without_relabelling(message: Message) -> None:
    for part in _documents(message):
        part.body = data_sets.relabelled(
            part.body, {IMPLICIT_VR_LE: EXPLICIT_VR_LE, EXPLICIT_VR_LE: IMPLICIT_VR_LE}
        )
