"""Sets of documents to be retrieved, and what asks for all of a set."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import _checkout  # noqa: F401  finds the packages
from big_documents import Shape, write_series
from images import plane, write

from wadows_spec.catalogue import CATALOGUE_FILE
from wadows_spec.constants import EXPLICIT_VR_LE, RETRIEVE_ACTION
from wadows_spec.documents.identity import REPOSITORY_UNIQUE_ID

#: Digits at the end of a UID that tell the documents of a set apart.
_DIGITS: Final = 5


@dataclass(frozen=True)
class Documents:
    """A study of one series, and the size of all its documents in bytes."""

    folder: Path
    study: str
    series: str
    instances: tuple[str, ...]
    size: int


def numbered(folder: Path, count: int, side: int) -> Documents:
    """Write so many CTs, alike but for their UIDs."""
    folder.mkdir()
    model = folder / "model"
    pixels = plane(0)[: 2 * side * side]
    study, series, instance = write(model, f"retrieval/{side}", pixels, side=side)
    content = model.read_bytes()
    model.unlink()
    instances = tuple(f"{instance[:-_DIGITS]}{10**_DIGITS // 10 + n}" for n in range(count))
    for uid in instances:
        named = content.replace(instance.encode(), uid.encode())
        (folder / f"{uid}.dcm").write_bytes(named)
    return Documents(folder, study, series, instances, count * len(content))


def large(folder: Path, frames: int) -> Documents:
    """Write one document of so many frames of 2 MB."""
    (entry,) = write_series(Shape(1, frames, 1000), folder).documents.values()
    (folder / CATALOGUE_FILE).unlink()
    uids = entry.study_instance_uid, entry.series_instance_uid, (entry.sop_instance_uid,)
    return Documents(folder, *uids, entry.size)


def message(documents: Documents) -> bytes:
    """Return the body of a RAD-69 request for all of them."""
    asked = "".join(
        f"<i:DocumentRequest><i:RepositoryUniqueId>{REPOSITORY_UNIQUE_ID}</i:RepositoryUniqueId>"
        f"<i:DocumentUniqueId>{instance}</i:DocumentUniqueId></i:DocumentRequest>"
        for instance in documents.instances
    )
    return (
        '--edge\r\nContent-Type: application/xop+xml; charset=UTF-8; type="application/soap+xml"'
        "\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <root@benchmark>\r\n\r\n"
        '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
        'xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header>'
        f'<a:Action s:mustUnderstand="true">{RETRIEVE_ACTION}</a:Action>'
        "<a:MessageID>urn:uuid:4bd95a23-6f3e-4c3b-9b4a-1a4e0b3e7b12</a:MessageID>"
        "<a:To>http://localhost/</a:To></s:Header><s:Body>"
        '<r:RetrieveImagingDocumentSetRequest xmlns:r="urn:ihe:rad:xdsi-b:2009" '
        f'xmlns:i="urn:ihe:iti:xds-b:2007"><r:StudyRequest studyInstanceUID="{documents.study}">'
        f'<r:SeriesRequest seriesInstanceUID="{documents.series}">{asked}</r:SeriesRequest>'
        "</r:StudyRequest><r:TransferSyntaxUIDList>"
        f"<r:TransferSyntaxUID>{EXPLICIT_VR_LE}</r:TransferSyntaxUID></r:TransferSyntaxUIDList>"
        "</r:RetrieveImagingDocumentSetRequest></s:Body></s:Envelope>\r\n--edge--\r\n"
    ).encode()
