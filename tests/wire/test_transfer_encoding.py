"""Content-Transfer-Encodings: what is encoded comes back, and what is not is found out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wire.writer import ENCODERS
from wadows_contract.wire.transfer_encoding import MAX_LINE, decoded, is_encoded, misfit

ENCODED = ["base64", "quoted-printable"]
cuts = st.lists(st.integers(0, 400), max_size=8)
likely = st.lists(
    st.sampled_from(
        [b"\r\n", b"\n", b"\r", b"=", b" ", b"\t", b".", b"\0", b"\xff", b"=3D", b"--b"]
    ),
    max_size=30,
).map(b"".join)


def pieces(content: bytes, at: list[int]) -> list[bytes]:
    ends = sorted({cut % (len(content) + 1) for cut in at} | {len(content)})
    return [content[start:end] for start, end in zip([0, *ends], ends, strict=False)]


@pytest.mark.parametrize("encoding", ENCODED)
@given(content=st.binary(max_size=300) | likely, at=cuts)
def test_what_the_standard_library_encodes_comes_back(
    encoding: str, content: bytes, at: list[int]
) -> None:
    encoded = pieces(ENCODERS[encoding](content), at)

    assert "" == misfit(encoded, encoding)
    assert content == b"".join(decoded(encoded, encoding))


@pytest.mark.parametrize("encoding", [*ENCODED, "7bit", "8bit"])
@given(content=st.binary(max_size=60) | likely, at=cuts)
def test_pieces_change_nothing(encoding: str, content: bytes, at: list[int]) -> None:
    found = misfit([content], encoding)

    assert found == misfit(pieces(content, at), encoding)
    if not found:
        assert b"".join(decoded([content], encoding)) == b"".join(
            decoded(pieces(content, at), encoding)
        )


#: Encoding, what stands in the part, what it stands for.
FITTING = [
    ("base64", b"", b""),
    ("base64", b"AQID", b"\1\2\3"),
    ("BASE64", b"AQI=", b"\1\2"),
    ("base64", b" A Q\r\n=\t=\n", b"\1"),
    ("base64", b"AQID" * 100, b"\1\2\3" * 100),  # in one line
    ("quoted-printable", b"", b""),
    ("Quoted-Printable", b"a=3Db", b"a=b"),
    ("quoted-printable", b"=0d=0A", b"\r\n"),  # digits in lower case
    ("quoted-printable", b"a=\r\nb=\nc= \t\r\nd", b"abcd"),
    ("quoted-printable", b"a\r\nb\nc", b"a\r\nb\nc"),
    ("quoted-printable", b"a \t\r\nb ", b"a\r\nb"),  # added on the way
    ("quoted-printable", b"a=20\r\n", b"a \r\n"),
    ("quoted-printable", b"a=", b"a"),
    ("quoted-printable", b"." * 100, b"." * 100),
    ("7bit", b"a\r\n\x7f", b"a\r\n\x7f"),
    ("8bit", b"a\r\n\xff", b"a\r\n\xff"),
    ("binary", b"\0=\xff", b"\0=\xff"),
    ("x-uuencode", b"\0=\xff", b"\0=\xff"),
    ("", b"\0=\xff", b"\0=\xff"),
]


@pytest.mark.parametrize(("encoding", "content", "expected"), FITTING)
def test_what_fits(encoding: str, content: bytes, expected: bytes) -> None:
    assert "" == misfit([content], encoding)
    assert expected == b"".join(decoded([content], encoding))


MISFITS = [
    ("base64", b"AQI", "3 characters of base64 are no multiple of 4"),
    ("base64", b"A===", "base64 goes on behind its padding"),
    ("base64", b"AQ==AQID", "base64 goes on behind its padding"),
    ("base64", b"AQ==\r\nAQ==", "base64 goes on behind its padding"),
    ("base64", b"AQ\r\n-_", "byte 0x2d at offset 4 is no base64"),
    ("base64", b"AQID\0", "byte 0x00 at offset 4 is no base64"),
    ("quoted-printable", b"a=XY", "byte 0x3d at offset 1 is no quoted-printable"),
    ("quoted-printable", b"a=4", "byte 0x3d at offset 1 is no quoted-printable"),
    ("quoted-printable", b"a\r\n==\r\n", "byte 0x3d at offset 3 is no quoted-printable"),
    ("quoted-printable", b"a\r\n\xe9", "byte 0xe9 at offset 3 is no quoted-printable"),
    ("quoted-printable", b"a\rb", "byte 0x0d at offset 1 is no quoted-printable"),
    ("quoted-printable", b"a\r\n" + b"b" * (MAX_LINE + 1),
     f"a line of more than {MAX_LINE} bytes at offset 3 is no quoted-printable"),
    ("7bit", b"ab\0", "byte 0x00 at offset 2 is no 7bit"),
    ("7BIT", b"ab\x80", "byte 0x80 at offset 2 is no 7bit"),
    ("8bit", b"\xe9\0", "byte 0x00 at offset 1 is no 8bit"),
]  # fmt: skip


@pytest.mark.parametrize(("encoding", "content", "expected"), MISFITS)
def test_what_does_not_fit(encoding: str, content: bytes, expected: str) -> None:
    assert expected == misfit([content[:3], content[3:]], encoding)
    if is_encoded(encoding):
        with pytest.raises(ValueError):  # noqa: PT011  the words are misfit's
            list(decoded([content], encoding))


@pytest.mark.parametrize("encoding", [*ENCODED, "7bit", "8bit", "binary", "x"])
@given(content=st.binary(max_size=200) | likely)
def test_any_bytes_fit_or_do_not(encoding: str, content: bytes) -> None:
    if not misfit([content], encoding):
        assert len(content) >= len(b"".join(decoded([content], encoding)))


@pytest.mark.parametrize("repeated", [b"=", b"=\r\n", b" ", b"\n", b"a", b"=20", b"A=\n"])
@pytest.mark.parametrize("encoding", ENCODED)
def test_time_grows_with_the_content_and_no_faster(encoding: str, repeated: bytes) -> None:
    """Were it to grow with the square, this would not end."""
    content = repeated * ((1 << 20) // len(repeated))
    chunks = [content[at : at + (1 << 10)] for at in range(0, len(content), 1 << 10)]

    if not misfit(chunks, encoding):
        assert len(content) >= sum(map(len, decoded(chunks, encoding)))
