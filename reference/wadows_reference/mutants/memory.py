"""Mutants with a memory: an answer depends on the requests that came before it."""

import threading
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from typing import Final

from lxml import etree

from wadows_reference.message import Message
from wadows_reference.multipart import Part
from wadows_reference.mutants import asked
from wadows_reference.mutants.identity import set_home_community
from wadows_reference.mutants.registry import Change, Mutant, Way, enter, find_mutant
from wadows_reference.xml import qname
from wadows_spec.constants import XDSB

#: Answers that are ready within so many seconds of each other count as at the same time.
_TOGETHER: Final = 0.2


def remembering(
    name: str, requirement: str, sentence: str
) -> Callable[[Callable[[], Change]], None]:
    """Enter the decorated function, which makes a change with a memory of its own, as a mutant."""

    def decorate(remember: Callable[[], Change]) -> None:
        enter(Mutant(name, requirement, sentence, way=Way.STATE, remember=_one_by_one(remember)))

    return decorate


def _one_by_one(remember: Callable[[], Change]) -> Callable[[], Change]:
    """Let no two threads of a server use a memory at once."""

    def begin() -> Change:
        change, lock = remember(), threading.Lock()

        def locked(message: Message) -> None:
            with lock:
                change(message)

        return locked

    return begin


def _question(message: Message) -> bytes:
    """Return what a request asks for in one form; empty if that cannot be read."""
    for request in (asked.retrieve_request(message), asked.rendered_request(message)):
        if request is not None:
            return etree.tostring(request, method="c14n")
    return b""


@remembering(
    "answers-from-a-cache",
    "WSA-02",
    "What was answered before is answered the same again, down to its RelatesTo.",
)
def _answers_from_a_cache() -> Change:
    kept: dict[bytes, list[str | None]] = {}

    def change(message: Message) -> None:
        if message.response is not None and (question := _question(message)):
            headers = list(message.addressing("RelatesTo"))
            first = kept.setdefault(question, [node.text for node in headers])
            for node, text in zip(headers, first, strict=False):
                node.text = text

    return change


@remembering(
    "answers-one-behind",
    "WSA-02",
    "An answer is that to the request before. It holds other documents than were asked for, "
    "so that whatever is due of those is red as well.",
)
def _answers_one_behind() -> Change:
    before: list[tuple[etree._Element, list[Part]]] = []

    def change(message: Message) -> None:
        if message.response is None or message.root is None or message.root_part is None:
            return
        before.append((deepcopy(message.root), message.parts))
        message.root, message.parts = before[0]
        del before[:-1]

    return change


def _answers_mixed_up() -> Change:
    both = threading.Barrier(2, timeout=_TOGETHER)
    answers: dict[int, tuple[etree._Element, list[Part]]] = {}

    def change(message: Message) -> None:
        if message.response is None or message.root is None or message.root_part is None:
            return
        try:
            place = both.wait()
        except threading.BrokenBarrierError:  # alone: nobody else is answered at this time
            both.reset()
            return
        answers[place] = (message.root, message.parts)
        both.wait()
        message.root, message.parts = answers[1 - place]

    return change


enter(
    Mutant(
        "answers-mixed-up",
        "WSA-02",
        "Two requests that are answered at the same time each get the answer to the other one: "
        "other documents than were asked for, so that whatever is due of those is red as well.",
        way=Way.STATE,
        remember=_answers_mixed_up,
    )
)


@remembering(
    "second-document-differs",
    "RET-02",
    "From the second time on a document is asked for, a byte near its end is another: "
    "of a converted one (RET-10), and where it says how long what follows is (DOC-03).",
)
def _second_document_differs() -> Change:
    return _from_the_second_time(find_mutant("pixel-changed").change)


@remembering(
    "second-rendering-differs",
    "REN-17",
    "From the second time on an image is asked for, a grey one without a window is upside down, "
    "and so is a frame that was asked for (REN-07).",
)
def _second_rendering_differs() -> Change:
    return _from_the_second_time(find_mutant("upside-down").change)


def _from_the_second_time(changed: Change) -> Change:
    times: Counter[bytes] = Counter()

    def change(message: Message) -> None:
        if message.documents() and (question := _question(message)):
            times[question] += 1
            if times[question] > 1:
                changed(message)

    return change


@remembering(
    "home-community-remembered",
    "REG-09",
    "A HomeCommunityId that was once asked with stands in all answers from then on.",
)
def _home_community_remembered() -> Change:
    kept: list[str] = []

    def change(message: Message) -> None:
        for document in message.documents():
            asked_with = document.findtext(qname(XDSB, "HomeCommunityId"))
            if asked_with is not None:
                kept.append(asked_with)
            elif kept:
                set_home_community(document, kept[-1])

    return change
