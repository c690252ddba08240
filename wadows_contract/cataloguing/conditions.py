"""What a document can be asked to be, each in words and as a look at what is known of it.

A condition *of the file* is asked of documents whose file is at hand, and of no other: what it is
about is judged by the file, and without one it is not shown.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydicom.multival import MultiValue

from wadows_contract.cataloguing.facts import Facts
from wadows_contract.pixels.oracle import pixel_height
from wadows_spec.constants import EXPLICIT_VR_LE, IMPLICIT_VR_LE
from wadows_spec.tables import transfer_syntax_name

Assigned = Mapping[str, Facts]
_STORAGE: Final = "1.2.840.10008.5.1.4.1.1."
#: The greatest frame that features ask for by number; of documents of more than so many frames
#: each rendering takes too long to judge.
_LAST_NAMED, _MOST_FRAMES = 3, 100
#: How much higher than wide, or wider than high, pixels are that show an image squeezed flat.
_TALL: Final = 1.5
_BOUNDARY: Final = re.compile(rb"\r\n--[!-~]{1,70}\r\n")
#: Characters of a UID at most (PS3.5 chapter 9).
_LONGEST: Final = 64
_LINE_BREAK: Final = b"\r\n"
#: The segment that holds the image of a JPEG (ISO/IEC 10918-1 Table B.1).
_START_OF_SCAN: Final = b"\xff\xda"


@dataclass(frozen=True)
class Condition:
    """Something that a document must be, in words, and whether it is; `assigned` has roles."""

    words: str
    holds: Callable[[Facts, Assigned], bool]
    of_file: bool = False

    def met(self, facts: Facts, assigned: Assigned) -> bool:
        """Tell whether a document meets it, as far as that can be known."""
        return (self.of_file and not facts.has_file) or self.holds(facts, assigned)


def known(words: str, holds: Callable[[Facts], bool]) -> Condition:
    """Return a condition that is asked of every document."""
    return Condition(words, lambda facts, _: holds(facts))


def in_file(words: str, holds: Callable[[Facts], bool]) -> Condition:
    """Return a condition that is asked where the file is at hand."""
    return Condition(words, lambda facts, _: holds(facts), of_file=True)


def stored_in(*uids: str) -> Condition:
    """Return the condition that a document is stored in one of some transfer syntaxes."""
    names = " or ".join(transfer_syntax_name(uid) or "one that nobody knows" for uid in uids)
    return known(f"stored in {names}", lambda facts: facts.transfer_syntax in uids)


def of_class(words: str, *last: str) -> Condition:
    """Return the condition of a standard SOP class, by the end of its UID."""
    return known(words, lambda facts: facts.sop_class.removeprefix(_STORAGE) in last)


def attribute(words: str, keyword: str, *values: object) -> Condition:
    """Return the condition that an attribute has one of some values."""
    return in_file(words, lambda facts: facts.attributes.get(keyword) in values)


def _content(path: Path | None) -> bytes:
    return path.read_bytes() if path else b""


def _count(facts: Facts, keyword: str) -> int:
    value = facts.attributes.get(keyword)
    return 0 if value in (None, "") else len(value) if isinstance(value, MultiValue) else 1


def _ends_in_line_break(path: Path | None) -> bool:
    if path is None or path.stat().st_size < len(_LINE_BREAK):
        return False
    with path.open("rb") as file:
        file.seek(-len(_LINE_BREAK), os.SEEK_END)
        return file.read() == _LINE_BREAK


def _shape(facts: Facts) -> float:
    height = pixel_height(facts.attributes)
    return max(height, 1 / height)


NEEDS_FILE: Final = known("a file at hand", lambda facts: facts.has_file)
IMAGE: Final = known("an Image Storage SOP class", lambda facts: facts.group == "image")
VIDEO: Final = known("a video SOP class", lambda facts: facts.group == "video")
REPORT: Final = known(
    "a structured report",
    lambda facts: facts.group == "structured-report" and not facts.sop_class.endswith(".88.59"),
)
ONE_FRAME: Final = known("one frame", lambda facts: facts.frames == 1)
FRAMES: Final = known(
    f"{_LAST_NAMED} to {_MOST_FRAMES} frames",
    lambda facts: _LAST_NAMED <= facts.frames <= _MOST_FRAMES,
)
SEVERAL: Final = known(
    f"2 to {_MOST_FRAMES} frames", lambda facts: 2 <= facts.frames <= _MOST_FRAMES
)
NO_VIDEO: Final = known(
    "a transfer syntax that is known and no video's",
    lambda facts: (
        bool(facts.transfer_syntax)
        and not facts.transfer_syntax.startswith("1.2.840.10008.1.2.4.10")
    ),
)
GREY: Final = known("MONOCHROME2", lambda facts: facts.photometric_interpretation == "MONOCHROME2")
INVERSE: Final = known(
    "MONOCHROME1", lambda facts: facts.photometric_interpretation == "MONOCHROME1"
)
ANY_GREY: Final = known(
    "grey levels", lambda facts: facts.photometric_interpretation.startswith("MONOCHROME")
)
COLOUR: Final = in_file(
    "colour of 8 bits a sample",
    lambda facts: facts.number("SamplesPerPixel") == 3 and facts.number("BitsAllocated") == 8,
)
BYTES: Final = known("8 bits a pixel", lambda facts: facts.number("BitsAllocated") == 8)
WORDS: Final = attribute("16 bits allocated", "BitsAllocated", 16)
SIGNED: Final = attribute("signed values", "PixelRepresentation", 1)
UNSIGNED: Final = attribute("unsigned values", "PixelRepresentation", 0)
PLAIN: Final = stored_in(EXPLICIT_VR_LE, IMPLICIT_VR_LE)
NO_SCAN: Final = in_file(
    "a JPEG stream without a scan, which nobody can decode",
    lambda facts: _START_OF_SCAN not in _content(facts.path),
)
LINE_BREAK_END: Final = in_file(
    "a file that ends in CR LF", lambda facts: _ends_in_line_break(facts.path)
)
LONGEST_UID: Final = known(
    "a SOP Instance UID of 64 characters", lambda facts: len(facts.instance) == _LONGEST
)
OTHER: Final = known("the SOP class group other", lambda facts: facts.group == "other")
BOUNDARY_LINES: Final = in_file(
    "a file with lines like MIME boundaries",
    lambda facts: _BOUNDARY.search(_content(facts.path)) is not None,
)
VOI_LUT: Final = in_file(
    "a VOI LUT and no window",
    lambda facts: (
        bool(facts.attributes.get("VOILUTSequence")) and not _count(facts, "WindowCenter")
    ),
)
MODALITY_LUT: Final = in_file(
    "a Modality LUT", lambda facts: bool(facts.attributes.get("ModalityLUTSequence"))
)
TWO_WINDOWS: Final = in_file("two windows or more", lambda facts: _count(facts, "WindowCenter") > 1)
TALL_PIXELS: Final = in_file(
    f"pixels at least {_TALL} times as high as wide, or as wide as high",
    lambda facts: _shape(facts) >= _TALL,
)
PADDED: Final = in_file(
    "padding around the image", lambda facts: "PixelPaddingValue" in facts.attributes
)
WINDOW: Final = in_file("a window of its own", lambda facts: _count(facts, "WindowCenter") > 0)


def photometric(value: str) -> Condition:
    """Return the condition of a Photometric Interpretation."""
    return known(value, lambda facts: facts.photometric_interpretation == value)


def function(name: str) -> Condition:
    """Return the condition of a VOI LUT Function."""
    return attribute(f"a window of the function {name}", "VOILUTFunction", name)


def apart(other: str) -> Condition:
    """Return the condition of another series than that of the document in a role."""
    return Condition(
        f"another series than {other}",
        lambda facts, assigned: other not in assigned or facts.series != assigned[other].series,
    )


def beside(other: str) -> Condition:
    """Return the condition of the same series as the document in a role."""
    return Condition(
        f"the series of {other}",
        lambda facts, assigned: other in assigned and facts.series == assigned[other].series,
    )


SINGLE_GREY: Final = (IMAGE, ONE_FRAME, ANY_GREY)
SINGLE_COLOUR: Final = (IMAGE, ONE_FRAME, NEEDS_FILE, COLOUR)
SHOWN: Final = (IMAGE, ONE_FRAME, NEEDS_FILE)
