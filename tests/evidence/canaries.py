"""What must not be told of a run, planted wherever it can be, and how it is looked for."""

import base64
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydicom import Dataset, dcmread

from tests.command.endpoints import Request, forwarding
from wadows_spec.catalogue import Catalogue
from wadows_spec.documents import TEST_DOCUMENTS
from wadows_spec.documents.describe import describe
from wadows_spec.documents.role import built

#: An invented arc of an invented organisation.
ROOT: Final = "1.2.826.0.1.3680043.10.47114711"
REPOSITORY: Final = f"{ROOT}.7"
NAME: Final = "Kanarienvogel"
IN_DOCUMENTS: Final = {
    "PatientName": f"{NAME}^Pia",
    "PatientID": "PID4711XYZ",
    "InstitutionName": "Spital Nirgendwo",
    "ReferringPhysicianName": "Dr Ausgedacht",
    "PatientBirthDate": "19040229",
    "StudyDescription": "Beschwerden erfunden",
    "AccessionNumber": "ACC8150815",
}
PRIVATE: Final = "PrivatNotiz0815"
NESTED: Final = "Nested2288Id"
PIXELS: Final = b"BurntInName4711!"
HEADER: Final = "SetzKeks99Geheim"
PATH: Final = "/spitalpfad/Quelle"
STATEMENT: Final = "aussage-spital"
REASON: Final = "Grundangabe4242"
#: Texts that no file of a copy may hold, in no encoding.
TEXTS: Final = (
    NAME, "PID4711XYZ", "Spital Nirgendwo", "Dr Ausgedacht", "19040229", "Beschwerden",
    "ACC8150815", PRIVATE, NESTED, HEADER, "spitalpfad", STATEMENT, "Spital Titel", REASON,
    ROOT, PIXELS.decode(),
)  # fmt: skip
ROLES: Final = (
    "signed", "unsigned", "implicit", "structured-report-deflated", "jpeg", "rle",
)  # fmt: skip


def write_documents(folder: Path) -> Catalogue:
    """Write documents that hold the canaries, in several transfer syntaxes, and a catalogue."""
    documents = {}
    for number, document in enumerate((each for each in TEST_DOCUMENTS if each.role in ROLES), 1):
        dataset = dcmread(io.BytesIO(built(document)))
        _plant(dataset, number)
        name = f"{NAME}-{number}.dcm"
        dataset.save_as(folder / name)
        content = (folder / name).read_bytes()
        documents[document.role] = describe(document.role, name, content, f"Of {NAME}")
    catalogue = Catalogue(REPOSITORY, f"urn:oid:{ROOT}.8", documents, folder)
    catalogue.dump(folder / "catalogue.toml")
    return catalogue


def _plant(dataset: Dataset, number: int) -> None:
    for keyword, value in IN_DOCUMENTS.items():
        setattr(dataset, keyword, value)
    dataset.StudyInstanceUID = f"{ROOT}.1.{number}"
    dataset.SeriesInstanceUID = f"{ROOT}.2.{number}"
    dataset.SOPInstanceUID = f"{ROOT}.3.{number}"
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    dataset.preamble = (NAME.encode() * 10)[:128]
    block = dataset.private_block(0x4711, NAME, create=True)
    block.add_new(1, "LO", PRIVATE)
    block.add_new(2, "UN", NAME.encode() + b"\0")
    inside = Dataset()
    inside.PatientID = NESTED
    inside.TextString = f"{NAME} was here"
    dataset.OtherPatientIDsSequence = [inside]
    uncompressed = not dataset.file_meta.TransferSyntaxUID.is_encapsulated
    if "PixelData" in dataset and uncompressed:
        dataset.PixelData = PIXELS + dataset.PixelData[len(PIXELS) :]


def telling(url: str):  # type: ignore[no-untyped-def]
    """Hand requests on to a reference, and tell more in each answer than there is to tell."""

    def change(request: bytes, answer: bytes) -> bytes:
        return re.sub(
            rb'codeContext="([^"]{16,})"',
            lambda match: b'codeContext="' + NAME.encode() + match[1][len(NAME) :] + b'"',
            answer,
        )

    forward = forwarding(url, change)

    def answer(request: Request) -> bytes:
        head, _, body = forward(request).partition(b"\r\n\r\n")
        secret = HEADER.encode()
        more = b"\r\nSet-Cookie: id=" + secret + b"\r\nX-" + secret + b": " + NAME.encode()
        return head + more + b"\r\n\r\n" + body

    return answer


def found_in(folder: Path, texts: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the texts that any file or file name has, in any encoding, with the files."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            continue
        contents = [path.name.encode(), *_contents(path.read_bytes())]
        for text in texts:
            if any(form in content for form in _forms(text) for content in contents):
                found.setdefault(text, []).append(path.name)
    return found


def _contents(content: bytes) -> Iterator[bytes]:
    """Yield a file, all base64 in it decoded, and what was deflated in it."""
    yield content.lower()
    yield content.replace(b"\0", b"").lower()
    for start in (match.end() for match in re.finditer(rb"1\.2\.840\.10008\.1\.2\.1\.99", content)):
        # The data set begins behind the last element of group 0002.
        for at in range(start, min(start + 200, len(content))):
            try:
                inflated = zlib.decompressobj(-zlib.MAX_WBITS).decompress(content[at:])
            except zlib.error:
                continue
            if len(inflated) > 300:
                yield inflated.lower()


def _forms(text: str) -> Iterator[bytes]:
    """Yield a text as it may travel; base64 at each of three places, without its ends."""
    plain = text.encode()
    yield plain.lower()
    yield text.encode("utf-16-le").lower()
    yield plain.hex().encode()
    yield "".join(f"%{byte:02x}" for byte in plain).encode()
    yield "".join(f"={byte:02x}" for byte in plain).encode()
    yield "".join(f"&#{byte};" for byte in plain).encode()
    yield "".join(f"&#x{byte:02x};" for byte in plain).encode()
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + plain)
        yield coded[(0, 2, 3)[before] + (before > 0) * 1 : -4].lower() or coded.lower()
