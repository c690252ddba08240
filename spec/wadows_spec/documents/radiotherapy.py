"""The test documents of radiotherapy: contours and a dose in the space of the enhanced CT."""

import struct
from typing import Final

from pydicom import uid

from wadows_spec.documents import identity, modules
from wadows_spec.documents.part10 import dataset_of, encode
from wadows_spec.documents.references import first_frame, frame_of_reference, volume
from wadows_spec.documents.role import TestDocument

_DOSE_SIZE: Final = 16


def structure_set() -> bytes:
    """RT Structure Set, Implicit VR: the outline of the stone, in millimetres."""
    series = identity.CONTOURS
    referenced = dataset_of(
        {
            "SeriesInstanceUID": identity.ENHANCED_CT.uid,
            "ContourImageSequence": [volume()],
        }
    )
    study = dataset_of(
        {
            "ReferencedSOPClassUID": "1.2.840.10008.3.1.2.3.1",
            "ReferencedSOPInstanceUID": series.study.uid,
            "RTReferencedSeriesSequence": [referenced],
        }
    )
    space = frame_of_reference()["FrameOfReferenceUID"]
    corners = ["-10", "-8", "0", "-5", "-8", "0", "-5", "-1", "0", "-10", "-1", "0"]
    contour = {
        "ContourGeometricType": "CLOSED_PLANAR",
        "NumberOfContourPoints": "4",
        "ContourData": corners,
        "ContourImageSequence": [first_frame()],
    }
    dataset = dataset_of(
        modules.common("rt-structure-set", uid.RTStructureSetStorage, series),
        {
            **frame_of_reference(),
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
        frame_of_reference(),
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


DOCUMENTS: Final = (
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
)
