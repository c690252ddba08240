"""Messages: root part, cid URLs and the documents they lead to."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.wire.writer import ENCODERS, Packed, message, pack
from wadows_contract.exchange import Body, Headers
from wadows_contract.wire.includes import Include
from wadows_contract.wire.message import MAX_SEARCHED, Message
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


OTHER = 'multipart/related; boundary="other"'
PACKED = pack([Packed(PLAIN)])
#: Content-Type, body, the boundary that is found in it.
BOUNDARIES = [
    ("multipart/related; boundary=b", PACKED, "b"),
    ('multipart/related; boundary="b "', PACKED, "b"),
    ('multipart/related; boundary="b"; boundary="other"', PACKED, "b"),
    ('multipart/related; boundary="other"; boundary="b"', PACKED, "b"),
    ("multipart/related; boundary*=b", PACKED, "b"),
    (OTHER, PACKED, "b"),
    ("multipart/related", PACKED, "b"),
    ("multipart/related", b"For MIME.\r\n" + PACKED, "b"),
    ("multipart/related", pack([Packed(PLAIN)], padding=b" "), "b"),
    ("text/xml", PACKED, "b"),
    ("text/xml; boundary=b", b"For MIME.\r\n" + PACKED, "b"),
    ("text/xml", b"For MIME.\r\n" + PACKED, ""),
    ("", b"\r\n" + PACKED, "b"),
    (OTHER, PLAIN, "other"),
    (OTHER, b"", "other"),
    ("multipart/related", PLAIN, ""),
    ("multipart/related", b"", ""),
    ("text/html", b"--- a trace of the stack\r\n  at line 1\r\n", ""),
    ("application/soap+xml; boundary=b", PLAIN, ""),
]


@pytest.mark.parametrize(("content_type", "body", "boundary"), BOUNDARIES)
def test_the_boundary_that_is_there(
    content_type: str, body: bytes, boundary: str, tmp_path: Path
) -> None:
    read = message(tmp_path, content_type, body)

    assert boundary == read.boundary
    assert (body in (PLAIN, b"") or boundary == "") == (read.root is None)
    assert bool(boundary) == (read.multipart is not None)


def test_a_boundary_that_is_no_text(tmp_path: Path) -> None:
    read = message(tmp_path, "multipart/related", pack([Packed(PLAIN)], b"\xff\xc3\xbc"))

    assert "\xff\xc3\xbc" == read.boundary
    assert read.envelope is not None


def test_a_boundary_far_down_is_not_looked_for(tmp_path: Path) -> None:
    read = message(tmp_path, "multipart/related", b"x" * MAX_SEARCHED + b"\r\n" + PACKED)

    assert None is read.multipart


@pytest.mark.parametrize("content_type", [OTHER, "multipart/related", "text/plain", ""])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b" \r\n"])
def test_a_plain_envelope_by_another_name(content_type: str, start: bytes, tmp_path: Path) -> None:
    read = message(tmp_path, content_type, start + PLAIN)

    assert None is read.root
    assert read.envelope is not None
    assert start + PLAIN == read.root_bytes


def test_a_multipart_message_of_no_part(tmp_path: Path) -> None:
    assert (
        "the multipart message has no part"
        == message(tmp_path, RELATED, b"--b--\r\n").envelope_problem
    )


ROOT = '<Envelope xmlns="http://www.w3.org/2003/05/soap-envelope"><Body><x>ü</x></Body></Envelope>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-1"])
@pytest.mark.parametrize("transfer", ENCODERS)
@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
def test_an_envelope_in_any_character_set_and_encoding(
    encoding: str, transfer: str, packed: bool, tmp_path: Path
) -> None:
    content_type = f"application/xop+xml; charset={encoding}"
    part = Packed(ROOT.encode(encoding), [b"Content-Type: " + content_type.encode()])
    read = (
        message(tmp_path, RELATED, pack([part.encoded(transfer)]))
        if packed
        else message(tmp_path, content_type, part.content)
    )

    assert read.envelope is not None
    assert read.envelope.body is not None
    assert "ü" == read.envelope.body.text
    assert part.content == read.root_bytes


@pytest.mark.parametrize("transfer", ["base64", "7bit", "quoted-printable", "x-own", "two words"])
def test_an_envelope_that_is_not_what_it_says_is_read_as_it_is(
    transfer: str, tmp_path: Path
) -> None:
    header = f"Content-Transfer-Encoding: {transfer}".encode()
    content = ROOT.replace("ü", "=").encode() + b"\r\n"

    assert message(tmp_path, RELATED, pack([Packed(content, [header])])).envelope is not None


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


def test_a_part_of_two_ids_is_found_by_either(tmp_path: Path) -> None:
    body = pack([Packed(b"0", [b"Content-ID: <1@x>", b"Content-ID: <2@x>"])])
    read = message(tmp_path, f'{RELATED}; start="<2@x>"', body)

    assert read.root is not None
    assert (read.root, read.root, None) == tuple(
        map(read.part_for, ("cid:1@x", "cid:2@x", "cid:3"))
    )
    assert read.root == read.started


@pytest.mark.parametrize(
    ("start", "id_"), [("<1@x>", b"1@x"), ("1@x", b"1@x>"), ("<1@x", b"<1@x>")]
)
def test_start_with_half_its_brackets(start: str, id_: bytes, tmp_path: Path) -> None:
    read = message(tmp_path, f'{RELATED}; start="{start}"', parts(b"<0@x>", id_))

    assert read.started is not None
    assert b"1" == read.body.read(read.started.offset, read.started.length)


def test_includes(tmp_path: Path) -> None:
    including = PLAIN.replace(
        b"<x/>", b'<x><Include xmlns="http://www.w3.org/2004/08/xop/include" href="cid:1@x"/></x>'
    )

    assert (Include("cid:1@x", "x"),) == message(
        tmp_path, RELATED, pack([Packed(including)])
    ).includes
    assert () == message(tmp_path, "text/html", b"<p>").includes


def test_a_root_beyond_all_measure_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "sparse"
    size = (1 << 26) + 1
    with path.open("wb") as file:
        file.truncate(size)
    read = Message(Headers((("Content-Type", "application/soap+xml"),)), Body(path, size, ""))

    assert f"the root part has {size} bytes" == read.envelope_problem
    assert 1 << 26 == len(read.root_bytes)


@pytest.mark.parametrize("many", [b"<b/>" * 600_000, b"<b " + b"a='' " * 600_000 + b"/>"])
def test_an_envelope_of_too_many_elements_is_not_read(many: bytes, tmp_path: Path) -> None:
    """Each takes more than a hundred bytes, so that a few megabytes would fill the memory."""
    read = message(tmp_path, "application/soap+xml", b"<a>" + many + b"</a>")

    assert "are more than are read" in read.envelope_problem


LIKELY = [
    b"Content-Transfer-Encoding: base64\r\n",
    b"--b",
    b"--b--",
    b"\r\n",
    b"\n",
    b"Content-ID: <1@x>",
    b"<Envelope>",
    PLAIN,
    b"x",
    b"<!",
]


@given(
    st.lists(st.sampled_from(LIKELY), max_size=12).map(b"".join) | st.binary(max_size=30),
    st.sampled_from(
        [
            RELATED,
            OTHER,
            f"{RELATED}; start=1@x",
            "multipart/related; charset=utf-16",
            "text/xml",
            "text/xml; charset=latin1",
            "",
            ";;=;",
        ]
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
    assert () == read.includes
    assert None is read.content(document(include="cid:2@x"))
    assert isinstance(read.root_bytes, bytes)
    for part in read.multipart.parts if read.multipart else ():
        content = read.part_content(part)
        assert content.length == len(content.read())
