"""Our own requests, checked too: what is wrong there is never blamed on the endpoint."""

from functools import cache

from lxml import etree

from wadows_contract.judge.finding import Case
from wadows_contract.wire.message import Message
from wadows_spec.data import data_path

_SCHEMAS = {"retrieve": "wsdl/xdsi-b.xsd", "rendered": "wsdl/wado-ws.xsd"}


@cache
def _schema(operation: str) -> etree.XMLSchema:
    return etree.XMLSchema(file=str(data_path(_SCHEMAS[operation])))


def own_faults(case: Case) -> list[str]:
    """Return what is wrong with a request of the typed door, in words; empty if nothing is."""
    request = case.exchange.request
    message = Message(request.headers, request.body)
    envelope = message.envelope
    if envelope is None or envelope.body is None:
        return [f"it cannot be read: {message.envelope_problem or 'no Body'}"]
    faults = [
        f"{name} is missing"
        for name, value in (
            ("wsa:Action", envelope.addressing.action),
            ("wsa:MessageID", envelope.addressing.message_id),
            ("wsa:To", envelope.addressing.to),
        )
        if not value
    ]
    operation = message.asked.operation
    if operation not in _SCHEMAS:
        return [*faults, f"{envelope.body.tag!s} is no operation"]
    schema = _schema(operation)
    if not schema.validate(etree.fromstring(etree.tostring(envelope.body, with_tail=False))):
        faults += [entry.message for entry in schema.error_log]
    return faults
