"""The specification's sample messages, in wire form: HTTP head and body in one file."""

import re
from dataclasses import dataclass, replace
from uuid import uuid4
from xml.sax.saxutils import escape

from wadows_contract.exchange import BodyStore, Exchange, Headers, Request, Response
from wadows_spec.catalogue import Catalogue
from wadows_spec.data import data_path

#: The roles in which a catalogue holds the documents that the samples name.
SAMPLE_ROLES = {"rad69": "sample-retrieve", "rendered": "sample-rendered"}
#: The operations that they call.
SAMPLE_OPERATIONS = {"rad69": "retrieve", "rendered": "rendered"}
_REPOSITORY = "1.3.6.1.4.1.21367.13.80.110"
_ADDRESS = "http://localhost:8080/dcm4chee-arc/xdsi/ImagingDocumentSource"
_UIDS = {
    "rad69": (
        "1.3.12.2.1107.5.8.1.12345678.199508041416590859569",
        "1.3.12.2.1107.5.8.1.12345678.199508041416590860429",
        "1.3.12.2.1107.5.8.1.12345678.199508041416590861483",
    ),
    "rendered": (
        "1.3.12.2.1107.5.8.1.12345678.199508041416590859569",
        "1.3.12.2.1107.5.8.1.12345678.199508041416590859569.0",
        "1.3.12.2.1107.5.8.1.12345678.199508041416590859569.0.1",
    ),
}


@dataclass(frozen=True)
class Sample:
    """A sample message: its name (`rad69` or `rendered`), start line, headers and body."""

    name: str
    start_line: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


def sample_request(name: str) -> Sample:
    """Read a sample request."""
    return _read(name, "request")


def sample_response(sample: Sample, store: BodyStore, scenario: str) -> Exchange:
    """Return a sample response as the answer to the sample request of the same name."""
    request = sample_request(sample.name)
    status = int(sample.start_line.split()[1])
    return Exchange(
        id=f"{scenario}-1",
        scenario=scenario,
        request=Request(
            _ADDRESS, Headers(request.headers), store.save((request.body,), f"{scenario}-request")
        ),
        response=Response(
            status,
            sample.start_line.split(maxsplit=2)[2],
            Headers(sample.headers),
            store.save((sample.body,), f"{scenario}-response"),
        ),
    )


def read_sample_response(name: str) -> Sample:
    """Read a sample response."""
    return _read(name, "response")


def _read(name: str, kind: str) -> Sample:
    head, _, body = data_path(f"samples/{name}-{kind}.http").read_bytes().partition(b"\r\n\r\n")
    start_line, *lines = re.sub(r"\r\n[ \t]+", " ", head.decode("ascii")).split("\r\n")
    fields = (line.partition(":") for line in lines)
    return Sample(
        name, start_line, tuple((field, value.strip()) for field, _, value in fields), body
    )


def for_endpoint(sample: Sample, url: str, catalogue: Catalogue) -> Sample:
    """Return a sample with To, MessageID, repository and UIDs of another endpoint."""
    document = catalogue.documents[SAMPLE_ROLES[sample.name]]
    uids = (document.study_instance_uid, document.series_instance_uid, document.sop_instance_uid)
    body = sample.body.decode()
    # The longest first: one UID of the samples begins with another.
    pairs = sorted(zip(_UIDS[sample.name], uids, strict=True), key=lambda pair: -len(pair[0]))
    for old, new in (
        (_ADDRESS, escape(url)),
        (_REPOSITORY, escape(catalogue.repository_unique_id)),
        ("urn:uuid:3FC3AA9541DB19A2CA1509719154150", f"urn:uuid:{uuid4()}"),
        *((f'"{old}"', f'"{new}"') for old, new in pairs),
        *((f">{old}<", f">{new}<") for old, new in pairs),
    ):
        body = body.replace(old, new)
    return replace(sample, body=body.encode())
