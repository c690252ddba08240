"""Answers in which nothing is wrong, and the requirements that each of them shows."""

import base64
import binascii
import io
from dataclasses import replace

import numpy as np
from pydicom import Dataset, dcmread
from pydicom.uid import UID

from tests.judge.builder import (
    ERROR,
    MESSAGE_ID,
    PARTIAL,
    RESPONSE_ACTION,
    ROOT_TYPE,
    SOAP_TYPE,
    SUCCESS,
    WARNING,
    Said,
    fault,
    jpeg,
    mtom,
    of_another_verb,
    packed_fault,
    page,
    plain,
    refusal,
    registry_error,
    rendered,
    rendered_refusal,
    rendered_request,
    request_envelope,
    retrieve_request,
    retrieved,
    window,
)
from tests.judge.documents import (
    COLOURS,
    DOCUMENTS,
    FRAMES,
    HOME,
    RAMP,
    SMOOTH,
    edited,
    to_bytes,
)
from wadows_spec.constants import (
    EXPLICIT_VR_LE,
    IMPLICIT_VR_LE,
    RENDERED_ACTION_2018,
    RETRIEVE_ACTION,
    RS,
    SOAP11,
    SOAP12,
    WSA,
    XDSB,
)

CT, SECOND = DOCUMENTS["ct"].instance, DOCUMENTS["second"].instance
UNKNOWN = "2.25.999"
DEFLATED, RLE = "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.5"
#: Data Set Trailing Padding: tag, OB, length 4, and four bytes (PS3.10 section 7.2).
TRAILING_PADDING = bytes.fromhex("fcfffcff 4f420000 04000000 00000000")
XSI = "http://www.w3.org/2001/XMLSchema-instance"
ENVELOPE = [
    "HTTP-01",
    "HTTP-02",
    "HTTP-04",
    "HTTP-08",
    "HTTP-09",
    "SOAP-01",
    "SOAP-06",
    "SOAP-07",
    "SOAP-08",
    "WSA-01",
    "WSA-02",
    "WSA-03",
    "WSA-04",
    "WSA-06",
    "REG-01",
    "REG-02",
    "REG-03",
    "REG-12",
]
MULTIPART = [*(f"MIME-0{number}" for number in (2, 3, 5, 6, 7, 8, 9)), "XOP-02", "XOP-06"]
PACKED = ["MIME-01", *MULTIPART]
PARTS = ["MIME-04", "XOP-01", "XOP-03", "XOP-04", "XOP-05"]
DELIVERED = ["REG-06", "REG-07", "REG-08", "REG-09"]
FILES = [f"DOC-0{number}" for number in (1, 2, 3)]
RETRIEVED = [*ENVELOPE, *PACKED, *PARTS, *DELIVERED, "RET-01", "RET-03", *FILES]
RENDERED = [*ENVELOPE, *PACKED, *PARTS, *DELIVERED, "REN-01", "REN-04"]
EXPLAINED = ["REG-04", "REG-10", "REG-13", "SOAP-09"]
ERRORS = [*ENVELOPE, *PACKED, *EXPLAINED, "REG-05", "REG-06"]


def recoded(role: str, syntax: str) -> bytes:
    """A document uncompressed, or in another uncompressed transfer syntax."""

    def edit(dataset: object) -> None:
        if DOCUMENTS[role].syntax not in (EXPLICIT_VR_LE, IMPLICIT_VR_LE):
            dataset.decompress(generate_instance_uid=False)  # type: ignore[attr-defined]
        dataset.file_meta.TransferSyntaxUID = syntax  # type: ignore[attr-defined]

    return edited(DOCUMENTS[role].content, edit)


def by_plane(role: str) -> bytes:
    """A colour image in Implicit VR whose colours lie plane behind plane, and that says so."""

    def edit(dataset: Dataset) -> None:
        dataset.PixelData = COLOURS.transpose(2, 0, 1).tobytes()
        dataset.PlanarConfiguration = 1
        dataset.file_meta.TransferSyntaxUID = UID(IMPLICIT_VR_LE)

    return edited(DOCUMENTS[role].content, edit)


def compressed(role: str, syntax: str) -> bytes:
    return edited(
        DOCUMENTS[role].content,
        lambda dataset: dataset.compress(UID(syntax), generate_instance_uid=False),
    )


def converted(role: str, syntax: str) -> Said:
    return retrieved(role, syntaxes=[syntax], contents=[recoded(role, syntax)])


def rewritten(role: str) -> bytes:
    """The same data set in other bytes: with the group lengths of an archive."""
    dataset = dcmread(io.BytesIO(DOCUMENTS[role].content))
    dataset.add_new(0x00080000, "UL", 4711)
    dataset.file_meta.ImplementationVersionName = "ANOTHER"
    return to_bytes(dataset)


def duplicated() -> Said:
    """One instance asked for twice, for two frames: one comes, the other does not exist."""
    instance = DOCUMENTS["frames"].instance
    request = rendered_request([(instance, {"FrameNumber": "2"}), (instance, {"FrameNumber": "9"})])
    said = rendered("frames", jpeg(FRAMES[1]), {"FrameNumber": "2"})
    error = registry_error("urn:dicom:wado:0018", instance)
    return replace(said, request=request.encode(), request_type="application/soap+xml").swap(
        f'<w:RegistryResponse status="{SUCCESS}">',
        f'<w:RegistryResponse status="{PARTIAL}"><rs:RegistryErrorList>{error}'
        "</rs:RegistryErrorList>",
    )


def root_last() -> Said:
    said = retrieved("ct")
    assert said.reply is not None
    _, root, part = said.reply.split(b"--b\r\n")
    part = part.removesuffix(b"--b--\r\n")
    return said.saying(b"--b\r\n" + part + b"--b\r\n" + root + b"--b--\r\n")


def bounded(boundary: str, quoted: bool = True) -> Said:
    """An answer with another boundary, in quotation marks or not."""
    said = retrieved("ct")
    reply = (said.reply or b"").replace(b"--b\r\n", f"--{boundary}\r\n".encode("latin-1"))
    reply = reply.replace(b"--b--\r\n", f"--{boundary}--\r\n".encode("latin-1"))
    written = f'"{boundary}"' if quoted else boundary
    return said.typed('boundary="b"', f"boundary={written}").saying(reply)


ENCODING = "Content-Transfer-Encoding: binary\r\nContent-ID: <1@x>"


def encoded(value: str, content: bytes = DOCUMENTS["ct"].content) -> Said:
    """An answer whose document is said to be in an encoding."""
    said = retrieved("ct", contents=[content])
    return said.swap(ENCODING, ENCODING.replace("binary", value))


def recast(encoding: str, root_type: str = ROOT_TYPE, transfer: str = "binary") -> Said:
    """An answer whose envelope is in another character set and does not say so itself."""
    said = retrieved("ct")
    _, head, *rest = (said.reply or b"").split(b"--b\r\n")
    envelope = head.partition(b"\r\n\r\n")[2].decode().removesuffix("\r\n").partition("?>\n")[2]
    content = envelope.replace("urn:uuid:answer", "urn:uuid:\u00e4nswer").encode(encoding)
    content = base64.encodebytes(content) if transfer == "base64" else content
    head = (
        f"Content-Type: {root_type}\r\nContent-Transfer-Encoding: {transfer}\r\n"
        "Content-ID: <root@x>\r\n\r\n"
    ).encode() + content + b"\r\n"  # fmt: skip
    return said.saying(b"--b\r\n".join([b"", head, *rest]))


def inline_in_mtom() -> Said:
    envelope = plain(retrieved("ct")).reply
    assert envelope is not None
    return retrieved("ct").saying(mtom(envelope.decode(), []))


CT_WINDOW = {"WindowWidth": "1000", "WindowCenter": "0"}
CT_SHOWN = window(RAMP - 504.0, 0, 1000)
HARMLESS_FAULT = ["HTTP-01", "HTTP-03", "HTTP-04", "HTTP-08", "HTTP-09", "SOAP-01", "SOAP-05",
                  "SOAP-06", "SOAP-07", "SOAP-08", "SOAP-09",
                  "WSA-04", "WSA-06", "WSA-07"]  # fmt: skip
BARE_REQUEST = request_envelope(RETRIEVE_ACTION, "<nothing/>")
CT_REQUEST = retrieve_request([CT], [EXPLICIT_VR_LE])

UPGRADE = (
    f'<v:Upgrade xmlns:v="{SOAP12}"><v:SupportedEnvelope xmlns:v="{SOAP12}" qname="v:Envelope"/>'
    "</v:Upgrade>"
)
#: What looks like a class or a path and gives nothing away.
NAMES = (
    f"{{{SOAP12}}}Envelope of urn:example:org.example.StoreException, {RETRIEVE_ACTION}, "
    "https://example.org/opt/a/b/java.lang.Error, /dcm4chee-arc/xdsi, application/dicom, "
    "1.2.840.10008.1.2.4.50, XDSRepositoryError, IOException, Not found.Try again; N/A and/or "
    "a:To, x:Document at 10:17:30, line 3, column 4; see Store.java:17 at most (2); "
    "XDSRepositoryError: no, DocumentTypeError: no, TypeError"
)


def mismatch_of_soap11(upgrade: str) -> Said:
    """A VersionMismatch fault of SOAP 1.1 to an envelope that nobody knows."""
    said = fault(request=CT_REQUEST.replace(SOAP12, "urn:x"), status=500)
    return (
        said.swap(SOAP12, SOAP11)
        .swap("s:Code><s:Value>s:Sender</s:Value></s:Code>",
              "faultcode>s:VersionMismatch</faultcode>")
        .swap("</s:Header>", f"{upgrade}</s:Header>")
        .headed("Content-Type", "text/xml")
    )  # fmt: skip


GOOD: list[tuple[str, Said, list[str]]] = [
    # Retrieval
    ("a document", retrieved("ct"), [*RETRIEVED, "RET-02"]),
    ("two documents", retrieved("ct", "second"), [*RETRIEVED, "RET-02"]),
    ("no image", retrieved("report"), [*RETRIEVED, "RET-02"]),
    ("in another order", retrieved("second", "ct", asked=[CT, SECOND]), RETRIEVED),
    (
        "one of two",
        retrieved(
            "ct",
            asked=[CT, UNKNOWN],
            errors=[registry_error("XDSMissingDocument", UNKNOWN)],
            status=PARTIAL,
        ),
        [*RETRIEVED, *EXPLAINED, "REG-05"],
    ),
    ("in any of the transfer syntaxes", retrieved("ct", syntaxes=[IMPLICIT_VR_LE, EXPLICIT_VR_LE]),
     RETRIEVED),
    ("archive's changes", retrieved("ct", contents=[rewritten("ct")]), [*RETRIEVED, "RET-02"]),
    ("as stored, compressed", retrieved("rle"), [*RETRIEVED, "RET-02"]),
    ("converted to implicit", converted("ct", IMPLICIT_VR_LE), [*RETRIEVED, "RET-10"]),
    ("private converted", converted("private", IMPLICIT_VR_LE), [*RETRIEVED, "RET-10"]),
    ("decompressed", converted("rle", EXPLICIT_VR_LE), [*RETRIEVED, "RET-10"]),
    ("lossy decompressed", converted("jpeg", EXPLICIT_VR_LE), [*RETRIEVED, "RET-10"]),
    *((f"{role} converted to {syntax}", converted(role, syntax), [*RETRIEVED, "RET-10"])
      for role, syntax in (("nested", IMPLICIT_VR_LE), ("report", DEFLATED), ("ct", DEFLATED),
                           ("frames", IMPLICIT_VR_LE), ("colour", IMPLICIT_VR_LE))),
    ("colour by plane",
     retrieved("colour", syntaxes=[IMPLICIT_VR_LE], contents=[by_plane("colour")]),
     [*RETRIEVED, "RET-10"]),
    *((f"{name} to {syntax}", retrieved(role, syntaxes=[syntax],
                                        contents=[compressed(role, syntax)]),
       [*RETRIEVED, "RET-10"])
      for name, role, syntax in (("compressed", "ct", RLE), ("frames compressed", "frames", RLE),
                                 ("compressed", "colour", RLE))),
    ("padding behind the last attribute",
     retrieved("ct", contents=[DOCUMENTS["ct"].content + TRAILING_PADDING]),
     [*RETRIEVED, "RET-02"]),
    ("a zero byte behind a deflated stream",
     retrieved("ct", syntaxes=[DEFLATED], contents=[recoded("ct", DEFLATED).rstrip(b"\0") + b"\0"]),
     [*RETRIEVED, "RET-10"]),
    ("home community", retrieved("ct", home=HOME), RETRIEVED),
    ("a media type with a parameter",
     retrieved("ct").swap("<x:mimeType>application/dicom<",
                          "<x:mimeType>Application/DICOM; transfer-syntax=1.2<"), RETRIEVED),
    ("a type named by a prefix that the envelope declares",
     retrieved("ct").swap("<s:Envelope ", f'<s:Envelope xmlns:y="{XDSB}" xmlns:xsi="{XSI}" ')
     .swap("<x:RetrieveDocumentSetResponse ",
           '<x:RetrieveDocumentSetResponse xsi:type="y:RetrieveDocumentSetResponseType" '),
     RETRIEVED),
    ("a type named by a second prefix of its namespace",
     retrieved("ct").swap("<rs:RegistryResponse ",
                          f'<rs:RegistryResponse xmlns:y="{RS}" xmlns:xsi="{XSI}" '
                          'xsi:type="y:RegistryResponseType" '),
     RETRIEVED),
    # Errors
    ("an error", refusal(registry_error("XDSMissingDocument", UNKNOWN), asked=[UNKNOWN]), ERRORS),
    ("two errors about a document",
     refusal(registry_error("A", UNKNOWN), registry_error("B", UNKNOWN), asked=[UNKNOWN]), ERRORS),
    ("an error for the whole request",
     refusal(registry_error("XDSRepositoryError", None), asked=[CT, UNKNOWN]),
     [*ENVELOPE, *EXPLAINED, "REG-06"]),
    ("an error for the whole request that names a module",
     refusal(registry_error("XDSRepositoryError", "Store.java:17"), asked=[CT, UNKNOWN]),
     [*ENVELOPE, *EXPLAINED, "REG-06"]),
    ("a warning beside its document",
     retrieved("ct", errors=[registry_error("XDSRepositoryError", CT, WARNING)]),
     [*RETRIEVED, *EXPLAINED, "REG-05"]),
    # Packaging
    ("no start", retrieved("ct").typed('start="<root@x>"; ', ""), ENVELOPE),
    ("start without brackets", retrieved("ct").typed("<root@x>", "root@x"), RETRIEVED),
    ("start names a part further down", root_last(), RETRIEVED),
    ("types in upper case",
     retrieved("ct").typed("multipart/related", "Multipart/Related")
     .typed("application/xop+xml", "Application/XOP+XML"), RETRIEVED),
    ("start-info with an action",
     retrieved("ct").typed('"application/soap+xml"',
                           rf'"application/soap+xml; action=\"{RESPONSE_ACTION}\""'),
     [*RETRIEVED, "WSA-05"]),
    ("percent-encoded", retrieved("ct").swap("cid:1@x", "cid:%31%40x"), RETRIEVED),
    ("white space outside the boundaries",
     retrieved("ct").saying(b"\r\n" + (retrieved("ct").reply or b"") + b" \r\n"), RETRIEVED),
    ("no line end behind the last boundary", retrieved("ct").swap("--b--\r\n", "--b--"),
     RETRIEVED),
    ("a boundary of every character", bounded("aZ09 '()+_,-./:=?"), RETRIEVED),
    ("a boundary of 70 characters", bounded("b" * 70, quoted=False), RETRIEVED),
    ("a boundary that need not be quoted", bounded("b-1_2.3'+", quoted=False), RETRIEVED),
    ("headers of parts in other words",
     retrieved("ct").swap("Content-Type: application/dicom\r\n",
                          "CONTENT-type :\r\n\tapplication/dicom;\r\n name=x\r\n"), RETRIEVED),
    ("a document in base64",
     encoded("Base64", base64.encodebytes(DOCUMENTS["ct"].content)), [*RETRIEVED, "RET-02"]),
    ("a document in quoted-printable",
     encoded("quoted-printable", binascii.b2a_qp(DOCUMENTS["ct"].content, istext=False)),
     [*RETRIEVED, "RET-02"]),
    ("an envelope in base64", recast("utf-8", transfer="base64"), RETRIEVED),
    ("an envelope in UTF-16", recast("utf-16"), RETRIEVED),
    *((f"an envelope whose Content-Type says {name}",
       recast(name, f'application/xop+xml; charset={name}; type="application/soap+xml"'), RETRIEVED)
      for name in ("utf-16le", "ISO-8859-1")),
    ("line feeds alone between the parts",
     retrieved("ct").swap("Content-Transfer-Encoding: binary\r\n",
                          "Content-Transfer-Encoding: binary\n", 2), RETRIEVED),
    ("chunks",
     retrieved("ct").headed("Content-Length", "").headed("Transfer-Encoding", "chunked"),
     RETRIEVED),
    ("no Content-Length", retrieved("ct").headed("Content-Length", ""), RETRIEVED),
    ("plain as it was asked", plain(retrieved("ct")),
     [*ENVELOPE, *DELIVERED, "RET-01", "RET-02", "RET-03", *FILES]),
    ("an MTOM answer to a plain request",
     replace(retrieved("ct"), request=plain(retrieved("ct")).request,
             request_type="application/soap+xml"),
     [*ENVELOPE, *MULTIPART, *PARTS]),
    ("base64 inside an MTOM message", inline_in_mtom(),
     [*ENVELOPE, *PACKED, *DELIVERED, "RET-01", "RET-02", "RET-03", *FILES]),
    # Rendering
    ("an image", rendered("ct", jpeg(CT_SHOWN)), RENDERED),
    ("a window", rendered("ct", jpeg(CT_SHOWN), CT_WINDOW), [*RENDERED, "REN-03", "REN-05"]),
    ("a window on MONOCHROME1", rendered("inverse", jpeg(255 - CT_SHOWN), CT_WINDOW),
     [*RENDERED, "REN-05"]),
    ("a window at low quality",
     rendered("ct", jpeg(CT_SHOWN, quality=5), CT_WINDOW | {"ImageQuality": "1"}),
     [*RENDERED, "REN-03", "REN-05"]),
    ("fitted into rows", rendered("ct", jpeg(CT_SHOWN[::2, ::2]), {"Rows": "16"}), RENDERED),
    ("fitted into columns", rendered("ct", jpeg(CT_SHOWN[::2, ::2]), {"Columns": "32"}), RENDERED),
    ("fitted into a box",
     rendered("ct", jpeg(CT_SHOWN[::2, ::2]), {"Rows": "20", "Columns": "32"}), RENDERED),
    ("enlarged", rendered("ct", jpeg(CT_SHOWN.repeat(2, 0).repeat(2, 1)), {"Rows": "64"}),
     RENDERED),
    ("not enlarged", rendered("ct", jpeg(CT_SHOWN), {"Rows": "64"}), RENDERED),
    ("rounded down", rendered("ct", jpeg(CT_SHOWN[:11, :21]), {"Columns": "22"}), RENDERED),
    ("of two pixels", rendered("ct", jpeg(np.array([[64, 191]])), {"Rows": "1"}),
     [*RENDERED, "REN-17"]),
    ("a default window of half the values", rendered("ct", jpeg(window(RAMP - 504.0, 0, 500))),
     [*RENDERED, "REN-17"]),
    *(
        (f"frame {number}", rendered("frames", jpeg(FRAMES[number - 1]),
         {"FrameNumber": str(number)}), [*RENDERED, "REN-03", "REN-07"])
        for number in (1, 2, 3)
    ),
    ("a frame through a window that clips",
     rendered("frames", jpeg(window(FRAMES[1], 100, 50)),
              {"WindowWidth": "50", "WindowCenter": "100", "FrameNumber": "2"}),
     [*RENDERED, "REN-05", "REN-07"]),
    ("one frame of two comes", duplicated(), ["REG-03", "REG-06", "REN-07"]),
    ("a colour image", rendered("colour", jpeg(COLOURS)), [*RENDERED, "REN-16"]),
    ("a decoded photograph", rendered("jpeg", jpeg(SMOOTH)), RENDERED),
    ("old Action answered in kind",
     rendered("ct", jpeg(CT_SHOWN), action=RENDERED_ACTION_2018), RENDERED),
    ("the registry response in its own namespace",
     rendered("ct", jpeg(CT_SHOWN)).swap("w:RegistryResponse", "rs:RegistryResponse", 2), RENDERED),
    ("more parameters than asked for",
     rendered("ct", jpeg(CT_SHOWN)).swap("</w:SourceDocumentUniqueId>",
                                         "</w:SourceDocumentUniqueId><w:Rows>32</w:Rows>"),
     RENDERED),
    ("a refused rendering",
     rendered_refusal(registry_error("urn:dicom:wado:0013", CT), role="ct",
                      parameters={"Region": "0,0,1,1"}), ERRORS),
    # Faults and refusals
    ("Sender with 400", fault(), HARMLESS_FAULT),
    ("Sender with 500", fault(status=500), HARMLESS_FAULT),
    ("MustUnderstand with 500", fault("s:MustUnderstand", status=500),
     [*HARMLESS_FAULT, "SOAP-10"]),
    ("VersionMismatch with 500", fault("s:VersionMismatch", status=500),
     [*HARMLESS_FAULT, "SOAP-11"]),
    ("a fault to a readable request", fault(request=CT_REQUEST), [*HARMLESS_FAULT, "WSA-02"]),
    ("a fault with a subcode",
     fault().swap("</s:Value>", "</s:Value><s:Subcode><s:Value>a:ActionNotSupported</s:Value>"
                  "</s:Subcode>"), HARMLESS_FAULT),
    ("a fault without relation to what could not be read",
     fault().swap(f"<a:RelatesTo>{MESSAGE_ID}</a:RelatesTo>", ""), HARMLESS_FAULT),
    ("a VersionMismatch of SOAP 1.1 to an unknown envelope", mismatch_of_soap11(UPGRADE),
     ["HTTP-01", "HTTP-03", "SOAP-09", "SOAP-11"]),
    ("a VersionMismatch of SOAP 1.1 that says all of it in SOAP 1.1",
     mismatch_of_soap11(UPGRADE.replace("v:Upgrade", "s:Upgrade")
                        .replace("v:SupportedEnvelope", "s:SupportedEnvelope")),
     ["HTTP-01", "HTTP-03", "SOAP-09", "SOAP-11"]),
    ("a fault with all that belongs into it",
     fault().swap("</s:Fault>", "<s:Node>urn:x</s:Node><s:Role>urn:x</s:Role><s:Detail/>"
                  "</s:Fault>"), HARMLESS_FAULT),
    ("a fault with an Action of its own", fault().swap(f"{WSA}/soap/fault", "urn:example:fault"),
     HARMLESS_FAULT),
    ("a fault with the Action of WS-Addressing's own",
     fault().swap(f"{WSA}/soap/fault", f"{WSA}/fault"), HARMLESS_FAULT),
    ("the name of a header that was not understood, by another prefix",
     fault("s:MustUnderstand", status=500).swap('qname="a:To"', f'xmlns:q="{WSA}" qname=" q:To "'),
     [*HARMLESS_FAULT, "SOAP-10"]),
    ("two headers that were not understood, of which one is named rightly",
     fault("s:MustUnderstand", status=500)
     .swap("</s:Header>", '<s:NotUnderstood qname="x"/></s:Header>'), [*HARMLESS_FAULT, "SOAP-10"]),
    ("a fault that quotes the request",
     fault(request=request_envelope(RETRIEVE_ACTION, "<x>/opt/a.dcm &lt;y&gt;</x>"))
     .swap("Why.", "/opt/a.dcm"), HARMLESS_FAULT),
    ("a fault that speaks of names", fault().swap("Why.", NAMES), HARMLESS_FAULT),
    ("a page that speaks of names",
     page(400, "nonsense", "text/html", f'<a href="/opt/a/b">{NAMES}</a>'.encode()),
     ["HTTP-01", "SOAP-09"]),
    ("an image that is no page",
     page(400, "nonsense", "image/png", b"/opt/a/b"), ["HTTP-01"]),
    # Addressing
    ("an action parameter", retrieved("ct").typed("multipart/related;",
     f'multipart/related; action="{RESPONSE_ACTION}";'), [*RETRIEVED, "WSA-05"]),
    ("an action parameter of the root part", retrieved("ct")
     .swap('type="application/soap+xml"',
           rf'type="application/soap+xml; action=\"{RESPONSE_ACTION}\""'), [*RETRIEVED, "WSA-05"]),
    ("an action parameter of a plain fault",
     fault().typed("; ", f'; action="{WSA}/soap/fault"; '), [*HARMLESS_FAULT, "WSA-05"]),
    ("every addressing header",
     retrieved("ct").swap("</s:Header>", "<a:To>mailto:x@example.org</a:To><a:ReplyTo><a:Address>"
     f"{WSA}/anonymous</a:Address></a:ReplyTo><a:FaultTo><a:Address>\n{WSA}/none\n</a:Address>"
     "</a:FaultTo><a:From/><a:From/>"
     '<a:RelatesTo RelationshipType="urn:x">uuid:y</a:RelatesTo></s:Header>'), RETRIEVED),
    ("mustUnderstand in every form",
     retrieved("ct").swap('s:mustUnderstand="true"', 's:mustUnderstand=" 1 "')
     .swap("<a:RelatesTo>", '<a:RelatesTo s:mustUnderstand="false">')
     .swap("<a:MessageID>", '<a:MessageID s:mustUnderstand="0" mustUnderstand="yes">'), RETRIEVED),
    ("a comment and a declaration are no instructions",
     retrieved("ct").swap("</s:Envelope>", "</s:Envelope><!-- <?suite here?> -->"), RETRIEVED),
    # Registry errors
    *(
        (f"the highest severity of {name}",
         said.swap("<rs:RegistryErrorList>",
                   f'<rs:RegistryErrorList highestSeverity="{severity}">'),
         [*ENVELOPE, *EXPLAINED, "REG-11"])
        for name, severity, said in (
            ("a warning", WARNING,
             retrieved("ct", errors=[registry_error("A", CT, WARNING)])),
            ("an error", f" {ERROR} ", refusal(registry_error("A", CT), asked=[CT])),
            ("an error and a warning", ERROR,
             retrieved("ct", asked=[CT, SECOND], status=PARTIAL,
                       errors=[registry_error("A", CT, WARNING), registry_error("B", SECOND)])),
        )
    ),
    ("white space between the tags of an error",
     refusal(registry_error("A", CT).replace("/>", ">\n  <!-- none --></rs:RegistryError>"),
             asked=[CT]), ERRORS),
    ("a warning about a document beside an error for the whole request",
     refusal(registry_error("A", None), registry_error("B", CT, WARNING), asked=[CT, SECOND]),
     [*ENVELOPE, *EXPLAINED, "REG-05", "REG-06"]),
    ("Success of nothing where nothing was asked for", refusal(asked=[], status=SUCCESS), ENVELOPE),
    ("an error where nothing was asked for",
     refusal(registry_error("XDSRepositoryError", None), asked=[]), [*ENVELOPE, *EXPLAINED]),
    # Refusals by HTTP
    ("a fault as an MTOM message", packed_fault(), [*HARMLESS_FAULT, *MULTIPART]),
    ("a fault in another package",
     packed_fault().swap(ROOT_TYPE, SOAP_TYPE)
     .headed("Content-Type", 'multipart/related; type="application/soap+xml"; boundary=b'),
     [*HARMLESS_FAULT, "MIME-07", "MIME-08", "MIME-09"]),
    ("a verb refused", of_another_verb("PUT", 405).headed("Allow", "POST, GET"),
     ["HTTP-01", "HTTP-04", "HTTP-05", "HTTP-06"]),
    ("a verb that is malformed", of_another_verb("PUT", 400), ["HTTP-06"]),
    ("a verb that nobody knows", of_another_verb("SHOUT", 501), ["HTTP-06"]),
    ("the headers of a refusal alone",
     replace(of_another_verb("HEAD", 405), reply=b"").headed("Allow", "POST"),
     ["HTTP-01", "HTTP-05", "HTTP-06"]),
    ("a media type refused", replace(page(415, "nonsense"), request_type="image/png"),
     ["HTTP-06"]),
    ("a media type that is malformed", replace(page(400, "nonsense"), request_type=""),
     ["HTTP-06"]),
    ("415 for what is no request", page(415, "nonsense"), ["HTTP-01"]),
    ("400 in XHTML for what is no request",
     page(400, BARE_REQUEST, "application/xhtml+xml",
          b'<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>'), ["HTTP-01"]),
]  # fmt: skip

#: What a good answer of each operation is made of, for tests that spoil it at random.
SEEDS = [retrieved("ct", "second"), rendered("ct", jpeg(CT_SHOWN), CT_WINDOW), fault()]
