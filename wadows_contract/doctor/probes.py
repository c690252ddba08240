"""Everything that is looked at, in order."""

from typing import Final

from wadows_contract.doctor import documents, http, network, security, soap, tls
from wadows_contract.doctor.context import Context
from wadows_contract.doctor.lines import Probe

_CERTIFICATES: Final = ("certificate", "host name", "validity", "client certificate")

PROBES: Final[tuple[Probe[Context], ...]] = (
    Probe("name", (), network.name, reaches=True),
    Probe("port", ("name",), network.port, reaches=True),
    Probe("proxy", ("port",), network.proxy, reaches=True),
    Probe("TLS", ("proxy",), tls.tls),
    Probe("certificate", ("TLS",), tls.chain),
    Probe("host name", ("TLS",), tls.host_name),
    Probe("validity", ("TLS",), tls.validity),
    Probe("client certificate", ("TLS",), tls.client_certificate),
    Probe("HTTP", ("proxy", "TLS", *_CERTIFICATES), http.http),
    Probe("credentials", ("HTTP",), http.credentials),
    Probe("SOAP", ("credentials",), soap.soap),
    Probe("WS-Security", ("SOAP",), security.ws_security),
    Probe("WSDL", ("credentials",), soap.wsdl),
    Probe("Action", ("WS-Security",), soap.action),
    Probe("MTOM", ("Action",), soap.mtom),
    Probe("document", ("Action",), documents.document),
    Probe("rendered", ("WS-Security",), documents.rendered),
)
