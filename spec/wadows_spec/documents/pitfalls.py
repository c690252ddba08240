"""The test documents whose bytes or UIDs look like something else, and more reports."""

from typing import Final

from pydicom import Dataset, uid

from wadows_spec.documents import identity, modules, others, patterns
from wadows_spec.documents.frozen import frozen
from wadows_spec.documents.part10 import (
    dataset_of,
    encode,
    encode_deflated,
    grey_plane,
    put_bytes,
)
from wadows_spec.documents.role import TestDocument

#: Lines as multipart messages of several SOAP stacks have them, open and closed.
BOUNDARY_LINES: Final = (
    b"\r\n--MIMEBoundary_0123456789abcdef0123456789abcdef0123456789abcdef\r\n"
    b"\r\n--MIMEBoundary_0123456789abcdef0123456789abcdef0123456789abcdef--\r\n"
    b"\r\n--uuid:01234567-89ab-4cde-8f01-23456789abcd\r\n"
    b"Content-Type: application/dicom\r\n"
    b"Content-Transfer-Encoding: binary\r\n"
    b"Content-ID: <urn:uuid:01234567-89ab-4cde-8f01-23456789abcd>\r\n"
    b"\r\n--uuid:01234567-89ab-4cde-8f01-23456789abcd--\r\n"
)


def _screen(role: str, number: int) -> Dataset:
    dataset = dataset_of(
        modules.common(role, uid.SecondaryCaptureImageStorage, identity.PITFALL_SCREENS, number),
        modules.image(identity.PITFALL_SCREENS),
        modules.secondary_capture(),
        modules.grey(64, 96, allocated=8, stored=8),
    )
    put_bytes(dataset, bytes(grey_plane(patterns.EIGHT_BIT, 64, 96)))
    return dataset


def ends_in_line_break() -> bytes:
    """Secondary Capture, 64 x 96, 8 bits, whose last two pixels are 13 and 10: CR and LF."""
    dataset = _screen("line-break-end", 1)
    put_bytes(dataset, dataset.PixelData[:-2] + b"\r\n")
    return encode(dataset, uid.ExplicitVRLittleEndian)


def longest_uid() -> bytes:
    """Secondary Capture, 64 x 96, 8 bits, whose SOP Instance UID has 64 characters."""
    return encode(_screen("longest-uid", 2), uid.ExplicitVRLittleEndian)


def boundary_lines() -> bytes:
    """Encapsulated PDF that has, after its end, lines like those between parts of a message."""
    return others.pdf_document(
        "boundary-lines",
        identity.PITFALL_LEAFLETS,
        1,
        others.leaflet() + BOUNDARY_LINES,
        uid.ExplicitVRLittleEndian,
    )


def pdf_implicit() -> bytes:
    """The leaflet again, Implicit VR."""
    return others.pdf_document(
        "encapsulated-pdf-implicit",
        identity.PITFALL_LEAFLETS,
        2,
        others.leaflet(),
        uid.ImplicitVRLittleEndian,
    )


_REPORTED: Final = others.Reported(
    "longest-uid", uid.SecondaryCaptureImageStorage, identity.PITFALL_SCREENS
)


def report_implicit() -> bytes:
    """Basic Text SR, Implicit VR."""
    dataset = others.report("structured-report-implicit", identity.PITFALL_REPORTS, 1, _REPORTED)
    return encode(dataset, uid.ImplicitVRLittleEndian)


def deflated_report_source() -> Dataset:
    """Return the data set of the deflated report, before it is deflated."""
    return others.report("structured-report-deflated", identity.PITFALL_REPORTS, 2, _REPORTED)


def report_deflated() -> bytes:
    """Basic Text SR, deflated."""
    return encode_deflated(deflated_report_source(), frozen("structured-report.deflate"))


DOCUMENTS: Final = (
    TestDocument(
        "line-break-end",
        "image",
        ends_in_line_break,
        "Ends in CR LF: shows a reader that takes them for those before a boundary.",
    ),
    TestDocument(
        "longest-uid",
        "image",
        longest_uid,
        "SOP Instance UID of 64 characters: shows one cut short.",
    ),
    TestDocument(
        "boundary-lines",
        "other",
        boundary_lines,
        "Holds lines like MIME boundaries: shows a reader that looks for any, not for its own.",
    ),
    TestDocument(
        "encapsulated-pdf-implicit",
        "other",
        pdf_implicit,
        "The leaflet in Implicit VR.",
    ),
    TestDocument(
        "structured-report-implicit",
        "structured-report",
        report_implicit,
        "A report in Implicit VR.",
    ),
    TestDocument(
        "structured-report-deflated",
        "structured-report",
        report_deflated,
        "A report deflated: neither group length nor tags can be read without inflating it.",
    ),
)
