"""A message of each kind, written by hand, and what a mutant makes of it."""

from wadows_reference.message import Message, RecordedRequest
from wadows_reference.multipart import Headers
from wadows_reference.mutants import find_mutant
from wadows_reference.replay import mutate

DECLARATION = "<?xml version='1.0' encoding='UTF-8'?>\n"
SPACES = (
    'xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
    'xmlns:a="http://www.w3.org/2005/08/addressing"'
)
TRUE = 's:mustUnderstand="true"'


def enveloped(header: str, body: str) -> str:
    return (
        f"{DECLARATION}<s:Envelope {SPACES}><s:Header>{header}</s:Header>"
        f"<s:Body>{body}</s:Body></s:Envelope>"
    )


ADDRESSING = (
    f"<a:Action {TRUE}>urn:ihe:iti:2007:RetrieveDocumentSetResponse</a:Action>"
    "<a:MessageID>urn:uuid:0b3e7b11-0000-4000-8000-00000000000a</a:MessageID>"
)


def document(uid: str, repository: str, part: str) -> str:
    return (
        f"<i:DocumentResponse><i:RepositoryUniqueId>{repository}</i:RepositoryUniqueId>"
        f"<i:DocumentUniqueId>{uid}</i:DocumentUniqueId><i:mimeType>application/dicom</i:mimeType>"
        f'<i:Document><x:Include href="cid:{part}"/></i:Document></i:DocumentResponse>'
    )


RESPONSE = (
    '<i:RetrieveDocumentSetResponse xmlns:i="urn:ihe:iti:xds-b:2007" '
    'xmlns:r="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0" '
    'xmlns:x="http://www.w3.org/2004/08/xop/include">'
    "{registry}{documents}</i:RetrieveDocumentSetResponse>"
)
ERROR = (
    '<r:RegistryError errorCode="XDSMissingDocument" codeContext="No such document." '
    'severity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error" location="1.9"/>'
)
ERRORS = (
    '<r:RegistryResponse status="urn:ihe:iti:2007:ResponseStatusType:PartialSuccess">'
    f"<r:RegistryErrorList>{ERROR}</r:RegistryErrorList></r:RegistryResponse>"
)
DOCUMENTS = document("1.7", "1.2", "one@w") + document("1.8", "1.2", "two@w")
ENVELOPE = enveloped(ADDRESSING, RESPONSE.format(registry=ERRORS, documents=DOCUMENTS))

# The contents of the parts have line ends of both kinds at both ends: they are no framing.
FIRST, SECOND = "\r\nfirst\n\r\n", "\nsecond\r\n\n"
BODY = (
    "--edge\r\nContent-Type: application/xop+xml\r\nContent-Transfer-Encoding: binary\r\n"
    f"Content-ID: <root@w>\r\n\r\n{ENVELOPE}"
    "\r\n--edge\r\nContent-Type: application/dicom\r\nContent-Transfer-Encoding: binary\r\n"
    f"Content-ID: <one@w>\r\n\r\n{FIRST}"
    "\r\n--edge\r\nContent-Type: application/dicom\r\nContent-Transfer-Encoding: binary\r\n"
    f"Content-ID: <two@w>\r\n\r\n{SECOND}"
    "\r\n--edge--\r\n"
)
KIND = (
    'multipart/related; type="application/xop+xml"; boundary="edge"; start="<root@w>"; '
    'start-info="application/soap+xml"'
)
FAULT = enveloped(
    f"<a:Action {TRUE}>http://www.w3.org/2005/08/addressing/soap/fault</a:Action>"
    "<a:MessageID>urn:uuid:0b3e7b11-0000-4000-8000-00000000000b</a:MessageID>"
    '<s:NotUnderstood xmlns:u="urn:u" qname="u:Toll"/>'
    '<s:Upgrade><s:SupportedEnvelope qname="s:Envelope"/></s:Upgrade>',
    "<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code>"
    '<s:Reason><s:Text xml:lang="en">It is wrong.</s:Text></s:Reason></s:Fault>',
)
SOAP = "application/soap+xml; charset=utf-8"
#: A request that says nothing.
NOBODY = RecordedRequest([], b"")


def change(
    name: str, kind: str, body: str, status: int = 200, request: RecordedRequest = NOBODY
) -> tuple[int, Headers, str]:
    """Return what a mutant makes of a message."""
    headers = [("Content-Type", kind), ("X-More", "1"), ("Content-Length", str(len(body)))]
    changed, received, content = mutate(
        find_mutant(name), Message(request, status, headers, body.encode())
    )
    return changed, received, content.decode()


def expected(
    kind: str, body: str, *pairs: tuple[str, str], status: int = 200
) -> tuple[int, Headers, str]:
    """Return a message with pieces of its body replaced, each in all of its places."""
    for old, new in pairs:
        assert old in body
        body = body.replace(old, new)
    headers = [("Content-Type", kind), ("X-More", "1"), ("Content-Length", str(len(body)))]
    return status, headers, body


CTE = "Content-Transfer-Encoding: binary\r\n"
