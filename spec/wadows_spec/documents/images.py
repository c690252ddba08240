"""The test documents that are images: each function returns one Part 10 file."""

from typing import Final

from pydicom import uid

from wadows_spec.documents import identity, modules, patterns
from wadows_spec.documents.frozen import frozen, ratio
from wadows_spec.documents.part10 import (
    colour_plane,
    dataset_of,
    encode,
    grey_plane,
    put_bytes,
    put_streams,
    put_words,
)

VIDEO_FRAMES: Final = 3


def signed() -> bytes:
    """CT, 96 x 128, 16 bits signed, with a rescale and no window."""
    dataset = dataset_of(
        modules.common("signed", uid.CTImageStorage, identity.CT_SLICE),
        modules.image(identity.CT_SLICE),
        modules.plane(identity.CT_SLICE),
        modules.computed_tomography(),
        modules.grey(96, 128, allocated=16, stored=16, signed=True),
        {"SmallestImagePixelValue": -1200, "LargestImagePixelValue": 1200},
    )
    put_words(dataset, grey_plane(patterns.SIGNED, 96, 128))
    return encode(dataset, uid.ExplicitVRLittleEndian)


def unsigned() -> bytes:
    """MR, 128 x 128, 12 of 16 bits, with a window."""
    dataset = dataset_of(
        modules.common("unsigned", uid.MRImageStorage, identity.MR_SLICES),
        modules.image(identity.MR_SLICES),
        modules.plane(identity.MR_SLICES),
        modules.magnetic_resonance(),
        modules.grey(128, 128, allocated=16, stored=12),
        modules.window("1024", "1024"),
    )
    put_words(dataset, grey_plane(patterns.UNSIGNED, 128, 128))
    return encode(dataset, uid.ExplicitVRLittleEndian)


def unsigned_sibling() -> bytes:
    """MR, 128 x 128, 12 of 16 bits, second of its series, without a window."""
    dataset = dataset_of(
        modules.common("unsigned-sibling", uid.MRImageStorage, identity.MR_SLICES, 2),
        modules.image(identity.MR_SLICES),
        modules.plane(identity.MR_SLICES, 2),
        modules.magnetic_resonance(),
        modules.grey(128, 128, allocated=16, stored=12),
    )
    put_words(dataset, grey_plane(patterns.unsigned_sibling, 128, 128))
    return encode(dataset, uid.ExplicitVRLittleEndian)


def eight_bit() -> bytes:
    """Secondary Capture, 64 x 96, 8 bits."""
    dataset = dataset_of(
        modules.common("eight-bit", uid.SecondaryCaptureImageStorage, identity.MR_SCREEN),
        modules.image(identity.MR_SCREEN),
        modules.secondary_capture(),
        modules.grey(64, 96, allocated=8, stored=8),
    )
    put_bytes(dataset, bytes(grey_plane(patterns.EIGHT_BIT, 64, 96)))
    return encode(dataset, uid.ExplicitVRLittleEndian)


def inverse() -> bytes:
    """CR, 96 x 64, 12 of 16 bits, MONOCHROME1."""
    dataset = dataset_of(
        modules.common("inverse", uid.ComputedRadiographyImageStorage, identity.CR_PLATE),
        modules.image(identity.CR_PLATE),
        modules.computed_radiography(),
        modules.grey(96, 64, allocated=16, stored=12, inverse=True),
    )
    put_words(dataset, grey_plane(patterns.INVERSE, 96, 64))
    return encode(dataset, uid.ExplicitVRLittleEndian)


def colour() -> bytes:
    """Secondary Capture, 64 x 128, RGB."""
    dataset = dataset_of(
        modules.common("colour", uid.SecondaryCaptureImageStorage, identity.PHOTO_CHART),
        modules.image(identity.PHOTO_CHART),
        modules.secondary_capture(),
        modules.colour(64, 128, "RGB"),
    )
    put_bytes(dataset, colour_plane(patterns.patches, 64, 128))
    return encode(dataset, uid.ExplicitVRLittleEndian)


def multi_frame() -> bytes:
    """Multi-frame Grayscale Byte Secondary Capture, 3 frames of 64 x 64."""
    dataset = dataset_of(
        modules.common(
            "multi-frame",
            uid.MultiFrameGrayscaleByteSecondaryCaptureImageStorage,
            identity.CR_STACK,
        ),
        modules.image(identity.CR_STACK),
        modules.secondary_capture(),
        modules.grey(64, 64, allocated=8, stored=8),
        modules.frames(3),
        # SC Multi-frame Image (C.8.6.3) wants an identity spelt out.
        {
            "PresentationLUTShape": "IDENTITY",
            "RescaleIntercept": "0",
            "RescaleSlope": "1",
            "RescaleType": "US",
        },
    )
    planes = [bytes(grey_plane(patterns.multi_frame, 64, 64, frame)) for frame in range(3)]
    put_bytes(dataset, b"".join(planes))
    return encode(dataset, uid.ExplicitVRLittleEndian)


def jpeg() -> bytes:
    """VL Photographic, 64 x 128, colour, JPEG Baseline."""
    stream = frozen("jpeg.jpg")
    dataset = dataset_of(
        modules.common("jpeg", uid.VLPhotographicImageStorage, identity.PHOTO_STILL),
        modules.image(identity.PHOTO_STILL),
        modules.visible_light(),
        modules.colour(64, 128, "YBR_FULL_422"),
        modules.lossy(ratio(64 * 128 * 3, stream)),
    )
    put_streams(dataset, [stream])
    return encode(dataset, uid.JPEGBaseline8Bit)


def damaged() -> bytes:
    """Secondary Capture, 64 x 64, JPEG Baseline whose stream ends before the scan."""
    stream = frozen("damaged.jpg")
    dataset = dataset_of(
        modules.common("damaged", uid.SecondaryCaptureImageStorage, identity.CR_DAMAGED),
        modules.image(identity.CR_DAMAGED),
        modules.secondary_capture(),
        modules.grey(64, 64, allocated=8, stored=8),
        modules.lossy(ratio(64 * 64, stream)),
    )
    put_streams(dataset, [stream])
    return encode(dataset, uid.JPEGBaseline8Bit)


def video() -> bytes:
    """Video Photographic, 3 frames of 48 x 64, colour, JPEG Baseline."""
    streams = [frozen(f"video-{number}.jpg") for number in range(1, VIDEO_FRAMES + 1)]
    dataset = dataset_of(
        modules.common("video", uid.VideoPhotographicImageStorage, identity.PHOTO_VIDEO),
        modules.image(identity.PHOTO_VIDEO),
        modules.visible_light(),
        modules.colour(48, 64, "YBR_FULL_422"),
        modules.frames(VIDEO_FRAMES),
        modules.lossy(ratio(48 * 64 * 3 * VIDEO_FRAMES, *streams)),
    )
    put_streams(dataset, streams)
    return encode(dataset, uid.JPEGBaseline8Bit)


def sample_retrieve() -> bytes:
    """MR, 64 x 64, 12 of 16 bits, Implicit VR: what the sample RAD-69 request asks for."""
    dataset = dataset_of(
        modules.common("sample-retrieve", uid.MRImageStorage, identity.SAMPLE_RETRIEVE),
        modules.image(identity.SAMPLE_RETRIEVE),
        modules.plane(identity.SAMPLE_RETRIEVE),
        modules.magnetic_resonance(),
        modules.grey(64, 64, allocated=16, stored=12),
    )
    put_words(dataset, grey_plane(patterns.SAMPLE_RETRIEVE, 64, 64))
    return encode(dataset, uid.ImplicitVRLittleEndian)


def sample_rendered() -> bytes:
    """MR, 128 x 128, 16 bits, values 0 to 2000: what the sample rendered request asks for."""
    dataset = dataset_of(
        modules.common("sample-rendered", uid.MRImageStorage, identity.SAMPLE_RENDERED),
        modules.image(identity.SAMPLE_RENDERED),
        modules.plane(identity.SAMPLE_RENDERED),
        modules.magnetic_resonance(),
        modules.grey(128, 128, allocated=16, stored=16),
    )
    put_words(dataset, grey_plane(patterns.SAMPLE_RENDERED, 128, 128))
    return encode(dataset, uid.ExplicitVRLittleEndian)
