"""The test documents that say something of another: segments, contours, dose, presentation."""

import struct
from typing import Final

from pydicom import Dataset, uid

from wadows_spec.documents import frames, identity, modules
from wadows_spec.documents.identity import Series
from wadows_spec.documents.part10 import Module, dataset_of, encode, put_bytes
from wadows_spec.documents.patterns import Mark
from wadows_spec.documents.role import TestDocument

#: Rows 8 to 15, columns 6 to 11: the stone of the enhanced CT's first frame.
SEGMENT: Final = Mark(8, 16, 6, 12, 1)
_DOSE_SIZE: Final = 16


def _reference(sop_class_uid: str, role: str) -> Dataset:
    return dataset_of(
        {
            "ReferencedSOPClassUID": sop_class_uid,
            "ReferencedSOPInstanceUID": identity.instance_uid_of(role),
        }
    )


def _volume() -> Dataset:
    return _reference(uid.EnhancedCTImageStorage, "enhanced-ct")


def _frame_of_reference() -> Module:
    return {
        "FrameOfReferenceUID": identity.uid_of(f"frame-of-reference/{identity.ENHANCED_CT.uid}"),
        "PositionReferenceIndicator": "",
    }


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
    source = {
        **_reference_of_frame(),
        "PurposeOfReferenceCodeSequence": modules.coded(
            "121322", "DCM", "Source image for image processing operation"
        ),
    }
    derivation = {
        "SourceImageSequence": [dataset_of(source)],
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
        _frame_of_reference(),
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
                        "ReferencedInstanceSequence": [_volume()],
                    }
                )
            ],
        },
        modules.grey(frames.VOLUME_SIZE, frames.VOLUME_SIZE, allocated=1, stored=1),
    )
    put_bytes(dataset, _bits(SEGMENT, frames.VOLUME_SIZE))
    return encode(dataset, uid.ExplicitVRLittleEndian)


def structure_set() -> bytes:
    """RT Structure Set, Implicit VR: the outline of the stone, in millimetres."""
    series = identity.CONTOURS
    referenced = dataset_of(
        {
            "SeriesInstanceUID": identity.ENHANCED_CT.uid,
            "ContourImageSequence": [_volume()],
        }
    )
    study = dataset_of(
        {
            "ReferencedSOPClassUID": "1.2.840.10008.3.1.2.3.1",
            "ReferencedSOPInstanceUID": series.study.uid,
            "RTReferencedSeriesSequence": [referenced],
        }
    )
    space = _frame_of_reference()["FrameOfReferenceUID"]
    corners = ["-10", "-8", "0", "-5", "-8", "0", "-5", "-1", "0", "-10", "-1", "0"]
    contour = {
        "ContourGeometricType": "CLOSED_PLANAR",
        "NumberOfContourPoints": "4",
        "ContourData": corners,
        "ContourImageSequence": [
            dataset_of(_reference_of_frame()),
        ],
    }
    dataset = dataset_of(
        modules.common("rt-structure-set", uid.RTStructureSetStorage, series),
        {
            **_frame_of_reference(),
            "StructureSetLabel": "STONE",
            "StructureSetDate": series.study.date,
            "StructureSetTime": "120000",
            "OperatorsName": "Testdoctor^Eve Invented",
            "ApprovalStatus": "UNAPPROVED",
            "ReferencedFrameOfReferenceSequence": [
                dataset_of({"FrameOfReferenceUID": space, "RTReferencedStudySequence": [study]})
            ],
            "StructureSetROISequence": [
                dataset_of(
                    {
                        "ROINumber": "1",
                        "ReferencedFrameOfReferenceUID": space,
                        "ROIName": "Stone",
                        "ROIGenerationAlgorithm": "MANUAL",
                    }
                )
            ],
            "ROIContourSequence": [
                dataset_of(
                    {
                        "ReferencedROINumber": "1",
                        "ROIDisplayColor": ["255", "0", "0"],
                        "ContourSequence": [dataset_of(contour)],
                    }
                )
            ],
            "RTROIObservationsSequence": [
                dataset_of(
                    {
                        "ObservationNumber": "1",
                        "ReferencedROINumber": "1",
                        "RTROIInterpretedType": "ORGAN",
                        "ROIInterpreter": "Testdoctor^Eve Invented",
                    }
                )
            ],
        },
    )
    return encode(dataset, uid.ImplicitVRLittleEndian)


def _reference_of_frame() -> Module:
    return {
        "ReferencedSOPClassUID": uid.EnhancedCTImageStorage,
        "ReferencedSOPInstanceUID": identity.instance_uid_of("enhanced-ct"),
        "ReferencedFrameNumber": "1",
    }


def dose() -> bytes:
    """RT Dose, 2 frames of 16 x 16, 32 bits: stored value 1000 * (frame + 1) + row + column.

    The plan that it belongs to is not among the test documents.
    """
    series = identity.DOSE
    size = _DOSE_SIZE
    plan = dataset_of(
        {
            "ReferencedSOPClassUID": uid.RTPlanStorage,
            "ReferencedSOPInstanceUID": identity.uid_of("instance/rt-plan"),
        }
    )
    dataset = dataset_of(
        modules.common("rt-dose", uid.RTDoseStorage, series),
        modules.dated(series),
        _frame_of_reference(),
        modules.grey(size, size, allocated=32, stored=32),
        {
            "OperatorsName": "Testdoctor^Eve Invented",
            "PixelSpacing": ["2", "2"],
            "ImageOrientationPatient": ["1", "0", "0", "0", "1", "0"],
            "ImagePositionPatient": ["-16", "-16", "0"],
            "SliceThickness": "5",
            "NumberOfFrames": "2",
            "FrameIncrementPointer": 0x3004000C,
            "GridFrameOffsetVector": ["0", "5"],
            "DoseUnits": "GY",
            "DoseType": "PHYSICAL",
            "DoseSummationType": "PLAN",
            "DoseGridScaling": "0.001",
            "ReferencedRTPlanSequence": [plan],
        },
    )
    values = [
        1000 * (frame + 1) + row + column
        for frame in range(2)
        for row in range(size)
        for column in range(size)
    ]
    dataset.add_new("PixelData", "OW", struct.pack(f"<{len(values)}I", *values))
    return encode(dataset, uid.ImplicitVRLittleEndian)


def presentation_state() -> bytes:
    """Grayscale Softcopy Presentation State: how to show the MR of JPEG-LS."""
    series = identity.CODED_VIEW
    shown = _reference(uid.MRImageStorage, "jpeg-ls")
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
        "rt-structure-set",
        "other",
        structure_set,
        "Contours in Implicit VR, without pixels: the default transfer syntax of the group other.",
    ),
    TestDocument(
        "rt-dose",
        "other",
        dose,
        "Dose of 32 bits a pixel, in Implicit VR: pixels, but of the group other.",
    ),
    TestDocument(
        "presentation-state",
        "other",
        presentation_state,
        "Presentation state of the MR of JPEG-LS: no image of its own.",
    ),
)
