"""Exchanges written by hand: what was asked, what came, and how to spoil it."""

import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.judge.documents import DOCUMENTS, REPOSITORY, SERIES, STUDY
from wadows_contract.exchange import BodyStore, Exchange, Headers, Request, Response
from wadows_contract.judge.finding import Case
from wadows_spec.catalogue import Catalogue
from wadows_spec.constants import (
    EXPLICIT_VR_LE,
    IHERAD,
    RENDERED_ACTION,
    RETRIEVE_ACTION,
    RS,
    SOAP12,
    WADO,
    WSA,
    XDSB,
    XOP,
)
from wadows_spec.statement import Statement

SUCCESS = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"
FAILURE = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure"
PARTIAL = "urn:ihe:iti:2007:ResponseStatusType:PartialSuccess"
ERROR = "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error"
WARNING = "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Warning"
RESPONSE_ACTION = "urn:ihe:iti:2007:RetrieveDocumentSetResponse"
MESSAGE_ID = "urn:uuid:00000000-0000-4000-8000-000000000001"
MTOM_TYPE = (
    'multipart/related; type="application/xop+xml"; boundary="b"; start="<root@x>"; '
    'start-info="application/soap+xml"'
)
ROOT_TYPE = 'application/xop+xml; charset=UTF-8; type="application/soap+xml"'
SOAP_TYPE = "application/soap+xml; charset=UTF-8"
_NAMESPACES = (
    f'xmlns:x="{XDSB}" xmlns:rs="{RS}" xmlns:i="{IHERAD}" xmlns:w="{WADO}" xmlns:o="{XOP}"'
)


@dataclass(frozen=True)
class World:
    """What exchanges are judged by, and where their bodies lie."""

    store: BodyStore
    statement: Statement
    catalogue: Catalogue


@dataclass(frozen=True)
class Said:
    """A request and its answer as bytes; `reply` is None if none came.

    `repeated` are headers of the answer that stand there once more.
    """

    request: bytes
    reply: bytes | None
    request_type: str = SOAP_TYPE
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    failure: str = ""
    method: str = "POST"
    repeated: tuple[tuple[str, str], ...] = ()

    def swap(self, old: str | bytes, new: str | bytes, count: int = 1) -> "Said":
        """Replace bytes of the answer, which are there as often as said."""
        old, new = (part.encode() if isinstance(part, str) else part for part in (old, new))
        assert self.reply is not None
        assert count == self.reply.count(old), (old, self.reply.count(old))
        return self.saying(self.reply.replace(old, new))

    def saying(self, reply: bytes, **headers: str) -> "Said":
        """Give another answer, its length declared as it is."""
        length = {"Content-Length": str(len(reply))}
        return replace(self, reply=reply, headers={**self.headers, **length, **headers})

    def headed(self, name: str, value: str) -> "Said":
        """Replace a header of the answer; an empty value takes it away."""
        headers = {key: entry for key, entry in self.headers.items() if key != name}
        return replace(self, headers=headers | ({name: value} if value else {}))

    def repeating(self, name: str, value: str) -> "Said":
        """Add a header of the answer to those of its name."""
        return replace(self, repeated=(*self.repeated, (name, value)))

    def typed(self, old: str, new: str) -> "Said":
        """Replace a piece of the Content-Type of the answer."""
        content_type = self.headers["Content-Type"]
        assert old in content_type
        return self.headed("Content-Type", content_type.replace(old, new))

    def case(self, world: World) -> Case:
        response = None
        if self.reply is not None:
            body = world.store.save((self.reply,), "response")
            headers = Headers((*self.headers.items(), *self.repeated))
            response = Response(self.status, "", headers, body)
        request = Request(
            "http://127.0.0.1:1/",
            Headers((("Content-Type", self.request_type),)),
            world.store.save((self.request,), "request"),
            self.method,
        )
        exchange = Exchange("T1-1", "T1", request, response, self.failure)
        return Case(exchange, world.statement, world.catalogue)


# Requests


def request_envelope(action: str, body: str, message_id: str = MESSAGE_ID) -> str:
    return (
        f'<s:Envelope xmlns:s="{SOAP12}" xmlns:a="{WSA}"><s:Header>'
        f'<a:Action s:mustUnderstand="1">{action}</a:Action>'
        f"<a:MessageID>{message_id}</a:MessageID><a:To>urn:to</a:To>"
        f"</s:Header><s:Body>{body}</s:Body></s:Envelope>"
    )


def _identity(instance: str, home: str | None) -> str:
    community = "" if home is None else f"<x:HomeCommunityId>{home}</x:HomeCommunityId>"
    return (
        f"{community}<x:RepositoryUniqueId>{REPOSITORY}</x:RepositoryUniqueId>"
        f"<x:DocumentUniqueId>{instance}</x:DocumentUniqueId>"
    )


def retrieve_request(
    instances: Sequence[str], syntaxes: Sequence[str], home: str | None = None
) -> str:
    documents = "".join(
        f"<x:DocumentRequest>{_identity(instance, home)}</x:DocumentRequest>"
        for instance in instances
    )
    listed = "".join(f"<i:TransferSyntaxUID>{uid}</i:TransferSyntaxUID>" for uid in syntaxes)
    return request_envelope(
        RETRIEVE_ACTION,
        f"<i:RetrieveImagingDocumentSetRequest {_NAMESPACES}>"
        f'<i:StudyRequest studyInstanceUID="{STUDY}"><i:SeriesRequest seriesInstanceUID="{SERIES}">'
        f"{documents}</i:SeriesRequest></i:StudyRequest>"
        f"<i:TransferSyntaxUIDList>{listed}</i:TransferSyntaxUIDList>"
        "</i:RetrieveImagingDocumentSetRequest>",
    )


def rendered_request(
    asked: Sequence[tuple[str, Mapping[str, str]]], action: str = RENDERED_ACTION
) -> str:
    documents = "".join(
        f"<w:RenderedDocumentRequest>{_identity(instance, None)}{_elements(parameters)}"
        "<w:ContentTypeList><w:ContentType>image/jpeg</w:ContentType></w:ContentTypeList>"
        "</w:RenderedDocumentRequest>"
        for instance, parameters in asked
    )
    return request_envelope(
        action,
        f"<w:RetrieveRenderedImagingDocumentSetRequest {_NAMESPACES}>"
        f'<w:StudyRequest studyInstanceUID="{STUDY}"><w:SeriesRequest seriesInstanceUID="{SERIES}">'
        f"{documents}</w:SeriesRequest></w:StudyRequest>"
        "</w:RetrieveRenderedImagingDocumentSetRequest>",
    )


def _elements(parameters: Mapping[str, str]) -> str:
    return "".join(f"<w:{name}>{value}</w:{name}>" for name, value in parameters.items())


# Answers


def answer_envelope(action: str, body: str, headers: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<s:Envelope xmlns:s="{SOAP12}"'
        f' xmlns:a="{WSA}"><s:Header><a:Action s:mustUnderstand="true">{action}</a:Action>'
        f"<a:MessageID>urn:uuid:answer</a:MessageID><a:RelatesTo>{MESSAGE_ID}</a:RelatesTo>"
        f"{headers}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
    )


def registry_error(
    code: str, location: str | None, severity: str | None = ERROR, context: str = "Why."
) -> str:
    attributes = {"severity": severity, "location": location}
    given = "".join(f' {key}="{value}"' for key, value in attributes.items() if value is not None)
    return f'<rs:RegistryError errorCode="{code}" codeContext="{context}"{given}/>'


def registry_response(prefix: str, status: str, errors: Sequence[str] = ()) -> str:
    listed = f"<rs:RegistryErrorList>{''.join(errors)}</rs:RegistryErrorList>" if errors else ""
    return f'<{prefix}:RegistryResponse status="{status}">{listed}</{prefix}:RegistryResponse>'


def include(number: int) -> str:
    return f'<x:Document><o:Include href="cid:{number}@x"/></x:Document>'


def document_response(instance: str, content: str, home: str | None = None) -> str:
    community = "" if home is None else f"<x:HomeCommunityId>{home}</x:HomeCommunityId>"
    return (
        f"<x:DocumentResponse>{community}<x:RepositoryUniqueId>{REPOSITORY}</x:RepositoryUniqueId>"
        f"<x:DocumentUniqueId>{instance}</x:DocumentUniqueId>"
        f"<x:mimeType>application/dicom</x:mimeType>{content}</x:DocumentResponse>"
    )


def rendered_response(instance: str, content: str, parameters: Mapping[str, str]) -> str:
    return (
        "<w:RenderedDocumentResponse>"
        f"<x:RepositoryUniqueId>{REPOSITORY}</x:RepositoryUniqueId>"
        f"<w:SourceDocumentUniqueId>{instance}</w:SourceDocumentUniqueId>{_elements(parameters)}"
        f"<x:mimeType>image/jpeg</x:mimeType>{content}</w:RenderedDocumentResponse>"
    )


def mtom(envelope: str, parts: Sequence[tuple[str, bytes]]) -> bytes:
    """Put an envelope and parts, each a media type and content, into a multipart body."""
    body = b""
    for number, (media_type, content) in enumerate([(ROOT_TYPE, envelope.encode()), *parts]):
        id_ = str(number) if number else "root"
        body += (
            f"--b\r\nContent-Type: {media_type}\r\nContent-Transfer-Encoding: binary\r\n"
            f"Content-ID: <{id_}@x>\r\n\r\n"
        ).encode() + content + b"\r\n"  # fmt: skip
    return body + b"--b--\r\n"


def as_mtom(request: str) -> tuple[bytes, str]:
    return mtom(request, []), MTOM_TYPE


def _said(request: str, envelope: str, parts: Sequence[tuple[str, bytes]]) -> Said:
    body, content_type = as_mtom(request)
    said = Said(body, b"", content_type, {"Content-Type": MTOM_TYPE})
    return said.saying(mtom(envelope, parts))


def retrieved(
    *roles: str,
    asked: Sequence[str] | None = None,
    errors: Sequence[str] = (),
    status: str = SUCCESS,
    syntaxes: Sequence[str] | None = None,
    contents: Sequence[bytes] | None = None,
    home: str | None = None,
) -> Said:
    """An answer of RAD-69 that holds the documents in these roles.

    Unless told otherwise it is asked for just these (`asked` are instances), in their own
    transfer syntaxes, and gets what was stored.
    """
    documents = [DOCUMENTS[role] for role in roles]
    wanted = [document.instance for document in documents] if asked is None else asked
    own = dict.fromkeys(document.syntax for document in documents)
    listed = syntaxes or list(own) or [EXPLICIT_VR_LE]
    files = [document.content for document in documents] if contents is None else contents
    body = "".join(
        document_response(document.instance, include(number), home)
        for number, document in enumerate(documents, 1)
    )
    return _said(
        retrieve_request(wanted, listed, home),
        answer_envelope(
            RESPONSE_ACTION,
            f"<x:RetrieveDocumentSetResponse {_NAMESPACES}>"
            f"{registry_response('rs', status, errors)}{body}</x:RetrieveDocumentSetResponse>",
        ),
        [("application/dicom", content) for content in files],
    )


def refusal(*errors: str, asked: Sequence[str], status: str = FAILURE) -> Said:
    """An answer of RAD-69 that holds errors alone."""
    return retrieved(asked=asked, errors=errors, status=status)


def rendered(
    role: str,
    image: bytes,
    parameters: Mapping[str, str] | None = None,
    action: str = RENDERED_ACTION,
    answer_action: str = "",
) -> Said:
    """An answer of rendered retrieval that holds one image and repeats all that was asked with."""
    instance, asked = DOCUMENTS[role].instance, parameters or {}
    return _said(
        rendered_request([(instance, asked)], action),
        answer_envelope(
            answer_action or f"{action}Response",
            f"<w:RetrieveRenderedImagingDocumentSetResponse {_NAMESPACES}>"
            f"{registry_response('w', SUCCESS)}{rendered_response(instance, include(1), asked)}"
            "</w:RetrieveRenderedImagingDocumentSetResponse>",
        ),
        [("image/jpeg", image)],
    )


def rendered_refusal(*errors: str, role: str, parameters: Mapping[str, str]) -> Said:
    """An answer of rendered retrieval that holds errors alone."""
    return _said(
        rendered_request([(DOCUMENTS[role].instance, parameters)]),
        answer_envelope(
            f"{RENDERED_ACTION}Response",
            f"<w:RetrieveRenderedImagingDocumentSetResponse {_NAMESPACES}>"
            f"{registry_response('w', FAILURE, errors)}"
            "</w:RetrieveRenderedImagingDocumentSetResponse>",
        ),
        [],
    )


def renderings(
    asked: Sequence[tuple[str, Mapping[str, str]]],
    came: Sequence[tuple[str, Mapping[str, str], bytes]],
    *errors: str,
) -> Said:
    """An answer to a rendered request for several documents, each a role and its parameters.

    Of what came each has the parameters echoed and the image.
    """
    status = (PARTIAL if came else FAILURE) if errors else SUCCESS
    documents = "".join(
        rendered_response(DOCUMENTS[role].instance, include(number), parameters)
        for number, (role, parameters, _) in enumerate(came, 1)
    )
    return _said(
        rendered_request([(DOCUMENTS[role].instance, given) for role, given in asked]),
        answer_envelope(
            f"{RENDERED_ACTION}Response",
            f"<w:RetrieveRenderedImagingDocumentSetResponse {_NAMESPACES}>"
            f"{registry_response('w', status, errors)}{documents}"
            "</w:RetrieveRenderedImagingDocumentSetResponse>",
        ),
        [("image/jpeg", image) for _, _, image in came],
    )


#: What a fault of this code has in its Header, to the requests that are made here.
FAULT_HEADERS = {
    "s:MustUnderstand": '<s:NotUnderstood qname="a:To"/>',
    "s:VersionMismatch": '<s:Upgrade><s:SupportedEnvelope qname="s:Envelope"/></s:Upgrade>',
}


def fault(
    code: str = "s:Sender",
    reason: str = '<s:Reason><s:Text xml:lang="en">Why.</s:Text></s:Reason>',
    status: int = 400,
    request: str = "",
) -> Said:
    """A fault, in a plain envelope, to a request without a readable operation."""
    value = f"<s:Code><s:Value>{code}</s:Value></s:Code>" if code else ""
    envelope = answer_envelope(f"{WSA}/soap/fault", f"<s:Fault>{value}{reason}</s:Fault>",
                               FAULT_HEADERS.get(code, ""))  # fmt: skip
    body, content_type = as_mtom(request or request_envelope(RETRIEVE_ACTION, "<nothing/>"))
    said = Said(body, b"", content_type, {"Content-Type": SOAP_TYPE}, status)
    return said.saying(envelope.encode())


def page(status: int, request: str, content_type: str = "text/html", body: bytes = b"") -> Said:
    """What a web server says of itself."""
    asked, asked_type = as_mtom(request)
    said = Said(asked, b"", asked_type, {"Content-Type": content_type}, status)
    return said.saying(body or b"<html><body><p>No.<br></body></html>")


def packed_fault() -> Said:
    """A fault as an MTOM message of the root part alone."""
    said = fault()
    envelope = (said.reply or b"").decode()
    return said.saying(mtom(envelope, [])).headed("Content-Type", MTOM_TYPE)


def of_another_verb(method: str, status: int) -> Said:
    """What a web server says to a method that is none of the service's."""
    return replace(page(status, "nonsense"), method=method)


def plain(said: Said) -> Said:
    """The same exchange without MTOM on either side, its one document as base64."""
    assert said.reply is not None
    _, root, *parts = said.reply.split(b"--b\r\n")
    envelope = root.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n")
    content = parts[0].partition(b"\r\n\r\n")[2].removesuffix(b"\r\n--b--\r\n")
    inline = base64.b64encode(content)
    envelope = envelope.replace(b'<o:Include href="cid:1@x"/>', inline)
    asked = said.request.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n--b--\r\n")
    headers = {"Content-Type": SOAP_TYPE}
    return replace(said, request=asked, request_type=SOAP_TYPE, headers=headers).saying(envelope)


# Images


def jpeg(pixels: NDArray[np.generic], **options: object) -> bytes:
    """Encode levels 0 to 255 as a JPEG, so finely that hardly anything changes."""
    return image(pixels, "JPEG", **({"quality": 100, "subsampling": 0} | options))


def image(pixels: NDArray[np.generic], format_: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture = Image.fromarray(np.clip(np.rint(pixels), 0, 255).astype(np.uint8))
    picture.save(file, format_, **options)
    return file.getvalue()


def window(values: NDArray[np.generic], center: float, width: float) -> NDArray[np.float64]:
    """PS3.3 C.11.2.1.2, written down once more."""
    ramp = (values.astype(np.float64) - (center - 0.5)) / (width - 1) + 0.5
    return np.asarray(np.clip(ramp, 0, 1) * 255)
