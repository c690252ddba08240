"""Loading documents by STOW-RS (PS3.18 section 10.5), each byte for byte as its file."""

import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Final
from uuid import uuid4

import requests

from wadows_contract.consumer.credentials import Credentials
from wadows_contract.dicomweb import (
    JSON,
    XML,
    Answer,
    Misunderstood,
    advice,
    data_sets,
    refusal,
    speak,
    visit,
)
from wadows_contract.loading.part10 import Part10File
from wadows_contract.loading.progress import Became, Loaded
from wadows_contract.loading.reasons import in_words
from wadows_spec.errors import ConfigurationError

_NOTHING: Final = Credentials()
#: Statuses by which a server has stored all, some, or none of what came (PS3.18 Table 10.5.3-1).
_ANSWERED: Final = (200, 202, 409)
#: Statuses that speak of the service, and not of a document: the next one would get the same.
_OF_THE_SERVICE: Final = (401, 403, 404, 405, 501)


def store(
    documents: Sequence[Part10File], service: str, given: Credentials = _NOTHING
) -> Iterator[Loaded]:
    """Send documents, one in a request, and yield what became of each.

    Raises `UnreachableError` if the server does not answer, `ConfigurationError` if it stores
    nothing from anybody.
    """
    with visit(given) as session:
        for number, document in enumerate(documents):
            answer = _send(session, f"{service}/studies", document)
            if answer.status in _OF_THE_SERVICE and not number:
                raise ConfigurationError(
                    f"{service}/studies stores nothing: {given.withheld_text(refusal(answer))}",
                    advice(answer),
                )
            found = _became(document, answer)
            yield replace(found, reason=given.withheld_text(found.reason))


def _send(session: requests.Session, url: str, document: Part10File) -> Answer:
    boundary = f"wadows_{uuid4().hex}"
    content_type = f'multipart/related; type="application/dicom"; boundary={boundary}'
    with _Multipart(document.path, boundary) as body:
        headers = {"Content-Type": content_type, "Accept": f"{JSON}, {XML};q=0.5"}
        return speak(session, "POST", url, data=body, headers=headers)


class _Multipart:
    """A file as the only part of multipart/related, read piece by piece."""

    def __init__(self, path: Path, boundary: str) -> None:
        head = f"--{boundary}\r\nContent-Type: application/dicom\r\n\r\n".encode()
        tail = f"\r\n--{boundary}--\r\n".encode()
        self._path, self._size = path, len(head) + path.stat().st_size + len(tail)
        self._head, self._tail = io.BytesIO(head), io.BytesIO(tail)
        self._stack = ExitStack()

    def __enter__(self) -> "_Multipart":
        self._pieces = [self._head, self._stack.enter_context(self._path.open("rb")), self._tail]
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def __len__(self) -> int:
        return self._size

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, none at the end."""
        while self._pieces:
            if piece := self._pieces[0].read(size):
                return piece
            self._pieces.pop(0)
        return b""


def _became(document: Part10File, answer: Answer) -> Loaded:
    if answer.status not in _ANSWERED:
        return Loaded(document, Became.REFUSED, refusal(answer))
    try:
        told = data_sets(answer)
    except Misunderstood as reason:
        if answer.status == 200 and not (answer.content or answer.unread):
            return Loaded(document, Became.STORED)
        return Loaded(
            document,
            Became.REFUSED,
            f"HTTP {answer.status}, with {reason} where a Store Instances Response belongs",
        )
    for each in told:
        for failed in each.get("FailedSOPSequence") or ():
            code = int(failed.get("FailureReason") or 0x0110)
            return Loaded(document, Became.REFUSED, in_words(code))
        for stored in each.get("ReferencedSOPSequence") or ():
            if code := int(stored.get("WarningReason") or 0):
                return Loaded(document, Became.CHANGED, in_words(code))
    if answer.status == 409:
        return Loaded(document, Became.REFUSED, f"{refusal(answer)}, without a reason")
    return Loaded(document, Became.STORED)
