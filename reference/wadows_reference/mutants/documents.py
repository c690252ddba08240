"""Mutants of returned DICOM documents."""

from typing import Final
from urllib.parse import unquote

from wadows_reference.message import Message
from wadows_reference.multipart import Part
from wadows_reference.mutants.registry import mutant
from wadows_reference.xml import qname
from wadows_spec.constants import XDSB, XOP

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
