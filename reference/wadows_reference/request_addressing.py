"""Judging the WS-Addressing headers of a request (WS-Addressing 1.0 SOAP Binding section 6.4)."""

from lxml import etree

from wadows_reference.addressing import REQUIRED, SINGLE, Addressing
from wadows_reference.faults import addressing_header
from wadows_reference.xml import qname, text_of
from wadows_spec.constants import WSA, WSA_ANONYMOUS


def read_addressing(header: etree._Element | None, outer_action: str) -> Addressing:
    """Return what the headers say.

    `outer_action` is the `action` parameter of the Content-Type, empty if it has none.
    Raises `SoapFault` for a header that is missing, doubled or of no use here.
    """
    blocks = {
        name: header.findall(qname(WSA, name)) if header is not None else [] for name in SINGLE
    }
    for name, found in blocks.items():
        if len(found) > 1:
            raise addressing_header(
                ["InvalidAddressingHeader", "InvalidCardinality"],
                name,
                f"The header wsa:{name} stands {len(found)} times; it may stand once.",
            )
    for name in REQUIRED:
        if not blocks[name] or not text_of(blocks[name][0]):
            raise addressing_header(
                ["MessageAddressingHeaderRequired"],
                name,
                f"The header wsa:{name} of WS-Addressing 1.0 ({WSA}) is missing or empty.",
            )
    for name in ("ReplyTo", "FaultTo"):
        if blocks[name]:
            _check_endpoint(name, blocks[name][0])
    action = text_of(blocks["Action"][0])
    if outer_action and outer_action != action:
        raise addressing_header(
            ["InvalidAddressingHeader", "ActionMismatch"],
            "Action",
            f"The Content-Type has the action {outer_action!r}, wsa:Action says {action!r}.",
        )
    return Addressing(action, text_of(blocks["MessageID"][0]))


def _check_endpoint(name: str, endpoint: etree._Element) -> None:
    address = endpoint.find(qname(WSA, "Address"))
    if address is None:
        raise addressing_header(
            ["InvalidAddressingHeader", "MissingAddressInEPR"],
            name,
            f"The header wsa:{name} has no wsa:Address.",
        )
    if text_of(address) != WSA_ANONYMOUS:
        raise addressing_header(
            ["InvalidAddressingHeader", "OnlyAnonymousAddressSupported"],
            name,
            f"Answers go back on the connection of the request: wsa:{name} must be absent or "
            f"{WSA_ANONYMOUS}.",
        )
