"""Reading off a data set by which rule a frame becomes grey."""

from typing import Any, Final

from pydicom import Dataset
from pydicom.multival import MultiValue

from wadows_reference.frame_attributes import first_number, of_frame
from wadows_reference.grey import Cells, GreyRule, Rescale
from wadows_reference.tables import VoiTable, read_table
from wadows_reference.windows import FUNCTIONS, DocumentWindow, Shades, Window

#: Angiography (on one plane or two, the latter retired) and fluoroscopy: for these a modality
#: transformation leads back to the intensity of the rays, and is not for display (C.8.7.1.1.2).
_X_RAY_RUNS: Final = (
    "1.2.840.10008.5.1.4.1.1.12.1",
    "1.2.840.10008.5.1.4.1.1.12.2",
    "1.2.840.10008.5.1.4.1.1.12.3",
)
_NOT_INTENSITY: Final = ("LOG", "DISP")


def read_rule(
    dataset: Dataset,
    frame: int,
    window: Window | None,
    own: DocumentWindow = DocumentWindow.FIRST,
) -> GreyRule:
    """Return the rule of a frame, which is counted from 1.

    `window` wins over all that the data set says, save the function of its windows.
    Else the first window of the data set counts, or the one that `own` says, else its first
    VOI LUT, else smallest to largest value of the frame, padding left out; those are black and
    white then.
    Raises `ValueError` for a window that its function cannot have, and for a table cut short.
    """
    return GreyRule(
        _cells(dataset),
        _modality(dataset, frame),
        _window_or_table(dataset, frame, window, own),
        _padding(dataset),
        _inverse(dataset),
    )


def _cells(dataset: Dataset) -> Cells:
    bits = int(dataset.BitsStored)
    lowest = max(0, int(dataset.get("HighBit", bits - 1)) + 1 - bits)
    return Cells(lowest, bits, int(dataset.get("PixelRepresentation") or 0) == 1)


def _modality(dataset: Dataset, frame: int) -> Shades:
    """Return the Modality LUT or Rescale Slope and Intercept (C.11.1), if it is for display."""
    if (
        dataset.get("SOPClassUID") in _X_RAY_RUNS
        and dataset.get("PixelIntensityRelationship") in _NOT_INTENSITY
    ):
        return Rescale(1.0, 0.0)
    for item in (dataset.get("ModalityLUTSequence") or ())[:1]:
        return read_table(item, _big_endian(dataset))
    source = of_frame(dataset, frame, "PixelValueTransformationSequence", "RescaleSlope")
    slope = first_number(source.get("RescaleSlope"))
    intercept = first_number(source.get("RescaleIntercept"))
    return Rescale(1.0 if slope is None else slope, intercept or 0.0)


def _window_or_table(
    dataset: Dataset, frame: int, asked: Window | None, own: DocumentWindow
) -> Shades | None:
    """Return the window asked for, else what the data set has; None if neither is there."""
    source = of_frame(dataset, frame, "FrameVOILUTSequence", "WindowCenter")
    function = FUNCTIONS.get(str(source.get("VOILUTFunction") or ""), FUNCTIONS["LINEAR"])
    if asked is not None:
        return function(asked.center, asked.width)
    if own is DocumentWindow.NONE:
        return None
    center, width = (_one_of(source.get(f"Window{name}"), own) for name in ("Center", "Width"))
    if center is not None and width is not None:
        try:
            return function(center, width)
        except ValueError:
            # A window that is none is passed over, as one that is not there.
            pass
    for item in (dataset.get("VOILUTSequence") or ())[:1]:
        return VoiTable(read_table(item, _big_endian(dataset)))
    return None


def _one_of(numbers: Any, which: DocumentWindow) -> float | None:
    last = which is DocumentWindow.LAST and isinstance(numbers, MultiValue) and len(numbers)
    return first_number(numbers[-1] if last else numbers)


def _padding(dataset: Dataset) -> tuple[float, float] | None:
    """Return one value twice, or that and a limit on either side of it."""
    value = first_number(dataset.get("PixelPaddingValue"))
    if value is None:
        return None
    limit = first_number(dataset.get("PixelPaddingRangeLimit"))
    least, most = sorted((value, value if limit is None else limit))
    return least, most


def _inverse(dataset: Dataset) -> bool:
    """Return whether small values are shown bright.

    Presentation LUT Shape decides where there is one; it goes with the photometric
    interpretation (C.8.11.3), so that it is no second inversion.
    """
    shape = str(dataset.get("PresentationLUTShape") or "")
    if shape in ("IDENTITY", "INVERSE"):
        return shape == "INVERSE"
    return str(dataset.get("PhotometricInterpretation")) == "MONOCHROME1"


def _big_endian(dataset: Dataset) -> bool:
    return str(dataset.file_meta.get("TransferSyntaxUID", "")) == "1.2.840.10008.1.2.2"
