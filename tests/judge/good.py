"""Answers in which nothing is wrong, and the requirements that each of them shows."""

import io
from dataclasses import replace

from pydicom import dcmread

from tests.judge.builder import (
    MESSAGE_ID,
    PARTIAL,
    SUCCESS,
    WARNING,
    Said,
    fault,
    jpeg,
    mtom,
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
    SOAP11,
    SOAP12,
)

CT, SECOND = DOCUMENTS["ct"].instance, DOCUMENTS["second"].instance
UNKNOWN = "2.25.999"
ENVELOPE = [
    "HTTP-01",
    "HTTP-02",
    "SOAP-01",
    "WSA-01",
    "WSA-02",
    "WSA-03",
    "REG-01",
    "REG-02",
    "REG-03",
]
PACKED = ["MIME-01", "MIME-02", "MIME-03", "XOP-02"]
PARTS = ["MIME-04", "XOP-01"]
DELIVERED = ["REG-06", "REG-07", "REG-08", "REG-09"]
RETRIEVED = [*ENVELOPE, *PACKED, *PARTS, *DELIVERED, "RET-01", "RET-03", "DOC-01", "DOC-02"]
RENDERED = [*ENVELOPE, *PACKED, *PARTS, *DELIVERED, "REN-01", "REN-04"]
ERRORS = [*ENVELOPE, *PACKED, "REG-04", "REG-05", "REG-06"]


def recoded(role: str, syntax: str) -> bytes:
    """A document uncompressed, or in another uncompressed transfer syntax."""

    def edit(dataset: object) -> None:
        if DOCUMENTS[role].syntax not in (EXPLICIT_VR_LE, IMPLICIT_VR_LE):
            dataset.decompress(generate_instance_uid=False)  # type: ignore[attr-defined]
        dataset.file_meta.TransferSyntaxUID = syntax  # type: ignore[attr-defined]

    return edited(DOCUMENTS[role].content, edit)


def converted(role: str, syntax: str) -> Said:
    return retrieved(role, syntaxes=[syntax], contents=[recoded(role, syntax)])


def rewritten(role: str) -> bytes:
    """The same data set in other bytes: with the coercions and group lengths of an archive."""
    dataset = dcmread(io.BytesIO(DOCUMENTS[role].content))
    dataset.PatientName = "Testperson^Corrected"
    dataset.PatientComments = "Invented"
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


def inline_in_mtom() -> Said:
    envelope = plain(retrieved("ct")).reply
    assert envelope is not None
    return retrieved("ct").saying(mtom(envelope.decode(), []))


CT_WINDOW = {"WindowWidth": "1000", "WindowCenter": "0"}
CT_SHOWN = window(RAMP - 504.0, 0, 1000)
HARMLESS_FAULT = ["HTTP-01", "HTTP-03", "SOAP-01", "SOAP-05"]
BARE_REQUEST = request_envelope(RETRIEVE_ACTION, "<nothing/>")
CT_REQUEST = retrieve_request([CT], [EXPLICIT_VR_LE])

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
        [*RETRIEVED, "REG-04", "REG-05"],
    ),
    ("in any of the transfer syntaxes", retrieved("ct", syntaxes=[IMPLICIT_VR_LE, EXPLICIT_VR_LE]),
     RETRIEVED),
    ("archive's changes", retrieved("ct", contents=[rewritten("ct")]), [*RETRIEVED, "RET-02"]),
    ("as stored, compressed", retrieved("rle"), [*RETRIEVED, "RET-02"]),
    ("converted to implicit", converted("ct", IMPLICIT_VR_LE), [*RETRIEVED, "RET-07"]),
    ("private converted", converted("private", IMPLICIT_VR_LE), [*RETRIEVED, "RET-07"]),
    ("decompressed", converted("rle", EXPLICIT_VR_LE), [*RETRIEVED, "RET-07"]),
    ("lossy decompressed", converted("jpeg", EXPLICIT_VR_LE), [*RETRIEVED, "RET-07"]),
    ("home community", retrieved("ct", home=HOME), RETRIEVED),
    ("a media type with a parameter",
     retrieved("ct").swap("<x:mimeType>application/dicom<",
                          "<x:mimeType>Application/DICOM; transfer-syntax=1.2<"), RETRIEVED),
    # Errors
    ("an error", refusal(registry_error("XDSMissingDocument", UNKNOWN), asked=[UNKNOWN]), ERRORS),
    ("an error without severity",
     refusal(registry_error("XDSMissingDocument", UNKNOWN, None), asked=[UNKNOWN]), ERRORS),
    ("two errors about a document",
     refusal(registry_error("A", UNKNOWN), registry_error("B", UNKNOWN), asked=[UNKNOWN]), ERRORS),
    ("an error for the whole request",
     refusal(registry_error("XDSRepositoryError", None), asked=[CT, UNKNOWN]),
     [*ENVELOPE, "REG-04", "REG-06"]),
    ("an error for the whole request that names a module",
     refusal(registry_error("XDSRepositoryError", "Store.java:17"), asked=[CT, UNKNOWN]),
     [*ENVELOPE, "REG-04", "REG-06"]),
    ("a warning beside its document",
     retrieved("ct", errors=[registry_error("XDSRepositoryError", CT, WARNING)]),
     [*RETRIEVED, "REG-04", "REG-05"]),
    # Packaging
    ("no start", retrieved("ct").typed('start="<root@x>"; ', ""), RETRIEVED[:9]),
    ("start without brackets", retrieved("ct").typed("<root@x>", "root@x"), RETRIEVED),
    ("start names a part further down", root_last(), RETRIEVED),
    ("types in upper case",
     retrieved("ct").typed("multipart/related", "Multipart/Related")
     .typed("application/xop+xml", "Application/XOP+XML"), RETRIEVED),
    ("start-info with an action",
     retrieved("ct").typed('"application/soap+xml"', r'"application/soap+xml; action=\"urn:x\""'),
     RETRIEVED),
    ("percent-encoded", retrieved("ct").swap("cid:1@x", "cid:%31%40x"), RETRIEVED),
    ("a preamble and an epilogue",
     retrieved("ct").saying(b"For MIME.\r\n" + (retrieved("ct").reply or b"") + b"The end."),
     RETRIEVED),
    ("line feeds alone between the parts",
     retrieved("ct").swap("Content-Transfer-Encoding: binary\r\n",
                          "Content-Transfer-Encoding: binary\n", 2), RETRIEVED),
    ("a length that the transfer coding overrides",
     retrieved("ct").headed("Content-Length", "7").headed("Transfer-Encoding", "chunked"),
     RETRIEVED),
    ("no Content-Length", retrieved("ct").headed("Content-Length", ""), RETRIEVED),
    ("plain as it was asked", plain(retrieved("ct")),
     [*ENVELOPE, *DELIVERED, "RET-01", "RET-02", "RET-03", "DOC-01", "DOC-02"]),
    ("an MTOM answer to a plain request",
     replace(retrieved("ct"), request=plain(retrieved("ct")).request,
             request_type="application/soap+xml"),
     [*ENVELOPE, "MIME-02", "MIME-03", *PARTS, "XOP-02"]),
    ("base64 inside an MTOM message", inline_in_mtom(),
     [*ENVELOPE, *PACKED, *DELIVERED, "RET-01", "RET-02", "RET-03", "DOC-01", "DOC-02"]),
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
    ("a grey image of three components",
     rendered("ct", jpeg(CT_SHOWN[..., None].repeat(3, 2)), CT_WINDOW), [*RENDERED, "REN-05"]),
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
    ("MustUnderstand with 500", fault("s:MustUnderstand", status=500), HARMLESS_FAULT),
    ("VersionMismatch with 500", fault("s:VersionMismatch", status=500), HARMLESS_FAULT),
    ("a fault to a readable request", fault(request=CT_REQUEST), [*HARMLESS_FAULT, "WSA-02"]),
    ("a fault with a subcode",
     fault().swap("</s:Value>", "</s:Value><s:Subcode><s:Value>a:ActionNotSupported</s:Value>"
                  "</s:Subcode>"), HARMLESS_FAULT),
    ("a fault without relation to what could not be read",
     fault().swap(f"<a:RelatesTo>{MESSAGE_ID}</a:RelatesTo>", ""), HARMLESS_FAULT),
    ("a VersionMismatch of SOAP 1.1 to an unknown envelope",
     fault(request=CT_REQUEST.replace(SOAP12, "urn:x"), status=500)
     .swap(SOAP12, SOAP11).swap("s:Code><s:Value>s:Sender</s:Value></s:Code>",
                                "faultcode>s:VersionMismatch</faultcode>")
     .headed("Content-Type", "text/xml"), ["HTTP-01", "HTTP-03"]),
    ("415 for what is no request", page(415, "nonsense"), ["HTTP-01"]),
    ("400 in XHTML for what is no request",
     page(400, BARE_REQUEST, "application/xhtml+xml",
          b'<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>'), ["HTTP-01"]),
]  # fmt: skip

#: What a good answer of each operation is made of, for tests that spoil it at random.
SEEDS = [retrieved("ct", "second"), rendered("ct", jpeg(CT_SHOWN), CT_WINDOW), fault()]
