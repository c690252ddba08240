"""Character sets: of the XML itself if it tells, of its Content-Type if it does not."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wadows_contract.wire.charset import in_utf8

TEXT = "<a>ü</a>"
VERSION = '<?xml version="1.0"?>'

#: XML in a character set that it does not tell, and the charset of its Content-Type.
UNTOLD = [
    ("utf-8", ""),
    ("utf-8", "UTF-8"),
    ("utf-16-le", ""),  # told by its first two bytes
    ("utf-16-be", ""),
    ("utf-16-le", "utf-16"),
    ("utf-16-be", "utf-16"),
    ("utf-16-be", "UTF-16BE"),
    ("iso-8859-1", "ISO-8859-1"),
    ("iso-8859-1", " latin1 "),
    ("windows-1252", "Windows-1252"),
    ("iso-8859-15", "iso-8859-15"),
]


@pytest.mark.parametrize(("encoding", "charset"), UNTOLD)
@pytest.mark.parametrize("prolog", ["", VERSION])
def test_what_only_the_content_type_tells(encoding: str, charset: str, prolog: str) -> None:
    assert (prolog + TEXT).encode() == in_utf8((prolog + TEXT).encode(encoding), charset)


def declaring(encoding: str) -> str:
    return f'<?xml version="1.0"\n encoding = "{encoding}"?>{TEXT}'


TOLD = [
    declaring("iso-8859-1").encode("iso-8859-1"),
    declaring("utf-16").encode("utf-16"),
    declaring("utf-16").encode("utf-16-le"),
    declaring("utf-16").encode("utf-16-be"),
    b"\r\n" + declaring("utf-8").encode(),
    codecs.BOM_UTF8 + TEXT.encode(),
    TEXT.encode("utf-16"),
    codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
]


@pytest.mark.parametrize("xml", TOLD)
@pytest.mark.parametrize("charset", ["", "iso-8859-1", "utf-16", "utf-8"])
def test_what_the_xml_tells_goes_first(xml: bytes, charset: str) -> None:
    assert xml == in_utf8(xml, charset)


@pytest.mark.parametrize(
    "charset",
    ["", "none", "hex", "rot13", "punycode", "utf-7", "unicode_escape", "\0", "é", "../ascii", ";"],
)
def test_a_charset_that_is_none_or_another_codec_is_passed_over(charset: str) -> None:
    assert b"<a>+AGE-\\x41</a>" == in_utf8(b"<a>+AGE-\\x41</a>", charset)


def test_utf_16_that_begins_with_white_space() -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        assert f"\n{TEXT}".encode() == in_utf8(f"\n{TEXT}".encode(encoding))


@pytest.mark.parametrize("charset", ["us-ascii", "utf-8", "utf-16"])
def test_what_is_not_of_its_charset_is_left_as_it_is(charset: str) -> None:
    assert b"<a>\xfc</a>" == in_utf8(b"<a>\xfc</a>", charset)


@given(st.binary(max_size=40), st.text(max_size=12) | st.sampled_from(["utf-16", "latin-1"]))
def test_any_bytes_and_any_charset(xml: bytes, charset: str) -> None:
    assert isinstance(in_utf8(xml, charset), bytes)
