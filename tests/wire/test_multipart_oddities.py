"""What is odd about a multipart body is noted; what goes beyond a limit is passed over."""

import pytest

from wadows_contract.wire.multipart import (
    MAX_OUTSIDE,
    MAX_PADDING,
    MAX_PART_HEADERS,
    MAX_PARTS,
    Multipart,
    Odd,
    Oddity,
    split,
)


def whole(body: bytes) -> Multipart:
    return split((body,), "b")


def contents_of(body: bytes, multipart: Multipart) -> list[bytes]:
    return [body[part.offset : part.offset + part.length] for part in multipart.parts]


TWO = b"--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\n"
OUTSIDE: list[tuple[str, bytes, bytes, bytes]] = [
    ("nothing", TWO, b"", b""),
    ("white space", b"\r\n \r\n" + TWO + b"\t\r\n\r\n", b"", b""),
    ("a preamble", b"to whom\r\n" + TWO, b"to whom", b""),
    ("a preamble behind white space", b"\r\n  to\r\n" + TWO, b"to", b""),
    ("an epilogue", TWO + b"the end", b"", b"the end"),
    ("an epilogue behind white space", TWO + b"\r\n the\r\nend\r\n", b"", b"the\r\nend\r\n"),
    ("delimiters again", TWO + TWO[:12], b"", TWO[:12]),
    ("long ones", b"p" * 99 + b"\r\n" + TWO + b"e" * 99, b"p" * MAX_OUTSIDE, b"e" * MAX_OUTSIDE),
    ("no delimiter at all", b"one\r\ntwo", b"one\r\ntwo", b""),
    ("what only begins so", b"--bc\r\n" + TWO, b"--bc", b""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "preamble", "epilogue"), [row[1:] for row in OUTSIDE], ids=[row[0] for row in OUTSIDE]
)
def test_text_outside_the_boundaries(body: bytes, preamble: bytes, epilogue: bytes) -> None:
    multipart = whole(body)

    # What stands before a delimiter may hold the line end that belongs to it, or not.
    assert preamble == multipart.preamble.rstrip()
    assert epilogue == multipart.epilogue


BEFORE, AFTER = Oddity.LF_BEFORE, Oddity.LF_AFTER
PADDED, CONTINUED = Oddity.PADDED, Oddity.CONTINUED
ODDITIES: list[tuple[str, bytes, list[Odd]]] = [
    ("none", TWO, []),
    ("none without the last line end", TWO[:-2], []),
    ("none in an empty part", b"--b\r\n\r\n--b--", []),
    ("LF behind the first", TWO.replace(b"--b\r\n", b"--b\n", 1), [Odd(AFTER, 0, 1)]),
    ("LF behind the last", TWO[:-2] + b"\n", [Odd(AFTER, 24, 1)]),
    ("LF before the second", TWO.replace(b"one\r\n", b"one\n"), [Odd(BEFORE, 11, 1)]),
    ("LF before the first", b"\n" + TWO, [Odd(BEFORE, 1, 1)]),
    ("LF only", TWO.replace(b"\r\n", b"\n"), [Odd(BEFORE, 9, 2), Odd(AFTER, 0, 3)]),
    ("LF only in an empty part", b"--b\n\n--b--", [Odd(BEFORE, 5, 1), Odd(AFTER, 0, 1)]),
    ("LF in content and headers", b"--b\r\nA: b\n\n\none\n\r\n--b--\r\n", []),
    ("white space", TWO.replace(b"--b--", b"--b-- \t"), [Odd(PADDED, 24, 1)]),
    ("white space and LF", TWO.replace(b"--b\r\n", b"--b \n", 1),
     [Odd(AFTER, 0, 1), Odd(PADDED, 0, 1)]),
    ("more behind the last", TWO.replace(b"--b--", b"--b--x"), [Odd(CONTINUED, 24, 1)]),
    ("more behind the last, without end", TWO[:-2] + b"x" * 2000, [Odd(CONTINUED, 24, 1)]),
    ("lines that begin so", TWO.replace(b"one", b"\r\n--bone\r\n--b!"), [Odd(CONTINUED, 9, 2)]),
    ("lines that begin so behind an LF alone", TWO.replace(b"one", b"\n--bone"), []),
    ("a header that begins so", b"--b\r\n--bc: d\r\n\r\none\r\n--b--", [Odd(CONTINUED, 5, 1)]),
    ("the delimiter inside a line", TWO.replace(b"one", b"one --b"), []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "expected"), [row[1:] for row in ODDITIES], ids=[row[0] for row in ODDITIES]
)
def test_oddities_of_delimiters(body: bytes, expected: list[Odd]) -> None:
    assert expected == list(whole(body).oddities)


def test_headers_beyond_the_limit_are_passed_over_and_what_follows_is_read() -> None:
    name = b"Content-ID: <1@x>\r\n"
    body = b"--b\r\n" + name + b"A: " + b"x" * MAX_PART_HEADERS + b"\r\n\r\none\r\n" + TWO

    multipart = whole(body)

    assert [b"one", b"one", b"two"] == contents_of(body, multipart)
    assert [("Content-ID", "<1@x>")] == list(multipart.parts[0].headers.fields)
    assert (True, True) == (multipart.closed, multipart.cut)


def test_parts_beyond_the_limit_are_passed_over_and_the_end_is_read() -> None:
    body = b"--b\r\n\r\n" * (MAX_PARTS + 1) + b"--b--\r\n"

    multipart = whole(body)

    assert (MAX_PARTS, True, True) == (len(multipart.parts), multipart.closed, multipart.cut)
    assert not whole(body[8:]).cut


def test_nothing_is_looked_at_beyond_the_limit_of_parts() -> None:
    """A stream of delimiters without an end would take hours."""
    odd = b"--b\n\n"
    body = b"--b\r\n\r\n" * (MAX_PARTS + 1) + odd * 1000 + b"\r\n--b--\r\nbehind"

    multipart = split([body], "b")

    assert () == multipart.oddities
    assert (True, True, b"behind") == (multipart.closed, multipart.cut, multipart.epilogue)


def test_headers_that_fill_the_memory_are_passed_over() -> None:
    """Each part is within its limit, and all of them together are not."""
    part = b"--b\r\n" + b"A:b\r\n" * 13_000 + b"\r\n"

    multipart = split([part] * 60 + [b"--b--"], "b")

    assert (True, True) == (multipart.closed, multipart.cut)
    assert 0 < len(multipart.parts) < 60


HEADERS_BEGIN, CONTENT_BEGINS = b"--b\r\nA: b\r\n", b"--b\r\n\r\n"
#: Bodies of 1 MiB that make a careless splitter look at the same bytes again and again,
#: each with the number of parts in it.
PATHOLOGICAL: list[tuple[str, bytes, bytes, int]] = [
    ("line feeds before any delimiter", b"", b"\n", 0),
    ("hyphens in a part", CONTENT_BEGINS, b"-", 1),
    ("line ends in a part", CONTENT_BEGINS, b"\r\n", 1),
    ("lines that begin like a delimiter", CONTENT_BEGINS, b"\r\n--bc", 1),
    ("headers that begin like a delimiter", HEADERS_BEGIN, b"--bc\r\n", 1),
    ("headers", HEADERS_BEGIN, b"A: b\r\n", 1),
    ("folded headers", HEADERS_BEGIN, b" x\r\n", 1),
    ("one long header", HEADERS_BEGIN, b"A", 1),
    ("delimiters alone", b"", b"--b\r\n", MAX_PARTS),
    ("parts without headers", b"", CONTENT_BEGINS, MAX_PARTS),
    ("parts of one header", b"", b"--b\r\nA: b\r\n\r\n", MAX_PARTS),
]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "repeated", "parts"),
    [row[1:] for row in PATHOLOGICAL],
    ids=[row[0] for row in PATHOLOGICAL],
)
def test_time_grows_with_the_body_and_no_faster(start: bytes, repeated: bytes, parts: int) -> None:
    """Were it to grow with the square, this would not end."""
    assert parts == len(whole(start + repeated * ((1 << 20) // len(repeated))).parts)


@pytest.mark.parametrize("repeated", [b"\n--b ", b"A: b\r\n", b"--b\r\n\r\n", b"\r\n--bc"])
def test_time_grows_with_the_body_in_the_smallest_pieces(repeated: bytes) -> None:
    body = b"--b\r\n" + repeated * (150_000 // len(repeated))

    assert whole(body) == split((body[at : at + 1] for at in range(len(body))), "b")


def test_padding_up_to_the_limit_is_padding() -> None:
    within = b"--b" + b" " * (MAX_PADDING - 2) + b"\r\n\r\none\r\n--b--"
    beyond = b"--b" + b" " * MAX_PADDING + b"\r\n\r\none\r\n--b--"

    assert [b"one"] == contents_of(within, whole(within))
    assert [] == contents_of(beyond, whole(beyond))
