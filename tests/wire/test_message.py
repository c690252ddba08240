"""Messages: root part, cid URLs and the documents they lead to."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.wire.writer import Packed, message, pack
from wadows_contract.exchange import Body, Headers
from wadows_contract.wire.message import Content, Message
from wadows_contract.wire.registry import DocumentResponse

PLAIN = b'<Envelope xmlns="http://www.w3.org/2003/05/soap-envelope"><Body><x/></Body></Envelope>'
RELATED = 'multipart/related; boundary="b"'


def document(include: str | None = None, inline: str | None = None) -> DocumentResponse:
    return DocumentResponse("1.2.3", "1.9", None, "application/dicom", {}, include, inline)


def parts(*ids: bytes) -> bytes:
    """A body whose parts have these Content-IDs, each its own number as content."""
    return pack([Packed(b"%d" % n, [b"Content-ID: " + id_]) for n, id_ in enumerate(ids)])


@pytest.mark.parametrize(
    ("content_type", "root"),
    [
        (RELATED, b"0"),
        (f'{RELATED}; start="<two@x>"', b"1"),
        (f"{RELATED}; start=two@x", b"1"),
        (f'{RELATED}; START=" <two@x> "', b"1"),
        (f'{RELATED}; start="<three@x>"', b"0"),
        (f'{RELATED}; start=""', b"0"),
        ("multipart/mixed; boundary=b", b"0"),
        ("text/plain", b"0"),  # the body tells
        ("multipart/related", b"0"),
        ("", b"0"),
    ],
)
def test_root(content_type: str, root: bytes, tmp_path: Path) -> None:
    read = message(tmp_path, content_type, parts(b"<one@x>", b"<two@x>"))

    assert read.root is not None
    assert root == read.body.read(read.root.offset, read.root.length)


def test_a_declared_boundary_that_is_not_there(tmp_path: Path) -> None:
    read = message(tmp_path, 'multipart/related; boundary="other"', parts(b"<one@x>"))

    assert read.multipart is not None
    assert ((), False) == (read.multipart.parts, read.multipart.closed)
    assert read.root is None
    assert "the multipart message has no part" == read.envelope_problem


def test_a_plain_envelope(tmp_path: Path) -> None:
    read = message(tmp_path, "application/soap+xml", PLAIN)

    assert (None, None, "") == (read.multipart, read.root, read.envelope_problem)
    assert read.envelope is not None
    assert read.envelope.is_soap12


@pytest.mark.parametrize("body", [b"", b"\r\n", b"no XML", b"--", b"--\r\n"])
def test_what_cannot_be_read_says_so(body: bytes, tmp_path: Path) -> None:
    read = message(tmp_path, "text/html", body)

    assert (None, None) == (read.envelope, read.registry)
    assert read.envelope_problem
    assert "" == read.asked.operation


CIDS = [
    ("cid:one@x", b"<one@x>", True),
    (" cid:one@x\n", b"<one@x>", True),
    ("CID:one@x", b"<one@x>", True),
    ("cid:one%40x", b"<one@x>", True),
    ("cid:1@urn%3Aihe%3aiti", b"<1@urn:ihe:iti>", True),
    ("cid:1@urn:ihe:iti", b"<1@urn:ihe:iti>", True),
    # The example of RFC 2392 itself: not decoded, but the same on both sides.
    ("cid:foo4%25foo1@bar.net", b"<foo4%25foo1@bar.net>", True),
    ("cid:foo4%25foo1@bar.net", b"<foo4%foo1@bar.net>", True),
    ("cid:one+two@x", b"<one+two@x>", True),
    ("cid:one+two@x", b"<one two@x>", False),
    ("cid:one@x", b"one@x", True),  # without angle brackets
    ("cid:ONE@x", b"<one@x>", False),
    ("cid:one@x", b"<two@x>", False),
    ("cid:", b"", False),
    ("one@x", b"<one@x>", False),
    ("#one@x", b"<one@x>", False),
    ("http://one@x", b"<one@x>", False),
    ("", b"<one@x>", False),
]


@pytest.mark.parametrize(("href", "id_", "found"), CIDS)
def test_part_for(href: str, id_: bytes, found: bool, tmp_path: Path) -> None:
    read = message(tmp_path, RELATED, parts(b"<root@x>", id_))

    assert read.multipart is not None
    assert (read.multipart.parts[1] if found else None) == read.part_for(href)


def test_a_decoded_match_goes_before_a_raw_one_and_the_first_part_before_its_twin(
    tmp_path: Path,
) -> None:
    read = message(tmp_path, RELATED, parts(b"<a%40b>", b"<a@b>", b"<a@b>"))

    assert read.multipart is not None
    assert read.multipart.parts[1] == read.part_for("cid:a%40b")


def test_there_are_no_parts_for_a_plain_message(tmp_path: Path) -> None:
    assert None is message(tmp_path, "application/soap+xml", PLAIN).part_for("cid:one@x")


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
    content = message(tmp_path, "application/soap+xml", PLAIN).content(document(inline=inline))

    assert expected == (content and content.read())
    if content is not None and expected is not None:
        with content.open() as file:
            assert (len(expected), expected) == (content.length, file.read())


@pytest.mark.parametrize("entry", [document(), document(include="cid:2@x"), document(include="")])
def test_no_content(entry: DocumentResponse, tmp_path: Path) -> None:
    assert None is message(tmp_path, RELATED, parts(b"<root@x>", b"<1@x>")).content(entry)


def test_a_root_beyond_all_measure_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "sparse"
    size = (1 << 28) + 1
    with path.open("wb") as file:
        file.truncate(size)
    read = Message(Headers((("Content-Type", "application/soap+xml"),)), Body(path, size, ""))

    assert f"the root part has {size} bytes" == read.envelope_problem


def test_content_is_streamed(tmp_path: Path) -> None:
    path = tmp_path / "sparse"
    with path.open("wb") as file:
        file.truncate(1 << 20)

    pieces = [len(piece) for piece in Content("", Body(path, 1 << 20, ""), 5, 600_000).chunks()]

    assert [262_144, 262_144, 75_712] == pieces


LIKELY = [b"--b", b"--b--", b"\r\n", b"\n", b"Content-ID: <1@x>", b"<Envelope>", PLAIN, b"x", b"<!"]


@given(
    st.lists(st.sampled_from(LIKELY), max_size=12).map(b"".join) | st.binary(max_size=30),
    st.sampled_from(
        [RELATED, f"{RELATED}; start=1@x", "multipart/related", "text/xml", "", ";;=;"]
    ),
)
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_fact_of_any_message_can_be_asked_for(
    tmp_path: Path, body: bytes, content_type: str
) -> None:
    read = message(tmp_path, content_type, body)

    assert bool(read.envelope) != bool(read.envelope_problem)
    assert read.registry is None or read.envelope is not None
    assert () == read.asked.documents
    assert None is read.content(document(include="cid:2@x"))
