"""Two independent validators over our schemas, and messages written by hand for them to judge."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from xmlschema import XMLSchema10

from wadows_spec.constants import IHERAD, RIM, RS, WADO, XDSB
from wadows_spec.data import data_path

#: Where each namespace is described.
SCHEMAS = {
    IHERAD: "wsdl/xdsi-b.xsd",
    XDSB: "wsdl/xds-b.xsd",
    WADO: "wsdl/wado-ws.xsd",
    RS: "wsdl/rs.xsd",
    RIM: "wsdl/rim.xsd",
}

RETRIEVE_REQUEST = """\
<iherad:RetrieveImagingDocumentSetRequest xmlns:iherad="urn:ihe:rad:xdsi-b:2009"
                                          xmlns:ihe="urn:ihe:iti:xds-b:2007">
  <iherad:StudyRequest studyInstanceUID="1.2.3">
    <iherad:SeriesRequest seriesInstanceUID="1.2.3.4">
      <ihe:DocumentRequest>
        <ihe:HomeCommunityId>urn:oid:1.2.9</ihe:HomeCommunityId>
        <ihe:RepositoryUniqueId>1.2.8</ihe:RepositoryUniqueId>
        <ihe:DocumentUniqueId>1.2.3.4.5</ihe:DocumentUniqueId>
      </ihe:DocumentRequest>
      <ihe:DocumentRequest>
        <ihe:RepositoryUniqueId>1.2.8</ihe:RepositoryUniqueId>
        <ihe:DocumentUniqueId>1.2.3.4.6</ihe:DocumentUniqueId>
      </ihe:DocumentRequest>
    </iherad:SeriesRequest>
  </iherad:StudyRequest>
  <iherad:TransferSyntaxUIDList>
    <iherad:TransferSyntaxUID>1.2.840.10008.1.2.1</iherad:TransferSyntaxUID>
    <iherad:TransferSyntaxUID>1.2.840.10008.1.2</iherad:TransferSyntaxUID>
  </iherad:TransferSyntaxUIDList>
</iherad:RetrieveImagingDocumentSetRequest>
"""

RETRIEVE_RESPONSE = """\
<ihe:RetrieveDocumentSetResponse xmlns:ihe="urn:ihe:iti:xds-b:2007"
                                 xmlns:rs="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0">
  <rs:RegistryResponse status="urn:ihe:iti:2007:ResponseStatusType:PartialSuccess">
    <rs:RegistryErrorList highestSeverity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error">
      <rs:RegistryError errorCode="urn:dicom:wado:0007" codeContext="cannot be transcoded"
                        severity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error"
                        location="1.2.3.4.6"/>
    </rs:RegistryErrorList>
  </rs:RegistryResponse>
  <ihe:DocumentResponse>
    <ihe:HomeCommunityId>urn:oid:1.2.9</ihe:HomeCommunityId>
    <ihe:RepositoryUniqueId>1.2.8</ihe:RepositoryUniqueId>
    <ihe:DocumentUniqueId>1.2.3.4.5</ihe:DocumentUniqueId>
    <ihe:mimeType>application/dicom</ihe:mimeType>
    <ihe:Document>RElDTQ==</ihe:Document>
  </ihe:DocumentResponse>
</ihe:RetrieveDocumentSetResponse>
"""

RENDERED_REQUEST = """\
<wado:RetrieveRenderedImagingDocumentSetRequest xmlns:wado="urn:dicom:wado:ws:2011"
                                                xmlns:ihe="urn:ihe:iti:xds-b:2007">
  <wado:StudyRequest studyInstanceUID="1.2.3">
    <wado:SeriesRequest seriesInstanceUID="1.2.3.4">
      <wado:RenderedDocumentRequest>
        <ihe:HomeCommunityId>urn:oid:1.2.9</ihe:HomeCommunityId>
        <ihe:RepositoryUniqueId>1.2.8</ihe:RepositoryUniqueId>
        <ihe:DocumentUniqueId>1.2.3.4.5</ihe:DocumentUniqueId>
        <wado:Annotation>patient,technique</wado:Annotation>
        <wado:Rows>64</wado:Rows>
        <wado:Columns>32</wado:Columns>
        <wado:Region>0.1,0.1,0.9,0.9</wado:Region>
        <wado:WindowWidth>400</wado:WindowWidth>
        <wado:WindowCenter>40</wado:WindowCenter>
        <wado:ImageQuality>90</wado:ImageQuality>
        <wado:PresentationUID>1.2.3.7.8</wado:PresentationUID>
        <wado:PresentationSeriesUID>1.2.3.7</wado:PresentationSeriesUID>
        <wado:Anonymize>yes</wado:Anonymize>
        <wado:FrameNumber>2</wado:FrameNumber>
        <wado:ContentTypeList>
          <wado:ContentType>image/jpeg</wado:ContentType>
        </wado:ContentTypeList>
        <wado:CharsetList>
          <wado:Charset>UTF-8</wado:Charset>
        </wado:CharsetList>
        <other:Extension xmlns:other="urn:example:other">anything</other:Extension>
      </wado:RenderedDocumentRequest>
    </wado:SeriesRequest>
  </wado:StudyRequest>
</wado:RetrieveRenderedImagingDocumentSetRequest>
"""

RENDERED_RESPONSE = """\
<wado:RetrieveRenderedImagingDocumentSetResponse
    xmlns:wado="urn:dicom:wado:ws:2011" xmlns:ihe="urn:ihe:iti:xds-b:2007"
    xmlns:rs="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0">
  <wado:RegistryResponse status="urn:ihe:iti:2007:ResponseStatusType:PartialSuccess">
    <rs:RegistryErrorList>
      <rs:RegistryError errorCode="urn:dicom:wado:0018" codeContext="no frame 9"
                        location="1.2.3.4.6"/>
    </rs:RegistryErrorList>
  </wado:RegistryResponse>
  <wado:RenderedDocumentResponse>
    <ihe:HomeCommunityId>urn:oid:1.2.9</ihe:HomeCommunityId>
    <ihe:RepositoryUniqueId>1.2.8</ihe:RepositoryUniqueId>
    <wado:SourceDocumentUniqueId>1.2.3.4.5</wado:SourceDocumentUniqueId>
    <wado:Annotation>patient</wado:Annotation>
    <wado:Rows>64</wado:Rows>
    <wado:Columns>32</wado:Columns>
    <wado:Region>0.1,0.1,0.9,0.9</wado:Region>
    <wado:WindowWidth>400</wado:WindowWidth>
    <wado:WindowCenter>40</wado:WindowCenter>
    <wado:ImageQuality>90</wado:ImageQuality>
    <wado:PresentationUID>1.2.3.7.8</wado:PresentationUID>
    <wado:PresentationSeriesUID>1.2.3.7</wado:PresentationSeriesUID>
    <wado:Anonymize>yes</wado:Anonymize>
    <wado:FrameNumber>2</wado:FrameNumber>
    <ihe:mimeType>image/jpeg</ihe:mimeType>
    <ihe:Document>/9j/2Q==</ihe:Document>
  </wado:RenderedDocumentResponse>
</wado:RetrieveRenderedImagingDocumentSetResponse>
"""

MESSAGES = {
    "retrieve-request": RETRIEVE_REQUEST,
    "retrieve-response": RETRIEVE_RESPONSE,
    "rendered-request": RENDERED_REQUEST,
    "rendered-response": RENDERED_RESPONSE,
}

#: Takes a message and gives what a validator says against it.
Complaints = Callable[[str], list[str]]


def _schema_of(message: str) -> Path:
    namespace = etree.QName(etree.fromstring(message.encode())).namespace
    assert namespace is not None
    return data_path(SCHEMAS[namespace])


def _libxml2(message: str) -> list[str]:
    schema = etree.XMLSchema(etree.parse(_schema_of(message)))
    schema.validate(etree.fromstring(message.encode()))
    return [entry.message for entry in schema.error_log]


def _xmlschema(message: str) -> list[str]:
    schema = XMLSchema10(str(_schema_of(message)))
    errors = schema.iter_errors(message)
    return [f"{error.path} {error.reason}" for error in errors]


@pytest.fixture(params=[_libxml2, _xmlschema], ids=["libxml2", "xmlschema"])
def complaints(request: pytest.FixtureRequest) -> Complaints:
    """Give what one of the two validators says against a message: nothing if it is valid."""
    validator: Complaints = request.param
    return validator


@pytest.fixture
def messages() -> dict[str, str]:
    """Give a complete valid request and response of each operation, as text."""
    return dict(MESSAGES)


@pytest.fixture
def changed(messages: dict[str, str]) -> Callable[[str, str, str], str]:
    """Take a message's name, a pattern and its replacement, and give the changed message."""

    def change(name: str, pattern: str, replacement: str) -> str:
        message, count = re.subn(pattern, replacement, messages[name], flags=re.DOTALL)
        assert count, f"the message has no {pattern}"
        return message

    return change


@pytest.fixture(scope="session")
def wsdl() -> Path:
    """Our WSDL."""
    return data_path("wsdl/ImagingDocumentSource.wsdl")
