"""Evidence: what is written comes back, and what was damaged is told in words."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from wadows_contract.evidence import EVENTS_FILE, Recorder, exchanges, join_parts, read_events
from wadows_contract.exchange import (
    Body,
    BodyStore,
    BrokenBody,
    Exchange,
    Headers,
    Request,
    Response,
)
from wadows_spec.errors import ConfigurationError

#: Characters that end a line for str.splitlines and for nobody else, and what is no text at all.
AWKWARD = "a\u2028b\x85c\x0bd\x1ce\rf\ng"


@pytest.fixture
def recorder(tmp_path: Path) -> Recorder:
    written = Recorder(tmp_path)
    written.event("run", format=1)
    return written


def exchange(recorder: Recorder, answered: bool = True) -> Exchange:
    request = Request(
        "http://127.0.0.1:1/", Headers((("A", "b"), ("a", AWKWARD))), saved(recorder, b"request")
    )
    response = Response(200, "OK", Headers((("C", "d"),)), saved(recorder, b"\0response\r\n"))
    return Exchange("T1-1", "T1", request, response if answered else None, "", 0.25)


def saved(recorder: Recorder, content: bytes) -> Body:
    return recorder.bodies.save((content,), "scratch")


@pytest.mark.parametrize("answered", [True, False])
def test_exchanges_come_back(recorder: Recorder, tmp_path: Path, answered: bool) -> None:
    written = exchange(recorder, answered)
    recorder.exchange(written, typed="read")
    recorder.close()

    read = exchanges(read_events(tmp_path), tmp_path)

    assert {"T1-1": written} == read
    assert b"request" == read["T1-1"].request.body.read()


def test_whatever_an_endpoint_says_is_one_event(recorder: Recorder, tmp_path: Path) -> None:
    recorder.event("finding", got=AWKWARD)
    recorder.event("finding", got="\udcff and more")
    recorder.close()

    _, first, second = read_events(tmp_path)

    assert AWKWARD == first["got"]
    assert "? and more" == second["got"]


@pytest.mark.parametrize("cut", [1, 5, 30])
def test_a_last_line_that_was_cut_short_is_left_out(
    recorder: Recorder, tmp_path: Path, cut: int
) -> None:
    recorder.event("remark", text="whole and of some length")
    recorder.event("remark", text="cut short, whatever it said")
    recorder.close()
    path = tmp_path / EVENTS_FILE
    path.write_bytes(path.read_bytes()[: -cut - 1])

    assert ["run", "remark"] == [event["event"] for event in read_events(tmp_path)]


def test_a_last_line_without_its_line_end_counts(recorder: Recorder, tmp_path: Path) -> None:
    recorder.close()
    path = tmp_path / EVENTS_FILE
    path.write_bytes(path.read_bytes().rstrip())

    assert ["run"] == [event["event"] for event in read_events(tmp_path)]


@pytest.mark.parametrize("line", ['{"event": "met", "requ', "x", "", "[1]", "7", "null", "\udcff"])
def test_a_changed_line_is_told(line: str, recorder: Recorder, tmp_path: Path) -> None:
    """Left out, it would take the findings behind it along."""
    recorder.close()
    path = tmp_path / EVENTS_FILE
    with path.open("ab") as file:
        file.write(line.encode("utf-8", "surrogateescape") + b'\n{"event": "end"}\n')

    with pytest.raises(ConfigurationError, match="line 2") as caught:
        read_events(tmp_path)
    assert "The evidence was changed." == caught.value.hint


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"event": "planned", "format": 1}\n',
        b'{"event": "run", "format": 2}\n',
        b'{"event": "run"}\n',
        b'{"format": 1}\n',
        b'{"event": "run", "for',
    ],
)
def test_another_format_is_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / EVENTS_FILE).write_bytes(content)

    with pytest.raises(ConfigurationError, match="does not begin with the header of a run"):
        read_events(tmp_path)


def test_no_evidence_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="holds no evidence"):
        read_events(tmp_path / "nowhere")


def test_a_missing_body_is_told(recorder: Recorder, tmp_path: Path) -> None:
    written = exchange(recorder)
    recorder.exchange(written)
    recorder.close()
    written.request.body.path.unlink()

    with pytest.raises(ConfigurationError, match="lacks a body"):
        exchanges(read_events(tmp_path), tmp_path)


@pytest.mark.parametrize("content", [b"Request", b"request and more", b""])
def test_a_changed_body_is_told(content: bytes, recorder: Recorder, tmp_path: Path) -> None:
    """It would be judged again to another verdict."""
    written = exchange(recorder)
    recorder.exchange(written)
    recorder.close()
    written.request.body.path.write_bytes(content)

    with pytest.raises(ConfigurationError, match="was changed"):
        exchanges(read_events(tmp_path), tmp_path)


def test_the_parts_of_a_parallel_run_are_joined(recorder: Recorder, tmp_path: Path) -> None:
    recorder.close()
    for name in ("gw1", "gw0"):
        part = Recorder(tmp_path, name)
        part.event("remark", text=name)
        part.event("remark", text=f"{name} again")
        part.close()
    # The first process was killed while it wrote.
    killed = tmp_path / f"{EVENTS_FILE}.gw0"
    killed.write_bytes(killed.read_bytes()[:-4])

    join_parts(tmp_path)

    assert ["gw0", "gw1", "gw1 again"] == [event["text"] for event in read_events(tmp_path)[1:]]
    assert [EVENTS_FILE] == sorted(path.name for path in tmp_path.glob(f"{EVENTS_FILE}*"))


def test_what_comes_after_a_line_that_was_cut_can_be_read(
    recorder: Recorder, tmp_path: Path
) -> None:
    recorder.event("remark", text="whole")
    recorder.event("remark", text="cut")
    recorder.close()
    path = tmp_path / EVENTS_FILE
    path.write_bytes(path.read_bytes()[:-4])

    join_parts(tmp_path)
    later = Recorder(tmp_path)
    later.event("remark", text="later")
    later.close()

    assert ["whole", "later"] == [event["text"] for event in read_events(tmp_path)[1:]]


def test_each_event_is_written_at_once(recorder: Recorder, tmp_path: Path) -> None:
    recorder.event("remark", text="now")

    last = (tmp_path / EVENTS_FILE).read_text(encoding="utf-8").splitlines()[-1]
    assert {"event": "remark", "text": "now"} == json.loads(last)
    recorder.close()


# Bodies


def test_a_body_is_kept_once(tmp_path: Path) -> None:
    store = BodyStore(tmp_path / "bodies")

    first = store.save((b"one", b"two"), "a")
    second = store.save((b"onetwo",), "b")

    assert first == second == store.get(first.sha256)
    assert [first.sha256] == [path.name for path in store.folder.iterdir()]
    # from `printf onetwo | sha256sum`
    assert "25b6746d5172ed6352966a013d93ac846e1110d5a25e8f183b5931f4688842a1" == first.sha256
    assert (6, b"onetwo", b"net") == (first.size, first.read(), first.read(1, 3))


def test_a_body_that_breaks_off_is_kept_as_far_as_it_came(tmp_path: Path) -> None:
    store = BodyStore(tmp_path / "bodies")

    def chunks() -> Iterator[bytes]:
        yield b"one"
        raise OSError("cut")

    with pytest.raises(BrokenBody) as caught:
        store.save(chunks(), "a")

    assert b"one" == caught.value.body.read()
    assert isinstance(caught.value.__cause__, OSError)


def test_headers_compare_without_regard_to_case() -> None:
    headers = Headers((("Content-Type", " a/b "), ("content-type", "c/d"), ("X", "")))

    assert ("a/b", ("a/b", "c/d"), "", "none") == (
        headers.get("CONTENT-TYPE"),
        headers.all("content-TYPE"),
        headers.get("x", "none"),
        headers.get("y", "none"),
    )
