"""The test documents that say how they are to be shown: windows, tables, polarity and shape.

Each has a band of eight steps, 8 columns wide, whose greys can be worked out by hand:
the docstrings say them, from 0 (black) to 255 (white), as 8 bits before any JPEG.
"""

import struct
from typing import Final

from pydicom import Dataset, uid

from wadows_spec.documents import identity, modules
from wadows_spec.documents.part10 import (
    Module,
    dataset_of,
    encode,
    grey_plane,
    put_bytes,
    put_words,
)
from wadows_spec.documents.patterns import Chart, Grey, Mark
from wadows_spec.documents.role import TestDocument

_SIZE: Final = 64
_MARKS: Final = (Mark(8, 16, 8, 32, 4095), Mark(24, 32, 40, 56, 0))
#: 64 x 64, steps from 1024 to 2816 by 256.
SIGMOID: Final = Chart(
    start=1000, slope=32, band=48, first=1024, rise=256, width=8, marks=_MARKS
)  # fmt: skip
#: 64 x 64, steps from 0 to 7 by 1, and a ramp of one value for each eight rows.
LINEAR_EXACT: Final = Chart(
    start=0, slope=0, band=48, first=0, rise=1, width=8, marks=_MARKS
)  # fmt: skip
#: 64 x 64, steps from 1000 to 1504 by 72.
VOI_LUT: Final = Chart(
    start=1000, slope=8, band=48, first=1000, rise=72, width=8, marks=_MARKS
)  # fmt: skip
#: 64 x 64, steps from 100 to 352 by 36; within 10 bits.
MODALITY_LUT: Final = Chart(
    start=100, slope=4, band=48, first=100, rise=36, width=8,
    marks=(Mark(8, 16, 8, 32, 1023), Mark(24, 32, 40, 56, 0)),
)  # fmt: skip
#: 64 x 64, steps from 184 to 1234 by 150: HU is less by 1024.
TWO_WINDOWS: Final = Chart(
    start=124, slope=20, band=48, first=184, rise=150, width=8, marks=_MARKS
)  # fmt: skip
#: 32 x 96, 0 to 255: steps of 12 columns, by 36.
TALL_PIXELS: Final = Chart(
    start=0, slope=2, band=24, first=0, rise=36, width=12,
    marks=(Mark(4, 8, 8, 32, 255), Mark(12, 18, 72, 84, 0)),
)  # fmt: skip
#: 64 x 64, steps from 0 to 4095 by 585.
PRESENTATION_INVERSE: Final = Chart(
    start=0, slope=64, band=48, first=0, rise=585, width=8, marks=_MARKS
)  # fmt: skip

PADDING: Final = -2000
_PADDED: Final = Chart(
    start=-1000, slope=30, band=44, first=-1000, rise=250, width=8,
    marks=(Mark(10, 18, 12, 36, 1000), Mark(26, 34, 40, 52, -1000)),
)  # fmt: skip


def padded_pattern(row: int, column: int, frame: int = 0) -> int:
    """64 x 64, -1000 to 1000, steps by 250; four rows above and below are padding, -2000."""
    return _PADDED(row, column, frame) if 4 <= row < 60 else PADDING


def _slice(role: str, number: int, pattern: Grey, *modules_: Module) -> bytes:
    """Return an MR slice of 64 x 64, 12 of 16 bits."""
    dataset = dataset_of(
        modules.common(role, uid.MRImageStorage, identity.SHOWN_MR, number),
        modules.image(identity.SHOWN_MR),
        modules.plane(identity.SHOWN_MR, number),
        modules.magnetic_resonance(),
        modules.grey(_SIZE, _SIZE, allocated=16, stored=12),
        *modules_,
    )
    put_words(dataset, grey_plane(pattern, _SIZE, _SIZE))
    return encode(dataset, uid.ExplicitVRLittleEndian)


def sigmoid() -> bytes:
    """MR, window of center 2048 and width 1024, function SIGMOID (PS3.3 C.11.2.1.3.1).

    The steps are c + k * w / 4 for k = -4 to 3, so that grey is 255 / (1 + exp(-k)):
    4.59, 12.09, 30.40, 68.58, 127.50, 186.42, 224.60, 242.91.
    As a linear window they would be 0, 0, 0, 63.9, 127.6, 191.4, 255, 255.
    The mark of 4095 is 254.91, that of 0 is 0.09.
    """
    function = {"VOILUTFunction": "SIGMOID"}
    return _slice("sigmoid", 1, SIGMOID, modules.window("2048", "1024"), function)


def linear_exact() -> bytes:
    """MR, window of center 4 and width 8, function LINEAR_EXACT (PS3.3 C.11.2.1.3.2).

    The steps are 0 to 7, and grey is 255 * x / 8:
    0, 31.875, 63.75, 95.625, 127.5, 159.375, 191.25, 223.125; the mark of 4095 is 255.
    As LINEAR they would be 255 * x / 7: 0, 36.43, 72.86, 109.29, 145.71, 182.14, 218.57, 255.
    """
    function = {"VOILUTFunction": "LINEAR_EXACT"}
    return _slice("linear-exact", 2, LINEAR_EXACT, modules.window("4", "8"), function)


def _table(first: int, entries: list[int]) -> Dataset:
    """Return a table of 16 bits (C.11.1.1, C.11.2.1.1) whose first entry is for the value first."""
    item = dataset_of(
        {"LUTDescriptor": [len(entries), first, 16], "LUTExplanation": "Invented table"}
    )
    item.add_new("LUTData", "OW", struct.pack(f"<{len(entries)}H", *entries))
    return item


def voi_lut() -> bytes:
    """MR with a VOI LUT of 512 entries from 1000 on, and no window.

    Entry i is 257 * ((i // 2) ** 2 // 255), so that grey is (i // 2) ** 2 // 255.
    The steps are at i = 72 * k for k = 0 to 7: 0, 5, 20, 45, 81, 127, 182, 249.
    The mark of 0 is the first entry, 0; that of 4095 the last, 255.
    """
    entries = [257 * ((i // 2) ** 2 // 255) for i in range(512)]
    return _slice("voi-lut", 3, VOI_LUT, {"VOILUTSequence": [_table(1000, entries)]})


def modality_lut() -> bytes:
    """CR, 10 of 16 bits, with a Modality LUT of 256 entries from 100 on, which falls.

    Entry i is 65025 - i ** 2.
    The steps are at i = 36 * k for k = 0 to 7:
    65025, 63729, 59841, 53361, 44289, 32625, 18369, 1521.
    The window (center 32768, width 65536) makes 255 * value / 65535 of them:
    253.02, 247.97, 232.84, 207.63, 172.33, 126.95, 71.47, 5.92.
    The mark of 0 is the first entry, 253.02; that of 1023 the last, 0.
    """
    table = _table(100, [65025 - i * i for i in range(256)])
    table.ModalityLUTType = "US"
    dataset = dataset_of(
        modules.common("modality-lut", uid.ComputedRadiographyImageStorage, identity.SHOWN_CR),
        modules.image(identity.SHOWN_CR),
        modules.computed_radiography(),
        modules.grey(_SIZE, _SIZE, allocated=16, stored=10),
        {"ModalityLUTSequence": [table]},
        modules.window("32768", "65536"),
    )
    put_words(dataset, grey_plane(MODALITY_LUT, _SIZE, _SIZE))
    return encode(dataset, uid.ExplicitVRLittleEndian)


def two_windows() -> bytes:
    """CT, 12 of 16 bits, HU = stored - 1024, and windows of 40, 400 and -600, 1500.

    The steps are -840, -690, -540, -390, -240, -90, 60, 210 HU.
    First window: 0, 0, 0, 0, 0, 44.74, 140.60, 236.47.
    Second window: 86.64, 112.16, 137.68, 163.19, 188.71, 214.23, 239.75, 255.
    """
    dataset = dataset_of(
        modules.common("two-windows", uid.CTImageStorage, identity.SHOWN_CT),
        modules.image(identity.SHOWN_CT),
        modules.plane(identity.SHOWN_CT),
        modules.computed_tomography(),
        modules.grey(_SIZE, _SIZE, allocated=16, stored=12),
        {"RescaleIntercept": "-1024", "RescaleSlope": "1"},
        {"WindowCenter": ["40", "-600"], "WindowWidth": ["400", "1500"]},
        {"WindowCenterWidthExplanation": ["SOFT", "LUNG"]},
    )
    put_words(dataset, grey_plane(TWO_WINDOWS, _SIZE, _SIZE))
    return encode(dataset, uid.ExplicitVRLittleEndian)


def tall_pixels() -> bytes:
    """Secondary Capture, 32 x 96, 8 bits, whose pixels are twice as high as wide.

    Shown true to shape it has 64 rows and 96 columns.
    The steps are 0, 36, 72, 108, 144, 180, 216, 252, each 12 columns wide.
    """
    dataset = dataset_of(
        modules.common("tall-pixels", uid.SecondaryCaptureImageStorage, identity.SHOWN_SCREEN),
        modules.image(identity.SHOWN_SCREEN),
        modules.secondary_capture(),
        modules.grey(32, 96, allocated=8, stored=8),
        {"PixelAspectRatio": ["2", "1"]},
    )
    put_bytes(dataset, bytes(grey_plane(TALL_PIXELS, 32, 96)))
    return encode(dataset, uid.ExplicitVRLittleEndian)


def padded() -> bytes:
    """CT, 16 bits signed, HU = stored, no window, with padding of -2000 above and below.

    The steps are -1000 to 750 by 250.
    Smallest to largest without the padding is -1000 to 1000, grey 255 * (x + 1000) / 2000:
    0, 31.875, 63.75, 95.625, 127.5, 159.375, 191.25, 223.125; padding is black.
    With it they would be 255 * (x + 2000) / 3000: 85 to 233.75.
    """
    dataset = dataset_of(
        modules.common("padded", uid.CTImageStorage, identity.SHOWN_PADDED),
        modules.image(identity.SHOWN_PADDED),
        modules.plane(identity.SHOWN_PADDED),
        modules.computed_tomography(),
        modules.grey(_SIZE, _SIZE, allocated=16, stored=16, signed=True),
        {"RescaleIntercept": "0", "RescaleSlope": "1", "PixelPaddingValue": PADDING},
    )
    put_words(dataset, grey_plane(padded_pattern, _SIZE, _SIZE))
    return encode(dataset, uid.ExplicitVRLittleEndian)


def presentation_inverse() -> bytes:
    """Digital X-Ray, 12 of 16 bits, MONOCHROME1 with Presentation LUT Shape INVERSE.

    The two say the same thing (PS3.3 C.8.11.3): it is inverted once.
    The steps are 0 to 4095 by 585 in a window of 2048, 4096; grey 255 - 255 * x / 4095:
    255, 218.57, 182.14, 145.71, 109.29, 72.86, 36.43, 0.
    """
    series = identity.SHOWN_DX
    dataset = dataset_of(
        modules.common("presentation-inverse", uid.DigitalXRayImageStorageForPresentation, series),
        modules.image(series),
        modules.digital_radiography(),
        modules.grey(_SIZE, _SIZE, allocated=16, stored=12, inverse=True),
        {"PresentationLUTShape": "INVERSE"},
        modules.window("2048", "4096"),
    )
    put_words(dataset, grey_plane(PRESENTATION_INVERSE, _SIZE, _SIZE))
    return encode(dataset, uid.ExplicitVRLittleEndian)


DOCUMENTS: Final = (
    TestDocument(
        "sigmoid",
        "image",
        sigmoid,
        "Window of function SIGMOID: shows one taken for linear.",
    ),
    TestDocument(
        "linear-exact",
        "image",
        linear_exact,
        "Narrow window of function LINEAR_EXACT: differs from LINEAR by up to 32 greys.",
    ),
    TestDocument(
        "voi-lut",
        "image",
        voi_lut,
        "VOI LUT and no window: shows a table left out.",
    ),
    TestDocument(
        "modality-lut",
        "image",
        modality_lut,
        "Modality LUT that falls: left out, light and dark change places.",
    ),
    TestDocument(
        "two-windows",
        "image",
        two_windows,
        "CT with a window for soft tissue and one for the lung: shows which was taken.",
    ),
    TestDocument(
        "tall-pixels",
        "image",
        tall_pixels,
        "Pixels twice as high as wide: shows an image squeezed flat.",
    ),
    TestDocument(
        "padded",
        "image",
        padded,
        "Padding far below every value: shows a window that counted it.",
    ),
    TestDocument(
        "presentation-inverse",
        "image",
        presentation_inverse,
        "MONOCHROME1 with Presentation LUT Shape INVERSE: shows one inverted twice.",
    ),
)
