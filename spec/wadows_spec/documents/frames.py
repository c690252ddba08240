"""The test documents of several frames: ultrasound, angiography, and CT in one document."""

from typing import Final

from pydicom import Dataset, uid

from wadows_spec.documents import identity, modules, patterns
from wadows_spec.documents.part10 import (
    Module,
    colour_plane,
    dataset_of,
    encode,
    grey_plane,
    put_bytes,
    put_words,
)
from wadows_spec.documents.role import TestDocument

FRAMES: Final = 3
#: Rows and columns of the enhanced CT, and of what refers to it.
VOLUME_SIZE: Final = 32


def us_multi_frame() -> bytes:
    """Ultrasound Multi-frame, 3 frames of 48 x 64, RGB."""
    dataset = dataset_of(
        modules.common("us-multi-frame", uid.UltrasoundMultiFrameImageStorage, identity.ULTRASOUND),
        modules.image(identity.ULTRASOUND),
        {"ImageType": ["ORIGINAL", "PRIMARY", "ABDOMINAL", "0001"], "PatientOrientation": ""},
        {"BodyPartExamined": "ABDOMEN", "LossyImageCompression": "00"},
        modules.colour(48, 64, "RGB"),
        modules.frames(FRAMES),
    )
    planes = [colour_plane(patterns.video, 48, 64, frame) for frame in range(FRAMES)]
    put_bytes(dataset, b"".join(planes))
    return encode(dataset, uid.ExplicitVRLittleEndian)


def angiography() -> bytes:
    """X-Ray Angiographic, 3 frames of 64 x 64, 8 bits."""
    dataset = dataset_of(
        modules.common("angiography", uid.XRayAngiographicImageStorage, identity.ANGIOGRAPHY),
        modules.image(identity.ANGIOGRAPHY),
        {
            "ImageType": ["ORIGINAL", "PRIMARY", "SINGLE PLANE"],
            "PatientOrientation": "",
            "PixelIntensityRelationship": "LIN",
            "LossyImageCompression": "00",
            "KVP": "70",
            "RadiationSetting": "GR",
            "XRayTubeCurrent": "400",
            "ExposureTime": "10",
            "PositionerMotion": "STATIC",
            "PositionerPrimaryAngle": "0",
            "PositionerSecondaryAngle": "0",
        },
        modules.grey(64, 64, allocated=8, stored=8),
        modules.frames(FRAMES),
    )
    planes = [bytes(grey_plane(patterns.multi_frame, 64, 64, frame)) for frame in range(FRAMES)]
    put_bytes(dataset, b"".join(planes))
    return encode(dataset, uid.ExplicitVRLittleEndian)


def frame_type() -> Module:
    """What Enhanced CT Image (C.8.15.2) says of the image, and again of each frame (C.8.15.3.1)."""
    return {
        "PixelPresentation": "MONOCHROME",
        "VolumetricProperties": "VOLUME",
        "VolumeBasedCalculationTechnique": "NONE",
    }


IMAGE_TYPE: Final = ("DERIVED", "PRIMARY", "VOLUME", "NONE")


def shared_plane() -> Module:
    """The functional groups that place all frames alike (C.7.6.16.2.1, C.7.6.16.2.4)."""
    return {
        "PixelMeasuresSequence": [dataset_of({"PixelSpacing": ["1", "1"], "SliceThickness": "5"})],
        "PlaneOrientationSequence": [
            dataset_of({"ImageOrientationPatient": ["1", "0", "0", "0", "1", "0"]})
        ],
    }


def position(frame: int) -> list[Dataset]:
    """Return the Plane Position Sequence (C.7.6.16.2.3) of a frame, 5 mm from the one before."""
    return [dataset_of({"ImagePositionPatient": ["-16", "-16", str(5 * frame)]})]


def _volume_frame(frame: int) -> Dataset:
    content = {
        "FrameAcquisitionDateTime": f"{identity.MODALITIES.date}120000",
        "FrameReferenceDateTime": f"{identity.MODALITIES.date}120000",
        "FrameAcquisitionDuration": 100.0,
        "DimensionIndexValues": [1, frame + 1],
        "StackID": "1",
        "InStackPositionNumber": frame + 1,
    }
    return dataset_of(
        {
            "FrameContentSequence": [dataset_of(content)],
            "PlanePositionSequence": position(frame),
        }
    )


def dimensions(uid_: str) -> Module:
    """Multi-frame Dimension (C.7.6.17): by stack and place in it."""
    pointers = (0x00209056, 0x00209057)
    return {
        "DimensionOrganizationSequence": [dataset_of({"DimensionOrganizationUID": uid_})],
        "DimensionIndexSequence": [
            dataset_of(
                {
                    "DimensionOrganizationUID": uid_,
                    "DimensionIndexPointer": pointer,
                    "FunctionalGroupPointer": 0x00209111,
                }
            )
            for pointer in pointers
        ],
    }


def enhanced_ct() -> bytes:
    """Enhanced CT, 3 frames of 32 x 32, 12 of 16 bits, HU = stored - 1024."""
    series = identity.ENHANCED_CT
    event = identity.uid_of("irradiation-event/enhanced-ct")
    rescale = {"RescaleIntercept": "-1024", "RescaleSlope": "1", "RescaleType": "HU"}
    anatomy = {
        "FrameLaterality": "U",
        "AnatomicRegionSequence": modules.coded("69536005", "SCT", "Head"),
    }
    shared = dataset_of(
        shared_plane(),
        {
            "FrameAnatomySequence": [dataset_of(anatomy)],
            "IrradiationEventIdentificationSequence": [dataset_of({"IrradiationEventUID": event})],
            "PixelValueTransformationSequence": [dataset_of(rescale)],
            "CTImageFrameTypeSequence": [dataset_of({"FrameType": list(IMAGE_TYPE)}, frame_type())],
        },
    )
    dataset = dataset_of(
        modules.common("enhanced-ct", uid.EnhancedCTImageStorage, series),
        modules.dated(series),
        frame_type(),
        dimensions(identity.uid_of("dimensions/enhanced-ct")),
        {
            "ImageType": list(IMAGE_TYPE),
            "DeviceSerialNumber": "INVENTED",
            "SoftwareVersions": "INVENTED",
            "FrameOfReferenceUID": identity.uid_of(f"frame-of-reference/{series.uid}"),
            "PositionReferenceIndicator": "",
            "PatientPosition": "HFS",
            "ContentQualification": "RESEARCH",
            "BurnedInAnnotation": "NO",
            "LossyImageCompression": "00",
            "PresentationLUTShape": "IDENTITY",
            "AcquisitionContextSequence": [],
            "NumberOfFrames": str(FRAMES),
            "SharedFunctionalGroupsSequence": [shared],
            "PerFrameFunctionalGroupsSequence": [_volume_frame(n) for n in range(FRAMES)],
        },
        modules.grey(VOLUME_SIZE, VOLUME_SIZE, allocated=16, stored=12),
    )
    planes = [grey_plane(patterns.volume, VOLUME_SIZE, VOLUME_SIZE, n) for n in range(FRAMES)]
    put_words(dataset, [value for plane in planes for value in plane])
    return encode(dataset, uid.ExplicitVRLittleEndian)


DOCUMENTS: Final = (
    TestDocument(
        "us-multi-frame",
        "image",
        us_multi_frame,
        "Ultrasound loop in colour: frames are several, samples interleaved.",
    ),
    TestDocument(
        "angiography",
        "image",
        angiography,
        "Angiographic run of three frames, each its own grey.",
    ),
    TestDocument(
        "enhanced-ct",
        "image",
        enhanced_ct,
        "Three slices in one document, whose rescale stands in a functional group.",
    ),
)
