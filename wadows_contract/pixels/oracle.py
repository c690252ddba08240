"""The expected image, in plain steps that follow PS3.3.

Written apart from the reference, so that a bug of one does not hide in the other.
Stored values become values of the modality (C.11.1), these become grey (C.11.2),
and grey is turned round where low values are to be white (C.7.6.3.1.2, C.11.6.1.2).
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom import Dataset

from wadows_contract.inflating import read_document
from wadows_contract.pixels.decoders import stored_values
from wadows_contract.pixels.palette import palette_colours

Grey = NDArray[np.float64]
Stored = NDArray[np.generic]

LINEAR, LINEAR_EXACT, SIGMOID = "LINEAR", "LINEAR_EXACT", "SIGMOID"
#: The name of the mapping from the smallest value to the largest.
WHOLE_EXTENT = "smallest to largest value"
#: The name of the mapping from the smallest to the largest value that its bits could hold.
WHOLE_RANGE = "all that its bits hold"
#: Angiography (the last, of two planes, retired) and fluoroscopy.
_X_RAY_RUNS = {f"1.2.840.10008.5.1.4.1.1.12.{number}" for number in (1, 2, 3)}


@dataclass(frozen=True)
class Window:
    """A window in units of the modality (PS3.3 C.11.2.1.2) and its VOI LUT Function.

    `width` is at least 1 for LINEAR, and above 0 for the others.
    """

    center: float
    width: float
    function: str = LINEAR


@dataclass(frozen=True)
class Frame:
    """One frame of a document, counted from 1: its attributes and its stored values.

    `values` have shape (rows, columns), or (rows, columns, 3) for colour, which comes as RGB.
    """

    attributes: Dataset
    values: Stored
    number: int = 1

    @property
    def is_grey(self) -> bool:
        """Tell MONOCHROME1 and MONOCHROME2 from colour."""
        return str(self.attributes.get("PhotometricInterpretation", "")).startswith("MONOCHROME")

    @property
    def is_contradictory(self) -> bool:
        """Tell whether MONOCHROME1 and Presentation LUT Shape say opposite things of black."""
        shape = self.attributes.get("PresentationLUTShape")
        interpretation = self.attributes.get("PhotometricInterpretation")
        return (interpretation, shape) == ("MONOCHROME1", "IDENTITY")

    @property
    def padding(self) -> NDArray[np.bool_] | None:
        """Where padding is (C.7.5.1.1.2), which may be shown in any way; None if nowhere."""
        value = self.attributes.get("PixelPaddingValue")
        if value is None or not self.is_grey:
            return None
        limit = self.attributes.get("PixelPaddingRangeLimit", value)
        low, high = sorted((int(value), int(limit)))
        stored = self.values.astype(np.int64)
        padded = (stored >= low) & (stored <= high)
        return padded if padded.any() and not padded.all() else None


def frame(path: Path, number: int) -> Frame:
    """Read one frame of a document, counted from 1.

    Raises what pydicom raises if the pixel data cannot be decoded.
    """
    attributes = read_document(path, stop_before_pixels=True)
    multiple = int(attributes.get("NumberOfFrames") or 1) > 1
    syntax = attributes.file_meta.TransferSyntaxUID
    return Frame(attributes, stored_values(path, syntax, number - 1 if multiple else None), number)


def modality_values(shown: Frame) -> Grey:
    """Return what stored values mean (C.11.1.1): looked up, or times slope plus intercept."""
    if tables := shown.attributes.get("ModalityLUTSequence"):
        return _looked_up(tables[0], shown.values.astype(np.float64))[0]
    source = _macro(shown, "PixelValueTransformationSequence", "RescaleSlope")
    slope, *_ = _several(source.get("RescaleSlope")) or [1.0]
    intercept, *_ = _several(source.get("RescaleIntercept")) or [0.0]
    return np.asarray(shown.values.astype(np.float64) * slope + intercept, dtype=np.float64)


def displayed_values(shown: Frame) -> list[Grey]:
    """Return the values that a window may honestly be for; mostly there is but one choice.

    In angiography and fluoroscopy the modality's transformation of LOG or DISP values
    leads back to the intensity of the rays, which need not be what is displayed (C.8.7.1.1.2).
    """
    attributes, values = shown.attributes, [modality_values(shown)]
    intensity = attributes.get("PixelIntensityRelationship") in ("LOG", "DISP")
    if intensity and attributes.get("SOPClassUID") in _X_RAY_RUNS:
        values.append(shown.values.astype(np.float64))
    return values


def windowed(shown: Frame, window: Window) -> Grey:
    """Return grey levels 0 to 255 of a frame seen through a window."""
    return polarised(shown, window_level(modality_values(shown), window))


def window_level(values: Grey, window: Window) -> Grey:
    """Return grey levels 0 to 255 of values, before any polarity.

    LINEAR (C.11.2.1.2.1): a ramp from centre - 0.5 - (width - 1) / 2 on, width - 1 wide.
    SIGMOID (C.11.2.1.3.1): 1 / (1 + exp(-4 (x - centre) / width)).
    LINEAR_EXACT (C.11.2.1.3.2): a ramp from centre - width / 2 on, width wide.
    """
    center, width = window.center, window.width
    if window.function == SIGMOID:
        exponent = np.clip(-4 * (values - center) / width, -700, 700)
        return np.asarray(255 / (1 + np.exp(exponent)), dtype=np.float64)
    if window.function == LINEAR_EXACT:
        level = (values - center) / width + 0.5
    elif width == 1:
        level = np.where(values <= center - 0.5, 0.0, 1.0)
    else:
        level = (values - (center - 0.5)) / (width - 1) + 0.5
    return np.asarray(np.clip(level, 0, 1) * 255, dtype=np.float64)


def polarised(shown: Frame, grey: Grey) -> Grey:
    """Turn grey round where the document says so."""
    return 255 - grey if is_inverse(shown) else grey


def is_inverse(shown: Frame) -> bool:
    """Tell whether low values are to be white.

    Presentation LUT Shape says so (C.8.11.3, C.11.6.1.2), else MONOCHROME1 (C.7.6.3.1.2).
    """
    shape = shown.attributes.get("PresentationLUTShape")
    if shape in ("IDENTITY", "INVERSE"):
        return bool(shape == "INVERSE")
    return bool(shown.attributes.get("PhotometricInterpretation") == "MONOCHROME1")


def own_windows(shown: Frame) -> list[Window]:
    """Return the windows of a frame itself, each with the function that it is given."""
    source = _macro(shown, "FrameVOILUTSequence", "WindowCenter")
    pairs = zip(
        _several(source.get("WindowCenter")), _several(source.get("WindowWidth")), strict=False
    )
    function = str(source.get("VOILUTFunction") or LINEAR)
    return [
        Window(center, width, function)
        for center, width in pairs
        if width >= 1 or (width > 0 and function != LINEAR)
    ]


def defaults(shown: Frame) -> dict[str, Grey]:
    """Return, by name, what a grey frame may look like where no window was asked for.

    Nothing says which of them it is: any window of its own, a VOI LUT,
    all values from the smallest to the largest, or all that its bits could hold.
    """
    values = modality_values(shown)
    found = {
        f"its window {window.center:g}, {window.width:g}": window_level(values, window)
        for window in own_windows(shown)
    }
    tables = shown.attributes.get("VOILUTSequence") or ()
    for number, table in enumerate(tables, 1):
        looked_up, bits = _looked_up(table, values)
        found[f"its VOI LUT {number}"] = looked_up * (255 / (2**bits - 1))
    padding = shown.padding
    judged = values if padding is None else values[~padding]
    found[WHOLE_EXTENT] = _stretched(values, float(judged.min()), float(judged.max()))
    low, high = _range_of_bits(shown)
    ends = modality_values(Frame(shown.attributes, np.array([[low, high]]), shown.number))[0]
    found[WHOLE_RANGE] = _stretched(values, float(min(ends)), float(max(ends)))
    return {name: polarised(shown, grey) for name, grey in found.items()}


def colours(shown: Frame) -> Grey:
    """Return red, green and blue, 0 to 255, of a frame in colour; shape (rows, columns, 3).

    PALETTE COLOR is looked up (C.7.6.3.1.5); of more than 8 bits the highest 8 are left.
    """
    if shown.attributes.get("PhotometricInterpretation") == "PALETTE COLOR":
        return palette_colours(shown.attributes, shown.values)
    bits = int(shown.attributes.get("BitsStored") or 8)
    return np.asarray(shown.values.astype(np.float64) * (255 / (2**bits - 1)), dtype=np.float64)


def pixel_height(attributes: Dataset) -> float:
    """Return how high a pixel is to be shown for its width (C.7.6.3.1.7, C.9.4.1.1)."""
    if ratio := _several(attributes.get("PixelAspectRatio")):
        return ratio[0] / ratio[1] if len(ratio) == 2 and all(side > 0 for side in ratio) else 1.0
    for keyword in ("PixelSpacing", "ImagerPixelSpacing", "NominalScannedPixelSpacing"):
        spacing = _several(attributes.get(keyword))
        if len(spacing) == 2 and all(side > 0 for side in spacing):
            return spacing[0] / spacing[1]
    return 1.0


def _looked_up(item: Dataset, values: Grey) -> tuple[Grey, int]:
    """Apply a table (C.11.1.1.1, C.11.2.1.1); return what it gives, and the bits of its entries.

    Values before the first that is mapped get the first entry, those behind the last the last.
    """
    length, first, bits = (int(entry) for entry in item.LUTDescriptor)
    data: Any = item.LUTData
    if isinstance(data, bytes):
        data = np.frombuffer(data, "<u2")
    entries = np.atleast_1d(np.asarray(data)).astype(np.float64)[: length or 1 << 16]
    index = np.clip(np.rint(values) - first, 0, len(entries) - 1).astype(np.int64)
    return entries[index], bits


def _stretched(values: Grey, low: float, high: float) -> Grey:
    if high <= low:
        return np.zeros_like(values)
    return np.asarray(np.clip((values - low) / (high - low), 0, 1) * 255, dtype=np.float64)


def _range_of_bits(shown: Frame) -> tuple[int, int]:
    bits = int(shown.attributes.get("BitsStored") or 8)
    signed = int(shown.attributes.get("PixelRepresentation") or 0) == 1
    return (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)


def _macro(shown: Frame, macro: str, keyword: str) -> Dataset:
    """Return where an attribute is: of the frame, of all frames (C.7.6.16), or the data set."""
    attributes = shown.attributes
    per_frame = list(attributes.get("PerFrameFunctionalGroupsSequence") or ())
    groups = [
        *per_frame[shown.number - 1 : shown.number],
        *(attributes.get("SharedFunctionalGroupsSequence") or ()),
    ]
    items: list[Dataset] = [item for group in groups for item in group.get(macro) or ()]
    return next((item for item in items if keyword in item), attributes)


def _several(value: Any) -> list[float]:
    """Return the numbers of an attribute of one or more values."""
    if value is None or value == "":
        return []
    if isinstance(value, str | float | int):
        return [float(value)]
    return [float(entry) for entry in value]
