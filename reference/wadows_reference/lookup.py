"""Finding a document asked for, and telling failures of ours from mistakes of theirs."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from wadows_reference.answer import Refusal
from wadows_reference.requests import DocumentRequest, Identity
from wadows_reference.scan import Header, Unusable, read_header
from wadows_reference.settings import Settings
from wadows_reference.spool import Stored
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


def as_it_is(copy: StoredDocument, identity: Identity) -> Stored:
    """Return the file of a document as it is now.

    Raises `Refusal` if it cannot be had, or if it has changed since it was indexed and is another
    document by now, or none. The same document with other content is served: it is what there is.
    """
    try:
        file = Stored.of(copy.file)
        if (file.size, file.modified) != (copy.size, copy.modified):
            expected = Header(*identity, copy.sop_class_uid, copy.transfer_syntax_uid)
            if read_header(copy.path) != expected:
                raise Unusable("it is not this document any more")
    except OSError as error:
        raise failure("The stored file cannot be read", error) from error
    except Unusable as error:
        reason = f"The stored file has changed since it was indexed: {error}."
        raise Refusal("processing-failure", legal(reason)) from error
    return file


def check_as_it_was(file: Stored) -> None:
    """Raise `Refusal` if a file has changed while something was made of it."""
    try:
        file.check()
    except OSError as error:
        reason = "The stored file has changed while it was read; ask again."
        raise Refusal("processing-failure", reason) from error


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
