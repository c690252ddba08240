"""Answers with one thing wrong each: what is broken, and what is said of it."""

import io
from dataclasses import dataclass

import numpy as np
from pydicom import Dataset, dcmread

from tests.judge.builder import (
    Said,
    image,
    jpeg,
    refusal,
    registry_error,
    rendered,
    retrieved,
)
from tests.judge.documents import COLOURS, DOCUMENTS, FRAMES, SC, edited, to_bytes
from tests.judge.good import (
    CT,
    CT_SHOWN,
    CT_WINDOW,
    SECOND,
    UNKNOWN,
    recoded,
)
from wadows_contract.level import Level
from wadows_spec.constants import (
    EXPLICIT_VR_LE,
    IMPLICIT_VR_LE,
)


@dataclass(frozen=True)
class Bad:
    """A wrong answer: the requirement that it breaks, and what the one finding says.

    `got` may end in three dots, before which it says what the finding begins with.
    `also` are requirements that cannot but be broken along with it.
    """

    requirement: str
    name: str
    said: Said
    expected: str
    got: str
    at_most: Level = Level.FAILED
    also: tuple[str, ...] = ()


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


PART10 = "a DICOM Part 10 file"
STORED = "what was stored, but for declared coercions"
UNIDENTIFIED = "cannot identify image file..."
BASELINE = "a baseline JPEG image, grey or colour"
EXPLICIT = f"Explicit VR Little Endian ({EXPLICIT_VR_LE})"
IMPLICIT = f"Implicit VR Little Endian ({IMPLICIT_VR_LE})"
CT_JPEG = jpeg(CT_SHOWN)
NONE_CAME = refusal(registry_error("XDSMissingDocument", UNKNOWN), asked=[UNKNOWN])

BAD = [
    # Documents
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
        Bad("RET-02", f"{name} behind {role}",
            retrieved(role, contents=[DOCUMENTS[role].content + tail]), STORED, f"changed: {got}")
        for name, role, tail, got in (
            ("a line end", "ct", b"\r\n", "bytes behind the last element (2)"),
            ("a line end", "report", b"\r\n", "bytes behind the last element (2)"),
            ("a line end", "rle", b"\r\n", "the end of the last element"),
            ("zeros", "ct", bytes(16), "CommandGroupLength"),
        )
    ),
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
    Bad("RET-07", "an attribute changed by converting",
        converted_edited("ct", IMPLICIT_VR_LE, SeriesDescription="Another"), STORED,
        "changed: SeriesDescription"),
    Bad("RET-07", "a pixel changed by converting",
        converted_edited("ct", IMPLICIT_VR_LE, PixelData=bytes(4096)), STORED,
        "changed: PixelData"),
    Bad("RET-07", "black instead of decompressed",
        converted_edited("rle", EXPLICIT_VR_LE, PixelData=bytes(4096)), STORED,
        "changed: PixelData, frame 1 by 504.0 in the mean"),
    Bad("RET-07", "half the pixels decompressed",
        converted_edited("rle", EXPLICIT_VR_LE, PixelData=bytes(2048)), STORED,
        "changed: PixelData, which cannot be decoded (..."),
    Bad("RET-07", "fewer rows decompressed",
        converted_edited("rle", EXPLICIT_VR_LE, Rows=16, PixelData=bytes(2048)), STORED,
        "changed: Rows, PixelData, of shape (16, 64) where (32, 64) was stored"),
    Bad("RET-07", "rescale lost while decompressing",
        converted_edited("rle", EXPLICIT_VR_LE, RescaleIntercept=None), STORED,
        "changed: RescaleIntercept"),
    Bad("RET-07", "a photograph too dark",
        converted_edited("jpeg", EXPLICIT_VR_LE, PixelData=bytes(32 * 48)), STORED,
        "changed: PixelData, frame 1 by 11..."),
    Bad("RET-07", "a line end behind what was converted",
        retrieved("ct", syntaxes=[IMPLICIT_VR_LE],
                  contents=[recoded("ct", IMPLICIT_VR_LE) + b"\r\n"]), STORED,
        "changed: bytes behind the last element (2)"),
    Bad("RET-07", "turned into a negative by its name while decompressing",
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
    # Images
    Bad("REN-01", "a PNG", rendered("ct", image(CT_SHOWN, "PNG")), BASELINE, "PNG L"),
    Bad("REN-01", "progressive", rendered("ct", jpeg(CT_SHOWN, progressive=True)), BASELINE,
        "JPEG L, progressive"),
    Bad("REN-01", "no image", rendered("ct", b"<html/>"), BASELINE, UNIDENTIFIED),
    Bad("REN-01", "nothing", rendered("ct", b""), BASELINE, UNIDENTIFIED),
    Bad("REN-01", "a document", rendered("ct", DOCUMENTS["ct"].content), BASELINE,
        UNIDENTIFIED),
    Bad("REN-01", "four components",
        rendered("ct", image(CT_SHOWN[..., None].repeat(4, 2), "PNG")), BASELINE, "PNG RGBA"),
    Bad("REN-01", "called image/png",
        rendered("ct", CT_JPEG).swap("image/jpeg", "image/png", 2), "image/jpeg", "image/png"),
    Bad("REN-03", "no echo",
        rendered("ct", CT_JPEG, CT_WINDOW).swap("<w:WindowWidth>1000</w:WindowWidth>", ""), "1000",
        "nothing"),
    Bad("REN-03", "another value",
        rendered("ct", CT_JPEG, CT_WINDOW).swap(">1000<", ">1000.0<"), "1000", "1000.0"),
    Bad("REN-04", "size ignored", rendered("ct", CT_JPEG, {"Rows": "16"}), "16 rows of 32",
        "32 rows of 64"),
    Bad("REN-04", "one row beyond the box",
        rendered("ct", jpeg(CT_SHOWN[:17, :33]), {"Rows": "16"}), "16 rows of 32", "17 rows of 33"),
    Bad("REN-04", "stretched into the box",
        rendered("ct", jpeg(CT_SHOWN[:, :32]), {"Rows": "32", "Columns": "32"}), "16 rows of 32",
        "32 rows of 32"),
    Bad("REN-04", "turned", rendered("ct", jpeg(CT_SHOWN.T)), "32 rows of 64", "64 rows of 32"),
    Bad("REN-04", "shrunk unasked", rendered("ct", jpeg(CT_SHOWN[::2, ::2])), "32 rows of 64",
        "16 rows of 32"),
    Bad("REN-04", "enlarged by too little",
        rendered("ct", jpeg(CT_SHOWN.repeat(2, 0).repeat(2, 1)[:48, :96]), {"Rows": "64"}),
        "32 rows of 64 or 64 rows of 128", "48 rows of 96"),
    Bad("REN-05", "inverted", rendered("ct", jpeg(255 - CT_SHOWN), CT_WINDOW),
        "a mean difference of at most 8 grey levels",
        "a mean difference of 130.7, brightness off by -0: inverted"),
    Bad("REN-05", "too bright", rendered("ct", jpeg(CT_SHOWN + 20), CT_WINDOW),
        "a mean difference of at most 8 grey levels", "a mean difference of 1..."),
    Bad("REN-05", "MONOCHROME1 taken for MONOCHROME2", rendered("inverse", CT_JPEG, CT_WINDOW),
        "a mean difference of at most 8 grey levels",
        "a mean difference of 130.7, brightness off by +0: inverted"),
    Bad("REN-05", "all black at low quality",
        rendered("ct", jpeg(CT_SHOWN * 0), CT_WINDOW | {"ImageQuality": "10"}),
        "a mean difference of at most 24 grey levels", "a mean difference of 12..."),
    Bad("REN-07", "the wrong frame", rendered("frames", jpeg(FRAMES[0]), {"FrameNumber": "2"}),
        "frame 2, likeness at least 0.9", "most like frame 1, likeness 1.00"),
    Bad("REN-07", "frames counted from 0",
        rendered("frames", jpeg(FRAMES[2]), {"FrameNumber": "2"}),
        "frame 2, likeness at least 0.9", "most like frame 3, likeness 1.00"),
    Bad("REN-07", "no frame at all",
        rendered("frames", jpeg(FRAMES[1] * 0), {"FrameNumber": "2"}),
        "frame 2, likeness at least 0.9", "most like frame 1, likeness 0.00"),
    Bad("REN-07", "the frame upside down in grey",
        rendered("frames", jpeg(255 - FRAMES[1].astype(float)), {"FrameNumber": "2"}),
        "frame 2, likeness at least 0.9", "most like frame ..."),
    Bad("REN-16", "red and blue swapped", rendered("colour", jpeg(COLOURS[..., ::-1])),
        "a mean difference of at most 8 levels", "a mean difference of 8..."),
    Bad("REN-16", "grey", rendered("colour", jpeg(COLOURS.mean(axis=2))),
        "three colour components", "L"),
    Bad("REN-16", "transparent",
        rendered("colour", image(np.dstack([COLOURS, COLOURS[..., :1]]), "PNG")),
        "three colour components", "RGBA", also=("REN-01",)),
]  # fmt: skip
