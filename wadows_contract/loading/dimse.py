"""Loading documents by C-STORE (PS3.4 Annex B), each in the transfer syntax of its file."""

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from wadows_contract.errors import UnreachableError
from wadows_contract.loading.part10 import Part10File
from wadows_contract.loading.progress import Became, Loaded
from wadows_contract.loading.reasons import in_words, is_warning
from wadows_spec.errors import ConfigurationError

if TYPE_CHECKING:
    from pynetdicom.association import Association

#: As many presentation contexts an association can have: their ids are odd numbers up to 255
#: (PS3.8 section 9.3.2.2).
MOST_CONTEXTS: Final = 128
CALLING: Final = "WADOWS"
#: Seconds for a connection, for the answer to an association request, and for one to a C-STORE.
_CONNECT, _NEGOTIATE, _STORE = 10, 30, 120
#: Seconds for an association to end.
_END: Final = 5
#: What the acceptor said of a presentation context (PS3.8 Table 9-18), as what it means here.
_CONTEXT_RESULTS: Final = {
    1: "presentation context rejected by the user",
    2: "presentation context rejected without a reason",
    3: "abstract syntax not accepted: it does not store this SOP class",
    4: "transfer syntax not accepted",
}
#: The result that speaks of the SOP class, which some acceptors give for a transfer syntax, too.
_NO_CLASS: Final = 3
_IN_OTHERS: Final = "transfer syntax not accepted: it stores this SOP class in others alone"
_NO_RESULT: Final = "presentation context not answered"
#: Why an association was rejected, and what to do about it, by source and reason
#: (PS3.8 Table 9-21).
_ADVICE: Final = {
    (1, 3): "Tell it the calling AE title, or give one that it knows with --calling-aet.",
    (1, 7): "Check the AE title before the @.",
    (3, 1): "Try again later.",
    (3, 2): "Try again when fewer associations are open.",
}
_NO_ANSWER: Final = f"no answer: the association was aborted, or nothing came for {_STORE} seconds"
_TITLE: Final = re.compile(r"[ -\[\]-~]{1,16}")
_TARGET: Final = re.compile(r"(?P<title>[^@]+)@(?P<host>\[[^]]+\]|[^:@]+):(?P<port>\d{1,5})")


@dataclass(frozen=True)
class Target:
    """A storage SCP: its AE title, host and port."""

    title: str
    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.title} at {self.host}:{self.port}"


class _Rejected(Exception):
    """No association came about; the text says why."""


def read_target(text: str) -> Target:
    """Read AET@HOST:PORT; raises `ConfigurationError` if it is not."""
    found = _TARGET.fullmatch(text)
    if found is None or not 0 < int(found["port"]) < 1 << 16:
        raise ConfigurationError(
            f"{text!r} is no AET@HOST:PORT", "Write for instance ARCHIVE@archive.example:11112."
        )
    return Target(check_title(found["title"]), found["host"].strip("[]"), int(found["port"]))


def check_title(title: str) -> str:
    """Return an AE title; raises `ConfigurationError` if it cannot be one (PS3.5 Table 6.2-1)."""
    if _TITLE.fullmatch(title) is None or not title.strip():
        raise ConfigurationError(
            f"{title!r} is no AE title",
            "It has 1 to 16 characters of ASCII, not all of them blanks, and no backslash.",
        )
    return title


def send(documents: Sequence[Part10File], target: Target, calling: str) -> Iterator[Loaded]:
    """Send documents and yield what became of each.

    Raises `UnreachableError` if there is no connection, or if the first association is rejected.
    """
    sender = _Sender(target, calling)
    for batch in in_associations(documents):
        yield from sender.send(batch)


def in_associations(documents: Sequence[Part10File]) -> Iterator[list[Part10File]]:
    """Part documents so that each part needs no more presentation contexts than there can be."""
    batch: list[Part10File] = []
    contexts: set[tuple[str, str]] = set()
    for document in documents:
        context = document.sop_class, document.transfer_syntax
        if len(contexts | {context}) > MOST_CONTEXTS:
            yield batch
            batch, contexts = [], set()
        batch.append(document)
        contexts.add(context)
    if batch:
        yield batch


class _Sender:
    def __init__(self, target: Target, calling: str) -> None:
        self._target, self._calling = target, calling
        self._reached = False

    def send(self, documents: Sequence[Part10File]) -> Iterator[Loaded]:
        """Send what one association can carry; open another one when it is aborted.

        An association in which nothing at all was answered is the last.
        """
        left = list(documents)
        while left:
            answered = False
            try:
                association, refused = self._associate(left)
            except _Rejected as reason:
                if not self._reached:
                    raise UnreachableError(*reason.args) from None
                yield from (Loaded(each, Became.REFUSED, str(reason.args[0])) for each in left)
                return
            with _ended(association):
                while left:
                    document = left.pop(0)
                    context = document.sop_class, document.transfer_syntax
                    if context in refused:
                        yield Loaded(document, Became.REFUSED, refused[context])
                        continue
                    result = _store(association, document)
                    if result is None:
                        if association.is_alive():  # it takes a moment to know of its end
                            association.join(_END)
                        yield Loaded(document, Became.REFUSED, _NO_ANSWER)
                        break
                    answered = True
                    yield result
            if left and not answered:
                yield from (
                    Loaded(each, Became.REFUSED, "not sent: the association was aborted")
                    for each in left
                )
                return

    def _associate(
        self, documents: Sequence[Part10File]
    ) -> tuple["Association", dict[tuple[str, str], str]]:
        """Return an association, and what it refuses: SOP class and transfer syntax, and why.

        Each pair has a presentation context of its own, so that the acceptor cannot choose
        another transfer syntax than the one that a document is in.
        Raises `UnreachableError` without a connection, `_Rejected` if none comes about.
        """
        from pynetdicom import AE, _config, build_context, evt

        logging.getLogger("pynetdicom").setLevel(logging.CRITICAL)  # it is said in our words
        _config.STORE_SEND_CHUNKED_DATASET = True  # the bytes of the file, not written anew
        entity = AE(ae_title=self._calling)
        entity.connection_timeout, entity.acse_timeout, entity.dimse_timeout = (
            _CONNECT, _NEGOTIATE, _STORE,
        )  # fmt: skip
        pairs = dict.fromkeys((each.sop_class, each.transfer_syntax) for each in documents)
        contexts = [build_context(*pair) for pair in pairs]
        for number, context in enumerate(contexts):
            context.context_id = 2 * number + 1
        opened: list[Any] = []
        association = entity.associate(
            self._target.host,
            self._target.port,
            contexts,
            ae_title=self._target.title,
            evt_handlers=[(evt.EVT_CONN_OPEN, opened.append)],
        )
        if not opened:
            raise UnreachableError(
                f"{self._target} cannot be reached",
                "Check host and port, whether the archive is running, and the firewall.",
            )
        if association.is_rejected:
            raise _Rejected(*_why_rejected(self._target, self._calling, association))
        # What is refused has the transfer syntax of nobody: only the id says which one it was.
        asked = dict(zip((each.context_id for each in contexts), pairs, strict=True))
        stored = {str(each.abstract_syntax) for each in association.accepted_contexts}
        refused = {}
        for each in association.rejected_contexts:
            pair = asked[each.context_id]
            told = _CONTEXT_RESULTS.get(each.result or 0, _NO_RESULT)
            refused[pair] = _IN_OTHERS if each.result == _NO_CLASS and pair[0] in stored else told
        if not association.is_established and len(refused) < len(pairs):
            raise _Rejected(
                f"{self._target} broke off before it answered the association request",
                "Its log may say why; it may want TLS, or another AE title.",
            )
        self._reached = True
        return association, refused


@contextmanager
def _ended(association: "Association") -> Iterator[None]:
    """Release an association at the end; abort it where something went wrong with it."""
    try:
        yield
    except BaseException:
        association.abort()
        raise
    if association.is_established:
        association.release()


def _why_rejected(target: Target, calling: str, association: "Association") -> tuple[str, str]:
    answer: Any = association.acceptor.primitive
    where = answer.result_source, answer.diagnostic
    lasting = "for now" if answer.result == 2 else "for good"
    clause = f"source {where[0]}, reason {where[1]}, PS3.8 Table 9-21"
    reason = f"{answer.reason_str} ({clause})"
    return (
        f"{target} rejected the association with {calling} {lasting}: {reason}",
        _ADVICE.get(where, "Its log may say more."),
    )


def _store(association: "Association", document: Part10File) -> Loaded | None:
    """Send a document; None if the association has come to its end without an answer."""
    try:
        answer = association.send_c_store(document.path)
    except (AttributeError, ValueError) as error:
        return Loaded(document, Became.REFUSED, f"not sent: {error}")
    if "Status" not in answer:
        return None
    status = int(answer.Status)
    if status == 0:
        return Loaded(document, Became.STORED)
    became = Became.CHANGED if is_warning(status) else Became.REFUSED
    return Loaded(document, became, in_words(status, str(answer.get("ErrorComment") or "")))
