"""The test documents by which the transfer syntaxes of the video table are stored."""

from dataclasses import dataclass
from typing import Final

from pydicom import uid

from wadows_spec.documents import identity, modules
from wadows_spec.documents.frozen import frozen, ratio
from wadows_spec.documents.identity import Series
from wadows_spec.documents.part10 import Module, dataset_of, encode, put_fragments
from wadows_spec.documents.role import TestDocument

FRAMES: Final = 3
_FRAGMENTS: Final = 3
_SOP_CLASSES: Final = {
    "ES": uid.VideoEndoscopicImageStorage,
    "GM": uid.VideoMicroscopicImageStorage,
    "XC": uid.VideoPhotographicImageStorage,
}


@dataclass(frozen=True)
class Video:
    """A video of three frames: a frozen stream, in one fragment or in several.

    `fragmentable_uid` is the transfer syntax that allows several fragments;
    for a syntax that is fragmentable by its nature, both UIDs are the same.
    `milliseconds` is the time of a frame.
    """

    role: str
    transfer_syntax_uid: str
    fragmentable_uid: str
    file: str
    series: Series
    number: int
    rows: int
    columns: int
    milliseconds: str
    method: str
    what: str
    stereo: bool = False
    bits: int = 8

    def build(self) -> bytes:
        """Return the Part 10 file whose pixel data is one fragment."""
        return self._build(self.role, self.number, self.transfer_syntax_uid, 1)

    def build_fragments(self) -> bytes:
        """Return the Part 10 file whose pixel data is several fragments."""
        role = f"{self.role}-fragments"
        return self._build(role, self.number + 1, self.fragmentable_uid, _FRAGMENTS)

    def _build(self, role: str, number: int, transfer_syntax_uid: str, fragments: int) -> bytes:
        stream = frozen(self.file)
        size = self.rows * self.columns * 3 * FRAMES * (2 if self.bits > 8 else 1)
        dataset = dataset_of(
            modules.common(role, _SOP_CLASSES[self.series.modality], self.series, number),
            modules.image(self.series),
            modules.visible_light(),
            modules.colour(self.rows, self.columns, "YBR_PARTIAL_420"),
            self._depth(),
            modules.frames(FRAMES, self.milliseconds),
            {"StereoPairsPresent": "YES"} if self.stereo else {},
            modules.lossy(ratio(size, stream), self.method),
        )
        put_fragments(dataset, stream, fragments)
        return encode(dataset, transfer_syntax_uid)

    def _depth(self) -> Module:
        if self.bits == 8:
            return {}
        return {"BitsAllocated": 16, "BitsStored": self.bits, "HighBit": self.bits - 1}


_MPEG2: Final = "ISO_13818_2"
_AVC: Final = "ISO_14496_10"
_HEVC: Final = "ISO_23008_2"

VIDEOS: Final = (
    Video(
        "mpeg2-main", uid.MPEG2MPML, uid.MPEG2MPMLF, "mpeg2-main.m2v",
        identity.ENDOSCOPE, 1, 48, 64, "40", _MPEG2, "MPEG-2 of Main Level",
    ),
    Video(
        "mpeg2-high", uid.MPEG2MPHL, uid.MPEG2MPHLF, "mpeg2-high.m2v",
        identity.ENDOSCOPE, 3, 720, 1280, "20", _MPEG2, "MPEG-2 of High Level",
    ),
    Video(
        "h264", uid.MPEG4HP41, uid.MPEG4HP41F, "h264.mp4",
        identity.ENDOSCOPE, 5, 48, 64, "40", _AVC, "H.264 of Level 4.1",
    ),
    Video(
        "h264-bd", uid.MPEG4HP41BD, uid.MPEG4HP41BDF, "h264-bd.mp4",
        identity.ENDOSCOPE, 7, 720, 1280, "20", _AVC, "H.264 as Blu-ray discs have it",
    ),
    Video(
        "h264-2d", uid.MPEG4HP422D, uid.MPEG4HP422DF, "h264-2d.mp4",
        identity.ENDOSCOPE, 9, 48, 64, "20", _AVC, "H.264 of Level 4.2",
    ),
    Video(
        "h264-3d", uid.MPEG4HP423D, uid.MPEG4HP423DF, "h264-3d.mp4",
        identity.ENDOSCOPE, 11, 48, 128, "20", _AVC,
        "H.264 of Level 4.2 whose frames hold two views side by side",
        stereo=True,
    ),
    Video(
        "hevc", uid.HEVCMP51, uid.HEVCMP51, "hevc.mp4",
        identity.MICROSCOPE, 1, 48, 64, "40", _HEVC, "HEVC of Main Profile",
    ),
    Video(
        "hevc-10", uid.HEVCM10P51, uid.HEVCM10P51, "hevc-10.mp4",
        identity.CAMERA, 1, 48, 64, "40", _HEVC, "HEVC of Main 10 Profile",
        bits=10,
    ),
)  # fmt: skip


def _documents(video: Video) -> tuple[TestDocument, TestDocument]:
    return (
        TestDocument(
            video.role,
            "video",
            video.build,
            f"Video as {video.what}, one fragment: delivered as stored, never decoded.",
        ),
        TestDocument(
            f"{video.role}-fragments",
            "video",
            video.build_fragments,
            f"The same stream of {video.what} in {_FRAGMENTS} fragments: every one must come back.",
        ),
    )


DOCUMENTS: Final = tuple(document for video in VIDEOS for document in _documents(video))
