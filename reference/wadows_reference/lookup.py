"""Finding a document asked for, and telling failures of ours from mistakes of theirs."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from wadows_reference.answer import Refusal
from wadows_reference.requests import DocumentRequest
from wadows_reference.store import Snapshot, StoredDocument
from wadows_reference.xml import legal


def copies_of(document: DocumentRequest, snapshot: Snapshot) -> tuple[StoredDocument, ...]:
    """Return the stored copies of a document, one per transfer syntax, preferred source first.

    Study, series and instance have to fit together.
    Raises `Refusal` if there is none, or if the index cannot be read.
    """
    identity = document.identity
    try:
        copies = snapshot.copies(identity.study, identity.series, identity.sop)
    except sqlite3.Error as error:
        raise Refusal("processing-failure", f"The index cannot be read: {error}.") from error
    if not copies:
        raise Refusal(
            "document-unknown",
            f"There is no document with SOP Instance UID {identity.sop!r} in series "
            f"{identity.series!r} of study {identity.study!r}.",
        )
    return copies


@contextmanager
def failing(what: str) -> Iterator[None]:
    """Turn whatever goes wrong inside into a `Refusal` for a processing failure.

    Decoders raise all sorts of exceptions on damaged pixel data, so none is named.
    """
    try:
        yield
    except Refusal:
        raise
    except OSError as error:
        # Its text would tell the paths of this machine.
        reason = error.strerror or type(error).__name__
        raise Refusal("processing-failure", f"{what}: {reason}.") from error
    except Exception as error:
        # pydicom puts a whole traceback behind some of its messages.
        reason = legal(str(error).partition("Traceback")[0]) or type(error).__name__
        raise Refusal("processing-failure", f"{what}: {reason[:500]}") from error
