"""Names fixed by the standards: namespaces, Actions, status and severity URIs."""

from typing import Final

SOAP12: Final = "http://www.w3.org/2003/05/soap-envelope"
SOAP11: Final = "http://schemas.xmlsoap.org/soap/envelope/"
WSA: Final = "http://www.w3.org/2005/08/addressing"
WSSE: Final = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
WSU: Final = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
WSA_ANONYMOUS: Final = f"{WSA}/anonymous"
WSA_FAULT_ACTION: Final = f"{WSA}/fault"
SOAP_FAULT_ACTION: Final = f"{WSA}/soap/fault"
XOP: Final = "http://www.w3.org/2004/08/xop/include"
IHERAD: Final = "urn:ihe:rad:xdsi-b:2009"
XDSB: Final = "urn:ihe:iti:xds-b:2007"
WADO: Final = "urn:dicom:wado:ws:2011"
RS: Final = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"
RIM: Final = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"

RETRIEVE_ACTION: Final = "urn:ihe:rad:2009:RetrieveImagingDocumentSet"
RETRIEVE_RESPONSE_ACTION: Final = "urn:ihe:iti:2007:RetrieveDocumentSetResponse"
#: In use since December 2018; the other one before. Both are in the field.
RENDERED_ACTION: Final = "urn:dicom:wado:ws:2011:RetrieveRenderedImagingDocumentSet"
RENDERED_ACTION_2018: Final = "urn:dicom:ws:wado:2011:RetrieveRenderedImagingDocumentSet"

STATUS_SUCCESS: Final = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"
STATUS_FAILURE: Final = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure"
#: IHE's own URN, not OASIS's (ITI TF-3 Table 4.2.4.2-4).
STATUS_PARTIAL: Final = "urn:ihe:iti:2007:ResponseStatusType:PartialSuccess"
SEVERITY_ERROR: Final = "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error"
SEVERITY_WARNING: Final = "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Warning"

IMPLICIT_VR_LE: Final = "1.2.840.10008.1.2"
EXPLICIT_VR_LE: Final = "1.2.840.10008.1.2.1"

#: What nobody has, neither as an instance nor as a repository: no archive issues UIDs under this
#: invented UUID.
UNKNOWN_UID: Final = "2.25.99999999999999999999999999999999999999"

ENDPOINT_PATH: Final = "/dcm4chee-arc/xdsi/ImagingDocumentSource"
