"""A thousand documents of every stored transfer syntax in one request.

The test documents are written again and again, each time as another instance,
until there are a thousand. A reference of its own serves them. They are asked for twice:
by a plain socket with a hand-written message, which takes the times and compares every document
with its original, by the identifier that it comes under; and by the suite's consumer,
in a process of its own, for its time and memory, all checks included.

Exits 1 if a limit is passed, or if a document is missing or not its original.
"""

import hashlib
import http.client
import re
import statistics
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import unquote, urlsplit

import _checkout  # noqa: F401  finds the packages
from lxml import etree
from memory import LIMIT_MB, consume, peak_mb, serving
from pydicom import dcmread
from pydicom.uid import UID

from wadows_spec.catalogue import CATALOGUE_FILE, Catalogue, CatalogueDocument
from wadows_spec.documents import write_documents
from wadows_spec.documents.identity import uid_of

DOCUMENTS: Final = 1000
#: Limits in seconds: to the first byte of the body (the median of the requests), and to the last.
FIRST_BYTE: Final = 0.2
TOTAL: Final = 5.0
#: For the suite, that is with all checks: in seconds.
JUDGED: Final = 60.0
_REQUESTS: Final = 5
_IHE: Final = "urn:ihe:iti:xds-b:2007"
_XOP: Final = "http://www.w3.org/2004/08/xop/include"


@dataclass(frozen=True)
class Retrieved:
    """One answer: seconds to the first and to the last byte of the body, documents that are right.

    A document is right if its bytes are those of the original that its identifier names.
    """

    first: float
    total: float
    size: int
    right: int


def write(folder: Path) -> Catalogue:
    """Write the documents and their catalogue."""
    made = write_documents(folder / "made")
    documents: dict[str, CatalogueDocument] = {}
    entries = list(made.documents.values())
    for number in range(DOCUMENTS):
        entry = entries[number % len(entries)]
        role = f"{entry.role}-{number:04}"
        path = folder / f"{role}.dcm"
        dataset = dcmread(made.path_of(entry.role))
        uid = UID(uid_of(f"benchmark/thousand/{number}"))
        dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = uid
        dataset.save_as(path)
        content = path.read_bytes()
        documents[role] = replace(
            entry,
            role=role,
            file=path.name,
            sop_instance_uid=uid,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
        )
        assert dataset.file_meta.TransferSyntaxUID == entry.transfer_syntax_uid
    for path in (folder / "made").iterdir():
        path.unlink()
    (folder / "made").rmdir()
    catalogue = replace(made, documents=documents, folder=folder)
    catalogue.dump(folder / CATALOGUE_FILE)
    return catalogue


def message(catalogue: Catalogue) -> bytes:
    """Return a RAD-69 request for every document, in whatever it is stored."""
    studies = "".join(
        f'<r:StudyRequest studyInstanceUID="{entry.study_instance_uid}">'
        f'<r:SeriesRequest seriesInstanceUID="{entry.series_instance_uid}"><i:DocumentRequest>'
        f"<i:RepositoryUniqueId>{catalogue.repository_unique_id}</i:RepositoryUniqueId>"
        f"<i:DocumentUniqueId>{entry.sop_instance_uid}</i:DocumentUniqueId>"
        "</i:DocumentRequest></r:SeriesRequest></r:StudyRequest>"
        for entry in catalogue.documents.values()
    )
    syntaxes = {entry.transfer_syntax_uid for entry in catalogue.documents.values()}
    listed = "".join(
        f"<r:TransferSyntaxUID>{uid}</r:TransferSyntaxUID>" for uid in sorted(syntaxes)
    )
    envelope = (
        '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
        'xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header>'
        '<a:Action s:mustUnderstand="true">urn:ihe:rad:2009:RetrieveImagingDocumentSet</a:Action>'
        "<a:MessageID>urn:uuid:4bd95a23-6f3e-4c3b-9b4a-1a4e0b3e7b12</a:MessageID>"
        "<a:To>http://localhost/</a:To></s:Header><s:Body>"
        '<r:RetrieveImagingDocumentSetRequest xmlns:r="urn:ihe:rad:xdsi-b:2009" '
        f'xmlns:i="{_IHE}">{studies}<r:TransferSyntaxUIDList>{listed}</r:TransferSyntaxUIDList>'
        "</r:RetrieveImagingDocumentSetRequest></s:Body></s:Envelope>"
    )
    return (
        '--edge\r\nContent-Type: application/xop+xml; charset=UTF-8; type="application/soap+xml"'
        "\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <root@benchmark>\r\n\r\n"
        f"{envelope}\r\n--edge--\r\n"
    ).encode()


def retrieve(url: str, content: bytes, catalogue: Catalogue) -> Retrieved:
    """Ask once, and compare what comes with the catalogue."""
    where = urlsplit(url)
    headers = {
        "Content-Type": 'multipart/related; type="application/xop+xml"; boundary="edge"; '
        'start="<root@benchmark>"; start-info="application/soap+xml"'
    }
    connection = http.client.HTTPConnection(where.hostname or "", where.port)
    started = time.perf_counter()
    connection.request("POST", where.path, content, headers)
    response = connection.getresponse()
    body = response.read(1)
    first = time.perf_counter() - started
    body += response.read()
    total = time.perf_counter() - started
    connection.close()
    assert response.status == 200, body[:500]
    right = _right(response.headers["Content-Type"], body, catalogue)
    return Retrieved(first, total, len(body), right)


def _right(content_type: str, body: bytes, catalogue: Catalogue) -> int:
    boundary = re.search(r'boundary="?([^";]+)', content_type)
    assert boundary
    _, *pieces, _ = (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode())
    digests = {}
    for piece in pieces:
        head, _, content = piece.partition(b"\r\n\r\n")
        found = re.search(rb"(?i)content-id: <([^>]+)>", head)
        assert found
        digests[found[1].decode()] = hashlib.sha256(content).hexdigest()
    root = etree.fromstring(pieces[0].partition(b"\r\n\r\n")[2])
    expected = {entry.sop_instance_uid: entry.sha256 for entry in catalogue.documents.values()}
    right = set()
    for document in root.iter(f"{{{_IHE}}}DocumentResponse"):
        uid = document.findtext(f"{{{_IHE}}}DocumentUniqueId")
        include = document.find(f"{{{_IHE}}}Document/{{{_XOP}}}Include")
        assert include is not None
        cid = unquote(include.get("href", "").removeprefix("cid:"))
        if uid and expected.get(uid) == digests[cid]:
            right.add(uid)
    return len(right)


def row(what: str, value: float, limit: float, unit: str, most: bool = True) -> bool:
    """Print a line of the table; returns whether the limit is kept."""
    good = value <= limit if most else value == limit
    digits = 0 if unit == "documents" else 2
    print(
        f"{what:<34}{value:>9.{digits}f} {unit:<10}{'at most' if most else 'all of':>8}"
        f"{limit:>9.{digits}f}  {'ok' if good else 'BEYOND'}",
        flush=True,
    )
    return good


def measure(scratch: Path) -> Iterable[bool]:
    """Serve, ask, and print what came of it; yields whether each limit is kept."""
    folder = scratch / "documents"
    folder.mkdir()
    catalogue = write(folder)
    content = message(catalogue)
    syntaxes = {entry.transfer_syntax_uid for entry in catalogue.documents.values()}
    with serving(folder, scratch) as (url, process):
        got = [retrieve(url, content, catalogue) for _ in range(_REQUESTS)]
        consumed = consume("request", folder, url, scratch / "out")
        reference_mb = peak_mb(process)
    print(f"{DOCUMENTS} documents in {len(syntaxes)} transfer syntaxes, {got[0].size / 1e6:.1f} MB")
    yield row("right, each under its identifier", min(answer.right for answer in got),
              DOCUMENTS, "documents", most=False)  # fmt: skip
    yield row("first byte", statistics.median(answer.first for answer in got), FIRST_BYTE, "s")
    yield row("last byte", statistics.median(answer.total for answer in got), TOTAL, "s")
    yield row("found equal by the suite", consumed["equal"], DOCUMENTS, "documents", most=False)
    yield row("retrieved and judged by the suite", consumed["seconds"], JUDGED, "s")
    yield row("peak memory of the suite", consumed["suite_mb"], LIMIT_MB, "MB")
    yield row("peak memory of the reference", reference_mb, LIMIT_MB, "MB")


def main() -> int:
    """Measure, print a table, and say by the exit code if all limits are kept."""
    if not Path("/proc/self/status").exists():
        print("This needs /proc, so Linux.", file=sys.stderr)
        return 2
    with TemporaryDirectory(prefix="wadows-thousand-") as scratch:
        return 0 if all(list(measure(Path(scratch)))) else 1


if __name__ == "__main__":
    sys.exit(main())
