"""The test documents that say something of an image: its segments, and how to show it."""

from typing import Final

from pydicom import uid

from wadows_spec.documents import frames, identity, modules
from wadows_spec.documents.identity import Series
from wadows_spec.documents.part10 import Module, dataset_of, encode, put_bytes
from wadows_spec.documents.patterns import Mark
from wadows_spec.documents.references import first_frame, frame_of_reference, reference, volume
from wadows_spec.documents.role import TestDocument

#: Rows 8 to 15, columns 6 to 11: the stone of the enhanced CT's first frame.
SEGMENT: Final = Mark(8, 16, 6, 12, 1)


def _made_by_program(series: Series) -> Module:
    return {
        **modules.dated(series),
        "DeviceSerialNumber": "INVENTED",
        "SoftwareVersions": "INVENTED",
    }


def _bits(mark: Mark, size: int) -> bytes:
    """Return one frame of one bit a pixel, the first pixel in the lowest bit (PS3.5 8.1.1)."""
    covered = [mark.covers(row, column) for row in range(size) for column in range(size)]
    return bytes(
        sum(bit << place for place, bit in enumerate(covered[start : start + 8]))
        for start in range(0, size * size, 8)
    )


def segmentation() -> bytes:
    """Segmentation, 1 frame of 32 x 32, 1 bit: the stone of the volume's first frame."""
    series = identity.SEGMENTS
    segment = {
        "SegmentNumber": 1,
        "SegmentLabel": "Stone",
        "SegmentAlgorithmType": "MANUAL",
        "SegmentedPropertyCategoryCodeSequence": modules.coded(
            "49755003", "SCT", "Morphologically Abnormal Structure"
        ),
        "SegmentedPropertyTypeCodeSequence": modules.coded("56381008", "SCT", "Calculus"),
    }
    content = {"DimensionIndexValues": [1, 1], "StackID": "1", "InStackPositionNumber": 1}
    source = first_frame()
    source.PurposeOfReferenceCodeSequence = modules.coded(
        "121322", "DCM", "Source image for image processing operation"
    )
    derivation = {
        "SourceImageSequence": [source],
        "DerivationCodeSequence": modules.coded("113076", "DCM", "Segmentation"),
    }
    frame = {
        "DerivationImageSequence": [dataset_of(derivation)],
        "FrameContentSequence": [dataset_of(content)],
        "PlanePositionSequence": frames.position(0),
        "SegmentIdentificationSequence": [dataset_of({"ReferencedSegmentNumber": 1})],
    }
    dataset = dataset_of(
        modules.common("segmentation", uid.SegmentationStorage, series),
        _made_by_program(series),
        frame_of_reference(),
        frames.dimensions(identity.uid_of("dimensions/segmentation")),
        {
            "ImageType": ["DERIVED", "PRIMARY"],
            "ContentLabel": "STONE",
            "ContentDescription": "Invented segment",
            "ContentCreatorName": "Testdoctor^Eve Invented",
            "SegmentationType": "BINARY",
            "SegmentSequence": [dataset_of(segment)],
            "LossyImageCompression": "00",
            "NumberOfFrames": "1",
            "SharedFunctionalGroupsSequence": [dataset_of(frames.shared_plane())],
            "PerFrameFunctionalGroupsSequence": [dataset_of(frame)],
            "ReferencedSeriesSequence": [
                dataset_of(
                    {
                        "SeriesInstanceUID": identity.ENHANCED_CT.uid,
                        "ReferencedInstanceSequence": [volume()],
                    }
                )
            ],
        },
        modules.grey(frames.VOLUME_SIZE, frames.VOLUME_SIZE, allocated=1, stored=1),
    )
    put_bytes(dataset, _bits(SEGMENT, frames.VOLUME_SIZE))
    return encode(dataset, uid.ExplicitVRLittleEndian)


def presentation_state() -> bytes:
    """Grayscale Softcopy Presentation State: how to show the MR of JPEG-LS."""
    series = identity.CODED_VIEW
    shown = reference(uid.MRImageStorage, "jpeg-ls")
    area = {
        "DisplayedAreaTopLeftHandCorner": [1, 1],
        "DisplayedAreaBottomRightHandCorner": [64, 64],
        "PresentationSizeMode": "SCALE TO FIT",
        "PresentationPixelAspectRatio": ["1", "1"],
    }
    dataset = dataset_of(
        modules.common("presentation-state", uid.GrayscaleSoftcopyPresentationStateStorage, series),
        {
            "BodyPartExamined": "HEAD",
            "PresentationCreationDate": series.study.date,
            "PresentationCreationTime": "120000",
            "ContentLabel": "INVENTED",
            "ContentDescription": "Invented view",
            "ContentCreatorName": "Testdoctor^Eve Invented",
            "ReferencedSeriesSequence": [
                dataset_of(
                    {
                        "SeriesInstanceUID": identity.CODED_GREY.uid,
                        "ReferencedImageSequence": [shown],
                    }
                )
            ],
            "DisplayedAreaSelectionSequence": [dataset_of(area)],
            "SoftcopyVOILUTSequence": [dataset_of({"WindowCenter": "2048", "WindowWidth": "4096"})],
            "PresentationLUTShape": "IDENTITY",
        },
    )
    return encode(dataset, uid.ExplicitVRLittleEndian)


DOCUMENTS: Final = (
    TestDocument(
        "segmentation",
        "other",
        segmentation,
        "Segmentation of one bit a pixel: pixels, but of the group other.",
    ),
    TestDocument(
        "presentation-state",
        "other",
        presentation_state,
        "Presentation state of the MR of JPEG-LS: no image of its own.",
    ),
)
