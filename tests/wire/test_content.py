"""The documents of a message: in parts, encoded parts, or the envelope."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.wire.writer import ENCODERS, Packed, message, pack
from wadows_contract.exchange import Body
from wadows_contract.wire.content import EncodedContent, StoredContent
from wadows_contract.wire.message import Transfer
from wadows_contract.wire.registry import DocumentResponse

RELATED = 'multipart/related; boundary="b"'


def document(include: str | None = None, inline: str | None = None) -> DocumentResponse:
    return DocumentResponse("1.2.3", "1.9", None, "application/dicom", {}, include, inline)


def test_content_of_a_part(tmp_path: Path) -> None:
    body = pack(
        [Packed(b"root"), Packed(b"\r\none\n", [b"Content-ID: <1@x>", b"Content-Type: A/B; c=d"])]
    )
    read = message(tmp_path, RELATED, body)

    content = read.content(document(include="cid:1@x"))

    assert content is not None
    assert ("a/b", 6, b"\r\none\n") == (content.media_type, content.length, content.read())
    with content.open() as file:
        assert (2, b"one\n", b"") == (file.seek(2), file.read(), file.read())
        assert (4, b"e") == (file.seek(-2, 2), file.read(1))


@given(st.binary(max_size=200) | st.lists(st.sampled_from([b"\r", b"\n", b" "])).map(b"".join))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_content_of_an_encoded_part(tmp_path: Path, packed: bytes) -> None:
    for encoding in ENCODERS:
        part = Packed(packed, [b"Content-ID: <1@x>", b"Content-Type: a/b"]).encoded(encoding)
        content = message(tmp_path, RELATED, pack([part])).content(document(include="cid:1@x"))

        assert content is not None
        assert ("a/b", len(packed), packed) == (content.media_type, content.length, content.read())
        with content.open() as file:
            assert (packed, b"") == (file.read(), file.read())
            assert (0, packed[:1]) == (file.seek(0), file.read(1))


def test_content_that_is_not_what_it_says_is_read_as_it_is(tmp_path: Path) -> None:
    headers = [b"Content-ID: <1@x>", b"Content-Transfer-Encoding: Base64"]
    read = message(tmp_path, RELATED, pack([Packed(b"\0\1\2\3", headers)]))

    content = read.content(document(include="cid:1@x"))

    assert read.root is not None
    assert content is not None
    assert (b"\0\1\2\3", 4) == (content.read(), content.length)
    assert ("byte 0x00 at offset 0 is no base64", "") == (
        read.transfer(read.root).misfit,
        read.transfer(read.root).decoding,
    )


@pytest.mark.parametrize(
    ("headers", "encodings", "decoding"),
    [
        ([], (), ""),
        ([b"Binary"], ("binary",), ""),
        ([b" BASE64 "], ("base64",), "base64"),
        ([b"base64", b"binary"], ("base64", "binary"), "base64"),
        ([b"binary", b"base64"], ("binary", "base64"), ""),
        ([b"x-uuencode"], ("x-uuencode",), ""),
        ([b""], ("",), ""),
    ],
)
def test_transfer(
    headers: list[bytes], encodings: tuple[str, ...], decoding: str, tmp_path: Path
) -> None:
    lines = [b"Content-Transfer-Encoding: " + value for value in headers]
    read = message(tmp_path, RELATED, pack([Packed(b"AQID", lines)]))

    assert read.root is not None
    assert Transfer(encodings, "") == read.transfer(read.root)
    assert decoding == read.transfer(read.root).decoding


@pytest.mark.parametrize(
    ("inline", "expected"),
    [
        ("AQID", b"\1\2\3"),
        (" AQ\r\n\tID ", b"\1\2\3"),
        ("AQI=", b"\1\2"),
        ("", b""),
        ("***", None),
        ("AQI", None),
        ("AQ=ID", None),
        ("AQIDé", None),
        ("cid:1@x", None),
    ],
)
def test_content_inline(inline: str, expected: bytes | None, tmp_path: Path) -> None:
    content = message(tmp_path, "application/soap+xml", b"<x/>").content(document(inline=inline))

    assert expected == (content and content.read())
    if content is not None and expected is not None:
        with content.open() as file:
            assert (len(expected), expected) == (content.length, file.read())


@pytest.mark.parametrize("entry", [document(), document(include="cid:2@x"), document(include="")])
def test_no_content(entry: DocumentResponse, tmp_path: Path) -> None:
    assert None is message(tmp_path, RELATED, pack([Packed(b"", [b"Content-ID: <1@x>"])])).content(
        entry
    )


def test_content_is_streamed(tmp_path: Path) -> None:
    path = tmp_path / "sparse"
    with path.open("wb") as file:
        file.truncate(1 << 20)

    stored = StoredContent("", 600_000, Body(path, 1 << 20, ""), 5)

    assert [262_144, 262_144, 75_712] == [len(piece) for piece in stored.chunks()]


def test_encoded_content_is_streamed(tmp_path: Path) -> None:
    """8 MiB of base64 are decoded piece by piece, and what is opened is as large as they say."""
    path = tmp_path / "base64"
    path.write_bytes(b"AQID" * (1 << 21))
    stored = StoredContent("", 1 << 23, Body(path, 1 << 23, ""), 0)
    encoded = EncodedContent("", 3 << 21, stored, "base64")

    assert [196_608] * 32 == [len(piece) for piece in encoded.chunks()]
    with encoded.open() as file:
        assert (3 << 21, b"\3") == (file.seek(0, 2), (file.seek(-1, 2), file.read())[1])


def test_content_beyond_memory_is_opened_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wadows_contract.wire.content.MAX_IN_MEMORY", 5)
    path = tmp_path / "base64"
    path.write_bytes(b"AQID" * 4)

    encoded = EncodedContent("", 12, StoredContent("", 16, Body(path, 16, ""), 0), "base64")

    with encoded.open() as file:
        assert (b"\1\2\3" * 4, 3, b"\1") == (file.read(), file.seek(3), file.read(1))
