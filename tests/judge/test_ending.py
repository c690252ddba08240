"""Where the data set of a document ends: files written by hand, byte by byte."""

import io
import zlib

import pytest

from tests.judge.documents import DOCUMENTS
from wadows_contract.judge.ending import Ending, ending
from wadows_spec.catalogue import Catalogue

EXPLICIT, IMPLICIT = b"1.2.840.10008.1.2.1\0", b"1.2.840.10008.1.2\0"
BIG, DEFLATED = b"1.2.840.10008.1.2.2\0", b"1.2.840.10008.1.2.1.99"
#: Patient ID "AB" and a Content Sequence that holds one, in Explicit and Implicit VR.
ID = b"\x10\0\x20\0LO\2\0AB"
ID_IMPLICIT = b"\x10\0\x20\0\2\0\0\0AB"
ITEM, ITEM_END, END = (
    b"\xfe\xff\0\xe0",
    b"\xfe\xff\x0d\xe0" + bytes(4),
    b"\xfe\xff\xdd\xe0" + bytes(4),
)
OPEN = b"\xff\xff\xff\xff"
SEQUENCE = b"\x40\0\x30\xa7SQ\0\0" + OPEN
PIXELS = b"\xe0\x7f\x10\0OW\0\0\4\0\0\0\1\2\3\4"


def file(data_set: bytes, syntax: bytes = EXPLICIT) -> bytes:
    """A preamble, file meta information of a transfer syntax alone, and a data set."""
    length = len(syntax).to_bytes(2, "little")
    return bytes(128) + b"DICM\2\0\x10\0UI" + length + syntax + data_set


def deflated(data_set: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data_set) + packer.flush()


WHOLE = {
    "one element": ID,
    "pixel data": ID + PIXELS,
    "an empty sequence": ID + SEQUENCE + END,
    "an item without length": ID + SEQUENCE + ITEM + OPEN + ID + ITEM_END + END,
    "an empty item": ID + SEQUENCE + ITEM + bytes(4) + END,
    "an empty item without length": ID + SEQUENCE + ITEM + OPEN + ITEM_END + END,
    "an item with length": ID + SEQUENCE + ITEM + b"\x0a\0\0\0" + ID + END,
    "a sequence with length": ID + b"\x40\0\x30\xa7SQ\0\0\x12\0\0\0" + ITEM + b"\x0a\0\0\0" + ID,
    "unknown VR without length": (
        ID + b"\x11\0\x01\x10UN\0\0" + OPEN + ITEM + OPEN + ID_IMPLICIT + ITEM_END + END
    ),
    "private": ID + b"\x11\0\x10\0LO\2\0AB" + b"\x11\0\x01\x10LO\2\0AB",
    "fragments": ID + b"\xe0\x7f\x10\0OB\0\0" + OPEN + ITEM + bytes(4) + ITEM + b"\2\0\0\0AB" + END,
    "padding": ID + PIXELS + b"\xfc\xff\xfc\xffOB\0\0\4\0\0\0" + bytes(4),
    "not in order": SEQUENCE + END + ID + PIXELS,
}


@pytest.mark.parametrize("data_set", WHOLE.values(), ids=WHOLE)
def test_whole(data_set: bytes) -> None:
    content = file(data_set)

    assert Ending(len(content)) == ending(io.BytesIO(content))


@pytest.mark.parametrize("data_set", WHOLE.values(), ids=WHOLE)
@pytest.mark.parametrize(
    "tail", [b"\n", b"\r\n", bytes(1), bytes(16), b"\r\n--edge--\r\n", b"\xff" * 40, ID]
)
def test_something_behind(data_set: bytes, tail: bytes) -> None:
    content = file(data_set)

    found = ending(io.BytesIO(content + tail))

    number = f"{len(tail)} byte{'s' if len(tail) > 1 else ''}"
    assert Ending(len(content), f"{number}, {tail[:8]!r}") == found


@pytest.mark.parametrize(
    "name", ["pixel data", "fragments", "an empty sequence", "an item without length"]
)
@pytest.mark.parametrize("lost", [1, 2, 4, 6])
def test_cut_off_is_nothing_behind(name: str, lost: int) -> None:
    content = file(WHOLE[name])[:-lost]
    found = ending(io.BytesIO(content))

    assert found is not None
    assert ("", True) == (found.following, found.breaks_off)


def test_deflated() -> None:
    content = file(deflated(ID + PIXELS), DEFLATED)

    for good in (content, content + b"\0"):
        assert Ending(len(good)) == ending(io.BytesIO(good))
    found = ending(io.BytesIO(content + b"\r\n"))
    assert found is not None
    assert "2 bytes, b'\\r\\n' behind what was deflated" == found.following
    inside = ending(io.BytesIO(file(deflated(ID + b"\r\n"), DEFLATED)))
    assert inside is not None
    assert "2 bytes, b'\\r\\n'" == inside.following
    cut = ending(io.BytesIO(content[:-3]))
    assert cut is not None
    assert cut.breaks_off
    assert ending(io.BytesIO(file(b"\xff not deflated", DEFLATED))) is None


def test_implicit_and_big_endian() -> None:
    big = b"\0\x10\0\x20LO\0\2AB"
    for data_set, syntax in ((ID_IMPLICIT, IMPLICIT), (big, BIG)):
        content = file(data_set, syntax)
        assert Ending(len(content)) == ending(io.BytesIO(content))
        for tail in (b"\r\n", b"\r\n--edge--\r\n", bytes(16)):
            found = ending(io.BytesIO(content + tail))
            assert found is not None
            assert (len(content), True) == (found.end, found.following.startswith(str(len(tail))))


@pytest.mark.parametrize(
    "content", [b"", bytes(132), b"<html>" * 50, file(b"\r\n"), file(b"text" * 20)]
)
def test_what_cannot_be_followed(content: bytes) -> None:
    found = ending(io.BytesIO(content))

    assert found is None or not found.following


def test_every_test_document_ends_where_it_ends(test_documents: Catalogue) -> None:
    for role, entry in test_documents.documents.items():
        content = test_documents.read(role)
        assert Ending(entry.size) == ending(io.BytesIO(content)), role
        found = ending(io.BytesIO(content + b"\r\n"))
        assert found is not None
        assert found.following.startswith("2 bytes, b'\\r\\n'"), role


def test_the_documents_of_these_tests() -> None:
    for document in DOCUMENTS.values():
        assert Ending(len(document.content)) == ending(io.BytesIO(document.content))


def test_a_transfer_syntax_of_somebodys_own() -> None:
    assert ending(io.BytesIO(file(ID, b"1.2.840.99999.1.2.1\0"))) is None
