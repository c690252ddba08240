"""Reading registry responses and requests, with whatever is missing from them."""

import pytest
from lxml import etree

from wadows_contract.wire.registry import (
    DocumentResponse,
    RegistryAnswer,
    RegistryError,
    read_registry,
)
from wadows_contract.wire.request import Asked, AskedDocument, read_asked
from wadows_spec.constants import IHERAD, RS, WADO, XDSB, XOP

NAMESPACES = f'xmlns:r="{RS}" xmlns:x="{XDSB}" xmlns:w="{WADO}" xmlns:i="{IHERAD}" xmlns:o="{XOP}"'


def body(name: str, content: str) -> etree._Element:
    return etree.fromstring(f"<{name} {NAMESPACES}>{content}</{name}>")


def answer(content: str) -> RegistryAnswer:
    return read_registry(body("x:RetrieveDocumentSetResponse", content))


def the_document(content: str) -> DocumentResponse:
    (document,) = answer(f"<x:DocumentResponse>{content}</x:DocumentResponse>").documents
    return document


def test_nothing() -> None:
    assert RegistryAnswer(None, (), ()) == answer("")
    assert DocumentResponse("", "", None, "", {}, None, None) == the_document("")


def test_retrieve_response() -> None:
    document = (
        "<x:HomeCommunityId>urn:oid:1.5</x:HomeCommunityId>"
        "<x:RepositoryUniqueId> 1.9 </x:RepositoryUniqueId>"
        "<x:DocumentUniqueId>\n1.2.3</x:DocumentUniqueId><x:mimeType>application/dicom</x:mimeType>"
        '<x:Document><o:Include href="cid:1@x"/></x:Document>'
    )
    read = answer(
        '<r:RegistryResponse status="urn:s"><r:RegistryErrorList>'
        '<r:RegistryError errorCode="c" codeContext="t" severity="urn:e" location="1.2.4"/>'
        "<r:RegistryError/></r:RegistryErrorList></r:RegistryResponse>"
        f"<!-- one --><x:DocumentResponse>{document}</x:DocumentResponse>"
    )

    assert "urn:s" == read.status
    assert (
        RegistryError("c", "t", "urn:e", "1.2.4"),
        RegistryError(None, None, None, None),
    ) == read.errors
    assert (
        DocumentResponse(
            "1.2.3", "1.9", "urn:oid:1.5", "application/dicom", {}, "cid:1@x", None
        ),
    ) == read.documents  # fmt: skip


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", ""),
        (" \n <!-- none --> ", ""),
        (" Why. ", "Why."),
        ("<x:a/>because<x:b>of it</x:b>", "because <a> <b>"),
    ],
)
def test_content_of_an_error(content: str, expected: str) -> None:
    (error,) = answer(
        f"<r:RegistryResponse><r:RegistryError>{content}</r:RegistryError></r:RegistryResponse>"
    ).errors

    assert RegistryError(None, None, None, None, expected) == error


def test_white_space_around_uris_is_none_of_theirs() -> None:
    read = answer(
        '<r:RegistryResponse status=" urn:s "><r:RegistryErrorList highestSeverity="\n urn:h">'
        '<r:RegistryError severity=" urn:e " location=" 1 "/></r:RegistryErrorList>'
        "</r:RegistryResponse>"
    )

    assert ("urn:s", "urn:h") == (read.status, read.highest_severity)
    assert (RegistryError(None, None, "urn:e", " 1 "),) == read.errors


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [("", None), ('highestSeverity=""', ""), ('highestSeverity="x"', "x")],
)
def test_highest_severity(attribute: str, expected: str | None) -> None:
    read = answer(f"<r:RegistryResponse><r:RegistryErrorList {attribute}/></r:RegistryResponse>")

    assert expected == read.highest_severity


def test_what_ihe_does_not_use() -> None:
    read = answer(
        '<r:RegistryResponse requestId="urn:x"><r:ResponseSlotList/></r:RegistryResponse>'
        "<x:DocumentResponse><x:NewRepositoryUniqueId/><x:DocumentUniqueId/></x:DocumentResponse>"
        "<x:DocumentResponse><x:NewDocumentUniqueId/></x:DocumentResponse>"
    )

    assert (
        "requestId",
        "ResponseSlotList",
        "NewRepositoryUniqueId",
        "NewDocumentUniqueId",
    ) == read.unused


def test_rendered_response() -> None:
    read = read_registry(
        body(
            "w:RetrieveRenderedImagingDocumentSetResponse",
            '<w:RegistryResponse status="urn:s"/><w:RenderedDocumentResponse>'
            "<w:SourceDocumentUniqueId>1.2.3</w:SourceDocumentUniqueId><w:Rows>64</w:Rows>"
            "<w:FrameNumber/><x:mimeType>image/jpeg</x:mimeType><x:Document>AQID</x:Document>"
            "</w:RenderedDocumentResponse>",
        )
    )

    assert "urn:s" == read.status
    assert (
        DocumentResponse(
            "1.2.3", "", None, "image/jpeg", {"Rows": "64", "FrameNumber": ""}, None, "AQID"
        ),
    ) == read.documents  # fmt: skip


def test_the_status_may_stand_in_either_namespace_and_be_missing() -> None:
    assert "urn:s" == answer('<w:RegistryResponse status="urn:s"/>').status
    assert None is answer("<r:RegistryResponse/>").status
    assert "" == answer('<r:RegistryResponse status=""/>').status


def test_a_home_community_may_be_empty() -> None:
    assert "" == the_document("<x:HomeCommunityId/>").home


def test_an_element_twice_counts_as_the_first() -> None:
    twice = "<x:mimeType>a/b</x:mimeType><x:mimeType>c/d</x:mimeType>"

    assert "a/b" == the_document(twice).mime_type


@pytest.mark.parametrize("prefix", ["x", "w", "r", "none"])
def test_elements_are_known_whatever_namespace_they_are_of(prefix: str) -> None:
    """Some stacks put every element into the namespace of the answer, some into none."""
    content = (
        '<p:RegistryResponse status="urn:s"><p:RegistryErrorList highestSeverity="urn:e">'
        '<p:RegistryError errorCode="c"/></p:RegistryErrorList></p:RegistryResponse>'
        "<p:DocumentResponse><p:RepositoryUniqueId>1.9</p:RepositoryUniqueId>"
        "<p:DocumentUniqueId>1.2.3</p:DocumentUniqueId><p:mimeType>a/b</p:mimeType>"
        "<p:Document>AQID</p:Document></p:DocumentResponse>"
    )
    read = answer(content.replace("p:", "" if prefix == "none" else f"{prefix}:"))

    assert (
        RegistryAnswer(
            "urn:s",
            (RegistryError("c", None, None, None),),
            (DocumentResponse("1.2.3", "1.9", None, "a/b", {}, None, "AQID"),),
            "urn:e",
        )
        == read
    )


def test_an_element_of_the_schema_counts_before_others() -> None:
    both = (
        "<DocumentUniqueId>1.2.4</DocumentUniqueId><x:DocumentUniqueId>1.2.3</x:DocumentUniqueId>"
    )

    assert "1.2.3" == the_document(both).document


def test_include_and_inline_exclude_each_other() -> None:
    include = the_document('<x:Document> <o:Include href="cid:1@x"/> </x:Document>')
    no_href = the_document("<x:Document><o:Include/></x:Document>")
    inline = the_document("<x:Document> AQ<!-- cut -->ID </x:Document>")
    empty = the_document("<x:Document/>")

    assert [("cid:1@x", None), ("", None), (None, "AQID"), (None, "")] == [
        (document.include, document.inline) for document in (include, no_href, inline, empty)
    ]


def asked(name: str, content: str) -> Asked:
    return read_asked(body(name, content), "urn:action", "urn:m:1")


def test_retrieve_request() -> None:
    first = (
        "<x:DocumentRequest><x:HomeCommunityId>urn:oid:1.5</x:HomeCommunityId>"
        "<x:RepositoryUniqueId>1.9</x:RepositoryUniqueId>"
        "<x:DocumentUniqueId> 1.2.3 </x:DocumentUniqueId></x:DocumentRequest>"
    )
    second = (
        "<x:DocumentRequest><x:RepositoryUniqueId>1.9</x:RepositoryUniqueId>"
        "<x:DocumentUniqueId>1.2.4</x:DocumentUniqueId></x:DocumentRequest>"
    )
    read = asked(
        "i:RetrieveImagingDocumentSetRequest",
        f'<i:StudyRequest studyInstanceUID="1.2"><i:SeriesRequest seriesInstanceUID="1.2.1">{first}'
        f'</i:SeriesRequest><!-- and --><i:SeriesRequest seriesInstanceUID="1.2.2">{second}'
        "</i:SeriesRequest></i:StudyRequest><i:TransferSyntaxUIDList>"
        "<i:TransferSyntaxUID>1.2.840.10008.1.2</i:TransferSyntaxUID>"
        "<i:TransferSyntaxUID> 1.2.840.10008.1.2.1 </i:TransferSyntaxUID>"
        "</i:TransferSyntaxUIDList>",
    )

    assert (
        Asked(
            "retrieve",
            "urn:action",
            "urn:m:1",
            (
                AskedDocument("1.2", "1.2.1", "1.2.3", "1.9", "urn:oid:1.5", {}),
                AskedDocument("1.2", "1.2.2", "1.2.4", "1.9", None, {}),
            ),
            ("1.2.840.10008.1.2", "1.2.840.10008.1.2.1"),
        )
        == read
    )


def test_rendered_request() -> None:
    read = asked(
        "w:RetrieveRenderedImagingDocumentSetRequest",
        '<w:StudyRequest studyInstanceUID="1.2"><w:SeriesRequest seriesInstanceUID="1.2.1">'
        "<w:RenderedDocumentRequest><x:RepositoryUniqueId>1.9</x:RepositoryUniqueId>"
        "<x:DocumentUniqueId>1.2.3</x:DocumentUniqueId><w:Rows> 64 </w:Rows>"
        "<w:ContentTypeList><w:ContentType>image/jpeg</w:ContentType></w:ContentTypeList>"
        "</w:RenderedDocumentRequest></w:SeriesRequest></w:StudyRequest>",
    )

    (document,) = read.documents
    assert ("rendered", ()) == (read.operation, read.transfer_syntaxes)
    assert {"Rows": "64", "ContentTypeList": "image/jpeg"} == document.parameters


def test_a_request_without_anything() -> None:
    assert Asked("retrieve", "urn:action", "urn:m:1") == asked(
        "i:RetrieveImagingDocumentSetRequest", ""
    )
    empty = (
        "<i:StudyRequest><i:SeriesRequest><x:DocumentRequest/></i:SeriesRequest></i:StudyRequest>"
    )
    assert (AskedDocument("", "", "", "", None, {}),) == asked(
        "i:RetrieveImagingDocumentSetRequest", empty
    ).documents


def test_another_operation() -> None:
    assert "" == asked("x:RetrieveDocumentSetRequest", "").operation
