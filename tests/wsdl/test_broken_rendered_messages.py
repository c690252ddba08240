"""Broken messages of the rendered retrieval are invalid, for the reason they were broken for."""

from collections.abc import Callable

import pytest

#: Broken messages: what is put in place of what in which message,
#: and the name that both validators must give as the place of the trouble.
BROKEN = {
    "rendered-request: no RepositoryUniqueId": (
        "rendered-request",
        r"<ihe:RepositoryUniqueId>.*</ihe:RepositoryUniqueId>",
        "",
        "RepositoryUniqueId",
    ),
    "rendered-request: RepositoryUniqueId of wado": (
        "rendered-request",
        r"ihe:RepositoryUniqueId>",
        "wado:RepositoryUniqueId>",
        "RepositoryUniqueId",
    ),
    "rendered-request: no ContentTypeList": (
        "rendered-request",
        r"<wado:ContentTypeList>.*</wado:ContentTypeList>",
        "",
        "ContentTypeList",
    ),
    "rendered-request: empty ContentTypeList": (
        "rendered-request",
        r"<wado:ContentType>.*</wado:ContentType>",
        "",
        "ContentType",
    ),
    "rendered-request: empty CharsetList": (
        "rendered-request",
        r"<wado:Charset>.*</wado:Charset>",
        "",
        "Charset",
    ),
    "rendered-request: Columns before Rows": (
        "rendered-request",
        r"(<wado:Rows>\S*)\s*(<wado:Columns>\S*)",
        r"\2\1",
        "Rows",
    ),
    "rendered-request: WindowCenter before WindowWidth": (
        "rendered-request",
        r"(<wado:WindowWidth>\S*)\s*(<wado:WindowCenter>\S*)",
        r"\2\1",
        "WindowWidth",
    ),
    "rendered-request: Rows twice": (
        "rendered-request",
        r"(<wado:Rows>\S*)",
        r"\1\1",
        "Rows",
    ),
    "rendered-request: Region as child elements": (
        "rendered-request",
        r"0\.1,0\.1,0\.9,0\.9",
        "<wado:XMin>0.1</wado:XMin>",
        "Region",
    ),
    "rendered-request: unknown element of wado": (
        "rendered-request",
        r"<other:Extension.*</other:Extension>",
        "<wado:Zoom>2</wado:Zoom>",
        "Zoom",
    ),
    "rendered-request: extension in no namespace": (
        "rendered-request",
        r"<other:Extension.*</other:Extension>",
        "<Extension/>",
        "Extension",
    ),
    "rendered-request: TransferSyntaxUIDList": (
        "rendered-request",
        r"</wado:StudyRequest>",
        "</wado:StudyRequest><wado:TransferSyntaxUIDList/>",
        "TransferSyntaxUIDList",
    ),
    "rendered-response: RegistryResponse of rs": (
        "rendered-response",
        r"wado:RegistryResponse\b",
        "rs:RegistryResponse",
        "RegistryResponse",
    ),
    "rendered-response: error list of wado": (
        "rendered-response",
        r"rs:RegistryErrorList",
        "wado:RegistryErrorList",
        "RegistryErrorList",
    ),
    "rendered-response: no status": ("rendered-response", r' status="[^"]*"', "", "status"),
    "rendered-response: no codeContext": (
        "rendered-response",
        r' codeContext="[^"]*"',
        "",
        "codeContext",
    ),
    "rendered-response: no SourceDocumentUniqueId": (
        "rendered-response",
        r"<wado:SourceDocumentUniqueId>.*</wado:SourceDocumentUniqueId>",
        "",
        "SourceDocumentUniqueId",
    ),
    "rendered-response: DocumentUniqueId instead": (
        "rendered-response",
        r"wado:SourceDocumentUniqueId>",
        "ihe:DocumentUniqueId>",
        "DocumentUniqueId",
    ),
    "rendered-response: mimeType of wado": (
        "rendered-response",
        r"ihe:mimeType>",
        "wado:mimeType>",
        "mimeType",
    ),
    "rendered-response: Document of wado": (
        "rendered-response",
        r"ihe:Document>",
        "wado:Document>",
        "Document",
    ),
    "rendered-response: FrameNumber after mimeType": (
        "rendered-response",
        r"(<wado:FrameNumber>\S*)\s*(<ihe:mimeType>\S*)",
        r"\2\1",
        "FrameNumber",
    ),
}


@pytest.mark.parametrize(("name", "old", "new", "place"), BROKEN.values(), ids=list(BROKEN))
def test_a_broken_message_is_invalid(
    name: str,
    old: str,
    new: str,
    place: str,
    changed: Callable[[str, str, str], str],
    complaints: Callable[[str], list[str]],
) -> None:
    found = complaints(changed(name, old, new))
    assert found, "the broken message counts as valid"
    assert any(place in complaint for complaint in found), found
