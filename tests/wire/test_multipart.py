"""Splitting multipart bodies: whatever is packed comes back, however it arrives."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wire.writer import Packed, pack
from wadows_contract.exchange import Headers
from wadows_contract.wire.multipart import MAX_PART_HEADERS, Multipart, Part, split

BOUNDARY = b"=_uuid:1.b'()+,/"
NAME = BOUNDARY.decode()
#: Bytes that a careless splitter takes for a delimiter, or for the end of one.
LIKELY = [
    b"\r\n",
    b"\n",
    b"\r",
    b"-",
    b"--",
    b" ",
    b"\t",
    b"\0",
    b"\xff",
    b"x",
    BOUNDARY,
    b"--" + BOUNDARY,
    b"\r\n--" + BOUNDARY[:-1],
    b"\r\n--" + BOUNDARY + b"x",
    b"\n--" + BOUNDARY,
    b"\r\n--" + BOUNDARY + b"\r\n",
    b"\r\n--" + BOUNDARY + b"--\r\n",
    b"A: b",
]
DELIMITER = re.compile(rb"(?:\A|\n)--" + re.escape(BOUNDARY) + rb"(?:[ \t\r]*(?:\n|\Z)|--)")

likely_bytes = st.lists(st.sampled_from(LIKELY), max_size=24).map(b"".join)
contents = (likely_bytes | st.binary(max_size=40)).filter(lambda value: not DELIMITER.search(value))
tokens = st.text("abcXYZ019-", min_size=1, max_size=8).map(str.encode)
values = st.text("ab <>@;=\"'/.%:é", max_size=12).map(lambda value: value.strip().encode())


def whole(body: bytes, boundary: str = NAME) -> Multipart:
    return split((body,), boundary)


def contents_of(body: bytes, multipart: Multipart) -> list[bytes]:
    return [body[part.offset : part.offset + part.length] for part in multipart.parts]


def cut(body: bytes, cuts: list[int]) -> list[bytes]:
    ends = sorted({cut % (len(body) + 1) for cut in cuts} | {len(body)})
    return [body[start:end] for start, end in zip([0, *ends], ends, strict=False)]


@given(st.lists(contents, max_size=4), st.sampled_from([b"", b" ", b"\t \t"]), contents, contents)
def test_contents_come_back_byte_for_byte(
    packed: list[bytes], padding: bytes, preamble: bytes, epilogue: bytes
) -> None:
    body = pack(
        [Packed(content) for content in packed],
        BOUNDARY,
        preamble=preamble,
        epilogue=epilogue,
        padding=padding,
    )

    multipart = whole(body)

    # Without any part the first delimiter is the closing one.
    assert packed == contents_of(body, multipart)
    assert multipart.closed


@given(st.lists(contents.filter(lambda value: not value.endswith(b"\r")), min_size=1, max_size=3))
def test_lines_may_end_in_a_line_feed_alone(packed: list[bytes]) -> None:
    """A CR at the end of a content is then left out: nobody can tell it from a line end."""
    body = pack([Packed(content, [b"A: b"]) for content in packed], BOUNDARY, newline=b"\n")

    multipart = whole(body)

    assert packed == contents_of(body, multipart)
    assert [Headers((("A", "b"),))] * len(packed) == [part.headers for part in multipart.parts]


@given(st.lists(st.tuples(tokens, values, values), max_size=4), st.sampled_from([b"\r\n", b"\n"]))
def test_headers_come_back_unfolded(
    fields: list[tuple[bytes, bytes, bytes]], newline: bytes
) -> None:
    headers = [name + b": " + first + newline + b" \t" + second for name, first, second in fields]
    body = pack([Packed(b"content", headers)], BOUNDARY, newline=newline)

    (part,) = whole(body).parts

    assert [
        (name.decode(), f"{first.decode()} {second.decode()}") for name, first, second in fields
    ] == list(part.headers.fields)


@given(likely_bytes | st.binary(max_size=60), st.lists(st.integers(0, 500), max_size=12))
def test_chunking_changes_nothing(body: bytes, cuts: list[int]) -> None:
    body = b"--" + BOUNDARY + b"\r\n" + body

    assert whole(body) == split(cut(body, cuts), NAME)


BOUNDARY_CHARACTERS = "AZaz09'()+_,-./:=? "


@given(
    st.text(BOUNDARY_CHARACTERS, min_size=1, max_size=70).filter(lambda text: text[-1] != " "),
    st.lists(likely_bytes | st.binary(max_size=40), max_size=4),
    st.lists(st.integers(0, 2000), max_size=6),
)
def test_any_boundary_splits_what_does_not_hold_it(
    boundary: str, packed: list[bytes], cuts: list[int]
) -> None:
    delimiter = b"\n--" + boundary.encode()
    packed = [content for content in packed if delimiter not in b"\n" + content]
    body = pack([Packed(content) for content in packed], boundary.encode())

    multipart = split(cut(body, cuts), boundary)

    assert packed == contents_of(body, multipart)
    assert (True, b"", b"", (), False) == (
        multipart.closed,
        multipart.preamble,
        multipart.epilogue,
        multipart.oddities,
        multipart.cut,
    )


@given(likely_bytes, likely_bytes, st.sampled_from([b"\r\n", b"\n"]))
def test_one_byte_at_a_time_changes_nothing(first: bytes, second: bytes, newline: bytes) -> None:
    body = pack([Packed(first, [b"Content-ID: <1>"]), Packed(second)], BOUNDARY, newline=newline)

    assert whole(body) == split((body[at : at + 1] for at in range(len(body))), NAME)


@pytest.mark.parametrize("size", [1, 1023, 1024, 1025, 5000])
@pytest.mark.parametrize("line_end", [b"\n", b"x\n", b""], ids=["end", "content", "nothing"])
def test_padding_of_any_length_is_read_alike_in_pieces(size: int, line_end: bytes) -> None:
    body = b"--b\r\n\r\none\r\n--b" + b" " * size + line_end + b"\r\ntwo\r\n--b--"

    assert whole(body, "b") == split((body[at : at + 7] for at in range(0, len(body), 7)), "b")


@pytest.mark.parametrize(
    "size", [MAX_PART_HEADERS - 9, MAX_PART_HEADERS - 8, MAX_PART_HEADERS + 5000]
)
def test_headers_of_any_length_are_read_alike_in_pieces(size: int) -> None:
    body = b"--b\r\nA: " + b"x" * size + b"\r\n\r\ncontent\r\n--b--\r\n"

    assert whole(body, "b") == split(
        (body[at : at + 4999] for at in range(0, len(body), 4999)), "b"
    )


@given(st.binary(max_size=200) | likely_bytes, st.text(max_size=5))
def test_whatever_comes_is_read_to_its_end(body: bytes, boundary: str) -> None:
    multipart = whole(body, boundary)

    assert all(
        0 <= part.offset <= part.offset + part.length <= len(body) for part in multipart.parts
    )


PARTS: list[tuple[str, bytes, list[bytes], bool]] = [
    ("two parts", b"--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\n", [b"one", b"two"], True),
    ("no part", b"--b--\r\n", [], True),
    ("nothing", b"", [], False),
    ("no delimiter", b"one\r\ntwo\r\n", [], False),
    ("empty part", b"--b\r\n\r\n--b--", [b""], True),
    ("empty part with a line", b"--b\r\n\r\n\r\n--b--", [b""], True),
    ("line ends inside", b"--b\r\n\r\n\r\n\n\r\n\r\n--b--", [b"\r\n\n\r\n"], True),
    ("a CR before the delimiter", b"--b\r\n\r\none\r\r\n--b--", [b"one\r"], True),
    ("a line that only begins so", b"--b\r\n\r\n\r\n--bc\r\n--b--", [b"\r\n--bc"], True),
    ("the delimiter not on its own line", b"--b\r\n\r\none--b--\r\n--b--", [b"one--b--"], True),
    ("a delimiter in the epilogue", b"--b\r\n\r\none\r\n--b--\r\n--b\r\n\r\ntwo", [b"one"], True),
    ("a preamble", b"to whom\r\n\r\n--b\r\n\r\none\r\n--b--", [b"one"], True),
    ("a preamble that looks like it", b"--bc\r\n--b\r\n\r\none\r\n--b--", [b"one"], True),
    ("no closing boundary", b"--b\r\n\r\none\r\n", [b"one\r\n"], False),
    ("two parts, not closed", b"--b\r\n\r\none\r\n--b\r\n\r\ntwo", [b"one", b"two"], False),
    ("cut inside the boundary", b"--b\r\n\r\none\r\n--", [b"one\r\n--"], False),
    ("cut behind the boundary", b"--b\r\n\r\none\r\n--b", [b"one\r\n--b"], False),
    ("cut after one hyphen", b"--b\r\n\r\none\r\n--b-", [b"one\r\n--b-"], False),
    ("cut inside the headers", b"--b\r\nA: b", [b""], False),
    ("no line between headers and delimiter", b"--b\r\nA: b\r\n--b--", [b""], True),
    ("no line between two delimiters", b"--b\r\n--b\r\n\r\none\r\n--b--", [b"", b"one"], True),
    ("headers that only begin so", b"--b\r\n--bc: d\r\n\r\none\r\n--b--", [b"one"], True),
    ("a multipart in a part", b"--b\r\n\r\n--c\r\n\r\n1\r\n--c--\r\n--b--",
     [b"--c\r\n\r\n1\r\n--c--"], True),
    ("a part that a space might close", b"--b\r\n\r\none\r\n--b --\r\n--b--",
     [b"one\r\n--b --"], True),
    ("CR alone", b"--b\r\rone\r--b--\r", [], False),
    ("mixed line ends", b"--b\r\nA: b\n\r\none\n--b--\r\n", [b"one"], True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "expected", "closed"), [row[1:] for row in PARTS], ids=[row[0] for row in PARTS]
)
def test_parts(body: bytes, expected: list[bytes], closed: bool) -> None:
    multipart = whole(body, "b")

    assert expected == contents_of(body, multipart)
    assert closed == multipart.closed


HEADERS: list[tuple[str, bytes, list[tuple[str, str]]]] = [
    ("none", b"\r\n", []),
    ("white space around a value", b"A:  b \r\n\r\n", [("A", "b")]),
    ("a name with a blank", b"A : b\r\n\r\n", [("A", "b")]),
    ("a colon in a value", b"A: b:c\r\n\r\n", [("A", "b:c")]),
    ("no colon", b"A b\r\nC: d\r\n\r\n", [("C", "d")]),
    ("folded", b"A: b;\r\n\tc=d\r\n e=f\r\n\r\n", [("A", "b; c=d e=f")]),
    ("folded before any", b" x\r\nA: b\r\n\r\n", [("A", "b")]),
    ("twice", b"A: b\r\na: c\r\n\r\n", [("A", "b"), ("a", "c")]),
    ("no text", b"A: \xff\r\n\r\n", [("A", "\\xff")]),
    ("what only Unicode calls a line end", "A: b\x85c\u2028d\r\n\r\n".encode(),
     [("A", "b\x85c\u2028d")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "expected"), [row[1:] for row in HEADERS], ids=[row[0] for row in HEADERS]
)
def test_part_headers(head: bytes, expected: list[tuple[str, str]]) -> None:
    (part,) = whole(b"--b\r\n" + head + b"content\r\n--b--", "b").parts

    assert expected == list(part.headers.fields)
    assert len(b"content") == part.length


def test_a_boundary_that_http_decoded() -> None:
    """Header values come in Latin-1; a boundary that cannot have come that way is UTF-8."""
    for boundary, encoding in (("bü", "latin-1"), ("b€", "utf-8")):
        body = pack([Packed(b"one")], boundary.encode(encoding))

        assert [b"one"] == contents_of(body, split([body], boundary))


@pytest.mark.parametrize("boundary", ["", "\n", "\0", "\udcff", "*", "x" * 100_000])
def test_any_boundary_is_looked_for(boundary: str) -> None:
    assert () == whole(b"one\r\n--b\r\n\r\ntwo", boundary).parts


def test_content_ids() -> None:
    part = Part(Headers((("Content-ID", "<a@b>"), ("content-id", "c@d"))), 0, 0)

    assert (("a@b", "c@d"), "a@b") == (part.content_ids, part.content_id)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("<a@b>", "a@b"),
        ("  <a@b> ", "a@b"),
        ("a@b", "a@b"),
        ("<a@b", "<a@b"),
        ("", ""),
    ],
)
def test_content_id(value: str, expected: str) -> None:
    assert expected == Part(Headers((("content-id", value),)), 0, 0).content_id
