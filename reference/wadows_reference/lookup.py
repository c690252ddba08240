"""Finding a document asked for, and telling failures of ours from mistakes of theirs."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from wadows_reference.answer import Refusal
from wadows_reference.requests import DocumentRequest
from wadows_reference.settings import Settings
from wadows_reference.store import Snapshot, StoredDocument
from wadows_reference.xml import legal

#: The situation that each identifier brings about which no document has; none if all are known.
_SITUATIONS: Final = {
    "study": "study-unknown",
    "series": "series-unknown",
    "sop": "document-unknown",
    "": "identifiers-inconsistent",
}


def copies_of(
    document: DocumentRequest, snapshot: Snapshot, settings: Settings
) -> Sequence[StoredDocument]:
    """Return the stored copies of a document, one per transfer syntax, preferred source first.

    Repository, study, series and instance have to fit together.
    Raises `Refusal` if there is none, or if the index cannot be read.
    """
    repository, own = document.repository_unique_id.strip(), settings.repository_unique_id
    if own and repository != own:
        raise Refusal("repository-unknown", f"This is the repository {own}, not {repository!r}.")
    identity = document.identity
    uids = (identity.study, identity.series, identity.sop)
    try:
        if copies := snapshot.copies(*uids):
            return copies
        unknown = snapshot.unknown(*uids)
    except sqlite3.Error as error:
        raise Refusal("processing-failure", f"The index cannot be read: {error}.") from error
    raise Refusal(
        _SITUATIONS[unknown],
        f"There is no document with SOP Instance UID {identity.sop!r} in series "
        f"{identity.series!r} of study {identity.study!r}.",
    )


@contextmanager
def failing(what: str) -> Iterator[None]:
    """Turn whatever goes wrong inside into a `Refusal` for a processing failure.

    Decoders raise all sorts of exceptions on damaged pixel data, so none is named.
    """
    try:
        yield
    except Refusal:
        raise
    except Exception as error:
        raise failure(what, error) from error


def failure(what: str, error: Exception) -> Refusal:
    """Return a `Refusal` for something that went wrong here, without the paths of this machine."""
    if isinstance(error, OSError):
        reason = error.strerror or type(error).__name__
        return Refusal("processing-failure", f"{what}: {reason}.")
    # pydicom puts a whole traceback behind some of its messages.
    reason = legal(str(error).partition("Traceback")[0]) or type(error).__name__
    return Refusal("processing-failure", f"{what}: {reason[:500]}")
