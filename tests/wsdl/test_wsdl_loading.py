"""Our WSDL and schemas load in three independent readers, with the names that IHE gave."""

from pathlib import Path

import pytest
import zeep
from lxml import etree
from xmlschema.extras.wsdl import Wsdl11Document

from wadows_spec.constants import (
    ENDPOINT_PATH,
    IHERAD,
    RENDERED_ACTION,
    RETRIEVE_ACTION,
    RETRIEVE_RESPONSE_ACTION,
    RIM,
    RS,
    SOAP12,
    WADO,
    WSA,
    XDSB,
)
from wadows_spec.data import data_path
from wadows_spec.tables import rendered_parameters

RETRIEVE = "ImagingDocumentSource_RetrieveImagingDocumentSet"
RENDERED = "ImagingDocumentSource_RetrieveRenderedImagingDocumentSet"

#: What a document of a rendered request and of its response can hold, in the schema's order.
REQUEST_ORDER = [
    "HomeCommunityId",
    "RepositoryUniqueId",
    "DocumentUniqueId",
    "Annotation",
    "Rows",
    "Columns",
    "Region",
    "WindowWidth",
    "WindowCenter",
    "ImageQuality",
    "PresentationUID",
    "PresentationSeriesUID",
    "Anonymize",
    "FrameNumber",
    "ContentTypeList",
    "CharsetList",
]
RESPONSE_ORDER = [
    "HomeCommunityId",
    "RepositoryUniqueId",
    "SourceDocumentUniqueId",
    "Annotation",
    "Rows",
    "Columns",
    "Region",
    "WindowWidth",
    "WindowCenter",
    "ImageQuality",
    "PresentationUID",
    "PresentationSeriesUID",
    "Anonymize",
    "FrameNumber",
    "mimeType",
    "Document",
]

NAMED_TYPES = [
    (IHERAD, "RetrieveImagingDocumentSetRequestType"),
    (XDSB, "RetrieveDocumentSetRequestType"),
    (XDSB, "RetrieveDocumentSetResponseType"),
    (WADO, "RetrieveRenderedImagingDocumentSetRequestType"),
    (WADO, "RetrieveRenderedImagingDocumentSetResponseType"),
    (RS, "RegistryResponseType"),
    (RIM, "LongName"),
]

ROOT_ELEMENTS = [
    (IHERAD, "RetrieveImagingDocumentSetRequest"),
    (XDSB, "RetrieveDocumentSetResponse"),
    (WADO, "RetrieveRenderedImagingDocumentSetRequest"),
    (WADO, "RetrieveRenderedImagingDocumentSetResponse"),
    (RS, "RegistryResponse"),
    (RS, "RegistryErrorList"),
    (RS, "RegistryError"),
]

#: Body element and Action of the request, and body element of the response.
OPERATIONS = [
    (
        RETRIEVE,
        f"{{{IHERAD}}}RetrieveImagingDocumentSetRequest",
        RETRIEVE_ACTION,
        f"{{{XDSB}}}RetrieveDocumentSetResponse",
    ),
    (
        RENDERED,
        f"{{{WADO}}}RetrieveRenderedImagingDocumentSetRequest",
        RENDERED_ACTION,
        f"{{{WADO}}}RetrieveRenderedImagingDocumentSetResponse",
    ),
]


@pytest.fixture
def client(wsdl: Path) -> zeep.Client:
    """Load our WSDL into zeep."""
    return zeep.Client(str(wsdl))


@pytest.mark.parametrize("name", ["rim.xsd", "rs.xsd", "xds-b.xsd", "xdsi-b.xsd", "wado-ws.xsd"])
def test_libxml2_compiles_each_schema_by_itself(name: str) -> None:
    etree.XMLSchema(etree.parse(data_path(f"wsdl/{name}")))


def test_there_is_one_schema_for_each_namespace(wsdl: Path) -> None:
    namespaces = [
        etree.parse(path).getroot().get("targetNamespace") for path in wsdl.parent.glob("*.xsd")
    ]
    assert sorted([IHERAD, XDSB, WADO, RS, RIM]) == sorted(map(str, namespaces))


def test_schemas_are_found_beside_the_wsdl(wsdl: Path) -> None:
    """A path or URL would bind the files to one place, or fetch them at run time."""
    for path in (wsdl, *wsdl.parent.glob("*.xsd")):
        for element in etree.parse(path).iter("{*}import"):
            location = element.get("schemaLocation", "")
            assert location == Path(location).name
            assert (wsdl.parent / location).is_file()


def test_xmlschema_reads_the_wsdl(wsdl: Path) -> None:
    document = Wsdl11Document(str(wsdl))
    assert [f"{{{IHERAD}}}ImagingDocumentSource"] == list(document.services)
    assert [f"{{{IHERAD}}}ImagingDocumentSource_PortType"] == list(document.port_types)
    assert document.schema is not None
    for namespace, name in NAMED_TYPES:
        assert f"{{{namespace}}}{name}" in document.schema.maps.types
    for namespace, name in ROOT_ELEMENTS:
        assert f"{{{namespace}}}{name}" in document.schema.maps.elements


def test_zeep_finds_the_service_and_its_port(client: zeep.Client) -> None:
    assert ["ImagingDocumentSource"] == list(client.wsdl.services)
    ports = client.wsdl.services["ImagingDocumentSource"].ports
    assert ["ImagingDocumentSource_Port_Soap12"] == list(ports)
    port = ports["ImagingDocumentSource_Port_Soap12"]
    assert f"http://localhost:8080{ENDPOINT_PATH}" == port.binding_options["address"]
    assert f"{{{IHERAD}}}ImagingDocumentSource_PortType" == str(port.binding.port_type.name)
    assert {RETRIEVE, RENDERED} == set(port.binding._operations)


@pytest.mark.parametrize(("namespace", "name"), NAMED_TYPES)
def test_zeep_has_the_named_types(client: zeep.Client, namespace: str, name: str) -> None:
    assert name == client.get_type(f"{{{namespace}}}{name}").name


@pytest.mark.parametrize(("namespace", "name"), ROOT_ELEMENTS)
def test_zeep_has_the_elements(client: zeep.Client, namespace: str, name: str) -> None:
    assert name == client.get_element(f"{{{namespace}}}{name}").name


def test_inner_types_are_anonymous(wsdl: Path) -> None:
    """So that a generated class is RetrieveDocumentSetRequestType.DocumentRequest everywhere."""
    named = {
        element.get("name")
        for path in wsdl.parent.glob("*.xsd")
        for element in etree.parse(path).iter("{*}complexType")
    }
    slots = {"SlotListType", "SlotType1", "ValueListType"}
    types = {name for _, name in NAMED_TYPES if name != "LongName"}
    assert types | slots == named - {None}


@pytest.mark.parametrize(("name", "body", "action", "answer"), OPERATIONS)
def test_zeep_finds_the_elements_and_the_action_of_an_operation(
    client: zeep.Client, name: str, body: str, action: str, answer: str
) -> None:
    port = client.wsdl.services["ImagingDocumentSource"].ports["ImagingDocumentSource_Port_Soap12"]
    operation = port.binding.get(name)
    assert "document" == operation.style
    assert action == operation.soapaction
    assert body == str(operation.input.body.qname)
    assert action == operation.abstract.wsa_action
    assert answer == str(operation.output.body.qname)


def test_both_forms_of_both_actions_are_named(wsdl: Path) -> None:
    metadata = "{http://www.w3.org/2007/05/addressing/metadata}Action"
    submission = "{http://www.w3.org/2006/05/addressing/wsdl}Action"
    directions = [
        element
        for port_type in etree.parse(wsdl).iter("{*}portType")
        for element in port_type.iter("{*}input", "{*}output")
    ]
    expected = [
        RETRIEVE_ACTION,
        RETRIEVE_RESPONSE_ACTION,
        RENDERED_ACTION,
        f"{RENDERED_ACTION}Response",
    ]
    assert expected == [element.get(metadata) for element in directions]
    assert expected == [element.get(submission) for element in directions]


def test_the_binding_is_soap_12_and_wants_addressing(wsdl: Path) -> None:
    binding = etree.parse(wsdl).find("{*}binding")
    assert binding is not None
    assert binding.find("{http://schemas.xmlsoap.org/wsdl/soap12/}binding") is not None
    using = binding.find("{http://www.w3.org/2006/05/addressing/wsdl}UsingAddressing")
    assert using is not None
    assert "true" == using.get("{http://schemas.xmlsoap.org/wsdl/}required")
    assert {"literal"} == {body.get("use") for body in binding.iter("{*}body")}


def _children(schema: str, parent: str) -> list[str]:
    element = etree.parse(data_path(schema)).find(f".//{{*}}element[@name='{parent}']")
    assert element is not None
    sequence = element.find("{*}complexType/{*}sequence")
    assert sequence is not None
    return [
        child.get("name") or child.get("ref", "").removeprefix("ihe:")
        for child in sequence.findall("{*}element")
    ]


def test_rendered_parameters_stand_in_order() -> None:
    assert REQUEST_ORDER == _children("wsdl/wado-ws.xsd", "RenderedDocumentRequest")
    assert RESPONSE_ORDER == _children("wsdl/wado-ws.xsd", "RenderedDocumentResponse")


def test_each_parameter_of_the_specification_has_its_element() -> None:
    elements = {row.element for row in rendered_parameters() if row.element}
    assert set() == elements - set(REQUEST_ORDER)


def test_zeep_writes_rendered_parameters_in_order(client: zeep.Client) -> None:
    """Given in the reverse order, they come out in the schema's."""
    values: dict[str, object] = dict.fromkeys(REQUEST_ORDER, "1")
    values["ContentTypeList"] = {"ContentType": ["image/jpeg"]}
    values["CharsetList"] = {"Charset": ["UTF-8"]}
    document = dict(reversed(values.items()))
    series = {"seriesInstanceUID": "1.2.3.4", "RenderedDocumentRequest": [document]}
    study = {"studyInstanceUID": "1.2.3", "SeriesRequest": [series]}
    envelope = client.create_message(client.service, RENDERED, StudyRequest=[study])
    written = envelope.find(f".//{{{WADO}}}RenderedDocumentRequest")
    assert REQUEST_ORDER == [etree.QName(child).localname for child in written]


def test_zeep_writes_a_soap_12_envelope_with_the_action(client: zeep.Client) -> None:
    document = {"RepositoryUniqueId": "1.2.8", "DocumentUniqueId": "1.2.3.4.5"}
    series = {"seriesInstanceUID": "1.2.3.4", "DocumentRequest": [document]}
    study = {"studyInstanceUID": "1.2.3", "SeriesRequest": [series]}
    envelope = client.create_message(
        client.service,
        RETRIEVE,
        StudyRequest=[study],
        TransferSyntaxUIDList={"TransferSyntaxUID": ["1.2.840.10008.1.2.1"]},
    )
    assert f"{{{SOAP12}}}Envelope" == envelope.tag
    assert RETRIEVE_ACTION == envelope.findtext(f"{{{SOAP12}}}Header/{{{WSA}}}Action")
    request = envelope.find(f"{{{SOAP12}}}Body/{{{IHERAD}}}RetrieveImagingDocumentSetRequest")
    assert request is not None
    schema = etree.XMLSchema(etree.parse(data_path("wsdl/xdsi-b.xsd")))
    assert schema.validate(request), schema.error_log
