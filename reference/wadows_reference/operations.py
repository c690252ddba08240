"""Which Action means which operation, and which body element goes with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml import etree

from wadows_reference.answer import Answer, Context
from wadows_reference.faults import action_not_supported, sender
from wadows_reference.rendered import answer_rendered
from wadows_reference.retrieve import answer_retrieve
from wadows_reference.schema import validate
from wadows_reference.xml import qname
from wadows_spec.constants import (
    IHERAD,
    RENDERED_ACTION,
    RENDERED_ACTION_2018,
    RETRIEVE_ACTION,
    RETRIEVE_RESPONSE_ACTION,
    WADO,
    XDSB,
)
from wadows_spec.statement import Statement


@dataclass(frozen=True)
class Operation:
    """One operation as one of its Actions calls it."""

    response_action: str
    element: str
    schema: str
    answer: Callable[[etree._Element, Context], Answer]


def operations(statement: Statement) -> Mapping[str, Operation]:
    """Return the operations by request Action: both, whatever the statement declares of them."""
    known = {
        RETRIEVE_ACTION: Operation(
            RETRIEVE_RESPONSE_ACTION,
            qname(IHERAD, "RetrieveImagingDocumentSetRequest"),
            "xdsi-b.xsd",
            answer_retrieve,
        )
    }
    # Both forms of the Action are in the field, so each is answered in kind.
    for action in (RENDERED_ACTION, RENDERED_ACTION_2018, *statement.rendered_actions):
        known[action] = Operation(
            f"{action}Response",
            qname(WADO, "RetrieveRenderedImagingDocumentSetRequest"),
            "wado-ws.xsd",
            answer_rendered,
        )
    return known


def perform(
    action: str, request: etree._Element, known: Mapping[str, Operation], context: Context
) -> tuple[str, Answer]:
    """Return the response Action and the answer to a request.

    Raises `SoapFault` if there is no such operation, if the body does not fit it,
    or if it asks for more documents than the limits allow.
    """
    if action not in known:
        raise action_not_supported(action, sorted(known))
    operation = known[action]
    if request.tag != operation.element:
        raise sender(
            f"The Action {action} goes with the body element {operation.element}; "
            f"the Body holds {request.tag!s}."
        )
    most = context.settings.limits.documents
    # Nothing else has that element, in either operation.
    asked = sum(1 for _ in request.iter(qname(XDSB, "DocumentUniqueId")))
    if asked > most:
        raise sender(f"{most} documents may be asked for at once, not {asked}: ask several times.")
    validate(request, operation.schema)
    return operation.response_action, operation.answer(request, context)
