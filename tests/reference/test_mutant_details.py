"""What single mutants make of an answer."""

import threading
from collections.abc import Callable
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
from PIL import Image
from pydicom import dcmread

from tests.reference.client import EXPLICIT, IMPLICIT, Asked
from tests.reference.recordings import Exchanges, after, mutated
from wadows_reference import create_app
from wadows_reference.server import bind

Uids = Callable[[str], Asked]


def test_all_or_nothing(exchanges: Exchanges, uids: Uids) -> None:
    answer = after("all-or-nothing", "mixed", exchanges)

    assert ([], 1) == (answer.documents, len(answer.parts))
    assert answer.registry_status.endswith("Failure")
    assert [
        ("XDSMissingDocument", "1.4"), ("urn:dicom:wado:0014", uids("signed")[2])
    ] == answer.errors  # fmt: skip


def test_implicit_vr_refused(exchanges: Exchanges, uids: Uids) -> None:
    answer = after("implicit-vr-refused", "implicit", exchanges)

    assert ([], [("urn:dicom:wado:0007", uids("signed")[2])]) == (answer.documents, answer.errors)


def test_document_dropped(exchanges: Exchanges) -> None:
    before = exchanges["documents"][1]

    answer = after("document-dropped", "documents", exchanges)

    assert before.documents[1:] == answer.documents
    assert 2 == len(answer.parts)


def test_document_twice(exchanges: Exchanges) -> None:
    first, second = exchanges["documents"][1].documents

    assert [first, first, second] == after("document-twice", "documents", exchanges).documents


def test_pixel_changed(exchanges: Exchanges) -> None:
    (before, _), (now, _) = (
        exchanges["documents"][1].documents,
        after("pixel-changed", "documents", exchanges).documents,
    )

    differing = [at for at, pair in enumerate(zip(before, now, strict=True)) if len(set(pair)) > 1]
    assert 1 == len(differing)
    assert differing[0] >= len(before) - 1024
    assert (dcmread(BytesIO(before)).pixel_array != dcmread(BytesIO(now)).pixel_array).any()


@pytest.mark.filterwarnings("ignore:Expected explicit VR:UserWarning")
@pytest.mark.parametrize("exchange", ["documents", "implicit"])
def test_another_transfer_syntax(exchanges: Exchanges, exchange: str) -> None:
    before = exchanges[exchange][1].documents[0]
    now = after("another-transfer-syntax", exchange, exchanges).documents[0]

    syntax = dcmread(BytesIO(now), stop_before_pixels=True).file_meta.TransferSyntaxUID
    assert syntax not in (EXPLICIT, IMPLICIT)
    assert len(before) == len(now)


@pytest.mark.parametrize("exchange", ["documents", "implicit"])
def test_document_with_another_uid(exchanges: Exchanges, exchange: str, uids: Uids) -> None:
    answer = after("document-with-another-uid", exchange, exchanges)

    document = dcmread(BytesIO(answer.documents[0]))
    assert uids("signed")[2] == document.file_meta.MediaStorageSOPInstanceUID
    assert uids("signed")[2] != document.SOPInstanceUID
    assert len(uids("signed")[2]) == len(document.SOPInstanceUID)


def test_document_without_preamble(exchanges: Exchanges) -> None:
    before = exchanges["documents"][1].documents

    now = after("document-without-preamble", "documents", exchanges).documents

    assert [content[132:] for content in before] == now


def pixels(content: bytes) -> np.ndarray[Any, Any]:
    with Image.open(BytesIO(content)) as image:
        return np.asarray(image).astype(int)


def test_pictures(exchanges: Exchanges) -> None:
    def both(name: str, exchange: str) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        (before,), (now,) = (
            exchanges[exchange][1].documents, after(name, exchange, exchanges).documents
        )  # fmt: skip
        return pixels(before), pixels(now)

    before, now = both("window-inverted", "window")
    assert abs(255 - before - now).mean() < 2
    before, now = both("size-ignored", "size")
    assert (2 * before.shape[0], 2 * before.shape[1]) == now.shape
    before, now = both("red-and-blue-swapped", "colour")
    assert abs(before[:, :, ::-1] - now).mean() < 2
    before, now = both("wrong-frame", "frame")
    assert abs(before - now).mean() > 50
    before, now = both("one-quality-for-all", "size")
    assert abs(before - now).mean() < 5


def test_body_shorter_than_declared(exchanges: Exchanges) -> None:
    _, before = exchanges["documents"]

    _, headers, body = mutated("body-shorter-than-declared", exchanges["documents"])

    assert before.body == body
    assert int(headers["Content-Length"]) > len(body)


def test_axis2_boundary_refused(exchanges: Exchanges) -> None:
    answer = after("axis2-boundary-refused", "axis2", exchanges)

    assert (500, ("Receiver",)) == (answer.status, answer.fault)
    assert 1 == len(answer.all("//a:RelatesTo"))


def test_second_content_length_over_http(folder: Path, exchanges: Exchanges) -> None:
    request, before = exchanges["none"]
    server, url = bind("127.0.0.1", 0, create_app(folder, mutant="second-content-length"))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        connection.request("POST", urlsplit(url).path, request.body, dict(request.headers))
        response = connection.getresponse()
        body = response.read()
    finally:
        connection.close()
        server.shutdown()
        thread.join()
        server.server_close()

    length = len(before.body)
    assert [str(length), str(length + 1)] == response.headers.get_all("Content-Length")
    assert length == len(body)


def test_soap_action_obeyed(exchanges: Exchanges) -> None:
    answer = after("soap-action-obeyed", "soap-action", exchanges)

    assert (400, ("Sender",)) == (answer.status, answer.fault)


def test_start_of_request_ignored(exchanges: Exchanges) -> None:
    answer = after("start-of-request-ignored", "root-second", exchanges)

    assert (400, ("Sender",)) == (answer.status, answer.fault)


def test_action_with_white_space_refused(exchanges: Exchanges) -> None:
    answer = after("action-with-white-space-refused", "spaced", exchanges)

    assert (400, ("Sender", "ActionNotSupported")) == (answer.status, answer.fault)


def test_other_repository_unanswered(exchanges: Exchanges) -> None:
    answer = after("other-repository-unanswered", "elsewhere", exchanges)

    assert ([], [], 1) == (answer.documents, answer.errors, len(answer.parts))
    assert answer.registry_status.endswith("Success")
