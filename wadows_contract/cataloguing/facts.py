"""What is known of a document: all that its file says, or no more than its identity."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from pydicom import Dataset
from pydicom.uid import UID

from wadows_spec.catalogue_values import is_uid
from wadows_spec.tables import sop_classes, transfer_syntax_name
from wadows_spec.vocabulary import GROUPS

#: What the conditions of roles look at; nothing else of a file is kept.
KEYWORDS: Final = (
    "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "SOPClassUID",
    "Rows", "Columns", "NumberOfFrames", "SamplesPerPixel", "PhotometricInterpretation",
    "BitsAllocated", "BitsStored", "PixelRepresentation", "PixelPaddingValue",
    "WindowCenter", "WindowWidth", "VOILUTFunction", "VOILUTSequence", "ModalityLUTSequence",
    "PresentationLUTShape", "PixelAspectRatio", "PixelSpacing", "ImagerPixelSpacing",
    "NominalScannedPixelSpacing",
)  # fmt: skip
#: SOP classes whose IODs have no Multi-frame module, and whose images are grey unless they are
#: ultrasound (PS3.3 A.2, A.3, A.4, A.6, A.21): CR, CT, MR, US and PET.
SINGLE_FRAME: Final = {f"1.2.840.10008.5.1.4.1.1.{last}" for last in ("1", "2", "4", "6.1", "128")}
GREY: Final = SINGLE_FRAME - {"1.2.840.10008.5.1.4.1.1.6.1"}


@dataclass(frozen=True)
class Facts:
    """A document that a catalogue could have; `attributes` hold what is known of `KEYWORDS`.

    `path` is None, and `size` 0, if its file is not at hand. `transfer_syntax` is empty if nobody
    said it, `repository` if nobody said from where it can be had.
    """

    study: str
    series: str
    instance: str
    sop_class: str
    transfer_syntax: str = ""
    repository: str = ""
    path: Path | None = None
    size: int = 0
    attributes: Dataset = field(default_factory=Dataset, compare=False, hash=False)

    @property
    def has_file(self) -> bool:
        """Whether its bytes are at hand."""
        return self.path is not None

    @property
    def group(self) -> str:
        """Its SOP class group; a SOP class that no table lists counts as `other`."""
        return _groups().get(self.sop_class, "other")

    @property
    def is_listed(self) -> bool:
        """Whether the table of SOP classes has its class."""
        return self.sop_class in _groups()

    @property
    def frames(self) -> int:
        """How many frames it has; 0 for what is no image, and for what nobody knows of."""
        if number := int(self.attributes.get("NumberOfFrames") or 0):
            return number
        if self.has_file:
            return 1 if self.attributes.get("Rows") else 0
        return 1 if self.sop_class in SINGLE_FRAME else 0

    @property
    def photometric_interpretation(self) -> str:
        """As it says; where nobody does, MONOCHROME2 of a SOP class that has grey images alone."""
        said = str(self.attributes.get("PhotometricInterpretation") or "")
        return said or ("MONOCHROME2" if not self.has_file and self.sop_class in GREY else "")

    @property
    def wrong_uid(self) -> str:
        """One of what names it that no UID can be; empty if there is none."""
        uids = [self.study, self.series, self.instance, self.sop_class]
        uids += [self.transfer_syntax] if self.transfer_syntax else []
        return next((repr(uid) for uid in uids if not is_uid(uid)), "")

    @property
    def kind(self) -> str:
        """Its SOP class and transfer syntax, by name where they have one."""
        names = [UID(self.sop_class).name]
        return ", ".join(
            names + [transfer_syntax_name(self.transfer_syntax)] * bool(self.transfer_syntax)
        )

    @property
    def name(self) -> str:
        """What to call it in a message: its file's name, or its UID."""
        return self.path.name if self.path else self.instance

    def number(self, keyword: str) -> int | None:
        """Return an attribute that is a number; None if it is not known, or none."""
        value: Any = self.attributes.get(keyword)
        return value if isinstance(value, int) else None


@cache
def _groups() -> dict[str, str]:
    return {row.uid: row.group for row in sop_classes() if row.group in GROUPS}


#: Tells something of a document.
Holds = Callable[[Facts], bool]
