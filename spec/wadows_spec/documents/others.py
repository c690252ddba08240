"""The test documents that are no images: a structured report and an encapsulated PDF."""

from pydicom import Dataset, uid

from wadows_spec.documents import identity, modules
from wadows_spec.documents.part10 import dataset_of, encode


def _reference(role: str) -> Dataset:
    return dataset_of(
        {
            "ReferencedSOPClassUID": uid.MRImageStorage,
            "ReferencedSOPInstanceUID": identity.instance_uid_of(role),
        }
    )


def structured_report() -> bytes:
    """Basic Text SR: a finding in words and the image that it was found in."""
    finding = dataset_of(
        {
            "RelationshipType": "CONTAINS",
            "ValueType": "TEXT",
            "ConceptNameCodeSequence": modules.coded("121071", "DCM", "Finding"),
            "TextValue": "Nothing but ramps, steps and marks; größer als erwartet.",
        }
    )
    image = dataset_of(
        {
            "RelationshipType": "CONTAINS",
            "ValueType": "IMAGE",
            "ReferencedSOPSequence": [_reference("unsigned")],
        }
    )
    evidence = dataset_of(
        {
            "StudyInstanceUID": identity.MAGNETIC_RESONANCE.uid,
            "ReferencedSeriesSequence": [
                dataset_of(
                    {
                        "SeriesInstanceUID": identity.MR_SLICES.uid,
                        "ReferencedSOPSequence": [_reference("unsigned")],
                    }
                )
            ],
        }
    )
    dataset = dataset_of(
        modules.common("structured-report", uid.BasicTextSRStorage, identity.MR_REPORT),
        modules.dated(identity.MR_REPORT),
        {
            "ReferencedPerformedProcedureStepSequence": [],
            "PerformedProcedureCodeSequence": [],
            "CurrentRequestedProcedureEvidenceSequence": [evidence],
            "CompletionFlag": "COMPLETE",
            "VerificationFlag": "UNVERIFIED",
            "ValueType": "CONTAINER",
            "ContinuityOfContent": "SEPARATE",
            "ConceptNameCodeSequence": modules.coded("18748-4", "LN", "Diagnostic imaging report"),
            "ContentSequence": [finding, image],
        },
    )
    return encode(dataset, uid.ExplicitVRLittleEndian)


_PDF_OBJECTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources 6 0 R>>",
    b"<</Length 46>>\nstream\nBT /F1 12 Tf 20 50 Td (Invented leaflet) Tj ET\nendstream",
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    b"<</Font<</F1 5 0 R>>>>",
)


def leaflet() -> bytes:
    """Return a PDF of one page, written by hand."""
    text = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(_PDF_OBJECTS, start=1):
        offsets.append(len(text))
        text += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(_PDF_OBJECTS) + 1
    return text + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R>>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, len(text))
    )


def encapsulated_pdf() -> bytes:
    """Encapsulated PDF: a document without an image, of the group *other*."""
    content = leaflet()
    dataset = dataset_of(
        modules.common("encapsulated-pdf", uid.EncapsulatedPDFStorage, identity.MR_LEAFLET),
        modules.dated(identity.MR_LEAFLET),
        {
            "ConversionType": "SYN",
            "AcquisitionDateTime": "",
            "BurnedInAnnotation": "NO",
            "DocumentTitle": "Invented leaflet",
            "ConceptNameCodeSequence": [],
            "MIMETypeOfEncapsulatedDocument": "application/pdf",
            "EncapsulatedDocumentLength": len(content),
            "EncapsulatedDocument": content + bytes(len(content) % 2),
        },
    )
    return encode(dataset, uid.ExplicitVRLittleEndian)
