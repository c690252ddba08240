"""The test documents that hold colours otherwise than as RGB, and without compression."""

import struct
from typing import Final

from pydicom import uid

from wadows_spec.documents import identity, modules, patterns
from wadows_spec.documents.part10 import (
    Module,
    colour_plane,
    dataset_of,
    encode,
    grey_plane,
    put_bytes,
)
from wadows_spec.documents.role import TestDocument


def luma_chroma(red: int, green: int, blue: int) -> tuple[int, int, int]:
    """Return a colour as YBR_FULL (PS3.3 C.7.6.3.1.2), rounded, each from 0 to 255."""
    luma = 2990 * red + 5870 * green + 1140 * blue
    blueness = -1687 * red - 3313 * green + 5000 * blue
    redness = 5000 * red - 4187 * green - 813 * blue
    return (
        (luma + 5000) // 10000,
        min((blueness + 1285000) // 10000, 255),
        min((redness + 1285000) // 10000, 255),
    )


def _ybr(row: int, column: int, frame: int = 0) -> tuple[int, int, int]:
    return luma_chroma(*patterns.patches(row, column, frame))


def ybr_full() -> bytes:
    """Secondary Capture, 64 x 128: the patches as luma and chroma."""
    dataset = dataset_of(
        modules.common("ybr-full", uid.SecondaryCaptureImageStorage, identity.SCREENS),
        modules.image(identity.SCREENS),
        modules.secondary_capture(),
        modules.colour(64, 128, "YBR_FULL"),
    )
    put_bytes(dataset, colour_plane(_ybr, 64, 128))
    return encode(dataset, uid.ExplicitVRLittleEndian)


def ybr_full_422() -> bytes:
    """Secondary Capture, 64 x 128: the patches, two luma samples to each pair of chroma."""
    dataset = dataset_of(
        modules.common("ybr-full-422", uid.SecondaryCaptureImageStorage, identity.SCREENS, 3),
        modules.image(identity.SCREENS),
        modules.secondary_capture(),
        modules.colour(64, 128, "YBR_FULL_422"),
    )
    # Patches end on even columns, so both pixels of a pair are of one colour.
    pairs = [_ybr(row, column) for row in range(64) for column in range(0, 128, 2)]
    put_bytes(dataset, b"".join(bytes((y, y, cb, cr)) for y, cb, cr in pairs))
    return encode(dataset, uid.ExplicitVRLittleEndian)


def _patch(row: int, column: int, frame: int = 0) -> int:
    """Return the index of a patch: 0 to 3 above, 4 to 7 below."""
    return 4 * (row // 32) + column // 32


def palette() -> Module:
    """Palette Color Lookup Table (C.7.9): one entry of 16 bits for each patch."""
    colours = [patterns.patches(32 * (index // 4), 32 * (index % 4)) for index in range(8)]
    names = ("Red", "Green", "Blue")
    described = {f"{name}PaletteColorLookupTableDescriptor": [8, 0, 16] for name in names}
    # 255 becomes 65535: the eight bits are doubled.
    listed = {
        f"{name}PaletteColorLookupTableData": struct.pack("<8H", *(257 * c[i] for c in colours))
        for i, name in enumerate(names)
    }
    return {**described, **listed}


def palette_colour() -> bytes:
    """Secondary Capture, 64 x 128: the patches as numbers of a palette."""
    dataset = dataset_of(
        modules.common("palette", uid.SecondaryCaptureImageStorage, identity.SCREENS, 2),
        modules.image(identity.SCREENS),
        modules.secondary_capture(),
        modules.grey(64, 128, allocated=8, stored=8),
        {"PhotometricInterpretation": "PALETTE COLOR"},
        palette(),
    )
    put_bytes(dataset, bytes(grey_plane(_patch, 64, 128)))
    return encode(dataset, uid.ExplicitVRLittleEndian)


DOCUMENTS: Final = (
    TestDocument(
        "ybr-full",
        "image",
        ybr_full,
        "Patches as YBR_FULL: colours are wrong wherever it is taken for RGB.",
    ),
    TestDocument(
        "ybr-full-422",
        "image",
        ybr_full_422,
        "Patches as YBR_FULL_422 without compression: a third fewer bytes than the size says.",
    ),
    TestDocument(
        "palette",
        "image",
        palette_colour,
        "Patches as PALETTE COLOR: nearly black wherever the palette is left out.",
    ),
)
