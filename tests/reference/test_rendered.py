"""Retrieve Rendered Imaging Document Set: what is checked and what is answered."""

import re
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from werkzeug.test import Client

from tests.reference.client import NS, RENDERED, REPOSITORY, Asked, ask, rendered
from tests.reference.test_retrieve import FAILURE, PARTIAL, SUCCESS, keeps_to_schema
from wadows_reference import create_app
from wadows_spec.statement import load_statement

Uids = Callable[[str], Asked]
OLD_ACTION = "urn:dicom:ws:wado:2011:RetrieveRenderedImagingDocumentSet"
EXTENSION = '<e:X xmlns:e="urn:e"/>'


def size(content: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(content)) as image:
        assert "JPEG" == image.format
        return image.height, image.width


def test_an_image_is_rendered(client: Client, uids: Uids) -> None:
    answer = ask(client, RENDERED, rendered(uids("signed")))

    assert (200, SUCCESS) == (answer.status, answer.registry_status)
    assert [(96, 128)] == [size(content) for content in answer.documents]
    assert ["image/jpeg"] == [kind for kind, _ in list(answer.parts.values())[1:]]
    assert [REPOSITORY] == answer.all("//w:RenderedDocumentResponse/i:RepositoryUniqueId/text()")
    assert [uids("signed")[2]] == answer.all("//w:SourceDocumentUniqueId/text()")
    assert 1 == len(answer.all("//w:RegistryResponse"))
    assert keeps_to_schema(answer, "wado-ws.xsd")


@pytest.mark.parametrize("action", [RENDERED, OLD_ACTION])
def test_either_action_is_answered_in_kind(client: Client, uids: Uids, action: str) -> None:
    answer = ask(client, action, rendered(uids("signed")))

    assert [f"{action}Response"] == answer.all("//s:Header/a:Action/text()")


def test_parameters_are_echoed_as_sent(client: Client, uids: Uids) -> None:
    given = {
        "Rows": "+32",
        "Columns": "0999",
        "WindowWidth": "400",
        "WindowCenter": "-40",
        "ImageQuality": "55",
        "FrameNumber": "1",
    }

    answer = ask(client, RENDERED, rendered(uids("signed"), home="urn:oid:1.9", **given))

    response = answer.one("//w:RenderedDocumentResponse")
    echoed = {
        child.tag.rpartition("}")[2]: child.text
        for child in response
        if child.tag.startswith(f"{{{NS['w']}}}") and not child.tag.endswith("UniqueId")
    }
    assert given == echoed
    assert ["urn:oid:1.9"] == answer.all("//i:HomeCommunityId/text()")
    assert [(32, 43)] == [size(content) for content in answer.documents]
    assert keeps_to_schema(answer, "wado-ws.xsd")


REFUSED = [
    ("signed", "urn:dicom:wado:0002", {"Anonymize": ""}),
    ("signed", "urn:dicom:wado:0013", {"Annotation": "patient"}),
    ("signed", "urn:dicom:wado:0013", {"Region": "0,0,1,1"}),
    ("signed", "urn:dicom:wado:0013", {"PresentationUID": "1.2"}),
    ("signed", "urn:dicom:wado:0013", {"PresentationSeriesUID": "1.2"}),
    ("structured-report", "urn:dicom:wado:0007", {}),
    ("encapsulated-pdf", "urn:dicom:wado:0007", {}),
    ("ecg", "urn:dicom:wado:0007", {}),
    ("rt-structure-set", "urn:dicom:wado:0007", {}),
    ("presentation-state", "urn:dicom:wado:0007", {}),
    ("rt-dose", "urn:dicom:wado:0007", {"FrameNumber": "1"}),
    ("h264", "urn:dicom:wado:0007", {"FrameNumber": "1"}),
    ("video", "urn:dicom:wado:0007", {"FrameNumber": "1"}),
    *(
        ("signed", "urn:dicom:wado:0012", {name: value, **beside})
        for name, beside in (
            ("ImageQuality", {}),
            ("Rows", {}),
            ("Columns", {}),
            ("WindowWidth", {"WindowCenter": "1"}),
            ("WindowCenter", {"WindowWidth": "1"}),
            ("FrameNumber", {}),
        )
        for value in (
            "",
            "a",
            "1.5",
            " 1",
            "1e3",
            "2147483648",
            "--1",
            "\N{ARABIC-INDIC DIGIT TWO}",
        )
    ),
    *(
        ("signed", "urn:dicom:wado:0012", {name: value, **beside})
        for name, value, beside in (
            ("ImageQuality", "0", {}),
            ("ImageQuality", "101", {}),
            ("Rows", "0", {}),
            ("Columns", "-1", {}),
            ("WindowWidth", "0", {"WindowCenter": "1"}),
            ("FrameNumber", "0", {}),
            ("WindowCenter", "1", {}),
            ("WindowWidth", "1", {}),
        )
    ),
    ("multi-frame", "urn:dicom:wado:0008", {}),
    ("multi-frame", "urn:dicom:wado:0018", {"FrameNumber": "4"}),
    ("signed", "urn:dicom:wado:0018", {"FrameNumber": "2"}),
    ("damaged", "urn:dicom:wado:0014", {}),
]


@pytest.mark.parametrize(
    ("role", "code", "given"), REFUSED, ids=[f"{r}-{c[-4:]}-{g}" for r, c, g in REFUSED]
)
def test_what_cannot_be_rendered(
    client: Client, uids: Uids, role: str, code: str, given: dict[str, str]
) -> None:
    answer = ask(client, RENDERED, rendered(uids(role), **given))

    assert (200, FAILURE) == (answer.status, answer.registry_status)
    assert [(code, uids(role)[2])] == answer.errors
    assert keeps_to_schema(answer, "wado-ws.xsd")


@pytest.mark.parametrize("rows", ["+32", "032", "32", "0" * 5000 + "32", "+0032"])
def test_a_number_may_have_a_sign_and_zeros(client: Client, uids: Uids, rows: str) -> None:
    answer = ask(client, RENDERED, rendered(uids("signed"), Rows=rows))

    assert [(32, 43)] == [size(content) for content in answer.documents]


@pytest.mark.parametrize(
    "given",
    [
        {"Rows": "2147483647"},
        {"Columns": "2147483647"},
        {"Rows": "2147483647", "Columns": "2147483647"},
    ],
    ids=["rows", "columns", "both"],
)
def test_a_size_that_nobody_can_render_costs_nothing(
    client: Client, uids: Uids, given: dict[str, str]
) -> None:
    tracemalloc.start()
    begun = time.perf_counter()

    answer = ask(client, RENDERED, rendered(uids("signed"), **given))

    seconds, (_, peak) = time.perf_counter() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [("urn:dicom:wado:0014", uids("signed")[2])] == answer.errors
    assert seconds < 5
    assert peak < 20_000_000


@pytest.mark.parametrize("types", [("image/png",), ("image/*", "image/jpeg;q=1"), ("",)])
def test_a_content_type_that_is_not_made(
    client: Client, uids: Uids, types: tuple[str, ...]
) -> None:
    answer = ask(client, RENDERED, rendered(uids("signed"), types=types))

    assert [("urn:dicom:wado:0006", uids("signed")[2])] == answer.errors


@pytest.mark.parametrize("types", [("image/png", "image/jpeg"), ("Image/JPEG",)])
def test_a_content_type_that_is(client: Client, uids: Uids, types: tuple[str, ...]) -> None:
    answer = ask(client, RENDERED, rendered(uids("signed"), types=types))

    assert SUCCESS == answer.registry_status


def test_a_document_that_is_not_there(client: Client) -> None:
    answer = ask(client, RENDERED, rendered(("1", "2", "3"), Anonymize="yes"))

    assert [("XDSMissingDocument", "3")] == answer.errors


# Everything that can be wrong at once, taken away in the order in which it is looked for.
WRONG = {
    "Anonymize": ("yes", "0002"),
    "Annotation": ("patient", "0013"),
    "types": (("image/gif",), "0006"),
    "role": ("structured-report", "0007"),
    "Region": ("x", "0013"),
    "PresentationUID": ("x", "0013"),
    "PresentationSeriesUID": ("x", "0013"),
    "ImageQuality": ("x", "0012"),
    "Rows": ("x", "0012"),
    "Columns": ("x", "0012"),
    "WindowWidth": ("x", "0012"),
}


@pytest.mark.parametrize("first", range(len(WRONG)), ids=list(WRONG))
def test_the_first_thing_wrong_answers(client: Client, uids: Uids, first: int) -> None:
    name, (_, code) = list(WRONG.items())[first]
    wrong = {key: value for key, (value, _) in list(WRONG.items())[first:]}
    role = str(wrong.pop("role", "multi-frame"))
    types = wrong.pop("types", ("image/jpeg",))
    given = {key: str(value) for key, value in wrong.items()}

    answer = ask(client, RENDERED, rendered(uids(role), types=tuple(types), **given))

    assert [(f"urn:dicom:wado:{code}", uids(role)[2])] == answer.errors
    if code in ("0012", "0013"):
        (context,) = answer.all("//rs:RegistryError/@codeContext")
        assert name in context


def test_a_frame_that_is_missing_wins_over_none(client: Client, uids: Uids) -> None:
    lone = ask(client, RENDERED, rendered(uids("multi-frame"), WindowCenter="1"))
    frame = ask(client, RENDERED, rendered(uids("multi-frame"), WindowCenter="1", WindowWidth="9"))

    assert ["urn:dicom:wado:0012", "urn:dicom:wado:0008"] == [
        answer.errors[0][0] for answer in (lone, frame)
    ]


def test_renderings_that_differ_are_each_answered(client: Client, uids: Uids) -> None:
    both = rendered(uids("multi-frame"), uids("multi-frame"), FrameNumber="1")
    head, _, tail = both.rpartition("<w:FrameNumber>1<")

    same = ask(client, RENDERED, both)
    different = ask(client, RENDERED, f"{head}<w:FrameNumber>2<{tail}")

    assert (1, 2) == (len(same.documents), len(different.documents))
    assert ["1", "2"] == different.all("//w:FrameNumber/text()")
    assert different.documents[0] != different.documents[1]


def test_frames_of_one_document_before_and_after_another(client: Client, uids: Uids) -> None:
    """Each is the image that it is when asked for alone."""
    asked = [("multi-frame", "1"), ("multi-frame", "3"), ("signed", "1"), ("multi-frame", "2")]
    study = re.compile("<w:StudyRequest.*</w:StudyRequest>")
    studies = [study.findall(rendered(uids(role), FrameNumber=frame))[0] for role, frame in asked]

    together = ask(
        client, RENDERED, study.sub("".join(studies), rendered(uids("signed")))
    ).documents
    alone = [
        ask(client, RENDERED, rendered(uids(role), FrameNumber=frame)).documents
        for role, frame in asked
    ]

    assert alone == [[image] for image in together]
    assert 4 == len(set(together))


def test_some_rendered_and_some_not(client: Client, uids: Uids) -> None:
    answer = ask(client, RENDERED, rendered(uids("signed"), uids("damaged"), uids("colour")))

    assert (PARTIAL, 2) == (answer.registry_status, len(answer.documents))
    assert [("urn:dicom:wado:0014", uids("damaged")[2])] == answer.errors


def test_charsets_and_extensions_are_ignored(client: Client, uids: Uids) -> None:
    tail = f"<w:CharsetList><w:Charset>utf-8</w:Charset></w:CharsetList>{EXTENSION}"

    assert SUCCESS == ask(client, RENDERED, rendered(uids("signed"), tail=tail)).registry_status


def test_a_content_type_list_is_required(client: Client, uids: Uids) -> None:
    text = rendered(uids("signed"))
    start, end = text.index("<w:ContentTypeList>"), text.index("</w:RenderedDocumentRequest>")

    answer = ask(client, RENDERED, text[:start] + text[end:])

    assert (400, ("Sender",)) == (answer.status, answer.fault)


def test_codes_are_those_of_the_statement(folder: Path, uids: Uids) -> None:
    statement = load_statement("dcm4chee-arc")
    other = replace(
        statement,
        emits={**statement.emits, "study-unknown": "urn:dicom:wado:0017"},
        parameters={**statement.parameters, "Rows": "parameter-unsupported", "Region": "supported"},
    )
    client = Client(create_app(folder, other))

    codes = [
        ask(client, RENDERED, rendered(document, **given)).errors[0][0][-4:]
        for document, given in (
            (("1", "2", "3"), {}),
            (uids("signed"), {"Rows": "5"}),
            (uids("signed"), {"Region": "0,0,1,1"}),
        )
    ]

    assert ["0017", "0013", "0013"] == codes
