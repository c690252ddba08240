"""Retrieve Rendered Imaging Document Set (DICOM PS3.18 section 6.4.2 of 2017)."""

from collections.abc import Callable
from typing import Final

from lxml import etree

from wadows_reference.answer import Answer, Context, Refusal, Response
from wadows_reference.checks import Subject, run_checks
from wadows_reference.frame_source import FrameSource
from wadows_reference.lookup import check_as_it_was, copies_of, failing
from wadows_reference.recent import RecentSources
from wadows_reference.render import Wanted, render_jpeg
from wadows_reference.requests import DocumentRequest, rendered_documents
from wadows_reference.spool import Payload, Stored
from wadows_reference.store import Snapshot
from wadows_reference.xml import element, in_xml
from wadows_spec.constants import WADO

MEDIA_TYPE = "image/jpeg"
_RECENT: Final = RecentSources()


def answer_rendered(request: etree._Element, context: Context) -> Answer:
    """Answer a request that its schema has passed.

    All is rendered before the answer begins, so that a failure can still be told in it.
    """
    outer = element(WADO, "RetrieveRenderedImagingDocumentSetResponse", "wado", "ihe", "rs", "xop")
    response = Response(outer, "wado:RenderedDocumentResponse", MEDIA_TYPE, context.spool)
    # Frames of one document are asked for one after the other: its header is lent for all of them.
    with context.store.snapshot() as snapshot, _RECENT.lending() as read:
        for document in rendered_documents(request):
            try:
                payload = _render(document, snapshot, context, read)
            except Refusal as refusal:
                response.refuse(document, refusal)
            else:
                response.deliver(document, _echo(document), payload)
    return response.answer(WADO, context.statement)


def _echo(document: DocumentRequest) -> str:
    source = ("SourceDocumentUniqueId", document.document_unique_id)
    return "".join(in_xml(f"wado:{name}", text) for name, text in (source, *document.parameters))


def _render(
    document: DocumentRequest,
    snapshot: Snapshot,
    context: Context,
    read: Callable[[Stored], FrameSource],
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
        try:
            return context.spool.add(render_jpeg(subject.source, wanted))
        finally:
            check_as_it_was(subject.file)
