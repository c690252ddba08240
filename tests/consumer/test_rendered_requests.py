"""Rendered requests as bytes: each document with parameters of its own, however written."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from wadows_contract.consumer.requests import UNKNOWN_ELEMENT, Wanted, rendered_request
from wadows_contract.consumer.typed import call
from wadows_contract.exchange import BodyStore, Exchange, Headers, Request
from wadows_contract.judge.request import schema_faults
from wadows_contract.wire.message import Message
from wadows_spec.constants import RENDERED_ACTION, WADO


def wanted(instance: str, **parameters: Any) -> Wanted:
    return Wanted("", "1.1", "1.2", instance, "1.9", parameters=parameters)


def sent(documents: list[Wanted], parameters: Mapping[str, Any], folder: Path) -> etree._Element:
    """Return the body element of the request that goes out; nothing comes back."""
    bodies: list[etree._Element] = []
    store = BodyStore(folder)

    def send(headers: tuple[tuple[str, str], ...], content: bytes) -> Exchange:
        request = Request("http://x/", Headers(headers), store.save((content,), "request"))
        envelope = Message(request.headers, request.body).envelope
        assert envelope is not None
        assert envelope.body is not None
        bodies.append(envelope.body)
        return Exchange("x", "x", request, None, "nothing comes back")

    body = rendered_request(documents, parameters)
    call("http://x/", "rendered", RENDERED_ACTION, body, send)
    return bodies[0]


def written(request: etree._Element) -> list[dict[str, list[str]]]:
    """Return the parameters of each document as they are written, lists entry by entry."""
    return [
        {
            etree.QName(child).localname: [entry.text or "" for entry in child]
            or [child.text or ""]
            for child in document
            if etree.QName(child).localname not in ("RepositoryUniqueId", "DocumentUniqueId")
        }
        for document in request.iter(f"{{{WADO}}}RenderedDocumentRequest")
    ]


JPEG = ["image/jpeg"]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, {"ContentTypeList": JPEG}),
        ({"Rows": " 60 "}, {"Rows": [" 60 "], "ContentTypeList": JPEG}),
        ({"Rows": ""}, {"Rows": [""], "ContentTypeList": JPEG}),
        ({"ContentTypeList": "a/b image/jpeg"}, {"ContentTypeList": ["a/b", "image/jpeg"]}),
        ({"ContentTypeList": [" image/jpeg "]}, {"ContentTypeList": [" image/jpeg "]}),
        ({"ContentTypeList": [""]}, {"ContentTypeList": [""]}),
        ({"CharsetList": "A B"}, {"ContentTypeList": JPEG, "CharsetList": ["A", "B"]}),
        (UNKNOWN_ELEMENT, {"ContentTypeList": JPEG, "Remark": ["of no schema"]}),
    ],
)
def test_what_is_written(
    parameters: Mapping[str, Any], expected: dict[str, list[str]], tmp_path: Path
) -> None:
    for _ in range(2):  # What is sent once can be sent again.
        request = sent([wanted("1.7")], parameters, tmp_path)

        assert [expected] == written(request)
        assert [] == schema_faults("rendered", request)


def test_parameters_of_its_own_go_before_those_of_all(tmp_path: Path) -> None:
    documents = [wanted("1.7", Rows="48"), wanted("1.8"), wanted("1.7", Columns="20")]

    first, second, third = written(sent(documents, {"Rows": "9"}, tmp_path))

    assert (["48"], ["9"], ["9"]) == (first["Rows"], second["Rows"], third["Rows"])
    assert ["20"] == third["Columns"]
    assert "Columns" not in first
