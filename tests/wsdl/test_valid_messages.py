"""Valid messages are valid, with all that is optional and without it."""

from collections.abc import Callable

import pytest
from lxml import etree
from xmlschema import XMLSchema10

from wadows_spec.data import data_path

Changed = Callable[[str, str, str], str]
Complaints = Callable[[str], list[str]]

#: Messages that miss something optional: what is cut out of which message.
OPTIONAL = {
    "retrieve-request without HomeCommunityId": (
        "retrieve-request",
        r"<ihe:HomeCommunityId>.*?</ihe:HomeCommunityId>",
    ),
    "retrieve-response without error list": (
        "retrieve-response",
        r"<rs:RegistryErrorList.*</rs:RegistryErrorList>",
    ),
    "retrieve-response without highestSeverity": (
        "retrieve-response",
        r' highestSeverity="[^"]*"',
    ),
    "retrieve-response without severity": ("retrieve-response", r' severity="[^"]*"'),
    "retrieve-response without location": ("retrieve-response", r' location="[^"]*"'),
    "retrieve-response without documents": (
        "retrieve-response",
        r"<ihe:DocumentResponse>.*</ihe:DocumentResponse>",
    ),
    "rendered-request without CharsetList": (
        "rendered-request",
        r"<wado:CharsetList>.*</wado:CharsetList>",
    ),
    "rendered-request without extension": (
        "rendered-request",
        r"<other:Extension.*</other:Extension>",
    ),
    "rendered-request without CharsetList and extension": (
        "rendered-request",
        r"<wado:CharsetList>.*</other:Extension>",
    ),
    "rendered-request without rendering parameters": (
        "rendered-request",
        r"<wado:Annotation>.*</wado:FrameNumber>",
    ),
    "rendered-response without rendering parameters": (
        "rendered-response",
        r"<wado:Annotation>.*</wado:FrameNumber>",
    ),
    "rendered-response without documents": (
        "rendered-response",
        r"<wado:RenderedDocumentResponse>.*</wado:RenderedDocumentResponse>",
    ),
}


@pytest.mark.parametrize(
    "name", ["retrieve-request", "retrieve-response", "rendered-request", "rendered-response"]
)
def test_a_complete_message_is_valid(
    name: str, messages: dict[str, str], complaints: Complaints
) -> None:
    assert [] == complaints(messages[name])


@pytest.mark.parametrize(("name", "cut"), OPTIONAL.values(), ids=list(OPTIONAL))
def test_a_message_without_something_optional_is_valid(
    name: str, cut: str, changed: Changed, complaints: Complaints
) -> None:
    assert [] == complaints(changed(name, cut, ""))


def test_slots_and_request_id_of_a_registry_response_are_valid(
    changed: Changed, complaints: Complaints
) -> None:
    slots = (
        r'\g<0> requestId="urn:uuid:1"><rs:ResponseSlotList>'
        '<rim:Slot xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0" name="note">'
        "<rim:ValueList><rim:Value>one</rim:Value></rim:ValueList>"
        "</rim:Slot></rs:ResponseSlotList"
    )
    assert [] == complaints(changed("retrieve-response", r'status="[^"]*"', slots))


def test_an_include_has_to_be_replaced_before_validation(
    changed: Changed, complaints: Complaints
) -> None:
    """Base64 content has no children: so to both validators XOP is a form of the wire only."""
    include = '<xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:1"/>'
    assert complaints(changed("retrieve-response", r"RElDTQ==", include))
    assert [] == complaints(changed("retrieve-response", r"RElDTQ==", ""))


def test_libxml2_overlooks_characters_that_are_not_base64(changed: Changed) -> None:
    """So whoever takes inline base64 has to check its alphabet; xmlschema does."""
    message = changed("retrieve-response", r"RElDTQ==", "***")
    schema = etree.XMLSchema(etree.parse(data_path("wsdl/xds-b.xsd")))
    assert schema.validate(etree.fromstring(message))
    assert not XMLSchema10(str(data_path("wsdl/xds-b.xsd"))).is_valid(message)
