"""Registry responses with one thing wrong each."""

from dataclasses import replace

from tests.judge.bad import NONE_CAME, Bad
from tests.judge.builder import (
    ERROR,
    FAILURE,
    PARTIAL,
    RESPONSE_ACTION,
    SUCCESS,
    WARNING,
    Said,
    include,
    jpeg,
    refusal,
    registry_error,
    rendered,
    rendered_request,
    retrieved,
)
from tests.judge.documents import DOCUMENTS, FRAMES, REPOSITORY
from tests.judge.good import CT, CT_SHOWN, SECOND, UNKNOWN
from wadows_spec.constants import RENDERED_ACTION, XDSB

CT_JPEG = jpeg(CT_SHOWN)


def to_rendered(answer: Said) -> Said:
    """An answer of RAD-69 to a rendered request: schema and Action of the wrong operation."""
    asked = rendered("ct", jpeg(CT_SHOWN))
    return replace(
        answer.swap(RESPONSE_ACTION, f"{RENDERED_ACTION}Response")
        .swap("<x:mimeType>application/dicom<", "<x:mimeType>image/jpeg<")
        .swap("Content-Type: application/dicom", "Content-Type: image/jpeg"),
        request=asked.request,
    )


RETRIEVE_BODY = f"a valid {{{XDSB}}}RetrieveDocumentSetResponse"
RENDERED_BODY = "a valid {urn:dicom:wado:ws:2011}RetrieveRenderedImagingDocumentSetResponse"
STATUSES = f"{SUCCESS}, {PARTIAL}, {FAILURE}"
LOCATION = "the DocumentUniqueId of a document asked for"
EITHER = "the document or an error"
OASIS_PARTIAL = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:PartialSuccess"
NEITHER = "neither requestId, ResponseSlotList, nor ids of new documents"
SEVERITY = f"{ERROR} or {WARNING}"
ONE_CAME = retrieved(
    "ct",
    asked=[CT, UNKNOWN],
    errors=[registry_error("XDSMissingDocument", UNKNOWN)],
    status=PARTIAL,
)
BOTH_REFUSED = refusal(
    registry_error("A", CT), registry_error("B", SECOND, WARNING), registry_error("C", SECOND),
    asked=[CT, SECOND],
)  # fmt: skip
WARNED = retrieved("ct", errors=[registry_error("A", CT, WARNING)])


def worst(said: Said, severity: str) -> Said:
    given = f'<rs:RegistryErrorList highestSeverity="{severity}">'
    return said.swap("<rs:RegistryErrorList>", given)


REGISTRY = [
    Bad("REG-01", "an element of no schema",
        retrieved("ct").swap("<x:mimeType>", "<x:more/><x:mimeType>"), RETRIEVE_BODY,
        f"Element '{{{XDSB}}}more': This element is not expected..."),
    Bad("REG-01", "elements in another order",
        retrieved("ct").swap(f"<x:RepositoryUniqueId>{REPOSITORY}</x:RepositoryUniqueId>", "")
        .swap("<x:mimeType>", f"<x:RepositoryUniqueId>{REPOSITORY}</x:RepositoryUniqueId>"
              "<x:mimeType>"), RETRIEVE_BODY, "..."),
    Bad("REG-01", "no Document", retrieved("ct").swap(include(1), ""), RETRIEVE_BODY, "...",
        also=("XOP-06",)),
    Bad("REG-01", "what is no base64",
        retrieved("ct").swap('<o:Include href="cid:1@x"/>', "***"), RETRIEVE_BODY,
        f"...the Document of {CT} is not base64", also=("XOP-06",)),
    Bad("REG-01", "base64 that is cut off",
        retrieved("ct").swap('<o:Include href="cid:1@x"/>', "AAA"), RETRIEVE_BODY,
        f"...the Document of {CT} is not base64", also=("XOP-06",)),
    Bad("REG-01", "another operation's response",
        to_rendered(retrieved("ct", contents=[CT_JPEG])), RENDERED_BODY,
        f"the element is {{{XDSB}}}RetrieveDocumentSetResponse"),
    Bad("REG-01", "the wrong namespace",
        rendered("ct", CT_JPEG).swap("w:RegistryResponse", "x:RegistryResponse", 2),
        RENDERED_BODY, "..."),
    Bad("REG-01", "errors in the namespace of the answer",
        ONE_CAME.swap("rs:RegistryError", "x:RegistryError", 3), RETRIEVE_BODY, "..."),
    Bad("REG-01", "a document of no namespace",
        retrieved("ct").swap("x:DocumentResponse", "DocumentResponse", 2), RETRIEVE_BODY, "..."),
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
    Bad("REG-03", "Failure without error", refusal(asked=[CT]), f"{SUCCESS}, or an error", FAILURE,
        also=("REG-06",)),
    Bad("REG-03", "PartialSuccess without error",
        retrieved("ct", asked=[CT, SECOND], status=PARTIAL), f"{SUCCESS}, or an error", PARTIAL,
        also=("REG-06",)),
    Bad("REG-04", "a blank context", NONE_CAME.swap('"Why."', '" \t"'), "codeContext", "nothing"),
    Bad("REG-04", "a blank code", NONE_CAME.swap('"XDSMissingDocument"', '" "'), "errorCode",
        "nothing"),
    Bad("REG-04", "an empty severity", NONE_CAME.swap(ERROR, ""), SEVERITY, "nothing"),
    Bad("REG-05", "two errors for the whole request",
        refusal(registry_error("A", None), registry_error("B", None), asked=[CT, SECOND]),
        LOCATION, "nothing"),
    Bad("REG-05", "an error for the whole request beside a document",
        retrieved("ct", asked=[CT, SECOND], status=PARTIAL, errors=[registry_error("A", None)]),
        LOCATION, "nothing"),
    Bad("REG-05", "one error without location for two documents that did not come",
        retrieved("ct", asked=[CT, SECOND, UNKNOWN], status=PARTIAL,
                  errors=[registry_error("A", None)]),
        LOCATION, "nothing", also=("REG-06",)),
    Bad("REG-05", "a warning without location beside an error for the whole request",
        refusal(registry_error("A", None), registry_error("B", None, WARNING), asked=[CT, SECOND]),
        LOCATION, "nothing"),
    Bad("REG-05", "a warning about what was not asked for",
        retrieved("ct", errors=[registry_error("A", SECOND, WARNING)]), LOCATION, SECOND),
    Bad("REG-05", "an error about what was not asked for, beside those about all",
        refusal(registry_error("A", CT), registry_error("B", SECOND), registry_error("C", UNKNOWN),
                asked=[CT, SECOND]), LOCATION, UNKNOWN),
    Bad("REG-06", "the rendering of another document",
        rendered("ct", CT_JPEG).swap(f"<w:SourceDocumentUniqueId>{CT}<",
                                     f"<w:SourceDocumentUniqueId>{UNKNOWN}<"),
        EITHER, "neither", also=("REG-07",)),
    Bad("REG-06", "one frame of two, and no word of the other",
        replace(rendered("frames", jpeg(FRAMES[1]), {"FrameNumber": "2"}),
                request=rendered_request([(DOCUMENTS["frames"].instance, {"FrameNumber": "2"}),
                                          (DOCUMENTS["frames"].instance, {"FrameNumber": "3"})])
                .encode(), request_type="application/soap+xml"), EITHER, "1 of 2, and no error"),
    Bad("REG-06", "a rendering of nothing",
        rendered("ct", CT_JPEG).swap(f"<w:SourceDocumentUniqueId>{CT}<",
                                     "<w:SourceDocumentUniqueId><"),
        EITHER, "neither", also=("REG-07",)),
    Bad("REG-10", "text", NONE_CAME.swap(f'location="{UNKNOWN}"/>',
                                         f'location="{UNKNOWN}">Why.</rs:RegistryError>'),
        "no content", "Why."),
    Bad("REG-10", "an element", NONE_CAME.swap(f'location="{UNKNOWN}"/>',
                                               f'location="{UNKNOWN}"><x:more/></rs:RegistryError>'),
        "no content", "<more>", also=("REG-01",)),
    Bad("REG-11", "Warning beside an error", worst(NONE_CAME, WARNING), ERROR, WARNING),
    Bad("REG-11", "Warning beside an error and a warning", worst(BOTH_REFUSED, WARNING), ERROR,
        WARNING),
    Bad("REG-11", "Error beside a warning", worst(WARNED, ERROR), WARNING, ERROR),
    Bad("REG-11", "a severity of its own", worst(NONE_CAME, "Error"), ERROR, "Error"),
    Bad("REG-11", "none at all", worst(NONE_CAME, ""), ERROR, "nothing"),
    Bad("REG-12", "requestId",
        retrieved("ct").swap("<rs:RegistryResponse ", '<rs:RegistryResponse requestId="urn:x" '),
        NEITHER, "requestId"),
    Bad("REG-12", "ResponseSlotList",
        rendered("ct", CT_JPEG).swap("</w:RegistryResponse>",
                                     "<rs:ResponseSlotList/></w:RegistryResponse>"),
        NEITHER, "ResponseSlotList"),
    Bad("REG-12", "ids of a new document",
        retrieved("ct").swap("<x:mimeType>",
                             "<x:NewRepositoryUniqueId>1.2</x:NewRepositoryUniqueId>"
                             "<x:NewDocumentUniqueId>1.3</x:NewDocumentUniqueId><x:mimeType>"),
        NEITHER, "NewRepositoryUniqueId, NewDocumentUniqueId"),
    Bad("REG-13", "no severity", NONE_CAME.swap(f' severity="{ERROR}"', ""), "severity", "nothing"),
]  # fmt: skip
