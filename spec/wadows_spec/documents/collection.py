"""The test documents in their roles, and the folder that holds them."""

from functools import cache
from pathlib import Path
from typing import Final

from wadows_spec.catalogue import CATALOGUE_FILE, Catalogue, CatalogueDocument
from wadows_spec.documents import (
    colour,
    compressed,
    derived,
    display,
    frames,
    images,
    manifest,
    others,
    pitfalls,
    radiotherapy,
    video,
    waveform,
)
from wadows_spec.documents.describe import describe
from wadows_spec.documents.identity import HOME_COMMUNITY_ID, REPOSITORY_UNIQUE_ID
from wadows_spec.documents.role import TestDocument, built

_FIRST: Final = (
    TestDocument(
        "signed",
        "image",
        images.signed,
        "CT with signed values, a rescale and no window: shows a lost sign or rescale.",
    ),
    TestDocument(
        "unsigned",
        "image",
        images.unsigned,
        "MR with 12 of 16 bits and a window of its own: shows which window was used.",
    ),
    TestDocument(
        "unsigned-sibling",
        "image",
        images.unsigned_sibling,
        "The negative of the MR, second in its series: for several documents of one series.",
    ),
    TestDocument(
        "eight-bit",
        "image",
        images.eight_bit,
        "Secondary capture of 8 bits in another series of the MR study.",
    ),
    TestDocument(
        "inverse",
        "image",
        images.inverse,
        "CR stored as MONOCHROME1: shows whether 0 is rendered white.",
    ),
    TestDocument(
        "colour",
        "image",
        images.colour,
        "RGB patches: shows swapped samples and colours that a window touched.",
    ),
    TestDocument(
        "multi-frame",
        "image",
        images.multi_frame,
        "Three frames, each its own grey with a mark in its own place: shows which frame came.",
    ),
    TestDocument(
        "jpeg",
        "image",
        images.jpeg,
        "Photograph stored as JPEG Baseline: delivered as stored or decoded.",
    ),
    TestDocument(
        "damaged",
        "image",
        images.damaged,
        "JPEG Baseline without a scan: can be delivered as stored, but never decoded.",
    ),
    TestDocument(
        "video",
        "video",
        images.video,
        "Video of three frames stored as JPEG Baseline.",
    ),
    TestDocument(
        "structured-report",
        "structured-report",
        others.structured_report,
        "Basic Text SR in the MR study: no image, and text beyond ASCII.",
    ),
    TestDocument(
        "encapsulated-pdf",
        "other",
        others.encapsulated_pdf,
        "PDF of one page in the MR study: no image.",
    ),
    TestDocument(
        "sample-retrieve",
        "image",
        images.sample_retrieve,
        "What the sample request of RAD-69 names, in the transfer syntax that it asks for.",
    ),
    TestDocument(
        "sample-rendered",
        "image",
        images.sample_rendered,
        "What the sample rendered request names: values from 0 to 2000, as its window has them.",
    ),
)

#: All but the manifest, which refers to them.
_ALL_BUT_MANIFEST: Final = (
    *_FIRST,
    *compressed.DOCUMENTS,
    *video.DOCUMENTS,
    *colour.DOCUMENTS,
    *frames.DOCUMENTS,
    *waveform.DOCUMENTS,
    *derived.DOCUMENTS,
    *radiotherapy.DOCUMENTS,
    *pitfalls.DOCUMENTS,
    *display.DOCUMENTS,
)

TEST_DOCUMENTS: Final = (*_ALL_BUT_MANIFEST, manifest.document(lambda: _ALL_BUT_MANIFEST))

_NO_STEREO: Final = (
    "No free encoder of Stereo High Profile (Multiview Video Coding) is at hand,"
    " and a stream that only says it is one would be no document of it."
)
#: Rows of the tables that no document is stored in, by group and transfer syntax, and why.
NOT_MADE: Final = {
    ("video", "1.2.840.10008.1.2.4.106"): _NO_STEREO,
    ("video", "1.2.840.10008.1.2.4.106.1"): _NO_STEREO,
}


def write_documents(folder: Path) -> Catalogue:
    """Write every test document and catalogue.toml into a folder, making it if need be.

    Returns the catalogue, as `load_catalogue` reads it from the folder.
    Raises `OSError` if the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    documents = {}
    for document in TEST_DOCUMENTS:
        (folder / document.file).write_bytes(built(document))
        documents[document.role] = _described(document)
    catalogue = Catalogue(REPOSITORY_UNIQUE_ID, HOME_COMMUNITY_ID, documents, folder)
    catalogue.dump(folder / CATALOGUE_FILE)
    return catalogue


@cache
def _described(document: TestDocument) -> CatalogueDocument:
    return describe(document.role, document.file, built(document), document.note)
