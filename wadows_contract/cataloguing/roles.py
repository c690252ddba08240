"""What a document in each role must be, as the features rely on it: a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from wadows_contract.cataloguing.conditions import (
    ANY_GREY,
    BOUNDARY_LINES,
    BYTES,
    COLOUR,
    FRAMES,
    GREY,
    IMAGE,
    INVERSE,
    LINE_BREAK_END,
    LONGEST_UID,
    MODALITY_LUT,
    NEEDS_FILE,
    NO_SCAN,
    NO_VIDEO,
    ONE_FRAME,
    OTHER,
    PADDED,
    PLAIN,
    REPORT,
    SEVERAL,
    SHOWN,
    SIGNED,
    SINGLE_COLOUR,
    SINGLE_GREY,
    TALL_PIXELS,
    TWO_WINDOWS,
    UNSIGNED,
    VIDEO,
    VOI_LUT,
    WINDOW,
    WORDS,
    Assigned,
    Condition,
    apart,
    attribute,
    beside,
    function,
    of_class,
    photometric,
    stored_in,
)
from wadows_contract.cataloguing.facts import Facts
from wadows_spec.documents import TEST_DOCUMENTS, describe
from wadows_spec.documents.role import built

#: What a document in each role must be beside what `_AS_OURS` adds.
_CONDITIONS: Final[Mapping[str, tuple[Condition, ...]]] = {
    "signed": (IMAGE, ONE_FRAME, GREY, WORDS, SIGNED),
    "unsigned": (IMAGE, ONE_FRAME, GREY, WORDS, UNSIGNED, apart("signed")),
    "unsigned-sibling": (*SINGLE_GREY, beside("unsigned")),
    "eight-bit": (IMAGE, ONE_FRAME, GREY, BYTES, apart("unsigned")),
    "inverse": (IMAGE, ONE_FRAME, INVERSE),
    "colour": (IMAGE, ONE_FRAME, photometric("RGB"), COLOUR, PLAIN),
    "multi-frame": (IMAGE, FRAMES, NO_VIDEO, ANY_GREY, BYTES),
    "jpeg": SINGLE_COLOUR,
    "damaged": (*SHOWN, NO_SCAN),
    "video": (VIDEO,),
    "structured-report": (REPORT,),
    "encapsulated-pdf": (of_class("an encapsulated PDF", "104.1"),),
    "sample-retrieve": (IMAGE, ONE_FRAME),
    "sample-rendered": (IMAGE, ONE_FRAME, GREY),
    "implicit": SINGLE_GREY,
    "jpeg-extended": SINGLE_GREY,
    "jpeg-spectral": (IMAGE,),
    "jpeg-lossless": SINGLE_GREY,
    "jpeg-lossless-sv1": SINGLE_GREY,
    "jpeg-ls": SINGLE_GREY,
    "jpeg-ls-near": (IMAGE,),
    "jpeg-2000-lossless": SINGLE_GREY,
    "jpeg-2000": SINGLE_COLOUR,
    "htj2k-lossless": (IMAGE,),
    "htj2k-rpcl": (IMAGE,),
    "htj2k": (IMAGE,),
    "rle": SINGLE_COLOUR,
    "deflated": SINGLE_GREY,
    "big-endian": SINGLE_GREY,
    **{
        document.role: (VIDEO,)
        for document in TEST_DOCUMENTS
        if document.group == "video" and document.role != "video"
    },
    "ybr-full": (*SINGLE_COLOUR, photometric("YBR_FULL")),
    "ybr-full-422": (*SINGLE_COLOUR, photometric("YBR_FULL_422")),
    "palette": (*SHOWN, photometric("PALETTE COLOR"), PLAIN),
    "us-multi-frame": (
        of_class("a multi-frame ultrasound image", "3.1"), SEVERAL, NEEDS_FILE, COLOUR, PLAIN,
    ),
    "angiography": (
        of_class("an X-ray angiographic image", "12.1"), SEVERAL, ANY_GREY, NO_VIDEO,
    ),
    "enhanced-ct": (
        of_class("an enhanced CT", "2.1"), SEVERAL, ANY_GREY, NO_VIDEO,
    ),
    "ecg": (of_class("an electrocardiogram", "9.1.1", "9.1.2", "9.1.3"),),
    "segmentation": (
        of_class("a segmentation", "66.4"), attribute("one bit a pixel", "BitsAllocated", 1),
    ),
    "presentation-state": (of_class("a grayscale presentation state", "11.1"),),
    "rt-structure-set": (of_class("a structure set", "481.3"),),
    "rt-dose": (
        of_class("an RT dose", "481.2"),
        attribute("32 bits a pixel", "BitsAllocated", 32),
    ),
    "line-break-end": (IMAGE, NEEDS_FILE, LINE_BREAK_END),
    "longest-uid": (IMAGE, LONGEST_UID),
    "boundary-lines": (NEEDS_FILE, OTHER, BOUNDARY_LINES),
    "encapsulated-pdf-implicit": (of_class("an encapsulated PDF", "104.1"),),
    "structured-report-implicit": (REPORT,),
    "structured-report-deflated": (REPORT,),
    "sigmoid": (*SHOWN, ANY_GREY, WINDOW, function("SIGMOID")),
    "linear-exact": (*SHOWN, ANY_GREY, WINDOW, function("LINEAR_EXACT")),
    "voi-lut": (*SHOWN, ANY_GREY, VOI_LUT),
    "modality-lut": (*SHOWN, ANY_GREY, MODALITY_LUT),
    "two-windows": (*SHOWN, ANY_GREY, TWO_WINDOWS),
    "tall-pixels": (*SHOWN, ANY_GREY, TALL_PIXELS),
    "padded": (*SHOWN, ANY_GREY, PADDED),
    "presentation-inverse": (
        *SHOWN, INVERSE, attribute("a Presentation LUT Shape INVERSE",
                                      "PresentationLUTShape", "INVERSE"),
    ),
    "manifest": (of_class("a Key Object Selection", "88.59"), NEEDS_FILE),
}  # fmt: skip

#: Roles whose documents are there for the transfer syntax that they are stored in: that of ours.
_AS_OURS: Final = frozenset(
    {
        "jpeg", "damaged", "video", "structured-report", "encapsulated-pdf", "sample-retrieve",
        "implicit", "jpeg-extended", "jpeg-spectral", "jpeg-lossless", "jpeg-lossless-sv1",
        "jpeg-ls", "jpeg-ls-near", "jpeg-2000-lossless", "jpeg-2000", "htj2k-lossless",
        "htj2k-rpcl", "htj2k", "rle", "deflated", "big-endian", "ybr-full", "ybr-full-422",
        "rt-structure-set", "rt-dose", "encapsulated-pdf-implicit", "structured-report-implicit",
        "structured-report-deflated",
        *(each.role for each in TEST_DOCUMENTS if each.group == "video"),
    }
)  # fmt: skip
#: Those of them that their SOP class tells by itself, where nobody knows the transfer syntax.
_BY_CLASS: Final = ("structured-report", "encapsulated-pdf", "rt-structure-set", "rt-dose")


@dataclass(frozen=True)
class Role:
    """A role and what a document in it must be."""

    name: str
    conditions: tuple[Condition, ...]

    @property
    def words(self) -> str:
        """What a document in it must be, in words."""
        return "; ".join(condition.words for condition in self.conditions)

    def lack(self, facts: Facts, assigned: Assigned) -> tuple[int, str]:
        """Return how many conditions a document meets before the first that it does not.

        And that one, in words; it is empty if the document fits.
        """
        for number, condition in enumerate(self.conditions):
            if not condition.met(facts, assigned):
                return number, condition.words
        return len(self.conditions), ""

    def fits(self, facts: Facts, assigned: Assigned) -> bool:
        """Tell whether a document can have the role."""
        return not self.lack(facts, assigned)[1]


@cache
def roles() -> tuple[Role, ...]:
    """Every role, in the order in which they are filled: that of our documents."""
    return tuple(_role(document.role) for document in TEST_DOCUMENTS)


def _role(name: str) -> Role:
    uids = (_ours(name), *([""] if name in _BY_CLASS else ())) if name in _AS_OURS else ()
    stored = (stored_in(*uids),) if uids else ()
    return Role(name, (*stored, *_CONDITIONS[name]))


@cache
def _ours(name: str) -> str:
    document = next(each for each in TEST_DOCUMENTS if each.role == name)
    return describe(name, document.file, built(document)).transfer_syntax_uid
