"""Deflated documents that inflate without measure: told as what they are, held nowhere."""

import io
import struct
import tracemalloc
import zlib

import pytest

from wadows_contract import inflating
from wadows_contract.inflating import TooLarge, read_document
from wadows_contract.judge.documents import _attributes
from wadows_contract.judge.ending import ending
from wadows_contract.redaction.documents import redacted_document
from wadows_contract.redaction.pseudonyms import Pseudonyms
from wadows_contract.wire.content import InlineContent
from wadows_spec.documents import write_documents

MB = 1_000_000


@pytest.fixture(scope="module")
def burst(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A deflated document with a private element of 20 MB of zeros at its end."""
    folder = tmp_path_factory.mktemp("documents")
    write_documents(folder)
    content = (folder / "deflated.dcm").read_bytes()
    start = 144 + struct.unpack("<L", content[140:144])[0]
    inflated = zlib.decompress(content[start:], -zlib.MAX_WBITS)
    more = struct.pack("<HH2sHL", 0x7FE1, 0x1010, b"OB", 0, 20 * MB)
    deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = deflater.compress(inflated + more + bytes(20 * MB)) + deflater.flush()
    return content[:start] + packed


@pytest.fixture(autouse=True)
def _a_megabyte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inflating, "MAX_INFLATED", MB)


def test_it_is_not_read(burst: bytes) -> None:
    tracemalloc.start()
    with pytest.raises(TooLarge, match="inflates to more than 1000000 bytes"):
        read_document(io.BytesIO(burst))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 3 * MB


def test_it_is_judged(burst: bytes) -> None:
    attributes, problem = _attributes(InlineContent("", len(burst), burst))

    assert (None, "TooLarge: it inflates to more than 1000000 bytes") == (attributes, problem)


def test_its_end_is_not_looked_for(burst: bytes) -> None:
    assert ending(io.BytesIO(burst)) is None


def test_it_is_redacted_whole(burst: bytes) -> None:
    redacted = redacted_document(burst, Pseudonyms(), keep_pixels=False)

    assert "a data set that cannot be inflated" == redacted.removed
    assert burst[-100:] not in redacted.content
    assert len(burst) == len(redacted.content)


def test_what_is_within_measure_is_read(burst: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inflating, "MAX_INFLATED", 30 * MB)

    assert read_document(io.BytesIO(burst)).SOPInstanceUID
    assert not getattr(ending(io.BytesIO(burst)), "following", "none found")
