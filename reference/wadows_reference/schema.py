"""Requests against the schemas, and the description of the service that a GET gets."""

import threading
from functools import cache
from typing import Final

from lxml import etree

from wadows_reference.faults import sender
from wadows_reference.xml import qname, to_bytes
from wadows_spec.data import data_path

_WSDL: Final = "wsdl/ImagingDocumentSource.wsdl"
_SOAP12_BINDING: Final = "http://schemas.xmlsoap.org/wsdl/soap12/"
_XSD: Final = "http://www.w3.org/2001/XMLSchema"
#: A compiled schema keeps the errors of its last use, so threads take turns.
_ONE_AT_A_TIME: Final = threading.Lock()


def validate(request: etree._Element, name: str) -> None:
    """Raise `SoapFault` with what is wrong if a request does not keep to the schema file `name`."""
    with _ONE_AT_A_TIME:
        schema = _schema(name)
        if schema.validate(request):
            return
        error = schema.error_log[0]
    raise sender(
        f"The request does not keep to its schema, line {error.line} of the envelope: "
        f"{error.message} The schema is at ?xsd={name}."
    )


@cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(file=str(data_path("wsdl") / name))


def schema_names() -> frozenset[str]:
    """Return the schema files that are served, each by its name only."""
    return frozenset(path.name for path in data_path("wsdl").glob("*.xsd"))


def wsdl(address: str) -> bytes:
    """Return the WSDL with the address of this endpoint and of its schemas."""
    root = etree.parse(data_path(_WSDL)).getroot()
    for node in root.iter(qname(_SOAP12_BINDING, "address")):
        node.set("location", address)
    return to_bytes(_with_schema_addresses(root, address))


def xsd(name: str, address: str) -> bytes:
    """Return one of `schema_names`, its imports pointing to where the others are served."""
    root = etree.parse(data_path("wsdl") / name).getroot()
    return to_bytes(_with_schema_addresses(root, address))


def _with_schema_addresses(root: etree._Element, address: str) -> etree._Element:
    for node in root.iter(qname(_XSD, "import"), qname(_XSD, "include")):
        location = node.get("schemaLocation", "")
        if location in schema_names():
            node.set("schemaLocation", f"{address}?xsd={location}")
    return root
