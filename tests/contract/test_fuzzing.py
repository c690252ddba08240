"""A few of the messages that `python -m fuzz` makes, without its guide."""

import logging
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fuzz import CORPUS
from fuzz.answers import Answers
from fuzz.message import Message, read_pair, write_pair
from fuzz.mutator import PIECES, mutated
from fuzz.requests import Requests, Wrong
from wadows_reference.app import Application
from wadows_reference.reply import Reply

FEW = 300


def stirred(body: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(body))
    return body[:at] + chance.choice(PIECES) + body[at:]


def made(way: str, change: Callable[[bytes, random.Random], bytes]) -> list[bytes]:
    """Return inputs made of the corpus, the same each time."""
    chance = random.Random(7)  # noqa: S311
    seeds = [path.read_bytes() for path in sorted((CORPUS / way).iterdir())]
    return [change(chance.choice(seeds), chance) for _ in range(FEW)]


@pytest.fixture
def reference(tmp_path: Path) -> Iterator[Requests]:
    """What takes requests; it listens to the reference's log."""
    log = logging.getLogger("wadows_reference")
    before = log.handlers[:], log.propagate
    yield Requests(tmp_path)
    log.handlers[:], log.propagate = before


def test_requests_are_answered(reference: Requests) -> None:
    for data in made("requests", lambda seed, chance: mutated(seed, chance, stirred)):
        reference.try_one(data)


def test_answers_are_judged(tmp_path: Path) -> None:
    target = Answers(tmp_path)

    def spoilt(seed: bytes, chance: random.Random) -> bytes:
        request, answer = read_pair(seed)
        return write_pair(request, mutated(answer, chance, stirred))

    for data in made("answers", spoilt):
        target.try_one(data)


@pytest.mark.parametrize(
    ("status", "kind", "content", "length", "told"),
    [
        (500, "text/html", b"oops", 4, "a status of 500 without a fault"),
        (200, "text/plain", b"well", 5, "4 bytes of 5"),
        (418, "text/plain", b"well", 4, "status 418"),
        (200, "text/plain\r\nX: y", b"well", 4, "header Content-Type"),
    ],
)
def test_an_answer_that_should_not_be(
    status: int, kind: str, content: bytes, length: int, told: str,
    monkeypatch: pytest.MonkeyPatch, reference: Requests,
) -> None:  # fmt: skip
    reply = Reply(status, kind, [content], length)
    monkeypatch.setattr(Application, "_reply", lambda self, request: reply)

    with pytest.raises(Wrong, match=told):
        reference.try_one(Message("POST /x HTTP/1.1", (), b"").write())
