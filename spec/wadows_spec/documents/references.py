"""How a test document refers to another, above all to the enhanced CT and its space."""

from pydicom import Dataset, uid

from wadows_spec.documents import identity
from wadows_spec.documents.part10 import Module, dataset_of


def reference(sop_class_uid: str, role: str) -> Dataset:
    """Return the reference to the document in a role."""
    return dataset_of(
        {
            "ReferencedSOPClassUID": sop_class_uid,
            "ReferencedSOPInstanceUID": identity.instance_uid_of(role),
        }
    )


def volume() -> Dataset:
    """Return the reference to the enhanced CT."""
    return reference(uid.EnhancedCTImageStorage, "enhanced-ct")


def first_frame() -> Dataset:
    """Return the reference to the first frame of the enhanced CT."""
    dataset = volume()
    dataset.ReferencedFrameNumber = "1"
    return dataset


def frame_of_reference() -> Module:
    """Frame of Reference (C.7.4.1) of the enhanced CT."""
    return {
        "FrameOfReferenceUID": identity.uid_of(f"frame-of-reference/{identity.ENHANCED_CT.uid}"),
        "PositionReferenceIndicator": "",
    }
