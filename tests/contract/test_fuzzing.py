"""Whatever is sent is answered, and whatever is answered is judged: what `python -m fuzz` tries.

All of its corpus, as it is and changed by chance; guided, and for longer, it is `tox -e fuzz`.
"""

import random
from hashlib import sha256
from pathlib import Path

import pytest

from fuzz import CORPUS
from fuzz.answers import Answers
from fuzz.framing import reframed
from fuzz.message import Message, read_pair, write_pair
from fuzz.mutator import mutated
from fuzz.requests import Requests, Wrong, check
from fuzz.splicing import spliced
from fuzz.tally import Tally
from fuzz.wire import Wire
from fuzz.wire import check as check_exchange
from wadows_contract.exchange import Body, Exchange, Headers, Request, Response

REQUESTS, ANSWERS = (
    [path.read_bytes() for path in sorted((CORPUS / way).iterdir())]
    for way in ("requests", "answers")
)


def as_it_is(body: bytes, _: random.Random) -> bytes:
    return body


def test_requests(tmp_path: Path) -> None:
    requests = Requests(tmp_path)
    for seed, data in enumerate(REQUESTS):
        requests.try_one(data)
        for more in range(5):
            requests.try_one(mutated(data, random.Random(5 * seed + more), as_it_is))


def test_answers(tmp_path: Path) -> None:
    answers = Answers(tmp_path)
    for seed, data in enumerate(ANSWERS):
        request, answer = read_pair(data)
        answers.try_one(write_pair(request, mutated(answer, random.Random(seed), as_it_is)))


def test_answers_on_their_way(tmp_path: Path) -> None:
    wire = Wire(tmp_path)
    for seed, data in enumerate(ANSWERS):
        request, answer = read_pair(data)
        wire.try_one(write_pair(request, reframed(answer, random.Random(seed))))


@pytest.mark.parametrize("data", [*REQUESTS[:5], b"", b"\r\n\r\n", b"x"])
def test_a_message_is_kept_as_it_is(data: bytes) -> None:
    message = Message.read(data)

    assert message == Message.read(message.write())


def test_a_message_of_two_is_of_both() -> None:
    one = b"POST /a HTTP/1.1\r\nX: 1\r\n\r\n<a>one</a>\r\n\r\nrest"
    other = b"POST /b HTTP/1.1\r\nX: 2\r\n\r\n<b>other</b>"

    made = {spliced(one, other, random.Random(seed)) for seed in range(50)}

    assert {b"POST /a HTTP/1.1\r\nX: 1"} == {each.partition(b"\r\n\r\n")[0] for each in made}
    bodies = {each.partition(b"\r\n\r\n")[2] for each in made}
    assert {b"<b>other</b>", b"<a>other</a>\r\n\r\nrest", b"<a>one<b>other</b>"} <= bodies


def test_a_pair_is_kept_as_it_is() -> None:
    assert (b"one", b"two") == read_pair(write_pair(b"one", b"two"))


class Fussy:
    """Cannot stand a bracket of either kind."""

    def try_one(self, data: bytes) -> None:
        if b"[" in data:
            raise ZeroDivisionError("a bracket")
        if b"]" in data:
            raise ZeroDivisionError("another")


def test_what_does_harm_is_kept_once_for_each_kind(tmp_path: Path) -> None:
    (tmp_path / "found").mkdir()
    tally = Tally(tmp_path, Fussy())
    for data in (b"a", b"b[", b"c[", b"d]"):
        tally(data)

    kept = {path.read_bytes() for path in (tmp_path / "found").glob("*.http")}
    told = "".join(path.read_text("utf-8") for path in (tmp_path / "found").glob("*.txt"))
    assert {b"b[", b"d]"} == kept
    assert "ZeroDivisionError: a bracket" in told
    assert "ZeroDivisionError: another" in told


def test_what_is_slow_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "found").mkdir()
    clock = iter([0.0, 4.0, 4.0, 10.0, 10.0, 30.0])
    monkeypatch.setattr("time.process_time", lambda: next(clock))
    tally = Tally(tmp_path, Fussy())
    for data in (b"quick", b"slow", b"slower"):
        tally(data)

    assert [b"slow"] == [path.read_bytes() for path in (tmp_path / "found").glob("*.http")]
    assert "took 6.0 s" in next((tmp_path / "found").glob("*.txt")).read_text("utf-8")


@pytest.mark.parametrize(
    ("status", "kind", "content", "told"),
    [
        ("500 X", "text/html", b"oops", "a status of 500 without a fault"),
        ("200 X", "text/html", b"fine", "an answer without an envelope"),
        ("302 X", "text/html", b"fine", "status 302 X"),
        ("200 X", 'multipart/related; boundary="b"; start="<a>"', b"--b\r\n\r\nx", ""),
        ("400 X", "text/plain\r\nX: y", b"fine", "header Content-Type"),
    ],
)
def test_what_no_request_may_get(status: str, kind: str, content: bytes, told: str) -> None:
    length = ("Content-Length", str(len(content)))

    with pytest.raises((Wrong, AssertionError), match=told or None):
        check("POST", status, [("Content-Type", kind), length], content)
    with pytest.raises(Wrong, match="bytes of 1"):
        check("POST", "200 X", [("Content-Type", "a/b"), ("Content-Length", "1")], content)


@pytest.mark.parametrize(
    ("content", "failure", "told"),
    [
        (b"whole", "no answer in time (ReadTimeoutError)", "waited in vain"),
        (b"other", "", "not what its size and hash say"),
        (b"longer", "", "not what its size and hash say"),
        (None, "", "neither response nor failure"),
    ],
)
def test_what_nothing_sent_may_become(
    content: bytes | None, failure: str, told: str, tmp_path: Path
) -> None:
    body = Body(tmp_path / "body", 5, sha256(b"whole").hexdigest())
    body.path.write_bytes(content or b"")
    came = None if content is None else Response(200, "OK", Headers(), body)
    asked = Request("http://archive.invalid/", Headers(), body)

    with pytest.raises(Wrong, match=told):
        check_exchange(Exchange("T1-1", "T1", asked, came, failure))


def test_a_page_that_does_something(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wire = Wire(tmp_path)
    monkeypatch.setattr("fuzz.wire._SHOWN", 1)
    wire.try_one(ANSWERS[0])
    monkeypatch.setattr("fuzz.wire.html", lambda *_: "<p onclick='x()'>")

    with pytest.raises(Wrong, match="onclick"):
        wire.try_one(ANSWERS[0])
