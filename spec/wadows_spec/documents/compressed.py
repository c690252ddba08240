"""The test documents by which every transfer syntax of the image table is stored."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pydicom import Dataset, uid

from wadows_spec.documents import identity, modules, patterns
from wadows_spec.documents.frozen import frozen, ratio
from wadows_spec.documents.part10 import (
    Module,
    colour_plane,
    dataset_of,
    encode,
    encode_deflated,
    grey_plane,
    put_bytes,
    put_streams,
    put_words,
)
from wadows_spec.documents.role import TestDocument

#: What PS3.6 calls JPEG Spectral Selection, Non-Hierarchical (Process 7 & 9), retired since 1995.
#: The image table has this UID under the name of Process 14, which is 1.2.840.10008.1.2.4.57.
JPEG_SPECTRAL_ARITHMETIC: Final = "1.2.840.10008.1.2.4.54"


def grey(role: str, number: int) -> Dataset:
    """MR, 64 x 64, 12 of 16 bits: the pattern CODED, not compressed."""
    dataset = dataset_of(
        modules.common(role, uid.MRImageStorage, identity.CODED_GREY, number),
        modules.image(identity.CODED_GREY),
        modules.plane(identity.CODED_GREY, number),
        modules.magnetic_resonance(),
        modules.grey(64, 64, allocated=16, stored=12),
    )
    put_words(dataset, grey_plane(patterns.CODED, 64, 64))
    return dataset


def deep(role: str, number: int) -> Dataset:
    """MR, 64 x 64, 16 bits: the pattern DEEP, not compressed."""
    dataset = grey(role, number)
    dataset.update(dataset_of(modules.grey(64, 64, allocated=16, stored=16)))
    put_words(dataset, grey_plane(patterns.DEEP, 64, 64))
    return dataset


def signed(role: str, number: int) -> Dataset:
    """CT, 96 x 128, 16 bits signed: the pattern SIGNED, not compressed."""
    dataset = dataset_of(
        modules.common(role, uid.CTImageStorage, identity.CODED_SIGNED, number),
        modules.image(identity.CODED_SIGNED),
        modules.plane(identity.CODED_SIGNED, number),
        modules.computed_tomography(),
        modules.grey(96, 128, allocated=16, stored=16, signed=True),
    )
    put_words(dataset, grey_plane(patterns.SIGNED, 96, 128))
    return dataset


def screen(role: str, number: int) -> Dataset:
    """Secondary Capture, 64 x 96, 8 bits: the pattern EIGHT_BIT, not compressed."""
    dataset = _secondary_capture(role, number, modules.grey(64, 96, allocated=8, stored=8))
    put_bytes(dataset, bytes(grey_plane(patterns.EIGHT_BIT, 64, 96)))
    return dataset


def chart(role: str, number: int) -> Dataset:
    """Secondary Capture, 64 x 128, RGB: the patches, not compressed."""
    dataset = _secondary_capture(role, number, modules.colour(64, 128, "RGB"))
    put_bytes(dataset, colour_plane(patterns.patches, 64, 128))
    return dataset


def _secondary_capture(role: str, number: int, pixels: Module) -> Dataset:
    return dataset_of(
        modules.common(role, uid.SecondaryCaptureImageStorage, identity.CODED_SCREEN, number),
        modules.image(identity.CODED_SCREEN),
        modules.secondary_capture(),
        pixels,
    )


@dataclass(frozen=True)
class Coded:
    """An image whose pixel data is a frozen stream, `file`, in a transfer syntax.

    `source` makes the image that was encoded; `number` is its number in its series.
    `method` is the Lossy Image Compression Method, empty if nothing was lost.
    `photometric` is the Photometric Interpretation, if encoding changed it.
    """

    role: str
    transfer_syntax_uid: str
    file: str
    source: Callable[[str, int], Dataset]
    number: int
    note: str
    method: str = ""
    photometric: str = ""

    def build(self) -> bytes:
        """Return the Part 10 file."""
        dataset = self.source(self.role, self.number)
        stream = frozen(self.file)
        if self.method:
            size = ratio(len(dataset.PixelData), stream)
            dataset.update(dataset_of(modules.lossy(size, self.method)))
            dataset.ImageType = ["DERIVED", *dataset.ImageType[1:]]
        if self.photometric:
            dataset.PhotometricInterpretation = self.photometric
        put_streams(dataset, [stream])
        return encode(dataset, self.transfer_syntax_uid)


CODED: Final = (
    Coded(
        "jpeg-extended", uid.JPEGExtended12Bit, "jpeg-extended.jpg", grey, 1,
        "MR of 12 bits as JPEG Extended: many decoders know only 8 bits.",
        "ISO_10918_1",
    ),
    Coded(
        "jpeg-spectral", JPEG_SPECTRAL_ARITHMETIC, "jpeg-spectral.jpg", screen, 1,
        "Retired arithmetic JPEG, whose UID the table gives to Process 14: delivered as stored.",
        "ISO_10918_1",
    ),
    Coded(
        "jpeg-lossless", uid.JPEGLossless, "jpeg-lossless.jpg", grey, 2,
        "MR as JPEG Lossless of predictor 6: what the table means by Process 14.",
    ),
    Coded(
        "jpeg-lossless-sv1", uid.JPEGLosslessSV1, "jpeg-lossless-sv1.jpg", grey, 3,
        "MR as JPEG Lossless of predictor 1, the commonest lossless syntax of archives.",
    ),
    Coded(
        "jpeg-ls", uid.JPEGLSLossless, "jpeg-ls.jls", grey, 4,
        "MR as JPEG-LS without loss.",
    ),
    Coded(
        "jpeg-ls-near", uid.JPEGLSNearLossless, "jpeg-ls-near.jls", grey, 5,
        "MR as JPEG-LS that misses no value by more than 2.",
        "ISO_14495_1",
    ),
    Coded(
        "jpeg-2000-lossless", uid.JPEG2000Lossless, "jpeg-2000-lossless.j2k", signed, 1,
        "CT with signed values as JPEG 2000 without loss: shows a sign lost in decoding.",
    ),
    Coded(
        "jpeg-2000", uid.JPEG2000, "jpeg-2000.j2k", chart, 2,
        "Colour patches as JPEG 2000 with loss, its colours transformed.",
        "ISO_15444_1", "YBR_ICT",
    ),
    Coded(
        "htj2k-lossless", uid.HTJ2KLossless, "htj2k-lossless.jph", deep, 6,
        "MR of 16 bits as HTJ2K without loss, later than the tables of 2018.",
    ),
    Coded(
        "htj2k-rpcl", uid.HTJ2KLosslessRPCL, "htj2k-lossless.jph", deep, 7,
        "The same stream, whose packets go from coarse to fine, under the UID that says so.",
    ),
    Coded(
        "htj2k", uid.HTJ2K, "htj2k.jph", deep, 8,
        "MR of 16 bits as HTJ2K with loss.",
        "ISO_15444_15",
    ),
    Coded(
        "rle", uid.RLELossless, "rle.rle", chart, 3,
        "Colour patches as RLE, whose planes are one behind the other.",
    ),
)  # fmt: skip


def explicit_deflated_source() -> Dataset:
    """Return the data set of `deflated`, before it is deflated."""
    return screen("deflated", 4)


def deflated() -> bytes:
    """Secondary Capture, 64 x 96, 8 bits, whose whole data set is deflated."""
    return encode_deflated(explicit_deflated_source(), frozen("deflated.deflate"))


def big_endian() -> bytes:
    """MR, 64 x 64, 12 of 16 bits, with the high byte first throughout."""
    dataset = grey("big-endian", 9)
    put_words(dataset, grey_plane(patterns.CODED, 64, 64), big_endian=True)
    return encode(dataset, uid.ExplicitVRBigEndian)


def implicit() -> bytes:
    """MR, 64 x 64, 12 of 16 bits, without value representations."""
    return encode(grey("implicit", 10), uid.ImplicitVRLittleEndian)


DOCUMENTS: Final = (
    TestDocument(
        "implicit",
        "image",
        implicit,
        "The MR that the coded ones were made from, in Implicit VR: what they decode to.",
    ),
    *(TestDocument(coded.role, "image", coded.build, coded.note) for coded in CODED),
    TestDocument(
        "deflated",
        "image",
        deflated,
        "Deflated image: stored in a transfer syntax that the image table lacks.",
    ),
    TestDocument(
        "big-endian",
        "image",
        big_endian,
        "Explicit VR Big Endian, retired: stored in a transfer syntax that no table has.",
    ),
)
