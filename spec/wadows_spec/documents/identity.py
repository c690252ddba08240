"""Who and what the test documents are about: all invented, with UIDs that never change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import NAMESPACE_URL, uuid5

#: Repository Unique ID that the specification's sample messages name.
REPOSITORY_UNIQUE_ID: Final = "1.3.6.1.4.1.21367.13.80.110"


def uid_of(name: str) -> str:
    """Return the UID of something that we named: `2.25.` and a UUID made from the name.

    PS3.5 section B.2 allows UIDs of this form, without any registration.
    """
    return f"2.25.{uuid5(NAMESPACE_URL, f'https://wadows-contract.example/{name}').int}"


def longest_uid_of(name: str) -> str:
    """Return a UID of 64 characters, as many as PS3.5 chapter 9 allows, for something we named.

    An arc of our own below the UID of the name, so it is ours as well.
    """
    base = uid_of(name)
    return f"{base}.{'1234567890' * 3}"[:64]


HOME_COMMUNITY_ID: Final = f"urn:oid:{uid_of('home-community')}"
IMPLEMENTATION_CLASS_UID: Final = uid_of("test-documents")
IMPLEMENTATION_VERSION_NAME: Final = "WADOWS_DOCUMENTS"

_SAMPLE_STUDY: Final = "1.3.12.2.1107.5.8.1.12345678.199508041416590859569"


@dataclass(frozen=True)
class Study:
    """A study and its patient; `number` (1 to 31) makes the ids and the dates."""

    number: int
    uid: str
    patient_name: str
    sex: str
    description: str

    @property
    def date(self) -> str:
        """The day of everything in the study, as DICOM DA; fixed, never from the clock."""
        return f"202401{self.number:02}"


MAGNETIC_RESONANCE: Final = Study(
    1, uid_of("study/magnetic-resonance"), "Testperson^Ada Invented", "F", "Invented MR study"
)
COMPUTED_TOMOGRAPHY: Final = Study(
    2, uid_of("study/computed-tomography"), "Testperson^Bruno Invented", "M", "Invented CT study"
)
RADIOGRAPHY: Final = Study(
    3, uid_of("study/radiography"), "Testperson^Cleo Invented", "O", "Invented CR study"
)
PHOTOGRAPHY: Final = Study(
    4, uid_of("study/photography"), "Testperson^Dora Invented", "F", "Invented photographs"
)
SAMPLE: Final = Study(
    5, _SAMPLE_STUDY, "Testperson^Sample Invented", "O", "Invented study of the sample requests"
)
TRANSFER_SYNTAXES: Final = Study(
    6, uid_of("study/transfer-syntaxes"), "Testperson^Frida Invented", "F", "Invented codings"
)
ENDOSCOPY: Final = Study(
    7, uid_of("study/endoscopy"), "Testperson^Gustav Invented", "M", "Invented endoscopy"
)
MODALITIES: Final = Study(
    8, uid_of("study/modalities"), "Testperson^Hanna Invented", "F", "Invented modalities"
)
PITFALLS: Final = Study(
    9, uid_of("study/pitfalls"), "Testperson^Ivo Invented", "M", "Invented pitfalls"
)
DISPLAY: Final = Study(
    10, uid_of("study/display"), "Testperson^Juno Invented", "O", "Invented ways to be shown"
)


@dataclass(frozen=True)
class Series:
    """A series: its study, UID, number within the study and modality."""

    study: Study
    uid: str
    number: int
    modality: str
    description: str


def _series(study: Study, number: int, modality: str, description: str) -> Series:
    return Series(study, uid_of(f"series/{study.number}/{number}"), number, modality, description)


MR_SLICES: Final = _series(MAGNETIC_RESONANCE, 1, "MR", "Two slices")
MR_SCREEN: Final = _series(MAGNETIC_RESONANCE, 2, "OT", "Screen")
MR_REPORT: Final = _series(MAGNETIC_RESONANCE, 3, "SR", "Report")
MR_LEAFLET: Final = _series(MAGNETIC_RESONANCE, 4, "DOC", "Leaflet")
CT_SLICE: Final = _series(COMPUTED_TOMOGRAPHY, 1, "CT", "One slice")
CR_PLATE: Final = _series(RADIOGRAPHY, 1, "CR", "One plate")
CR_STACK: Final = _series(RADIOGRAPHY, 2, "OT", "Stack")
CR_DAMAGED: Final = _series(RADIOGRAPHY, 3, "OT", "Damaged")
PHOTO_CHART: Final = _series(PHOTOGRAPHY, 1, "OT", "Colour chart")
PHOTO_STILL: Final = _series(PHOTOGRAPHY, 2, "XC", "Still")
PHOTO_VIDEO: Final = _series(PHOTOGRAPHY, 3, "XC", "Video")
CODED_GREY: Final = _series(TRANSFER_SYNTAXES, 1, "MR", "One slice, coded in many ways")
CODED_SIGNED: Final = _series(TRANSFER_SYNTAXES, 2, "CT", "Signed slice, coded")
CODED_SCREEN: Final = _series(TRANSFER_SYNTAXES, 3, "OT", "Screen, coded")
CODED_VIEW: Final = _series(TRANSFER_SYNTAXES, 4, "PR", "How to show it")
ENDOSCOPE: Final = _series(ENDOSCOPY, 1, "ES", "One video, coded in many ways")
MICROSCOPE: Final = _series(ENDOSCOPY, 2, "GM", "Video through a microscope")
CAMERA: Final = _series(ENDOSCOPY, 3, "XC", "Video of a camera")
ULTRASOUND: Final = _series(MODALITIES, 1, "US", "Loop")
ANGIOGRAPHY: Final = _series(MODALITIES, 2, "XA", "Run")
ENHANCED_CT: Final = _series(MODALITIES, 3, "CT", "Volume in one document")
SEGMENTS: Final = _series(MODALITIES, 4, "SEG", "Segments of the volume")
CONTOURS: Final = _series(MODALITIES, 5, "RTSTRUCT", "Contours in the volume")
DOSE: Final = _series(MODALITIES, 6, "RTDOSE", "Dose in the volume")
ELECTROCARDIOGRAM: Final = _series(MODALITIES, 7, "ECG", "Twelve leads")
SCREENS: Final = _series(MODALITIES, 8, "OT", "Screens in other colours")
PITFALL_SCREENS: Final = _series(PITFALLS, 1, "OT", "Bytes that look like something else")
PITFALL_LEAFLETS: Final = _series(PITFALLS, 2, "DOC", "Leaflets")
PITFALL_REPORTS: Final = _series(PITFALLS, 3, "SR", "Reports")
SHOWN_MR: Final = _series(DISPLAY, 1, "MR", "Functions of windows, and a table")
SHOWN_CT: Final = _series(DISPLAY, 2, "CT", "Two windows")
SHOWN_PADDED: Final = _series(DISPLAY, 3, "CT", "Padding around a slice")
SHOWN_CR: Final = _series(DISPLAY, 4, "CR", "Table of a plate")
SHOWN_DX: Final = _series(DISPLAY, 5, "DX", "Exposure shown inverse")
SHOWN_SCREEN: Final = _series(DISPLAY, 6, "OT", "Screen of tall pixels")
MANIFEST: Final = _series(PITFALLS, 4, "KO", "Manifest")
SAMPLE_RETRIEVE: Final = Series(
    SAMPLE, "1.3.12.2.1107.5.8.1.12345678.199508041416590860429", 1, "MR", "Sample of RAD-69"
)
SAMPLE_RENDERED: Final = Series(SAMPLE, f"{_SAMPLE_STUDY}.0", 2, "MR", "Sample of rendering")

#: Instances that keep the UIDs of the specification's sample requests, or have a UID of 64.
_OTHER_INSTANCES: Final[Mapping[str, str]] = {
    "sample-retrieve": "1.3.12.2.1107.5.8.1.12345678.199508041416590861483",
    "sample-rendered": f"{_SAMPLE_STUDY}.0.1",
    "longest-uid": longest_uid_of("instance/longest-uid"),
}


def instance_uid_of(role: str) -> str:
    """Return the SOP Instance UID of the test document in a role."""
    return _OTHER_INSTANCES.get(role) or uid_of(f"instance/{role}")
