"""Retrieve Imaging Document Set (IHE RAD-69): documents as stored, or converted where allowed."""

import uuid

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
from wadows_reference.lookup import copies_of, failing
from wadows_reference.requests import DocumentRequest, retrieve_documents, transfer_syntaxes
from wadows_reference.spool import Payload, Stored
from wadows_reference.store import Snapshot, StoredDocument
from wadows_reference.transcode import NotEncodable, can_make, convert, convertible
from wadows_reference.xml import element, sub
from wadows_spec.constants import RS, XDSB
from wadows_spec.statement import Statement

MEDIA_TYPE = "application/dicom"


def answer_retrieve(request: etree._Element, context: Context) -> Answer:
    """Answer a request that its schema has passed: each document by itself or by an error."""
    allowed = transfer_syntaxes(request)
    delivered: list[Delivered] = []
    refused: list[Refused] = []
    with context.store.snapshot() as snapshot:
        for document in retrieve_documents(request):
            try:
                payload = _deliver(document, allowed, snapshot, context)
                delivered.append(Delivered(document, MEDIA_TYPE, payload))
            except Refusal as refusal:
                refused.append(Refused(document, refusal))
    return _response(context.statement, delivered, refused)


def _deliver(
    document: DocumentRequest, allowed: tuple[str, ...], snapshot: Snapshot, context: Context
) -> Payload:
    copies = copies_of(document, snapshot, context.settings)
    for copy in copies:
        if copy.transfer_syntax_uid in allowed:
            with failing("The stored file cannot be read"):
                return Stored.of(copy.path)
    source, target = _conversion(copies, allowed, context.statement)
    with failing(f"The document cannot be converted to transfer syntax {target}"):
        try:
            return context.spool.add_written(lambda file: convert(source.path, target, file))
        except NotEncodable as error:
            raise Refusal("transfer-syntax-refused", f"The document has {error}.") from error


def _conversion(
    copies: tuple[StoredDocument, ...], allowed: tuple[str, ...], statement: Statement
) -> tuple[StoredDocument, str]:
    """Choose what to convert and to what; raises `Refusal` if nothing allowed can be made."""
    can_become: set[str] = set()
    for copy in copies:
        group = statement.groups[statement.group_of(copy.sop_class_uid)]
        if convertible(copy.transfer_syntax_uid):
            targets = [uid for uid in group.converts_to if can_make(uid)]
            can_become.update(targets)
            # In the order of the statement, which says what is preferred.
            for target in targets:
                if target in allowed:
                    return copy, target
    stored = sorted({copy.transfer_syntax_uid for copy in copies})
    raise Refusal(
        "transfer-syntax-refused",
        f"The document is stored in transfer syntax {' and '.join(stored)} and can be converted "
        f"to {' or '.join(sorted(can_become)) or 'no other'}; "
        f"the TransferSyntaxUIDList allows {', '.join(allowed)}.",
    )


def _response(statement: Statement, delivered: list[Delivered], refused: list[Refused]) -> Answer:
    response = element(XDSB, "RetrieveDocumentSetResponse", "ihe", "rs", "xop")
    add_registry_response(response, RS, statement, delivered, refused)
    attachments = []
    message = uuid.uuid4()
    for number, entry in enumerate(delivered, start=1):
        node = sub(response, XDSB, "DocumentResponse")
        add_identifiers(node, entry.request)
        sub(node, XDSB, "DocumentUniqueId", entry.request.document_unique_id)
        attachments.append(add_document(node, entry, f"document-{number}.{message}@wadows"))
    return Answer(response, attachments)
