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
from pydicom import Dataset, dcmread
from pydicom.encaps import generate_frames

from tests.reference.client import EXPLICIT, IMPLICIT, Asked
from tests.reference.recordings import Exchanges, after, mutated
from wadows_reference import create_app
from wadows_reference.mutants import data_sets
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


def both(name: str, exchange: str, exchanges: Exchanges) -> tuple[Dataset, Dataset]:
    """The first document of an exchange, without a mutant and with it."""
    found = exchanges[exchange][1], after(name, exchange, exchanges)
    before, now = (dcmread(BytesIO(answer.documents[0])) for answer in found)
    return before, now


def test_pixel_changed_in_conversion(exchanges: Exchanges) -> None:
    for exchange in ("documents", "implicit"):
        before, now = both("pixel-changed-in-conversion", exchange, exchanges)
        changed = np.argwhere(before.pixel_array != now.pixel_array)
        assert [[0, 0]] == changed.tolist()
        assert 1 == abs(int(before.pixel_array[0, 0]) - int(now.pixel_array[0, 0]))


def test_line_break_after_the_data_set(exchanges: Exchanges) -> None:
    before = exchanges["documents"][1].documents
    now = after("line-break-after-the-data-set", "documents", exchanges).documents

    assert [content + b"\r\n" for content in before] == now


def test_file_meta_of_another_instance(exchanges: Exchanges) -> None:
    before, now = both("file-meta-of-another-instance", "implicit", exchanges)

    assert before == now
    assert before.SOPInstanceUID != now.file_meta.MediaStorageSOPInstanceUID
    assert before.SOPInstanceUID[:-1] == now.file_meta.MediaStorageSOPInstanceUID[:-1]


def test_new_instance_uid(exchanges: Exchanges) -> None:
    before, now = both("new-instance-uid", "documents", exchanges)

    assert now.SOPInstanceUID == now.file_meta.MediaStorageSOPInstanceUID
    assert before.SOPInstanceUID[:-1] == now.SOPInstanceUID[:-1]
    assert before.SOPInstanceUID != now.SOPInstanceUID


@pytest.mark.parametrize("exchange", ["documents", "implicit"])
def test_attributes_lost(exchanges: Exchanges, exchange: str) -> None:
    before, now = both("attributes-lost", exchange, exchanges)

    lost = {element.keyword for element in before} - {element.keyword for element in now}
    assert {"InstanceNumber", "Modality", "Manufacturer"} == lost
    assert all(before[element.tag] == element for element in now)


def test_frames_swapped(exchanges: Exchanges) -> None:
    before, now = both("frames-swapped", "loop", exchanges)

    assert (before.pixel_array[[2, 1, 0]] == now.pixel_array).all()
    assert len(before.PixelData) == len(now.PixelData)


def test_lossy_for_lossless(exchanges: Exchanges) -> None:
    before, now = both("lossy-for-lossless", "loop", exchanges)
    difference = abs(before.pixel_array.astype(int) - now.pixel_array.astype(int))

    assert before.file_meta == now.file_meta
    assert 0 < difference.mean() < 8


def test_relabelled_without_conversion(exchanges: Exchanges) -> None:
    before, now = both("relabelled-without-conversion", "documents", exchanges)

    assert EXPLICIT == now.file_meta.TransferSyntaxUID
    assert now["PixelData"].is_undefined_length
    assert [before.PixelData] == list(generate_frames(now.PixelData, number_of_frames=1))


@pytest.mark.filterwarnings("ignore:Expected:UserWarning")
def test_converted_without_relabelling(exchanges: Exchanges) -> None:
    for exchange, label in (("documents", IMPLICIT), ("implicit", EXPLICIT)):
        before, now = both("converted-without-relabelling", exchange, exchanges)
        assert label == now.file_meta.TransferSyntaxUID
        assert before == now
        length = len(exchanges[exchange][1].documents[0])
        longer = len(after("converted-without-relabelling", exchange, exchanges).documents[0])
        assert {IMPLICIT: -2, EXPLICIT: 2}[label] == longer - length


@pytest.mark.parametrize("body", [b"", b"no DICOM", bytes(200), bytes(128) + b"DICM" + bytes(99)])
def test_what_is_no_dicom_is_left_alone(body: bytes) -> None:
    assert body == data_sets.without(body, (0x00080060,))
    assert body == data_sets.with_pixels(body, lambda pixels, _: b"changed")
    assert body == data_sets.encapsulated(body)
    assert body == data_sets.with_other_instance(body, everywhere=True)
    assert body == data_sets.relabelled(body, {EXPLICIT: IMPLICIT})


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
    before, now = both("mirrored", "frame")
    assert abs(before[:, ::-1] - now).mean() < 2
    before, now = both("upside-down", "frame")
    assert abs(before[::-1] - now).mean() < 2
    before, now = both("rows-as-columns", "frame")
    assert abs(before.T - now).mean() < 2
    before, now = both("stretched", "size")
    assert (2 * before.shape[0], before.shape[1]) == now.shape
    before, now = both("shown-as-ybr", "colour")
    red, green, blue = (before[:, :, plane] for plane in range(3))
    assert abs(0.299 * red + 0.587 * green + 0.114 * blue - now[:, :, 0]).mean() < 2
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
