"""Retrieve Imaging Document Set (IHE RAD-69): documents as stored, or converted where allowed."""

import sqlite3
from collections.abc import Collection, Sequence
from contextlib import suppress
from itertools import islice

from lxml import etree

from wadows_reference.answer import Answer, Context, Refusal, Response
from wadows_reference.lookup import as_it_is, check_as_it_was, copies_of, failing
from wadows_reference.parts import BUNDLE
from wadows_reference.requests import DocumentRequest, retrieve_documents, transfer_syntaxes
from wadows_reference.spool import Payload
from wadows_reference.store import Snapshot, StoredDocument
from wadows_reference.transcode import NotEncodable, can_make, convert, convertible
from wadows_reference.turn import TURN, stepping_aside
from wadows_reference.xml import element, in_xml
from wadows_spec.constants import RS, XDSB
from wadows_spec.statement import Statement

MEDIA_TYPE = "application/dicom"


def answer_retrieve(request: etree._Element, context: Context) -> Answer:
    """Answer a request that its schema has passed: each document by itself or by an error."""
    allowed = dict.fromkeys(transfer_syntaxes(request))
    outer = element(XDSB, "RetrieveDocumentSetResponse", "ihe", "rs", "xop")
    response = Response(outer, "ihe:DocumentResponse", MEDIA_TYPE, context.spool)
    documents = retrieve_documents(request)
    with context.store.snapshot() as snapshot:
        more = True
        while more:
            with TURN:
                bundle = tuple(islice(documents, BUNDLE))
                more = bool(bundle)
                _answer_bundle(bundle, allowed, snapshot, context, response)
    return response.answer(RS, context.statement)


def _answer_bundle(
    bundle: Sequence[DocumentRequest],
    allowed: Collection[str],
    snapshot: Snapshot,
    context: Context,
    response: Response,
) -> None:
    with suppress(sqlite3.Error):  # told for each document, when that is looked up
        snapshot.look_ahead([document.identity for document in bundle])
    for document in bundle:
        try:
            payload = _deliver(document, allowed, snapshot, context)
        except Refusal as refusal:
            response.refuse(document, refusal)
        else:
            own = in_xml("ihe:DocumentUniqueId", document.document_unique_id)
            response.deliver(document, own, payload)


def _deliver(
    document: DocumentRequest, allowed: Collection[str], snapshot: Snapshot, context: Context
) -> Payload:
    copies = copies_of(document, snapshot, context.settings)
    for copy in copies:
        if copy.transfer_syntax_uid in allowed:
            return as_it_is(copy, document.identity)
    source, target = _conversion(copies, allowed, context.statement)
    file = as_it_is(source, document.identity)
    with failing(f"The document cannot be converted to transfer syntax {target}"), stepping_aside():
        try:
            made = context.spool.add_written(lambda made: convert(source.path, target, made))
        except NotEncodable as error:
            raise Refusal("transfer-syntax-refused", f"The document has {error}.") from error
        finally:
            check_as_it_was(file)
    return made


def _conversion(
    copies: Sequence[StoredDocument], allowed: Collection[str], statement: Statement
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
