"""Answers with one thing wrong each: what is broken, and what is said of it."""

import io
from dataclasses import dataclass, replace

import numpy as np
from pydicom import Dataset, dcmread

from tests.judge.builder import (
    ERROR,
    FAILURE,
    MESSAGE_ID,
    MTOM_TYPE,
    PARTIAL,
    RESPONSE_ACTION,
    SUCCESS,
    WARNING,
    Said,
    fault,
    image,
    include,
    jpeg,
    page,
    plain,
    refusal,
    registry_error,
    rendered,
    retrieved,
)
from tests.judge.documents import COLOURS, DOCUMENTS, FRAMES, REPOSITORY, edited, to_bytes
from tests.judge.good import (
    CT,
    CT_REQUEST,
    CT_SHOWN,
    CT_WINDOW,
    SECOND,
    UNKNOWN,
    recoded,
)
from wadows_spec.constants import (
    EXPLICIT_VR_LE,
    IMPLICIT_VR_LE,
    RENDERED_ACTION,
    RENDERED_ACTION_2018,
    SOAP11,
    SOAP12,
    WSA,
    XDSB,
)


@dataclass(frozen=True)
class Bad:
    """A wrong answer: the requirement that it breaks, and what the one finding says.

    `got` may end in three dots, before which it says what the finding begins with.
    `also` are requirements that cannot but be broken along with it.
    """

    requirement: str
    name: str
    said: Said
    expected: str
    got: str
    warning: bool = False
    also: tuple[str, ...] = ()


def ct_edited(**values: object) -> Said:
    """The CT as stored, but for attributes; None takes one away."""

    def edit(dataset: Dataset) -> None:
        for keyword, value in values.items():
            if value is None:
                delattr(dataset, keyword)
            else:
                setattr(dataset, keyword, value)

    return retrieved("ct", contents=[edited(DOCUMENTS["ct"].content, edit)])


def converted_edited(role: str, syntax: str, **values: object) -> Said:
    def edit(dataset: Dataset) -> None:
        for keyword, value in values.items():
            if value is None:
                delattr(dataset, keyword)
            else:
                setattr(dataset, keyword, value)

    return retrieved(role, syntaxes=[syntax], contents=[edited(recoded(role, syntax), edit)])


def private_changed() -> Said:
    def edit(dataset: Dataset) -> None:
        dataset[0x0011, 0x1001].value = "other text"

    return retrieved("private", contents=[edited(DOCUMENTS["private"].content, edit)])


def charset_changed() -> Said:
    """Bytes of a text left as they were, while they now say something else."""

    def encoded(charset: str) -> bytes:
        dataset = dcmread(io.BytesIO(DOCUMENTS["ct"].content))
        dataset.SpecificCharacterSet = charset
        dataset.SeriesDescription = "For tests"
        return to_bytes(dataset)

    return retrieved(
        "ct", contents=[encoded("ISO_IR 100").replace(b"For tests ", b"F\xf6r tests ")]
    )


def without_meta(keyword: str) -> bytes:
    """The CT without one element of its file meta information, cut out by hand."""
    content = DOCUMENTS["ct"].content
    tag = {"MediaStorageSOPInstanceUID": b"\2\0\3\0UI", "TransferSyntaxUID": b"\2\0\x10\0UI"}[
        keyword
    ]
    at = content.index(tag)
    length = 8 + int.from_bytes(content[at + 6 : at + 8], "little")
    # The group length comes first: tag, VR and length are 8 bytes, the value 4.
    group = int.from_bytes(content[140:144], "little") - length
    cut = content[:at] + content[at + length :]
    return cut[:140] + group.to_bytes(4, "little") + cut[144:]


def whole_answer(swapped: Said) -> str:
    return f"{len(swapped.reply or b'')} bytes"


def fault_of(content: str) -> Said:
    said = fault()
    reply = (said.reply or b"").decode()
    start, end = reply.index("<s:Fault>") + len("<s:Fault>"), reply.index("</s:Fault>")
    return said.saying((reply[:start] + content + reply[end:]).encode())


def in_soap(namespace: str) -> Said:
    return retrieved("ct").swap(SOAP12, namespace)


def to_rendered(answer: Said) -> Said:
    """An answer of RAD-69 to a rendered request: schema and Action of the wrong operation."""
    asked = rendered("ct", jpeg(CT_SHOWN))
    return replace(
        answer.swap(RESPONSE_ACTION, f"{RENDERED_ACTION}Response")
        .swap("<x:mimeType>application/dicom<", "<x:mimeType>image/jpeg<")
        .swap("Content-Type: application/dicom", "Content-Type: image/jpeg"),
        request=asked.request,
    )


MTOM = "multipart/related; type=application/xop+xml; start-info=application/soap+xml; boundary"
ROOT = "application/xop+xml; type=application/soap+xml"
ENVELOPE = "a SOAP 1.2 envelope: at most one Header, then one Body with one child in it"
RETRIEVE_BODY = f"a valid {{{XDSB}}}RetrieveDocumentSetResponse"
RENDERED_BODY = "a valid {urn:dicom:wado:ws:2011}RetrieveRenderedImagingDocumentSetResponse"
CODES = "DataEncodingUnknown or MustUnderstand or Receiver or Sender or VersionMismatch"
STATUSES = f"{SUCCESS}, {PARTIAL}, {FAILURE}"
LOCATION = "the DocumentUniqueId of a document asked for"
EITHER = "the document or an error"
PART10 = "a DICOM Part 10 file"
STORED = "what was stored, but for declared coercions"
UNIDENTIFIED = "cannot identify image file..."
BASELINE = "a baseline JPEG image, grey or colour"
EXPLICIT = f"Explicit VR Little Endian ({EXPLICIT_VR_LE})"
IMPLICIT = f"Implicit VR Little Endian ({IMPLICIT_VR_LE})"
CT_JPEG = jpeg(CT_SHOWN)
OASIS_PARTIAL = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:PartialSuccess"
NONE_CAME = refusal(registry_error("XDSMissingDocument", UNKNOWN), asked=[UNKNOWN])
ONE_CAME = retrieved(
    "ct",
    asked=[CT, UNKNOWN],
    errors=[registry_error("XDSMissingDocument", UNKNOWN)],
    status=PARTIAL,
)
RELATES = f"<a:RelatesTo>{MESSAGE_ID}</a:RelatesTo>"
TEXT = '<s:Text xml:lang="en">Why.</s:Text>'
SENDER = "<s:Code><s:Value>s:Sender</s:Value></s:Code>"

BAD = [
    # HTTP
    Bad("HTTP-01", "no answer", replace(retrieved("ct"), reply=None, failure="refused"),
        "an HTTP response, whole", "refused"),
    Bad("HTTP-01", "broken off", replace(retrieved("ct"), failure="cut"),
        "an HTTP response, whole", f"{whole_answer(retrieved('ct'))}, then: cut"),
    Bad("HTTP-01", "shorter than declared", retrieved("ct").headed("Content-Length", "9999999"),
        "9999999 bytes, as Content-Length says", whole_answer(retrieved("ct"))),
    Bad("HTTP-02", "an answer with 500", replace(retrieved("ct"), status=500), "200", "500"),
    Bad("HTTP-02", "an error with 404", replace(NONE_CAME, status=404), "200", "404"),
    Bad("HTTP-03", "Sender with 200", fault(status=200), "400 or 500", "200"),
    Bad("HTTP-03", "MustUnderstand with 400", fault("s:MustUnderstand"), "500", "400"),
    Bad("HTTP-03", "Receiver with 400", fault("s:Receiver"), "500", "400"),
    Bad("HTTP-03", "Sender with 503", fault(status=503), "400 or 500", "503"),
    # Packaging
    Bad("MIME-01", "a plain answer to an MTOM request",
        replace(plain(retrieved("ct")), request=retrieved("ct").request, request_type=MTOM_TYPE),
        MTOM, "application/soap+xml; type=; start-info="),
    Bad("MIME-01", "called multipart/mixed", retrieved("ct").typed("/related", "/mixed"),
        MTOM, MTOM.replace("related", "mixed")),
    Bad("MIME-01", "of type text/xml",
        retrieved("ct").typed("application/xop+xml", "text/xml"),
        MTOM, MTOM.replace("application/xop+xml", "text/xml")),
    Bad("MIME-01", "without start-info",
        retrieved("ct").typed('; start-info="application/soap+xml"', ""),
        MTOM, MTOM.replace("=application/soap+xml", "=")),
    Bad("MIME-01", "without boundary", retrieved("ct").typed('boundary="b"; ', ""),
        MTOM, MTOM.removesuffix("; boundary")),
    Bad("MIME-01", "without Content-Type", retrieved("ct").headed("Content-Type", ""),
        MTOM, "; type=; start-info="),
    Bad("MIME-02", "no closing boundary", retrieved("ct").swap("\r\n--b--\r\n", ""),
        "--b--", "the end of the body without it"),
    Bad("MIME-02", "a boundary that does not close",
        retrieved("ct").swap("--b--\r\n", "--b\r\n"), "--b--", "the end of the body without it"),
    Bad("MIME-03", "start names nothing", retrieved("ct").typed("<root@x>", "<nobody@x>"),
        "a part <nobody@x>", "parts <root@x>, <1@x>"),
    Bad("MIME-03", "an empty start", retrieved("ct").typed('"<root@x>"', '""'),
        "a part with an empty id", "parts <root@x>, <1@x>"),
    Bad("MIME-03", "start in another case", retrieved("ct").typed("<root@x>", "<ROOT@x>"),
        "a part <ROOT@x>", "parts <root@x>, <1@x>"),
    Bad("MIME-04", "a part called text/plain",
        retrieved("ct").swap("Content-Type: application/dicom", "Content-Type: text/plain"),
        "application/dicom", "text/plain"),
    Bad("MIME-04", "a part without media type",
        retrieved("ct").swap("Content-Type: application/dicom\r\n", ""), "application/dicom",
        "nothing"),
    Bad("MIME-04", "a part called octet-stream",
        retrieved("ct").swap("Content-Type: application/dicom",
                             "Content-Type: application/octet-stream"),
        "application/dicom", "application/octet-stream", warning=True),
    Bad("MIME-04", "a part called as the other operation would",
        rendered("ct", CT_JPEG).swap("Content-Type: image/jpeg", "Content-Type: application/dicom"),
        "image/jpeg", "application/dicom"),
    Bad("XOP-01", "an Include that names no part", retrieved("ct").swap("cid:1@x", "cid:2@x"),
        "the Content-ID of a part", "cid:2@x, which no part has"),
    Bad("XOP-01", "an Include without cid", retrieved("ct").swap("cid:1@x", "1@x"),
        "the Content-ID of a part", "1@x, which no part has"),
    Bad("XOP-01", "an Include without href", retrieved("ct").swap(' href="cid:1@x"', ""),
        "the Content-ID of a part", "no href, which no part has"),
    Bad("XOP-02", "a root called text/xml",
        retrieved("ct").swap("application/xop+xml; charset=UTF-8; type=\"application/soap+xml\"",
                             "text/xml"), ROOT, "text/xml; type="),
    Bad("XOP-02", "a root of another envelope",
        retrieved("ct").swap('type="application/soap+xml"', 'type="text/xml"'),
        ROOT, "application/xop+xml; type=text/xml"),
    Bad("XOP-02", "a root without media type",
        retrieved("ct").swap('Content-Type: application/xop+xml; charset=UTF-8; '
                             'type="application/soap+xml"\r\n', ""), ROOT, "; type="),
    # SOAP
    Bad("SOAP-01", "SOAP 1.1", in_soap(SOAP11), ENVELOPE,
        f"{{{SOAP11}}}Envelope of Header, Body; in the Body 1"),
    Bad("SOAP-01", "another namespace", in_soap("urn:x"), ENVELOPE,
        "{urn:x}Envelope of Header, Body; in the Body 1"),
    Bad("SOAP-01", "two Bodies", retrieved("ct").swap("</s:Body>", "</s:Body><s:Body/>"), ENVELOPE,
        f"{{{SOAP12}}}Envelope of Header, Body, Body; in the Body 1"),
    Bad("SOAP-01", "an element behind the Body",
        retrieved("ct").swap("</s:Body>", "</s:Body><more/>"), ENVELOPE,
        f"{{{SOAP12}}}Envelope of Header, Body, more; in the Body 1"),
    Bad("SOAP-01", "two children in the Body",
        retrieved("ct").swap("</s:Body>", "<more/></s:Body>"), ENVELOPE,
        f"{{{SOAP12}}}Envelope of Header, Body; in the Body 2"),
    Bad("SOAP-01", "an empty Body",
        page(200, CT_REQUEST, "application/soap+xml",
             f'<s:Envelope xmlns:s="{SOAP12}" xmlns:a="{WSA}"><s:Header>{RELATES}</s:Header>'
             "<s:Body/></s:Envelope>".encode()),
        ENVELOPE, f"{{{SOAP12}}}Envelope of Header, Body; in the Body 0"),
    Bad("SOAP-01", "a document type",
        retrieved("ct").swap('?>\n<s:Envelope', '?>\n<!DOCTYPE x><s:Envelope'), ENVELOPE,
        "it has a document type declaration, which SOAP 1.2 Part 1 section 5 forbids; ..."),
    Bad("SOAP-01", "cut short", retrieved("ct").swap("</s:Envelope>", ""), ENVELOPE,
        "..."),
    Bad("SOAP-01", "HTML for a good request", page(500, CT_REQUEST), ENVELOPE, "..."),
    Bad("SOAP-01", "XHTML for a good request",
        page(400, CT_REQUEST, "application/xhtml+xml", b"<html/>"), ENVELOPE,
        "its root element is html, which is no Envelope; the body begins b'<html/>'"),
    Bad("SOAP-01", "nothing for a good request",
        page(200, CT_REQUEST, "application/soap+xml").saying(b""), ENVELOPE, "..."),
    Bad("SOAP-01", "415 for a good request", page(415, CT_REQUEST), ENVELOPE, "..."),
    Bad("SOAP-01", "200 without envelope for what is no request", page(200, "nonsense"), ENVELOPE,
        "..."),
    Bad("SOAP-01", "HTML that is called an envelope, for what is no request",
        page(400, "nonsense", "application/soap+xml"), ENVELOPE, "..."),
    Bad("SOAP-05", "no reason", fault_of(SENDER), "a reason with its language", "nothing"),
    Bad("SOAP-05", "no text", fault_of(f"{SENDER}<s:Reason/>"), "a reason with its language",
        "nothing"),
    Bad("SOAP-05", "an empty text", fault().swap("Why.", ""), "a reason with its language",
        "[en] "),
    Bad("SOAP-05", "no language", fault().swap(' xml:lang="en"', ""),
        "a reason with its language", "[no language] Why."),
    Bad("SOAP-05", "one language of two missing",
        fault().swap(TEXT, f"{TEXT}<s:Text>Warum.</s:Text>"),
        "a reason with its language", "[en] Why.; [no language] Warum."),
    Bad("SOAP-05", "an unknown code", fault("s:Client"), CODES, f"{{{SOAP12}}}Client"),
    Bad("SOAP-05", "a code of another namespace", fault("a:Sender"), CODES, f"{{{WSA}}}Sender"),
    Bad("SOAP-05", "a code without prefix", fault("Sender"), CODES, "Sender"),
    Bad("SOAP-05", "no code", fault(""), CODES, "nothing"),
    # Addressing
    Bad("WSA-01", "an Action of the port type",
        retrieved("ct").swap(RESPONSE_ACTION, "urn:ihe:rad:xdsi-b:2009:Port:Response"),
        RESPONSE_ACTION, "urn:ihe:rad:xdsi-b:2009:Port:Response"),
    Bad("WSA-01", "the request's Action",
        retrieved("ct").swap(RESPONSE_ACTION, "urn:ihe:rad:2009:RetrieveImagingDocumentSet"),
        RESPONSE_ACTION, "urn:ihe:rad:2009:RetrieveImagingDocumentSet"),
    Bad("WSA-01", "no Action",
        retrieved("ct").swap(f'<a:Action s:mustUnderstand="true">{RESPONSE_ACTION}</a:Action>', ""),
        RESPONSE_ACTION, "nothing"),
    Bad("WSA-01", "Action twice",
        retrieved("ct").swap("</a:Action>", f"</a:Action><a:Action>{RESPONSE_ACTION}</a:Action>"),
        RESPONSE_ACTION, f"{RESPONSE_ACTION}, the first of 2"),
    Bad("WSA-01", "an Action of another WS-Addressing",
        retrieved("ct").swap(f'xmlns:a="{WSA}"', 'xmlns:a="urn:x"'), RESPONSE_ACTION, "nothing",
        also=("WSA-02",)),
    Bad("WSA-01", "old rendered Action answered with the new one",
        rendered("ct", CT_JPEG, action=RENDERED_ACTION_2018,
                 answer_action=f"{RENDERED_ACTION}Response"),
        f"{RENDERED_ACTION_2018}Response", f"{RENDERED_ACTION}Response"),
    Bad("WSA-01", "rendered answered as retrieved",
        rendered("ct", CT_JPEG, answer_action=RESPONSE_ACTION),
        f"{RENDERED_ACTION}Response", RESPONSE_ACTION),
    Bad("WSA-02", "no RelatesTo", retrieved("ct").swap(RELATES, ""), MESSAGE_ID, "nothing"),
    Bad("WSA-02", "another message", retrieved("ct").swap(MESSAGE_ID, "urn:uuid:another"),
        MESSAGE_ID, "urn:uuid:another"),
    Bad("WSA-02", "another relationship",
        retrieved("ct").swap("<a:RelatesTo>", '<a:RelatesTo RelationshipType="urn:other">'),
        MESSAGE_ID, "nothing"),
    Bad("WSA-02", "a fault about a readable request",
        fault(request=CT_REQUEST).swap(RELATES, ""), MESSAGE_ID, "nothing"),
    Bad("WSA-03", "no mustUnderstand", retrieved("ct").swap(' s:mustUnderstand="true"', ""),
        "mustUnderstand", "no mustUnderstand"),
    Bad("WSA-03", "mustUnderstand of no namespace",
        retrieved("ct").swap(' s:mustUnderstand="true"', ' mustUnderstand="true"'),
        "mustUnderstand", "no mustUnderstand"),
    Bad("WSA-03", "mustUnderstand is false",
        rendered("ct", CT_JPEG).swap('s:mustUnderstand="true"', 's:mustUnderstand="false"'),
        "mustUnderstand", "no mustUnderstand"),
    # Registry response
    Bad("REG-01", "an element of no schema",
        retrieved("ct").swap("<x:mimeType>", "<x:more/><x:mimeType>"), RETRIEVE_BODY,
        f"Element '{{{XDSB}}}more': This element is not expected..."),
    Bad("REG-01", "elements in another order",
        retrieved("ct").swap(f"<x:RepositoryUniqueId>{REPOSITORY}</x:RepositoryUniqueId>", "")
        .swap("<x:mimeType>", f"<x:RepositoryUniqueId>{REPOSITORY}</x:RepositoryUniqueId>"
              "<x:mimeType>"), RETRIEVE_BODY, "..."),
    Bad("REG-01", "no Document", retrieved("ct").swap(include(1), ""), RETRIEVE_BODY, "..."),
    Bad("REG-01", "what is no base64",
        retrieved("ct").swap('<o:Include href="cid:1@x"/>', "***"), RETRIEVE_BODY,
        f"...the Document of {CT} is not base64"),
    Bad("REG-01", "base64 that is cut off",
        retrieved("ct").swap('<o:Include href="cid:1@x"/>', "AAA"), RETRIEVE_BODY,
        f"...the Document of {CT} is not base64"),
    Bad("REG-01", "another operation's response",
        to_rendered(retrieved("ct", contents=[CT_JPEG])), RENDERED_BODY,
        f"the element is {{{XDSB}}}RetrieveDocumentSetResponse"),
    Bad("REG-01", "the wrong namespace",
        rendered("ct", CT_JPEG).swap("w:RegistryResponse", "x:RegistryResponse", 2),
        RENDERED_BODY, "..."),
    Bad("REG-01", "an element of the schema that is no response",
        rendered("ct", CT_JPEG).swap("w:RetrieveRenderedImagingDocumentSetResponse",
                                     "w:RetrieveRenderedImagingDocumentSetRequest", 2),
        RENDERED_BODY,
        "the element is {urn:dicom:wado:ws:2011}RetrieveRenderedImagingDocumentSetRequest"),
    Bad("REG-02", "PartialSuccess of OASIS", ONE_CAME.swap(PARTIAL, OASIS_PARTIAL), STATUSES,
        OASIS_PARTIAL),
    Bad("REG-02", "a short status", retrieved("ct").swap(SUCCESS, "Success"), STATUSES, "Success"),
    Bad("REG-02", "an empty status", retrieved("ct").swap(SUCCESS, ""), STATUSES, "nothing"),
    Bad("REG-02", "no status", retrieved("ct").swap(f' status="{SUCCESS}"', ""), STATUSES,
        "nothing", also=("REG-01",)),
    Bad("REG-02", "Success of IHE",
        retrieved("ct").swap(SUCCESS, PARTIAL.replace("Partial", "")), STATUSES,
        PARTIAL.replace("Partial", "")),
    Bad("REG-03", "Success beside an error", ONE_CAME.swap(PARTIAL, SUCCESS), PARTIAL, SUCCESS),
    Bad("REG-03", "Success without document", NONE_CAME.swap(FAILURE, SUCCESS), FAILURE, SUCCESS),
    Bad("REG-03", "PartialSuccess where all came", retrieved("ct").swap(SUCCESS, PARTIAL),
        SUCCESS, PARTIAL),
    Bad("REG-03", "PartialSuccess where none came", NONE_CAME.swap(FAILURE, PARTIAL), FAILURE,
        PARTIAL),
    Bad("REG-03", "Failure where some came", ONE_CAME.swap(PARTIAL, FAILURE), PARTIAL, FAILURE),
    Bad("REG-03", "PartialSuccess for a warning",
        retrieved("ct", errors=[registry_error("A", CT, WARNING)], status=PARTIAL), SUCCESS,
        PARTIAL),
    Bad("REG-04", "an empty context", NONE_CAME.swap('"Why."', '""'), "codeContext", "nothing"),
    Bad("REG-04", "an empty code", NONE_CAME.swap('"XDSMissingDocument"', '""'), "errorCode",
        "nothing"),
    Bad("REG-04", "no context", NONE_CAME.swap(' codeContext="Why."', ""), "codeContext",
        "nothing", also=("REG-01",)),
    Bad("REG-04", "a severity of its own", NONE_CAME.swap(ERROR, "Error"), f"{ERROR} or {WARNING}",
        "Error"),
    Bad("REG-04", "a warning without code",
        retrieved("ct", errors=[registry_error("", CT, WARNING)]), "errorCode", "nothing"),
    Bad("REG-05", "no location", refusal(registry_error("A", None), asked=[UNKNOWN]), LOCATION,
        "nothing"),
    Bad("REG-05", "another document's location",
        refusal(registry_error("A", CT), asked=[UNKNOWN]), LOCATION, CT),
    Bad("REG-05", "a location that is a module",
        refusal(registry_error("A", "Store.java:17"), asked=[UNKNOWN]), LOCATION, "Store.java:17"),
    Bad("REG-05", "no location beside a document",
        retrieved("ct", asked=[CT, UNKNOWN], status=PARTIAL,
                  errors=[registry_error("A", UNKNOWN), registry_error("B", None)]), LOCATION,
        "nothing"),
    Bad("REG-05", "a warning without location",
        retrieved("ct", errors=[registry_error("A", None, WARNING)]), LOCATION, "nothing"),
    Bad("REG-06", "neither", retrieved("ct", asked=[CT, SECOND]), EITHER, "neither"),
    Bad("REG-06", "both",
        retrieved("ct", errors=[registry_error("A", CT)], status=PARTIAL), EITHER, "both"),
    Bad("REG-06", "one document's error for both",
        refusal(registry_error("A", UNKNOWN), asked=[CT, UNKNOWN]), EITHER, "neither"),
    Bad("REG-06", "a warning in place of a document",
        refusal(registry_error("A", CT, WARNING), asked=[CT], status=SUCCESS), EITHER, "neither"),
    Bad("REG-06", "nothing at all", refusal(asked=[CT], status=SUCCESS), EITHER, "neither"),
    Bad("REG-07", "a document twice",
        retrieved("ct", "ct", asked=[CT]), "at most 1 times", "2 times"),
    Bad("REG-07", "a document unasked",
        retrieved("ct", "second", asked=[CT]), "at most 0 times", "1 times"),
    Bad("REG-08", "another repository",
        retrieved("ct").swap(f">{REPOSITORY}<", ">1.9.9<"), REPOSITORY, "1.9.9"),
    Bad("REG-08", "an empty repository",
        rendered("ct", CT_JPEG).swap(f">{REPOSITORY}<", "><"), REPOSITORY, "nothing"),
    Bad("REG-09", "community dropped",
        retrieved("ct", home="urn:oid:1.9.2")
        .swap("<x:HomeCommunityId>urn:oid:1.9.2</x:HomeCommunityId>", ""), "urn:oid:1.9.2", "none"),
    Bad("REG-09", "community changed",
        retrieved("ct", home="urn:oid:1.9.2").swap(">urn:oid:1.9.2<", ">1.9.2<"),
        "urn:oid:1.9.2", "1.9.2"),
    Bad("REG-09", "community unasked",
        retrieved("ct").swap("<x:RepositoryUniqueId>",
                             "<x:HomeCommunityId>urn:oid:1.9.2</x:HomeCommunityId>"
                             "<x:RepositoryUniqueId>"), "none", "urn:oid:1.9.2"),
    Bad("REG-09", "an empty community",
        retrieved("ct").swap("<x:RepositoryUniqueId>",
                             "<x:HomeCommunityId/><x:RepositoryUniqueId>"), "none", "an empty one"),
    # Documents
    Bad("RET-01", "called octet-stream",
        retrieved("ct").swap("application/dicom", "application/octet-stream", 2),
        "application/dicom", "application/octet-stream"),
    Bad("RET-01", "called nothing",
        retrieved("ct").swap("<x:mimeType>application/dicom<", "<x:mimeType><")
        .swap("Content-Type: application/dicom\r\n", ""), "application/dicom", "nothing"),
    Bad("RET-01", "called an image",
        retrieved("ct").swap("application/dicom", "image/jpeg", 2), "application/dicom",
        "image/jpeg"),
    Bad("RET-02", "a pixel changed",
        ct_edited(PixelData=b"\1" + bytes(DOCUMENTS["ct"].rows * DOCUMENTS["ct"].columns * 2 - 1)),
        STORED, "changed: PixelData"),
    Bad("RET-02", "an attribute changed", ct_edited(SeriesDescription="Another"), STORED,
        "changed: SeriesDescription"),
    Bad("RET-02", "an attribute lost", ct_edited(RescaleIntercept=None), STORED,
        "changed: RescaleIntercept"),
    Bad("RET-02", "an attribute added", ct_edited(WindowCenter="40"), STORED,
        "changed: WindowCenter"),
    Bad("RET-02", "a private attribute changed", private_changed(), STORED,
        "changed: (0011,1001)"),
    Bad("RET-02", "pixels lost", ct_edited(PixelData=None), STORED, "changed: PixelData"),
    Bad("RET-02", "text in another character set", charset_changed(), STORED,
        "changed: SeriesDescription"),
    Bad("RET-02", "an attribute of a compressed image added",
        retrieved("rle", contents=[edited(DOCUMENTS["rle"].content,
                                          lambda dataset: setattr(dataset, "SeriesNumber", 7))]),
        STORED, "changed: SeriesNumber"),
    Bad("RET-03", "another transfer syntax",
        retrieved("ct", contents=[recoded("ct", IMPLICIT_VR_LE)]), EXPLICIT, IMPLICIT),
    Bad("RET-03", "stored, but not asked for",
        retrieved("rle", syntaxes=[EXPLICIT_VR_LE, IMPLICIT_VR_LE]), f"{EXPLICIT} or {IMPLICIT}",
        "RLE Lossless (1.2.840.10008.1.2.5)"),
    Bad("RET-07", "an attribute changed by converting",
        converted_edited("ct", IMPLICIT_VR_LE, SeriesDescription="Another"), STORED,
        "changed: SeriesDescription"),
    Bad("RET-07", "a pixel changed by converting",
        converted_edited("ct", IMPLICIT_VR_LE, PixelData=bytes(4096)), STORED,
        "changed: PixelData"),
    Bad("RET-07", "black instead of decompressed",
        converted_edited("rle", EXPLICIT_VR_LE, PixelData=bytes(4096)), STORED,
        "changed: PixelData, frame 1 by 504.0 in the mean"),
    Bad("RET-07", "half the pixels decompressed",
        converted_edited("rle", EXPLICIT_VR_LE, PixelData=bytes(2048)), STORED,
        "changed: PixelData, which cannot be decoded (..."),
    Bad("RET-07", "fewer rows decompressed",
        converted_edited("rle", EXPLICIT_VR_LE, Rows=16, PixelData=bytes(2048)), STORED,
        "changed: Rows, PixelData, of shape (16, 64) where (32, 64) was stored"),
    Bad("RET-07", "rescale lost while decompressing",
        converted_edited("rle", EXPLICIT_VR_LE, RescaleIntercept=None), STORED,
        "changed: RescaleIntercept"),
    Bad("RET-07", "a photograph too dark",
        converted_edited("jpeg", EXPLICIT_VR_LE, PixelData=bytes(32 * 48)), STORED,
        "changed: PixelData, frame 1 by 11..."),
    Bad("DOC-01", "no preamble",
        retrieved("ct", contents=[DOCUMENTS["ct"].content[132:]]), PART10,
        "no DICM after a preamble of 128 bytes: ..."),
    Bad("DOC-01", "nothing", retrieved("ct", contents=[b""]), PART10, "..."),
    Bad("DOC-01", "a page of HTML", retrieved("ct", contents=[b"<html>" * 40]), PART10,
        "no DICM after a preamble of 128 bytes: b'tml>'"),
    Bad("DOC-01", "an image", retrieved("ct", contents=[CT_JPEG]), PART10, "..."),
    Bad("DOC-01", "no transfer syntax",
        retrieved("ct", contents=[without_meta("TransferSyntaxUID")]), PART10, "..."),
    Bad("DOC-01", "no instance in the file meta information",
        retrieved("ct", contents=[without_meta("MediaStorageSOPInstanceUID")]), PART10,
        "without MediaStorageSOPInstanceUID"),
    Bad("DOC-02", "another instance", retrieved("ct", contents=[DOCUMENTS["second"].content]),
        CT, SECOND, also=("RET-02",)),
    Bad("DOC-02", "another series", ct_edited(SeriesInstanceUID="2.25.7"), "2.25.101", "2.25.7",
        also=("RET-02",)),
    Bad("DOC-02", "no study", ct_edited(StudyInstanceUID=None), "2.25.100", "nothing",
        also=("RET-02",)),
    Bad("DOC-02", "another SOP class", ct_edited(SOPClassUID="1.2.840.10008.5.1.4.1.1.4"),
        "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.4", also=("RET-02",)),
    # Images
    Bad("REN-01", "a PNG", rendered("ct", image(CT_SHOWN, "PNG")), BASELINE, "PNG L"),
    Bad("REN-01", "progressive", rendered("ct", jpeg(CT_SHOWN, progressive=True)), BASELINE,
        "JPEG L, progressive"),
    Bad("REN-01", "no image", rendered("ct", b"<html/>"), BASELINE, UNIDENTIFIED),
    Bad("REN-01", "nothing", rendered("ct", b""), BASELINE, UNIDENTIFIED),
    Bad("REN-01", "a document", rendered("ct", DOCUMENTS["ct"].content), BASELINE,
        UNIDENTIFIED),
    Bad("REN-01", "four components",
        rendered("ct", image(CT_SHOWN[..., None].repeat(4, 2), "PNG")), BASELINE, "PNG RGBA"),
    Bad("REN-01", "called image/png",
        rendered("ct", CT_JPEG).swap("image/jpeg", "image/png", 2), "image/jpeg", "image/png"),
    Bad("REN-03", "no echo",
        rendered("ct", CT_JPEG, CT_WINDOW).swap("<w:WindowWidth>1000</w:WindowWidth>", ""), "1000",
        "nothing"),
    Bad("REN-03", "another value",
        rendered("ct", CT_JPEG, CT_WINDOW).swap(">1000<", ">1000.0<"), "1000", "1000.0"),
    Bad("REN-04", "size ignored", rendered("ct", CT_JPEG, {"Rows": "16"}), "16 rows of 32",
        "32 rows of 64"),
    Bad("REN-04", "one row beyond the box",
        rendered("ct", jpeg(CT_SHOWN[:17, :33]), {"Rows": "16"}), "16 rows of 32", "17 rows of 33"),
    Bad("REN-04", "stretched into the box",
        rendered("ct", jpeg(CT_SHOWN[:, :32]), {"Rows": "32", "Columns": "32"}), "16 rows of 32",
        "32 rows of 32"),
    Bad("REN-04", "turned", rendered("ct", jpeg(CT_SHOWN.T)), "32 rows of 64", "64 rows of 32"),
    Bad("REN-04", "shrunk unasked", rendered("ct", jpeg(CT_SHOWN[::2, ::2])), "32 rows of 64",
        "16 rows of 32"),
    Bad("REN-04", "enlarged by too little",
        rendered("ct", jpeg(CT_SHOWN.repeat(2, 0).repeat(2, 1)[:48, :96]), {"Rows": "64"}),
        "32 rows of 64 or 64 rows of 128", "48 rows of 96"),
    Bad("REN-05", "inverted", rendered("ct", jpeg(255 - CT_SHOWN), CT_WINDOW),
        "a mean difference of at most 8 grey levels",
        "a mean difference of 130.7, brightness off by -0: inverted"),
    Bad("REN-05", "too bright", rendered("ct", jpeg(CT_SHOWN + 20), CT_WINDOW),
        "a mean difference of at most 8 grey levels", "a mean difference of 1..."),
    Bad("REN-05", "MONOCHROME1 taken for MONOCHROME2", rendered("inverse", CT_JPEG, CT_WINDOW),
        "a mean difference of at most 8 grey levels",
        "a mean difference of 130.7, brightness off by +0: inverted"),
    Bad("REN-05", "all black at low quality",
        rendered("ct", jpeg(CT_SHOWN * 0), CT_WINDOW | {"ImageQuality": "10"}),
        "a mean difference of at most 24 grey levels", "a mean difference of 12..."),
    Bad("REN-07", "the wrong frame", rendered("frames", jpeg(FRAMES[0]), {"FrameNumber": "2"}),
        "frame 2, likeness at least 0.9", "most like frame 1, likeness 1.00"),
    Bad("REN-07", "frames counted from 0",
        rendered("frames", jpeg(FRAMES[2]), {"FrameNumber": "2"}),
        "frame 2, likeness at least 0.9", "most like frame 3, likeness 1.00"),
    Bad("REN-07", "no frame at all",
        rendered("frames", jpeg(FRAMES[1] * 0), {"FrameNumber": "2"}),
        "frame 2, likeness at least 0.9", "most like frame 1, likeness 0.00"),
    Bad("REN-07", "the frame upside down in grey",
        rendered("frames", jpeg(255 - FRAMES[1].astype(float)), {"FrameNumber": "2"}),
        "frame 2, likeness at least 0.9", "most like frame ..."),
    Bad("REN-16", "red and blue swapped", rendered("colour", jpeg(COLOURS[..., ::-1])),
        "a mean difference of at most 8 levels", "a mean difference of 8..."),
    Bad("REN-16", "grey", rendered("colour", jpeg(COLOURS.mean(axis=2))),
        "three colour components", "L"),
    Bad("REN-16", "transparent",
        rendered("colour", image(np.dstack([COLOURS, COLOURS[..., :1]]), "PNG")),
        "three colour components", "RGBA", also=("REN-01",)),
]  # fmt: skip
