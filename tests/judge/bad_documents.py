"""Documents with one thing wrong each: what is broken, and what is said of it."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydicom import Dataset, dcmread

from tests.judge.bad import CT_JPEG, Bad
from tests.judge.builder import Said, jpeg, retrieved
from tests.judge.documents import COLOURS, DOCUMENTS, FRAMES, SC, edited, to_bytes
from tests.judge.good import CT, DEFLATED, SECOND, TRAILING_PADDING, recoded
from wadows_contract.level import Level
from wadows_spec.constants import EXPLICIT_VR_LE, IMPLICIT_VR_LE

PART10 = "a DICOM Part 10 file"
STORED = "what was stored, but for declared coercions"
NOTHING = "nothing behind the data set"
EXPLICIT = f"Explicit VR Little Endian ({EXPLICIT_VR_LE})"
IMPLICIT = f"Implicit VR Little Endian ({IMPLICIT_VR_LE})"


def ct_edited(**values: object) -> Said:
    """The CT as stored, but for attributes; None takes one away."""

    def edit(dataset: Dataset) -> None:
        for keyword, value in values.items():
            if value is None:
                delattr(dataset, keyword)
            else:
                setattr(dataset, keyword, value)

    return retrieved("ct", contents=[edited(DOCUMENTS["ct"].content, edit)])


def converted_edited(role: str, syntax: str, **values: object) -> Said:
    def edit(dataset: Dataset) -> None:
        for keyword, value in values.items():
            if value is None:
                delattr(dataset, keyword)
            else:
                setattr(dataset, keyword, value)

    return retrieved(role, syntaxes=[syntax], contents=[edited(recoded(role, syntax), edit)])


def private_changed() -> Said:
    def edit(dataset: Dataset) -> None:
        dataset[0x0011, 0x1001].value = "other text"

    return retrieved("private", contents=[edited(DOCUMENTS["private"].content, edit)])


def charset_changed() -> Said:
    """Bytes of a text left as they were, while they now say something else."""

    def encoded(charset: str) -> bytes:
        dataset = dcmread(io.BytesIO(DOCUMENTS["ct"].content))
        dataset.SpecificCharacterSet = charset
        dataset.SeriesDescription = "For tests"
        return to_bytes(dataset)

    return retrieved(
        "ct", contents=[encoded("ISO_IR 100").replace(b"For tests ", b"F\xf6r tests ")]
    )


def without_meta(keyword: str) -> bytes:
    """The CT without one element of its file meta information, cut out by hand."""
    content = DOCUMENTS["ct"].content
    tag = {"MediaStorageSOPInstanceUID": b"\2\0\3\0UI", "TransferSyntaxUID": b"\2\0\x10\0UI"}[
        keyword
    ]
    at = content.index(tag)
    length = 8 + int.from_bytes(content[at + 6 : at + 8], "little")
    # The group length comes first: tag, VR and length are 8 bytes, the value 4.
    group = int.from_bytes(content[140:144], "little") - length
    cut = content[:at] + content[at + length :]
    return cut[:140] + group.to_bytes(4, "little") + cut[144:]


def meta_edited(keyword: str, value: str | None) -> bytes:
    """The CT with another value in its file meta information, or without the element."""
    dataset = dcmread(io.BytesIO(DOCUMENTS["ct"].content))
    if value is None:
        delattr(dataset.file_meta, keyword)
    else:
        setattr(dataset.file_meta, keyword, value)
    file = io.BytesIO()
    dataset.save_as(file, enforce_file_format=False)
    return file.getvalue()


def renamed_rle() -> bytes:
    """An RLE document that is only said to be uncompressed."""
    return DOCUMENTS["rle"].content.replace(
        b"1.2.840.10008.1.2.5\0", EXPLICIT_VR_LE.encode() + b"\0"
    )


def coarse(frames: NDArray[np.uint8]) -> bytes:
    """Frames after JPEG of quality 30."""
    made = []
    for frame in frames:
        with Image.open(io.BytesIO(jpeg(frame, quality=30))) as decoded:
            made.append(np.asarray(decoded))
    return np.stack(made).tobytes()


def nested_changed() -> bytes:
    """A conversion that keeps a private attribute in a sequence, with another text."""
    return recoded("nested", IMPLICIT_VR_LE).replace(b"private text", b"PRIVATE TEXT")


def coerced(syntax: str) -> bytes:
    def edit(dataset: Dataset) -> None:
        dataset.PatientName, dataset.PatientComments = "Testperson^Corrected", "Invented"
        dataset.file_meta.TransferSyntaxUID = syntax

    return edited(DOCUMENTS["ct"].content, edit)


BAD_DOCUMENTS = [
    Bad("RET-01", "called octet-stream",
        retrieved("ct").swap("application/dicom", "application/octet-stream", 2),
        "application/dicom", "application/octet-stream"),
    Bad("RET-01", "called nothing",
        retrieved("ct").swap("<x:mimeType>application/dicom<", "<x:mimeType><")
        .swap("Content-Type: application/dicom\r\n", ""), "application/dicom", "nothing"),
    Bad("RET-01", "called an image",
        retrieved("ct").swap("application/dicom", "image/jpeg", 2), "application/dicom",
        "image/jpeg"),
    Bad("RET-02", "a pixel changed",
        ct_edited(PixelData=b"\1" + bytes(DOCUMENTS["ct"].rows * DOCUMENTS["ct"].columns * 2 - 1)),
        STORED, "changed: PixelData"),
    Bad("RET-02", "an attribute changed", ct_edited(SeriesDescription="Another"), STORED,
        "changed: SeriesDescription"),
    Bad("RET-02", "an attribute lost", ct_edited(RescaleIntercept=None), STORED,
        "changed: RescaleIntercept"),
    Bad("RET-02", "an attribute added", ct_edited(WindowCenter="40"), STORED,
        "changed: WindowCenter"),
    Bad("RET-02", "a private attribute changed", private_changed(), STORED,
        "changed: (0011,1001)"),
    Bad("RET-02", "pixels lost", ct_edited(PixelData=None), STORED, "changed: PixelData"),
    Bad("RET-02", "text in another character set", charset_changed(), STORED,
        "changed: SeriesDescription"),
    Bad("RET-02", "an attribute of a compressed image added",
        retrieved("rle", contents=[edited(DOCUMENTS["rle"].content,
                                          lambda dataset: setattr(dataset, "SeriesNumber", 7))]),
        STORED, "changed: SeriesNumber"),
    *(
        Bad("RET-02", f"the last bytes of {role} lost",
            retrieved(role, contents=[DOCUMENTS[role].content[:-2]]), STORED, f"changed: {got}")
        for role, got in (("ct", "PixelData"), ("rle", "the end of the last element"))
    ),
    Bad("RET-03", "another transfer syntax",
        retrieved("ct", contents=[recoded("ct", IMPLICIT_VR_LE)]), EXPLICIT, IMPLICIT),
    Bad("RET-03", "stored, but not asked for",
        retrieved("rle", syntaxes=[EXPLICIT_VR_LE, IMPLICIT_VR_LE]), f"{EXPLICIT} or {IMPLICIT}",
        "RLE Lossless (1.2.840.10008.1.2.5)"),
    Bad("RET-10", "an attribute changed by converting",
        converted_edited("ct", IMPLICIT_VR_LE, SeriesDescription="Another"), STORED,
        "changed: SeriesDescription"),
    Bad("RET-10", "a pixel changed by converting",
        converted_edited("ct", IMPLICIT_VR_LE, PixelData=bytes(4096)), STORED,
        "changed: PixelData, frame 1 by 504 in the mean"),
    Bad("RET-10", "black instead of decompressed",
        converted_edited("rle", EXPLICIT_VR_LE, PixelData=bytes(4096)), STORED,
        "changed: PixelData, frame 1 by 504 in the mean"),
    Bad("RET-10", "half the pixels decompressed",
        converted_edited("rle", EXPLICIT_VR_LE, PixelData=bytes(2048)), STORED,
        "changed: PixelData, which cannot be decoded (..."),
    Bad("RET-10", "fewer rows decompressed",
        converted_edited("rle", EXPLICIT_VR_LE, Rows=16, PixelData=bytes(2048)), STORED,
        "changed: Rows, PixelData, of shape (16, 64) where (32, 64) was stored"),
    Bad("RET-10", "rescale lost while decompressing",
        converted_edited("rle", EXPLICIT_VR_LE, RescaleIntercept=None), STORED,
        "changed: RescaleIntercept"),
    Bad("RET-10", "a photograph too dark",
        converted_edited("jpeg", EXPLICIT_VR_LE, PixelData=bytes(32 * 48)), STORED,
        "changed: PixelData, frame 1 by 11..."),
    Bad("RET-10", "turned into a negative by its name while decompressing",
        converted_edited("rle", EXPLICIT_VR_LE, PhotometricInterpretation="MONOCHROME1"), STORED,
        "changed: PhotometricInterpretation"),
    Bad("DOC-01", "no preamble",
        retrieved("ct", contents=[DOCUMENTS["ct"].content[132:]]), PART10,
        "no DICM after a preamble of 128 bytes: ..."),
    Bad("DOC-01", "nothing", retrieved("ct", contents=[b""]), PART10, "..."),
    Bad("DOC-01", "a page of HTML", retrieved("ct", contents=[b"<html>" * 40]), PART10,
        "no DICM after a preamble of 128 bytes: b'tml>'"),
    Bad("DOC-01", "an image", retrieved("ct", contents=[CT_JPEG]), PART10, "..."),
    Bad("DOC-01", "no transfer syntax",
        retrieved("ct", contents=[without_meta("TransferSyntaxUID")]), PART10, "..."),
    Bad("DOC-01", "no instance in the file meta information",
        retrieved("ct", contents=[without_meta("MediaStorageSOPInstanceUID")]), PART10,
        "without MediaStorageSOPInstanceUID"),
    *(
        Bad("DOC-01", f"no {keyword}", retrieved("ct", contents=[meta_edited(keyword, None)]),
            PART10, f"without {keyword}")
        for keyword in ("FileMetaInformationGroupLength", "FileMetaInformationVersion",
                        "MediaStorageSOPClassUID", "ImplementationClassUID")
    ),
    Bad("DOC-02", "another instance", retrieved("ct", contents=[DOCUMENTS["second"].content]),
        CT, SECOND, also=("RET-02",)),
    Bad("DOC-02", "another series", ct_edited(SeriesInstanceUID="2.25.7"), "2.25.101", "2.25.7",
        also=("RET-02",)),
    Bad("DOC-02", "no study", ct_edited(StudyInstanceUID=None), "2.25.100", "nothing",
        also=("RET-02",)),
    Bad("DOC-02", "another SOP class", ct_edited(SOPClassUID="1.2.840.10008.5.1.4.1.1.4"),
        "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.4", also=("RET-02",)),
    Bad("DOC-02", "another instance in the file meta information",
        retrieved("ct", contents=[meta_edited("MediaStorageSOPInstanceUID", SECOND)]), CT, SECOND),
    Bad("DOC-02", "another SOP class in the file meta information",
        retrieved("ct", contents=[meta_edited("MediaStorageSOPClassUID", SC)]),
        "1.2.840.10008.5.1.4.1.1.2", SC),
    # Conversions
    Bad("RET-10", "one bit of one pixel in the last of three frames",
        converted_edited("frames", IMPLICIT_VR_LE,
                         PixelData=FRAMES.tobytes()[:-1] + bytes([FRAMES.tobytes()[-1] ^ 1])),
        STORED, "changed: PixelData, frame 3 by 0.0026 in the mean"),
    Bad("RET-10", "two frames exchanged",
        converted_edited("frames", IMPLICIT_VR_LE, PixelData=FRAMES[::-1].tobytes()), STORED,
        "changed: PixelData, frame 1 by 133 in the mean"),
    Bad("RET-10", "the last frame lost",
        converted_edited("frames", IMPLICIT_VR_LE, NumberOfFrames=2,
                         PixelData=FRAMES[:2].tobytes()), STORED,
        "changed: NumberOfFrames, PixelData, which cannot be decoded (..."),
    Bad("RET-10", "red and blue exchanged",
        converted_edited("colour", IMPLICIT_VR_LE, PixelData=COLOURS[..., ::-1].tobytes()),
        STORED, "changed: PixelData, frame 1 by 88.9 in the mean"),
    Bad("RET-10", "colours said to be in another space",
        converted_edited("colour", IMPLICIT_VR_LE, PhotometricInterpretation="YBR_FULL"),
        STORED, "changed: PixelData, frame 1 by ..."),
    Bad("RET-10", "planes called pixels",
        converted_edited("colour", IMPLICIT_VR_LE, PlanarConfiguration=1), STORED,
        "changed: PixelData, frame 1 by ..."),
    Bad("RET-10", "encapsulated in a transfer syntax without",
        retrieved("rle", syntaxes=[EXPLICIT_VR_LE], contents=[renamed_rle()]), STORED,
        "changed: PixelData, encapsulated"),
    Bad("RET-10", "coded with loss in between",
        converted_edited("frames", IMPLICIT_VR_LE, PixelData=coarse(FRAMES)), STORED,
        "changed: PixelData, frame 1 by ..."),
    Bad("RET-10", "a private attribute lost in a sequence",
        retrieved("nested", syntaxes=[IMPLICIT_VR_LE], contents=[nested_changed()]), STORED,
        "changed: ReferencedStudySequence"),
    *(
        Bad(requirement, f"coerced ({requirement})",
            retrieved("ct", syntaxes=[syntax], contents=[coerced(syntax)]), "what was stored",
            "coerced: PatientName, PatientComments", at_most=Level.INFORMATION)
        for requirement, syntax in (("RET-02", EXPLICIT_VR_LE), ("RET-10", IMPLICIT_VR_LE))
    ),
    # What follows
    *(
        Bad("DOC-03", f"{name} behind {role}",
            retrieved(role, contents=[DOCUMENTS[role].content + tail]), NOTHING, got)
        for name, role, tail, got in (
            ("a line end", "ct", b"\r\n", "2 bytes, b'\\r\\n'"),
            ("a line feed", "ct", b"\n", "1 byte, b'\\n'"),
            ("a line end", "report", b"\r\n", "2 bytes, b'\\r\\n'"),
            ("a line end", "rle", b"\r\n", "2 bytes, b'\\r\\n'"),
            ("zeros", "ct", bytes(16), f"16 bytes, {bytes(8)!r}"),
            ("a boundary", "report", b"\r\n--c\r\n", "7 bytes, b'\\r\\n--c\\r\\n'"),
            ("another document", "ct", DOCUMENTS["report"].content,
             f"{len(DOCUMENTS['report'].content)} bytes, {bytes(8)!r}"),
            ("an element of the data set again", "report",
             b"\x10\0\x10\0PN\4\0Anna", "12 bytes, b'\\x10\\x00\\x10\\x00PN\\x04\\x00'"),
        )
    ),
    *(
        Bad("DOC-03", f"a line end behind a conversion to {syntax}",
            retrieved("ct", syntaxes=[syntax], contents=[recoded("ct", syntax) + b"\r\n"]),
            NOTHING, got)
        for syntax, got in ((IMPLICIT_VR_LE, "2 bytes, b'\\r\\n'"),
                            (DEFLATED, "2 bytes, b'\\r\\n' behind what was deflated"))
    ),
    Bad("DOC-03", "padding with something behind it",
        retrieved("ct", contents=[DOCUMENTS["ct"].content + TRAILING_PADDING + b"\0\0"]),
        NOTHING, "2 bytes, b'\\x00\\x00'"),
]  # fmt: skip
