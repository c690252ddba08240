"""Retrieve Rendered Imaging Document Set (DICOM PS3.18 section 6.4.2 of 2017)."""

import uuid
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from lxml import etree

from wadows_reference.answer import (
    Answer,
    Context,
    Delivered,
    Refusal,
    Refused,
    add_document,
    add_identifiers,
    add_registry_response,
)
from wadows_reference.checks import Subject, run_checks
from wadows_reference.frame_source import FrameSource, read_source
from wadows_reference.lookup import copies_of, failing
from wadows_reference.render import Wanted, render_jpeg
from wadows_reference.requests import DocumentRequest, rendered_documents
from wadows_reference.spool import Payload
from wadows_reference.store import Snapshot
from wadows_reference.xml import element, sub
from wadows_spec.constants import WADO
from wadows_spec.statement import Statement

MEDIA_TYPE = "image/jpeg"


def answer_rendered(request: etree._Element, context: Context) -> Answer:
    """Answer a request that its schema has passed.

    All is rendered before the answer begins, so that a failure can still be told in it.
    """
    delivered: list[Delivered] = []
    refused: list[Refused] = []
    # Frames of one document are asked for one after the other: its header is read for all of them.
    read = lru_cache(1)(read_source)
    with context.store.snapshot() as snapshot:
        for document in rendered_documents(request):
            try:
                payload = _render(document, snapshot, context, read)
                delivered.append(Delivered(document, MEDIA_TYPE, payload))
            except Refusal as refusal:
                refused.append(Refused(document, refusal))
    return _response(context.statement, delivered, refused)


def _render(
    document: DocumentRequest,
    snapshot: Snapshot,
    context: Context,
    read: Callable[[Path], FrameSource],
) -> Payload:
    copy, *_ = copies_of(document, snapshot, context.settings)
    subject = Subject(document, copy, context.statement, read)
    run_checks(subject)
    wanted = Wanted(
        frame=subject.whole("FrameNumber") or 1,
        rows=subject.whole("Rows"),
        columns=subject.whole("Columns"),
        window_center=subject.whole("WindowCenter"),
        window_width=subject.whole("WindowWidth"),
        quality=subject.whole("ImageQuality") or context.settings.jpeg_quality,
        max_pixels=context.settings.limits.pixels,
        drawing=context.settings.drawing,
    )
    with failing("The document cannot be rendered"):
        return context.spool.add(render_jpeg(subject.source, wanted))


def _response(statement: Statement, delivered: list[Delivered], refused: list[Refused]) -> Answer:
    response = element(
        WADO, "RetrieveRenderedImagingDocumentSetResponse", "wado", "ihe", "rs", "xop"
    )
    add_registry_response(response, WADO, statement, delivered, refused)
    attachments = []
    message = uuid.uuid4()
    for number, entry in enumerate(delivered, start=1):
        node = sub(response, WADO, "RenderedDocumentResponse")
        add_identifiers(node, entry.request)
        sub(node, WADO, "SourceDocumentUniqueId", entry.request.document_unique_id)
        for name, value in entry.request.parameters:
            sub(node, WADO, name, value)
        attachments.append(add_document(node, entry, f"image-{number}.{message}@wadows"))
    return Answer(response, attachments)
