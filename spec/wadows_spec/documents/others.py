"""The test documents that are no images: a structured report and an encapsulated PDF."""

from dataclasses import dataclass

from pydicom import Dataset, uid

from wadows_spec.documents import identity, modules
from wadows_spec.documents.identity import Series
from wadows_spec.documents.part10 import dataset_of, encode


@dataclass(frozen=True)
class Reported:
    """The image that a report is about: its role, SOP class and series."""

    role: str
    sop_class_uid: str
    series: Series

    def reference(self) -> Dataset:
        """Return the reference to it."""
        return dataset_of(
            {
                "ReferencedSOPClassUID": self.sop_class_uid,
                "ReferencedSOPInstanceUID": identity.instance_uid_of(self.role),
            }
        )


def report(role: str, series: Series, number: int, about: Reported) -> Dataset:
    """Return a Basic Text SR: a finding in words and the image that it was found in."""
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
            "ReferencedSOPSequence": [about.reference()],
        }
    )
    evidence = dataset_of(
        {
            "StudyInstanceUID": about.series.study.uid,
            "ReferencedSeriesSequence": [
                dataset_of(
                    {
                        "SeriesInstanceUID": about.series.uid,
                        "ReferencedSOPSequence": [about.reference()],
                    }
                )
            ],
        }
    )
    return dataset_of(
        modules.common(role, uid.BasicTextSRStorage, series, number),
        modules.dated(series),
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


def structured_report() -> bytes:
    """Basic Text SR about the unsigned MR."""
    about = Reported("unsigned", uid.MRImageStorage, identity.MR_SLICES)
    dataset = report("structured-report", identity.MR_REPORT, 1, about)
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


def pdf_document(
    role: str, series: Series, number: int, content: bytes, transfer_syntax_uid: str
) -> bytes:
    """Return an Encapsulated PDF with some content."""
    dataset = dataset_of(
        modules.common(role, uid.EncapsulatedPDFStorage, series, number),
        modules.dated(series),
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
    return encode(dataset, transfer_syntax_uid)


def encapsulated_pdf() -> bytes:
    """Encapsulated PDF: a document without an image, of the group *other*."""
    return pdf_document(
        "encapsulated-pdf", identity.MR_LEAFLET, 1, leaflet(), uid.ExplicitVRLittleEndian
    )
