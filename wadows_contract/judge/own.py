"""Our own requests, checked too: what is wrong there is never blamed on the endpoint."""

from wadows_contract.judge.finding import Case
from wadows_contract.judge.request import schema_faults
from wadows_contract.wire.message import read_message


def own_faults(case: Case) -> list[str]:
    """Return what is wrong with a request of the typed door, in words; empty if nothing is."""
    request = case.exchange.request
    message = read_message(request.headers, request.body)
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
    if not operation:
        return [*faults, f"{envelope.body.tag!s} is no operation"]
    return [*faults, *schema_faults(operation, envelope.body)]
