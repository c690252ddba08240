"""The modules of PS3.3 that several test documents share, each as a table of attributes."""

from typing import Final

from pydicom import Dataset

from wadows_spec.documents.identity import Series, instance_uid_of, uid_of
from wadows_spec.documents.part10 import Module, dataset_of

_NOON: Final = "120000"


def coded(value: str, scheme: str, meaning: str) -> list[Dataset]:
    """Return a sequence of one coded entry (PS3.3 section 8)."""
    return [
        dataset_of({"CodeValue": value, "CodingSchemeDesignator": scheme, "CodeMeaning": meaning})
    ]


def common(role: str, sop_class_uid: str, series: Series, number: int = 1) -> Module:
    """Patient, General Study, General Series, General Equipment and SOP Common (PS3.3 C.7, C.12).

    `number` is the Instance Number within the series.
    """
    study = series.study
    return {
        "SpecificCharacterSet": "ISO_IR 192",
        "SOPClassUID": sop_class_uid,
        "SOPInstanceUID": instance_uid_of(role),
        "StudyInstanceUID": study.uid,
        "SeriesInstanceUID": series.uid,
        "StudyDate": study.date,
        "StudyTime": _NOON,
        "AccessionNumber": f"INVENTED{study.number}",
        "StudyID": f"TEST{study.number}",
        "StudyDescription": study.description,
        "ReferringPhysicianName": "Testdoctor^Eve Invented",
        "PatientName": study.patient_name,
        "PatientID": f"WADOWS-TEST-{study.number}",
        "PatientBirthDate": f"190001{study.number:02}",
        "PatientSex": study.sex,
        "Modality": series.modality,
        "SeriesNumber": str(series.number),
        "SeriesDescription": series.description,
        "Manufacturer": "wadows-contract",
        "ManufacturerModelName": "Test documents",
        "InstanceNumber": str(number),
    }


def dated(series: Series) -> Module:
    """Content Date and Time, which the document modules want."""
    return {"ContentDate": series.study.date, "ContentTime": _NOON}


def image(series: Series) -> Module:
    """General Image (C.7.6.1), and a body part that has no left and right (C.7.3.1)."""
    return {**dated(series), "BodyPartExamined": "HEAD"}


def grey(
    rows: int,
    columns: int,
    allocated: int,
    stored: int,
    signed: bool = False,
    inverse: bool = False,
) -> Module:
    """Image Pixel (C.7.6.3) of a grey image; `allocated` and `stored` are bits."""
    return {
        "SamplesPerPixel": 1,
        "PhotometricInterpretation": "MONOCHROME1" if inverse else "MONOCHROME2",
        "Rows": rows,
        "Columns": columns,
        "BitsAllocated": allocated,
        "BitsStored": stored,
        "HighBit": stored - 1,
        "PixelRepresentation": int(signed),
    }


def colour(rows: int, columns: int, photometric_interpretation: str) -> Module:
    """Image Pixel (C.7.6.3) of a colour image: three samples of 8 bits, interleaved."""
    return {
        "SamplesPerPixel": 3,
        "PhotometricInterpretation": photometric_interpretation,
        "PlanarConfiguration": 0,
        "Rows": rows,
        "Columns": columns,
        "BitsAllocated": 8,
        "BitsStored": 8,
        "HighBit": 7,
        "PixelRepresentation": 0,
    }


def window(center: str, width: str) -> Module:
    """VOI LUT (C.11.2): one window, in units after the rescale, if there is one."""
    return {"WindowCenter": center, "WindowWidth": width}


def plane(series: Series, number: int = 1) -> Module:
    """Frame of Reference and Image Plane (C.7.4.1, C.7.6.2): slices 5 mm apart."""
    return {
        "FrameOfReferenceUID": uid_of(f"frame-of-reference/{series.uid}"),
        "PositionReferenceIndicator": "",
        "PatientPosition": "HFS",
        "PixelSpacing": ["1", "1"],
        "ImageOrientationPatient": ["1", "0", "0", "0", "1", "0"],
        "ImagePositionPatient": ["-64", "-64", str(5 * number)],
        "SliceThickness": "5",
    }


def magnetic_resonance() -> Module:
    """MR Image (C.8.3.1)."""
    return {
        "ImageType": ["ORIGINAL", "PRIMARY", "OTHER"],
        "ScanningSequence": "SE",
        "SequenceVariant": "NONE",
        "ScanOptions": "",
        "MRAcquisitionType": "2D",
        "RepetitionTime": "500",
        "EchoTime": "20",
        "EchoTrainLength": "1",
    }


def computed_tomography() -> Module:
    """CT Image (C.8.2.1), whose rescale no renderer may leave out: HU = 1.5 * stored - 100."""
    return {
        "ImageType": ["ORIGINAL", "PRIMARY", "AXIAL"],
        "RescaleIntercept": "-100",
        "RescaleSlope": "1.5",
        "RescaleType": "HU",
        "KVP": "120",
        "AcquisitionNumber": "1",
    }


def computed_radiography() -> Module:
    """CR Series and CR Image (C.8.1)."""
    return {
        "ImageType": ["ORIGINAL", "PRIMARY"],
        "BodyPartExamined": "CHEST",
        "ViewPosition": "PA",
        "PatientOrientation": ["L", "F"],
    }


def digital_radiography() -> Module:
    """DX Series, Anatomy Imaged, Image and Detector (C.8.11.1 to C.8.11.4), Acquisition Context."""
    return {
        "ImageType": ["ORIGINAL", "PRIMARY", ""],
        "PresentationIntentType": "FOR PRESENTATION",
        "ImageLaterality": "U",
        "AnatomicRegionSequence": coded("51185008", "SCT", "Chest"),
        "BodyPartExamined": "CHEST",
        "PatientOrientation": ["L", "F"],
        "PixelIntensityRelationship": "LOG",
        "PixelIntensityRelationshipSign": 1,
        "RescaleIntercept": "0",
        "RescaleSlope": "1",
        "RescaleType": "US",
        "LossyImageCompression": "00",
        "BurnedInAnnotation": "NO",
        "DetectorType": "DIRECT",
        "ImagerPixelSpacing": ["1", "1"],
        "AcquisitionContextSequence": [],
    }


def secondary_capture() -> Module:
    """SC Equipment (C.8.6.1): drawn by a program."""
    return {
        "ImageType": ["DERIVED", "SECONDARY"],
        "ConversionType": "SYN",
        "PatientOrientation": "",
        "BurnedInAnnotation": "NO",
    }


def visible_light() -> Module:
    """VL Image and Acquisition Context (C.8.12.1, C.7.6.14)."""
    return {
        "ImageType": ["ORIGINAL", "PRIMARY"],
        "PatientOrientation": "",
        "AcquisitionContextSequence": [],
        "AnatomicRegionSequence": coded("69536005", "SCT", "Head"),
    }


def lossy(ratio: str, method: str = "ISO_10918_1") -> Module:
    """What General Image (C.7.6.1) says of an image compressed with loss, by JPEG unless told."""
    return {
        "LossyImageCompression": "01",
        "LossyImageCompressionRatio": ratio,
        "LossyImageCompressionMethod": method,
    }


def frames(count: int, milliseconds: str = "500") -> Module:
    """Cine and Multi-frame (C.7.6.5, C.7.6.6): two frames a second unless told."""
    return {
        "NumberOfFrames": str(count),
        "FrameIncrementPointer": 0x00181063,
        "FrameTime": milliseconds,
    }
