"""Which attributes of a data set are kept, and what stands in place of the others.

The list is of what is kept: how a data set and its pixels are coded. It is stricter than the
Basic Profile of PS3.15 Annex E, whose Table E.1-1 lists what to remove: an attribute that nobody
thought of, a private one too, is overwritten here.
"""

import re
from typing import Final

from pydicom.datadict import dictionary_VR
from pydicom.tag import BaseTag

from wadows_contract.redaction.pseudonyms import UID, Pseudonyms

#: Kept as they are, by keyword's tag: numbers and defined terms about the coding alone.
_CODING: Final = frozenset(
    (
        0x00280002,  # SamplesPerPixel
        0x00280004,  # PhotometricInterpretation
        0x00280006,  # PlanarConfiguration
        0x00280008,  # NumberOfFrames
        0x00280009,  # FrameIncrementPointer
        0x00280010,  # Rows
        0x00280011,  # Columns
        0x00280014,  # UltrasoundColorDataPresent
        0x00280030,  # PixelSpacing
        0x00280034,  # PixelAspectRatio
        0x00280100,  # BitsAllocated
        0x00280101,  # BitsStored
        0x00280102,  # HighBit
        0x00280103,  # PixelRepresentation
        0x00280106,  # SmallestImagePixelValue
        0x00280107,  # LargestImagePixelValue
        0x00280120,  # PixelPaddingValue
        0x00280121,  # PixelPaddingRangeLimit
        0x00281050,  # WindowCenter
        0x00281051,  # WindowWidth
        0x00281052,  # RescaleIntercept
        0x00281053,  # RescaleSlope
        0x00281101,  # RedPaletteColorLookupTableDescriptor
        0x00281102,  # GreenPaletteColorLookupTableDescriptor
        0x00281103,  # BluePaletteColorLookupTableDescriptor
        0x00282110,  # LossyImageCompression
        0x00282112,  # LossyImageCompressionRatio
    )
)
#: Kept where pixels are: what they are shown by.
_WITH_PIXELS: Final = frozenset((0x00281201, 0x00281202, 0x00281203, 0x00283006))
PIXELS: Final = frozenset((0x7FE00008, 0x7FE00009, 0x7FE00010))
#: FileMetaInformationVersion, of which there is one.
_VERSION: Final = (0x00020001, b"\0\1")
#: Bytes of a value that is kept: room for a few numbers, and in binary for three of two bytes.
_LONGEST: Final = {"DS": 64, "IS": 64, "CS": 16}
_LONGEST_BINARY: Final = 6
_CHARACTER_SET: Final = 0x00080005
_CHARACTER_SETS: Final = re.compile(rb"(?:(?:ISO_IR|ISO 2022 IR) \d{1,3}|GB18030|GBK|[ \\])*")
#: What the values may be made of that are kept as text: numbers, and terms of PS3.3 C.7.6.3.1.2.
_KEPT_TEXT: Final = {
    "DS": re.compile(rb"[-+0-9.eE\\ \0]*"),
    "IS": re.compile(rb"[-+0-9\\ \0]*"),
    "CS": re.compile(
        rb"(?:MONOCHROME[12]|PALETTE COLOR|RGB|0[01]"
        rb"|YBR_(?:FULL|FULL_422|PARTIAL_420|ICT|RCT))?[ \0]*"
    ),
}
_TEXT: Final = frozenset(
    ("AE", "AS", "CS", "DA", "DS", "DT", "IS", "LO", "LT", "PN", "SH", "ST", "TM", "UC", "UR", "UT")
)
_UID_OR_BYTE: Final = re.compile(rb"[0-9]+(?:\.[0-9]+)+|[^ \0\\]")


def known_vr(tag: int) -> str:
    """Return the VR that PS3.6 gives a tag, the first of several; empty for what it has not."""
    if BaseTag(tag).is_private:
        return ""
    if tag & 0xFFFF == 0:
        return "UL"  # the length of a group (PS3.5 section 7.2)
    try:
        return dictionary_VR(tag)[:2]
    except KeyError:
        return ""


def redacted_value(
    tag: int, vr: str, value: bytes, pseudonyms: Pseudonyms, keep_pixels: bool
) -> bytes:
    """Return what stands in place of a value, as many bytes.

    `vr` is the one that the document has for it, empty in implicit VR.
    """
    known = known_vr(tag)
    if known == "UI":
        return _UID_OR_BYTE.sub(lambda match: _uid(match[0], pseudonyms), value)
    if tag == _CHARACTER_SET:
        return value if _CHARACTER_SETS.fullmatch(value) else b" " * len(value)
    if keep_pixels and (tag in PIXELS or tag in _WITH_PIXELS):
        return value
    if (tag, value) == _VERSION or (
        (tag in _CODING or tag & 0xFFFF == 0) and _is_coding(vr or known, known, value)
    ):
        return value
    return (b" " if (vr or known) in _TEXT else b"\0") * len(value)


def _is_coding(vr: str, known: str, value: bytes) -> bool:
    """Tell whether a value is of the form that it should be, so that nothing else travels in it."""
    same = vr == known or (vr, known) == ("SS", "US")
    pattern = _KEPT_TEXT.get(known)
    short = len(value) <= _LONGEST.get(known, _LONGEST_BINARY)
    return same and short and (pattern is None or bool(pattern.fullmatch(value)))


def _uid(found: bytes, pseudonyms: Pseudonyms) -> bytes:
    if UID.fullmatch(text := found.decode("latin-1")):
        return pseudonyms.uid(text).encode("latin-1")
    return b"0"
