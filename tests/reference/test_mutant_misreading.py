"""Mutants that misread requests: what they answer is right for another request."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import Client

from tests.reference.client import (
    EXPLICIT,
    RENDERED,
    RETRIEVE,
    URL,
    Asked,
    ask,
    envelope,
    mtom,
    rendered,
    retrieve,
)
from wadows_reference.mutants import Way, all_mutants

Uids = Callable[[str], Asked]
JPEG_2000 = "1.2.840.10008.1.2.4.90"


# Mutant, document, what is asked for, and what is read instead.
READ_AS: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("rows-overlooked", "signed", {"Rows": "16"}, {}),
    ("columns-overlooked", "signed", {"Columns": "16", "Rows": "30"}, {"Rows": "30"}),
    ("quality-overlooked", "signed", {"ImageQuality": "5"}, {}),
    ("window-overlooked", "signed", {"WindowCenter": "-40", "WindowWidth": "90"}, {}),
    (
        "window-turned-round",
        "signed",
        {"WindowCenter": "40", "WindowWidth": "900"},
        {"WindowCenter": "900", "WindowWidth": "40"},
    ),
    ("frame-before-the-one-asked-for", "multi-frame", {"FrameNumber": "3"}, {"FrameNumber": "2"}),
    ("content-types-overlooked", "signed", {"types": ("image/png",)}, {}),
]


@pytest.mark.parametrize(("name", "role", "asked", "read"), READ_AS)
def test_an_image_is_that_of_another_request(
    name: str,
    role: str,
    asked: dict[str, Any],
    read: dict[str, Any],
    ask_of: Callable[[str], Client],
    client: Client,
    uids: Uids,
) -> None:
    answer = ask(ask_of(name), RENDERED, rendered(uids(role), **asked))

    right = ask(client, RENDERED, rendered(uids(role), **read))
    assert right.documents == answer.documents
    parameters = {key: value for key, value in asked.items() if key != "types"}
    echoed = {
        node.tag.rpartition("}")[2]: node.text
        for node in answer.all("//w:SourceDocumentUniqueId/following-sibling::w:*")
    }
    assert parameters == echoed


# Mutant, document, and what is asked for that is read as it is.
READ_RIGHT: list[tuple[str, str, dict[str, Any]]] = [
    ("rows-overlooked", "signed", {"Columns": "16"}),
    ("rows-overlooked", "signed", {"Rows": "0"}),
    ("columns-overlooked", "signed", {"Columns": "1.5"}),
    ("quality-overlooked", "signed", {"ImageQuality": "101"}),
    ("window-overlooked", "signed", {"WindowCenter": "40"}),
    ("window-overlooked", "signed", {"WindowCenter": "40", "WindowWidth": "0"}),
    ("window-turned-round", "signed", {"WindowCenter": "-40", "WindowWidth": "900"}),
    ("frame-before-the-one-asked-for", "multi-frame", {"FrameNumber": "1"}),
]


@pytest.mark.parametrize(("name", "role", "asked"), READ_RIGHT)
def test_what_is_read_as_it_is(
    name: str,
    role: str,
    asked: dict[str, Any],
    ask_of: Callable[[str], Client],
    client: Client,
    uids: Uids,
) -> None:
    content = rendered(uids(role), **asked)

    answer, right = ask(ask_of(name), RENDERED, content), ask(client, RENDERED, content)
    assert (right.documents, right.errors) == (answer.documents, answer.errors)


@pytest.mark.parametrize(
    ("name", "types", "delivered"),
    [
        ("first-content-type-alone", ("image/jpeg", "image/png"), 1),
        ("first-content-type-alone", ("image/png", "image/jpeg"), 0),
        ("last-content-type-alone", ("image/jpeg", "image/png"), 0),
        ("last-content-type-alone", ("image/png", "image/jpeg"), 1),
    ],
)
def test_one_content_type(
    name: str,
    types: tuple[str, ...],
    delivered: int,
    ask_of: Callable[[str], Client],
    uids: Uids,
) -> None:
    answer = ask(ask_of(name), RENDERED, rendered(uids("signed"), types=types))

    assert delivered == len(answer.documents)


@pytest.mark.parametrize(
    ("name", "syntaxes", "delivered"),
    [
        ("first-transfer-syntax-alone", (EXPLICIT, JPEG_2000), 1),
        ("first-transfer-syntax-alone", (JPEG_2000, EXPLICIT), 0),
        ("last-transfer-syntax-alone", (EXPLICIT, JPEG_2000), 0),
        ("last-transfer-syntax-alone", (JPEG_2000, EXPLICIT), 1),
    ],
)
def test_one_transfer_syntax(
    name: str,
    syntaxes: tuple[str, ...],
    delivered: int,
    ask_of: Callable[[str], Client],
    uids: Uids,
) -> None:
    client = ask_of(name)

    one = ask(client, RETRIEVE, retrieve(uids("signed"), syntaxes=syntaxes))
    two = ask(client, RETRIEVE, retrieve(uids("signed"), uids("colour"), syntaxes=syntaxes))

    assert [delivered, 2] == [len(one.documents), len(two.documents)]


@pytest.mark.parametrize("name", ["first-study-alone", "first-document-of-a-series-alone"])
def test_some_documents_alone(name: str, ask_of: Callable[[str], Client], uids: Uids) -> None:
    one, two = uids("unsigned"), uids("unsigned-sibling")
    single = "</r:SeriesRequest></r:StudyRequest>"
    apart = retrieve(one, two, uids("signed"))
    # The first two in one series.
    together = apart.replace(
        f'{single}<r:StudyRequest studyInstanceUID="{two[0]}">'
        f'<r:SeriesRequest seriesInstanceUID="{two[1]}">', "", 1
    )  # fmt: skip
    assert apart != together

    came = ask(ask_of(name), RETRIEVE, together).all("//i:DocumentUniqueId/text()")

    expected = {
        "first-study-alone": [one[2], two[2]],
        "first-document-of-a-series-alone": [one[2], uids("signed")[2]],
    }
    assert expected[name] == came


def test_what_should_get_a_fault_is_served(ask_of: Callable[[str], Client], uids: Uids) -> None:
    content = retrieve(uids("signed"))
    entity = f'<!DOCTYPE x [<!ENTITY uid "{uids("signed")[2]}">]>'
    texts = {
        "must-understand-overlooked": envelope(
            RETRIEVE, content, more='<u:X xmlns:u="u" s:mustUnderstand="1"/>'
        ),
        "unknown-version-taken": envelope(RETRIEVE, content, soap="urn:none").replace(
            " s:mustUnderstand='true'", ""
        ),
        "document-type-read": entity
        + envelope(RETRIEVE, content.replace(f"{uids('signed')[2]}<", "&uid;<")),
    }
    for name, text in texts.items():
        with ask_of(name).post(
            URL,
            data=mtom(text)[1],
            content_type=mtom(text)[0],
        ) as response:
            assert (name, 200) == (name, response.status_code)


def test_what_cannot_be_read_is_misread_by_nobody(ask_of: Callable[[str], Client]) -> None:
    for mutant in all_mutants():
        if mutant.way == Way.IN:
            for text in ("no XML", "<!DOCTYPE x [<!ENTITY", "<x/>"):
                kind, body = mtom(text)
                with ask_of(mutant.name).post(URL, data=body, content_type=kind) as response:
                    assert response.status_code in (400, 500)
